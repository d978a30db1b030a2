//! k-cores.

use crate::stats::graph::Graph;

/// The core number of every node: the largest `k` such that it lies in a part of the network where every node has at least
/// `k` neighbours within the part (Seidman 1983). Weights play no role. Linear time (Batagelj & Zaveršnik 2003).
///
/// # Example
///
/// ```
/// # use demarche::stats::{Graph, centrality::core_number::core_numbers};
/// // A triangle with a tail.
/// let graph = Graph::from_edges(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (2, 3, 1.0)])?;
/// assert_eq!(core_numbers(&graph), [2, 2, 2, 1]);
/// # Ok::<(), demarche::stats::GraphError>(())
/// ```
pub fn core_numbers(graph: &Graph) -> Vec<u32> {
    let nodes = graph.nodes();
    let mut degree = graph.degrees();
    let most = degree.iter().max().map_or(0, |&d| d as usize);
    // Nodes sorted by current degree; `start[d]` is where degree d begins.
    let mut start = vec![0_usize; most + 2];
    for &d in &degree {
        start[d as usize + 1] += 1;
    }
    for d in 0..=most {
        start[d + 1] += start[d];
    }
    let mut next = start.clone();
    let mut order = vec![0_u32; nodes];
    let mut place = vec![0_usize; nodes];
    for (v, &d) in degree.iter().enumerate() {
        let at = next[d as usize];
        order[at] = v as u32;
        place[v] = at;
        next[d as usize] += 1;
    }
    for i in 0..nodes {
        let v = order[i];
        for &u in graph.neighbours(v) {
            let d = degree[u as usize];
            if d > degree[v as usize] {
                // Swap u to the front of its degree and let that degree begin one later.
                let front = start[d as usize];
                let (w, at) = (order[front], place[u as usize]);
                order.swap(front, at);
                place[u as usize] = front;
                place[w as usize] = at;
                start[d as usize] += 1;
                degree[u as usize] -= 1;
            }
        }
    }
    degree
}
