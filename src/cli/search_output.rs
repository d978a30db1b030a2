//! Results of a search as workbooks, and as cells of rows.

use std::path::Path;

use serde_json::{Value, json};

use crate::export::{ExportOptions, Format, outputs, write_atomically_with};
use crate::tables::Table;

use crate::cli::args::{RowFormat, SearchFormat};

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
