//! Networks whose edges are friendly or hostile.

pub mod balance;
pub mod frustration;

use super::graph::GraphError;

/// The sign of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// Friendly.
    Positive,
    /// Hostile.
    Negative,
}

/// An undirected network with a sign on every edge; no loops, no parallel edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedGraph {
    edges: Vec<(u32, u32, Sign)>,
    /// Neighbours of every node, ascending, with the position of the edge in `edges`.
    rows: Vec<Vec<(u32, u32)>>,
}

impl SignedGraph {
    /// The network of `nodes` nodes with these edges, which must have `source < target` and ascend without repeats.
    ///
    /// # Errors
    ///
    /// [`GraphError::NodeOutOfRange`] or [`GraphError::NotSorted`] for the first edge that breaks a rule.
    pub fn from_edges(nodes: usize, edges: &[(u32, u32, Sign)]) -> Result<Self, GraphError> {
        let mut rows = vec![Vec::new(); nodes];
        let mut before = None;
        for (edge, &(source, target, _)) in edges.iter().enumerate() {
            let node = source.max(target);
            if node as usize >= nodes {
                return Err(GraphError::NodeOutOfRange { edge, node, nodes });
            }
            if source >= target || before >= Some((source, target)) {
                return Err(GraphError::NotSorted { edge });
            }
            before = Some((source, target));
            rows[source as usize].push((target, edge as u32));
            rows[target as usize].push((source, edge as u32));
        }
        for row in &mut rows {
            row.sort_unstable();
        }
        Ok(Self {
            edges: edges.to_vec(),
            rows,
        })
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.rows.len()
    }

    /// The edges, ascending.
    pub fn edges(&self) -> &[(u32, u32, Sign)] {
        &self.edges
    }

    /// Number of positive and of negative edges at every node.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::stats::signed::{Sign, SignedGraph};
    /// let graph = SignedGraph::from_edges(3, &[(0, 1, Sign::Positive), (0, 2, Sign::Negative)])?;
    /// assert_eq!(graph.degrees(), [(1, 1), (1, 0), (0, 1)]);
    /// # Ok::<(), demarche::stats::GraphError>(())
    /// ```
    pub fn degrees(&self) -> Vec<(u32, u32)> {
        let mut degrees = vec![(0, 0); self.nodes()];
        for &(a, b, sign) in &self.edges {
            for v in [a, b] {
                let (positive, negative) = &mut degrees[v as usize];
                *if sign == Sign::Positive {
                    positive
                } else {
                    negative
                } += 1;
            }
        }
        degrees
    }

    /// The neighbours of a node, ascending, each with the position of its edge.
    fn row(&self, node: u32) -> &[(u32, u32)] {
        &self.rows[node as usize]
    }
}

#[cfg(test)]
mod tests;
