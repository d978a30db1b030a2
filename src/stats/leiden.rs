//! Communities by the Leiden algorithm (Traag, Waltman & van Eck 2019, "From Louvain to Leiden").
//!
//! Every community found is connected. All arithmetic is in fixed order and all draws are keyed by the seed, so a seed
//! gives one partition everywhere.

mod level;
mod moving;
mod refine;

use super::graph::Graph;
use level::Level;

/// Randomness θ of the refinement, relative to the mean weight of an edge.
const THETA: f64 = 0.01;
/// An improvement below this share of the total weight is rounding, not improvement.
const LEAST_GAIN: f64 = 1e-12;
/// Rounds without improvement that end a search; each draws anew, so one alone proves little.
const IDLE_ROUNDS: u32 = 3;
/// Rounds × edges that one search may cost, which limits rounds only beyond half a million edges …
const EDGE_VISITS: usize = 25_000_000;
/// … and never to fewer than these.
const LEAST_ROUNDS: usize = 3;

/// What a good partition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Quality {
    /// Modularity with the configuration null model (Newman & Girvan 2004; resolution: Reichardt & Bornholdt 2006):
    /// `1/2m Σ_C (2 w_C - γ K_C² / 2m)`, `w_C` the weight inside, `K_C` the strength of a community. Resolution 1 is the usual one.
    #[default]
    Modularity,
    /// The constant Potts model (Traag, Van Dooren & Nesterov 2011): `Σ_C (w_C - γ n_C (n_C - 1) / 2)`; communities are denser
    /// than `γ` inside and sparser between. It has no resolution limit; `γ` is in units of edge weight.
    Cpm,
}

/// How to look for communities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeidenOptions {
    /// What is maximised.
    pub quality: Quality,
    /// The resolution γ, positive and finite: larger gives more and smaller communities.
    pub resolution: f64,
    /// Seed of all draws.
    pub seed: u64,
    /// The whole algorithm is repeated on its own result until nothing improves, this many times at most (at least once;
    /// fewer in networks of more than half a million edges).
    pub rounds: usize,
    /// The search starts afresh this often (at least once) and keeps the best result; in networks of more than
    /// [`MANY_EDGES`] edges, where starts differ little, just once.
    pub starts: usize,
}

/// Networks of more edges are searched from one start only.
pub const MANY_EDGES: usize = 20_000;

impl Default for LeidenOptions {
    fn default() -> Self {
        Self {
            quality: Quality::Modularity,
            resolution: 1.0,
            seed: 1,
            rounds: 50,
            starts: 10,
        }
    }
}

/// A partition of the nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    /// Community of every node, numbered from 0: the largest first, ties by smallest node.
    pub community: Vec<u32>,
    /// Number of communities.
    pub communities: u32,
    /// The quality reached: modularity in [-½, 1], or the CPM sum. `None` for modularity of a graph without edges.
    pub quality: Option<f64>,
}

/// Finds communities. `None` if the resolution is not positive and finite. A node without edges is a community of its own.
///
/// # Example
///
/// ```
/// # use demarche::stats::{Graph, leiden::{leiden, LeidenOptions}};
/// // Two triangles joined by one edge.
/// let edges = [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0), (3, 5, 1.0), (4, 5, 1.0)];
/// let found = leiden(&Graph::from_edges(6, &edges)?, &LeidenOptions::default()).unwrap();
/// assert_eq!(found.community, [0, 0, 0, 1, 1, 1]);
/// # Ok::<(), demarche::stats::GraphError>(())
/// ```
pub fn leiden(graph: &Graph, options: &LeidenOptions) -> Option<Partition> {
    if !(options.resolution > 0.0 && options.resolution.is_finite()) {
        return None;
    }
    let nodes = graph.nodes();
    let gamma = scaled_resolution(graph, options);
    let starts = if graph.edge_count() > MANY_EDGES {
        1
    } else {
        options.starts.max(1)
    };
    let least = LEAST_GAIN * graph.total_weight().max(1.0);
    let mut community: Vec<u32> = (0..nodes as u32).collect();
    let mut best = f64::NEG_INFINITY;
    for start in 0..starts as u64 {
        let (found, value) = one_start(graph, options, gamma, start, least);
        if value > best + least {
            (community, best) = (found, value);
        }
    }
    let communities = renumber(&mut community);
    Some(Partition {
        quality: quality(graph, &community, options),
        community,
        communities,
    })
}

/// Repeats the algorithm on its own result until it gains no more than `least` several times. The partition and its
/// raw quality.
fn one_start(
    graph: &Graph,
    options: &LeidenOptions,
    gamma: f64,
    start: u64,
    least: f64,
) -> (Vec<u32>, f64) {
    let mut community: Vec<u32> = (0..graph.nodes() as u32).collect();
    let mut best = f64::NEG_INFINITY;
    let mut idle = 0;
    let affordable = (EDGE_VISITS / graph.edge_count().max(1)).max(LEAST_ROUNDS);
    for round in 0..options.rounds.clamp(1, affordable) as u64 {
        let next = one_round(graph, options, gamma, &community, start << 48 | round << 32);
        let value = raw_quality(graph, options.quality, gamma, &next);
        if value > best + least {
            (community, best) = (next, value);
            idle = 0;
        } else {
            idle += 1;
            if idle == IDLE_ROUNDS {
                break;
            }
        }
    }
    (community, best)
}

/// The quality of any partition under `options` (see [`Quality`]); `None` for modularity without edges.
///
/// # Panics
///
/// If `community` is shorter than the number of nodes.
pub fn quality(graph: &Graph, community: &[u32], options: &LeidenOptions) -> Option<f64> {
    let gamma = scaled_resolution(graph, options);
    let raw = raw_quality(graph, options.quality, gamma, community);
    match options.quality {
        Quality::Cpm => Some(raw),
        Quality::Modularity => {
            let total = graph.total_weight();
            (total > 0.0).then(|| raw / total)
        }
    }
}

/// γ such that moving node v into C gains `w(v, C) - γ a_v A_C`: the same rule for both qualities.
fn scaled_resolution(graph: &Graph, options: &LeidenOptions) -> f64 {
    match options.quality {
        Quality::Cpm => options.resolution,
        Quality::Modularity => {
            let total = graph.total_weight();
            if total > 0.0 {
                options.resolution / (2.0 * total)
            } else {
                0.0
            }
        }
    }
}

/// What a node counts for in the null model: its strength, or 1.
fn node_masses(graph: &Graph, quality: Quality) -> Vec<f64> {
    match quality {
        Quality::Modularity => graph.strengths(),
        Quality::Cpm => vec![1.0; graph.nodes()],
    }
}

/// `Σ_C (w_C - γ A_C² / 2)`, for CPM without the self-pairs.
fn raw_quality(graph: &Graph, quality: Quality, gamma: f64, community: &[u32]) -> f64 {
    let count = community.iter().max().map_or(0, |&c| c as usize + 1);
    let mut inside = vec![0.0; count];
    let mut mass = vec![0.0; count];
    for (u, v, w) in graph.edges() {
        if community[u as usize] == community[v as usize] {
            inside[community[u as usize] as usize] += w;
        }
    }
    for (v, a) in node_masses(graph, quality).into_iter().enumerate() {
        mass[community[v] as usize] += a;
    }
    let self_pairs = |a: f64| if quality == Quality::Cpm { a } else { 0.0 };
    inside
        .iter()
        .zip(&mass)
        .map(|(w, a)| w - gamma * (a * a - self_pairs(*a)) / 2.0)
        .sum()
}

/// One run over all levels, starting from `community`; the draws are keyed by `key`.
fn one_round(
    graph: &Graph,
    options: &LeidenOptions,
    gamma: f64,
    community: &[u32],
    key: u64,
) -> Vec<u32> {
    let mut level = Level::of_graph(graph, node_masses(graph, options.quality));
    // Where each node of the graph lies in the present level.
    let mut place: Vec<u32> = (0..graph.nodes() as u32).collect();
    let mut partition = community.to_vec();
    let theta = THETA * graph.total_weight() / graph.edge_count().max(1) as f64;
    for depth in 0_u64.. {
        let key = key | depth;
        moving::move_nodes(&level, gamma, &mut partition, options.seed, key);
        let communities = level::compact(&mut partition);
        if communities as usize == level.nodes() {
            break;
        }
        let mut refined = refine::refine(
            &level,
            &partition,
            refine::Refinement {
                gamma,
                theta,
                seed: options.seed,
                key,
            },
        );
        let mut parts = level::compact(&mut refined);
        if parts as usize == level.nodes() {
            // Refinement merged nothing: aggregate by the partition itself, or no level would ever shrink.
            refined.clone_from(&partition);
            parts = communities;
        }
        let mut next = vec![0; parts as usize];
        for (v, &part) in refined.iter().enumerate() {
            next[part as usize] = partition[v];
        }
        level = level.aggregate(&refined, parts);
        for p in &mut place {
            *p = refined[*p as usize];
        }
        partition = next;
    }
    let mut result: Vec<u32> = place.iter().map(|&p| partition[p as usize]).collect();
    split_disconnected(graph, &mut result);
    result
}

/// Makes each connected piece of a community a community, which never lowers the quality. Refinement leaves such pieces only
/// in the rare case that it can merge nothing.
fn split_disconnected(graph: &Graph, community: &mut [u32]) {
    let mut piece = vec![u32::MAX; community.len()];
    let mut stack = Vec::new();
    for start in 0..community.len() as u32 {
        if piece[start as usize] != u32::MAX {
            continue;
        }
        piece[start as usize] = start;
        stack.push(start);
        while let Some(v) = stack.pop() {
            for &u in graph.neighbours(v) {
                if piece[u as usize] == u32::MAX && community[u as usize] == community[v as usize] {
                    piece[u as usize] = start;
                    stack.push(u);
                }
            }
        }
    }
    community.copy_from_slice(&piece);
}

/// Numbers communities by size, the largest first, ties by smallest node. Returns how many there are.
fn renumber(community: &mut [u32]) -> u32 {
    let count = level::compact(community) as usize;
    let mut size = vec![0_usize; count];
    for &c in community.iter() {
        size[c as usize] += 1;
    }
    // `compact` numbers by first appearance, so the number itself is the order of smallest nodes.
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&c| (std::cmp::Reverse(size[c]), c));
    let mut name = vec![0_u32; count];
    for (new, &old) in order.iter().enumerate() {
        name[old] = new as u32;
    }
    for c in community.iter_mut() {
        *c = name[*c as usize];
    }
    count as u32
}

#[cfg(test)]
mod tests;
