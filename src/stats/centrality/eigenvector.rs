//! Eigenvector centrality.

use crate::stats::graph::Graph;

/// The iteration ends when all entries of the unit vector together move by less than this per node.
pub const TOLERANCE: f64 = 1e-12;
/// The iteration is given up after this many rounds, …
pub const MAX_ITERATIONS: usize = 20_000;
/// … in networks of more than 100,000 edges after so many edges looked at, but not before 100 rounds.
const EDGE_VISITS: usize = 2_000_000_000;

/// The eigenvector of the largest eigenvalue of the weight matrix (Bonacich 1972), not negative, of Euclidean length 1.
///
/// `None` without edges, or where two components are so alike that the iteration does not settle. Nodes outside the component
/// of the largest eigenvalue tend to 0. Power iteration on the matrix shifted by the mean strength, which bipartite
/// networks need.
pub fn eigenvector(graph: &Graph) -> Option<Vec<f64>> {
    let nodes = graph.nodes();
    if graph.edge_count() == 0 {
        return None;
    }
    let shift = 2.0 * graph.total_weight() / nodes as f64;
    let mut vector = vec![1.0 / (nodes as f64).sqrt(); nodes];
    let affordable = (EDGE_VISITS / graph.edge_count()).max(100);
    for _ in 0..MAX_ITERATIONS.min(affordable) {
        let mut next: Vec<f64> = (0..nodes)
            .map(|v| {
                shift * vector[v]
                    + graph
                        .edges_of(v as u32)
                        .map(|(u, w)| w * vector[u as usize])
                        .sum::<f64>()
            })
            .collect();
        let length = next.iter().map(|x| x * x).sum::<f64>().sqrt();
        let mut moved = 0.0;
        for (new, old) in next.iter_mut().zip(&vector) {
            *new /= length;
            moved += (*new - old).abs();
        }
        vector = next;
        if moved < TOLERANCE * nodes as f64 {
            return Some(vector);
        }
    }
    None
}
