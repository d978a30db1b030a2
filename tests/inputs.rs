//! What goes into a store and a folder of tables: incomplete exports, stores of other inputs, tables of several commands,
//! repeated headlines, languages, articles without an actor.

#![allow(missing_docs, clippy::format_collect)]

use std::path::Path;

use crate::common::{demarche, rows, run, sample_store, text};
use serde_json::{Value, json};

/// Runs the program, expects that it fails, and returns what it says.
fn fails(args: &[&str]) -> String {
    let output = demarche(args).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(1), "{args:?}");
    String::from_utf8(output.stderr).expect("messages are UTF-8")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the file is there")
}

fn parsed(path: &Path) -> Value {
    serde_json::from_str(&read(path)).expect("JSON")
}

fn info(store: &Path) -> Value {
    let output = run(&["info", "--json", "--store", text(store)]);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Documents of an export of a news database, numbered `first` to `last` of `of`.
fn export(first: u32, last: u32, of: u32) -> String {
    (first..=last)
        .map(|n| {
            format!(
                "\n\n          {n} of {of} DOCUMENTS\n\n\n          Harbour Post (Lagos)\n\n          March {n}, 2011\n\nTalks on grain, day {n}\n\nLENGTH: 5 words\n\nOn day {n} Russia criticised Japan.\n\nLOAD-DATE: March {n}, 2011\n\nLANGUAGE: ENGLISH\n"
            )
        })
        .collect()
}

#[test]
fn an_export_with_missing_documents_is_an_error_unless_accepted() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("one.txt"), export(1, 2, 5)).expect("writable");
    std::fs::write(at("two.txt"), export(3, 5, 5)).expect("writable");
    let out = at("out");
    let said = fails(&["analyze", text(&at("one.txt")), "-o", text(&out)]);
    for word in [
        "one.txt",
        "5 documents stated, 2 found",
        "--accept-shortfall",
    ] {
        assert!(said.contains(word), "{said}");
    }
    // What was found is there, and the manifest says what is not.
    assert_eq!(
        rows(read(&out.join("edges.csv")).as_bytes())[0]["Articles"],
        "2"
    );
    let manifest = parsed(&out.join("manifest.json"));
    assert_eq!(manifest["counts"]["missing-documents"], 3);
    assert!(manifest["notes"].to_string().contains("5 documents stated"));
    // Nothing was read anew, yet documents are still missing.
    fails(&["analyze", text(&at("one.txt")), "-o", text(&out)]);
    run(&[
        "analyze",
        text(&at("one.txt")),
        "-o",
        text(&out),
        "--accept-shortfall",
    ]);
    let store = at("store");
    fails(&["ingest", text(&at("two.txt")), "--store", text(&store)]);
    // Both parts together are complete.
    run(&["ingest", text(&at("one.txt")), "--store", text(&store)]);
    assert_eq!(info(&store)["articles"], 5);
}

fn line(id: &str, outlet: &str, title: &str, text: &str) -> String {
    let article =
        json!({"id": id, "outlet": outlet, "title": title, "text": text, "date": "2020-05-05"});
    format!("{article}\n")
}

#[test]
fn other_inputs_are_added_to_a_store_only_on_request() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let news = at("news");
    std::fs::create_dir(&news).expect("writable");
    std::fs::write(at("a.jsonl"), line("a", "", "", "Russia met Japan.")).expect("writable");
    std::fs::write(news.join("b.jsonl"), line("b", "", "", "Iran met Iraq.")).expect("writable");
    let out = at("out");
    run(&["analyze", text(&at("a.jsonl")), "-o", text(&out)]);
    let said = fails(&["analyze", text(&news), "-o", text(&out)]);
    assert!(said.contains("a.jsonl") && said.contains("--add"), "{said}");
    assert_eq!(info(&out.join("store"))["articles"], 1);
    run(&["analyze", text(&news), "-o", text(&out), "--add"]);
    assert_eq!(info(&out.join("store"))["articles"], 2);
    // One of its inputs is given, or a folder in which one lies: nothing needs to be said.
    std::fs::write(news.join("c.jsonl"), line("c", "", "", "Chad met Mali.")).expect("writable");
    run(&["analyze", text(&news), "-o", text(&out)]);
    assert_eq!(info(&out.join("store"))["articles"], 3);
    std::fs::remove_file(news.join("b.jsonl")).expect("removable");
    std::fs::remove_file(news.join("c.jsonl")).expect("removable");
    std::fs::write(news.join("d.jsonl"), line("d", "", "", "Cuba met Peru.")).expect("writable");
    run(&["analyze", text(&news), "-o", text(&out)]);
    assert_eq!(info(&out.join("store"))["articles"], 4);
}

#[test]
fn a_manifest_keeps_tables_of_the_same_store_and_lens_and_names_strangers() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path();
    let store = text(sample_store());
    run(&["network", "--store", store, "-o", text(out)]);
    let edges = read(&out.join("edges.csv"));
    run(&["stance", "--store", store, "-o", text(out)]);
    let manifest = parsed(&out.join("manifest.json"));
    let kept = &manifest["kept"][0];
    assert_eq!(
        (&manifest["command"], &kept["command"]),
        (&json!("stance"), &json!("network"))
    );
    let names = |tables: &Value| -> Vec<String> {
        let tables = tables.as_array().expect("a list");
        tables
            .iter()
            .map(|t| t["name"].as_str().unwrap_or("").to_owned())
            .collect()
    };
    assert_eq!(
        names(&kept["tables"]),
        ["actors", "edges", "network_summary"]
    );
    assert_eq!(kept["settings"]["level"], "article");
    assert_eq!(read(&out.join("edges.csv")), edges);
    let codebook = rows(read(&out.join("codebook.csv")).as_bytes());
    for table in ["edges", "stance"] {
        assert!(codebook.iter().any(|row| row["Table"] == table), "{table}");
    }
    let listed = manifest["tables"].as_array().expect("a list").iter();
    let stated = listed
        .filter(|t| t["name"] == "codebook")
        .map(|t| &t["rows"]);
    assert_eq!(stated.collect::<Vec<_>>(), [&json!(codebook.len())]);
    run(&["check", "--tables", text(out)]);
    // The same command again leaves the other's tables where they are.
    run(&["stance", "--store", store, "-o", text(out)]);
    assert_eq!(parsed(&out.join("manifest.json"))["kept"], manifest["kept"]);
    // Another lens: its tables are no longer described, and say so.
    run(&[
        "network",
        "--store",
        store,
        "-o",
        text(out),
        "--actor",
        "RUS",
    ]);
    let manifest = parsed(&out.join("manifest.json"));
    assert_eq!(manifest["kept"], json!([]));
    let notes = manifest["notes"].to_string();
    assert!(
        notes.contains("stance.csv") && !notes.contains("edges.csv,"),
        "{notes}"
    );
    assert!(out.join("stance.csv").is_file());
}

#[test]
fn a_repeated_headline_is_shown_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, store) = (folder.path().join("x.jsonl"), folder.path().join("store"));
    let title = "Russia seizes the port";
    let body = "Russia seizes the port. Russia seizes the port. Ukraine protests against Russia.";
    std::fs::write(&input, line("x", "", title, body)).expect("writable");
    run(&["ingest", text(&input), "--store", text(&store)]);
    let kwic = |query: &str| {
        let args = [
            "search",
            query,
            "--kwic",
            "3",
            "--format",
            "csv",
            "--store",
            text(&store),
        ];
        rows(&run(&args).stdout)
    };
    let told = info(&store);
    assert_eq!(
        (&told["repeated_sentences"], &told["sentences"]),
        (&json!(2), &json!(2))
    );
    let out = folder.path().join("out");
    run(&["network", "--store", text(&store), "-o", text(&out)]);
    let manifest = parsed(&out.join("manifest.json"));
    assert_eq!(manifest["counts"]["repeated-sentences"], 2);
    assert_eq!(kwic("seizes").len(), 1);
    let lines = kwic("Russia");
    let places: Vec<&str> = lines.iter().map(|l| l["pre"].as_str()).collect();
    assert_eq!(places, ["", "Ukraine protests against"]);
    let hit = run(&[
        "search",
        "Russia",
        "--format",
        "csv",
        "--store",
        text(&store),
    ]);
    let hit = rows(&hit.stdout);
    assert!(hit[0]["snippet"].contains("protests"), "{hit:?}");
}

#[test]
fn short_texts_are_read_in_the_default_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let long = "Der Minister sagte, dass die Gespräche mit Russland nicht leicht sind und auch in der Woche danach nicht enden.";
    let input = line("k", "", "", "Frankreich verurteilt Angriffe") + &line("l", "", "", long);
    std::fs::write(at("x.jsonl"), input).expect("writable");
    let told = run(&["ingest", "--dry-run", text(&at("x.jsonl"))]);
    let told = String::from_utf8(told.stdout).expect("UTF-8");
    assert!(told.contains("1 articles are too short to tell"), "{told}");
    assert!(told.contains("--default-language de"), "{told}");
    let (english, german) = (at("en"), at("de"));
    run(&["ingest", text(&at("x.jsonl")), "--store", text(&english)]);
    run(&[
        "ingest",
        text(&at("x.jsonl")),
        "--store",
        text(&german),
        "--default-language",
        "de",
    ]);
    let france = |store: &Path| {
        let actors = info(store)["actors"].as_array().expect("a list").clone();
        actors.iter().any(|actor| actor["name"] == "FRA")
    };
    assert!(france(&german) && !france(&english));
    let told = info(&german);
    assert_eq!(told["made_with"]["default-language"], "de");
    let languages = told["languages"].as_array().expect("a list");
    assert_eq!(
        languages.len(),
        2,
        "a text too short to tell has no language: {languages:?}"
    );
    let said = fails(&[
        "ingest",
        text(&at("x.jsonl")),
        "--store",
        text(&german),
        "--default-language",
        "fr",
    ]);
    assert!(said.contains("default-language"), "{said}");
    let wrong = demarche(&[
        "ingest",
        "x",
        "--store",
        "y",
        "--default-language",
        "german",
    ]);
    assert_eq!(
        { wrong }.output().expect("it starts").status.code(),
        Some(2)
    );
}

#[test]
fn articles_without_an_actor_are_counted_by_outlet_and_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, out) = (folder.path().join("x.jsonl"), folder.path().join("out"));
    let mut lines = String::new();
    for n in 0..24 {
        let text = format!("The council met on the matter of parking and of the {n} trees.");
        lines += &line(&format!("l{n}"), "Local", "", &text);
        lines += &line(
            &format!("w{n}"),
            "World",
            "",
            &format!("Russia met Japan and {n} more."),
        );
    }
    std::fs::write(&input, lines).expect("writable");
    run(&["analyze", text(&input), "-o", text(&out)]);
    let manifest = parsed(&out.join("manifest.json"));
    assert_eq!(manifest["counts"]["without-actor"], 24);
    let row = json!([{"outlet": "Local", "language": "en", "articles": 24, "without_actor": 24}]);
    assert_eq!(manifest["without_actor"], row);
    assert!(
        manifest["notes"]
            .to_string()
            .contains("Local: 24 of 24 articles")
    );
    let told = info(&out.join("store"));
    assert_eq!(told["without_actor"], 24);
    assert_eq!(told["coverage"].as_array().expect("a list").len(), 2);
}
