//! Where a node stands in a network: distances, cores, components, neighbourhoods.
//!
//! Degree and strength are methods of [`Graph`](super::Graph); `PageRank` is in [`pagerank`](super::pagerank).

pub mod assortativity;
pub mod betweenness;
pub mod closeness;
pub mod clustering;
pub mod components;
pub mod core_number;
pub mod eigenvector;
pub mod participation;
mod paths;

use super::random::Random;

/// Networks up to this many nodes have betweenness and closeness computed from every node, larger ones from a sample.
pub const EXACT_NODES: usize = 5_000;
/// Nodes sampled in larger networks unless the caller says otherwise.
pub const PIVOTS: usize = 256;

/// What an edge costs on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Length {
    /// Every edge counts 1.
    #[default]
    Hops,
    /// An edge of weight `w` has length `1 / w`: strong ties are short (Newman 2001).
    InverseWeight,
}

/// The nodes from which shortest paths are computed: all of them up to [`EXACT_NODES`], else `sample` nodes drawn by `seed`
/// without repeats, ascending.
pub fn pivots(nodes: usize, sample: usize, seed: u64) -> Vec<u32> {
    sample_nodes(
        nodes,
        if nodes <= EXACT_NODES { nodes } else { sample },
        seed,
    )
}

/// `sample` of the nodes, drawn by `seed` without repeats, ascending; all nodes if there are no more.
pub fn sample_nodes(nodes: usize, sample: usize, seed: u64) -> Vec<u32> {
    let mut all: Vec<u32> = (0..nodes as u32).collect();
    if sample >= nodes {
        return all;
    }
    let mut random = Random::new(seed, 0x7069_766f_7473);
    for i in 0..sample {
        let j = i + random.below((nodes - i) as u64) as usize;
        all.swap(i, j);
    }
    all.truncate(sample);
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests;
