//! The network as a square table of weights, for R, UCINET and whoever thinks in matrices.

use ndarray::Array2;

use crate::tables::write_integer;

use super::atomic::Text;
use super::csv::csv_text;
use super::network::{Network, text};
use super::{ExportError, Sink};

/// Actors that a matrix may have: its size grows with their square.
pub(super) const MOST: usize = 5_000;

/// Weights of all pairs, in the order of the actors, symmetric unless edges have a direction; 0 where there is no edge.
///
/// # Errors
/// There are more than [`MOST`] actors.
fn matrix(network: &Network<'_>) -> Result<Array2<i64>, ExportError> {
    let (actors, edges) = (network.actors.as_ref(), network.edges);
    let n = actors.rows();
    if n > MOST {
        return Err(ExportError::TooManyActors { actors: n });
    }
    let mut weights = Array2::zeros((n, n));
    // Actors are sorted by id.
    let ids: Vec<&str> = (0..n).map(|row| text(actors, row, "Id")).collect();
    let place = |id: &str| ids.binary_search(&id).ok();
    for row in 0..edges.rows() {
        let ends = (
            place(text(edges, row, "Source")),
            place(text(edges, row, "Target")),
        );
        if let (Some(a), Some(b)) = ends {
            let weight = network.weight(row);
            weights[[a, b]] = weight;
            if !network.directed {
                weights[[b, a]] = weight;
            }
        }
    }
    Ok(weights)
}

/// Writes `adjacency.csv`: a header of ids, then a row per actor, its id first.
pub(super) fn write(network: &Network<'_>, sink: Sink<'_>) -> Result<(), ExportError> {
    let weights = matrix(network)?;
    let mut out = Text::new(sink);
    let ids = (0..network.actors.rows()).map(|row| csv_text(text(&network.actors, row, "Id")));
    let ids: Vec<_> = ids.collect();
    out.push("Id");
    for id in &ids {
        out.push(",");
        out.push(id);
    }
    out.push("\n");
    for (id, row) in ids.iter().zip(weights.rows()) {
        out.push(id);
        for &weight in row {
            out.push(",");
            write_integer(&mut out.buffer, weight);
        }
        out.push("\n");
        out.flush_if_large()?;
    }
    out.flush()?;
    Ok(())
}
