//! Connected components.

use crate::stats::graph::Graph;

/// The connected component of every node, numbered from 0: the largest first, ties by smallest node.
///
/// # Example
///
/// ```
/// # use demarche::stats::{Graph, centrality::components::components};
/// let graph = Graph::from_edges(4, &[(1, 2, 1.0), (2, 3, 1.0)])?;
/// assert_eq!(components(&graph), [1, 0, 0, 0]);
/// # Ok::<(), demarche::stats::GraphError>(())
/// ```
pub fn components(graph: &Graph) -> Vec<u32> {
    const NONE: u32 = u32::MAX;
    let mut component = vec![NONE; graph.nodes()];
    let mut sizes: Vec<usize> = Vec::new();
    let mut stack = Vec::new();
    for start in 0..graph.nodes() as u32 {
        if component[start as usize] != NONE {
            continue;
        }
        let label = sizes.len() as u32;
        let mut size = 0;
        component[start as usize] = label;
        stack.push(start);
        while let Some(v) = stack.pop() {
            size += 1;
            for &u in graph.neighbours(v) {
                if component[u as usize] == NONE {
                    component[u as usize] = label;
                    stack.push(u);
                }
            }
        }
        sizes.push(size);
    }
    // Labels were given in order of smallest node, so a stable sort by size breaks ties that way.
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&c| std::cmp::Reverse(sizes[c]));
    let mut name = vec![0; sizes.len()];
    for (new, &old) in order.iter().enumerate() {
        name[old] = new as u32;
    }
    component.into_iter().map(|c| name[c as usize]).collect()
}
