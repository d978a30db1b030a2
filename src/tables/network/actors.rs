//! Actors: who is one, where each stands in the network, their rows.

use crate::model::ActorIndex;
use crate::stats::centrality::betweenness::{Betweenness, Partial};
use crate::stats::centrality::closeness;
use crate::stats::centrality::clustering::{Clustering, clustering};
use crate::stats::centrality::components::components;
use crate::stats::centrality::core_number::core_numbers;
use crate::stats::centrality::eigenvector::eigenvector;
use crate::stats::centrality::participation::participation;
use crate::stats::centrality::{EXACT_NODES, Length, PIVOTS, sample_nodes};
use crate::stats::leiden::{self, Partition, leiden};
use crate::stats::{Graph, pagerank};

use super::signed::Signed;
use super::{NetworkInput, NetworkSettings, PathsChoice};
use crate::tables::attitudes::mean;
use crate::tables::bootstrap::ActorSpread;
use crate::tables::names::name_of;
use crate::tables::parallel;
use crate::tables::rows::{ActorRobustness, ActorRow};
use crate::tables::table::Table;

/// Nodes whose shortest paths are computed in one go; fixed, so that sums do not depend on the number of threads.
const PIVOT_PART: usize = 8;
/// Nodes times edges up to which [`PathsChoice::Auto`] looks at the paths from all nodes.
const EXACT_WORK: u64 = 1_000_000_000;
/// Nodes drawn times edges that it takes otherwise, …
const SAMPLE_WORK: u64 = 200_000_000;
/// … but never fewer nodes than these.
const LEAST_PIVOTS: u64 = 32;

/// Where the actors stand in the network.
pub(super) struct Structure {
    pagerank: Vec<f64>,
    paths: Option<Paths>,
    pub(super) component: Vec<u32>,
    pub(super) core: Vec<u32>,
    eigenvector: Option<Vec<f64>>,
    pub(super) clustering: Clustering,
    pub(super) partition: Option<Partition>,
    participation: Option<Vec<Option<f64>>>,
}

/// What the shortest paths say.
struct Paths {
    betweenness: Betweenness,
    closeness: Vec<Option<f64>>,
}

impl Structure {
    /// Communities and what follows from them are those of `firm`, a graph of the same nodes.
    pub(super) fn new(graph: &Graph, firm: &Graph, settings: &NetworkSettings) -> Self {
        let options = leiden::LeidenOptions {
            quality: settings.quality,
            resolution: settings.resolution,
            seed: settings.seed,
            ..Default::default()
        };
        // Communities take about as long as all that follows, and each of these works on one thread.
        let (partition, (pagerank, component, core, eigenvector, clustering)) = parallel::both(
            settings.threads,
            || leiden(firm, &options),
            || {
                (
                    pagerank::pagerank(graph),
                    components(graph),
                    core_numbers(graph),
                    eigenvector(graph),
                    clustering(graph),
                )
            },
        );
        Self {
            pagerank,
            paths: paths(graph, settings),
            component,
            core,
            eigenvector,
            clustering,
            participation: partition
                .as_ref()
                .map(|p| participation(firm, &p.community)),
            partition,
        }
    }

    /// From how many nodes the shortest paths were computed; `None` if from all or none.
    pub(super) fn has_sampled_paths(&self) -> bool {
        self.paths
            .as_ref()
            .is_some_and(|p| p.betweenness.error.is_some())
    }
}

/// From how many nodes to compute shortest paths.
fn sources(graph: &Graph, choice: PathsChoice) -> usize {
    let (nodes, edges) = (graph.nodes() as u64, graph.edge_count() as u64);
    let affordable = (SAMPLE_WORK / edges.max(1)).max(LEAST_PIVOTS);
    let some = match choice {
        PathsChoice::Never => 0,
        _ if graph.nodes() <= EXACT_NODES && nodes * edges <= EXACT_WORK => nodes,
        PathsChoice::Auto => affordable,
        PathsChoice::Always if graph.nodes() <= EXACT_NODES => nodes,
        PathsChoice::Always => affordable.max(PIVOTS as u64),
    };
    some.min(nodes) as usize
}

fn paths(graph: &Graph, settings: &NetworkSettings) -> Option<Paths> {
    let wanted = sources(graph, settings.betweenness);
    if wanted == 0 {
        return None;
    }
    let drawn = sample_nodes(graph.nodes(), wanted, settings.seed);
    let parts: Vec<&[u32]> = drawn.chunks(PIVOT_PART).collect();
    let mut whole = Partial::from_sources(graph, Length::Hops, &[]);
    for group in parts.chunks(settings.threads.max(1)) {
        let done = parallel::each(group, settings.threads, |part| {
            Partial::from_sources(graph, Length::Hops, part)
        });
        for part in done {
            whole = whole.merge(&part);
        }
    }
    Some(Paths {
        closeness: closeness::from_distances(graph, &drawn, whole.distances()),
        betweenness: whole.finish(),
    })
}

/// Intervals of all actors and how firmly each belongs to its community; nothing without a bootstrap.
fn robustness(
    input: &NetworkInput<'_>,
    settings: &NetworkSettings,
    partition: Option<&Partition>,
) -> (Vec<ActorSpread>, Vec<Option<f64>>) {
    let Some(bootstrap) = input.bootstrap else {
        return (Vec::new(), Vec::new());
    };
    let stability = partition.map(|p| bootstrap.stability(&p.community));
    (
        bootstrap.actors(settings.threads),
        stability.unwrap_or_default(),
    )
}

/// What the table of actors is made of.
#[derive(Clone, Copy)]
pub(super) struct ActorSources<'a> {
    pub(super) input: &'a NetworkInput<'a>,
    pub(super) settings: &'a NetworkSettings,
    /// The actors, ascending: the nodes of the graph.
    pub(super) nodes: &'a [ActorIndex],
    pub(super) graph: &'a Graph,
    pub(super) structure: &'a Structure,
    pub(super) signed: &'a Signed,
}

/// The table of all actors.
pub(super) fn actors_table(sources: &ActorSources<'_>) -> Table {
    let ActorSources {
        input,
        settings,
        nodes,
        graph,
        structure,
        signed,
    } = *sources;
    let infos: Vec<_> = nodes
        .iter()
        .map(|&a| input.labels.info(name_of(input.ids, a)))
        .collect();
    let (spread, stability) = robustness(input, settings, structure.partition.as_ref());
    let nobody = crate::tally::ActorCounts::default();
    let between = structure.paths.as_ref().map(|p| &p.betweenness);
    let rows = nodes.iter().enumerate().map(|(i, &actor)| {
        let counts = input.counts.actors.get(actor.position()).unwrap_or(&nobody);
        let info = &infos[i];
        let tied = graph.degree(i as u32) > 0;
        let (positive, negative) = signed.degrees[i];
        let ends = spread.get(i).and_then(|s| s.pagerank);
        let rank = spread.get(i).and_then(|s| s.rank);
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
            pagerank: structure.pagerank.get(i).copied(),
            betweenness: between.map(|b| b.score[i]),
            community: structure
                .partition
                .as_ref()
                .map(|p| u64::from(p.community[i]) + 1),
            tone: mean(&counts.tone).filter(|_| counts.tone.count() >= settings.min_articles),
            betweenness_error: between.and_then(|b| b.error.as_ref()).map(|e| e[i]),
            component: u64::from(structure.component[i]) + 1,
            core: structure.core[i].into(),
            eigenvector: structure
                .eigenvector
                .as_ref()
                .map(|v| v[i])
                .filter(|_| tied),
            closeness: structure.paths.as_ref().and_then(|p| p.closeness[i]),
            clustering: structure.clustering.local[i],
            participation: structure.participation.as_ref().and_then(|p| p[i]),
            positive_degree: positive.into(),
            negative_degree: negative.into(),
            robustness: ActorRobustness {
                pagerank_low: ends.map(|e| e.low),
                pagerank_high: ends.map(|e| e.high),
                rank_low: rank.map(|r| r.0),
                rank_high: rank.map(|r| r.1),
                stability: stability.get(i).copied().flatten(),
            },
            named: counts.named,
        }
    });
    Table::new("actors", rows)
}
