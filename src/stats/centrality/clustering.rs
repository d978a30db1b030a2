//! How often neighbours are neighbours of each other.

use crate::stats::graph::Graph;

/// Triangles of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustering {
    /// Triangles through every node.
    pub triangles: Vec<u64>,
    /// Local clustering coefficient of every node, `2 t / k(k-1)` (Watts & Strogatz 1998); `None` below two neighbours.
    pub local: Vec<Option<f64>>,
    /// Share of paths of two edges that close to a triangle, `3 triangles / paths` (Newman, Watts & Strogatz 2002); `None`
    /// without such paths.
    pub transitivity: Option<f64>,
}

impl Clustering {
    /// Mean of the local coefficients, nodes with fewer than two neighbours counted as 0 (the convention of networkx).
    /// `None` for no nodes.
    pub fn average(&self) -> Option<f64> {
        let sum: f64 = self.local.iter().flatten().sum();
        (!self.local.is_empty()).then(|| sum / self.local.len() as f64)
    }
}

/// Counts triangles by ordering nodes by degree and intersecting the lists of higher neighbours: `O(m √m)` (Latapy 2008).
pub fn clustering(graph: &Graph) -> Clustering {
    let nodes = graph.nodes();
    let degree = graph.degrees();
    let mut by_degree: Vec<u32> = (0..nodes as u32).collect();
    by_degree.sort_by_key(|&v| degree[v as usize]);
    let mut rank = vec![0_u32; nodes];
    for (r, &v) in by_degree.iter().enumerate() {
        rank[v as usize] = r as u32;
    }
    let higher = |v: u32| {
        graph
            .neighbours(v)
            .iter()
            .copied()
            .filter(|&u| rank[u as usize] > rank[v as usize])
            .collect()
    };
    let up: Vec<Vec<u32>> = (0..nodes as u32).map(higher).collect();
    let mut triangles = vec![0_u64; nodes];
    let mut marked = vec![u32::MAX; nodes];
    for v in 0..nodes as u32 {
        for &u in &up[v as usize] {
            marked[u as usize] = v;
        }
        for &u in &up[v as usize] {
            for &w in &up[u as usize] {
                if marked[w as usize] == v {
                    for x in [v, u, w] {
                        triangles[x as usize] += 1;
                    }
                }
            }
        }
    }
    let paths = |d: u32| u64::from(d) * u64::from(d.saturating_sub(1)) / 2;
    let local = triangles
        .iter()
        .zip(&degree)
        .map(|(&t, &d)| (d > 1).then(|| t as f64 / paths(d) as f64))
        .collect();
    let closed: u64 = triangles.iter().sum();
    let all: u64 = degree.iter().map(|&d| paths(d)).sum();
    let transitivity = (all > 0).then(|| closed as f64 / all as f64);
    Clustering {
        triangles,
        local,
        transitivity,
    }
}
