//! How far coders agree: Krippendorff's alpha.

use super::Interval;
use super::interval::{REPLICATES, percentile_interval};
use super::random::Random;

/// What two different values cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// 1, whatever the values.
    Nominal,
    /// The square of how many values lie between them, those at the ends counted by half (Krippendorff 2011, equation for ordinal data).
    Ordinal,
    /// The square of their difference.
    Interval,
}

/// Krippendorff's alpha of values given to units, `1 - D_o / D_e` (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").
///
/// `units` holds for each unit the values that coders gave it, in any order, without those that are missing; values are whole numbers.
/// Units with fewer than two values tell nothing and are left out. `None` where no unit has two values, or where all values are the same,
/// so that no disagreement could show.
///
/// # Example
///
/// ```
/// # use demarche::stats::agreement::{Distance, alpha};
/// let units = [vec![1, 1], vec![0, 0], vec![-1, 0]];
/// let found = alpha(&units, Distance::Nominal).unwrap();
/// assert!((found - 0.545_454_545).abs() < 1e-6);
/// ```
pub fn alpha(units: &[Vec<i32>], distance: Distance) -> Option<f64> {
    let paired: Vec<&Vec<i32>> = units.iter().filter(|unit| unit.len() > 1).collect();
    let mut values: Vec<i32> = paired
        .iter()
        .flat_map(|unit| unit.iter().copied())
        .collect();
    let total = values.len() as f64;
    let mut counted: Vec<(i32, f64)> = Vec::new();
    values.sort_unstable();
    for same in values.chunk_by(|a, b| a == b) {
        counted.push((same[0], same.len() as f64));
    }
    if counted.len() < 2 {
        return None;
    }
    let place = |value: i32| counted.partition_point(|(v, _)| *v < value);
    let cost = |a: usize, b: usize| distance.between(&counted, a, b);
    let mut observed = 0.0;
    for unit in paired {
        let mut sum = 0.0;
        for (i, &one) in unit.iter().enumerate() {
            for &other in &unit[i + 1..] {
                sum += 2.0 * cost(place(one), place(other));
            }
        }
        observed += sum / (unit.len() as f64 - 1.0);
    }
    let mut expected = 0.0;
    for a in 0..counted.len() {
        for b in a + 1..counted.len() {
            expected += 2.0 * counted[a].1 * counted[b].1 * cost(a, b);
        }
    }
    expected /= total - 1.0;
    Some(1.0 - observed / expected)
}

impl Distance {
    /// The distance between two values, given by their places among all, ascending, with how often each was given.
    fn between(self, counted: &[(i32, f64)], a: usize, b: usize) -> f64 {
        let (a, b) = (a.min(b), a.max(b));
        if a == b {
            return 0.0;
        }
        let apart = match self {
            Self::Nominal => 1.0,
            Self::Interval => f64::from(counted[b].0) - f64::from(counted[a].0),
            Self::Ordinal => {
                let all: f64 = counted[a..=b].iter().map(|(_, n)| n).sum();
                all - f64::midpoint(counted[a].1, counted[b].1)
            }
        };
        apart * apart
    }
}

/// The 95 % bootstrap interval of [`alpha`], units drawn anew with replacement; draws are keyed by `seed`. `None` as for [`alpha`], and
/// for fewer than two units with two values.
pub fn alpha_interval(units: &[Vec<i32>], distance: Distance, seed: u64) -> Option<Interval> {
    let paired: Vec<Vec<i32>> = units
        .iter()
        .filter(|unit| unit.len() > 1)
        .cloned()
        .collect();
    alpha(&paired, distance)?;
    let mut replicates = Vec::with_capacity(REPLICATES);
    for replicate in 0..REPLICATES as u64 {
        let mut random = Random::new(seed, replicate);
        let drawn: Vec<Vec<i32>> = (0..paired.len())
            .map(|_| paired[random.below(paired.len() as u64) as usize].clone())
            .collect();
        // A replicate in which all values are the same shows no disagreement.
        replicates.push(alpha(&drawn, distance).unwrap_or(1.0));
    }
    percentile_interval(&mut replicates, paired.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units, values missing.
    fn published() -> Vec<Vec<i32>> {
        let coders = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ];
        (0..12)
            .map(|unit| coders.iter().map(|c| c[unit]).filter(|&v| v > 0).collect())
            .collect()
    }

    #[test]
    fn published_values() {
        for (distance, expected) in [
            (Distance::Nominal, 0.743),
            (Distance::Ordinal, 0.815),
            (Distance::Interval, 0.849),
        ] {
            let found = alpha(&published(), distance).expect("alpha");
            assert!((found - expected).abs() < 6e-4, "{distance:?}: {found}");
        }
    }

    #[test]
    fn binary_data_of_two_observers() {
        // Krippendorff (2011), section A: alpha = 0.095.
        let one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
        let other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
        let units: Vec<Vec<i32>> = one.iter().zip(other).map(|(&a, b)| vec![a, b]).collect();
        let found = alpha(&units, Distance::Nominal).expect("alpha");
        assert!((found - 0.095).abs() < 6e-4, "{found}");
    }

    #[test]
    fn degenerate_tables() {
        assert_eq!(alpha(&[], Distance::Nominal), None);
        assert_eq!(alpha(&[vec![1], vec![2]], Distance::Nominal), None);
        assert_eq!(alpha(&[vec![1, 1], vec![1, 1]], Distance::Nominal), None);
        assert_eq!(
            alpha(&[vec![1, 1], vec![2, 2]], Distance::Ordinal),
            Some(1.0)
        );
        assert!(alpha(&[vec![1, 2], vec![2, 1]], Distance::Nominal).expect("alpha") < 0.0);
    }

    #[test]
    fn the_interval_holds_the_estimate_and_repeats() {
        let units: Vec<Vec<i32>> = published().into_iter().cycle().take(60).collect();
        let found = alpha(&units, Distance::Ordinal).expect("alpha");
        let ends = alpha_interval(&units, Distance::Ordinal, 3).expect("an interval");
        assert!(
            ends.low < found && found < ends.high && ends.high - ends.low < 0.4,
            "{ends:?}"
        );
        assert_eq!(alpha_interval(&units, Distance::Ordinal, 3), Some(ends));
    }
}
