//! The report: one file that says what the tables say, whatever the texts hold. What only a browser can tell, `scripts/check_report.py` checks.

#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::common::{articles, demarche, rows, run, sample_store, tables, text};

fn page(path: &Path) -> String {
    fs::read_to_string(path).expect("the report is UTF-8")
}

/// What stands between the tags of the element that begins with `open`.
fn inside<'p>(page: &'p str, open: &str) -> &'p str {
    let from = page.find(open).expect("the element is there") + open.len();
    let rest = &page[from..];
    &rest[..rest.find("</").expect("the element ends")]
}

fn contents(page: &str) -> Value {
    let json = inside(page, "<script type=\"application/json\" id=\"contents\">");
    serde_json::from_str(json).expect("the contents are JSON")
}

fn evidence(page: &str) -> Value {
    let packed = inside(page, "<script type=\"text/plain\" id=\"evidence\">");
    let deflated = STANDARD.decode(packed).expect("the evidence is base64");
    let mut json = String::new();
    flate2::read::DeflateDecoder::new(&deflated[..])
        .read_to_string(&mut json)
        .expect("the evidence can be unpacked");
    serde_json::from_str(&json).expect("the evidence is JSON")
}

/// A number of the contents as a CSV file has it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(n) => match (n.as_i64(), n.as_f64()) {
            (Some(n), _) => n.to_string(),
            (None, Some(x)) => {
                let mut out = String::new();
                demarche::tables::write_real(&mut out, x);
                out
            }
            _ => String::new(),
        },
        other => other.to_string(),
    }
}

fn column<'v>(part: &'v Value, name: &str) -> &'v Vec<Value> {
    part[name].as_array().expect("a column of the contents")
}

/// Compares columns of the contents with those of a table, row by row.
fn assert_columns(
    part: &Value,
    table: &BTreeMap<String, BTreeMap<String, String>>,
    keys: &[String],
    names: &[(&str, &str)],
) {
    assert!(!keys.is_empty());
    for (row, key) in keys.iter().enumerate() {
        let csv = table
            .get(key)
            .unwrap_or_else(|| panic!("{key} is in no table"));
        for (name, heading) in names {
            let ours = cell(&column(part, name)[row]);
            assert_eq!(ours, csv[*heading], "{key}: {heading}");
        }
    }
}

#[test]
fn every_number_is_that_of_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    run(&[
        "analyze",
        text(&articles()),
        "-o",
        text(folder.path()),
        "--report",
    ]);
    let page = page(&folder.path().join("report.html"));
    let made = tables(folder.path());
    let contents = contents(&page);
    let by = |file: &str, key: &dyn Fn(&BTreeMap<String, String>) -> String| {
        rows(&made[file])
            .into_iter()
            .map(|row| (key(&row), row))
            .collect::<BTreeMap<_, _>>()
    };
    let id = |n: &Value| {
        let place = usize::try_from(n.as_u64().unwrap()).unwrap();
        column(&contents["actors"], "id")[place]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let pair = |part: &str| {
        let part = &contents[part];
        let ends = column(part, "source").iter().zip(column(part, "target"));
        ends.map(|(a, b)| format!("{} {}", id(a), id(b)))
            .collect::<Vec<_>>()
    };
    let ids: Vec<String> = column(&contents["actors"], "id").iter().map(cell).collect();
    assert_columns(
        &contents["actors"],
        &by("actors.csv", &|r| r["Id"].clone()),
        &ids,
        &[
            ("articles", "Articles"),
            ("stories", "Stories"),
            ("mentions", "Mentions"),
            ("degree", "Degree"),
            ("pagerank", "PageRank"),
            ("betweenness", "Betweenness"),
            ("community", "Community"),
            ("tone", "Tone"),
            ("label", "Label"),
            ("kind", "Type"),
        ],
    );
    let ends = |r: &BTreeMap<String, String>| format!("{} {}", r["Source"], r["Target"]);
    assert_columns(
        &contents["edges"],
        &by("edges.csv", &ends),
        &pair("edges"),
        &[
            ("weight", "Weight"),
            ("articles", "Articles"),
            ("sentences", "Sentences"),
            ("expected", "Expected"),
            ("npmi", "NPMI"),
            ("q", "Q"),
            ("stance", "Stance"),
            ("low", "StanceLow"),
            ("high", "StanceHigh"),
            ("consensus", "Consensus"),
            ("fragile", "Fragile"),
            ("within", "Within"),
        ],
    );
    assert_columns(
        &contents["stance"],
        &by("stance.csv", &ends),
        &pair("stance"),
        &[
            ("articles", "Articles"),
            ("stories", "Stories"),
            ("sentences", "Sentences"),
            ("positive", "Positive"),
            ("negative", "Negative"),
            ("score", "Score"),
            ("low", "Low"),
            ("high", "High"),
            ("p", "P"),
            ("q", "Q"),
        ],
    );
    let tone = &contents["tone"];
    let outlets = contents["outlets"].as_array().unwrap();
    let targets = column(tone, "outlet").iter().zip(column(tone, "target"));
    let keys: Vec<String> = targets
        .map(|(o, t)| format!("{} {}", cell(&outlets[o.as_u64().unwrap() as usize]), id(t)))
        .collect();
    let whom = |r: &BTreeMap<String, String>| format!("{} {}", r["Outlet"], r["Target"]);
    assert_columns(
        tone,
        &by("tone.csv", &whom),
        &keys,
        &[
            ("articles", "Articles"),
            ("sentences", "Sentences"),
            ("score", "Score"),
            ("low", "Low"),
            ("high", "High"),
            ("contrast", "Contrast"),
            ("contrast_low", "ContrastLow"),
            ("contrast_high", "ContrastHigh"),
        ],
    );
    let attention = by("attention.csv", &|r| {
        format!("{} {}", r["Period"], r["Actor"])
    });
    let time = &contents["time"];
    let mut points = 0;
    for (actor, series) in time["attention"].as_object().unwrap() {
        let actor = id(&json!(actor.parse::<u64>().unwrap()));
        for point in series.as_array().unwrap() {
            let period = cell(&time["periods"][point[0].as_u64().unwrap() as usize]);
            let row = &attention[&format!("{period} {actor}")];
            let told = [1, 2, 3].map(|i| cell(&point[i]));
            assert_eq!(
                told,
                ["Articles", "ShareLow", "ShareHigh"].map(|h| row[h].clone())
            );
            points += 1;
        }
    }
    assert!(points > 100, "{points} points");
    assert_evidence(&contents, &evidence(&page), &made["evidence.csv"]);
}

/// Every sentence stands in `evidence.csv` with the same score, and its marks cover names.
fn assert_evidence(contents: &Value, evidence: &Value, table: &[u8]) {
    let id = |n: u64| {
        column(&contents["actors"], "id")[n as usize]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let mut known: BTreeMap<(String, String, String, String), String> = BTreeMap::new();
    for row in rows(table) {
        let key = (
            row["Article"].clone(),
            row["Sentence"].clone(),
            row["Source"].clone(),
            row["Target"].clone(),
        );
        known.insert(
            key,
            format!("{} {} {}", row["Class"], row["Score"], row["Text"]),
        );
    }
    let (mut seen, mut marked) = (0, 0);
    for (row, findings) in evidence["stance"].as_array().unwrap().iter().enumerate() {
        let [source, target] = ["source", "target"]
            .map(|end| id(column(&contents["stance"], end)[row].as_u64().unwrap()));
        let findings = findings.as_array().unwrap();
        let all = column(&contents["stance"], "sentences")[row]
            .as_u64()
            .unwrap() as usize;
        assert_eq!(findings.len(), all.min(12), "{source} {target}");
        for finding in findings {
            let sentence = &evidence["sentences"][finding[0].as_u64().unwrap() as usize];
            let article = cell(&evidence["articles"][sentence[0].as_u64().unwrap() as usize][0]);
            let key = (article, cell(&sentence[1]), source.clone(), target.clone());
            let told = format!(
                "{} {} {}",
                cell(&finding[1]),
                cell(&finding[2]),
                cell(&sentence[2])
            );
            assert_eq!(
                known.get(&key).map(|t| t.trim_start_matches('\'')),
                Some(told.as_str()),
                "{key:?}"
            );
            seen += 1;
            let letters: Vec<char> = sentence[2].as_str().unwrap().chars().collect();
            let marks: Vec<u64> = sentence[3]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_u64)
                .collect();
            for mark in marks.chunks(3) {
                let name: String = letters[mark[0] as usize..mark[1] as usize].iter().collect();
                assert!(!name.trim().is_empty() && name == name.trim(), "{name:?}");
                marked += usize::from([&source, &target].contains(&&id(mark[2])));
            }
        }
    }
    assert!(
        seen > 3_000 && marked > seen,
        "{seen} findings, {marked} marks"
    );
}

fn report(store: &Path, out: &Path, options: &[&str]) -> String {
    let mut args = vec!["report", "--store", text(store), "-o", text(out)];
    args.extend(options);
    run(&args);
    page(out)
}

#[test]
fn the_same_bytes_on_one_thread_and_many_and_a_policy_that_fits() {
    let folder = tempfile::tempdir().unwrap();
    let store = sample_store();
    let one = report(
        store,
        &folder.path().join("one.html"),
        &["--threads", "1", "--title", "A < B"],
    );
    let many = report(
        store,
        &folder.path().join("many.html"),
        &["--threads", "3", "--title", "A < B"],
    );
    assert!(one == many, "the report depends on the number of threads");
    assert!(one.contains("<title>A &lt; B</title>"));
    let digest = |text: &str| {
        format!(
            "sha256-{}",
            STANDARD.encode(Sha256::digest(text.as_bytes()))
        )
    };
    let policy = inside(&one, "Content-Security-Policy\" content=\"");
    let script = one
        .rsplit_once("<script>")
        .unwrap()
        .1
        .split_once("</script>")
        .unwrap()
        .0;
    let style = one
        .split_once("<style>")
        .unwrap()
        .1
        .split_once("</style>")
        .unwrap()
        .0;
    for (kind, text) in [("script-src", script), ("style-src", style)] {
        assert!(
            policy.contains(&format!("{kind} '{}'", digest(text))),
            "{kind}"
        );
    }
    // Nothing is loaded: the only addresses outside the data are those of the namespace of SVG.
    for code in [script, style] {
        let others =
            code.matches("http").count() - code.matches("http://www.w3.org/2000/svg").count();
        assert_eq!(
            others,
            code.matches("\"http:\"").count()
                + code.matches("\"https:\"").count()
                + code.matches("href^=\"http\"").count()
        );
    }
    for never in ["innerHTML", "eval(", "document.write", "insertAdjacentHTML"] {
        assert!(!script.contains(never), "{never}");
    }
    // One script serves the file and `demarche serve`: only the store is ever asked, and the policy of a file forbids even that.
    assert_eq!(script.matches("fetch(").count(), 1);
    assert!(script.contains("fetch(storeAddress("));
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("connect-src"));
    let folder = text(folder.path());
    assert!(
        !one.contains(folder) && !one.contains(text(store)),
        "a path is in the report"
    );
}

#[test]
fn the_file_stays_below_its_limit_and_can_do_without_sentences() {
    let folder = tempfile::tempdir().unwrap();
    let store = sample_store();
    let whole = report(
        store,
        &folder.path().join("whole.html"),
        &["--evidence", "40"],
    );
    let silent = report(store, &folder.path().join("silent.html"), &["--no-text"]);
    assert!(silent.len() < whole.len());
    let said = evidence(&silent);
    assert!(
        said["sentences"]
            .as_array()
            .unwrap()
            .iter()
            .all(|s| s[2] == ""),
        "a sentence is quoted"
    );
    let small = report(
        store,
        &folder.path().join("small.html"),
        &["--evidence", "40", "--max-size", "1", "--edges", "400"],
    );
    assert!(small.len() <= 1_000_000, "{} bytes", small.len());
    let none = demarche(&[
        "report",
        "--store",
        text(store),
        "-o",
        "no/such/folder/r.html",
    ])
    .output()
    .unwrap();
    assert!(!none.status.success());
}

/// Texts that try to break out of every place that a report has.
const HOSTILE: [&str; 8] = [
    "</script><script>window.__ran=1</script>",
    "\"><img src=x onerror=\"window.__ran=1\">",
    "<svg/onload=window.__ran=1>",
    "javascript:window.__ran=1",
    "\u{202e}evil\u{202c} & \u{7} \u{1f600}",
    "=HYPERLINK(\"http://x\")",
    "<!-- --!> ]]> \u{2028}\u{2029}",
    "{{SCRIPT}} {{CONTENTS}}",
];

/// A corpus and a dictionary whose every text is hostile.
pub fn hostile_corpus(folder: &Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let (corpus, dictionary) = (folder.join("hostile.jsonl"), folder.join("hostile.csv"));
    let mut names = String::from("id,type,kind,label,alias\n");
    for (i, bad) in HOSTILE
        .iter()
        .enumerate()
        .filter(|(i, _)| ![4, 5, 6].contains(i))
    {
        let label = bad.replace('"', "\"\"");
        let long = "W".repeat(300);
        names += format!("X:{i},person,name,\"{label} {long}\",Hostilius{i} Rex\n").as_str();
    }
    fs::write(&dictionary, names).unwrap();
    let mut file = fs::File::create(&corpus).unwrap();
    for (i, bad) in HOSTILE.iter().cycle().take(64).enumerate() {
        let article = json!({
            "id": format!("{bad}{i}"), "date": format!("2024-{:02}-11", 1 + i % 6), "source": format!("{bad} Post"),
            "title": format!("{bad} Russia attacks Ukraine {i}"), "url": if i % 2 == 0 { *bad } else { "https://example.org/a?b=\"<c>" },
            "text": format!("Hostilius{} Rex criticised Russia {bad} over China. Russia condemned Ukraine {bad} {i}. China praised Russia.", i % 4),
        });
        writeln!(file, "{article}").unwrap();
    }
    (corpus, dictionary)
}

#[test]
fn hostile_texts_stay_text() {
    let folder = tempfile::tempdir().unwrap();
    let (corpus, dictionary) = hostile_corpus(folder.path());
    let out = folder.path().join("out");
    let title = HOSTILE.join(" ");
    run(&[
        "ingest",
        text(&corpus),
        "--store",
        text(&out),
        "--dictionary",
        text(&dictionary),
    ]);
    let page = report(
        &out,
        &folder.path().join("hostile.html"),
        &["--title", &title, "--dictionary", text(&dictionary)],
    );
    assert_eq!(page.matches("<script").count(), 3, "a script got in");
    assert_eq!(page.matches("</script>").count(), 3);
    assert_eq!(page.matches("<img").count(), 0);
    assert_eq!(page.matches("<svg/").count(), 0);
    let (contents, evidence) = (contents(&page), evidence(&page));
    assert_eq!(
        contents["title"],
        title.as_str(),
        "texts are kept as they are"
    );
    let outlets = contents["outlets"].as_array().unwrap();
    assert!(
        outlets
            .iter()
            .any(|o| o.as_str().unwrap().starts_with(HOSTILE[0])),
        "{outlets:?}"
    );
    let told = evidence["sentences"].to_string();
    assert!(
        told.contains("</script>"),
        "the sentences are there as text"
    );
    if let Some(kept) = std::env::var_os("HOSTILE_REPORT") {
        fs::write(kept, page).unwrap();
    }
}

#[test]
fn evidence_lists_articles_and_places_of_names() {
    let store = sample_store();
    let told = run(&[
        "evidence",
        "--store",
        text(store),
        "--pair",
        "RUS,UKR",
        "--articles",
    ]);
    let listed = rows(&told.stdout);
    let folder = tempfile::tempdir().unwrap();
    run(&["network", "--store", text(store), "-o", text(folder.path())]);
    let edges = rows(&tables(folder.path())["edges.csv"]);
    let edge = edges
        .iter()
        .find(|e| e["Source"] == "RUS" && e["Target"] == "UKR")
        .unwrap();
    assert_eq!(listed.len().to_string(), edge["Articles"]);
    assert!(
        listed
            .iter()
            .all(|row| row["Sentence"].is_empty() && row["Text"].is_empty())
    );
    let within = edges
        .iter()
        .find(|e| e["Source"] == "RUS" && e["Target"] == "RUS:putin")
        .unwrap();
    assert_eq!(
        (within["Within"].as_str(), edge["Within"].as_str()),
        ("true", "false")
    );
    let told = run(&[
        "evidence",
        "--store",
        text(store),
        "--source",
        "RUS",
        "--target",
        "UKR",
        "--spans",
    ]);
    let mut named = 0;
    for row in rows(&told.stdout) {
        let letters: Vec<char> = row["Text"].trim_start_matches('\'').chars().collect();
        for (column, carried) in [("SourceSpans", "source"), ("TargetSpans", "target")] {
            let spans = &row[column];
            assert!(
                !spans.is_empty() || row["Carried"] == carried || row["Carried"] == "both",
                "{row:?}"
            );
            for span in spans.split(';').filter(|s| !s.is_empty()) {
                let (from, to) = span.split_once('-').unwrap();
                let name: String = letters[from.parse().unwrap()..to.parse().unwrap()]
                    .iter()
                    .collect();
                assert!(name.starts_with(char::is_uppercase), "{name}");
                named += 1;
            }
        }
    }
    assert!(named > 20, "{named}");
}
