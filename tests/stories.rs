//! Stories: who tells the same, and how it is counted, from the command line.

#![allow(missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::common::{articles, rows, run, tables, text};
use serde_json::{Value, json};

/// Which article tells which story, by `info --members`.
fn members(store: &Path, more: &[&str]) -> Vec<BTreeMap<String, String>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stories.csv");
    let mut args = vec!["info", "--store", text(store), "--members", text(&file)];
    args.extend(more);
    run(&args);
    rows(&std::fs::read(&file).unwrap())
}

/// The stories as sets of articles.
fn stories(store: &Path) -> BTreeSet<BTreeSet<String>> {
    let mut stories: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in members(store, &[]) {
        let told = stories.entry(row["Story"].clone()).or_default();
        assert!(told.insert(row["Article"].clone()));
    }
    stories.into_values().collect()
}

fn ingest(folder: &Path, name: &str, articles: &[Value], more: &[&str]) -> std::path::PathBuf {
    let input = folder.join(format!("{name}.jsonl"));
    let lines: Vec<String> = articles.iter().map(Value::to_string).collect();
    std::fs::write(&input, lines.join("\n") + "\n").unwrap();
    let store = folder.join(name);
    let mut args = vec!["ingest", text(&input), "--store", text(&store)];
    args.extend(more);
    run(&args);
    store
}

fn info(store: &Path, more: &[&str]) -> Value {
    let mut args = vec!["info", "--store", text(store), "--json"];
    args.extend(more);
    serde_json::from_slice(&run(&args).stdout).unwrap()
}

/// The bundled articles with, for every fifth, a copy by another outlet, cut and edited, and a copy of that.
fn with_copies() -> Vec<Value> {
    let bundled = std::fs::read_to_string(articles()).unwrap();
    let mut all: Vec<Value> = Vec::new();
    for (i, line) in bundled.lines().enumerate() {
        let article: Value = serde_json::from_str(line).unwrap();
        if i % 5 == 0 {
            let body = article["text"].as_str().unwrap();
            let words: Vec<&str> = body.split(' ').collect();
            let cut = words[..words.len() * 93 / 100].join(" ");
            let again: Vec<&str> = words
                .iter()
                .enumerate()
                .map(|(at, word)| if at % 70 == 35 { "otherwise" } else { word })
                .collect();
            for (ending, outlet, body) in [
                (
                    "cut",
                    "The Copy",
                    format!("BERGEN (AFP) - {cut}\n\n(Reporting by Ann Lee; Editing by Bob Ray)"),
                ),
                (
                    "edited",
                    "The Echo",
                    format!(
                        "By Carl Day and Eve Orr\n\n{}\n\nAll rights reserved.",
                        again.join(" ")
                    ),
                ),
            ] {
                let mut copy = article.clone();
                copy["id"] = json!(format!("{}-{ending}", article["id"].as_str().unwrap()));
                copy["outlet"] = json!(outlet);
                copy["title"] = json!(format!("Another headline {i}"));
                copy["url"] = json!("");
                copy["text"] = json!(body);
                all.push(copy);
            }
        }
        all.push(article);
    }
    all
}

#[test]
fn the_bundled_wire_copy_is_found_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    run(&["ingest", text(&articles()), "--store", text(&store)]);
    // corpus/README.md: thirteen articles are wire copy of the same or the next day.
    let rows = members(&store, &[]);
    assert_eq!(rows.len(), 26);
    for pair in rows.chunks(2) {
        let [wire, copy] = pair else {
            panic!("stories of two")
        };
        assert_eq!(wire["Story"], wire["Article"]);
        assert_eq!(copy["Story"], wire["Article"]);
        let outlets: Vec<&str> = pair.iter().map(|r| r["Outlet"].as_str()).collect();
        let wires = outlets
            .iter()
            .filter(|o| o.starts_with("Transcontinental Wire"));
        assert_eq!(wires.count(), 1, "{outlets:?}");
        assert!(wire["Date"] <= copy["Date"]);
        assert!(copy["Similarity"].parse::<f64>().unwrap() > 0.6);
    }
    let info = info(&store, &["--stories", "5"]);
    assert_eq!(
        (&info["articles"], &info["stories"]),
        (&json!(177), &json!(164))
    );
    let largest = info["largest_stories"].as_array().unwrap();
    assert_eq!(largest.len(), 5);
    assert_eq!(
        (&largest[0]["articles"], &largest[0]["outlets"]),
        (&json!(2), &json!(2))
    );
}

#[test]
fn stories_do_not_depend_on_order_threads_or_parts() {
    let folder = tempfile::tempdir().unwrap();
    let all = with_copies();
    let expected = stories(&ingest(folder.path(), "whole", &all, &["--threads", "1"]));
    assert!(expected.len() >= 36, "{}", expected.len());
    assert!(expected.iter().filter(|s| s.len() >= 3).count() >= 30);
    let n = all.len();
    let shuffled: Vec<Value> = (0..n).map(|i| all[i * 101 % n].clone()).collect();
    assert_eq!(
        shuffled
            .iter()
            .map(Value::to_string)
            .collect::<BTreeSet<_>>()
            .len(),
        n
    );
    let store = ingest(folder.path(), "shuffled", &shuffled, &["--threads", "8"]);
    assert_eq!(expected, stories(&store), "shuffled");
    for threads in ["1", "2", "8"] {
        let rows = members(&store, &["--threads", threads]);
        assert_eq!(rows, members(&store, &[]), "{threads} threads");
    }
    // Several ingests make several segments, and the last ones bring segments to be merged.
    let store = folder.path().join("parts");
    for part in 0..9 {
        let some: Vec<Value> = shuffled.iter().skip(part).step_by(9).cloned().collect();
        let input = folder.path().join(format!("part-{part}.jsonl"));
        let lines: Vec<String> = some.iter().map(Value::to_string).collect();
        std::fs::write(&input, lines.join("\n")).unwrap();
        run(&[
            "ingest",
            text(&input),
            "--store",
            text(&store),
            "--threads",
            "2",
        ]);
    }
    assert_eq!(expected, stories(&store), "in nine parts");
    // Two stores as one.
    let halves: Vec<std::path::PathBuf> = [0, 1]
        .map(|half| {
            let some: Vec<Value> = all.iter().skip(half).step_by(2).cloned().collect();
            ingest(folder.path(), &format!("half-{half}"), &some, &[])
        })
        .into();
    let merged = folder.path().join("merged");
    run(&[
        "merge",
        text(&halves[0]),
        text(&halves[1]),
        "-o",
        text(&merged),
    ]);
    assert_eq!(expected, stories(&merged), "merged");
    // Without the copies of one outlet, stories are those of the rest.
    run(&["delete", "--store", text(&merged), "--outlet", "The Echo"]);
    let rest: BTreeSet<BTreeSet<String>> = expected
        .iter()
        .map(|story| {
            story
                .iter()
                .filter(|id| !id.ends_with("-edited"))
                .cloned()
                .collect()
        })
        .filter(|story: &BTreeSet<String>| story.len() > 1)
        .collect();
    assert_eq!(rest, stories(&merged), "after delete");
    // Made anew from the stored text.
    run(&["reannotate", "--store", text(&store)]);
    assert_eq!(expected, stories(&store), "after reannotate");
    // An article that is replaced leaves its story.
    let story = expected.iter().find(|s| s.len() == 3).unwrap();
    let copy = story.iter().find(|id| id.ends_with("-cut")).unwrap();
    let changed = json!({"id": copy, "text": "Quite another text of nine words stands here.", "date": "2020-01-01"});
    let input = folder.path().join("changed.jsonl");
    std::fs::write(&input, changed.to_string()).unwrap();
    run(&["ingest", text(&input), "--store", text(&store)]);
    let mut without = expected.clone();
    assert!(without.remove(story));
    without.insert(story.iter().filter(|id| *id != copy).cloned().collect());
    assert_eq!(without, stories(&store), "after an article was replaced");
}

/// Sum of a column.
fn sum(table: &[BTreeMap<String, String>], column: &str) -> u64 {
    table
        .iter()
        .map(|r| r[column].parse::<u64>().unwrap())
        .sum()
}

#[test]
fn evidence_and_tables_agree_whatever_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = with_copies();
    // Every twentieth article is there again, word for word, by another outlet and a day later.
    for i in (0..all.len()).step_by(20) {
        let mut same = all[i].clone();
        same["id"] = json!(format!("{}-same", same["id"].as_str().unwrap()));
        same["outlet"] = json!("The Parrot");
        same["url"] = json!("");
        all.push(same);
    }
    let store = ingest(folder.path(), "store", &all, &[]);
    let told = stories(&store);
    let copies: usize = told.iter().map(|s| s.len() - 1).sum();
    let whole = info(&store, &[]);
    let stories_of_all = whole["stories"].as_u64().unwrap();
    assert_eq!(stories_of_all, (all.len() - copies) as u64);
    let mut totals = Vec::new();
    for dedup in ["none", "exact", "story"] {
        let out = folder.path().join(dedup);
        for command in ["network", "stance"] {
            run(&[
                command,
                "--store",
                text(&store),
                "-o",
                text(&out),
                "--dedup",
                dedup,
            ]);
        }
        let tables = tables(&out);
        let (actors, edges) = (rows(&tables["actors.csv"]), rows(&tables["edges.csv"]));
        let (stance, tone) = (rows(&tables["stance.csv"]), rows(&tables["tone.csv"]));
        let evidence = |more: &[&str]| {
            let mut args = vec!["evidence", "--store", text(&store), "--dedup", dedup];
            args.extend(more);
            rows(&run(&args).stdout)
        };
        assert_eq!(
            evidence(&[]).len() as u64,
            sum(&stance, "Sentences"),
            "{dedup}"
        );
        assert_eq!(
            evidence(&["--tone"]).len() as u64,
            sum(&tone, "Sentences"),
            "{dedup}"
        );
        let mut heavy: Vec<_> = edges.iter().collect();
        heavy.sort_by_key(|e| std::cmp::Reverse(e["Weight"].parse::<u64>().unwrap()));
        for edge in heavy.iter().take(4) {
            let pair = format!("{},{}", edge["Source"], edge["Target"]);
            let found = evidence(&["--pair", &pair]).len();
            assert_eq!(found.to_string(), edge["Sentences"], "{dedup} {pair}");
        }
        let info = info(&store, &["--dedup", dedup]);
        let articles = info["articles"].as_u64().unwrap();
        assert_eq!(info["stories"].as_u64(), Some(stories_of_all), "{dedup}");
        let manifest: Value =
            serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
        assert_eq!(manifest["settings"]["dedup"], json!(dedup));
        if dedup == "story" {
            assert_eq!(articles, stories_of_all);
            assert!(
                actors
                    .iter()
                    .chain(&edges)
                    .chain(&stance)
                    .all(|r| r["Stories"] == r["Articles"])
            );
        }
        totals.push((articles, sum(&edges, "Articles")));
    }
    assert_eq!(totals[0].0, all.len() as u64);
    assert_eq!(
        totals[0].0 - totals[1].0,
        (all.len() / 21) as u64 + 1,
        "one of each pair of equal texts"
    );
    assert!(
        totals.is_sorted_by(|a, b| a.0 > b.0 && a.1 > b.1),
        "{totals:?}"
    );
    // At the level of stories an edge weighs as many stories as it has.
    let out = folder.path().join("level");
    run(&[
        "network",
        "--store",
        text(&store),
        "-o",
        text(&out),
        "--level",
        "story",
    ]);
    let edges = rows(&tables(&out)["edges.csv"]);
    assert!(edges.iter().all(|r| r["Weight"] == r["Stories"]));
    assert!(edges.iter().any(|r| r["Weight"] != r["Articles"]));
}

#[test]
fn of_a_story_the_earliest_article_that_the_lens_lets_through_counts() {
    let folder = tempfile::tempdir().unwrap();
    let store = ingest(folder.path(), "store", &with_copies(), &[]);
    let echo = ["--outlet", "The Echo"];
    let own = info(&store, &echo)["articles"].clone();
    let counted = info(&store, &[&echo[..], &["--dedup", "story"]].concat())["articles"].clone();
    assert_eq!((own.clone(), own), (json!(36), counted));
    // Copies bear the date of the original, so of each story one stays.
    let both = ["--outlet", "The Echo", "The Copy", "--dedup", "story"];
    assert_eq!(info(&store, &both)["articles"], json!(36));
}

#[test]
fn what_makes_a_story_and_what_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let words = |from: usize, n: usize| -> String {
        (from..from + n)
            .map(|i| format!("word{i}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let long = words(0, 200);
    let article = |id: &str, title: &str, body: &str, date: &str, url: &str| json!({"id": id, "title": title, "text": body, "date": date, "url": url});
    let store = ingest(
        folder.path(),
        "store",
        &[
            // An updated page: the same address, a third of the text is new.
            article(
                "page-1",
                "Page",
                &words(1000, 100),
                "2020-01-01",
                "https://example.org/page?utm_source=mail",
            ),
            article(
                "page-2",
                "Page",
                &words(1040, 110),
                "2020-01-02",
                "http://www.example.org/page/",
            ),
            // The same texts at different addresses are not alike enough.
            article(
                "other-1",
                "Other",
                &words(2000, 100),
                "2020-01-01",
                "https://example.org/a",
            ),
            article(
                "other-2",
                "Other",
                &words(2040, 110),
                "2020-01-02",
                "https://example.org/b",
            ),
            // The same address and nothing in common.
            article(
                "news-1",
                "Today",
                &words(3000, 100),
                "2020-01-01",
                "https://example.org/today",
            ),
            article(
                "news-2",
                "Today",
                &words(4000, 100),
                "2020-01-02",
                "https://example.org/today",
            ),
            // A long text printed again years later.
            article("long-1", "Long", &long, "2012-01-01", ""),
            article("long-2", "Long again", &long, "2020-01-01", ""),
            // The same headline within days, and another time.
            article(
                "call-1",
                "Presidents talk by telephone",
                "",
                "2020-01-01",
                "",
            ),
            article(
                "call-2",
                "Presidents talk by telephone.",
                "",
                "2020-01-03",
                "",
            ),
            article(
                "call-3",
                "Presidents talk by telephone",
                "",
                "2021-06-01",
                "",
            ),
            // Headlines that differ in a word.
            article(
                "vote-1",
                "Parliament votes on the budget of the ministry",
                "",
                "2020-01-01",
                "",
            ),
            article(
                "vote-2",
                "Parliament votes on the budget of the army",
                "",
                "2020-01-01",
                "",
            ),
            // No words at all.
            article("none-1", "…", "—", "2020-01-01", ""),
            article("none-2", "…", "—", "2020-01-01", ""),
        ],
        &[],
    );
    let pair = |name: &str| BTreeSet::from([format!("{name}-1"), format!("{name}-2")]);
    assert_eq!(
        stories(&store),
        BTreeSet::from([pair("call"), pair("long"), pair("page")])
    );
}

#[test]
fn many_near_identical_texts_are_one_story() {
    let folder = tempfile::tempdir().unwrap();
    // 700 editions of one text, each with three words of its own: far more than are compared one by one.
    let articles: Vec<Value> = (0..700)
        .map(|n| {
            let body: Vec<String> = (0..300)
                .map(|i| if i % 100 == n % 97 { format!("edition{n}x{i}") } else { format!("word{i}") })
                .collect();
            json!({"id": format!("e{n}"), "title": format!("Edition {n}"), "text": body.join(" "), "date": "2020-01-01"})
        })
        .collect();
    let store = ingest(folder.path(), "store", &articles, &[]);
    let found = stories(&store);
    assert_eq!(found.iter().map(BTreeSet::len).collect::<Vec<_>>(), [700]);
}

#[test]
fn form_letters_do_not_hang_together_by_chance() {
    let folder = tempfile::tempdir().unwrap();
    // 3,000 notices on one form of 100 words, each with five words of its own: two of them share half of their runs of five words or
    // less. Among so many some share more, by which all would be linked.
    let mut state = 7_u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize
    };
    let articles: Vec<Value> = (0..3000)
        .map(|n| {
            let mut words: Vec<String> = (0..100).map(|i| format!("word{i}")).collect();
            for _ in 0..5 {
                words[draw() % 100] = format!("own{n}x{}", draw() % 1000);
            }
            json!({"id": format!("n{n}"), "title": format!("Notice {n}"), "text": words.join(" "), "date": "2020-01-01"})
        })
        .collect();
    let store = ingest(folder.path(), "store", &articles, &[]);
    let largest = stories(&store).iter().map(BTreeSet::len).max();
    assert!(largest.unwrap_or(0) <= 30, "{largest:?}");
}
