//! Actors: who is one, where each stands in the network, their rows.

use crate::stats::centrality::betweenness::{Betweenness, Partial};
use crate::stats::centrality::{Length, PIVOTS, pivots};
use crate::stats::{Graph, leiden, pagerank};

use super::{NetworkInput, NetworkSettings, name_of};
use crate::tables::attitudes::mean;
use crate::tables::bootstrap::ActorSpread;
use crate::tables::parallel;
use crate::tables::rows::{ActorRobustness, ActorRow};
use crate::tables::table::Table;

/// Nodes whose shortest paths are computed in one go; fixed, so that sums do not depend on the number of threads.
const PIVOT_PART: usize = 32;

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

/// Intervals of all actors and how firmly each belongs to its community; nothing without a bootstrap.
fn robustness(
    input: &NetworkInput<'_>,
    settings: &NetworkSettings,
    partition: Option<&leiden::Partition>,
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

pub(super) fn actors_table(
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
    let (spread, stability) = robustness(input, settings, partition);
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
            robustness: ActorRobustness {
                pagerank: spread.get(i).and_then(|s| s.pagerank),
                rank: spread.get(i).and_then(|s| s.rank),
                stability: stability.get(i).copied().flatten(),
            },
        }
    });
    Table::new("actors", rows)
}
