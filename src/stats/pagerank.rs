//! `PageRank` on an undirected weighted graph (Brin & Page 1998).

use super::graph::Graph;

/// The share of steps that follow an edge; the rest jump to a node at random.
pub const DAMPING: f64 = 0.85;
/// The iteration ends when the ranks of all nodes together moved by less than this.
pub const TOLERANCE: f64 = 1e-12;
/// The iteration ends after this many rounds at the latest; 0.85²⁰⁰ < 1e-14.
pub const MAX_ITERATIONS: usize = 200;

/// The rank of every node, summing to 1: the share of time a walker spends there who follows edges in proportion to
/// their weights and, with probability `1 -` [`DAMPING`], jumps anywhere. A node without edges jumps anywhere always.
/// Empty for a graph without nodes. `O(iterations × edges)`.
///
/// # Example
///
/// ```
/// # use demarche::stats::{Graph, pagerank::pagerank};
/// let star = Graph::from_edges(3, &[(0, 1, 1.0), (0, 2, 1.0)])?;
/// let rank = pagerank(&star);
/// assert!(rank[0] > rank[1] && rank[1] == rank[2]);
/// # Ok::<(), demarche::stats::GraphError>(())
/// ```
pub fn pagerank(graph: &Graph) -> Vec<f64> {
    let nodes = graph.nodes();
    if nodes == 0 {
        return Vec::new();
    }
    let uniform = 1.0 / nodes as f64;
    let strength = graph.strengths();
    let mut rank = vec![uniform; nodes];
    let mut share = vec![0.0; nodes];
    for _ in 0..MAX_ITERATIONS {
        let mut dangling = 0.0;
        for v in 0..nodes {
            if strength[v] > 0.0 {
                share[v] = rank[v] / strength[v];
            } else {
                dangling += rank[v];
            }
        }
        let base = (1.0 - DAMPING + DAMPING * dangling) * uniform;
        let mut moved = 0.0;
        for (v, rank) in rank.iter_mut().enumerate() {
            let inflow: f64 = graph
                .edges_of(v as u32)
                .map(|(u, w)| w * share[u as usize])
                .sum();
            let new = base + DAMPING * inflow;
            moved += (new - *rank).abs();
            *rank = new;
        }
        if moved < TOLERANCE {
            break;
        }
    }
    rank
}

#[cfg(test)]
mod tests;
