//! The library as a program uses it: the examples run, and a study gives the same bytes as the command line.

#![allow(missing_docs)]

#[path = "../examples/analyse.rs"]
#[allow(dead_code, reason = "its main is not called")]
mod analyse;
#[path = "../examples/annotate.rs"]
#[allow(dead_code, reason = "its main is not called")]
mod annotate;
#[path = "../examples/own_tally.rs"]
#[allow(dead_code, reason = "its main is not called")]
mod own_tally;

use std::path::Path;

use crate::common::{articles, assert_same, rows, run, tables, text};
use demarche::Study;
use demarche::analysis::{
    AttitudeOptions, EvidenceOptions, Grouping, IngestOptions, LeaveOneOut, NetworkOptions,
    Periods, StudyOptions,
};
use demarche::export::Format;
use demarche::model::Period;
use demarche::store::{Lens, Store};
use demarche::tables::{Backbone, EdgeRobustness};
use demarche::tally::Level;

fn ingested(folder: &Path) -> Store {
    let options = IngestOptions::default();
    demarche::ingest([articles()], folder.join("store"), &options, &()).unwrap()
}

#[test]
fn a_study_writes_what_analyze_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (command, library) = (folder.path().join("command"), folder.path().join("library"));
    run(&[
        "analyze",
        text(&articles()),
        "-o",
        text(&command),
        "--by",
        "year",
        "--format",
        "csv,graphml",
    ]);
    let store = ingested(&library);
    let study = Study::new(&store)
        .over_time(Periods::Calendar(Period::Year))
        .network(NetworkOptions::default())
        .attitudes(AttitudeOptions::default())
        .evidence(EvidenceOptions::default())
        .rejects()
        .run(&())
        .unwrap();
    study
        .write(&library, &[Format::Csv, Format::Graphml])
        .unwrap();
    let (ours, theirs) = (tables(&library), tables(&command));
    assert!(ours.len() > 8);
    assert_same(&ours, &theirs, "library and command");
    for file in ["manifest.json", "network.graphml"] {
        assert!(
            std::fs::read(library.join(file)).unwrap()
                == std::fs::read(command.join(file)).unwrap(),
            "{file} differs"
        );
    }
    // Robustness, which once was wired in the command line alone.
    let found =
        |holds: fn(&EdgeRobustness<'_>) -> bool| study.edges().any(|e| holds(&e.robustness));
    assert!(found(|r| r.outlet_share.is_some()) && found(|r| r.min_without_outlet.is_some()));
    assert!(found(|r| !r.fragile.is_empty()));
    // Typed rows hold what is written.
    let written = rows(&theirs["edges.csv"]);
    assert_eq!(study.edges().count(), written.len());
    for (edge, row) in study.edges().zip(&written) {
        assert_eq!(
            (edge.source, edge.target),
            (&*row["Source"], &*row["Target"])
        );
        assert_eq!(edge.weight.to_string(), row["Weight"]);
        assert_eq!(edge.npmi, row["NPMI"].parse().ok());
        assert_eq!(edge.robustness.fragile, row["Fragile"]);
    }
    for (table, count) in [
        ("actors", study.actors().count()),
        ("network_summary", study.network_summary().count()),
        ("edges_by_period", study.edges_by_period().count()),
        ("attention", study.attention().count()),
        ("change_points", study.change_points().count()),
        ("stance", study.stance().count()),
        ("tone", study.tone().count()),
        ("evidence", study.evidence().count()),
        ("rejects", study.rejects().count()),
    ] {
        assert_eq!(count, study.table(table).unwrap().rows(), "{table}");
    }
}

#[test]
fn a_study_with_options_writes_what_the_command_with_options_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (command, library) = (folder.path().join("command"), folder.path().join("library"));
    let store = ingested(folder.path());
    run(&[
        "network",
        "--store",
        text(store.path()),
        "-o",
        text(&command),
        "--roll-up",
        "country",
        "--level",
        "window",
        "--span",
        "2",
        "--backbone",
        "consensus",
        "--consensus",
        "2",
        "--leave-one-out",
        "never",
        "--from",
        "2022",
        "--window",
        "90",
        "--seed",
        "7",
    ]);
    let options = StudyOptions {
        lens: Lens {
            from: "2022-01-01".parse().ok(),
            ..Lens::default()
        },
        roll_up: Some(Grouping::Country),
        seed: 7,
        ..StudyOptions::default()
    };
    Study::new(&store)
        .command("network")
        .options(options)
        .over_time(Periods::windows(90))
        .network(NetworkOptions {
            level: Level::Window { span: 2 },
            backbone: Some(Backbone::Consensus { least: 2 }),
            consensus: 2,
            leave_one_out: LeaveOneOut::Never,
            ..NetworkOptions::default()
        })
        .run(&())
        .unwrap()
        .write(&library, &[Format::Csv])
        .unwrap();
    assert_same(&tables(&library), &tables(&command), "library and command");
    let manifest = |folder: &Path| std::fs::read_to_string(folder.join("manifest.json")).unwrap();
    assert_eq!(manifest(&library), manifest(&command));
}

#[test]
fn options_that_cannot_be_met_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = ingested(folder.path());
    for (options, says) in [
        (
            NetworkOptions {
                alpha: 1.0,
                ..NetworkOptions::default()
            },
            "alpha",
        ),
        (
            NetworkOptions {
                resolution: f64::NAN,
                ..NetworkOptions::default()
            },
            "resolution",
        ),
        (
            NetworkOptions {
                backbone: Some(Backbone::Consensus { least: 5 }),
                ..NetworkOptions::default()
            },
            "consensus",
        ),
        (
            NetworkOptions {
                level: Level::Window { span: 0 },
                ..NetworkOptions::default()
            },
            "span",
        ),
    ] {
        let error = Study::new(&store).network(options).run(&()).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
    let empty = Periods::windows(0);
    let error = Study::new(&store).over_time(empty).run(&()).unwrap_err();
    assert!(error.to_string().contains("at least 1 day"), "{error}");
}

#[test]
fn the_examples_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut said = Vec::new();
    analyse::run(text(&articles()), text(&out), &mut said).unwrap();
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains(" and "), "{said}");
    assert!(out.join("network.gexf").exists() && out.join("stance.csv").exists());

    let mut counted = Vec::new();
    own_tally::run(text(&out.join("store")), &mut counted).unwrap();
    let counted = rows(&counted);
    let sum = |column: &str| -> u64 {
        counted
            .iter()
            .map(|row| row[column].parse::<u64>().unwrap())
            .sum()
    };
    assert!(0 < sum("first") && sum("first") < sum("articles"));

    let mut found = Vec::new();
    annotate::run("Russia sharply criticised Japan.", &mut found).unwrap();
    let found = String::from_utf8(found).unwrap();
    assert!(
        found.starts_with("Russia: RUS (actor)\nJapan: JPN (actor)\nRUS towards JPN: -"),
        "{found}"
    );
}

/// The words of options on the command line are those of the manifest.
#[cfg(feature = "cli")]
#[test]
fn options_have_one_name() {
    fn check<T: clap::ValueEnum + serde::Serialize + std::fmt::Debug>() {
        for value in T::value_variants() {
            let typed = value.to_possible_value().unwrap();
            let written = serde_json::to_value(value).unwrap();
            assert_eq!(written, typed.get_name(), "{value:?}");
        }
    }
    check::<Period>();
    check::<Grouping>();
    check::<LeaveOneOut>();
    check::<demarche::store::Dedup>();
    check::<demarche::tally::Readings>();
    check::<demarche::stats::leiden::Quality>();
    check::<demarche::tables::Ranking>();
    check::<demarche::tables::SdsmChoice>();
    check::<demarche::tables::PathsChoice>();
    for (format, name) in Format::ALL.iter().map(|f| (f, f.name())) {
        let typed = clap::ValueEnum::to_possible_value(format).unwrap();
        assert_eq!(typed.get_name(), name);
    }
    for correction in demarche::stats::Correction::ALL {
        let typed = clap::ValueEnum::to_possible_value(&correction).unwrap();
        assert_eq!(typed.get_name(), correction.name());
    }
}
