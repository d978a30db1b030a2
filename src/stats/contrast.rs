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
    /// Its 95 % interval; `None` where a group has fewer than two values or neither varies.
    pub interval: Option<Interval>,
}

/// Number, sum and sum of squares of a group's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moments {
    /// How many values.
    pub count: u64,
    /// Their sum.
    pub sum: i128,
    /// The sum of their squares.
    pub squares: i128,
}

impl Moments {
    /// The moments of a histogram of values and how often each occurs.
    pub fn of(histogram: &[(i32, u64)]) -> Self {
        let mut moments = Self::default();
        for &(value, count) in histogram {
            let (value, times) = (i128::from(value), i128::from(count));
            moments.count += count;
            moments.sum += value * times;
            moments.squares += value * value * times;
        }
        moments
    }

    /// Both groups together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }

    /// What remains of this group without a part of it.
    #[must_use]
    pub fn without(self, part: Self) -> Self {
        Self {
            count: self.count - part.count,
            sum: self.sum - part.sum,
            squares: self.squares - part.squares,
        }
    }

    fn mean(self) -> f64 {
        self.sum as f64 / self.count as f64
    }

    /// Estimated variance of the mean; `None` for fewer than two values.
    fn variance_of_mean(self) -> Option<f64> {
        if self.count < 2 {
            return None;
        }
        let n = self.count as f64;
        let spread = i128::from(self.count) * self.squares - self.sum * self.sum;
        Some(spread as f64 / (n * n * (n - 1.0)))
    }
}

/// Mean of `one` less mean of `other` with Welch's 95 % interval: `d ± t √(s₁²/n₁ + s₂²/n₂)`, t with the
/// degrees of freedom of Welch and Satterthwaite. `None` when a group is empty.
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
                / (a * a / (one.count as f64 - 1.0) + b * b / (other.count as f64 - 1.0));
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
fn student_quantile(df: f64) -> f64 {
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
}
