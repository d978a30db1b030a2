//! From articles to tables: `cargo run --release --example analyse -- corpus/articles.jsonl out`
//!
//! Writes the same tables as `demarche analyze` with `--by year --query sanctions`, and prints the pairs that appear together more often
//! than chance would have it.

use std::error::Error;
use std::io::Write;

use demarche::Study;
use demarche::analysis::{AttitudeOptions, IngestOptions, NetworkOptions, Periods};
use demarche::export::Format;
use demarche::model::Period;
use demarche::store::Lens;
use demarche::tables::Cell;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(folder)) = (args.next(), args.next()) else {
        return Err("usage: analyse INPUT FOLDER".into());
    };
    run(&input, &folder, &mut std::io::stdout().lock())
}

/// Reads the articles of `input`, analyses those about sanctions and writes the tables into `folder`.
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
    let edges = study.table("edges").ok_or("there is a network")?;
    for row in 0..edges.rows() {
        if let Cell::Real(q) = edges.cell(row, "Q")
            && q <= 0.05
        {
            let text = |column| match edges.cell(row, column) {
                Cell::Text(text) => text.to_owned(),
                _ => String::new(),
            };
            writeln!(out, "{} and {}: Q = {q}", text("Source"), text("Target"))?;
        }
    }
    Ok(())
}
