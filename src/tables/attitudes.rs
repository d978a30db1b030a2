//! `stance.csv` and `tone.csv`.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::SCORE_SCALE;
use crate::stats::contrast::{Moments, mean_difference};
use crate::stats::{Correction, clusters, interval, multiple, signflip};
use crate::tally::{Calendar, Histogram, PeriodKey, ScoreRow};

use super::network::name_of;
use super::number::LEAST_P;
use super::parallel;
use super::rows::{Attitude, StanceRow, ToneRow, unshrunk};
use super::scores::{clusters, moments, story_sums};
use super::table::Table;

/// How the tables of attitudes are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttitudeSettings {
    /// The periods that the tally grouped by.
    pub calendar: Option<Calendar>,
    /// Rows of fewer articles keep their counts, but show no score, interval or test.
    pub min_articles: u64,
    /// How P is corrected for the number of rows.
    pub correction: Correction,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// Replicates of the bootstrap.
    pub replicates: usize,
    /// Threads to use; the table does not depend on them.
    pub threads: usize,
}

impl Default for AttitudeSettings {
    fn default() -> Self {
        Self {
            calendar: None,
            min_articles: 1,
            correction: Correction::default(),
            seed: 1,
            replicates: interval::REPLICATES,
            threads: 1,
        }
    }
}

impl AttitudeSettings {
    /// The name of a period; empty for none.
    fn name(&self, period: PeriodKey) -> String {
        let calendar = self.calendar.as_ref();
        calendar.map_or_else(String::new, |c| c.name(period))
    }
}

/// The mean of the scores, −1 to 1; `None` for none.
pub(super) fn mean(scores: &Histogram) -> Option<f64> {
    let count = scores.count();
    (count > 0).then(|| scores.sum() as f64 / (count as f64 * f64::from(SCORE_SCALE)))
}

/// The key of the bootstrap draws for an attitude: it depends on the names alone, so that a row has the same interval in
/// whatever table it stands.
pub fn attitude_key(source: &str, target: &str, period: &str) -> u64 {
    xxh3_64([source, target, period].join("\u{1f}").as_bytes())
}

/// The 95 % interval of the mean of the scores, −1 to 1, stories being what was drawn.
pub(super) fn mean_interval(
    scores: &Histogram,
    key: u64,
    settings: &AttitudeSettings,
) -> Option<interval::Interval> {
    let scale = f64::from(SCORE_SCALE);
    let (least, most) = (-SCORE_SCALE, SCORE_SCALE);
    let ends = clusters::mean_interval(
        &clusters(scores),
        least,
        most,
        settings.seed,
        key,
        settings.replicates,
    );
    ends.map(|ends| interval::Interval {
        low: ends.low / scale,
        high: ends.high / scale,
    })
}

/// `stance.csv`: the attitude of actors towards actors. `ids` are the names of the numbers in the rows, ascending.
pub fn stance_table(rows: &[ScoreRow], ids: &[String], settings: &AttitudeSettings) -> Table {
    let attitudes = attitudes(rows, ids, ids, settings);
    let rows = rows.iter().zip(attitudes).map(|(row, attitude)| StanceRow {
        source: name_of(ids, row.source),
        target: name_of(ids, row.target),
        period: settings.name(row.period),
        deshrunk: unshrunk(attitude.score),
        attitude,
    });
    Table::new("stance", rows)
}

/// `tone.csv`: the attitude of outlets towards actors. `outlets` and `ids` are the names of the numbers in the rows, ascending.
pub fn tone_table(
    rows: &[ScoreRow],
    outlets: &[String],
    ids: &[String],
    settings: &AttitudeSettings,
) -> Table {
    let attitudes = attitudes(rows, outlets, ids, settings);
    // All outlets together, by target and period.
    let mut all: BTreeMap<(u32, PeriodKey), Moments> = BTreeMap::new();
    for row in rows {
        let total = all.entry((row.target, row.period)).or_default();
        *total = total.plus(moments(&row.counts.scores));
    }
    let scale = f64::from(SCORE_SCALE);
    let rows = rows.iter().zip(attitudes).map(|(row, attitude)| {
        let own = moments(&row.counts.scores);
        let rest = all[&(row.target, row.period)].without(own);
        // A contrast stands on the articles of both sides.
        let shown = own.count.min(rest.count) >= settings.min_articles;
        let found = mean_difference(own, rest).filter(|_| shown);
        let ends = found.and_then(|d| d.interval);
        ToneRow {
            outlet: name_of(outlets, row.source),
            target: name_of(ids, row.target),
            period: settings.name(row.period),
            attitude,
            contrast: found.map(|d| d.difference / scale),
            contrast_low: ends.map(|e| e.low / scale),
            contrast_high: ends.map(|e| e.high / scale),
        }
    });
    // Articles without an outlet have the number u32::MAX or that of an empty name; both come out empty, so order by name.
    let mut rows: Vec<ToneRow<'_>> = rows.collect();
    rows.sort_by(|x, y| (x.outlet, x.target, &x.period).cmp(&(y.outlet, y.target, &y.period)));
    Table::new("tone", rows)
}

fn attitudes(
    rows: &[ScoreRow],
    sources: &[String],
    targets: &[String],
    settings: &AttitudeSettings,
) -> Vec<Attitude> {
    let mut attitudes = parallel::map(rows.len(), settings.threads, |i| {
        let row = &rows[i];
        let counts = &row.counts;
        let articles = counts.articles();
        let mut attitude = Attitude {
            articles,
            stories: Some(counts.stories),
            sentences: counts.sentences,
            positive: counts.positive,
            negative: counts.negative,
            neutral: counts.neutral,
            ..Attitude::default()
        };
        if articles >= settings.min_articles {
            let key = attitude_key(
                name_of(sources, row.source),
                name_of(targets, row.target),
                &settings.name(row.period),
            );
            let ends = mean_interval(&counts.scores, key, settings);
            attitude.score = mean(&counts.scores);
            attitude.low = ends.map(|e| e.low);
            attitude.high = ends.map(|e| e.high);
            attitude.p = signflip::p_value(&story_sums(&counts.scores)).map(|p| p.max(LEAST_P));
        }
        attitude
    });
    let p: Vec<Option<f64>> = attitudes.iter().map(|a| a.p).collect();
    for (attitude, q) in attitudes
        .iter_mut()
        .zip(multiple::adjust_options(&p, settings.correction))
    {
        attitude.q = q;
    }
    attitudes
}
