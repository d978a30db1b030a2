//! Edges: their tests, which of them are kept, their rows.

use crate::stats::Counts;
use crate::tally::{Histogram, NetworkCounts, PairCounts};

use super::{NetworkInput, NetworkSettings, Ranking, TestedEdges, name_of};
use crate::tables::attitudes::{AttitudeSettings, attitude_key, mean, mean_interval};
use crate::tables::number::probability;
use crate::tables::parallel;
use crate::tables::rows::{EdgeRobustness, EdgeRow};
use crate::tables::sensitivity::EdgeSupport;
use crate::tables::table::Table;

/// An edge's numbers before they become a row.
pub(super) struct Edge {
    /// Its place among all edges.
    pub(super) index: usize,
    pub(super) pair: PairCounts,
    pub(super) weight: u64,
    pub(super) measures: Option<Counts>,
    pub(super) ln_p: Option<f64>,
    pub(super) q: Option<f64>,
    pub(super) backbone: f64,
}

/// The tested pairs as edges.
pub(super) fn edges(counts: &NetworkCounts, tested: &TestedEdges) -> Vec<Edge> {
    let n = counts.units();
    let edge = |(index, &pair): (usize, &PairCounts)| {
        let weight = counts.pair_units(&pair);
        let (n_a, n_b) = (counts.actor_units(pair.a), counts.actor_units(pair.b));
        Edge {
            index,
            pair,
            weight,
            measures: Counts::new(n, n_a, n_b, weight),
            ln_p: tested.ln_p()[index],
            q: tested.q()[index],
            backbone: f64::NAN,
        }
    };
    tested.pairs().iter().enumerate().map(edge).collect()
}

/// The edges that the settings keep, in order of the ids.
pub(super) fn kept(mut edges: Vec<Edge>, settings: &NetworkSettings) -> Vec<Edge> {
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

/// What is known of an edge on other articles.
fn robustness(input: &NetworkInput<'_>, edge: &Edge) -> EdgeRobustness {
    let support = input.support.and_then(|all| all.get(edge.index));
    let spread = input.bootstrap.map(|b| b.edge(edge.index));
    let weight = spread.and_then(|s| s.weight);
    let npmi = spread.and_then(|s| s.npmi);
    EdgeRobustness {
        outlet_share: support.and_then(|s| s.outlets.share),
        min_without_outlet: support.and_then(|s| s.outlets.min_without),
        top_story_share: (edge.pair.articles > 0)
            .then(|| edge.pair.top_story as f64 / edge.pair.articles as f64),
        fragile: support.map_or("", EdgeSupport::fragile),
        weight_low: weight.map(|e| e.low),
        weight_high: weight.map(|e| e.high),
        npmi_low: npmi.map(|e| e.low),
        npmi_high: npmi.map(|e| e.high),
        same_community: input
            .bootstrap
            .and_then(|b| b.together(edge.pair.a, edge.pair.b)),
    }
}

pub(super) fn edges_table(
    input: &NetworkInput<'_>,
    settings: &NetworkSettings,
    edges: &[Edge],
) -> Table {
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
            robustness: robustness(input, edge),
        }
    });
    Table::new("edges", rows)
}
