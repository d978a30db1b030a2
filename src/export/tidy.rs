//! Pairs and how often each occurs, as R's `widyr::pairwise_count` gives them.

use crate::tables::write_integer;

use super::atomic::Text;
use super::csv::csv_text;
use super::network::{Network, text};
use super::{ExportError, Sink};

/// Writes `item1,item2,n`, sorted by both; `n` is the edge's weight.
///
/// A pair without direction stands in both directions, as `pairwise_count` has it unless told `upper = FALSE`, so that the rows with an actor as
/// `item1` are all its partners. `edges.csv` has each pair once; the sum of `n` is twice that of its weights.
pub(super) fn write(network: &Network<'_>, sink: Sink<'_>) -> Result<(), ExportError> {
    let edges = network.edges;
    let mut rows: Vec<(&str, &str, i64)> = Vec::with_capacity(2 * edges.rows());
    for row in 0..edges.rows() {
        let (a, b) = (text(edges, row, "Source"), text(edges, row, "Target"));
        let n = network.weight(row);
        rows.push((a, b, n));
        if !network.directed {
            rows.push((b, a, n));
        }
    }
    rows.sort_unstable();
    let mut out = Text::new(sink);
    out.push("item1,item2,n\n");
    for (a, b, n) in rows {
        out.push(&csv_text(a));
        out.push(",");
        out.push(&csv_text(b));
        out.push(",");
        write_integer(&mut out.buffer, n);
        out.push("\n");
        out.flush_if_large()?;
    }
    out.flush()?;
    Ok(())
}
