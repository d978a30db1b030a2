//! Shortest paths from one node, with the number of such paths.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Length;
use crate::stats::graph::Graph;

/// Two paths whose lengths differ by less than this share are equally long: `1/3 + 1/3 + 1/3` and `1` are.
const SAME: f64 = 1e-12;

/// Room for one search, used again for the next.
pub(super) struct Search {
    /// Nodes reached, the nearest first; the source is the first.
    pub(super) order: Vec<u32>,
    /// Length of the shortest path to each node; infinite if there is none.
    pub(super) distance: Vec<f64>,
    /// Number of shortest paths to each node.
    pub(super) paths: Vec<f64>,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
    settled: Vec<bool>,
}

impl Search {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            order: Vec::with_capacity(nodes),
            distance: vec![f64::INFINITY; nodes],
            paths: vec![0.0; nodes],
            heap: BinaryHeap::new(),
            settled: vec![false; nodes],
        }
    }

    pub(super) fn run(&mut self, graph: &Graph, length: Length, source: u32) {
        for &v in &self.order {
            self.distance[v as usize] = f64::INFINITY;
            self.paths[v as usize] = 0.0;
            self.settled[v as usize] = false;
        }
        self.order.clear();
        self.distance[source as usize] = 0.0;
        self.paths[source as usize] = 1.0;
        match length {
            Length::Hops => self.breadth_first(graph, source),
            Length::InverseWeight => self.nearest_first(graph, source),
        }
    }

    fn breadth_first(&mut self, graph: &Graph, source: u32) {
        self.order.push(source);
        let mut at = 0;
        while let Some(&v) = self.order.get(at) {
            at += 1;
            let (next, ways) = (self.distance[v as usize] + 1.0, self.paths[v as usize]);
            for &u in graph.neighbours(v) {
                let u_distance = &mut self.distance[u as usize];
                if u_distance.is_infinite() {
                    *u_distance = next;
                    self.order.push(u);
                }
                if *u_distance == next {
                    self.paths[u as usize] += ways;
                }
            }
        }
    }

    /// Dijkstra's algorithm. Distances are not negative, so their bit patterns sort as they do; ties by node.
    fn nearest_first(&mut self, graph: &Graph, source: u32) {
        self.heap.push(Reverse((0, source)));
        while let Some(Reverse((_, v))) = self.heap.pop() {
            if std::mem::replace(&mut self.settled[v as usize], true) {
                continue;
            }
            self.order.push(v);
            let (so_far, ways) = (self.distance[v as usize], self.paths[v as usize]);
            for (u, w) in graph.edges_of(v) {
                if self.settled[u as usize] {
                    continue;
                }
                let next = so_far + 1.0 / w;
                let known = self.distance[u as usize];
                if known.is_finite() && (next - known).abs() <= SAME * known {
                    self.paths[u as usize] += ways;
                } else if next < known {
                    self.distance[u as usize] = next;
                    self.paths[u as usize] = ways;
                    self.heap.push(Reverse((next.to_bits(), u)));
                }
            }
        }
    }

    /// Does a shortest path reach `u` by the edge of weight `w` from `v`?
    pub(super) fn leads(&self, length: Length, v: u32, u: u32, w: f64) -> bool {
        let (from, to) = (self.distance[v as usize], self.distance[u as usize]);
        match length {
            Length::Hops => from + 1.0 == to,
            Length::InverseWeight => from < to && (from + 1.0 / w - to).abs() <= SAME * to,
        }
    }
}
