//! What a report says of time: attention, attitudes and changes by period.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::analysis::Results;
use crate::tables::{StanceRow, Table};

use super::cast::Cast;

/// Actors and attitudes whose series are in the file, those of most articles first.
const SERIES: u32 = 300;

/// Articles of an actor in a period: number of the period, articles, and the ends of the interval of the share.
type AttentionPoint = (u32, u64, Option<f64>, Option<f64>);
/// An attitude in a period: number of the period, articles, score and the ends of its interval.
type StancePoint = (u32, u64, Option<f64>, Option<f64>, Option<f64>);

/// A change of level, as `change_points.csv` has it.
#[derive(Debug, Serialize)]
pub(super) struct Change<'r> {
    kind: &'r str,
    source: u32,
    target: Option<u32>,
    period: u32,
    before: f64,
    after: f64,
    p: f64,
    q: Option<f64>,
    articles: u64,
    /// Empty, or what of the corpus itself changes there.
    corpus: &'r str,
}

/// The tables of time.
#[derive(Debug, Default, Serialize)]
pub(super) struct Time<'r> {
    periods: Vec<&'r str>,
    /// Articles of each period.
    totals: Vec<u64>,
    /// Upper end of the interval of a share for an actor without articles in the period.
    none_high: Vec<Option<f64>>,
    /// By number of the actor; periods without an article of the actor are left out.
    attention: BTreeMap<u32, Vec<AttentionPoint>>,
    /// By number of the attitude.
    stance: BTreeMap<u32, Vec<StancePoint>>,
    changes: Vec<Change<'r>>,
}

impl<'r> Time<'r> {
    /// `None` for a study without periods.
    pub(super) fn new(results: &'r Results, cast: &Cast<'r>) -> Option<Self> {
        let mut names: BTreeSet<&'r str> = results.attention().map(|row| row.period).collect();
        let by_period = results.table("stance_by_period");
        let attitudes: Vec<StanceRow<'r>> = by_period
            .and_then(Table::typed)
            .into_iter()
            .flatten()
            .collect();
        let of_attitudes: BTreeSet<String> = attitudes.iter().map(|r| r.period.clone()).collect();
        names.extend(results.change_points().map(|row| row.period));
        if names.is_empty() || (names.is_empty() && of_attitudes.is_empty()) {
            return None;
        }
        let periods: Vec<&'r str> = names.into_iter().collect();
        let number: BTreeMap<&str, u32> = periods.iter().copied().zip(0..).collect();
        let mut time = Self {
            totals: vec![0; periods.len()],
            none_high: vec![None; periods.len()],
            periods,
            ..Self::default()
        };
        time.add_attention(results, cast, &number);
        time.add_stance(&attitudes, cast, &number);
        time.add_changes(results, cast, &number);
        Some(time)
    }

    /// The first and the last period.
    pub(super) fn ends(&self) -> Option<(&'r str, &'r str)> {
        Some((*self.periods.first()?, *self.periods.last()?))
    }

    fn add_attention(
        &mut self,
        results: &'r Results,
        cast: &Cast<'r>,
        number: &BTreeMap<&str, u32>,
    ) {
        for row in results.attention() {
            let Some(&period) = number.get(row.period) else {
                continue;
            };
            self.totals[period as usize] = row.total;
            if row.articles == 0 {
                self.none_high[period as usize] = row.share_high;
                continue;
            }
            if let Some(actor) = cast.number(row.actor).filter(|a| *a < SERIES) {
                let point = (period, row.articles, row.share_low, row.share_high);
                self.attention.entry(actor).or_default().push(point);
            }
        }
        for series in self.attention.values_mut() {
            series.sort_by_key(|point| point.0);
        }
    }

    fn add_stance(
        &mut self,
        rows: &[StanceRow<'_>],
        cast: &Cast<'_>,
        number: &BTreeMap<&str, u32>,
    ) {
        let place: BTreeMap<(&str, &str), u32> = cast
            .stance
            .iter()
            .take(SERIES as usize)
            .zip(0..)
            .map(|(row, i)| ((row.source, row.target), i))
            .collect();
        for row in rows {
            let found = place.get(&(row.source, row.target));
            let (Some(&attitude), Some(&period)) = (found, number.get(row.period.as_str())) else {
                continue;
            };
            let numbers = &row.attitude;
            let point = (
                period,
                numbers.articles,
                numbers.score,
                numbers.low,
                numbers.high,
            );
            self.stance.entry(attitude).or_default().push(point);
        }
        for series in self.stance.values_mut() {
            series.sort_by_key(|point| point.0);
        }
    }

    fn add_changes(&mut self, results: &'r Results, cast: &Cast<'r>, number: &BTreeMap<&str, u32>) {
        for row in results.change_points() {
            let ends = (cast.number(row.source), number.get(row.period));
            let (Some(source), Some(&period)) = ends else {
                continue;
            };
            self.changes.push(Change {
                kind: row.kind,
                source,
                target: cast.number(row.target),
                period,
                before: row.before,
                after: row.after,
                p: row.p,
                q: row.q,
                articles: row.articles,
                corpus: row.corpus_change,
            });
        }
    }
}
