//! CSV: RFC 4180, UTF-8, lines end with `\n`.

use std::borrow::Cow;

use crate::tables::{Cell, Table, write_integer, write_real};

use super::atomic::Text;
use super::{ExportError, ExportOptions, Sink};

/// The byte order mark by which Excel knows UTF-8.
const BOM: &str = "\u{feff}";

/// Characters with which a formula begins, in the forms that spreadsheets take for one.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text that no spreadsheet runs as a formula: one that begins with `=`, `+`, `-` or `@` (also full-width, also after control
/// characters, which spreadsheets drop), a tab or a carriage return gets an apostrophe in front.
///
/// # Example
///
/// ```
/// # use demarche::export::safe_text;
/// assert_eq!(safe_text("=1+1"), "'=1+1");
/// assert_eq!(safe_text("\0=1+1"), "'\0=1+1");
/// assert_eq!(safe_text("1+1"), "1+1");
/// ```
pub fn safe_text(text: &str) -> Cow<'_, str> {
    let shown = text.trim_start_matches(|c: char| c.is_control() || c == '\u{feff}');
    if text.starts_with(['\t', '\r']) || shown.starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text as a CSV file has it: [`safe_text`], in quotation marks where it contains a comma, a quotation mark or a line end, or a
/// semicolon or a tab, which some spreadsheets take for the separator.
///
/// # Example
///
/// ```
/// # use demarche::export::csv_text;
/// assert_eq!(csv_text("a;b"), "\"a;b\"");
/// assert_eq!(csv_text("say \"a\""), "\"say \"\"a\"\"\"");
/// assert_eq!(csv_text("a b"), "a b");
/// ```
pub fn csv_text(text: &str) -> Cow<'_, str> {
    let safe = safe_text(text);
    if safe.contains([',', '"', '\n', '\r', ';', '\t']) {
        Cow::Owned(format!("\"{}\"", safe.replace('"', "\"\"")))
    } else {
        safe
    }
}

pub(super) fn write(
    table: &Table,
    options: &ExportOptions<'_>,
    sink: Sink<'_>,
) -> Result<(), ExportError> {
    let mut out = Text::new(sink);
    if options.excel {
        out.push(BOM);
    }
    for (i, column) in table.columns().iter().enumerate() {
        out.push(if i == 0 { "" } else { "," });
        out.push(column.spec.name);
    }
    out.push("\n");
    for row in 0..table.rows() {
        for (i, column) in table.columns().iter().enumerate() {
            out.push(if i == 0 { "" } else { "," });
            match column.cell(row) {
                Cell::Text(text) => out.push(&csv_text(text)),
                Cell::Integer(n) => write_integer(&mut out.buffer, n),
                Cell::Real(x) => write_real(&mut out.buffer, x),
                Cell::Empty => {}
            }
        }
        out.push("\n");
        out.flush_if_large()?;
    }
    out.flush()?;
    Ok(())
}
