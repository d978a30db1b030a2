//! Pajek's `.net`: vertices by number, named by their id.

use std::collections::BTreeMap;

use crate::tables::write_integer;

use super::atomic::Text;
use super::network::{Network, text};
use super::{ExportError, Sink};

pub(super) fn write(network: &Network<'_>, sink: Sink<'_>) -> Result<(), ExportError> {
    let (actors, edges) = (network.actors.as_ref(), network.edges);
    let mut out = Text::new(sink);
    let mut numbers = BTreeMap::new();
    out.push("*Vertices ");
    write_integer(&mut out.buffer, actors.rows() as i64);
    out.push("\n");
    for row in 0..actors.rows() {
        let id = text(actors, row, "Id");
        numbers.insert(id, row as i64 + 1);
        write_integer(&mut out.buffer, row as i64 + 1);
        // The format knows no escape for quotes and line ends.
        out.push(" \"");
        out.buffer.extend(id.chars().map(|c| match c {
            '"' => '\'',
            c if c.is_control() => ' ',
            c => c,
        }));
        out.push("\"\n");
        out.flush_if_large()?;
    }
    out.push(if network.directed {
        "*Arcs\n"
    } else {
        "*Edges\n"
    });
    for row in 0..edges.rows() {
        let number = |column| numbers.get(text(edges, row, column)).copied();
        let (Some(source), Some(target)) = (number("Source"), number("Target")) else {
            continue;
        };
        for (n, after) in [(source, " "), (target, " "), (network.weight(row), "\n")] {
            write_integer(&mut out.buffer, n);
            out.push(after);
        }
        out.flush_if_large()?;
    }
    out.flush()?;
    Ok(())
}
