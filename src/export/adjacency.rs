//! The network as a square table of weights, for R, UCINET and whoever thinks in matrices.

use ndarray::Array2;

use super::network::{Network, integer, text};
use super::{ExportError, Sink};

/// Actors that a matrix may have: its size grows with their square.
pub(super) const MOST: usize = 5_000;

/// Weights of all pairs, symmetric, in the order of the actors; 0 where two never meet.
///
/// # Errors
/// There are more than [`MOST`] actors.
fn matrix(network: &Network<'_>) -> Result<Array2<i64>, ExportError> {
    let (actors, edges) = (network.actors, network.edges);
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
            let weight = integer(edges, row, "Weight");
            weights[[a, b]] = weight;
            weights[[b, a]] = weight;
        }
    }
    Ok(weights)
}

/// Writes `adjacency.csv`: a header of ids, then a row per actor, its id first.
pub(super) fn write(network: &Network<'_>, sink: Sink<'_>) -> Result<(), ExportError> {
    let weights = matrix(network)?;
    let mut out = ::csv::WriterBuilder::new().from_writer(sink);
    let ids = (0..network.actors.rows())
        .map(|row| super::csv::safe_text(text(network.actors, row, "Id")));
    let ids: Vec<_> = ids.collect();
    out.write_field("Id")?;
    for id in &ids {
        out.write_field(id.as_bytes())?;
    }
    out.write_record(None::<&[u8]>)?;
    for (id, row) in ids.iter().zip(weights.rows()) {
        out.write_field(id.as_bytes())?;
        for weight in row {
            out.write_field(weight.to_string())?;
        }
        out.write_record(None::<&[u8]>)?;
    }
    out.flush()?;
    Ok(())
}
