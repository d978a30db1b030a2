//! Closeness: how near a node is to all it can reach.

use super::components::components;
use super::paths::Search;
use super::{Length, PIVOTS, pivots};
use crate::stats::graph::Graph;

/// Closeness of every node, `(r-1)/(n-1) · (r-1)/Σd` with `r` nodes in its component and `Σd` the distances to them (Wasserman &
/// Faust 1994, equation 5.22, for networks in several pieces). `None` for nodes without edges.
///
/// Exact to [`EXACT_NODES`](super::EXACT_NODES) nodes; beyond, `Σd` is estimated from the distances to [`PIVOTS`] nodes drawn by `seed` (Eppstein &
/// Wang 2004), `None` where no drawn node lies in the component.
pub fn closeness(graph: &Graph, length: Length, seed: u64) -> Vec<Option<f64>> {
    let nodes = graph.nodes();
    let sources = pivots(nodes, PIVOTS, seed);
    let mut sum = vec![0.0; nodes];
    let mut search = Search::new(nodes);
    for &source in &sources {
        search.run(graph, length, source);
        for &v in &search.order {
            sum[v as usize] += search.distance[v as usize];
        }
    }
    from_distances(graph, &sources, &sum)
}

/// [`closeness`] from the sums of each node's distances to `sources`, all nodes or some drawn without repeats.
///
/// # Panics
///
/// If a source is out of range or there are fewer sums than nodes.
pub fn from_distances(graph: &Graph, sources: &[u32], sum: &[f64]) -> Vec<Option<f64>> {
    let nodes = graph.nodes();
    let component = components(graph);
    let mut size = vec![0_u64; nodes];
    for &c in &component {
        size[c as usize] += 1;
    }
    let mut drawn = vec![0_u64; nodes];
    let mut own = vec![0_u64; nodes];
    for &source in sources {
        drawn[component[source as usize] as usize] += 1;
        own[source as usize] = 1;
    }
    (0..nodes)
        .map(|v| {
            let c = component[v] as usize;
            let others = (size[c] - 1) as f64;
            let seen = (drawn[c] - own[v]) as f64;
            (others > 0.0 && seen > 0.0).then(|| {
                let total = sum[v] * (others / seen);
                others / (nodes as f64 - 1.0) * (others / total)
            })
        })
        .collect()
}
