//! `actors.csv`, `edges.csv` and `network_summary.csv`.

mod actors;
mod backbones;
mod edge_counts;
mod edges;
mod signed;
mod summary;
mod tested;

use crate::model::ActorIndex;
use crate::stats::leiden::Quality;
use crate::stats::{Correction, Graph, interval};
use crate::tally::{NetworkCounts, ScoreRow};

use super::bootstrap::{Bootstrap, empty_graph};
use super::info::ActorLabels;
use super::names::name_of;
use super::sensitivity::{EdgeSupport, STANDS};
use super::table::Table;
use actors::{ActorSources, Structure, actors_table};
use backbones::Backbones;
use edge_counts::Edges;
use edges::{EdgeSources, edges_table, kept};
use signed::{Signed, Stances};
use summary::{SummarySources, edges_kept, summary_table};

pub use backbones::Backbone;
pub use tested::{TestedEdges, actors_of};

/// What decides which edges come first where only some are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Ranking {
    /// The number of shared units.
    #[default]
    Weight,
    /// Normalised pointwise mutual information.
    Npmi,
    /// Log-likelihood ratio, of pairs that meet more often than expected.
    G2,
    /// The smallest P.
    P,
    /// Pointwise mutual information, which favours rare pairs.
    Pmi,
    /// Chi-square, of pairs that meet more often than expected.
    #[serde(rename = "chi2")]
    #[cfg_attr(feature = "cli", value(name = "chi2"))]
    ChiSquare,
    /// Log odds ratio.
    LogOdds,
    /// Jaccard index.
    Jaccard,
    /// Dice coefficient.
    Dice,
    /// Observed over expected.
    Lift,
    /// t-score.
    TScore,
}

/// Whether and how the stochastic degree sequence model is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum SdsmChoice {
    /// As published, where it takes seconds or a backbone needs it.
    #[default]
    Auto,
    /// As published (Neal 2014): articles hold their number of actors on average.
    Published,
    /// Articles hold their number of actors exactly: less conservative where articles are short.
    Exact,
    /// Not at all.
    Never,
}

/// Which shortest paths betweenness and closeness look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum PathsChoice {
    /// From all actors up to 5,000 where that takes seconds, else from a sample.
    #[default]
    Auto,
    /// From all actors up to 5,000, however long it takes; beyond, from a sample.
    Always,
    /// Not at all: both measures are empty.
    Never,
}

/// Which edges communities are found on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum CommunityEdges {
    /// The edges with Q at most 0.05, without those of a state or body and its own (`Within`).
    #[default]
    BeyondChance,
    /// The edges with Q at most 0.05, those of a state or body and its own among them.
    BeyondChanceWithin,
    /// All edges.
    All,
}

impl CommunityEdges {
    /// For each edge whether communities are found on it; `None` if they are found on all.
    pub fn chosen(self, tested: &TestedEdges) -> Option<Vec<bool>> {
        let firm = |q: &Option<f64>| q.is_some_and(|q| q <= STANDS);
        let all = tested.q().iter();
        match self {
            Self::BeyondChance => Some(
                all.enumerate()
                    .map(|(i, q)| firm(q) && !tested.is_within(i))
                    .collect(),
            ),
            Self::BeyondChanceWithin => Some(all.map(firm).collect()),
            Self::All => None,
        }
    }
}

/// Share of the articles from which on an actor is in nearly every one.
const WIDESPREAD: f64 = 0.9;
/// In fewer articles than this nobody is called widespread.
const WIDESPREAD_ARTICLES: u64 = 10;

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
    /// What the communities maximise.
    pub quality: Quality,
    /// Which edges communities are found on.
    pub communities: CommunityEdges,
    /// Betweenness and closeness, which take longest in large networks.
    pub betweenness: PathsChoice,
    /// The stochastic degree sequence model.
    pub sdsm: SdsmChoice,
    /// Only edges of this backbone are kept, after all tests; all of them without one.
    pub backbone: Option<Backbone>,
    /// Level of the backbones, above 0 and below 1.
    pub alpha: f64,
    /// How many of the four backbones must keep an edge of the summary's consensus, 1 to 4.
    pub consensus: u8,
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
            quality: Quality::default(),
            communities: CommunityEdges::default(),
            betweenness: PathsChoice::default(),
            sdsm: SdsmChoice::default(),
            backbone: None,
            alpha: 0.05,
            consensus: Backbone::AGREEING,
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

/// The tables of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkTables {
    /// `actors`: everyone who is mentioned or spoken of, by id.
    pub actors: Table,
    /// `edges`: by source and target.
    pub edges: Table,
    /// `network_summary`: the network as a whole.
    pub summary: Table,
    /// Pairs that meet, before any were left out.
    pub tested: u64,
    /// Pairs that Q is corrected for: all pairs of actors, also those that never meet.
    pub tests: u64,
    /// Edges of the backbone asked for, before `min_weight` and `top`; `None` if none was asked for or its model cannot be computed.
    pub in_backbone: Option<u64>,
    /// Whether the stochastic degree sequence model was computed.
    pub has_sdsm: bool,
    /// Whether betweenness and closeness rest on a sample of actors.
    pub has_sampled_paths: bool,
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
    let edges = Edges::new(counts, tested);
    let nodes = actors_of(counts);
    let mut place = vec![0_u32; nodes.last().map_or(0, |&last| last.position() + 1)];
    for (i, &actor) in nodes.iter().enumerate() {
        place[actor.position()] = i as u32;
    }
    let graph = graph(&edges, nodes.len(), &place);
    let backbones = Backbones::new(counts, &edges, &graph, settings);
    let stances = Stances::new(input, settings);
    let signed = Signed::new(nodes.len(), &edges, &place, &stances, settings);
    let firm = settings
        .communities
        .chosen(tested)
        .map(|chosen| part_of(&graph, &chosen));
    let structure = Structure::new(&graph, firm.as_ref().unwrap_or(&graph), settings);
    let widespread = widespread(input, &nodes);
    let summary = summary_table(&SummarySources {
        counts,
        settings,
        graph: &graph,
        structure: &structure,
        backbones: &backbones,
        signed: &signed,
        widespread: &widespread,
    });
    let sources = EdgeSources {
        ids: input.ids,
        support: input.support,
        bootstrap: input.bootstrap,
        settings,
        edges: &edges,
        backbones: &backbones,
        stances: &stances,
        graph: &graph,
        place: &place,
    };
    NetworkTables {
        actors: actors_table(&ActorSources {
            input,
            settings,
            nodes: &nodes,
            graph: &graph,
            structure: &structure,
            signed: &signed,
        }),
        edges: edges_table(&sources, &kept(&edges, &backbones, settings)),
        summary,
        tested: edges.len() as u64,
        tests: tested::tests(counts),
        in_backbone: settings
            .backbone
            .and_then(|b| edges_kept(&graph, &backbones, b, settings)),
        has_sdsm: backbones.has_sdsm(),
        has_sampled_paths: structure.has_sampled_paths(),
    }
}

/// The graph of all edges, in their order.
fn graph(edges: &Edges<'_>, nodes: usize, place: &[u32]) -> Graph {
    let end = |actor: ActorIndex| place[actor.position()];
    let list: Vec<(u32, u32, f64)> = (0..edges.len())
        .map(|e| {
            let pair = edges.pair(e);
            (end(pair.a), end(pair.b), edges.weight(e) as f64)
        })
        .collect();
    // Pairs ascend without repeats and weights are at least 1.
    Graph::from_edges(nodes, &list).expect("pairs of a tally are the edges of a graph")
}

/// The graph of the same nodes with only the edges chosen.
fn part_of(graph: &Graph, chosen: &[bool]) -> Graph {
    let list: Vec<(u32, u32, f64)> = graph
        .edges()
        .zip(chosen)
        .filter_map(|(edge, &chosen)| chosen.then_some(edge))
        .collect();
    Graph::from_edges(graph.nodes(), &list).unwrap_or_else(|_| empty_graph(graph.nodes()))
}

/// Actors in nearly every article with their shares, the most frequent first.
fn widespread(input: &NetworkInput<'_>, nodes: &[ActorIndex]) -> Vec<(String, f64)> {
    let all = input.counts.articles;
    if all < WIDESPREAD_ARTICLES {
        return Vec::new();
    }
    let share = |actor: ActorIndex| {
        let counts = input.counts.actors.get(actor.position());
        counts.map_or(0, |c| c.articles) as f64 / all as f64
    };
    let mut found: Vec<(String, f64)> = nodes
        .iter()
        .map(|&actor| (actor, share(actor)))
        .filter(|&(_, share)| share >= WIDESPREAD)
        .map(|(actor, share)| (input.labels.info(name_of(input.ids, actor)).label, share))
        .collect();
    found.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    found
}
