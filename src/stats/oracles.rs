//! Known networks for the tests (see `tests/oracles/README.md`).

use super::graph::Graph;

/// A network with names and what is known about its nodes and edges.
pub(crate) struct Oracle {
    pub(crate) names: Vec<String>,
    pub(crate) graph: Graph,
    nodes: Vec<Vec<String>>,
    header: Vec<String>,
}

fn rows(csv: &str) -> Vec<Vec<String>> {
    csv.lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

impl Oracle {
    fn new(edges: &str, nodes: &str) -> Self {
        let mut nodes = rows(nodes);
        let header = nodes.remove(0);
        let names: Vec<String> = nodes.iter().map(|n| n[0].clone()).collect();
        let number = |name: &str| names.iter().position(|n| n == name).unwrap() as u32;
        let edges: Vec<(u32, u32, f64)> = rows(edges)[1..]
            .iter()
            .map(|e| (number(&e[0]), number(&e[1]), e[2].parse().unwrap()))
            .collect();
        let graph = Graph::from_any_edges(names.len(), &edges).unwrap();
        assert_eq!(graph.edge_count(), edges.len());
        Self {
            names,
            graph,
            nodes,
            header,
        }
    }

    /// The number of a node.
    pub(crate) fn node(&self, name: &str) -> u32 {
        self.names.iter().position(|n| n == name).unwrap() as u32
    }

    /// A column of what is known about the nodes.
    pub(crate) fn column(&self, name: &str) -> Vec<f64> {
        let at = self.header.iter().position(|h| h == name).unwrap();
        self.nodes.iter().map(|n| n[at].parse().unwrap()).collect()
    }

    /// Checks a value for every node against the known column.
    pub(crate) fn check(&self, column: &str, found: &[f64], error: f64) {
        let known = self.column(column);
        assert_eq!(found.len(), known.len());
        for ((name, x), y) in self.names.iter().zip(found).zip(known) {
            assert!((x - y).abs() <= error, "{column} of {name}: {x}, known {y}");
        }
    }
}

pub(crate) fn les_miserables() -> Oracle {
    Oracle::new(
        include_str!("../../tests/oracles/les_miserables_edges.csv"),
        include_str!("../../tests/oracles/les_miserables_nodes.csv"),
    )
}

pub(crate) fn karate() -> Oracle {
    Oracle::new(
        include_str!("../../tests/oracles/karate_edges.csv"),
        include_str!("../../tests/oracles/karate_nodes.csv"),
    )
}

pub(crate) fn davis_women() -> Oracle {
    Oracle::new(
        include_str!("../../tests/oracles/davis_women_edges.csv"),
        include_str!("../../tests/oracles/davis_women_nodes.csv"),
    )
}

/// The three networks.
pub(crate) fn all() -> [Oracle; 3] {
    [les_miserables(), karate(), davis_women()]
}
