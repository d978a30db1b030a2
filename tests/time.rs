//! Tables of time and columns of robustness, from the command line.

#![allow(missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::common::{demarche, rows, run, sample_store, tables, text};

type Rows = Vec<BTreeMap<String, String>>;

fn network(store: &Path, out: &Path, more: &[&str]) -> BTreeMap<String, Rows> {
    let mut args = vec!["network", "--store", text(store), "-o", text(out)];
    // Some years are enough.
    args.extend(["--from", "2021", "--to", "2023"]);
    args.extend(more);
    run(&args);
    let tables = tables(out);
    let read = |(name, bytes): (&String, &Vec<u8>)| (name.clone(), rows(bytes));
    tables.iter().map(read).collect()
}

fn sums(rows: &Rows, key: &[&str], column: &str) -> BTreeMap<String, u64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        let key: Vec<&str> = key.iter().map(|k| row[*k].as_str()).collect();
        *sums.entry(key.join(" ")).or_default() += row[column].parse::<u64>().unwrap();
    }
    sums
}

#[test]
fn periods_add_up_to_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let store = sample_store();
    let mut dated = BTreeSet::new();
    for (i, how) in [
        &["--by", "week"][..],
        &["--by", "quarter"],
        &["--slices", "6"],
        &["--window", "30"],
    ]
    .into_iter()
    .enumerate()
    {
        let out = folder.path().join(i.to_string());
        let made = network(store, &out, how);
        let (edges, periods) = (&made["edges.csv"], &made["edges_by_period.csv"]);
        let attention = &made["attention.csv"];
        let manifest: serde_json::Value =
            serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
        let undated = manifest["counts"]["articles without a date"]
            .as_u64()
            .unwrap();
        let all = manifest["counts"]["articles"].as_u64().unwrap();
        // Every dated article lies in one period, whose total every actor's row repeats.
        let totals = sums(attention, &["Actor"], "Total");
        assert!(totals.values().all(|&total| total == all - undated));
        dated.insert(all - undated);
        for column in ["Weight", "Sentences"] {
            let whole = sums(edges, &["Source", "Target"], column);
            let parts = sums(periods, &["Source", "Target"], column);
            for (edge, part) in &parts {
                assert!(*part <= whole[edge], "{edge} by {how:?}");
            }
            if undated == 0 {
                assert_eq!(parts, whole, "{how:?}");
            }
        }
        let names: BTreeSet<&str> = attention.iter().map(|r| r["Period"].as_str()).collect();
        assert!(periods.iter().all(|r| names.contains(r["Period"].as_str())));
        if how[0] == "--slices" {
            assert_eq!(names.len(), 6);
        }
        assert!(made.contains_key("change_points.csv"));
        let mut rows_of = BTreeMap::<(&str, &str), u64>::new();
        for row in periods {
            *rows_of.entry((&row["Source"], &row["Target"])).or_default() += 1;
        }
        for row in periods {
            let once = rows_of[&(&*row["Source"], &*row["Target"])] == 1;
            assert_eq!(row["Status"] == "only", once, "{row:?}");
        }
    }
    assert_eq!(dated.len(), 1);
    // Windows that overlap count articles more than once and are not tested for changes.
    let out = folder.path().join("rolling");
    let made = network(store, &out, &["--window", "30", "--step", "10"]);
    assert!(!made.contains_key("change_points.csv"));
    let twice = sums(&made["attention.csv"], &["Actor"], "Total");
    assert!(twice.values().all(|&total| total > *dated.first().unwrap()));
}

#[test]
fn columns_of_robustness_are_filled_where_they_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let store = sample_store();
    let made = network(store, &folder.path().join("all"), &["--bootstrap", "50"]);
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().ok();
    let edges = &made["edges.csv"];
    assert!(edges.iter().any(|r| r["Fragile"] == "outlet;story"));
    assert!(edges.iter().any(|r| r["Fragile"].is_empty()));
    for row in edges {
        let (weight, without) = (number(row, "Weight"), number(row, "MinWithoutOutlet"));
        assert!(without <= weight);
        // An edge of one article vanishes without it.
        if row["Weight"] == "1" {
            assert!(row["Fragile"].contains("story"), "{row:?}");
        }
        assert_eq!(row["WeightLow"].is_empty(), row["Stories"] == "1");
        assert!(number(row, "SameCommunity").is_some());
    }
    for row in &made["actors.csv"] {
        assert!(number(row, "PageRankLow") <= number(row, "PageRankHigh"));
        assert!(number(row, "RankLow") <= number(row, "RankHigh"));
    }
    let none = network(
        store,
        &folder.path().join("none"),
        &["--leave-one-out", "never"],
    );
    for row in &none["edges.csv"] {
        for column in [
            "OutletShare",
            "MinWithoutOutlet",
            "Fragile",
            "WeightLow",
            "SameCommunity",
        ] {
            assert_eq!(row[column], "", "{column}");
        }
    }
    // Batches that do not fit in memory come out the same.
    let small = network(
        store,
        &folder.path().join("small"),
        &["--bootstrap", "50", "--bootstrap-memory", "1"],
    );
    assert!(small == made, "memory changes a number");
}

#[test]
fn contradicting_periods_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for how in [
        &["--by", "month", "--slices", "3"][..],
        &["--window", "7", "--by", "month"],
        &["--step", "7"],
        &["--slices", "0"],
        &["--window", "0"],
        &["--bootstrap", "-1"],
    ] {
        let mut args = vec!["network", "--store", "x", "-o", text(&out)];
        args.extend(how);
        let output = demarche(&args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{how:?}");
    }
}
