//! From a number to its sentences: names as people type them, evidence that adds up, samples.

#![allow(missing_docs)]

mod audit;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use crate::common::{demarche, rows, run, sample_store, tables, text};
use demarche::Study;
use demarche::actors::Dictionary;
use demarche::analysis::{self, AttitudeOptions, NetworkOptions};
use demarche::pipeline::{Evidence, JudgedSentence, Wanted};
use demarche::store::{Dedup, Lens, Store};
use demarche::tally::Level;

/// A store of records given as JSON Lines.
pub(crate) fn store_of_lines(folder: &Path, lines: &str) -> std::path::PathBuf {
    let (input, store) = (folder.join("input.jsonl"), folder.join("s"));
    std::fs::write(&input, lines).expect("a writable folder");
    run(&["ingest", text(&input), "--store", text(&store)]);
    store
}

/// Status, standard output and standard error of a command without `--quiet`.
pub(crate) fn told(args: &[&str]) -> (i32, String, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(args)
        .arg("--no-progress")
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn names_that_are_none_are_errors_that_tell_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let record = r#"{"id": "1", "date": "2022-01-01", "outlet": "BBC News", "text": "Iran praised Iraq.", "language": "en"}"#;
    let store = store_of_lines(folder.path(), record);
    let (store, out) = (text(&store), folder.path().join("n"));
    let network = |more: &[&str]| {
        let mut args = vec!["network", "--store", store, "-o", text(&out)];
        args.extend(more);
        told(&args)
    };
    for (option, value, nearest) in [
        ("--actor", "iran", "IRN (Iran)"),
        ("--actor", "RUSSIA", "RUS (Russia)"),
        ("--actor", "qqqq", "demarche actors find"),
        ("--outlet", "bbc", "BBC News"),
        ("--outlet", "Guardian", "BBC News"),
        ("--lang", "english", "en (English)"),
        ("--lang", "en-GB", "en (English)"),
    ] {
        let (status, _, error) = network(&[option, value]);
        assert_eq!(status, 1, "{option} {value}: {error}");
        assert!(
            error.contains(nearest) && error.contains(value),
            "{option} {value}: {error}"
        );
        assert!(!out.join("edges.csv").exists(), "{option} {value}");
    }
    let (status, _, error) = network(&["--from", "2023", "--to", "2022"]);
    assert!(status == 1 && error.contains("swap"), "{error}");
    for (option, value) in [
        ("--lang", "EN"),
        ("--outlet", "bbc news"),
        ("--actor", "irn"),
    ] {
        let (status, _, error) = network(&[option, value]);
        assert_eq!(status, 0, "{option} {value}: {error}");
        assert_eq!(rows(&tables(&out)["edges.csv"]).len(), 1, "{value}");
    }
    // What is known but not there gives tables without rows, and a reason.
    for (option, value, why) in [
        ("--actor", "JPN", "no article mentions as an actor JPN"),
        ("--lang", "de", "no article is in the language de"),
        (
            "--from",
            "2030",
            "no article is dated on 2030-01-01 or later",
        ),
    ] {
        let (status, _, error) = network(&[option, value]);
        assert!(
            status == 0 && error.contains(why),
            "{option} {value}: {error}"
        );
        assert!(rows(&tables(&out)["edges.csv"]).is_empty());
        let manifest = std::fs::read_to_string(out.join("manifest.json")).unwrap();
        assert!(manifest.contains(why), "{manifest}");
    }
    let evidence = |more: &[&str]| {
        let mut args = vec!["evidence", "--store", store];
        args.extend(more);
        told(&args)
    };
    for args in [
        ["--pair", "IRN,XXX"],
        ["--source", "PUTINN"],
        ["--target", "xx"],
    ] {
        let (status, _, error) = evidence(&args);
        assert!(
            status == 1 && error.contains("there is no actor"),
            "{error}"
        );
    }
    let (_, _, error) = evidence(&["--source", "PUTIN"]);
    assert!(error.contains("RUS:putin (Vladimir Putin)"), "{error}");
    let (status, found, _) = evidence(&["--source", "irn", "--target", "irq"]);
    assert!(
        status == 0 && found.contains("Iran praised Iraq."),
        "{found}"
    );
    let (status, _, error) = told(&["delete", "--store", store, "--outlet", "bbc"]);
    assert!(status == 1 && error.contains("BBC News"), "{error}");
}

#[test]
fn actors_are_found_by_name() {
    let (status, found, said) = told(&["actors", "find", "putin"]);
    assert!(status == 0 && found.starts_with("RUS:putin"), "{found}");
    assert!(said.contains("of "), "{said}");
    let (_, found, _) = told(&["actors", "find", "cote d'ivoire", "--format", "csv"]);
    let found = rows(found.as_bytes());
    assert_eq!(
        (found[0]["id"].as_str(), found[0]["type"].as_str()),
        ("CIV", "state")
    );
    let (status, _, error) = told(&["actors", "find", "qqqqqq"]);
    assert!(
        status == 1 && error.contains("no actor is called"),
        "{error}"
    );
}

/// Judged sentences by source and target.
type ByPair<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a JudgedSentence>>;

/// Every row of `stance`, `tone` and `edges` (by sentences) has as many sentences of evidence as it says, with the labels that it
/// says, both when it is asked for alone and among all.
fn every_row_is_proved(path: &Path, every: usize) {
    let store = Store::open(path).unwrap();
    let network = NetworkOptions {
        level: Level::Sentence,
        ..NetworkOptions::default()
    };
    let study = Study::new(&store)
        .network(network)
        .attitudes(AttitudeOptions::default())
        .articles()
        .run(&())
        .unwrap();
    let scan = analysis::scan(&store, &Lens::default(), Dedup::None, 2, &()).unwrap();
    let dictionary = Dictionary::builtin().unwrap();
    let gather = |wanted| {
        let evidence = Evidence {
            wanted,
            all_readings: false,
            roll_up: analysis::groups(scan.names(), &dictionary, None, false),
            explain: None,
            threads: 2,
        };
        evidence.gather(&scan, &()).unwrap()
    };
    let labelled = |rows: &[&JudgedSentence], label: &str| {
        let of = |row: &&&JudgedSentence| row.label.is_some_and(|l| l.as_str() == label);
        rows.iter().filter(of).count() as u64
    };
    let all = gather(Wanted::Stance {
        source: None,
        target: None,
    });
    let mut by_pair = ByPair::new();
    for row in &all {
        by_pair
            .entry((&row.source, &row.target))
            .or_default()
            .push(row);
    }
    let stance: Vec<_> = study.stance().collect();
    assert!(stance.len() > 20);
    assert_eq!(stance.len(), by_pair.len());
    for (at, row) in stance.iter().enumerate() {
        let found = &by_pair[&(row.source, row.target)];
        let counts = &row.attitude;
        assert_eq!(found.len() as u64, counts.sentences, "{row:?}");
        assert_eq!(labelled(found, "negative"), counts.negative, "{row:?}");
        assert_eq!(labelled(found, "positive"), counts.positive, "{row:?}");
        assert_eq!(labelled(found, "neutral"), counts.neutral, "{row:?}");
        let articles: std::collections::BTreeSet<&str> =
            found.iter().map(|r| r.article.id.as_str()).collect();
        assert_eq!(articles.len() as u64, counts.articles, "{row:?}");
        if at.is_multiple_of(every) {
            let (source, target) = (Some(row.source.to_owned()), Some(row.target.to_owned()));
            let alone = gather(Wanted::Stance { source, target });
            assert!(alone.iter().eq(found.iter().copied()), "{row:?}");
        }
    }
    let tones = gather(Wanted::Tone { target: None });
    let mut by_outlet: BTreeMap<(&str, &str), Vec<&JudgedSentence>> = BTreeMap::new();
    for row in &tones {
        by_outlet
            .entry((&row.article.outlet, &row.target))
            .or_default()
            .push(row);
    }
    let tone: Vec<_> = study.tone().collect();
    assert_eq!(tone.len(), by_outlet.len());
    for row in &tone {
        let found = &by_outlet[&(row.outlet, row.target)];
        assert_eq!(found.len() as u64, row.attitude.sentences, "{row:?}");
        assert_eq!(
            labelled(found, "negative"),
            row.attitude.negative,
            "{row:?}"
        );
    }
    for (at, row) in study.edges().enumerate() {
        if at.is_multiple_of(every) {
            let (one, other) = (row.source.to_owned(), row.target.to_owned());
            let found = gather(Wanted::Pair { one, other });
            assert_eq!(found.len() as u64, row.weight, "{row:?}");
        }
    }
    // The attitudes in `articles`, averaged over articles, are the scores of `stance`.
    let mut scores: BTreeMap<(String, String), (f64, u64)> = BTreeMap::new();
    let articles = study.table("articles").expect("the table");
    for row in 0..articles.rows() {
        let demarche::tables::Cell::Text(cell) = articles.cell(row, "Stances") else {
            continue;
        };
        for item in cell.split(';') {
            let (pair, score) = item.split_once('=').expect("a score");
            let (source, target) = pair.split_once('>').expect("a pair");
            let sum = scores
                .entry((source.to_owned(), target.to_owned()))
                .or_default();
            *sum = (sum.0 + score.parse::<f64>().expect("a number"), sum.1 + 1);
        }
    }
    for row in &stance {
        let (sum, count) = scores[&(row.source.to_owned(), row.target.to_owned())];
        assert_eq!(count, row.attitude.articles);
        let score = row.attitude.score.expect("a score");
        assert!(
            (sum / count as f64 - score).abs() < 1e-6,
            "{row:?}: {sum}/{count}"
        );
    }
}

#[test]
fn every_row_of_the_bundled_articles_is_proved() {
    every_row_is_proved(sample_store(), 1);
}

#[test]
fn every_row_of_other_corpora_is_proved() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    for (corpus, every) in [("guardian_nyt_ukraine2022", 40), ("isot_reuters2017", 40)] {
        let folder = shared.join(corpus);
        let Ok(files) = std::fs::read_dir(&folder) else {
            continue;
        };
        let is_input = |path: &std::path::PathBuf| {
            let name = path.to_string_lossy().into_owned();
            [".jsonl", ".jsonl.gz", ".jsonl.zst", ".csv"]
                .iter()
                .any(|e| name.ends_with(e))
        };
        let inputs: Vec<_> = files.map(|f| f.unwrap().path()).filter(is_input).collect();
        let Some(input) = inputs.first() else {
            continue;
        };
        let made = tempfile::tempdir().unwrap();
        let store = made.path().join("s");
        run(&["ingest", text(input), "--store", text(&store)]);
        every_row_is_proved(&store, every);
    }
}

#[test]
fn evidence_can_be_chosen_sampled_and_explained() {
    let store = text(sample_store());
    let evidence = |more: &[&str]| {
        let mut args = vec!["evidence", "--store", store];
        args.extend(more);
        rows(&run(&args).stdout)
    };
    let all = evidence(&[]);
    let negative = evidence(&["--label", "negative", "--sort", "score", "--explain"]);
    let expected = all.iter().filter(|r| r["Label"] == "negative").count();
    assert!(expected > 10 && negative.len() == expected);
    let score = |row: &BTreeMap<String, String>| row["Score"].parse::<f64>().unwrap();
    assert!(negative.windows(2).all(|w| score(&w[0]) <= score(&w[1])));
    assert!(negative.iter().all(|r| !r["Why"].contains("shape")));
    let explained = negative
        .iter()
        .filter(|r| r["Why"].starts_with("against: "));
    assert!(explained.count() * 10 > expected * 8);
    let marked = negative.iter().filter(|r| r["Carried"].is_empty());
    for row in marked {
        let (source, target) = ("[source: ", "[target: ");
        assert!(
            row["Marked"].contains(source) && row["Marked"].contains(target),
            "{row:?}"
        );
        let mut bare = row["Marked"].replace(source, "").replace(target, "");
        bare.retain(|c| c != ']');
        let mut own = row["Text"].clone();
        own.retain(|c| c != ']');
        assert_eq!(bare, own);
    }
    let drawn = |seed: &str| evidence(&["--sample", "30", "--stratify", "label", "--seed", seed]);
    let sample = drawn("5");
    assert_eq!(sample.len(), 30);
    for label in ["negative", "neutral", "positive"] {
        assert_eq!(sample.iter().filter(|r| r["Label"] == label).count(), 10);
    }
    let weights: f64 = sample
        .iter()
        .map(|r| r["Weight"].parse::<f64>().unwrap())
        .sum();
    assert!((weights - all.len() as f64).abs() < 1e-6);
    assert_eq!(sample, drawn("5"));
    assert_ne!(sample, drawn("6"));
    let bare = evidence(&["--no-text"]);
    assert_eq!(bare.len(), all.len());
    assert!(
        bare.iter()
            .all(|r| r["Text"].is_empty() && r["Title"].is_empty())
    );
    // Of the same sentences in a story's articles one is shown for reading, and where else it stands.
    let shown = run(&[
        "evidence",
        "--store",
        store,
        "--by-story",
        "--format",
        "table",
    ])
    .stdout;
    let shown = String::from_utf8(shown).unwrap();
    let heads = shown.lines().filter(|l| l.contains(" → ")).count();
    let copies = shown
        .lines()
        .filter(|l| l.starts_with("    also in: "))
        .count();
    assert_eq!(heads + copies, all.len());
}

#[test]
fn tables_without_text_hold_none() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let lines = r#"{"id": "1", "date": "2022-01-01", "title": "Zyx headline", "text": "Iran condemned Iraq over qwertyword.", "language": "en"}
broken qwertyword
"#;
    let input = folder.path().join("in.jsonl");
    std::fs::write(&input, lines).unwrap();
    let (input, shown) = (text(&input), text(&out));
    let all = [
        "--articles",
        "--mentions",
        "--format",
        "csv,xlsx,parquet,tidy",
    ];
    let mut args = vec!["analyze", input, "-o", shown, "--no-text"];
    args.extend(all);
    run(&args);
    let made = tables(&out);
    assert_eq!(rows(&made["evidence.csv"])[0]["Text"], "");
    assert_eq!(rows(&made["mentions.csv"]).len(), 2);
    assert_eq!(rows(&made["articles.csv"])[0]["ActorList"], "IRN;IRQ");
    assert_eq!(rows(&made["article_actors.csv"])[0]["Label"], "Iran");
    assert!(out.join("mentions.parquet").exists());
    for entry in std::fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = |word: &[u8]| bytes.windows(word.len()).any(|w| w == word);
            assert!(
                !found(b"qwertyword") && !found(b"Zyx"),
                "{}",
                path.display()
            );
        }
    }
    assert!(demarche(&["evidence", "--store", "none"]).output().is_ok());
}

/// The ids of the articles that a query finds, in order.
fn found(store: &str, query: &str) -> Vec<String> {
    let output = run(&[
        "search", "--store", store, "--format", "csv", "--sort", "oldest", query,
    ]);
    rows(&output.stdout)
        .iter()
        .map(|row| row["id"].clone())
        .collect()
}

#[test]
fn queries_find_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let lines = r#"{"id": "1", "date": "2022-01-01", "outlet": "BBC News", "author": "Ann O'Hara", "text": "Iranian envoys met O'Brien of Côte d'Ivoire.", "language": "en"}
{"id": "2", "date": "2022-01-02", "outlet": "BBC World", "title": "Gas deal", "text": "Iran met Italy. The president's men left Xi'an.", "language": "en"}
{"id": "3", "date": "2022-02-03", "outlet": "The Guardian", "text": "Italy voted. Iran condemned Italy over the gas. A deal failed.", "language": "en"}
{"id": "4", "date": "2022-02-04", "outlet": "Le Monde", "text": "Studies of gas pipelines and a later deal.", "language": "en"}
{"id": "5", "text": "Der Bär und die Bären in Iran.", "language": "de"}
not a record
"#;
    let store = store_of_lines(folder.path(), lines);
    let store = text(&store);
    for (query, expected) in [
        ("O'Brien", "1"),
        ("Côte d'Ivoire", "1"),
        ("president's", "2"),
        ("Xi'an", "2"),
        ("Irani*", "1"),
        ("Ira*", "1 2 3 5"),
        ("Ir?n", "2 3 5"),
        ("italian~1", ""),
        ("Itlay~1", "2 3"),
        ("Iran or Italy", ""),
        ("Iran OR Italy", "2 3 5"),
        ("studies", "4"),
        ("studie*", "4"),
        ("Bär*", "5"),
        ("gas deal", "2 3 4"),
        ("\"gas deal\"", "2"),
        ("\"gas deal\"~1", "2 3"),
        ("\"gas deal\"~4", "2 3 4"),
        ("gas NEAR/4 deal", "2 4"),
        ("gas NEAR/2 deal", "2"),
        ("gas SAME-SENTENCE Iran", "3"),
        ("(Iran OR studies) NEAR/4 gas", "3 4"),
        ("title:gas", "2"),
        ("text:gas", "3 4"),
        ("outlet:bbc", "1 2"),
        ("outlet:\"bbc world\"", "2"),
        ("outlet:guard*", "3"),
        ("author:o'hara", "1"),
        ("author:ohar*", ""),
        ("lang:DE", "5"),
        ("actor:irn AND actor:ITA", "2 3"),
        ("stance:IRN>ITA<0", "3"),
        ("stance:irn>*", "2 3"),
        ("stance:ITA>IRN<-0.5", ""),
        ("date:2022-01", "1 2"),
        ("date:2022-01-02..2022-02-03", "2 3"),
        ("date:[2022-02 TO *]", "3 4"),
        ("date:<2022-01-02", "1"),
        ("NOT gas", "1 5"),
        ("NOT Ira*", "4"),
        ("NOT \"gas deal\"", "1 3 4 5"),
        ("Iran -\"gas deal\"", "3 5"),
        ("NOT (\"gas deal\" OR studies)", "1 3 5"),
        ("Iran -Ita*", "5"),
        ("*", "1 2 3 4 5"),
    ] {
        assert_eq!(found(store, query).join(" "), expected, "{query}");
    }
    let (_, _, said) = told(&["search", "--store", store, "Iran or Italy"]);
    assert!(said.contains("write OR"), "{said}");
    for query in [
        "*talian",
        "gas w/5 deal",
        "actor:RUSSIA",
        "lang:english",
        "stance:XXX>USA",
    ] {
        let (status, _, error) = told(&["search", "--store", store, query]);
        assert_eq!(status, 1, "{query}: {error}");
        assert!(
            error.contains("did you mean")
                || error.contains("at character")
                || error.contains("no actor"),
            "{error}"
        );
    }
    // The same query as a lens, beside a walk over the columns.
    let out = folder.path().join("n");
    run(&[
        "network",
        "--store",
        store,
        "-o",
        text(&out),
        "--query",
        "Irani* OR gas NEAR/4 deal",
    ]);
    let manifest = std::fs::read_to_string(out.join("manifest.json")).unwrap();
    assert!(manifest.contains("\"articles\": 3"), "{manifest}");
    let (_, explained, _) = told(&[
        "search",
        "--store",
        store,
        "--explain-query",
        "Irani* AND NOT gas",
    ]);
    let lines: Vec<&str> = explained.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        [
            "1  all of:",
            "1    a word written 'Irani*' in headline or body",
            "2    not:",
            "3      the word 'gas' in all its forms in headline or body",
        ]
    );
}

#[test]
fn results_are_counted_sorted_and_written() {
    let store = text(sample_store());
    let csv = |more: &[&str]| {
        let mut args = vec!["search", "--store", store, "--format", "csv", "russia*"];
        args.extend(more);
        rows(&run(&args).stdout)
    };
    let hits = csv(&[]);
    assert!(hits.len() > 50);
    let newest = csv(&["--sort", "newest"]);
    assert_eq!(newest.len(), hits.len());
    assert!(
        newest
            .windows(2)
            .all(|w| w[0]["date"] >= w[1]["date"] || w[1]["date"].is_empty())
    );
    let facets = csv(&["--facets"]);
    let sum = |kind: &str| -> usize {
        let own = facets.iter().filter(|f| f["facet"] == kind);
        own.map(|f| f["articles"].parse::<usize>().unwrap()).sum()
    };
    for kind in ["outlet", "month", "language"] {
        assert_eq!(sum(kind), hits.len(), "{kind}");
    }
    assert!(
        facets
            .iter()
            .any(|f| f["facet"] == "actor" && f["value"] == "RUS")
    );
    let years = csv(&["--by", "year"]);
    let total: usize = years
        .iter()
        .map(|f| f["articles"].parse::<usize>().unwrap())
        .sum();
    assert_eq!(total, hits.len());
    // Each place of the concordance begins as the pattern does, and left contexts ascend from the keyword outwards.
    let lines = csv(&["--kwic", "4", "--kwic-sort", "left"]);
    assert!(lines.len() >= hits.len());
    assert!(
        lines
            .iter()
            .all(|l| l["keyword"].to_lowercase().starts_with("russia"))
    );
    let left = |l: &BTreeMap<String, String>| -> Vec<String> {
        l["pre"].split(' ').rev().map(str::to_lowercase).collect()
    };
    assert!(lines.windows(2).all(|w| left(&w[0]) <= left(&w[1])));
    for width in ["80", "120"] {
        let output = demarche(&["search", "--store", store, "russia*", "--kwic", "10"])
            .env("COLUMNS", width)
            .output()
            .unwrap();
        let shown = String::from_utf8(output.stdout).unwrap();
        let widest = shown.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(widest <= width.parse().unwrap(), "{widest} of {width}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hits.xlsx");
    run(&[
        "search",
        "--store",
        store,
        "russia*",
        "--format",
        "xlsx",
        "--output",
        text(&file),
    ]);
    assert!(std::fs::metadata(&file).unwrap().len() > 1_000);
    let (status, _, error) = told(&["search", "--store", store, "russia*", "--format", "xlsx"]);
    assert!(status == 1 && error.contains("--output"), "{error}");
}

#[test]
fn two_sets_of_articles_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let lines = r#"{"id": "1", "date": "2022-01-01", "text": "Iran praised Iraq. Gas gas gas pipelines.", "language": "en"}
{"id": "2", "date": "2022-01-02", "text": "Iran condemned Iraq over gas.", "language": "en"}
{"id": "3", "date": "2022-02-03", "text": "Italy met Iraq over wheat. Wheat prices rose.", "language": "en"}
{"id": "4", "date": "2022-02-04", "text": "Italy praised Iraq over wheat.", "language": "en"}
"#;
    let store = store_of_lines(folder.path(), lines);
    let store = text(&store);
    let words = rows(
        &run(&[
            "keyness", "--store", store, "--query", "gas", "--least", "1",
        ])
        .stdout,
    );
    assert_eq!(words[0]["Word"], "gas");
    assert_eq!(
        (words[0]["Target"].as_str(), words[0]["Reference"].as_str()),
        ("4", "0")
    );
    assert_eq!(
        (
            words[0]["TargetArticles"].as_str(),
            words.last().unwrap()["Word"].as_str()
        ),
        ("2", "wheat")
    );
    let total = |column: &str| -> u64 {
        words
            .iter()
            .map(|w| w[column].parse::<u64>().unwrap())
            .sum()
    };
    assert_eq!((total("Target"), total("Reference")), (12, 13));
    // 2 (4 ln(25/12) + 8 ln(8·25/(12·21)) + 13 ln(25/21)), after Dunning (1993).
    let g2: f64 = words[0]["G2"].parse().unwrap();
    assert!((g2 - 6.707_154).abs() < 1e-4, "{g2}");
    let against = rows(
        &run(&[
            "keyness",
            "--store",
            store,
            "--query",
            "gas",
            "--least",
            "1",
            "--against",
            "italy",
        ])
        .stdout,
    );
    assert_eq!(words, against);
    let (status, _, error) = told(&["keyness", "--store", store]);
    assert!(status == 1 && error.contains("--query"), "{error}");
    let out = folder.path().join("c");
    run(&[
        "compare",
        "--store",
        store,
        "-o",
        text(&out),
        "--query",
        "gas",
        "--against",
        "wheat",
    ]);
    let made = tables(&out);
    let actors = rows(&made["compare_actors.csv"]);
    let iran = actors.iter().find(|r| r["Actor"] == "IRN").expect("a row");
    assert_eq!(
        (iran["Difference"].as_str(), iran["SecondArticles"].as_str()),
        ("1", "0")
    );
    assert_eq!(iran["Label"], "Iran");
    assert!(!rows(&made["compare_edges.csv"]).is_empty());
    let stance = rows(&made["compare_stance.csv"]);
    let same = run(&[
        "compare",
        "--store",
        store,
        "-o",
        text(&out),
        "--query",
        "gas",
        "--against",
        "gas",
    ]);
    assert!(same.status.success());
    for row in rows(&tables(&out)["compare_stance.csv"]) {
        assert_eq!(
            (row["Difference"].as_str(), &row["FirstScore"]),
            ("0", &row["SecondScore"])
        );
    }
    assert!(
        stance
            .iter()
            .any(|r| r["FirstScore"].is_empty() != r["SecondScore"].is_empty())
    );
}
