//! Edges: who meets whom, how surprising that is, which edges are kept, their rows.

use crate::model::ActorIndex;
use crate::stats::interval::Interval;
use crate::stats::{Counts, Graph, backbone::noise_corrected};
use crate::tally::{Histogram, PairCounts};

use super::backbones::Backbones;
use super::edge_counts::{Edges, known};
use super::signed::Stances;
use super::{NetworkSettings, Ranking};
use crate::tables::attitudes::mean;
use crate::tables::bootstrap::Bootstrap;
use crate::tables::names::name_of;
use crate::tables::number::probability;
use crate::tables::parallel;
use crate::tables::rows::{EdgeRobustness, EdgeRow, Undirected, Within};
use crate::tables::sensitivity::EdgeSupport;
use crate::tables::table::Table;

/// Rows that are made in one go before they join the table.
const PART: usize = 1 << 15;

/// The edges that the settings keep, in order of the ids.
pub(super) fn kept(
    edges: &Edges<'_>,
    backbones: &Backbones<'_>,
    settings: &NetworkSettings,
) -> Vec<u32> {
    let mut kept: Vec<u32> = (0..edges.len() as u32)
        .filter(|&e| edges.weight(e as usize) >= settings.min_weight)
        .filter(|&e| {
            settings
                .backbone
                .is_none_or(|b| backbones.keeps(e as usize, b, settings))
        })
        .collect();
    let Some(top) = settings.top.filter(|&top| top < kept.len()) else {
        return kept;
    };
    let mut ranked: Vec<(f64, u32)> = kept
        .iter()
        .map(|&e| (merit(edges, e as usize, settings.ranking), e))
        .collect();
    ranked.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    kept = ranked[..top].iter().map(|r| r.1).collect();
    kept.sort_unstable();
    kept
}

/// What an edge is ranked by; larger is better.
fn merit(edges: &Edges<'_>, edge: usize, ranking: Ranking) -> f64 {
    let measure = |f: fn(&Counts) -> Option<f64>| edges.measures(edge).as_ref().and_then(f);
    match ranking {
        Ranking::Weight => Some(edges.weight(edge) as f64),
        Ranking::Npmi => measure(Counts::npmi),
        Ranking::G2 => measure(Counts::g2_signed),
        Ranking::P => edges.ln_p(edge).map(|x| -x),
        Ranking::Pmi => measure(Counts::pmi),
        Ranking::ChiSquare => measure(Counts::chi2_signed),
        Ranking::LogOdds => measure(|c| c.log_odds().map(|o| o.estimate)),
        Ranking::Jaccard => measure(Counts::jaccard),
        Ranking::Dice => measure(Counts::dice),
        Ranking::Lift => measure(Counts::lift),
        Ranking::TScore => measure(Counts::t_score),
    }
    .unwrap_or(f64::NEG_INFINITY)
}

/// What the rows of edges are made from.
pub(super) struct EdgeSources<'a> {
    pub(super) ids: &'a [String],
    pub(super) support: Option<&'a [EdgeSupport]>,
    pub(super) bootstrap: Option<&'a Bootstrap>,
    pub(super) settings: &'a NetworkSettings,
    pub(super) edges: &'a Edges<'a>,
    pub(super) backbones: &'a Backbones<'a>,
    pub(super) stances: &'a Stances<'a>,
    pub(super) graph: &'a Graph,
    /// The node of each actor.
    pub(super) place: &'a [u32],
}

/// The table of the edges named.
pub(super) fn edges_table(sources: &EdgeSources<'_>, kept: &[u32]) -> Table {
    let strength = sources.graph.strengths();
    let total: f64 = strength.iter().sum();
    let none: [EdgeRow<'_>; 0] = [];
    let mut table = Table::new("edges", none);
    let parts: Vec<&[u32]> = kept.chunks(PART).collect();
    let make = |part: &&[u32]| {
        let rows = part
            .iter()
            .map(|&e| row(sources, e as usize, &strength, total));
        Table::new("edges", rows)
    };
    for group in parts.chunks(sources.settings.threads.max(1)) {
        for part in parallel::each(group, sources.settings.threads, make) {
            table.append(&part);
        }
    }
    table
}

fn row<'a>(sources: &'a EdgeSources<'a>, edge: usize, strength: &[f64], total: f64) -> EdgeRow<'a> {
    let (edges, backbones, settings) = (sources.edges, sources.backbones, sources.settings);
    let pair = edges.pair(edge);
    let weight = edges.weight(edge);
    let measures = edges.measures(edge);
    let measure = |f: fn(&Counts) -> Option<f64>| measures.as_ref().and_then(f);
    let log_odds = measures.as_ref().and_then(Counts::log_odds);
    let ln_p = edges.ln_p(edge);
    let stance: Option<(&Histogram, Option<Interval>)> = sources.stances.of(pair);
    let shown = stance.filter(|s| s.0.count() >= settings.min_articles);
    let ends = shown.and_then(|s| s.1);
    let node = |actor: ActorIndex| strength[sources.place[actor.position()] as usize];
    let noise = noise_corrected::excess(weight as f64, node(pair.a), node(pair.b), total);
    EdgeRow {
        source: name_of(sources.ids, pair.a),
        target: name_of(sources.ids, pair.b),
        direction: Undirected,
        weight,
        articles: pair.articles,
        stories: Some(pair.stories),
        sentences: pair.sentences,
        expected: measure(Counts::expected),
        npmi: measure(Counts::npmi),
        g2: measure(Counts::g2),
        p: ln_p.map(probability),
        q: edges.q(edge),
        backbone: known(backbones.disparity[edge]),
        stance: shown.and_then(|s| mean(s.0)),
        stance_low: ends.map(|e| e.low),
        stance_high: ends.map(|e| e.high),
        ln_p,
        stance_articles: stance.map_or(0, |s| s.0.count()),
        pmi: measure(Counts::pmi),
        chi_square: measure(Counts::chi2),
        log_odds: log_odds.map(|o| o.estimate),
        log_odds_low: log_odds.map(|o| o.low),
        log_odds_high: log_odds.map(|o| o.high),
        jaccard: measure(Counts::jaccard),
        dice: measure(Counts::dice),
        lift: measure(Counts::lift),
        t_score: measure(Counts::t_score),
        sdsm_expected: backbones.sdsm_expected(edges.margins(edge)),
        sdsm_p: backbones.sdsm_p(edge),
        sdsm_q: backbones.sdsm_q(edge),
        noise_corrected_score: noise.map(|x| x.score),
        noise_corrected_p: backbones.noise_p(edge),
        consensus: backbones.consensus(edge, settings.alpha).map(u64::from),
        robustness: robustness(sources, edge, pair),
        source_label: "",
        target_label: "",
        within: Within::default(),
    }
}

/// What is known of an edge on other articles.
fn robustness(
    sources: &EdgeSources<'_>,
    edge: usize,
    pair: &PairCounts,
) -> EdgeRobustness<'static> {
    let support = sources.support.and_then(|all| all.get(edge));
    let spread = sources.bootstrap.map(|b| b.edge(edge));
    let weight = spread.and_then(|s| s.weight);
    let npmi = spread.and_then(|s| s.npmi);
    EdgeRobustness {
        outlet_share: support.and_then(|s| s.outlets.share),
        min_without_outlet: support.and_then(|s| s.outlets.min_without),
        top_story_share: (pair.articles > 0).then(|| pair.top_story as f64 / pair.articles as f64),
        fragile: support.map_or("", EdgeSupport::fragile),
        weight_low: weight.map(|e| e.low),
        weight_high: weight.map(|e| e.high),
        npmi_low: npmi.map(|e| e.low),
        npmi_high: npmi.map(|e| e.high),
        same_community: sources.bootstrap.and_then(|b| b.together(pair.a, pair.b)),
    }
}
