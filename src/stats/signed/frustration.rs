//! How far is a network from two camps that are friendly inside and hostile between?
//!
//! The frustration index, the least number of edges whose change of sign makes a network balanced (Harary 1959), is
//! hard to compute. Here it is enclosed: from above by a local search, from below by packing cycles. Where the two meet
//! it is exact.

use std::collections::VecDeque;

use super::{Sign, SignedGraph};
use crate::stats::random::Random;

/// Local searches from different starts.
const STARTS: u64 = 30;
/// Edges times starts that the search may cost; larger networks get fewer starts, at least 3.
const START_EDGES: u64 = 2_000_000;
/// Edges looked at in packing cycles.
const PACKING_VISITS: usize = 200_000_000;

/// Bounds of the frustration index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frustration {
    /// No division into two camps has fewer frustrated edges: so many cycles of odd negativity share no edge, and each holds
    /// at least one.
    pub lower: u64,
    /// Frustrated edges of the best division found: hostile within a camp or friendly between.
    pub upper: u64,
    /// The camp of every node in that division; node 0 is in camp `false`, as is each node without edges.
    pub camp: Vec<bool>,
}

impl Frustration {
    /// Is the index known exactly?
    pub const fn is_exact(&self) -> bool {
        self.lower == self.upper
    }
}

/// Bounds the frustration index (see [`Frustration`]); deterministic for a `seed`.
///
/// # Example
///
/// ```
/// # use demarche::stats::signed::{Sign::{Negative, Positive}, SignedGraph, frustration::frustration};
/// // Three friends, two of whom fell out.
/// let graph = SignedGraph::from_edges(3, &[(0, 1, Positive), (0, 2, Positive), (1, 2, Negative)])?;
/// let found = frustration(&graph, 1);
/// assert_eq!((found.lower, found.upper), (1, 1));
/// # Ok::<(), demarche::stats::GraphError>(())
/// ```
pub fn frustration(graph: &SignedGraph, seed: u64) -> Frustration {
    let starts = (START_EDGES / (graph.edges().len() as u64).max(1)).clamp(3, STARTS);
    let (upper, mut camp) = (0..starts)
        .map(|start| {
            let camp =
                Search::new(graph, tree_start(graph, &mut Random::new(seed, start))).settle();
            (frustrated_edges(graph, &camp), camp)
        })
        // The first of equals, whatever order they were computed in.
        .min_by_key(|found| found.0)
        .unwrap_or_default();
    if camp.first() == Some(&true) {
        for c in &mut camp {
            *c = !*c;
        }
    }
    for (v, c) in camp.iter_mut().enumerate() {
        *c &= !graph.row(v as u32).is_empty();
    }
    let lower = packed_cycles(graph, &camp);
    Frustration { lower, upper, camp }
}

fn is_frustrated(edge: (u32, u32, Sign), camp: &[bool]) -> bool {
    let apart = camp[edge.0 as usize] != camp[edge.1 as usize];
    apart == (edge.2 == Sign::Positive)
}

fn frustrated_edges(graph: &SignedGraph, camp: &[bool]) -> u64 {
    graph
        .edges()
        .iter()
        .filter(|e| is_frustrated(**e, camp))
        .count() as u64
}

/// Camps that satisfy every edge of a random spanning forest.
fn tree_start(graph: &SignedGraph, random: &mut Random) -> Vec<bool> {
    let mut camp = vec![false; graph.nodes()];
    let mut reached = vec![false; graph.nodes()];
    let mut order: Vec<u32> = (0..graph.nodes() as u32).collect();
    random.shuffle(&mut order);
    let mut open = Vec::new();
    for root in order {
        if reached[root as usize] {
            continue;
        }
        reached[root as usize] = true;
        open.push(root);
        while !open.is_empty() {
            let v = open.swap_remove(random.below(open.len() as u64) as usize);
            for &(u, edge) in graph.row(v) {
                if !reached[u as usize] {
                    reached[u as usize] = true;
                    let hostile = graph.edges()[edge as usize].2 == Sign::Negative;
                    camp[u as usize] = camp[v as usize] ^ hostile;
                    open.push(u);
                }
            }
        }
    }
    camp
}

/// Camps with what moving each node would gain.
struct Search<'a> {
    graph: &'a SignedGraph,
    camp: Vec<bool>,
    /// Frustrated less satisfied edges at every node.
    gain: Vec<i64>,
}

impl<'a> Search<'a> {
    fn new(graph: &'a SignedGraph, camp: Vec<bool>) -> Self {
        let mut gain = vec![0; camp.len()];
        for edge in graph.edges() {
            let change = if is_frustrated(*edge, &camp) { 1 } else { -1 };
            gain[edge.0 as usize] += change;
            gain[edge.1 as usize] += change;
        }
        Self { graph, camp, gain }
    }

    fn flip(&mut self, v: u32) {
        for &(u, edge) in self.graph.row(v) {
            let frustrated = is_frustrated(self.graph.edges()[edge as usize], &self.camp);
            self.gain[u as usize] += if frustrated { -2 } else { 2 };
        }
        self.gain[v as usize] *= -1;
        self.camp[v as usize] ^= true;
    }

    /// Moves single nodes, and then pairs of neighbours, to the other camp while that lowers frustration.
    fn settle(mut self) -> Vec<bool> {
        loop {
            let mut moved = false;
            for v in 0..self.camp.len() as u32 {
                if self.gain[v as usize] > 0 {
                    self.flip(v);
                    moved = true;
                }
            }
            if moved {
                continue;
            }
            for &edge in self.graph.edges() {
                // Moving both ends leaves their own edge as it is, which each gain has counted.
                let own = if is_frustrated(edge, &self.camp) {
                    2
                } else {
                    -2
                };
                if self.gain[edge.0 as usize] + self.gain[edge.1 as usize] - own > 0 {
                    self.flip(edge.0);
                    self.flip(edge.1);
                    moved = true;
                }
            }
            if !moved {
                return self.camp;
            }
        }
    }
}

/// Packs cycles of one frustrated and otherwise satisfied edges, no edge used twice: each has an odd number of negative
/// edges, so one of its edges is frustrated in every division. Short cycles first, since they take fewest edges; after
/// [`PACKING_VISITS`] edges looked at the packing ends, and the bound is merely lower than it might be.
fn packed_cycles(graph: &SignedGraph, camp: &[bool]) -> u64 {
    let mut used: Vec<bool> = graph
        .edges()
        .iter()
        .map(|e| is_frustrated(*e, camp))
        .collect();
    let mut waiting: Vec<(u32, u32)> = graph
        .edges()
        .iter()
        .filter(|e| is_frustrated(**e, camp))
        .map(|e| (e.0, e.1))
        .collect();
    let mut packed = 0;
    let mut paths = Paths {
        graph,
        from: vec![NOWHERE; graph.nodes()],
        queue: VecDeque::new(),
        reached: vec![],
        visits: 0,
    };
    for longest in [2, 3, 4, 6, u32::MAX] {
        waiting.retain(|&(a, b)| match paths.find(&used, a, b, longest) {
            Some(path) => {
                for edge in path {
                    used[edge as usize] = true;
                }
                packed += 1;
                false
            }
            None => true,
        });
    }
    packed
}

/// No node, no edge.
const NOWHERE: (u32, u32) = (u32::MAX, u32::MAX);

/// Breadth-first search, its room used again.
struct Paths<'a> {
    graph: &'a SignedGraph,
    /// The node before each node reached, and the edge between.
    from: Vec<(u32, u32)>,
    queue: VecDeque<(u32, u32)>,
    reached: Vec<u32>,
    visits: usize,
}

impl Paths<'_> {
    /// The edges of a shortest path from `a` to `b` over unused edges, if it has at most `longest`.
    fn find(&mut self, used: &[bool], a: u32, b: u32, longest: u32) -> Option<Vec<u32>> {
        let found = self.search(used, a, b, longest);
        let path = found.then(|| {
            let mut path = Vec::new();
            let mut at = b;
            while at != a {
                let (before, edge) = self.from[at as usize];
                path.push(edge);
                at = before;
            }
            path
        });
        self.queue.clear();
        for v in self.reached.drain(..) {
            self.from[v as usize] = NOWHERE;
        }
        path
    }

    fn search(&mut self, used: &[bool], a: u32, b: u32, longest: u32) -> bool {
        self.queue.push_back((a, 0));
        while let Some((v, steps)) = self.queue.pop_front() {
            if steps == longest || self.visits > PACKING_VISITS {
                return false;
            }
            self.visits += self.graph.row(v).len();
            for &(u, edge) in self.graph.row(v) {
                if u != a && self.from[u as usize] == NOWHERE && !used[edge as usize] {
                    self.from[u as usize] = (v, edge);
                    self.reached.push(u);
                    if u == b {
                        return true;
                    }
                    self.queue.push_back((u, steps + 1));
                }
            }
        }
        false
    }
}
