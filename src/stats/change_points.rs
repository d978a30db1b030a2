//! When did a rate or a level change?

use std::ops::Range;

use super::math::ln;
use super::random::Random;

/// Shortest stretch between two changes, in periods.
pub const MIN_SEGMENT: usize = 2;
/// Deals of a permutation test, at least.
pub const PERMUTATIONS: usize = 999;
/// Deals where none of the first [`PERMUTATIONS`] is as good, at most; fewer for long series.
pub const MOST_PERMUTATIONS: usize = 9_999;
/// Periods times deals that a test may take beyond the first deals.
const PERMUTATION_WORK: usize = 1_000_000;
/// Median of the chi-square distribution with one degree of freedom.
const CHI2_MEDIAN: f64 = 0.454_936_423_119_572_7;

/// What one period shows: `total` over `exposure`. For attention, articles with the actor over all articles; for a mean score, the
/// sum of the scores over their number. Periods without exposure show nothing and are passed over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposure {
    /// What was counted or added up.
    pub total: f64,
    /// Over how much; 0 or more.
    pub exposure: f64,
}

/// How totals vary about rate × exposure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// Counts: variance = dispersion × mean.
    Poisson,
    /// Scores: variance = dispersion × exposure, the mean anything.
    Normal,
}

/// A change of level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangePoint {
    /// The first period of the new level.
    pub at: usize,
    /// Rate from the change before (or the start) to here.
    pub before: f64,
    /// Rate from here to the next change (or the end).
    pub after: f64,
    /// Twice the log-likelihood ratio of a change here against none between the neighbouring changes, per dispersion.
    pub statistic: f64,
    /// Permutation p-value of that statistic, the place of the change free.
    pub p: f64,
}

/// Finds changes by PELT (Killick, Fearnhead & Eckley 2012): the segmentation of least cost, each change costing `3 ln n`
/// (Zhang & Siegmund 2007), segments no shorter than [`MIN_SEGMENT`]. Costs are divided by the dispersion, estimated from
/// differences of neighbouring periods so that changes hardly inflate it, and never below 1 for counts.
///
/// Each change is then tested: the periods between its neighbouring changes are dealt in new order [`PERMUTATIONS`] times (keyed by
/// `seed`), and p is the share of deals whose best split is as good, itself counted in. Where none is, up to
/// [`MOST_PERMUTATIONS`] deals tell how small p is (after Besag & Clifford 1991). This guards against extra-Poisson noise, not
/// against noise that lasts from one period to the next.
///
/// # Example
///
/// ```
/// # use demarche::stats::change_points::{change_points, Noise, Exposure};
/// let share = |total| Exposure { total, exposure: 100.0 };
/// let months: Vec<Exposure> = [5, 7, 4, 6, 5, 6, 21, 19, 24, 20, 22, 18].map(|n| share(f64::from(n))).to_vec();
/// let changes = change_points(&months, Noise::Poisson, 1);
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].at, 6);
/// assert!(changes[0].p < 0.01);
/// ```
pub fn change_points(periods: &[Exposure], noise: Noise, seed: u64) -> Vec<ChangePoint> {
    let series = Series::new(periods, noise);
    let penalty = 3.0 * ln(series.len().max(1) as f64);
    let cuts = series.pelt(penalty);
    let mut ends = vec![0];
    ends.extend(&cuts);
    ends.push(series.len());
    cuts.iter()
        .enumerate()
        .map(|(i, &cut)| {
            let (from, to) = (ends[i], ends[i + 2]);
            let (statistic, p) = series.test(from..to, Some(cut), seed);
            ChangePoint {
                at: series.index[cut],
                before: series.rate(from..cut),
                after: series.rate(cut..to),
                statistic,
                p,
            }
        })
        .collect()
}

/// The best single change in the whole series and its permutation p-value, whether or not it is significant. `None` for
/// fewer than 2 × [`MIN_SEGMENT`] periods with exposure.
pub fn single_change(periods: &[Exposure], noise: Noise, seed: u64) -> Option<ChangePoint> {
    let series = Series::new(periods, noise);
    let all = 0..series.len();
    let (cut, _) = series.best_split(all.clone())?;
    let (statistic, p) = series.test(all.clone(), None, seed);
    Some(ChangePoint {
        at: series.index[cut],
        before: series.rate(0..cut),
        after: series.rate(cut..all.end),
        statistic,
        p,
    })
}

/// Periods with exposure, and their running sums.
struct Series {
    noise: Noise,
    /// Where each period stood in the input.
    index: Vec<usize>,
    periods: Vec<Exposure>,
    totals: Vec<f64>,
    exposures: Vec<f64>,
    /// Running sums of `total² / exposure`.
    squares: Vec<f64>,
    dispersion: f64,
}

impl Series {
    fn new(periods: &[Exposure], noise: Noise) -> Self {
        let usable =
            |p: &Exposure| p.exposure > 0.0 && p.exposure.is_finite() && p.total.is_finite();
        let (index, periods): (Vec<usize>, Vec<Exposure>) = periods
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, p)| usable(p))
            .unzip();
        let dispersion = dispersion(&periods, noise);
        let mut series = Self {
            noise,
            index,
            periods,
            totals: vec![],
            exposures: vec![],
            squares: vec![],
            dispersion,
        };
        series.add_up();
        series
    }

    fn add_up(&mut self) {
        let running = |value: fn(&Exposure) -> f64| {
            let mut sum = 0.0;
            let mut sums = vec![0.0];
            for p in &self.periods {
                sum += value(p);
                sums.push(sum);
            }
            sums
        };
        let totals = running(|p| p.total);
        let exposures = running(|p| p.exposure);
        self.squares = running(|p| p.total * p.total / p.exposure);
        (self.totals, self.exposures) = (totals, exposures);
    }

    fn len(&self) -> usize {
        self.periods.len()
    }

    fn rate(&self, range: Range<usize>) -> f64 {
        (self.totals[range.end] - self.totals[range.start])
            / (self.exposures[range.end] - self.exposures[range.start])
    }

    /// Minus twice the log-likelihood of a segment at its own rate, per dispersion, up to what no segmentation changes.
    fn cost(&self, from: usize, to: usize) -> f64 {
        let total = self.totals[to] - self.totals[from];
        let exposure = self.exposures[to] - self.exposures[from];
        let cost = match self.noise {
            Noise::Poisson if total > 0.0 => -2.0 * total * ln(total / exposure),
            Noise::Poisson => 0.0,
            Noise::Normal => self.squares[to] - self.squares[from] - total * total / exposure,
        };
        cost / self.dispersion
    }

    /// The changes of the segmentation of least cost, ascending.
    fn pelt(&self, penalty: f64) -> Vec<usize> {
        let n = self.len();
        let mut best = vec![-penalty; n + 1];
        let mut last = vec![0; n + 1];
        // Candidates for the last change, each with the end from which on it is known not to matter.
        let mut candidates: Vec<(usize, usize)> = Vec::new();
        for to in MIN_SEGMENT..=n {
            let newest = to - MIN_SEGMENT;
            if newest == 0 || newest >= MIN_SEGMENT {
                candidates.push((newest, usize::MAX));
            }
            candidates.retain(|c| c.1 > to);
            let through = |from: usize| best[from] + self.cost(from, to);
            let (mut least, mut at) = (f64::INFINITY, 0);
            for &(from, _) in &candidates {
                let value = through(from) + penalty;
                if value < least {
                    (least, at) = (value, from);
                }
            }
            for (from, dead) in &mut candidates {
                // Splitting at `to` is then always better, once `to` itself can be a change.
                if best[*from] + self.cost(*from, to) > least && *dead == usize::MAX {
                    *dead = to + MIN_SEGMENT;
                }
            }
            (best[to], last[to]) = (least, at);
        }
        let mut cuts = Vec::new();
        let mut at = if n < MIN_SEGMENT { 0 } else { last[n] };
        while at > 0 {
            cuts.push(at);
            at = last[at];
        }
        cuts.reverse();
        cuts
    }

    /// The best place to split a range and what it gains.
    fn best_split(&self, range: Range<usize>) -> Option<(usize, f64)> {
        let whole = self.cost(range.start, range.end);
        let mut best = None;
        for cut in range.start + MIN_SEGMENT..(range.end + 1).saturating_sub(MIN_SEGMENT) {
            let gain = whole - self.cost(range.start, cut) - self.cost(cut, range.end);
            if best.is_none_or(|(_, most)| gain > most) {
                best = Some((cut, gain));
            }
        }
        best
    }

    /// The gain of a split (the best one unless given) and its permutation p-value.
    fn test(&self, range: Range<usize>, cut: Option<usize>, seed: u64) -> (f64, f64) {
        let whole = self.cost(range.start, range.end);
        let gain = |at: usize| whole - self.cost(range.start, at) - self.cost(at, range.end);
        let seen = cut
            .map(gain)
            .or_else(|| self.best_split(range.clone()).map(|b| b.1))
            .unwrap_or(0.0);
        let mut dealt = Self {
            noise: self.noise,
            index: vec![],
            periods: self.periods[range.clone()].to_vec(),
            totals: vec![],
            exposures: vec![],
            squares: vec![],
            dispersion: self.dispersion,
        };
        let mut random = Random::new(seed, range.start as u64);
        let all = 0..dealt.len();
        // Equal up to rounding counts as equal.
        let threshold = seen - 1e-9 * seen.abs().max(1.0);
        let mut as_good = 1_u64;
        let more = (PERMUTATION_WORK / all.len().max(1)).clamp(PERMUTATIONS, MOST_PERMUTATIONS);
        let mut deals = 0_u64;
        while deals < PERMUTATIONS as u64
            || (as_good == 1 || deals > PERMUTATIONS as u64) && deals < more as u64
        {
            deals += 1;
            random.shuffle(&mut dealt.periods);
            dealt.add_up();
            as_good += u64::from(
                dealt
                    .best_split(all.clone())
                    .is_some_and(|b| b.1 >= threshold),
            );
        }
        (seen, as_good as f64 / (deals as f64 + 1.0))
    }
}

/// Dispersion from squared differences of neighbouring rates, each divided by its variance at dispersion 1. For counts their
/// median over that of chi-square, which no spike moves, or their mean where the median is 0. For scores the larger of the two: where
/// most scores are alike and some far off, as those of few articles are, the median knows of the former alone.
fn dispersion(periods: &[Exposure], noise: Noise) -> f64 {
    let mut squares: Vec<f64> = periods
        .windows(2)
        .filter_map(|w| {
            let difference = w[0].total / w[0].exposure - w[1].total / w[1].exposure;
            let inverse = 1.0 / w[0].exposure + 1.0 / w[1].exposure;
            let rate = match noise {
                Noise::Poisson => (w[0].total + w[1].total) / (w[0].exposure + w[1].exposure),
                Noise::Normal => 1.0,
            };
            (rate > 0.0).then(|| difference * difference / (rate * inverse))
        })
        .collect();
    squares.sort_unstable_by(f64::total_cmp);
    let mean = squares.iter().sum::<f64>() / squares.len().max(1) as f64;
    let median = super::interval::quantile(&squares, 0.5).unwrap_or(0.0) / CHI2_MEDIAN;
    let estimate = match noise {
        Noise::Poisson if median > 0.0 => median,
        Noise::Poisson => mean,
        Noise::Normal => median.max(mean),
    };
    match noise {
        Noise::Poisson => estimate.max(1.0),
        Noise::Normal if estimate > 0.0 => estimate,
        Noise::Normal => 1.0,
    }
}

/// Cuts periods into `slices` runs of as nearly equal counts as whole periods allow: the cut between two slices falls where the
/// running sum is nearest to its share. Slices may be fewer where single periods outweigh a share; none is empty of
/// periods.
///
/// # Example
///
/// ```
/// # use demarche::stats::change_points::equal_count_slices;
/// assert_eq!(equal_count_slices(&[1, 1, 1, 1, 8, 3], 2), [0..4, 4..6]);
/// ```
pub fn equal_count_slices(counts: &[u64], slices: usize) -> Vec<Range<usize>> {
    let all: u128 = counts.iter().map(|&c| u128::from(c)).sum();
    if all == 0 || slices == 0 {
        return Vec::new();
    }
    let slices = slices as u128;
    let mut cuts = vec![0];
    let mut sum = 0_u128;
    let mut next = 1;
    for (i, &count) in counts.iter().enumerate() {
        let before = sum * slices;
        sum += u128::from(count);
        // Both sides times `slices`, to stay with whole numbers.
        while next < slices && sum * slices >= next * all {
            let cut = if next * all - before.min(next * all) < sum * slices - next * all {
                i
            } else {
                i + 1
            };
            if cuts.last().is_some_and(|&last| cut > last) && cut < counts.len() {
                cuts.push(cut);
            }
            next += 1;
        }
    }
    cuts.push(counts.len());
    cuts.windows(2).map(|w| w[0]..w[1]).collect()
}

#[cfg(test)]
mod tests;
