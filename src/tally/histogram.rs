//! How often each fixed-point score occurs, in articles of their own and in stories.

/// Scores of articles, each from −1000 to 1000 ([`SCORE_SCALE`](crate::model::SCORE_SCALE)), with how often each occurs. Articles
/// of one story are kept together: their number and the sum of their scores, with how often the same occurs.
///
/// # Example
///
/// ```
/// # use demarche::tally::Histogram;
/// let mut scores = Histogram::default();
/// scores.add(-500, 1);
/// scores.add(500, 3);
/// scores.add_story(2, 300);
/// assert_eq!((scores.count(), scores.stories(), scores.sum()), (6, 5, 1300));
/// assert_eq!(scores.bins(), [(-500, 1), (500, 3)]);
/// assert_eq!(scores.groups(), [((2, 300), 1)]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    bins: Vec<(i32, u64)>,
    groups: Vec<((u64, i64), u64)>,
}

impl Histogram {
    /// Counts a score `times` more often, each an article that is a story of its own.
    pub fn add(&mut self, score: i32, times: u64) {
        count(&mut self.bins, score, times);
    }

    /// Counts a story of that many articles whose scores sum to `sum`.
    pub fn add_story(&mut self, articles: u64, sum: i64) {
        match (articles, i32::try_from(sum)) {
            (0, _) => {}
            (1, Ok(score)) => self.add(score, 1),
            _ => count(&mut self.groups, (articles, sum), 1),
        }
    }

    /// Adds all scores of another histogram.
    pub fn merge(&mut self, other: &Self) {
        for &(score, times) in &other.bins {
            self.add(score, times);
        }
        for &(story, times) in &other.groups {
            count(&mut self.groups, story, times);
        }
    }

    /// The scores of articles that are stories of their own and how often each occurs, ascending.
    pub fn bins(&self) -> &[(i32, u64)] {
        &self.bins
    }

    /// Number of articles and sum of scores of the stories of several articles, and how often the two occur, ascending.
    pub fn groups(&self) -> &[((u64, i64), u64)] {
        &self.groups
    }

    /// Number of scores, one for each article.
    pub fn count(&self) -> u64 {
        let alone: u64 = self.bins.iter().map(|bin| bin.1).sum();
        let grouped: u64 = self.groups.iter().map(|g| g.0.0 * g.1).sum();
        alone + grouped
    }

    /// Number of stories.
    pub fn stories(&self) -> u64 {
        let alone: u64 = self.bins.iter().map(|bin| bin.1).sum();
        alone + self.groups.iter().map(|g| g.1).sum::<u64>()
    }

    /// Sum of the scores, in fixed-point units.
    pub fn sum(&self) -> i64 {
        let alone: i64 = self
            .bins
            .iter()
            .map(|&(score, times)| i64::from(score) * times as i64)
            .sum();
        let grouped: i64 = self.groups.iter().map(|g| g.0.1 * g.1 as i64).sum();
        alone + grouped
    }
}

/// Counts a value `times` more often in an ascending list.
fn count<T: Ord + Copy>(bins: &mut Vec<(T, u64)>, value: T, times: u64) {
    if times == 0 {
        return;
    }
    match bins.binary_search_by_key(&value, |bin| bin.0) {
        Ok(i) => bins[i].1 += times,
        Err(i) => bins.insert(i, (value, times)),
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
