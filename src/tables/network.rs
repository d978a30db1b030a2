//! `actors.csv` and `edges.csv`.

use crate::stats::backbone::disparity;
use crate::stats::centrality::betweenness::{Betweenness, Partial};
use crate::stats::centrality::{Length, PIVOTS, pivots};
use crate::stats::leiden::{self, leiden};
use crate::stats::{Correction, Counts, Graph, hypergeometric, interval, multiple, pagerank};
use crate::tally::{Histogram, NetworkCounts, PairCounts, ScoreRow};

use super::attitudes::{AttitudeSettings, attitude_key, mean, mean_interval};
use super::info::ActorLabels;
use super::number::probability;
use super::parallel;
use super::rows::{ActorRow, EdgeRow};
use super::table::Table;

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
}

/// The two tables of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkTables {
    /// `actors`: everyone who is mentioned or spoken of, by id.
    pub actors: Table,
    /// `edges`: by source and target.
    pub edges: Table,
    /// Pairs that were tested, before any were left out.
    pub tested: u64,
    /// Modularity of the communities, if there are edges.
    pub modularity: Option<f64>,
}

/// Nodes whose shortest paths are computed in one go; fixed, so that sums do not depend on the number of threads.
const PIVOT_PART: usize = 32;

pub(super) fn name_of(names: &[String], number: u32) -> &str {
    names.get(number as usize).map_or("", String::as_str)
}

/// An edge's numbers before they become a row.
struct Edge {
    pair: PairCounts,
    weight: u64,
    measures: Option<Counts>,
    ln_p: Option<f64>,
    q: Option<f64>,
    backbone: f64,
}

/// The tables of a network.
///
/// The network has an edge for every pair that shares a unit of text. All measures of actors and edges are those of this whole
/// network, also where the settings keep only some edges. Without edges the table of edges has no rows.
pub fn network_tables(input: &NetworkInput<'_>, settings: &NetworkSettings) -> NetworkTables {
    let counts = input.counts;
    let mut edges = edges(counts, settings);
    let nodes = nodes(input, &edges);
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
        modularity,
    }
}

fn empty_graph(nodes: usize) -> Graph {
    Graph::from_edges(nodes, &[]).expect("no edge can break a rule")
}

/// Pairs that share a unit, with their tests.
fn edges(counts: &NetworkCounts, settings: &NetworkSettings) -> Vec<Edge> {
    let pairs: Vec<PairCounts> = counts
        .pairs
        .iter()
        .filter(|pair| counts.pair_units(pair) > 0)
        .copied()
        .collect();
    let n = counts.units();
    let mut edges = parallel::map(pairs.len(), settings.threads, |i| {
        let pair = pairs[i];
        let weight = counts.pair_units(&pair);
        let (n_a, n_b) = (counts.actor_units(pair.a), counts.actor_units(pair.b));
        let measures = Counts::new(n, n_a, n_b, weight);
        let ln_p = measures.and_then(|_| hypergeometric::ln_upper_tail(n, n_a, n_b, weight));
        Edge {
            pair,
            weight,
            measures,
            ln_p,
            q: None,
            backbone: f64::NAN,
        }
    });
    let p: Vec<Option<f64>> = edges.iter().map(|e| e.ln_p.map(probability)).collect();
    for (edge, q) in edges
        .iter_mut()
        .zip(multiple::adjust_options(&p, settings.correction))
    {
        edge.q = q;
    }
    edges
}

/// Everyone with a count, ascending: whoever is mentioned, and the ends of edges.
fn nodes(input: &NetworkInput<'_>, edges: &[Edge]) -> Vec<u32> {
    let mut nodes: Vec<u32> = (0_u32..)
        .zip(&input.counts.actors)
        .filter(|(_, counts)| counts.mentions > 0)
        .map(|(actor, _)| actor)
        .chain(edges.iter().flat_map(|e| [e.pair.a, e.pair.b]))
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

fn betweenness(graph: &Graph, settings: &NetworkSettings) -> Option<Betweenness> {
    if !settings.betweenness {
        return None;
    }
    let sources = pivots(graph.nodes(), PIVOTS, settings.seed);
    let parts: Vec<&[u32]> = sources.chunks(PIVOT_PART).collect();
    let mut whole = Partial::from_sources(graph, Length::Hops, &[]);
    let done = parallel::each(&parts, settings.threads, |part| {
        Partial::from_sources(graph, Length::Hops, part)
    });
    for part in done {
        whole = whole.merge(&part);
    }
    Some(whole.finish())
}

fn actors_table(
    input: &NetworkInput<'_>,
    settings: &NetworkSettings,
    nodes: &[u32],
    graph: &Graph,
    partition: Option<&leiden::Partition>,
) -> Table {
    let rank = pagerank::pagerank(graph);
    let between = betweenness(graph, settings);
    let infos: Vec<_> = nodes
        .iter()
        .map(|&a| input.labels.info(name_of(input.ids, a)))
        .collect();
    let nobody = crate::tally::ActorCounts::default();
    let rows = nodes.iter().enumerate().map(|(i, &actor)| {
        let counts = input.counts.actors.get(actor as usize).unwrap_or(&nobody);
        let info = &infos[i];
        ActorRow {
            id: name_of(input.ids, actor),
            label: &info.label,
            kind: info.kind.as_str(),
            country: &info.country,
            articles: counts.articles,
            stories: Some(counts.stories),
            sentences: counts.sentences,
            mentions: counts.mentions,
            degree: graph.degree(i as u32) as u64,
            // Weights are whole numbers, so is their sum.
            strength: graph.strength(i as u32) as u64,
            pagerank: rank.get(i).copied(),
            betweenness: between.as_ref().map(|b| b.score[i]),
            community: partition.map(|p| u64::from(p.community[i]) + 1),
            tone: mean(&counts.tone).filter(|_| counts.tone.count() >= settings.min_articles),
            betweenness_error: between
                .as_ref()
                .and_then(|b| b.error.as_ref())
                .map(|e| e[i]),
        }
    });
    Table::new("actors", rows)
}

/// The edges that the settings keep, in order of the ids.
fn kept(mut edges: Vec<Edge>, settings: &NetworkSettings) -> Vec<Edge> {
    edges.retain(|e| e.weight >= settings.min_weight);
    let Some(top) = settings.top.filter(|&top| top < edges.len()) else {
        return edges;
    };
    // Larger is better.
    let merit = |e: &Edge| -> f64 {
        let measure = |f: fn(&Counts) -> Option<f64>| e.measures.as_ref().and_then(f);
        match settings.ranking {
            Ranking::Weight => Some(e.weight as f64),
            Ranking::Npmi => measure(Counts::npmi),
            Ranking::G2 => measure(Counts::g2_signed),
            Ranking::P => e.ln_p.map(|x| -x),
        }
        .unwrap_or(f64::NEG_INFINITY)
    };
    let pair = |e: &Edge| (e.pair.a, e.pair.b);
    edges.sort_by(|x, y| merit(y).total_cmp(&merit(x)).then(pair(x).cmp(&pair(y))));
    edges.truncate(top);
    edges.sort_unstable_by_key(pair);
    edges
}

fn edges_table(input: &NetworkInput<'_>, settings: &NetworkSettings, edges: &[Edge]) -> Table {
    let bootstrap = AttitudeSettings {
        seed: settings.seed,
        replicates: settings.replicates,
        ..AttitudeSettings::default()
    };
    let scores_of = |pair: &PairCounts| -> Option<&Histogram> {
        let found = input
            .stance
            .binary_search_by_key(&(pair.a, pair.b), |row| (row.source, row.target));
        found.ok().map(|i| &input.stance[i].counts.scores)
    };
    let shown = |scores: &&Histogram| scores.count() >= settings.min_articles;
    let intervals = parallel::map(edges.len(), settings.threads, |i| {
        let pair = &edges[i].pair;
        let key = attitude_key(name_of(input.ids, pair.a), name_of(input.ids, pair.b), "");
        scores_of(pair)
            .filter(shown)
            .and_then(|scores| mean_interval(scores, key, &bootstrap))
    });
    let rows = edges.iter().zip(intervals).map(|(edge, ends)| {
        let scores = scores_of(&edge.pair);
        let measure = |f: fn(&Counts) -> Option<f64>| edge.measures.as_ref().and_then(f);
        EdgeRow {
            source: name_of(input.ids, edge.pair.a),
            target: name_of(input.ids, edge.pair.b),
            weight: edge.weight,
            articles: edge.pair.articles,
            stories: Some(edge.pair.stories),
            sentences: edge.pair.sentences,
            expected: measure(Counts::expected),
            npmi: measure(Counts::npmi),
            g2: measure(Counts::g2),
            p: edge.ln_p.map(probability),
            q: edge.q,
            backbone: Some(edge.backbone),
            stance: scores.filter(shown).and_then(mean),
            stance_low: ends.map(|e| e.low),
            stance_high: ends.map(|e| e.high),
            ln_p: edge.ln_p,
            stance_articles: scores.map_or(0, Histogram::count),
        }
    });
    Table::new("edges", rows)
}
