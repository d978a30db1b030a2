//! The graph at one level of aggregation.

use std::borrow::Cow;

use crate::stats::graph::Graph;

/// A graph whose nodes may stand for many. Weight inside a node is left out: it stays inside whatever moves.
pub(super) struct Level<'a> {
    offsets: Cow<'a, [usize]>,
    targets: Cow<'a, [u32]>,
    weights: Cow<'a, [f64]>,
    /// What each node counts for in the null model.
    pub(super) mass: Vec<f64>,
}

impl<'a> Level<'a> {
    pub(super) fn of_graph(graph: &'a Graph, mass: Vec<f64>) -> Self {
        let (offsets, targets, weights) = graph.rows();
        Self {
            offsets: offsets.into(),
            targets: targets.into(),
            weights: weights.into(),
            mass,
        }
    }

    pub(super) fn nodes(&self) -> usize {
        self.mass.len()
    }

    pub(super) fn edges_of(&self, node: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let row = self.offsets[node as usize]..self.offsets[node as usize + 1];
        self.targets[row.clone()]
            .iter()
            .copied()
            .zip(self.weights[row].iter().copied())
    }

    /// The graph whose nodes are the `parts` parts of this one.
    pub(super) fn aggregate(&self, part: &[u32], parts: u32) -> Level<'static> {
        let (starts, members) = members(part, parts);
        let mut offsets = Vec::with_capacity(parts as usize + 1);
        let (mut targets, mut weights) = (Vec::new(), Vec::new());
        let mut mass = vec![0.0; parts as usize];
        let mut gather = Gather::new(parts as usize);
        offsets.push(0);
        for p in 0..parts {
            for &v in &members[starts[p as usize]..starts[p as usize + 1]] {
                mass[p as usize] += self.mass[v as usize];
                for (u, w) in self.edges_of(v) {
                    if part[u as usize] != p {
                        gather.add(part[u as usize], w);
                    }
                }
            }
            gather.touched.sort_unstable();
            for &q in &gather.touched {
                targets.push(q);
                weights.push(gather.weight[q as usize]);
            }
            gather.clear();
            offsets.push(targets.len());
        }
        Level {
            offsets: offsets.into(),
            targets: targets.into(),
            weights: weights.into(),
            mass,
        }
    }
}

/// Sums by number, with a list of the numbers touched so that clearing is cheap.
pub(super) struct Gather {
    pub(super) weight: Vec<f64>,
    pub(super) touched: Vec<u32>,
    seen: Vec<bool>,
}

impl Gather {
    pub(super) fn new(size: usize) -> Self {
        Self {
            weight: vec![0.0; size],
            touched: Vec::new(),
            seen: vec![false; size],
        }
    }

    pub(super) fn add(&mut self, at: u32, weight: f64) {
        let i = at as usize;
        if !self.seen[i] {
            self.seen[i] = true;
            self.touched.push(at);
        }
        self.weight[i] += weight;
    }

    pub(super) fn clear(&mut self) {
        for &at in &self.touched {
            self.weight[at as usize] = 0.0;
            self.seen[at as usize] = false;
        }
        self.touched.clear();
    }
}

/// The nodes of each part, ascending: part p holds `members[starts[p]..starts[p + 1]]`.
pub(super) fn members(part: &[u32], parts: u32) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0_usize; parts as usize + 1];
    for &p in part {
        starts[p as usize + 1] += 1;
    }
    for p in 0..parts as usize {
        starts[p + 1] += starts[p];
    }
    let mut next = starts.clone();
    let mut members = vec![0_u32; part.len()];
    for (v, &p) in part.iter().enumerate() {
        members[next[p as usize]] = v as u32;
        next[p as usize] += 1;
    }
    (starts, members)
}

/// Renumbers parts 0, 1, … in order of first appearance and returns how many there are.
pub(super) fn compact(part: &mut [u32]) -> u32 {
    let bound = part.iter().max().map_or(0, |&p| p as usize + 1);
    let mut name = vec![u32::MAX; bound];
    let mut count = 0;
    for p in part.iter_mut() {
        let slot = &mut name[*p as usize];
        if *slot == u32::MAX {
            *slot = count;
            count += 1;
        }
        *p = *slot;
    }
    count
}
