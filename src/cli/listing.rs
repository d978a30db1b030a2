//! A table printed as rows: for reading, as CSV, as JSON Lines.

use std::io::Write;

use serde_json::{Value, json};

use crate::tables::{Cell, Table};

use crate::cli::args::{RowArgs, RowFormat};
use crate::cli::output::{self, visible_line};

/// Prints the first `limit` rows to a file or to standard output; how many they are.
pub fn print(args: &RowArgs, table: &Table, limit: Option<usize>) -> anyhow::Result<usize> {
    let shown = table.rows().min(limit.unwrap_or(usize::MAX));
    let write = |out: &mut dyn Write| write_rows(out, args.format, table, shown);
    output::to_file_or_stdout(args.output.as_deref(), write)?;
    Ok(shown)
}

fn write_rows(
    out: &mut dyn Write,
    format: RowFormat,
    table: &Table,
    shown: usize,
) -> anyhow::Result<()> {
    let columns: Vec<&str> = table.columns().iter().map(|c| c.spec.name).collect();
    if format == RowFormat::Table {
        return for_reading(out, table, &columns, shown);
    }
    let cell = |row: usize, name: &&str| match table.cell(row, name) {
        Cell::Text(text) => json!(text),
        Cell::Integer(n) => json!(n),
        Cell::Real(x) => json!(x),
        Cell::Empty => Value::Null,
    };
    let rows = (0..shown).map(|row| columns.iter().map(|name| cell(row, name)).collect());
    output::rows(out, format, &columns, rows)
}

/// Columns below their headings: text to the left, numbers to the right with two decimals.
fn for_reading(
    out: &mut dyn Write,
    table: &Table,
    columns: &[&str],
    shown: usize,
) -> anyhow::Result<()> {
    let text = |row: usize, name: &str| match table.cell(row, name) {
        Cell::Text(text) => visible_line(text),
        Cell::Integer(n) => n.to_string(),
        Cell::Real(x) if x != 0.0 && x.abs() < 0.005 => format!("{x:.1e}"),
        Cell::Real(x) => format!("{x:.2}"),
        Cell::Empty => "-".to_owned(),
    };
    let is_text = |name: &str| matches!(table.cell(0, name), Cell::Text(_));
    let mut lines = vec![
        columns
            .iter()
            .map(|c| (*c).to_owned())
            .collect::<Vec<String>>(),
    ];
    lines.extend((0..shown).map(|row| columns.iter().map(|name| text(row, name)).collect()));
    let width = |at: usize| lines.iter().map(|line| line[at].chars().count()).max();
    let widths: Vec<usize> = (0..columns.len())
        .map(|at| width(at).unwrap_or(0))
        .collect();
    let mut out = output::People(out);
    for line in &lines {
        let cells = line.iter().zip(&widths).zip(columns);
        let cells = cells.map(|((cell, &width), name)| {
            if shown > 0 && is_text(name) {
                format!("{cell:<width$}")
            } else {
                format!("{cell:>width$}")
            }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
