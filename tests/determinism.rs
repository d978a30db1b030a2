//! The same articles give the same bytes: any number of threads, any order, any number of kills.

#![allow(missing_docs)]

use std::time::Duration;

use crate::common::{articles, assert_same, demarche, larger, rows, run, tables, text};

#[test]
fn threads_and_order_do_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let one = folder.path().join("one");
    run(&[
        "analyze",
        text(&articles()),
        "-o",
        text(&one),
        "--threads",
        "1",
        "--by",
        "month",
        "--bootstrap",
        "8",
    ]);
    let expected = tables(&one);
    assert!(expected.contains_key("evidence.csv") && expected.contains_key("rejects.csv"));
    assert!(
        rows(&expected["edges.csv"]).len() > 100,
        "the bundled corpus gives a network"
    );
    for threads in ["2", "8"] {
        let out = folder.path().join(threads);
        run(&[
            "analyze",
            text(&articles()),
            "-o",
            text(&out),
            "--threads",
            threads,
            "--by",
            "month",
            "--bootstrap",
            "8",
        ]);
        assert_same(&expected, &tables(&out), &format!("{threads} threads"));
    }
    let mut lines: Vec<String> = std::fs::read_to_string(articles())
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    // A fixed shuffle: every 37th line, modulo a length that has no common factor with it.
    let n = lines.len();
    assert_ne!(n % 37, 0);
    lines = (0..n).map(|i| lines[i * 37 % n].clone()).collect();
    let (first, second) = lines.split_at(n / 3);
    let inputs = folder.path().join("parts");
    std::fs::create_dir(&inputs).unwrap();
    std::fs::write(inputs.join("b.jsonl"), first.join("\n")).unwrap();
    std::fs::write(inputs.join("a.json"), format!("[{}]", second.join(",\n"))).unwrap();
    let shuffled = folder.path().join("shuffled");
    run(&[
        "analyze",
        text(&inputs),
        "-o",
        text(&shuffled),
        "--by",
        "month",
        "--bootstrap",
        "8",
    ]);
    assert_same(&expected, &tables(&shuffled), "shuffled and in two files");
}

#[test]
fn killed_at_any_moment_and_finished_is_as_never_killed() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("input.jsonl");
    std::fs::write(&input, larger(12)).unwrap();
    let whole = folder.path().join("whole");
    run(&["analyze", text(&input), "-o", text(&whole)]);
    let broken = folder.path().join("broken");
    std::fs::create_dir(&broken).unwrap();
    let store = broken.join("store");
    let mut killed = 0;
    let mut wait = 20;
    // Waits of every length from next to nothing to longer than the ingest takes.
    for _ in 0..20 {
        let mut child = demarche(&[
            "ingest",
            text(&input),
            "--store",
            text(&store),
            "--commit-mb",
            "1",
        ])
        .spawn()
        .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            killed += 1;
        }
        child.wait().unwrap();
        wait = wait * 7 / 5 % 4000 + 11;
    }
    assert!(
        killed >= 5,
        "only {killed} runs were killed: the test proves too little"
    );
    run(&["analyze", text(&input), "-o", text(&broken)]);
    assert_same(
        &tables(&whole),
        &tables(&broken),
        &format!("after {killed} kills"),
    );
}

#[test]
fn a_second_ingest_of_the_same_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(&["analyze", text(&articles()), "-o", text(&out)]);
    let once = tables(&out);
    run(&["analyze", text(&articles()), "-o", text(&out)]);
    assert_same(&once, &tables(&out), "the same file again");
    let copy = folder.path().join("copy.jsonl");
    std::fs::copy(articles(), &copy).unwrap();
    run(&["analyze", text(&copy), "-o", text(&out), "--add"]);
    assert_same(&once, &tables(&out), "the same articles under another name");
}

#[test]
fn a_changed_article_replaces_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in.jsonl"), folder.path().join("out"));
    std::fs::write(
        &input,
        "{\"id\":\"a\",\"text\":\"Russia condemned Japan.\",\"date\":\"2020-01-01\"}\n",
    )
    .unwrap();
    run(&["analyze", text(&input), "-o", text(&out)]);
    std::fs::write(
        &input,
        "{\"id\":\"a\",\"text\":\"Russia praised Brazil warmly.\",\"date\":\"2020-01-01\"}\n",
    )
    .unwrap();
    run(&["analyze", text(&input), "-o", text(&out)]);
    let tables = tables(&out);
    let actors: Vec<String> = rows(&tables["actors.csv"])
        .into_iter()
        .map(|r| r["Id"].clone())
        .collect();
    assert_eq!(actors, ["BRA", "RUS"]);
}

#[test]
fn reannotation_leaves_equal_findings_equal() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(&["analyze", text(&articles()), "-o", text(&out)]);
    let before = tables(&out);
    let store = out.join("store");
    // With a slash at the end, as a shell completes it.
    run(&["reannotate", "--store", &format!("{}/", text(&store))]);
    assert_eq!(
        std::fs::read_dir(&out)
            .unwrap()
            .filter(|e| e.as_ref().unwrap().path().is_dir())
            .count(),
        1
    );
    run(&["analyze", text(&articles()), "-o", text(&out)]);
    assert_same(&before, &tables(&out), "after reannotate");
    let dictionary = folder.path().join("own.csv");
    std::fs::write(
        &dictionary,
        "id,label,type,country,kind,alias\nTALKS,The Talks,organisation,,name,talks\n",
    )
    .unwrap();
    run(&[
        "reannotate",
        "--store",
        text(&store),
        "--dictionary",
        text(&dictionary),
    ]);
    let again = folder.path().join("again");
    run(&[
        "network",
        "--store",
        text(&store),
        "-o",
        text(&again),
        "--dictionary",
        text(&dictionary),
    ]);
    let actors = rows(&tables(&again)["actors.csv"]);
    assert!(
        actors
            .iter()
            .any(|r| r["Id"] == "TALKS" && r["Label"] == "The Talks")
    );
}
