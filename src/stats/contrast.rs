//! The difference of two means with an interval.
//!
//! Source: B. L. Welch, "The generalization of Student's problem when several different population
//! variances are involved", Biometrika 34 (1947).

use super::interval::Interval;
use super::special::student_two_sided;

/// A difference of means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Mean of the one group less mean of the other, in the unit of the values.
    pub difference: f64,
    /// Its 95 % interval; `None` where a group has fewer than two stories or neither varies.
    pub interval: Option<Interval>,
}

/// Sums over the articles of a group and over the stories that they come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moments {
    /// How many values, one an article.
    pub count: u64,
    /// Their sum.
    pub sum: i128,
    /// How many stories; as many as values where each is a story of its own.
    pub stories: u64,
    /// The sum over stories of the square of their number of values.
    pub size_squares: i128,
    /// The sum over stories of the cube of their number of values.
    pub size_cubes: i128,
    /// The sum over stories of number times sum of values.
    pub products: i128,
    /// The sum over stories of the square of their sum of values.
    pub squares: i128,
}

impl Moments {
    /// The moments of a histogram of values, each a story of its own, and how often each occurs.
    pub fn of(histogram: &[(i32, u64)]) -> Self {
        let mut moments = Self::default();
        for &(value, count) in histogram {
            moments.add(1, value.into(), count);
        }
        moments
    }

    /// Adds `times` stories of `size` values that sum to `sum` each.
    pub fn add(&mut self, size: u64, sum: i64, times: u64) {
        let (n, x, t) = (i128::from(size), i128::from(sum), i128::from(times));
        self.count += size * times;
        self.stories += times;
        self.sum += x * t;
        self.size_squares += n * n * t;
        self.size_cubes += n * n * n * t;
        self.products += n * x * t;
        self.squares += x * x * t;
    }

    /// Both groups together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            stories: self.stories + other.stories,
            size_squares: self.size_squares + other.size_squares,
            size_cubes: self.size_cubes + other.size_cubes,
            products: self.products + other.products,
            squares: self.squares + other.squares,
        }
    }

    /// What remains of this group without a part of it.
    #[must_use]
    pub fn without(self, part: Self) -> Self {
        Self {
            count: self.count - part.count,
            sum: self.sum - part.sum,
            stories: self.stories - part.stories,
            size_squares: self.size_squares - part.size_squares,
            size_cubes: self.size_cubes - part.size_cubes,
            products: self.products - part.products,
            squares: self.squares - part.squares,
        }
    }

    fn mean(self) -> f64 {
        self.sum as f64 / self.count as f64
    }

    /// Estimated variance of the mean, a ratio of sums over stories: `c Σ (x - mean n)² / (Σ n)²`, with `c` such that it is unbiased
    /// where stories differ in size alone (`m / (m - 1)` for `m` of one size). `None` for fewer than two stories.
    fn variance_of_mean(self) -> Option<f64> {
        if self.stories < 2 {
            return None;
        }
        let n = i128::from(self.count);
        // n² times the sum of squares.
        let spread = n * n * self.squares - 2 * n * self.sum * self.products
            + self.sum * self.sum * self.size_squares;
        let n = n as f64;
        // Σ w² and Σ w³, w the share of a story.
        let (w2, w3) = (
            self.size_squares as f64 / (n * n),
            self.size_cubes as f64 / (n * n * n),
        );
        let factor = w2 / (w2 - 2.0 * w3 + w2 * w2);
        Some(factor * (spread as f64 / (n * n)) / (n * n))
    }

    /// Stories less one, where all are of one size; fewer where large ones weigh more.
    fn degrees_of_freedom(self) -> f64 {
        let n = self.count as f64;
        (n * n / self.size_squares as f64 - 1.0).max(1.0)
    }
}

/// Mean of `one` less mean of `other` with Welch's 95 % interval: `d ± t √(s₁²/n₁ + s₂²/n₂)`, t with the
/// degrees of freedom of Welch and Satterthwaite. Where values come in stories, the variances are those of ratios of sums over
/// stories, each with `1 / Σ w² - 1` degrees of freedom, `w` the share of a story. `None` when a group is empty.
///
/// # Example
///
/// ```
/// use demarche::stats::contrast::{Moments, mean_difference};
/// let one = Moments::of(&[(300, 3), (700, 2), (-200, 1)]);
/// let other = Moments::of(&[(-500, 4), (100, 5), (400, 2)]);
/// let found = mean_difference(one, other).unwrap();
/// assert!((found.difference - 413.636_363).abs() < 1e-3);
/// ```
pub fn mean_difference(one: Moments, other: Moments) -> Option<Difference> {
    if one.count == 0 || other.count == 0 {
        return None;
    }
    let difference = one.mean() - other.mean();
    let interval = match (one.variance_of_mean(), other.variance_of_mean()) {
        (Some(a), Some(b)) if a + b > 0.0 => {
            let df = (a + b) * (a + b)
                / (a * a / one.degrees_of_freedom() + b * b / other.degrees_of_freedom());
            let error = student_quantile(df) * (a + b).sqrt();
            Some(Interval {
                low: difference - error,
                high: difference + error,
            })
        }
        _ => None,
    };
    Some(Difference {
        difference,
        interval,
    })
}

/// The t beyond which 5 % of Student's distribution lie on both sides, by bisection to 1e-9.
pub(super) fn student_quantile(df: f64) -> f64 {
    let (mut low, mut high) = (1.9, 13.0); // df is at least 1: 12.706
    while high - low > 1e-9 {
        let middle = f64::midpoint(low, high);
        if student_two_sided(middle, df) > 0.05 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    #[test]
    fn welch_as_scipy_has_it() {
        // scipy 1.17, stats.ttest_ind(…, equal_var=False).confidence_interval(0.95), times 1000.
        let one = Moments::of(&[(300, 3), (700, 2), (-200, 1)]);
        let other = Moments::of(&[(-500, 4), (100, 5), (400, 2)]);
        let found = mean_difference(one, other).unwrap();
        let ends = found.interval.unwrap();
        assert!((found.difference - 413.636_363_636).abs() < 1e-6);
        assert!((ends.low - 29.972_728_593).abs() < 1e-5);
        assert!((ends.high - 797.299_998_679).abs() < 1e-5);
    }

    #[test]
    fn too_few_values_give_no_interval() {
        let single = Moments::of(&[(5, 1)]);
        let pair = Moments::of(&[(1, 1), (3, 1)]);
        assert_eq!(mean_difference(single, Moments::default()), None);
        let found = mean_difference(single, pair).unwrap();
        assert_eq!((found.difference, found.interval), (3.0, None));
        let flat = Moments::of(&[(7, 4)]);
        assert_eq!(mean_difference(flat, flat).unwrap().interval, None);
        assert_eq!(pair.plus(single).without(single), pair);
    }

    #[test]
    fn the_interval_covers_the_truth_95_times_in_100() {
        let mut random = Random::new(3, 7);
        let mut draw = |centre: f64, width: f64| {
            let sum: f64 = (0..6).map(|_| random.uniform() - 0.5).sum();
            (centre + width * sum).round() as i32
        };
        let runs = 3000;
        let mut covered = 0;
        for _ in 0..runs {
            let one: Vec<(i32, u64)> = (0..8).map(|_| (draw(100.0, 400.0), 1)).collect();
            let other: Vec<(i32, u64)> = (0..30).map(|_| (draw(-50.0, 150.0), 1)).collect();
            let ends = mean_difference(Moments::of(&one), Moments::of(&other))
                .and_then(|d| d.interval)
                .unwrap();
            covered += u32::from(ends.low <= 150.0 && 150.0 <= ends.high);
        }
        let share = f64::from(covered) / f64::from(runs);
        assert!((0.93..=0.97).contains(&share), "{share}");
    }

    #[test]
    fn stories_of_several_articles_are_what_is_drawn() {
        let mut random = Random::new(5, 9);
        // A story has 1 to 8 articles that share most of their score.
        let mut group = |stories: u32, centre: f64| {
            let mut moments = Moments::default();
            for _ in 0..stories {
                let common = (random.uniform() - 0.5) * 800.0;
                let size = 1 + random.below(8) * random.below(2);
                let sum: f64 = (0..size)
                    .map(|_| (centre + common + (random.uniform() - 0.5) * 200.0).round())
                    .sum();
                moments.add(size, sum as i64, 1);
            }
            moments
        };
        let runs = 3000;
        let covered = (0..runs)
            .filter(|_| {
                let (one, other) = (group(14, 100.0), group(40, -50.0));
                let ends = mean_difference(one, other)
                    .and_then(|d| d.interval)
                    .unwrap();
                ends.low <= 150.0 && 150.0 <= ends.high
            })
            .count();
        let share = covered as f64 / f64::from(runs);
        assert!((0.93..=0.97).contains(&share), "{share}");
    }
}
