//! Strings that are hard on programs: through a store and out again, and as queries. With the developers'
//! list of naughty strings beside the repository all of it is used, else a few of the same kind.

#![allow(missing_docs)]

use std::path::Path;

use crate::common::{rows, run, text};
use demarche::store::{Lens, Store};

const FEW: [&str; 14] = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1+1)",
    "\u{1}\u{2}\u{7f}",
    "\u{202e}test\u{202c}",
    "\u{feff}mark",
    "田中さんにあげて下さい",
    "👾 🙇 💁",
    "'; DROP TABLE users; --",
    "<script>alert(1)</script>",
    "\"quoted\", and, commas",
    "a\tb",
    "../../../etc/passwd",
];

/// The list, from the fixtures where they are.
fn strings(folder: &Path) -> Vec<String> {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/fixtures/naughty_strings.tar.zst");
    let few = || FEW.map(str::to_owned).to_vec();
    let Ok(unpacked) = std::process::Command::new("tar")
        .args(["--zstd", "-xf", text(&packed), "-C", text(folder)])
        .status()
    else {
        return few();
    };
    let list = std::fs::read(folder.join("blns.json")).unwrap_or_default();
    match serde_json::from_slice(&list) {
        Ok(list) if unpacked.success() => list,
        _ => few(),
    }
}

/// A cell without what disarms a formula.
fn armed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

#[test]
fn naughty_strings_survive_store_tables_and_queries() {
    let folder = tempfile::tempdir().unwrap();
    let strings = strings(folder.path());
    let kept = |s: &str| s.trim().to_owned();
    // Outlets are what tables show of free text: each string is one.
    let mut lines = String::new();
    for (i, s) in strings.iter().enumerate() {
        let article = serde_json::json!({
            "id": format!("n{i:04}"), "outlet": s, "title": s, "url": s, "author": s,
            "text": format!("Russia condemned Ukraine on Monday.\n\n{s}"), "date": s,
        });
        lines += &article.to_string();
        lines.push('\n');
    }
    let input = folder.path().join("naughty.jsonl");
    std::fs::write(&input, lines).unwrap();
    let store = folder.path().join("store");
    run(&["ingest", text(&input), "--store", text(&store)]);
    let output = run(&["evidence", "--store", text(&store), "--pair", "RUS,UKR"]);
    let found = rows(&output.stdout);
    let first: Vec<_> = found
        .iter()
        .filter(|r| r["Text"].starts_with("Russia condemned"))
        .collect();
    assert_eq!(first.len(), strings.len());
    for row in first {
        let number: usize = row["Article"][1..].parse().unwrap();
        let wanted = kept(&strings[number]);
        let absent = ["None", "null", "NULL", "NaN", "nan"].contains(&wanted.as_str());
        for column in ["Outlet", "Title", "Url"] {
            let cell = &row[column];
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "a formula in {column}: {cell:?}"
            );
            let wanted = if absent { "" } else { wanted.as_str() };
            // Character references are decoded; what else they stand for is tested where they are read.
            if wanted.contains("&#") || wanted.contains("&lt;") {
                continue;
            }
            // An outlet given by its address is called by its host.
            if column == "Outlet" && wanted.starts_with("http") {
                assert!(wanted.contains(armed(cell)), "{wanted}: {cell}");
                continue;
            }
            assert_eq!(armed(cell), wanted, "{column} of string {number}");
        }
    }
    let opened = Store::open(&store).unwrap();
    let mut refused = 0;
    for string in &strings {
        let lens = Lens {
            query: string.clone(),
            ..Lens::default()
        };
        if let Err(error) = opened.search(&lens, 3) {
            let said = error.to_string();
            assert!(
                said.contains("How queries are written") && !said.contains('\n'),
                "{string:?}: {said}"
            );
            refused += 1;
        }
    }
    assert!(refused < strings.len());
}
