//! `demarche keyness`: words that tell two sets of articles apart.

use std::io::Write;

use anyhow::bail;
use serde_json::{Value, json};

use crate::analysis::{KeynessOptions, ModelOptions, keyness, settled};
use crate::export::PartialFile;
use crate::store::{Lens, Store};
use crate::tables::{Cell, Table};

use crate::cli::args::{self, General, RowFormat};
use crate::cli::progress::Progress;
use crate::cli::{output, setup};

/// Counts and prints.
pub fn run(general: &General, args: &args::Keyness) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let dictionary = ModelOptions::with_files(&args.dictionary).dictionary()?;
    let target = setup::lens(general, &store, &dictionary, &args.lens.lens())?;
    if target.is_open() {
        bail!(
            "every article is asked about, so none is left to compare with; give a --query or another part of a lens"
        );
    }
    let against = Lens {
        query: args.against.clone().unwrap_or_default(),
        ..Lens::default()
    };
    let options = KeynessOptions {
        target,
        reference: settled(&store, &dictionary, &against)?,
        least: args.least,
        threads: general.threads(),
    };
    let table = keyness(&store, &options, &Progress::new(general))?;
    if let Some(path) = &args.output {
        let mut file = PartialFile::create(path)?;
        print(&mut file, args, &table)?;
        file.finish()?;
    } else {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        print(&mut out, args, &table)?;
        out.flush()?;
    }
    let n = |n: usize| output::number(n as u64);
    let shown = table.rows().min(args.limit.unwrap_or(usize::MAX));
    output::say(
        general,
        format_args!("{} of {} words", n(shown), n(table.rows())),
    );
    Ok(())
}

fn print(out: &mut dyn Write, args: &args::Keyness, table: &Table) -> anyhow::Result<()> {
    let shown = table.rows().min(args.limit.unwrap_or(usize::MAX));
    if args.format == RowFormat::Table {
        let mut out = output::People(out);
        for row in 0..shown {
            let number = |name: &str| match table.cell(row, name) {
                Cell::Integer(n) => n.to_string(),
                Cell::Real(x) => format!("{x:.2}"),
                _ => "-".to_owned(),
            };
            let word = match table.cell(row, "Word") {
                Cell::Text(word) => output::visible_line(word),
                _ => String::new(),
            };
            let (own, other) = (number("Target"), number("Reference"));
            let (g2, ratio) = (number("G2"), number("LogRatio"));
            writeln!(
                out,
                "{word:<24} {own:>8} {other:>8}  G2 {g2:>10}  log ratio {ratio:>6}"
            )?;
        }
        return Ok(());
    }
    let columns: Vec<&str> = table.columns().iter().map(|c| c.spec.name).collect();
    let cell = |row: usize, name: &&str| match table.cell(row, name) {
        Cell::Text(text) => json!(text),
        Cell::Integer(n) => json!(n),
        Cell::Real(x) => json!(x),
        Cell::Empty => Value::Null,
    };
    let rows = (0..shown).map(|row| columns.iter().map(|name| cell(row, name)).collect());
    output::rows(out, args.format, &columns, rows)
}
