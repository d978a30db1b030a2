//! The disparity filter (Serrano, Boguñá & Vespignani 2009, "Extracting the multiscale backbone of complex weighted
//! networks").

use crate::stats::graph::Graph;
use crate::stats::math::{exp, ln_1p};

/// α of one edge seen from one end: `(1 - w/s)^(k-1)`, the probability that one of `k` parts of a stick of length `s`,
/// broken at random, is at least `w`. An end with a single edge says nothing about it: α = 1.
pub fn alpha(weight: f64, strength: f64, degree: usize) -> f64 {
    if degree <= 1 {
        return 1.0;
    }
    let share = weight / strength;
    if share >= 1.0 {
        0.0
    } else {
        exp((degree - 1) as f64 * ln_1p(-share))
    }
}

/// α of every edge from its source and from its target, in the order of [`Graph::edges`].
pub fn alphas_of_both_ends(graph: &Graph) -> Vec<[f64; 2]> {
    let strength = graph.strengths();
    let from = |node: u32, weight: f64| alpha(weight, strength[node as usize], graph.degree(node));
    graph
        .edges()
        .map(|(u, v, w)| [from(u, w), from(v, w)])
        .collect()
}

/// α of every edge: the smaller of both ends, in the order of [`Graph::edges`]. An edge stays in the backbone of level a
/// if its α < a. Seen from one end α is uniform where strength is divided at random; the smaller of two is at or below a in up to
/// `1 - (1 - a)²` of such edges, 9.75 % for a = 0.05.
///
/// # Example
///
/// ```
/// # use demarche::stats::{Graph, backbone::disparity::alphas};
/// let star = Graph::from_edges(4, &[(0, 1, 8.0), (0, 2, 1.0), (0, 3, 1.0)])?;
/// let alpha = alphas(&star);
/// assert!((alpha[0] - 0.04).abs() < 1e-15); // (1 - 8/10)²
/// # Ok::<(), demarche::stats::GraphError>(())
/// ```
pub fn alphas(graph: &Graph) -> Vec<f64> {
    alphas_of_both_ends(graph)
        .into_iter()
        .map(|[a, b]| a.min(b))
        .collect()
}

#[cfg(test)]
mod tests;
