//! Structural balance: is the friend of my friend my friend, the enemy of my enemy too (Heider 1946; Cartwright & Harary 1956)?

use super::{Sign, SignedGraph};
use crate::stats::interval::{Interval, percentile_interval};
use crate::stats::random::Random;

/// Triangles by their number of negative edges.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Census {
    /// Triangles with 0, 1, 2 and 3 negative edges.
    pub by_negative: [u64; 4],
}

impl Census {
    /// Number of triangles.
    pub fn triads(&self) -> u64 {
        self.by_negative.iter().sum()
    }

    /// Share of balanced triangles, those with an even number of negative edges. `None` without triangles.
    pub fn balance(&self) -> Option<f64> {
        self.share(self.by_negative[0] + self.by_negative[2])
    }

    /// Share of weakly balanced triangles, where three enemies may be enemies of each other too (Davis 1967): all but those with
    /// one negative edge. `None` without triangles.
    pub fn weak_balance(&self) -> Option<f64> {
        self.share(self.triads() - self.by_negative[1])
    }

    fn share(&self, part: u64) -> Option<f64> {
        let all = self.triads();
        (all > 0).then(|| part as f64 / all as f64)
    }
}

/// The balance of a network with its uncertainty and what chance would give.
#[derive(Debug, Clone, PartialEq)]
pub struct TriadBalance {
    /// The triangles.
    pub census: Census,
    /// 95 % interval of [`Census::balance`]: nodes are drawn with replacement and a triangle counts by the product of
    /// its nodes' draws (Snijders & Borgatti 1999). `None` for fewer than 4 nodes in triangles.
    pub interval: Option<Interval>,
    /// Mean balance when the signs are dealt anew over the same edges. `None` without triangles.
    pub expected: Option<f64>,
    /// Share of such deals (the one seen included) at least as balanced as the one seen: small means more balanced than chance.
    pub p: Option<f64>,
}

/// A triangle: its nodes and the positions of its edges.
struct Triangle {
    nodes: [u32; 3],
    edges: [u32; 3],
}

/// Hands every triangle to `see`.
fn each_triangle(graph: &SignedGraph, mut see: impl FnMut(Triangle)) {
    let mut edge_to = vec![u32::MAX; graph.nodes()];
    for a in 0..graph.nodes() as u32 {
        let later = |v: u32| graph.row(v).iter().copied().filter(move |e| e.0 > v);
        for (b, edge) in later(a) {
            edge_to[b as usize] = edge;
        }
        for (b, ab) in later(a) {
            for (c, bc) in later(b) {
                let ac = edge_to[c as usize];
                if ac != u32::MAX {
                    see(Triangle {
                        nodes: [a, b, c],
                        edges: [ab, ac, bc],
                    });
                }
            }
        }
        for (b, _) in later(a) {
            edge_to[b as usize] = u32::MAX;
        }
    }
}

fn triangles(graph: &SignedGraph) -> Vec<Triangle> {
    let mut found = Vec::new();
    each_triangle(graph, |t| found.push(t));
    found
}

fn negatives(triangle: &Triangle, negative: &[bool]) -> usize {
    triangle
        .edges
        .iter()
        .filter(|&&e| negative[e as usize])
        .count()
}

fn signs(graph: &SignedGraph) -> Vec<bool> {
    graph
        .edges()
        .iter()
        .map(|e| e.2 == Sign::Negative)
        .collect()
}

fn count(triangles: &[Triangle], negative: &[bool]) -> Census {
    let mut census = Census::default();
    for t in triangles {
        census.by_negative[negatives(t, negative)] += 1;
    }
    census
}

/// Counts the triangles of a signed network, which takes no more memory however many there are.
pub fn census(graph: &SignedGraph) -> Census {
    let negative = signs(graph);
    let mut census = Census::default();
    each_triangle(graph, |t| census.by_negative[negatives(&t, &negative)] += 1);
    census
}

/// The balance of a signed network, its interval from `replicates` bootstrap draws and its test from as many deals, all keyed by
/// `seed`. Cost: replicates × triangles, and 24 bytes a triangle.
///
/// # Example
///
/// ```
/// # use demarche::stats::signed::{Sign::{Negative, Positive}, SignedGraph, balance::balance};
/// let graph = SignedGraph::from_edges(3, &[(0, 1, Positive), (0, 2, Negative), (1, 2, Negative)])?;
/// assert_eq!(balance(&graph, 1, 99).census.balance(), Some(1.0));
/// # Ok::<(), demarche::stats::GraphError>(())
/// ```
pub fn balance(graph: &SignedGraph, seed: u64, replicates: usize) -> TriadBalance {
    let triangles = triangles(graph);
    let negative = signs(graph);
    let census = count(&triangles, &negative);
    let (expected, p) = deal_anew(
        &triangles,
        &negative,
        &census,
        &mut Random::new(seed, 1),
        replicates,
    );
    let interval = bootstrap(
        graph.nodes(),
        &triangles,
        &negative,
        &mut Random::new(seed, 2),
        replicates,
    );
    TriadBalance {
        census,
        interval,
        expected,
        p,
    }
}

fn deal_anew(
    triangles: &[Triangle],
    negative: &[bool],
    seen: &Census,
    random: &mut Random,
    replicates: usize,
) -> (Option<f64>, Option<f64>) {
    let Some(observed) = seen.balance().filter(|_| replicates > 0) else {
        return (None, None);
    };
    let mut dealt = negative.to_vec();
    let (mut sum, mut as_balanced) = (0.0, 1_u64);
    for _ in 0..replicates {
        random.shuffle(&mut dealt);
        let value = count(triangles, &dealt).balance().unwrap_or(observed);
        sum += value;
        as_balanced += u64::from(value >= observed);
    }
    (
        Some(sum / replicates as f64),
        Some(as_balanced as f64 / (replicates as f64 + 1.0)),
    )
}

fn bootstrap(
    nodes: usize,
    triangles: &[Triangle],
    negative: &[bool],
    random: &mut Random,
    replicates: usize,
) -> Option<Interval> {
    let mut inside: Vec<u32> = triangles.iter().flat_map(|t| t.nodes).collect();
    inside.sort_unstable();
    inside.dedup();
    if inside.len() < 4 {
        return None;
    }
    let mut drawn = vec![0_u64; nodes];
    let mut values = Vec::with_capacity(replicates);
    for _ in 0..replicates {
        drawn.fill(0);
        for _ in 0..inside.len() {
            drawn[inside[random.below(inside.len() as u64) as usize] as usize] += 1;
        }
        let (mut balanced, mut all) = (0, 0);
        for t in triangles {
            let weight: u64 = t.nodes.iter().map(|&v| drawn[v as usize]).product();
            all += weight;
            if negatives(t, negative).is_multiple_of(2) {
                balanced += weight;
            }
        }
        // A draw without any triangle says nothing: NaN is left out by the interval.
        values.push(balanced as f64 / all as f64);
    }
    percentile_interval(&mut values, inside.len() as u64)
}
