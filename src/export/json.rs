//! JSON: an array with an object for each row, a line each; a missing value is `null`.

use crate::tables::{Cell, Table, write_integer, write_real};

use super::atomic::Text;
use super::{ExportError, ExportOptions, Sink};

pub(super) fn write(
    table: &Table,
    _: &ExportOptions<'_>,
    sink: Sink<'_>,
) -> Result<(), ExportError> {
    let mut out = Text::new(sink);
    let keys: Vec<String> = table
        .columns()
        .iter()
        .map(|column| serde_json::to_string(column.spec.name))
        .collect::<Result<_, _>>()?;
    out.push("[");
    for row in 0..table.rows() {
        out.push(if row == 0 { "\n{" } else { ",\n{" });
        for (i, (key, column)) in keys.iter().zip(table.columns()).enumerate() {
            if i > 0 {
                out.push(",");
            }
            out.push(key);
            out.push(":");
            match column.cell(row) {
                Cell::Text(text) => out.push(&serde_json::to_string(text)?),
                Cell::Integer(n) => write_integer(&mut out.buffer, n),
                Cell::Real(x) => write_real(&mut out.buffer, x),
                Cell::Empty => out.push("null"),
            }
        }
        out.push("}");
        out.flush_if_large()?;
    }
    out.push("\n]\n");
    out.flush()?;
    Ok(())
}
