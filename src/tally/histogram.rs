//! How often each fixed-point score occurs.

/// Scores of articles, each from −1000 to 1000 ([`SCORE_SCALE`](crate::model::SCORE_SCALE)), with how often each occurs.
///
/// # Example
///
/// ```
/// # use demarche::tally::Histogram;
/// let mut scores = Histogram::default();
/// scores.add(-500, 1);
/// scores.add(500, 3);
/// assert_eq!((scores.count(), scores.sum()), (4, 1000));
/// assert_eq!(scores.bins(), [(-500, 1), (500, 3)]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    bins: Vec<(i32, u64)>,
}

impl Histogram {
    /// Counts a score `times` more often.
    pub fn add(&mut self, score: i32, times: u64) {
        if times == 0 {
            return;
        }
        match self.bins.binary_search_by_key(&score, |bin| bin.0) {
            Ok(i) => self.bins[i].1 += times,
            Err(i) => self.bins.insert(i, (score, times)),
        }
    }

    /// Adds all scores of another histogram.
    pub fn merge(&mut self, other: &Self) {
        for &(score, times) in &other.bins {
            self.add(score, times);
        }
    }

    /// The scores that occur and how often, ascending.
    pub fn bins(&self) -> &[(i32, u64)] {
        &self.bins
    }

    /// Number of scores.
    pub fn count(&self) -> u64 {
        self.bins.iter().map(|bin| bin.1).sum()
    }

    /// Sum of the scores, in fixed-point units.
    pub fn sum(&self) -> i64 {
        self.bins
            .iter()
            .map(|&(score, times)| i64::from(score) * times as i64)
            .sum()
    }
}

/// The mean of `count` fixed-point scores with that `sum`, rounded to a whole unit, half away from zero; 0 for no scores.
///
/// # Example
///
/// ```
/// # use demarche::tally::mean_rounded;
/// assert_eq!((mean_rounded(5, 2), mean_rounded(-5, 2), mean_rounded(4, 3)), (3, -3, 1));
/// ```
pub fn mean_rounded(sum: i64, count: u64) -> i32 {
    if count == 0 {
        return 0;
    }
    let count = count as i64;
    let twice = 2 * sum.abs() + count;
    let magnitude = twice / (2 * count);
    (if sum < 0 { -magnitude } else { magnitude }) as i32
}
