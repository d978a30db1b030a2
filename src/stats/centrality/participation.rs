//! How far a node's ties reach beyond its own community.

use crate::stats::graph::Graph;

/// Participation coefficient of every node, `1 - Σ_c (s_vc / s_v)²` with `s_vc` the strength towards community `c` (Guimerà &
/// Amaral 2005): 0 if all ties stay in one community, towards 1 if spread over many. `None` for nodes without edges.
///
/// # Panics
///
/// If `community` is shorter than the number of nodes.
pub fn participation(graph: &Graph, community: &[u32]) -> Vec<Option<f64>> {
    let count = community.iter().max().map_or(0, |&c| c as usize + 1);
    let mut towards = vec![0.0; count];
    (0..graph.nodes() as u32)
        .map(|v| {
            let strength = graph.strength(v);
            for (u, w) in graph.edges_of(v) {
                towards[community[u as usize] as usize] += w;
            }
            let mut squares = 0.0;
            for &u in graph.neighbours(v) {
                // Each community once: its sum is taken out as it is used.
                let sum = std::mem::take(&mut towards[community[u as usize] as usize]) / strength;
                squares += sum * sum;
            }
            (strength > 0.0).then(|| (1.0 - squares).max(0.0))
        })
        .collect()
}
