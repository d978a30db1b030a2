//! Do nodes of many edges tie to each other?

use crate::stats::graph::Graph;

/// Degree assortativity: Pearson's correlation of the degrees at both ends of an edge (Newman 2002, equation 4), in [-1, 1]. Positive
/// where busy nodes tie to busy nodes. `None` without edges or where all ends have the same degree.
///
/// # Example
///
/// ```
/// # use demarche::stats::{Graph, centrality::assortativity::degree_assortativity};
/// let star = Graph::from_edges(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)])?;
/// assert_eq!(degree_assortativity(&star), Some(-1.0));
/// # Ok::<(), demarche::stats::GraphError>(())
/// ```
pub fn degree_assortativity(graph: &Graph) -> Option<f64> {
    // Sums over both directions of every edge, in whole numbers and so exact: Σ jk, Σ k, Σ k².
    let (mut products, mut sum, mut squares) = (0_u128, 0_u128, 0_u128);
    for v in 0..graph.nodes() as u32 {
        let k = graph.degree(v) as u128;
        sum += k * k;
        squares += k * k * k;
        for &u in graph.neighbours(v) {
            products += k * graph.degree(u) as u128;
        }
    }
    let ends = 2 * graph.edge_count() as u128;
    let spread = ends * squares - sum * sum;
    let shared = (ends * products) as i128 - (sum * sum) as i128;
    (spread > 0).then(|| shared as f64 / spread as f64)
}
