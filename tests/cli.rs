//! The command line as a user meets it: tables that reconcile, filters, errors, exit status.

#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use crate::common;
use crate::common::{articles, demarche, fed, rows, run, sample_store, tables, text};
use serde_json::Value;

#[test]
fn evidence_has_as_many_rows_as_the_tables_say() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(&["analyze", text(&articles()), "-o", text(&out)]);
    let tables = tables(&out);
    let store = out.join("store");
    let evidence = rows(&tables["evidence.csv"]);
    let mut counted: BTreeMap<(String, String), [u64; 4]> = BTreeMap::new();
    for row in &evidence {
        let counts = counted
            .entry((row["Source"].clone(), row["Target"].clone()))
            .or_default();
        counts[0] += 1;
        let label = ["positive", "negative", "neutral"]
            .iter()
            .position(|l| *l == row["Label"])
            .unwrap();
        counts[label + 1] += 1;
        assert!(!row["Text"].is_empty());
    }
    let stance = rows(&tables["stance.csv"]);
    assert!(stance.len() > 100);
    for row in &stance {
        let key = (row["Source"].clone(), row["Target"].clone());
        let said = ["Sentences", "Positive", "Negative", "Neutral"]
            .map(|c| row[c].parse::<u64>().unwrap());
        assert_eq!(counted.remove(&key), Some(said), "{key:?}");
    }
    assert!(
        counted.is_empty(),
        "evidence for pairs that stance.csv lacks: {counted:?}"
    );
    let mut pairs = rows(&tables["edges.csv"]);
    pairs.sort_by_key(|r| std::cmp::Reverse(r["Weight"].parse::<u64>().unwrap()));
    for row in pairs.iter().take(15) {
        let pair = format!("{},{}", row["Source"], row["Target"]);
        let output = run(&["evidence", "--store", text(&store), "--pair", &pair]);
        assert_eq!(
            rows(&output.stdout).len().to_string(),
            row["Sentences"],
            "{pair}"
        );
    }
    let rolled = folder.path().join("rolled");
    run(&[
        "stance",
        "--store",
        text(&store),
        "-o",
        text(&rolled),
        "--roll-up",
        "country",
    ]);
    let stance = rows(&common::tables(&rolled)["stance.csv"]);
    let pair = stance
        .iter()
        .find(|r| r["Source"] == "RUS" && r["Target"] == "USA")
        .unwrap();
    let args = [
        "evidence",
        "--store",
        text(&store),
        "--source",
        "RUS",
        "--target",
        "USA",
        "--roll-up",
        "country",
    ];
    let output = run(&args);
    assert_eq!(rows(&output.stdout).len().to_string(), pair["Sentences"]);
    let negative = rows(&output.stdout)
        .iter()
        .filter(|r| r["Label"] == "negative")
        .count();
    assert_eq!(negative.to_string(), pair["Negative"]);
    let tone = rows(&tables["tone.csv"]);
    let russia: u64 = tone
        .iter()
        .filter(|r| r["Target"] == "RUS")
        .map(|r| r["Sentences"].parse::<u64>().unwrap())
        .sum();
    let output = run(&[
        "evidence",
        "--store",
        text(&store),
        "--target",
        "RUS",
        "--tone",
    ]);
    assert_eq!(rows(&output.stdout).len() as u64, russia);
}

#[test]
fn the_lens_narrows_every_analysis() {
    let folder = tempfile::tempdir().unwrap();
    let store = sample_store();
    let articles_of = |lens: &[&str]| -> u64 {
        let args: Vec<&str> = [&["info", "--json", "--store", text(store)], lens].concat();
        serde_json::from_slice::<Value>(&run(&args).stdout).unwrap()["articles"]
            .as_u64()
            .unwrap()
    };
    let all = articles_of(&[]);
    let early = articles_of(&["--to", "2019"]);
    let late = articles_of(&["--from", "2020"]);
    assert_eq!(early + late, all);
    assert!(early > 0 && late > 0);
    let nato = articles_of(&["--actor", "NATO"]);
    assert!(nato > 0 && nato < all);
    assert_eq!(articles_of(&["--query", "actor:NATO"]), nato);
    assert_eq!(articles_of(&["--lang", "de"]), 0);
    let phrase = articles_of(&["--query", "\"foreign minister\""]);
    let words = articles_of(&["--query", "foreign AND minister"]);
    assert!(phrase > 0 && phrase <= words);
    let without = articles_of(&["--query", "foreign AND NOT minister"]);
    assert_eq!(without + words, articles_of(&["--query", "foreign"]));
    assert_eq!(articles_of(&["--query", "foreign NOT minister"]), without);
    let outlets: Value =
        serde_json::from_slice(&run(&["info", "--json", "--store", text(store)]).stdout).unwrap();
    let outlet = outlets["outlets"][0]["name"].as_str().unwrap().to_owned();
    assert_eq!(
        articles_of(&["--outlet", &outlet]),
        outlets["outlets"][0]["articles"].as_u64().unwrap()
    );
    let out = folder.path().join("none");
    run(&[
        "network",
        "--store",
        text(store),
        "-o",
        text(&out),
        "--from",
        "1990",
        "--to",
        "1991",
    ]);
    assert!(
        rows(&tables(&out)["edges.csv"]).is_empty(),
        "no articles, no edges, no failure"
    );
}

#[test]
fn search_ranks_and_shows_why() {
    let store = sample_store();
    let output = run(&[
        "search",
        "sanctions",
        "--store",
        text(store),
        "--format",
        "jsonl",
        "--limit",
        "5",
    ]);
    let hits: Vec<Value> = output
        .stdout
        .split(|&b| b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect();
    assert_eq!(hits.len(), 5);
    assert!(hits.iter().any(|h| {
        h["snippet"]
            .as_str()
            .is_some_and(|s| s.contains("«sanctions»"))
    }));
    let scores: Vec<f64> = hits.iter().map(|h| h["score"].as_f64().unwrap()).collect();
    assert!(scores.windows(2).all(|w| w[0] >= w[1]));
    let output = run(&[
        "search",
        "\"foreign minister\"",
        "--store",
        text(store),
        "--kwic",
        "4",
        "--format",
        "csv",
    ]);
    let lines = rows(&output.stdout);
    assert!(!lines.is_empty());
    assert!(
        lines
            .iter()
            .all(|l| l["keyword"].to_lowercase().starts_with("foreign minister"))
    );
    let wrong = demarche(&["search", "nofield:x", "--store", text(store)])
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("nofield"));
}

fn filter(command: &str, input: &str) -> Vec<Value> {
    let output = fed(&[command], input);
    assert!(output.status.success());
    output
        .stdout
        .split(|&b| b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect()
}

#[test]
fn annotate_gives_offsets_in_characters() {
    let text = "Élysée officials met. Putin praised Xi in Moscow.";
    let line =
        serde_json::json!({"id": 7, "text": text, "title": "Putin in Paris", "date": "2021-12-16"});
    let out = filter("annotate", &format!("{line}\nrubbish\n{{\"id\":\"x\"}}\n"));
    assert_eq!(out.len(), 3);
    assert_eq!(out[0]["id"], 7);
    assert_eq!(out[0]["sentences"].as_array().unwrap().len(), 2);
    let chars: Vec<char> = text.chars().collect();
    let mut seen = Vec::new();
    for m in out[0]["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|m| m["field"] == "text")
    {
        let (start, end) = (
            m["start"].as_u64().unwrap() as usize,
            m["end"].as_u64().unwrap() as usize,
        );
        assert_eq!(
            chars[start..end].iter().collect::<String>(),
            m["text"].as_str().unwrap()
        );
        seen.push(m["actor"].as_str().unwrap().to_owned());
    }
    assert!(
        seen.contains(&"RUS:putin".to_owned()) && seen.contains(&"RUS".to_owned()),
        "{seen:?}"
    );
    assert!(out[1]["error"].is_string() && out[2]["error"].is_string());
    assert_eq!(out[2]["id"], "x");
}

#[test]
fn score_tells_friend_from_foe_and_names_bad_lines() {
    let line = |id: &str, text: &str, source: &str, target: &str| {
        let span = |name: &str| {
            let byte = text.find(name).unwrap();
            let start = text[..byte].chars().count();
            serde_json::json!({"start": start, "end": start + name.chars().count()})
        };
        serde_json::json!({"id": id, "text": text, "source": span(source), "target": span(target)})
            .to_string()
    };
    let input = [
        line(
            "cold",
            "Russia condemned the United States for its sanctions.",
            "Russia",
            "United States",
        ),
        line(
            "warm",
            "China praised Russia for its friendship.",
            "China",
            "Russia",
        ),
        r#"{"id":"far","text":"short","target":{"start":2,"end":99}}"#.to_owned(),
        r#"{"id":"none","text":"short"}"#.to_owned(),
    ];
    let out = filter("score", &input.join("\n"));
    assert_eq!(out.len(), 4);
    assert_eq!(
        (&out[0]["label"], &out[1]["label"]),
        (&Value::from("negative"), &Value::from("positive"))
    );
    for line in &out[..2] {
        let p = |k: &str| line[k].as_f64().unwrap();
        assert!((p("p_negative") + p("p_neutral") + p("p_positive") - 1.0).abs() < 1e-3);
        assert!((p("score") - (p("p_positive") - p("p_negative"))).abs() < 2e-4);
    }
    assert!(out[2]["error"].is_string() && out[3]["error"].is_string());
}

#[test]
fn errors_say_what_where_and_what_next() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("nowhere");
    let cases: [(&[&str], i32, &str); 6] = [
        (
            &["network", "--store", text(&nowhere), "-o", "x"],
            1,
            "no store here",
        ),
        (
            &["ingest", text(&nowhere), "--store", text(&nowhere)],
            1,
            "nowhere",
        ),
        (
            &["evidence", "--store", text(&nowhere), "--pair", "RUS"],
            1,
            "no store here",
        ),
        (&["analyze"], 2, "INPUT"),
        (
            &["stance", "--store", "x", "-o", "y", "--by", "decade"],
            2,
            "decade",
        ),
        (&["frobnicate"], 2, "frobnicate"),
    ];
    for (args, code, word) in cases {
        let output = demarche(args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        assert!(said.contains(word), "{args:?} says: {said}");
    }
    std::fs::write(folder.path().join("own.csv"), "id,label\nX\n").unwrap();
    let own = folder.path().join("own.csv");
    let output = demarche(&["annotate", "--dictionary", text(&own)])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("own.csv"));
}

#[test]
fn rejects_are_named_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    std::fs::write(
        &input,
        "{\"id\":\"a\",\"text\":\"Russia met China.\"}\nbroken\n{\"id\":\"b\"}\n",
    )
    .unwrap();
    let out = folder.path().join("out");
    run(&["analyze", text(&input), "-o", text(&out)]);
    let rejects = rows(&tables(&out)["rejects.csv"]);
    assert_eq!(
        rejects
            .iter()
            .map(|r| r["Line"].as_str())
            .collect::<Vec<_>>(),
        ["2", "3"]
    );
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["counts"]["records"], 3);
    assert_eq!(manifest["counts"]["rejects"], 2);
    assert_eq!(manifest["counts"]["articles"], 1);
}

#[test]
fn evidence_says_what_a_pronoun_carried_over() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    std::fs::write(
        &input,
        "{\"id\":\"a\",\"text\":\"Putin spoke on Monday. He condemned Japan.\",\"date\":\"2023-05-01\"}\n",
    )
    .unwrap();
    let evidence = |sentences: &str| {
        let store = folder.path().join(sentences);
        run(&[
            "ingest",
            text(&input),
            "--store",
            text(&store),
            "--carry",
            sentences,
        ]);
        rows(&run(&["evidence", "--store", text(&store), "--target", "JPN"]).stdout)
    };
    assert!(evidence("0").is_empty());
    let rows = evidence("1");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (
            rows[0]["Source"].as_str(),
            rows[0]["Carried"].as_str(),
            rows[0]["Label"].as_str()
        ),
        ("RUS:putin", "source", "negative")
    );
    assert_eq!(rows[0]["Text"], "He condemned Japan.");
}

#[test]
fn backbones_leave_out_edges_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let store = sample_store();
    let network = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let fixed = ["network", "--store", text(store), "-o", text(&out)];
        run(&[&fixed[..], more].concat());
        tables(&out)
    };
    let whole = network("whole", &["--sdsm", "published"]);
    let edges = rows(&whole["edges.csv"]);
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().ok();
    let summary = |tables: &BTreeMap<String, Vec<u8>>, measure: &str| {
        let found = rows(&tables["network_summary.csv"]);
        let row = found.into_iter().find(|r| r["Measure"] == measure).unwrap();
        row["Value"].clone()
    };
    assert_eq!(summary(&whole, "Edges"), edges.len().to_string());
    for (method, column, measure) in [
        ("hypergeometric", "Q", "EdgesHypergeometric"),
        ("sdsm", "SDSMQ", "EdgesSDSM"),
        ("noise-corrected", "NoiseCorrectedP", "EdgesNoiseCorrected"),
    ] {
        let some = network(method, &["--backbone", method, "--sdsm", "published"]);
        let kept: Vec<_> = edges
            .iter()
            .filter(|r| number(r, column).is_some_and(|x| x <= 0.05))
            .cloned()
            .collect();
        assert!(!kept.is_empty() && kept.len() < edges.len(), "{method}");
        assert_eq!(rows(&some["edges.csv"]), kept, "{method}");
        assert_eq!(summary(&some, measure), kept.len().to_string());
        for same in ["actors.csv", "network_summary.csv"] {
            assert_eq!(some[same], whole[same], "{method}: {same}");
        }
    }
    let agreed = network("agreed", &["--backbone", "consensus", "--consensus", "4"]);
    let kept = edges.iter().filter(|r| r["Consensus"] == "4").count();
    assert_eq!(rows(&agreed["edges.csv"]).len(), kept);
    let windows = network("windows", &["--level", "window", "--span", "2"]);
    let manifest: Value = serde_json::from_slice(
        &std::fs::read(folder.path().join("windows/manifest.json")).unwrap(),
    )
    .unwrap();
    assert_eq!(manifest["settings"]["span"], 2);
    assert!(manifest["notes"].to_string().contains("overlap"));
    // Two who share a sentence share a window, and two who share a window share an article.
    assert!(manifest["counts"]["units"].as_u64() > manifest["counts"]["articles"].as_u64());
    let near = edges.iter().filter(|r| r["Sentences"] != "0").count();
    let found = rows(&windows["edges.csv"]).len();
    assert!(near <= found && found <= edges.len());
}

#[test]
fn parameters_of_the_network_are_refused_with_the_range_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let store = sample_store();
    let out = folder.path().join("out");
    let fixed = ["network", "--store", text(store), "-o", text(&out)];
    for (wrong, allowed) in [
        (&["--alpha", "0"][..], "above 0 and below 1"),
        (&["--alpha", "1"], "above 0 and below 1"),
        (&["--alpha", "x"], "above 0 and below 1"),
        (&["--resolution=-1"], "above 0 and up to 1000"),
        (&["--span", "0"], "1..=1000"),
        (&["--span", "3"], "--level window"),
        (&["--consensus", "5"], "1..=4"),
        (&["--min-weight", "0"], "1.."),
        (&["--top", "0"], "1.."),
        (&["--measure", "cosine"], "t-score"),
        (
            &["--backbone", "sdsm", "--sdsm", "never"],
            "leave --sdsm out",
        ),
    ] {
        let output = demarche(&[&fixed[..], wrong].concat()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{wrong:?}");
        assert!(said.contains(allowed), "{wrong:?}: {said}");
    }
    assert!(!out.exists());
    run(&[&fixed[..], &["--query", "nosuchwordanywhere"]].concat());
    let empty = tables(&out);
    assert_eq!(rows(&empty["edges.csv"]).len(), 0);
    assert!(String::from_utf8_lossy(&empty["edges.csv"]).starts_with("Source,Target,Type,Weight"));
    assert!(rows(&empty["network_summary.csv"]).len() > 20);
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert!(manifest["notes"].to_string().contains("no edges"));
}

#[test]
fn targets_are_opened_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let store = common::store_of(folder.path(), 20);
    let file = folder.path().join("file");
    std::fs::write(&file, "in the way").unwrap();
    let missing = folder.path().join("missing/evidence.csv");
    let inside = file.join("out");
    for (args, target) in [
        (
            vec!["evidence", "--store", text(&store), "-o", text(&missing)],
            &missing,
        ),
        (
            vec!["info", "--store", text(&store), "--members", text(&missing)],
            &missing,
        ),
        (
            vec!["network", "--store", text(&store), "-o", text(&inside)],
            &inside,
        ),
        (
            vec!["analyze", text(&articles()), "-o", text(&inside)],
            &inside,
        ),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(&args)
            .args(["--verbose", "--no-progress"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // The stages of a run are told with --verbose; none had begun.
        assert_eq!(said.lines().count(), 1, "{args:?}: {said}");
        assert!(said.contains(text(target)), "{args:?}: {said}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "in the way");
}

#[test]
fn evidence_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let store = common::store_of(folder.path(), 60);
    let out = folder.path().join("evidence.csv");
    std::fs::write(&out, "from an earlier run").unwrap();
    let args = ["evidence", "--store", text(&store), "-o", text(&out)];
    let failed = demarche(&[&args[..], &["--query", "text:("]].concat())
        .output()
        .unwrap();
    assert!(!failed.status.success());
    assert_eq!(std::fs::read(&out).unwrap(), b"from an earlier run");
    run(&args);
    assert_eq!(
        std::fs::read(&out).unwrap(),
        run(&["evidence", "--store", text(&store)]).stdout
    );
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().contains("partial"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn verbose_says_more() {
    let folder = tempfile::tempdir().unwrap();
    let store = common::store_of(folder.path(), 20);
    let out = folder.path().join("out");
    let said = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(["stance", "--store", text(&store), "-o", text(&out)])
            .args(["--no-progress"])
            .args(more)
            .output()
            .unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let (less, more) = (said(&[]), said(&["-v"]));
    assert!(
        more.contains("counting: ") && more.contains("tone.csv"),
        "{more}"
    );
    assert!(
        !less.contains("counting: ") && !less.contains("tone.csv"),
        "{less}"
    );
    assert!(more.ends_with(&less), "{more}\n{less}");
}

#[test]
fn any_limit_of_hits_is_met() {
    let folder = tempfile::tempdir().unwrap();
    let store = common::store_of(folder.path(), 60);
    let hits = |limit: &str| {
        let fixed = ["search", "minister", "--store", text(&store)];
        rows(&run(&[&fixed[..], &["--format", "csv", "--limit", limit]].concat()).stdout).len()
    };
    let all = hits("1000");
    assert!(all > 2);
    for limit in [u64::MAX, u64::MAX - 1, u64::MAX - 32, u64::MAX / 4, 1 << 40] {
        assert_eq!(hits(&limit.to_string()), all, "{limit}");
    }
    assert_eq!(hits("2"), 2);
}

#[test]
fn windows_are_of_days_and_sentences_are_carried() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    let lines = (1..=9)
        .map(|day| {
            format!(
                "{{\"id\": \"{day}\", \"date\": \"2024-05-0{day}\", \"text\": \"Putin met the press in Moscow. He condemned Japan.\"}}\n"
            )
        })
        .collect::<Vec<_>>()
        .concat();
    std::fs::write(&input, lines).unwrap();
    let analyze = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let fixed = ["analyze", text(&input), "-o", text(&out)];
        run(&[&fixed[..], more].concat());
        tables(&out)
    };
    let windows = analyze("windows", &["--window", "3"]);
    let periods: std::collections::BTreeSet<String> = rows(&windows["attention.csv"])
        .into_iter()
        .map(|row| row["Period"].clone())
        .collect();
    assert_eq!(periods.len(), 3, "{periods:?}");
    let rolling = analyze("rolling", &["--window", "3", "--step", "1"]);
    let first = rows(&rolling["attention.csv"]);
    let periods = first.iter().filter(|r| r["Actor"] == first[0]["Actor"]);
    // The whole windows: from the first to the seventh of May.
    assert_eq!(periods.count(), 7);
    let judged = |tables: &BTreeMap<String, Vec<u8>>| rows(&tables["stance.csv"]).len();
    let none = analyze("none", &["--carry", "0"]);
    let carried = analyze("carried", &["--carry", "1"]);
    assert!(judged(&carried) > judged(&none), "{}", judged(&none));
}

#[test]
fn leaving_one_out_is_always_or_never() {
    let output = demarche(&["network", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let about = help.split("--leave-one-out").nth(1).unwrap();
    let about = about.split("\n  -").next().unwrap();
    assert!(
        about.contains("always") && about.contains("never") && !about.contains("auto"),
        "{about}"
    );
    let folder = tempfile::tempdir().unwrap();
    let store = common::store_of(folder.path(), 40);
    let network = |how: &str| {
        let out = folder.path().join(how);
        let fixed = ["network", "--store", text(&store), "-o", text(&out)];
        run(&[&fixed[..], &["--leave-one-out", how]].concat());
        std::fs::read(out.join("manifest.json")).unwrap()
    };
    // The word of 0.1.0 still means what it did.
    assert!(network("auto") == network("always"));
    assert!(network("never") != network("always"));
}
