//! The mean over articles where articles come in stories: near-identical articles are not independent, stories are.
//!
//! A story is a cluster of articles. The mean over articles is then a ratio of two sums over stories, scores over articles, and
//! its error is that of stories drawn at random.

use std::ops::RangeInclusive;

use super::contrast::student_quantile;
use super::interval::{
    DIRECT_DRAWS, Draws, Interval, Poisson, bounded_mean_interval, expanded_share, percentile_ends,
    unseen_share,
};
use super::random::Random;
use super::special::student_two_sided;

/// Up to this many degrees of freedom an interval is Student's, as for 12 articles of their own; beyond, it is a bootstrap.
const FEW: f64 = 11.0;

/// Stories of the same number of articles and the same sum of scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cluster {
    /// Articles of each, at least 1.
    pub size: u64,
    /// Sum of the scores of the articles of each, in fixed-point units.
    pub sum: i64,
    /// How many such stories there are.
    pub count: u64,
}

/// Sums over all stories.
struct Totals {
    stories: u64,
    articles: u64,
    sum: i128,
    /// Σ size².
    size_squares: f64,
}

impl Totals {
    fn new(clusters: &[Cluster]) -> Self {
        let mut totals = Self {
            stories: 0,
            articles: 0,
            sum: 0,
            size_squares: 0.0,
        };
        for c in clusters {
            totals.stories += c.count;
            totals.articles += c.size * c.count;
            totals.sum += i128::from(c.sum) * i128::from(c.count);
            totals.size_squares += c.size as f64 * c.size as f64 * c.count as f64;
        }
        totals
    }

    fn mean(&self) -> f64 {
        self.sum as f64 / self.articles as f64
    }
}

/// The 95 % interval of the mean over articles, each score in `range`, with stories as the sampling
/// unit.
///
/// Where every story has one article it is [`bounded_mean_interval`]. Otherwise, with `w` the share of a story in all articles:
///
/// * the variance is the sum of `(w e)² / (1 - 2 w + Σ w²)`, with `e` a story's mean less the mean: unbiased where stories are alike
///   but in size (Bell & `McCaffrey` 2002, "CR2", for a mean); its degrees of freedom are Satterthwaite's under the same model. Few
///   stories, or a large one among small ones, leave few of them;
/// * up to 11 degrees of freedom: Student's interval with that variance, cut to the range;
/// * all stories of one mean: the articles of unseen stories may be a share of up to `1 - 0.025^(1/n)`, with `n = 1 / Σ w²` the
///   effective number of stories, anywhere in the range;
/// * otherwise a bootstrap over stories of the ratio, its percentiles widened for as many units as there are degrees of freedom.
///
/// `None` for fewer than 2 stories or no replicates.
///
/// # Example
///
/// ```
/// # use demarche::stats::clusters::{Cluster, mean_interval};
/// # use demarche::stats::interval::Draws;
/// # let draws = Draws { seed: 1, key: 42, replicates: 999 };
/// // Ten stories of one article, and the same ten carried by three outlets each: no more is known.
/// let one = |size| (0..10).map(move |i| Cluster { size, sum: size as i64 * (i * 37 - 100), count: 1 });
/// let alone = mean_interval(&one(1).collect::<Vec<_>>(), -1000..=1000, draws).unwrap();
/// let wire = mean_interval(&one(3).collect::<Vec<_>>(), -1000..=1000, draws).unwrap();
/// // The quantiles of few articles come from a table of six decimals.
/// assert!((alone.low - wire.low).abs() < 1e-3 && (alone.high - wire.high).abs() < 1e-3);
/// ```
pub fn mean_interval(
    clusters: &[Cluster],
    range: RangeInclusive<i32>,
    draws: Draws,
) -> Option<Interval> {
    if clusters.iter().all(|c| c.size == 1) {
        let singles: Vec<(i32, u64)> = clusters
            .iter()
            .map(|c| (i32::try_from(c.sum).unwrap_or(i32::MAX), c.count))
            .collect();
        return bounded_mean_interval(&singles, range, draws);
    }
    let totals = Totals::new(clusters);
    if totals.stories < 2 || draws.replicates == 0 {
        return None;
    }
    let (least, most) = (f64::from(*range.start()), f64::from(*range.end()));
    let mean = totals.mean();
    let articles = i128::from(totals.articles);
    let alike = clusters
        .iter()
        .all(|c| c.count == 0 || articles * i128::from(c.sum) == totals.sum * i128::from(c.size));
    if alike {
        let effective = totals.articles as f64 * totals.articles as f64 / totals.size_squares;
        let unseen = unseen_share(effective);
        return Some(Interval {
            low: mean - unseen * (mean - least),
            high: mean + unseen * (most - mean),
        });
    }
    let (variance, df) = variance_of_mean(clusters, &totals);
    if df < FEW {
        let error = student_quantile(df.max(1.0)) * variance.sqrt();
        return Some(Interval {
            low: (mean - error).max(least),
            high: (mean + error).min(most),
        });
    }
    let mut random = Random::new(draws.seed, draws.key);
    let mut means = if totals.stories <= DIRECT_DRAWS {
        direct_means(clusters, totals.stories, &mut random, draws.replicates)
    } else {
        binned_means(clusters, &mut random, draws.replicates)
    };
    percentile_ends(&mut means, expanded_share(df as u64 + 1))
}

/// Two-sided P of a mean over articles against `expected`, where the mean has an error of standard deviation `spread` beside that of
/// chance (both in the unit of the sums): Student's t with the sum of the two variances, its degrees of freedom those of the
/// stories by Welch and Satterthwaite, the other error being known. `None` for fewer than 2 stories.
pub fn p_value(clusters: &[Cluster], expected: f64, spread: f64) -> Option<f64> {
    let totals = Totals::new(clusters);
    if totals.stories < 2 {
        return None;
    }
    let (variance, df) = variance_of_mean(clusters, &totals);
    let whole = variance + spread * spread;
    if whole <= 0.0 {
        return None;
    }
    let t = (totals.mean() - expected) / whole.sqrt();
    let share = variance / whole;
    let df = df.max(1.0) / (share * share).max(1e-9);
    Some(student_two_sided(t.abs(), df.min(1e9)))
}

/// The variance of the mean and its degrees of freedom; see [`mean_interval`].
fn variance_of_mean(clusters: &[Cluster], totals: &Totals) -> (f64, f64) {
    let n = totals.articles as f64;
    let concentration = totals.size_squares / (n * n);
    let mean = totals.mean();
    let mut variance = 0.0;
    // With d = w² / (1 - 2 w + Σ w²), the variance is a quadratic form in the stories' means whose matrix is
    // M' diag(d) M, M = I - 1 w'. Its trace and that of its square follow from these sums.
    let (mut d1, mut d2, mut dw, mut ddw, mut dww) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for c in clusters {
        let (size, count) = (c.size as f64, c.count as f64);
        let w = size / n;
        let d = w * w / (1.0 - 2.0 * w + concentration);
        let e = c.sum as f64 / size - mean;
        variance += count * d * e * e;
        d1 += count * d;
        d2 += count * d * d;
        dw += count * d * w;
        ddw += count * d * d * w;
        dww += count * d * w * w;
    }
    let ww = concentration;
    let trace = d1 - 2.0 * dw + d1 * ww;
    let outer = 2.0 * d2 * ww + 2.0 * dw * dw - 4.0 * d1 * dw * ww + d1 * d1 * ww * ww;
    let square = d2 + 2.0 * (d1 * dww - 2.0 * ddw) + outer;
    (variance, trace * trace / square)
}

/// Means of as many stories drawn with replacement as there are.
fn direct_means(
    clusters: &[Cluster],
    stories: u64,
    random: &mut Random,
    replicates: usize,
) -> Vec<f64> {
    let list: Vec<(u64, i64)> = clusters
        .iter()
        .flat_map(|c| std::iter::repeat_n((c.size, c.sum), c.count as usize))
        .collect();
    let mean = |_| {
        let (mut size, mut sum) = (0_u64, 0_i64);
        for _ in 0..stories {
            let drawn = list[random.below(stories) as usize];
            size += drawn.0;
            sum += drawn.1;
        }
        sum as f64 / size as f64
    };
    (0..replicates).map(mean).collect()
}

/// Means in which each kind of story enters a Poisson number of times.
fn binned_means(clusters: &[Cluster], random: &mut Random, replicates: usize) -> Vec<f64> {
    let samplers: Vec<(i128, i128, Poisson)> = clusters
        .iter()
        .filter(|c| c.count > 0)
        .map(|c| (c.size.into(), c.sum.into(), Poisson::new(c.count as f64)))
        .collect();
    let mean = |_| {
        let (mut size, mut sum) = (0_i128, 0_i128);
        for (own_size, own_sum, sampler) in &samplers {
            let draw = i128::from(sampler.draw(random));
            size += own_size * draw;
            sum += own_sum * draw;
        }
        // An empty replicate has probability below e⁻²⁵⁶; it would be left out as NaN.
        sum as f64 / size as f64
    };
    (0..replicates).map(mean).collect()
}

#[cfg(test)]
mod tests;
