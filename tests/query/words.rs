//! Collocates, dispersion, facets, refusals; what is run again from a manifest; blindness to names.

use crate::common::{articles, rows, run, sample_store, tables, text};

use super::{every_row_is_proved, store_of_lines, told};

const LINES: &str = r#"{"id": "1", "date": "2022-01-05", "outlet": "One", "language": "en", "text": "Reuters said the gas deal failed. Russia praised Iran."}
{"id": "2", "date": "2022-01-09", "outlet": "One", "language": "en", "text": "The gas deal of the year holds. No deal, they said."}
{"id": "3", "date": "2022-02-01", "outlet": "Two", "language": "en", "text": "Wheat fell. Japan met Iran."}
"#;

#[test]
fn words_near_a_query_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_of_lines(folder.path(), LINES);
    let collocates = |more: &[&str]| {
        let mut args = vec!["collocates", "gas", "--store", text(&store), "--least", "1"];
        args.extend(more);
        rows(&run(&args).stdout)
    };
    let near = collocates(&["--window", "1"]);
    let of = |word: &str| near.iter().find(|row| row["Word"] == word);
    let deal = of("deal").expect("a collocate");
    assert_eq!(
        [&deal["Before"], &deal["After"], &deal["Together"]].map(String::as_str),
        ["0", "2", "2"]
    );
    assert_eq!([&deal["Articles"], &deal["All"]], ["2", "3"]);
    // 23 words beside gas, 4 of them in windows: the deal the deal. (2/4) / (1/19).
    assert!((deal["Expected"].parse::<f64>().unwrap() - 12.0 / 23.0).abs() < 1e-6);
    assert!((deal["LogRatio"].parse::<f64>().unwrap() - 9.5_f64.log2()).abs() < 1e-5);
    assert!(of("failed").is_none() && near.len() == 2, "{near:?}");
    let sentence = collocates(&["--sentence"]);
    let words: Vec<&str> = sentence.iter().map(|row| row["Word"].as_str()).collect();
    assert!(words.contains(&"reuters") && words.contains(&"year"));
    assert!(!words.contains(&"praised"), "{words:?}");
    // With a condition on articles, words count only there.
    let one = rows(
        &run(&[
            "collocates",
            "gas NOT year",
            "--store",
            text(&store),
            "--least",
            "1",
            "--window",
            "1",
        ])
        .stdout,
    );
    let deal = one.iter().find(|row| row["Word"] == "deal").expect("a row");
    assert_eq!(deal["Together"], "1");
    let (status, _, error) = told(&["collocates", "actor:RUS", "--store", text(&store)]);
    assert!(status == 1 && error.contains("no word"), "{error}");
    let threads = |n: &str| run(&["collocates", "gas", "--store", text(&store), "--threads", n]);
    assert_eq!(threads("1").stdout, threads("3").stdout);
}

#[test]
fn the_spread_of_a_query_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_of_lines(folder.path(), LINES);
    let found = rows(&run(&["dispersion", "deal", "--store", text(&store)]).stdout);
    let part = |name: &str| found.iter().find(|row| row["Part"] == name).expect("a row");
    let article = part("article");
    assert_eq!(
        [&article["Parts"], &article["Range"], &article["Found"]].map(String::as_str),
        ["3", "2", "3"]
    );
    // Words 9, 11, 5; found 1, 2, 0 of 3.
    assert_eq!(article["Words"], "25");
    let dp = (0.5)
        * ((9.0 / 25.0 - 1.0 / 3.0_f64).abs() + (11.0 / 25.0 - 2.0 / 3.0_f64).abs() + 5.0 / 25.0);
    assert!((article["DP"].parse::<f64>().unwrap() - dp).abs() < 1e-6);
    assert!((article["DPnorm"].parse::<f64>().unwrap() - dp / 0.8).abs() < 1e-6);
    assert_eq!(
        [&part("outlet")["Parts"], &part("month")["Range"]],
        ["2", "1"]
    );
    let by_year = rows(
        &run(&[
            "dispersion",
            "deal",
            "--store",
            text(&store),
            "--by",
            "year",
        ])
        .stdout,
    );
    let year = by_year
        .iter()
        .find(|row| row["Part"] == "year")
        .expect("a row");
    assert_eq!(
        (year["Parts"].as_str(), year["JuillandD"].as_str()),
        ("1", "")
    );
}

#[test]
fn outlets_are_no_actors_of_facets_and_a_search_needs_no_query() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_of_lines(folder.path(), LINES);
    let facets = rows(
        &run(&[
            "search",
            "--store",
            text(&store),
            "--facets",
            "--outlet",
            "One",
            "--format",
            "csv",
        ])
        .stdout,
    );
    let actors: Vec<&str> = facets
        .iter()
        .filter(|row| row["facet"] == "actor")
        .map(|row| row["value"].as_str())
        .collect();
    assert_eq!(actors, ["IRN", "RUS"]);
}

#[test]
fn signs_of_other_archives_are_refused() {
    let store = text(sample_store());
    for (query, advice) in [
        ("Iran!", "Iran*"),
        ("title:Iran!", "Iran*"),
        ("[a TO b]", "date:2022-01..2022-03"),
        ("actor:RUS SAME-SENTENCE sanctions", "actor:RUS AND"),
        ("actor:RUS NEAR/5 sanctions", "actor:RUS AND"),
    ] {
        let (status, _, error) = told(&["search", "--store", store, query]);
        assert!(status == 1 && error.contains(advice), "{query}: {error}");
    }
    let (status, ..) = told(&["search", "--store", store, "\"Iran!\""]);
    assert_eq!(status, 0);
}

#[test]
fn names_change_no_score() {
    let store = text(sample_store());
    let done = run(&[
        "check", "--store", store, "--blind", "--sample", "60", "--json",
    ]);
    let told: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let checks = told["checks"].as_array().unwrap();
    let blind = checks.iter().find(|c| c["name"] == "blindness").unwrap();
    assert!(blind["checked"].as_u64().unwrap() > 1_000, "{blind}");
    assert_eq!(blind["faults"], 0, "{blind}");
}

#[test]
fn a_manifest_is_run_again_and_what_differs_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let lines = std::fs::read_to_string(articles()).unwrap();
    let some: Vec<&str> = lines.lines().take(40).collect();
    let (input, other) = (at("some.jsonl"), at("other.jsonl"));
    std::fs::write(&input, some.join("\n")).unwrap();
    std::fs::write(&other, some[1..].join("\n")).unwrap();
    run(&[
        "analyze",
        text(&input),
        "-o",
        text(&at("out")),
        "--by",
        "month",
        "--level",
        "window",
        "--span",
        "2",
        "--query",
        "russia OR china",
        "--seed",
        "7",
        "--articles",
        "--format",
        "csv",
        "--format",
        "gexf",
    ]);
    let manifest = at("out").join("manifest.json");
    let replicate = |input: &std::path::Path, to: &str| {
        told(&[
            "replicate",
            text(&manifest),
            text(input),
            "-o",
            text(&at(to)),
        ])
    };
    let (status, out, error) = replicate(&input, "again");
    assert!(
        status == 0 && out.contains("are the same, byte by byte"),
        "{out}{error}"
    );
    assert_eq!(
        tables(&at("out"))["edges.csv"],
        tables(&at("again"))["edges.csv"]
    );
    let (status, out, error) = replicate(&input, "again");
    assert!(status == 1 && error.contains("not empty"), "{out}{error}");
    let (status, out, error) = replicate(&other, "third");
    assert_eq!(status, 1, "{out}{error}");
    for part in [
        "some.jsonl: not among those given",
        "other.jsonl: has another",
        "evidence.csv: differs",
        "records: 40 then, 39 now",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let (status, _, error) = told(&[
        "replicate",
        text(&input),
        text(&input),
        "-o",
        text(&at("x")),
    ]);
    assert!(status == 1 && error.contains("not a manifest"), "{error}");
}

/// Articles of six written sentences each, from outlets and days dealt in turn.
fn made(sentences: &str, count: usize) -> String {
    let record = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON");
    let texts: Vec<String> = sentences
        .lines()
        .map(|line| record(line)["text"].as_str().expect("a text").to_owned())
        .collect();
    let mut lines = String::new();
    for (number, own) in texts.chunks(6).take(count).enumerate() {
        let line = serde_json::json!({
            "id": format!("m{number}"),
            "date": format!("2023-{:02}-{:02}", number % 12 + 1, number % 28 + 1),
            "outlet": format!("Outlet {}", number % 3),
            "language": "en",
            "text": own.join(" "),
        });
        lines.push_str(&line.to_string());
        lines.push('\n');
    }
    lines
}

#[test]
fn every_row_of_made_corpora_is_proved() {
    for sentences in [
        include_str!("../../corpus/training/world_own.jsonl"),
        include_str!("../../corpus/training/world_own_more.jsonl"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = store_of_lines(folder.path(), &made(sentences, 40));
        every_row_is_proved(&store, 1);
    }
}

#[test]
fn a_pair_is_tested_in_every_way() {
    let folder = tempfile::tempdir().unwrap();
    let (store, out) = (text(sample_store()), folder.path().join("m"));
    let (status, _, said) = told(&[
        "multiverse",
        "--store",
        store,
        "--pair",
        "usa,RUS",
        "-o",
        text(&out),
    ]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("RUS and USA appear together beyond chance in"),
        "{said}"
    );
    let found = rows(&tables(&out)["multiverse.csv"]);
    assert_eq!(found.len(), 5 * 2 * 2 * 4);
    let network = folder.path().join("n");
    for (level, readings) in [("article", "actor"), ("sentence", "all")] {
        run(&[
            "network",
            "--store",
            store,
            "-o",
            text(&network),
            "--level",
            level,
            "--readings",
            readings,
        ]);
        let edges = rows(&tables(&network)["edges.csv"]);
        let edge = edges
            .iter()
            .find(|row| row["Source"] == "RUS" && row["Target"] == "USA")
            .expect("the edge");
        for (null, column) in [
            ("hypergeometric", "Q"),
            ("sdsm", "SDSMQ"),
            ("disparity", "Backbone"),
            ("noise-corrected", "NoiseCorrectedP"),
        ] {
            let row = found
                .iter()
                .find(|row| {
                    row["Level"] == level
                        && row["Readings"] == readings
                        && row["Dedup"] == "none"
                        && row["Null"] == null
                })
                .expect("the row");
            assert_eq!(row["Weight"], edge["Weight"]);
            assert_eq!(row["Value"], edge[column], "{row:?}");
            let value: f64 = row["Value"].parse().unwrap_or(1.0);
            assert_eq!(row["Kept"] == "true", value < 0.05, "{row:?}");
        }
    }
    let (status, _, error) = told(&[
        "multiverse",
        "--store",
        store,
        "--pair",
        "USA,XXX",
        "-o",
        text(&out),
    ]);
    assert!(
        status == 1 && error.contains("there is no actor"),
        "{error}"
    );
}
