//! Who counts as whom in an analysis: persons over the whole store, organisations and their heads, outlets, readings.

#![allow(missing_docs, clippy::format_collect)]

use std::collections::BTreeMap;
use std::path::Path;

use crate::common::{assert_same, rows, run, tables, text};
use serde_json::{Value, json};

/// Writes articles of a day, one a text, and ingests them.
fn ingest(folder: &Path, name: &str, articles: &[(&str, &str)]) -> std::path::PathBuf {
    let (input, store) = (folder.join(format!("{name}.jsonl")), folder.join(name));
    let lines: String = articles
        .iter()
        .map(|(day, text)| {
            let id = format!(
                "{:x}",
                text.bytes()
                    .fold(7_u64, |h, b| h.wrapping_mul(31) ^ u64::from(b))
            );
            format!("{}\n", json!({"id": id, "date": day, "text": text}))
        })
        .collect();
    std::fs::write(&input, lines).expect("writable");
    run(&["ingest", text(&input), "--store", text(&store)]);
    store
}

/// The rows of `actors.csv` by id.
fn actors(store: &Path, options: &[&str]) -> BTreeMap<String, BTreeMap<String, String>> {
    let out = tempfile::tempdir().expect("a folder");
    let mut args = vec!["network", "--store", text(store), "-o", text(out.path())];
    args.extend(options);
    run(&args);
    let rows = rows(&tables(out.path())["actors.csv"]);
    rows.into_iter()
        .map(|row| (row["Id"].clone(), row))
        .collect()
}

const WITH_STATE: (&str, &str) = (
    "2021-03-01",
    "U.S. Senator Jane Doelinger criticised Russia. Doelinger said Iran was no better.",
);
const WITHOUT: (&str, &str) = (
    "2021-03-02",
    "Senator Jane Doelinger criticised China on Tuesday in the strongest words so far.",
);
const OTHERS: (&str, &str) = ("2021-03-03", "Russia praised China. Iran met Iraq.");

#[test]
fn a_person_has_one_id_in_the_whole_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = ingest(folder.path(), "whole", &[WITH_STATE, WITHOUT, OTHERS]);
    let found = actors(&whole, &[]);
    let ids: Vec<&String> = found.keys().filter(|id| id.contains("doelinger")).collect();
    assert_eq!(ids, ["USA:doelinger"]);
    let row = &found["USA:doelinger"];
    assert_eq!(
        (row["Label"].as_str(), row["Articles"].as_str()),
        ("Jane Doelinger", "2")
    );
    assert_eq!(row["Country"], "USA");
    // Evidence, the lens, queries and the summary know the same one.
    let args = [
        "evidence",
        "--store",
        text(&whole),
        "--source",
        "USA:doelinger",
        "--explain",
    ];
    let evidence = rows(&run(&args).stdout);
    let targets: Vec<&str> = evidence.iter().map(|r| r["Target"].as_str()).collect();
    assert!(
        targets.contains(&"RUS") && targets.contains(&"CHN"),
        "{targets:?}"
    );
    assert!(
        evidence
            .iter()
            .all(|row| row["Target"] == "IRN" || !row["Cues"].is_empty())
    );
    let info = |options: &[&str]| -> Value {
        let mut args = vec!["info", "--json", "--store", text(&whole)];
        args.extend(options);
        serde_json::from_slice(&run(&args).stdout).expect("JSON")
    };
    assert_eq!(info(&["--actor", "USA:doelinger"])["articles"], 2);
    assert_eq!(info(&["--query", "actor:\"USA:doelinger\""])["articles"], 2);
    assert_eq!(info(&["--actor", "person:jane_doelinger"])["articles"], 0);
    let named = info(&[])["actors"].to_string();
    assert!(!named.contains("person:jane"), "{named}");
    // Shards that know less decide otherwise, but merged they are the whole.
    let one = ingest(folder.path(), "one", &[WITH_STATE]);
    let two = ingest(folder.path(), "two", &[WITHOUT, OTHERS]);
    assert!(actors(&two, &[]).contains_key("person:jane_doelinger"));
    let merged = folder.path().join("merged");
    run(&["merge", text(&one), text(&two), "-o", text(&merged)]);
    let made = |store: &Path, name: &str| {
        let out = folder.path().join(name);
        run(&["network", "--store", text(store), "-o", text(&out)]);
        tables(&out)
    };
    assert_same(
        &made(&whole, "of whole"),
        &made(&merged, "of merged"),
        "merged",
    );
}

#[test]
fn outlets_are_actors_only_on_request_and_belong_to_no_state() {
    let folder = tempfile::tempdir().expect("a folder");
    let words = "Xinhua criticised Japan. The Xinhua agency also attacked Russia.";
    let store = ingest(folder.path(), "store", &[("2021-03-01", words)]);
    let outlets = |options: &[&str]| -> Vec<String> {
        let found = actors(&store, options);
        found
            .into_iter()
            .filter(|(_, row)| row["Type"] == "outlet")
            .map(|(id, _)| id)
            .collect()
    };
    assert!(outlets(&[]).is_empty());
    let asked = outlets(&["--outlets-as-actors"]);
    assert_eq!(asked.len(), 1);
    assert_eq!(
        outlets(&["--outlets-as-actors", "--roll-up", "country"]),
        asked
    );
    let rolled = actors(&store, &["--roll-up", "country"]);
    assert!(
        !rolled.contains_key("CHN"),
        "an agency does not act for its state"
    );
}

#[test]
fn the_head_of_an_organisation_counts_as_it_while_the_term_lasts() {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = [
        (
            "2009-03-01",
            "Jens Stoltenberg criticised Russia over the border in the north.",
        ),
        (
            "2022-03-01",
            "Jens Stoltenberg criticised Russia over the war in the east.",
        ),
        (
            "2022-03-02",
            "Antonio Guterres criticised Russia at the meeting of the council.",
        ),
        (
            "2022-03-03",
            "Ursula von der Leyen criticised Russia before the vote on gas.",
        ),
        (
            "2022-03-04",
            "Sergei Lavrov criticised Japan at length and without notes.",
        ),
    ];
    let store = ingest(folder.path(), "store", &articles);
    let found = actors(&store, &["--roll-up", "country"]);
    let ids: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(ids, ["EU", "JPN", "NATO", "NOR", "RUS", "UN"]);
    assert_eq!(found["NATO"]["Articles"], "1");
    let proof = |pair: &str| {
        let args = [
            "evidence",
            "--store",
            text(&store),
            "--roll-up",
            "country",
            "--pair",
            pair,
        ];
        rows(&run(&args).stdout).len()
    };
    assert_eq!(
        (proof("NATO,RUS"), proof("NOR,RUS"), proof("DEU,RUS")),
        (1, 1, 0)
    );
}

#[test]
fn articles_as_actor_stand_beside_those_of_any_reading() {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = [
        ("2022-03-01", "Russia attacked Ukraine."),
        (
            "2022-03-02",
            "Iran praised Cuba. The talks were held in Russia.",
        ),
    ];
    let store = ingest(folder.path(), "store", &articles);
    let found = actors(&store, &[]);
    let of = |id: &str| {
        (
            found[id]["Articles"].as_str(),
            found[id]["ArticlesNamed"].as_str(),
        )
    };
    assert_eq!(of("RUS"), ("1", "2"));
    assert_eq!(of("IRN"), ("1", "1"));
    let out = folder.path().join("out");
    run(&[
        "network",
        "--store",
        text(&store),
        "-o",
        text(&out),
        "--by",
        "day",
    ]);
    let attention = rows(&tables(&out)["attention.csv"]);
    let russia: Vec<(&str, &str)> = attention
        .iter()
        .filter(|row| row["Actor"] == "RUS")
        .map(|row| (row["Articles"].as_str(), row["ArticlesNamed"].as_str()))
        .collect();
    assert_eq!(russia, [("1", "1"), ("0", "1")]);
    let all = actors(&store, &["--readings", "all"]);
    assert_eq!(all["RUS"]["Articles"], "2");
}
