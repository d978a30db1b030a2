//! Where the results of a search go: terminal, file, workbook.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::export::{ExportOptions, Format, PartialFile, outputs, write_atomically_with};
use crate::tables::Table;

use crate::cli::args::{self, RowFormat, SearchFormat};

/// What rows of a machine-readable format are written to.
pub(super) fn to_output(
    args: &args::Search,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if let Some(path) = &args.output {
        let mut file = PartialFile::create(path)?;
        write(&mut file)?;
        Ok(file.finish()?)
    } else {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        write(&mut out)?;
        Ok(out.flush()?)
    }
}

/// Writes a table as a workbook.
pub(super) fn workbook(path: &Path, table: Table) -> anyhow::Result<()> {
    let tables = [table];
    let options = ExportOptions::default();
    for output in outputs(Format::Xlsx, &tables, &options) {
        write_atomically_with(path, |sink| output.write(sink))?;
    }
    Ok(())
}

pub(super) fn row_format(format: SearchFormat) -> RowFormat {
    match format {
        SearchFormat::Csv => RowFormat::Csv,
        SearchFormat::Jsonl => RowFormat::Jsonl,
        SearchFormat::Table | SearchFormat::Xlsx => RowFormat::Table,
    }
}

pub(super) fn text(value: &str) -> Value {
    if value.is_empty() {
        Value::Null
    } else {
        json!(value)
    }
}
