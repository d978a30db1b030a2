//! Two sets of articles side by side.

use std::collections::BTreeMap;

use crate::model::{ActorIndex, SCORE_SCALE};
use crate::stats::contrast::mean_difference;
use crate::stats::proportion::difference;
use crate::tally::{NetworkCounts, ScoreRow};

use super::names::name_of;
use super::rows::{CompareActorRow, CompareEdgeRow, CompareStanceRow, ShareDifference};
use super::scores::moments;
use super::table::Table;

/// What was counted in one of the two sets.
#[derive(Debug, Clone, Copy)]
pub struct CompareInput<'a> {
    /// Actors and pairs.
    pub network: &'a NetworkCounts,
    /// Attitudes, without periods.
    pub stance: &'a [ScoreRow],
}

fn shares((one, all_one): (u64, u64), (other, all_other): (u64, u64)) -> ShareDifference {
    let share = |n: u64, all: u64| (all > 0).then(|| n as f64 / all as f64);
    let (first, second) = (share(one, all_one), share(other, all_other));
    let ends = difference((one, all_one), (other, all_other));
    ShareDifference {
        first_articles: one,
        second_articles: other,
        first_share: first,
        second_share: second,
        difference: first.zip(second).map(|(a, b)| a - b),
        low: ends.map(|e| e.low),
        high: ends.map(|e| e.high),
    }
}

/// The tables `compare_actors`, `compare_edges` and `compare_stance`: what is in either set, by identifier. `ids` names the actors of both.
pub fn compare_tables(
    first: CompareInput<'_>,
    second: CompareInput<'_>,
    ids: &[String],
) -> Vec<Table> {
    let all = (first.network.articles, second.network.articles);
    let articles =
        |counts: &NetworkCounts, actor: usize| counts.actors.get(actor).map_or(0, |a| a.articles);
    let actors = (0..ids.len()).filter_map(|actor| {
        let (a, b) = (
            articles(first.network, actor),
            articles(second.network, actor),
        );
        (a + b > 0).then(|| CompareActorRow {
            id: &ids[actor],
            shares: shares((a, all.0), (b, all.1)),
            label: "",
        })
    });
    let mut pairs: BTreeMap<(ActorIndex, ActorIndex), [u64; 2]> = BTreeMap::new();
    for (place, input) in [first, second].into_iter().enumerate() {
        for pair in &input.network.pairs {
            pairs.entry((pair.a, pair.b)).or_default()[place] = pair.articles;
        }
    }
    let edges = pairs
        .into_iter()
        .map(|((a, b), [one, other])| CompareEdgeRow {
            source: name_of(ids, a),
            target: name_of(ids, b),
            shares: shares((one, all.0), (other, all.1)),
            source_label: "",
            target_label: "",
        });
    let mut attitudes: BTreeMap<(ActorIndex, ActorIndex), [Option<&ScoreRow>; 2]> = BTreeMap::new();
    for (place, input) in [first, second].into_iter().enumerate() {
        for row in input.stance {
            attitudes.entry((row.source, row.target)).or_default()[place] = Some(row);
        }
    }
    let stance = attitudes.into_iter().map(|((source, target), rows)| {
        let scale = f64::from(SCORE_SCALE);
        let [one, other] = rows.map(|row| row.map(|r| moments(&r.counts.scores)));
        let found = one.zip(other).and_then(|(a, b)| mean_difference(a, b));
        let ends = found.as_ref().and_then(|d| d.interval);
        let of = |row: Option<&ScoreRow>| {
            row.map_or((0, 0), |r| (r.counts.articles(), r.counts.sentences))
        };
        let score = |row: Option<&ScoreRow>| {
            row.map(|r| r.counts.scores.sum() as f64 / (r.counts.articles() as f64 * scale))
        };
        CompareStanceRow {
            source: name_of(ids, source),
            target: name_of(ids, target),
            first_articles: of(rows[0]).0,
            first_sentences: of(rows[0]).1,
            first_score: score(rows[0]),
            second_articles: of(rows[1]).0,
            second_sentences: of(rows[1]).1,
            second_score: score(rows[1]),
            difference: found.as_ref().map(|d| d.difference / scale),
            low: ends.map(|e| (e.low / scale).max(-2.0)),
            high: ends.map(|e| (e.high / scale).min(2.0)),
            source_label: "",
            target_label: "",
        }
    });
    vec![
        Table::new("compare_actors", actors),
        Table::new("compare_edges", edges),
        Table::new("compare_stance", stance),
    ]
}
