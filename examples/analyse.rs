//! From articles to tables: `cargo run --release --example analyse -- corpus/articles.jsonl out`
//!
//! Writes the network and the attitudes of the articles about sanctions, by year, and prints the pairs of actors that appear together in
//! several of them.

use std::error::Error;
use std::io::Write;

use demarche::Study;
use demarche::analysis::{AttitudeOptions, IngestOptions, NetworkOptions, Periods};
use demarche::export::Format;
use demarche::model::Period;
use demarche::store::Lens;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(folder)) = (args.next(), args.next()) else {
        return Err("usage: analyse INPUT FOLDER".into());
    };
    run(&input, &folder, &mut std::io::stdout().lock())
}

/// Reads the articles of `input`, analyses those about sanctions and writes the tables into `folder`.
///
/// # Errors
/// An input cannot be read or a table cannot be written.
pub fn run(input: &str, folder: &str, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    // Dates, dictionary and memory: the defaults are those of the command line.
    let store = demarche::ingest(
        [input],
        format!("{folder}/store"),
        &IngestOptions::default(),
        &(),
    )?;
    let lens = Lens {
        query: "sanctions".to_owned(),
        ..Lens::default()
    };
    let study = Study::new(&store)
        .lens(lens)
        .over_time(Periods::Calendar(Period::Year))
        .network(NetworkOptions::default())
        .attitudes(AttitudeOptions::default())
        .run(&())?;
    study.write(folder, &[Format::Csv, Format::Gexf])?;
    for note in &study.manifest().notes {
        writeln!(out, "note: {note}")?;
    }
    for edge in study.edges().filter(|edge| edge.weight >= 3) {
        let (source, target) = (edge.source, edge.target);
        let expected = edge.expected.unwrap_or(f64::NAN);
        writeln!(
            out,
            "{source} and {target}: {} articles, {expected} expected",
            edge.weight
        )?;
    }
    Ok(())
}
