//! `stance.csv` and `tone.csv`.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{ActorIndex, OutletIndex, SCORE_SCALE};
use crate::stats::contrast::{Moments, mean_difference};
use crate::stats::proportion::at_least;
use crate::stats::{Correction, clusters, interval, multiple, signflip};
use crate::tally::{Calendar, Histogram, PeriodKey, ScoreCounts, ScoreRow};

use super::names::{name_of, outlet_name};
use super::number::LEAST_P;
use super::parallel;
use super::rows::{Attitude, QuadRow, StanceByOutletRow, StanceRow, ToneRow, unshrunk};
use super::scores::{clusters, moments, story_sums};
use super::table::Table;

/// How the tables of attitudes are made.
#[derive(Debug, Clone, PartialEq)]
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
    /// How the stance model errs on pairs of actors.
    pub stance_error: ScoreError,
    /// How it errs on the tone towards an actor.
    pub tone_error: ScoreError,
}

/// What is known of the errors of a model's mean scores, on the scale −1 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ScoreError {
    /// Its mean score where nothing is there: on text that readers judged neutral.
    pub neutral: f64,
    /// Standard deviation of that mean over kinds of text, which no number of sentences makes smaller; in the variance of P.
    pub spread: f64,
    /// Standard deviation of its mean score from the mean of readers' labels, over mixes of sentences with and without attitude;
    /// in the interval. Scores are shrunk towards neutral, which is most of it.
    pub distance: f64,
    /// The shares of neutral sentences that it labels negative and positive, 0 to 1: those of the kind of text on which each is
    /// greatest.
    pub mislabelled: [f64; 2],
}

impl ScoreError {
    /// Of the built-in model on pairs of actors, by `scripts/simulate_intervals.py`; see `corpus/MODEL.md`.
    pub const STANCE: Self = Self {
        neutral: 0.0,
        spread: 0.02,
        distance: 0.20,
        mislabelled: [0.10, 0.05],
    };
    /// The same of the tone towards an actor.
    pub const TONE: Self = Self {
        neutral: 0.0,
        spread: 0.02,
        distance: 0.16,
        mislabelled: [0.17, 0.14],
    };

    /// The interval of a mean with the model's error, which is taken to be normal and independent of chance: the distance of
    /// each end grows to √(d² + (1.96 distance)²), within −1 to 1.
    fn widen(self, mean: f64, ends: interval::Interval) -> interval::Interval {
        let most = NORMAL * self.distance;
        interval::Interval {
            low: (mean - (mean - ends.low).hypot(most)).max(-1.0),
            high: (mean + (ends.high - mean).hypot(most)).min(1.0),
        }
    }
}

/// Two-sided P of as many labels of the score's sign as `counts` has, where neutral text is mislabelled that often: the binomial tail, with the
/// sentences weighed by stories / sentences because those of one story depend on each other.
fn labels_p(counts: &ScoreCounts, score: f64, error: ScoreError) -> f64 {
    let [negative, positive] = error.mislabelled;
    let (labelled, rate) = if score < error.neutral {
        (counts.negative, negative)
    } else {
        (counts.positive, positive)
    };
    let weight = (counts.stories as f64 / counts.sentences.max(1) as f64).min(1.0);
    let tail = at_least(
        labelled as f64 * weight,
        counts.sentences as f64 * weight,
        rate,
    );
    (2.0 * tail).min(1.0)
}

/// The 97.5 % quantile of the normal distribution.
const NORMAL: f64 = 1.959_963_985;

impl Default for AttitudeSettings {
    fn default() -> Self {
        Self {
            calendar: None,
            min_articles: 1,
            correction: Correction::default(),
            seed: 1,
            replicates: interval::REPLICATES,
            threads: 1,
            stance_error: ScoreError::default(),
            tone_error: ScoreError::default(),
        }
    }
}

impl AttitudeSettings {
    /// The rows that the table shows: by period, those that lie in one.
    fn shown<'r, S>(&self, rows: &'r [ScoreRow<S>]) -> Vec<&'r ScoreRow<S>> {
        let by_period = self.calendar.is_some();
        rows.iter()
            .filter(|row| !by_period || row.period != PeriodKey::NONE)
            .collect()
    }

    fn table(&self, total: &'static str, by_period: &'static str) -> &'static str {
        if self.calendar.is_some() {
            by_period
        } else {
            total
        }
    }

    fn key(&self, source: &str, target: &str, period: PeriodKey) -> u64 {
        attitude_key(source, target, &self.name(period))
    }

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

/// The 95 % interval of the mean of the scores, −1 to 1, with stories as the sampling unit.
pub(super) fn mean_interval(
    scores: &Histogram,
    key: u64,
    settings: &AttitudeSettings,
) -> Option<interval::Interval> {
    let scale = f64::from(SCORE_SCALE);
    let draws = interval::Draws {
        seed: settings.seed,
        key,
        replicates: settings.replicates,
    };
    let ends = clusters::mean_interval(&clusters(scores), -SCORE_SCALE..=SCORE_SCALE, draws);
    ends.map(|ends| interval::Interval {
        low: ends.low / scale,
        high: ends.high / scale,
    })
}

/// `stance.csv`: the attitude of actors towards actors; with a calendar `stance_by_period.csv`, in which articles without a period have
/// no rows. `ids` are the names of the numbers in the rows, ascending.
pub fn stance_table(rows: &[ScoreRow], ids: &[String], settings: &AttitudeSettings) -> Table {
    let rows = settings.shown(rows);
    let key = |row: &&ScoreRow| {
        settings.key(
            name_of(ids, row.source),
            name_of(ids, row.target),
            row.period,
        )
    };
    let attitudes = attitudes(
        &rows,
        |row| &row.counts,
        key,
        settings.stance_error,
        settings,
    );
    let rows = rows
        .iter()
        .zip(attitudes)
        .map(|(row, attitude)| stance_row(row, ids, settings.name(row.period), attitude));
    Table::new(settings.table("stance", "stance_by_period"), rows)
}

fn stance_row<'a>(
    row: &ScoreRow,
    ids: &'a [String],
    period: String,
    attitude: Attitude,
) -> StanceRow<'a> {
    let counts = &row.counts;
    let [mc, vc, _, contact, vp, mp] = counts.classes;
    let shown = attitude.score.is_some();
    let [polarity, polarity_low, polarity_high] = if shown { polarity(counts) } else { [None; 3] };
    StanceRow {
        source: name_of(ids, row.source),
        target: name_of(ids, row.target),
        period,
        deshrunk: unshrunk(attitude.score),
        relation: share_of(counts.positive + counts.negative, counts.sentences).filter(|_| shown),
        attitude,
        material_conflict: mc,
        verbal_conflict: vc,
        contact,
        verbal_cooperation: vp,
        material_cooperation: mp,
        polarity,
        polarity_low,
        polarity_high,
        ..StanceRow::default()
    }
}

fn share_of(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Polarity, −1 to 1, and its 95 % interval: Wilson's for the share of favourable sentences among those with an attitude, of which
/// as many count as there are stories in the sentences of the pair.
fn polarity(counts: &ScoreCounts) -> [Option<f64>; 3] {
    let charged = counts.positive + counts.negative;
    if charged == 0 {
        return [None; 3];
    }
    let share = counts.positive as f64 / charged as f64;
    let n = charged as f64 * (counts.stories as f64 / counts.sentences as f64).min(1.0);
    let z = NORMAL * NORMAL / n;
    let middle = (share + z / 2.0) / (1.0 + z);
    let reach = (z * (share * (1.0 - share) + z / 4.0)).sqrt() / (1.0 + z);
    let ends = [share, middle - reach, middle + reach];
    ends.map(|share| Some((2.0 * share - 1.0).clamp(-1.0, 1.0)))
}

/// `quads.csv`: conflict and cooperation, in words and deeds, by pair and period; the rows are those of `stance.csv`.
pub fn quad_table(rows: &[ScoreRow], ids: &[String], settings: &AttitudeSettings) -> Table {
    let rows = rows.iter().map(|row| {
        let counts = &row.counts;
        let [mc, vc, _, contact, vp, mp] = counts.classes;
        QuadRow {
            source: name_of(ids, row.source),
            target: name_of(ids, row.target),
            period: settings.name(row.period),
            articles: counts.articles(),
            stories: counts.stories,
            sentences: counts.sentences,
            material_conflict: mc,
            verbal_conflict: vc,
            contact,
            verbal_cooperation: vp,
            material_cooperation: mp,
            ..QuadRow::default()
        }
    });
    Table::new("quads", rows)
}

/// `stance_by_outlet.csv`: the attitude of actors towards actors as each outlet reports it. The numbers of the rows stand for `outlets` and
/// `ids`, ascending.
pub fn stance_by_outlet_table(
    rows: &[(Option<OutletIndex>, ScoreRow)],
    outlets: &[String],
    ids: &[String],
    settings: &AttitudeSettings,
) -> Table {
    let key = |(outlet, row): &(Option<OutletIndex>, ScoreRow)| {
        let (source, target) = (name_of(ids, row.source), name_of(ids, row.target));
        xxh3_64(
            [source, target, "", outlet_name(outlets, *outlet)]
                .join("\u{1f}")
                .as_bytes(),
        )
    };
    let attitudes = attitudes(
        rows,
        |row| &row.1.counts,
        key,
        settings.stance_error,
        settings,
    );
    let rows = rows
        .iter()
        .zip(attitudes)
        .map(|((outlet, row), attitude)| StanceByOutletRow {
            outlet: outlet_name(outlets, *outlet),
            stance: stance_row(row, ids, String::new(), attitude),
        });
    // An article may name no outlet or one with an empty name; both cells are empty, so rows are ordered by name.
    let mut rows: Vec<StanceByOutletRow<'_>> = rows.collect();
    rows.sort_by(|x, y| {
        (x.outlet, x.stance.source, x.stance.target).cmp(&(
            y.outlet,
            y.stance.source,
            y.stance.target,
        ))
    });
    Table::new("stance_by_outlet", rows)
}

/// `tone.csv`: the attitude of outlets towards actors; with a calendar `tone_by_period.csv`, in which articles without a period have no
/// rows. `outlets` and `ids` are the names of the numbers in the rows, ascending.
pub fn tone_table(
    rows: &[ScoreRow<Option<OutletIndex>>],
    outlets: &[String],
    ids: &[String],
    settings: &AttitudeSettings,
) -> Table {
    let rows = settings.shown(rows);
    let key = |row: &&ScoreRow<Option<OutletIndex>>| {
        settings.key(
            outlet_name(outlets, row.source),
            name_of(ids, row.target),
            row.period,
        )
    };
    let attitudes = attitudes(&rows, |row| &row.counts, key, settings.tone_error, settings);
    // All outlets together, by target and period.
    let mut all: BTreeMap<(ActorIndex, PeriodKey), Moments> = BTreeMap::new();
    for row in &rows {
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
            outlet: outlet_name(outlets, row.source),
            target: name_of(ids, row.target),
            period: settings.name(row.period),
            attitude,
            contrast: found.map(|d| d.difference / scale),
            contrast_low: ends.map(|e| e.low / scale),
            contrast_high: ends.map(|e| e.high / scale),
            label: "",
        }
    });
    // An article may name no outlet or one with an empty name; both cells are empty, so rows are ordered by name.
    let mut rows: Vec<ToneRow<'_>> = rows.collect();
    rows.sort_by(|x, y| (x.outlet, x.target, &x.period).cmp(&(y.outlet, y.target, &y.period)));
    Table::new(settings.table("tone", "tone_by_period"), rows)
}

/// The numbers of rows with these counts; `key` is that of the bootstrap draws.
fn attitudes<R: Sync>(
    rows: &[R],
    counts: impl Fn(&R) -> &ScoreCounts + Sync,
    key: impl Fn(&R) -> u64 + Sync,
    error: ScoreError,
    settings: &AttitudeSettings,
) -> Vec<Attitude> {
    let scale = f64::from(SCORE_SCALE);
    let mut attitudes = parallel::map(rows.len(), settings.threads, |i| {
        let counts = counts(&rows[i]);
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
            let ends = mean_interval(&counts.scores, key(&rows[i]), settings);
            attitude.score = mean(&counts.scores);
            let ends = attitude.score.zip(ends).map(|(m, e)| error.widen(m, e));
            attitude.low = ends.map(|e| e.low);
            attitude.high = ends.map(|e| e.high);
            let p = if error == ScoreError::default() {
                signflip::p_value(&story_sums(&counts.scores))
            } else {
                let by_score = clusters::p_value(
                    &clusters(&counts.scores),
                    error.neutral * scale,
                    error.spread * scale,
                );
                // Both the mean and the labels have to differ from those of neutral text.
                let score = attitude.score.unwrap_or(error.neutral);
                by_score.map(|p| p.max(labels_p(counts, score, error)))
            };
            attitude.p = p.map(|p| p.max(LEAST_P));
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
