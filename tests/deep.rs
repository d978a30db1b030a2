//! The deep tier on the command line: what it says, where its name stands, what is refused.

#![allow(missing_docs)]

use std::path::Path;

use crate::common::{fed, text};

/// Standard output and error of a run, and its exit status.
fn told(args: &[&str], input: &str) -> (String, String, i32) {
    let output = fed(args, input);
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        words(&output.stdout),
        words(&output.stderr),
        output.status.code().unwrap(),
    )
}

fn fails(args: &[&str], word: &str) {
    let (_, said, code) = told(args, "");
    assert_eq!(code, 1, "{args:?}: {said}");
    assert!(said.contains(word), "{args:?} says: {said}");
}

/// A few articles with something to judge in each.
fn input(folder: &Path) -> String {
    let texts = [
        "Russia shelled Ukraine again on Monday. Germany condemned Russia for the strikes.",
        "France sent weapons to Ukraine. The president of China met the prime minister of Japan.",
        "Iran accused Israel of the attack. Turkey praised Qatar for its help in the talks.",
    ];
    let path = folder.join("in.jsonl");
    let lines = texts.iter().enumerate().map(|(i, text)| {
        format!(
            "{{\"id\":\"{i}\",\"date\":\"2024-05-0{}\",\"text\":\"{text}\"}}\n",
            i + 1
        )
    });
    std::fs::write(&path, lines.collect::<String>()).unwrap();
    text(&path).to_owned()
}

#[cfg(feature = "deep")]
mod with {
    use serde_json::Value;

    use super::{Path, fails, input, text, told};
    use crate::common::{assert_same, run, tables};

    const SENTENCES: &str = r#"{"id":1,"text":"Russia shelled Ukraine.","source":{"start":0,"end":6},"target":{"start":15,"end":22}}
{"id":2,"text":"Canada praised Chile for its help.","source":{"start":0,"end":6},"target":{"start":15,"end":20}}
{"id":3,"text":"Canada praised Chile for its help.","source":{"start":15,"end":20},"target":{"start":0,"end":6}}
{"id":4,"text":"no target"}
"#;

    #[test]
    fn score_names_the_attitudes() {
        let (out, _, code) = told(&["score", "--model", "deep"], SENTENCES);
        assert_eq!(code, 0);
        let rows: Vec<Value> = out
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        let labels: Vec<&str> = rows
            .iter()
            .map(|r| r["label"].as_str().unwrap_or(""))
            .collect();
        assert_eq!(labels, ["negative", "positive", "neutral", ""]);
        let (fast, ..) = told(&["score", "--model", "fast"], SENTENCES);
        assert_ne!(out, fast);
        assert_eq!(fast, told(&["score"], SENTENCES).0);
        let (alone, ..) = told(&["score", "--model", "deep", "--threads", "1"], SENTENCES);
        assert_eq!(out, alone);
    }

    #[test]
    fn names_change_no_score() {
        let folder = tempfile::tempdir().unwrap();
        let (input, store) = (input(folder.path()), folder.path().join("store"));
        run(&["ingest", &input, "--store", text(&store)]);
        let args = [
            "--store",
            text(&store),
            "--blind",
            "--model",
            "deep",
            "--json",
        ];
        let found = run(&[&["check"], &args[..]].concat()).stdout;
        let found: Value = serde_json::from_slice(&found).unwrap();
        let checks = found["checks"].as_array().unwrap();
        let blind = checks.iter().find(|c| c["name"] == "blindness").unwrap();
        assert!(blind["checked"].as_u64().unwrap() > 10, "{blind}");
        assert_eq!(blind["faults"], 0, "{blind}");
        assert!(blind["notes"].to_string().contains("deep tier"), "{blind}");
    }

    #[test]
    fn a_store_knows_its_tier() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let input = input(folder.path());
        let (store, fast, fresh, out) = (at("store"), at("fast"), at("fresh"), at("merged"));
        let tier = |store: &Path| {
            let info = run(&["info", "--json", "--store", text(store)]).stdout;
            let info: Value = serde_json::from_slice(&info).unwrap();
            info["made_with"]["tier"].as_str().unwrap().to_owned()
        };
        for store in [&store, &fast] {
            run(&["ingest", &input, "--store", text(store)]);
        }
        assert_eq!(tier(&store), "fast");
        run(&["reannotate", "--model", "deep", "--store", text(&store)]);
        assert_eq!(tier(&store), "deep");
        // The same as if it had been made so, and on as many threads as one likes.
        run(&[
            "ingest",
            &input,
            "--store",
            text(&fresh),
            "--model",
            "deep",
            "--threads",
            "1",
        ]);
        let evidence = |store: &Path| run(&["evidence", "--store", text(store)]).stdout;
        assert_eq!(evidence(&store), evidence(&fresh));
        assert_ne!(evidence(&store), evidence(&fast));
        fails(&["ingest", &input, "--store", text(&store)], "--model deep");
        fails(
            &["ingest", &input, "--store", text(&fast), "--model", "deep"],
            "reannotate --model deep",
        );
        fails(
            &["merge", text(&store), text(&fast), "-o", text(&out)],
            "reannotate --model deep",
        );
        fails(
            &["evidence", "--explain", "--store", text(&store)],
            "--model deep",
        );
        run(&[
            "evidence",
            "--explain",
            "--model",
            "deep",
            "--store",
            text(&store),
        ]);
    }

    #[test]
    fn tables_do_not_depend_on_threads() {
        let folder = tempfile::tempdir().unwrap();
        let input = input(folder.path());
        let made = ["1", "3"].map(|threads| {
            let out = folder.path().join(threads);
            run(&[
                "analyze",
                &input,
                "-o",
                text(&out),
                "--model",
                "deep",
                "--threads",
                threads,
            ]);
            let manifest = std::fs::read_to_string(out.join("manifest.json")).unwrap();
            assert!(manifest.contains("\"tier\": \"deep\""), "{manifest}");
            tables(&out)
        });
        assert_same(&made[0], &made[1], "threads");
    }
}

#[cfg(not(feature = "deep"))]
#[test]
fn a_build_without_the_deep_tier_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let input = input(folder.path());
    for args in [
        &["score", "--model", "deep"][..],
        &["annotate", "--model", "deep"],
        &["ingest", &input, "--store", text(&store), "--model", "deep"],
        &["analyze", &input, "-o", text(&store), "--model", "deep"],
    ] {
        fails(args, "--features deep");
    }
    assert!(!store.exists());
}
