//! CSV: RFC 4180, UTF-8, lines end with `\n`.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::tables::{Cell, Table, write_integer, write_real};

use super::{ExportError, ExportOptions, Sink};

/// The byte order mark by which Excel knows UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// A text that no spreadsheet runs as a formula: one that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an
/// apostrophe in front.
///
/// # Example
///
/// ```
/// # use demarche::export::safe_text;
/// assert_eq!(safe_text("=1+1"), "'=1+1");
/// assert_eq!(safe_text("1+1"), "1+1");
/// ```
pub fn safe_text(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

pub(super) fn write(
    table: &Table,
    options: &ExportOptions<'_>,
    sink: Sink<'_>,
) -> Result<(), ExportError> {
    if options.excel {
        sink.write_all(BOM)?;
    }
    let mut out = WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .quote_style(QuoteStyle::Necessary)
        .from_writer(sink);
    out.write_record(table.columns().iter().map(|column| column.spec.name))?;
    let mut number = String::new();
    for row in 0..table.rows() {
        for column in table.columns() {
            number.clear();
            match column.cell(row) {
                Cell::Text(text) => out.write_field(safe_text(text).as_bytes())?,
                Cell::Integer(n) => {
                    write_integer(&mut number, n);
                    out.write_field(&number)?;
                }
                Cell::Real(x) => {
                    write_real(&mut number, x);
                    out.write_field(&number)?;
                }
                Cell::Empty => out.write_field("")?,
            }
        }
        out.write_record(None::<&[u8]>)?;
    }
    out.flush()?;
    Ok(())
}
