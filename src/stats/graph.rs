//! A compact undirected weighted graph: both directions of every edge in compressed rows.

use std::fmt;

/// An undirected graph without loops or parallel edges, nodes `0..nodes`, positive finite weights.
///
/// Memory: 24 bytes an edge, 8 a node.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    offsets: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f64>,
}

/// Why a list of edges is not a graph.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum GraphError {
    /// An edge names a node beyond the number of nodes.
    NodeOutOfRange {
        /// Position of the edge in the list.
        edge: usize,
        /// The node named.
        node: u32,
        /// How many nodes there are.
        nodes: usize,
    },
    /// An edge is not `source < target`, or not strictly after the one before it.
    NotSorted {
        /// Position of the edge in the list.
        edge: usize,
    },
    /// A weight is not positive and finite.
    BadWeight {
        /// Position of the edge in the list.
        edge: usize,
        /// The weight.
        weight: f64,
    },
}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NodeOutOfRange { edge, node, nodes } => {
                write!(
                    f,
                    "edge {edge} names node {node}, but there are {nodes} nodes"
                )
            }
            Self::NotSorted { edge } => {
                write!(
                    f,
                    "edge {edge} is out of order: edges must have source < target and ascend without repeats"
                )
            }
            Self::BadWeight { edge, weight } => {
                write!(
                    f,
                    "edge {edge} has weight {weight}; weights must be positive and finite"
                )
            }
        }
    }
}

impl std::error::Error for GraphError {}

impl Graph {
    /// The graph of `nodes` nodes with the edges `(source, target, weight)`, which must have `source < target` and
    /// ascend by `(source, target)` without repeats.
    ///
    /// # Errors
    ///
    /// [`GraphError`] names the first edge that breaks a rule.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::stats::Graph;
    /// let path = Graph::from_edges(3, &[(0, 1, 2.0), (1, 2, 1.0)])?;
    /// assert_eq!(path.degree(1), 2);
    /// assert_eq!(path.strength(1), 3.0);
    /// # Ok::<(), demarche::stats::GraphError>(())
    /// ```
    pub fn from_edges(nodes: usize, edges: &[(u32, u32, f64)]) -> Result<Self, GraphError> {
        let mut offsets = vec![0_usize; nodes + 1];
        let mut before = None;
        for (edge, &(source, target, weight)) in edges.iter().enumerate() {
            let node = source.max(target);
            if node as usize >= nodes {
                return Err(GraphError::NodeOutOfRange { edge, node, nodes });
            }
            if source >= target || before >= Some((source, target)) {
                return Err(GraphError::NotSorted { edge });
            }
            if !(weight > 0.0 && weight.is_finite()) {
                return Err(GraphError::BadWeight { edge, weight });
            }
            before = Some((source, target));
            offsets[source as usize + 1] += 1;
            offsets[target as usize + 1] += 1;
        }
        for i in 0..nodes {
            offsets[i + 1] += offsets[i];
        }
        let mut next = offsets.clone();
        let mut targets = vec![0_u32; 2 * edges.len()];
        let mut weights = vec![0.0; 2 * edges.len()];
        let mut put = |from: u32, to: u32, weight: f64| {
            let slot = &mut next[from as usize];
            targets[*slot] = to;
            weights[*slot] = weight;
            *slot += 1;
        };
        // Smaller neighbours first, then larger: with sorted edges each row then ascends.
        for &(source, target, weight) in edges {
            put(target, source, weight);
        }
        for &(source, target, weight) in edges {
            put(source, target, weight);
        }
        Ok(Self {
            offsets,
            targets,
            weights,
        })
    }

    /// [`Self::from_edges`] for edges in any order and direction: repeats are added up, loops left out.
    ///
    /// # Errors
    ///
    /// [`GraphError`] as there, for nodes out of range and weights that are not positive and finite.
    pub fn from_any_edges(nodes: usize, edges: &[(u32, u32, f64)]) -> Result<Self, GraphError> {
        let mut sorted: Vec<(u32, u32, f64)> = edges
            .iter()
            .filter(|e| e.0 != e.1)
            .map(|&(a, b, w)| (a.min(b), a.max(b), w))
            .collect();
        // The weight takes part in the order, so that sums of repeats do not depend on the order given.
        sorted.sort_unstable_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)).then(x.2.total_cmp(&y.2)));
        sorted.dedup_by(|later, earlier| {
            let same = (later.0, later.1) == (earlier.0, earlier.1);
            if same {
                earlier.2 += later.2;
            }
            same
        });
        Self::from_edges(nodes, &sorted)
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Number of edges.
    pub fn edge_count(&self) -> usize {
        self.targets.len() / 2
    }

    /// Number of neighbours of `node`.
    ///
    /// # Panics
    ///
    /// If `node` is out of range, as do all methods that take a node.
    pub fn degree(&self, node: u32) -> usize {
        self.row(node).len()
    }

    /// Sum of the weights of the edges at `node`.
    pub fn strength(&self, node: u32) -> f64 {
        self.weights[self.row(node)].iter().sum()
    }

    /// Degree of every node.
    pub fn degrees(&self) -> Vec<u32> {
        self.offsets
            .windows(2)
            .map(|w| (w[1] - w[0]) as u32)
            .collect()
    }

    /// Strength of every node.
    pub fn strengths(&self) -> Vec<f64> {
        (0..self.nodes() as u32).map(|v| self.strength(v)).collect()
    }

    /// Sum of the weights of all edges, each counted once.
    pub fn total_weight(&self) -> f64 {
        self.weights.iter().sum::<f64>() / 2.0
    }

    /// The neighbours of `node`, ascending.
    pub fn neighbours(&self, node: u32) -> &[u32] {
        &self.targets[self.row(node)]
    }

    /// The weights of the edges to [`Self::neighbours`], in the same order.
    pub fn weights(&self, node: u32) -> &[f64] {
        &self.weights[self.row(node)]
    }

    /// The neighbours of `node` with the weights of their edges, ascending.
    pub fn edges_of(&self, node: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.neighbours(node)
            .iter()
            .copied()
            .zip(self.weights(node).iter().copied())
    }

    /// Every edge once as `(source, target, weight)`, `source < target`, ascending.
    pub fn edges(&self) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        (0..self.nodes() as u32).flat_map(move |v| {
            self.edges_of(v)
                .filter(move |&(u, _)| u > v)
                .map(move |(u, w)| (v, u, w))
        })
    }

    /// The weight of the edge between two nodes, if there is one.
    pub fn weight(&self, a: u32, b: u32) -> Option<f64> {
        let position = self.neighbours(a).binary_search(&b).ok()?;
        Some(self.weights(a)[position])
    }

    /// The compressed rows: offsets, neighbours, weights.
    pub(super) fn rows(&self) -> (&[usize], &[u32], &[f64]) {
        (&self.offsets, &self.targets, &self.weights)
    }

    fn row(&self, node: u32) -> std::ops::Range<usize> {
        self.offsets[node as usize]..self.offsets[node as usize + 1]
    }
}

#[cfg(test)]
mod tests;
