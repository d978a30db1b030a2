//! `actors.csv` and `edges.csv`.

mod actors;
mod edges;
mod tested;

use crate::stats::backbone::disparity;
use crate::stats::leiden::{self, leiden};
use crate::stats::{Correction, Graph, interval};
use crate::tally::{NetworkCounts, ScoreRow};

use super::bootstrap::Bootstrap;
use super::info::ActorLabels;
use super::sensitivity::EdgeSupport;
use super::table::Table;
use actors::actors_table;
use edges::{edges, edges_table, kept};

pub use tested::{TestedEdges, actors_of};

/// What decides which edges come first where only some are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ranking {
    /// The heaviest.
    #[default]
    Weight,
    /// Those of the largest normalised pointwise mutual information.
    Npmi,
    /// Those of the largest log-likelihood ratio among the pairs that meet more often than expected.
    G2,
    /// Those of the smallest P.
    P,
}

/// How the tables of the network are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetworkSettings {
    /// Edges of less weight are left out of the table, after all tests.
    pub min_weight: u64,
    /// Only that many edges are kept, after all tests; all of them without a number.
    pub top: Option<usize>,
    /// Which edges count as the top ones; ties go to the ids that sort first.
    pub ranking: Ranking,
    /// Scores that rest on fewer articles are not shown.
    pub min_articles: u64,
    /// How P is corrected for the number of pairs.
    pub correction: Correction,
    /// Resolution of the communities, above 0; larger gives more of them.
    pub resolution: f64,
    /// Whether to compute betweenness, which takes longest in large networks.
    pub betweenness: bool,
    /// Seed of all draws.
    pub seed: u64,
    /// Replicates of the bootstrap.
    pub replicates: usize,
    /// Threads to use; the tables do not depend on them.
    pub threads: usize,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            min_weight: 1,
            top: None,
            ranking: Ranking::default(),
            min_articles: 1,
            correction: Correction::default(),
            resolution: 1.0,
            betweenness: true,
            seed: 1,
            replicates: interval::REPLICATES,
            threads: 1,
        }
    }
}

/// What the tables of the network are made from.
#[derive(Debug, Clone, Copy)]
pub struct NetworkInput<'a> {
    /// The counts.
    pub counts: &'a NetworkCounts,
    /// Attitudes by pair, both directions pooled and without periods
    /// ([`StanceSettings::undirected`](crate::tally::StanceSettings::undirected)), ascending; may be empty.
    pub stance: &'a [ScoreRow],
    /// The names of the numbers in the counts, ascending.
    pub ids: &'a [String],
    /// What to call them.
    pub labels: &'a ActorLabels<'a>,
    /// The edges with their tests, if they have been tested already.
    pub tested: Option<&'a TestedEdges>,
    /// What each edge rests on, in the order of the edges.
    pub support: Option<&'a [EdgeSupport]>,
    /// Networks on stories drawn anew.
    pub bootstrap: Option<&'a Bootstrap>,
}

/// The two tables of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkTables {
    /// `actors`: everyone who is mentioned or spoken of, by id.
    pub actors: Table,
    /// `edges`: by source and target.
    pub edges: Table,
    /// Pairs that meet, before any were left out.
    pub tested: u64,
    /// Pairs that Q is corrected for: all pairs of actors, also those that never meet.
    pub tests: u64,
    /// Modularity of the communities, if there are edges.
    pub modularity: Option<f64>,
}

pub(in crate::tables) fn name_of(names: &[String], number: u32) -> &str {
    names.get(number as usize).map_or("", String::as_str)
}

/// The tables of a network.
///
/// The network has an edge for every pair that shares a unit of text. All measures of actors and edges are those of this whole
/// network, also where the settings keep only some edges. Without edges the table of edges has no rows.
pub fn network_tables(input: &NetworkInput<'_>, settings: &NetworkSettings) -> NetworkTables {
    let counts = input.counts;
    let own;
    let tested = if let Some(tested) = input.tested {
        tested
    } else {
        own = TestedEdges::new(counts, settings.correction, settings.threads);
        &own
    };
    let mut edges = edges(counts, tested);
    let nodes = actors_of(counts);
    let mut place = vec![0_u32; nodes.last().map_or(0, |&last| last as usize + 1)];
    for (i, &actor) in nodes.iter().enumerate() {
        place[actor as usize] = i as u32;
    }
    let end = |actor: u32| place[actor as usize];
    let list: Vec<(u32, u32, f64)> = edges
        .iter()
        .map(|e| (end(e.pair.a), end(e.pair.b), e.weight as f64))
        .collect();
    // Numbers ascend and weights are at least 1, so this is a graph; an empty one stands in should it ever not be.
    let graph = Graph::from_edges(nodes.len(), &list).unwrap_or_else(|_| empty_graph(nodes.len()));
    drop(list);
    if graph.edge_count() == edges.len() {
        for (edge, alpha) in edges.iter_mut().zip(disparity::alphas(&graph)) {
            edge.backbone = alpha;
        }
    }
    let options = leiden::Options {
        resolution: settings.resolution,
        seed: settings.seed,
        ..Default::default()
    };
    let partition = leiden(&graph, &options);
    let modularity = partition.as_ref().and_then(|p| p.quality);
    let actors = actors_table(input, settings, &nodes, &graph, partition.as_ref());
    let tested = edges.len() as u64;
    let edges = edges_table(input, settings, &kept(edges, settings));
    NetworkTables {
        actors,
        edges,
        tested,
        tests: tested::tests(counts),
        modularity,
    }
}

pub(in crate::tables) fn empty_graph(nodes: usize) -> Graph {
    Graph::from_edges(nodes, &[]).expect("no edge can break a rule")
}
