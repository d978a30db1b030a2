//! `change_points.csv`: when attention and attitudes changed.

use crate::model::{ActorIndex, PeriodIndex, SCORE_SCALE};
use crate::stats::change_points::{ChangePoint, Exposure, Noise, change_points};
use crate::stats::random::keyed;
use crate::stats::{Correction, multiple};
use crate::tally::{PeriodCounts, PeriodKey, ScoreRow};

use super::attitudes::attitude_key;
use super::names::name_of;
use super::parallel;
use super::rows::ChangePointRow;
use super::table::Table;
use super::timeline::{TimelineInput, by_actor, period_names};

/// Series with articles in fewer periods than this are not looked at: no order of so few could be rare.
pub const LEAST_PERIODS: usize = 8;
/// Series with fewer articles than this are not looked at.
pub const LEAST_ARTICLES: u64 = 10;

/// The table of changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangePoints {
    /// By kind, source, target and period.
    pub table: Table,
    /// Series that were looked at.
    pub series: u64,
}

/// What one actor's attention or one actor's attitude towards another does in time.
struct Series<'a> {
    kind: &'static str,
    source: &'a str,
    target: &'a str,
    noise: Noise,
    /// By place of the period, ascending; the others show nothing, or for attention: no article of those there are.
    filled: Vec<(usize, Exposure)>,
    articles: u64,
}

impl Series<'_> {
    /// The series over the periods of the counts; `empty` is attention that nobody has.
    fn periods(&self, empty: &[Exposure]) -> Vec<Exposure> {
        let nothing = Exposure {
            total: 0.0,
            exposure: 0.0,
        };
        let mut periods = match self.noise {
            Noise::Poisson => empty.to_vec(),
            Noise::Normal => vec![nothing; empty.len()],
        };
        for &(at, period) in &self.filled {
            periods[at] = period;
        }
        periods
    }

    /// How many periods show something.
    fn count(&self, periods: usize) -> usize {
        match self.noise {
            Noise::Poisson => periods,
            Noise::Normal => self.filled.len(),
        }
    }
}

/// `change_points.csv`: changes of the share of articles that mention each actor, and of the mean score of each actor towards
/// each other one; `stance` are attitudes by the same periods, ascending. Periods must not overlap.
///
/// Series of fewer than [`LEAST_PERIODS`] periods or [`LEAST_ARTICLES`] articles are not looked at. Changes are found and
/// tested by [`change_points`]; every series looked at counts as a test in Q, with P = 1 where nothing was found.
pub fn change_point_table(
    input: &TimelineInput<'_>,
    stance: &[ScoreRow],
    correction: Correction,
    seed: u64,
    threads: usize,
) -> ChangePoints {
    let names = period_names(input.counts, input.calendar);
    let empty: Vec<Exposure> = (input.counts.periods.iter())
        .map(|p| Exposure {
            total: 0.0,
            exposure: p.1.articles as f64,
        })
        .collect();
    let mut all = attention_series(input);
    all.extend(stance_series(input, stance));
    all.retain(|s| s.count(names.len()) >= LEAST_PERIODS && s.articles >= LEAST_ARTICLES);
    let found: Vec<Vec<ChangePoint>> = parallel::map(all.len(), threads, |i| {
        let series = &all[i];
        let key = attitude_key(series.source, series.target, series.kind);
        let periods = series.periods(&empty);
        change_points(&periods, series.noise, keyed(seed, key, 0))
    });
    let p: Vec<Option<f64>> = found
        .iter()
        .flat_map(|changes| {
            let none = changes.is_empty().then_some(1.0);
            changes.iter().map(|c| c.p).chain(none).map(Some)
        })
        .collect();
    let mut q = multiple::adjust_options(&p, correction).into_iter();
    let composition = input.composition();
    let mut rows = Vec::new();
    for (series, changes) in all.iter().zip(&found) {
        if changes.is_empty() {
            q.next();
            continue;
        }
        let periods = series.periods(&empty);
        let filled: Vec<usize> = (0..periods.len())
            .filter(|&i| periods[i].exposure > 0.0)
            .collect();
        for (i, change) in changes.iter().enumerate() {
            let from = i.checked_sub(1).map_or(filled[0], |i| changes[i].at);
            let end = changes.get(i + 1).map_or(periods.len(), |next| next.at);
            let to = filled[filled.partition_point(|&at| at < end) - 1];
            rows.push(ChangePointRow {
                kind: series.kind,
                source: series.source,
                target: series.target,
                period: &names[change.at],
                before: change.before,
                after: change.after,
                p: change.p,
                q: q.next().flatten(),
                from: &names[from],
                to: &names[to],
                periods: filled.len() as u64,
                articles: series.articles,
                corpus_change: composition
                    .as_ref()
                    .filter(|_| series.kind == "attention")
                    .map_or("", |c| c.change(change.at)),
                source_label: "",
                target_label: "",
            });
        }
    }
    ChangePoints {
        table: Table::new("change_points", rows),
        series: all.len() as u64,
    }
}

fn attention_series<'a>(input: &TimelineInput<'a>) -> Vec<Series<'a>> {
    let totals = &input.counts.periods;
    let series = |(actor, rows): (ActorIndex, Vec<(PeriodIndex, PeriodCounts)>)| Series {
        kind: "attention",
        source: name_of(input.ids, actor),
        target: "",
        noise: Noise::Poisson,
        articles: rows.iter().map(|r| r.1.articles).sum(),
        filled: (rows.iter())
            .map(|(at, counts)| {
                let period = Exposure {
                    total: counts.articles as f64,
                    exposure: totals[at.position()].1.articles as f64,
                };
                (at.position(), period)
            })
            .collect(),
    };
    by_actor(input.counts).into_iter().map(series).collect()
}

fn stance_series<'a>(input: &TimelineInput<'a>, stance: &[ScoreRow]) -> Vec<Series<'a>> {
    // Articles without a date have a period that is none of these.
    let place = |key: PeriodKey| {
        let periods = &input.counts.periods;
        periods.binary_search_by_key(&key, |p| p.0).ok()
    };
    let series = |rows: &[ScoreRow]| {
        let dated = || {
            rows.iter()
                .filter_map(|r| Some((place(r.period)?, &r.counts)))
        };
        Series {
            kind: "stance",
            source: name_of(input.ids, rows[0].source),
            target: name_of(input.ids, rows[0].target),
            noise: Noise::Normal,
            articles: dated().map(|(_, counts)| counts.articles()).sum(),
            filled: dated()
                .map(|(at, counts)| {
                    let period = Exposure {
                        total: counts.scores.sum() as f64 / f64::from(SCORE_SCALE),
                        exposure: counts.articles() as f64,
                    };
                    (at, period)
                })
                .collect(),
        }
    };
    stance
        .chunk_by(|x, y| (x.source, x.target) == (y.source, y.target))
        .map(series)
        .collect()
}
