//! A share and how certain it is.

use super::Interval;
use super::special::incomplete_beta;

/// The 97.5 % point of the standard normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

/// Wilson's (1927) 95 % score interval of a share, `part` of `whole`: within 0 to 1, sensible also for shares of 0 and 1 and
/// for few. `None` for a whole of 0 or a part larger than it.
///
/// # Example
///
/// ```
/// # use demarche::stats::proportion::wilson;
/// let ends = wilson(0, 20).unwrap();
/// assert!(ends.low == 0.0 && (ends.high - 0.1611).abs() < 1e-4);
/// ```
pub fn wilson(part: u64, whole: u64) -> Option<Interval> {
    if whole == 0 || part > whole {
        return None;
    }
    let (x, n) = (part as f64, whole as f64);
    let share = x / n;
    let z2 = Z_95 * Z_95;
    let centre = x + z2 / 2.0;
    let reach = Z_95 * (x * (1.0 - share) + z2 / 4.0).sqrt();
    // At the ends of the scale the bound is the share itself; rounding must not carry it beyond.
    Some(Interval {
        low: ((centre - reach) / (n + z2)).clamp(0.0, share),
        high: ((centre + reach) / (n + z2)).clamp(share, 1.0),
    })
}

/// The probability of `part` or more successes in `whole` trials that succeed with probability `rate`: the binomial tail
/// `I_rate(part, whole - part + 1)` (Abramowitz & Stegun 26.5.24), also for numbers that are not whole, as weighed trials give them.
/// 1 for no successes, and for a `whole` below `part`, which no trials give.
///
/// # Example
///
/// ```
/// # use demarche::stats::proportion::at_least;
/// assert!((at_least(2.0, 3.0, 0.5) - 0.5).abs() < 1e-12);
/// ```
pub fn at_least(part: f64, whole: f64, rate: f64) -> f64 {
    if part <= 0.0 || part > whole {
        return 1.0;
    }
    incomplete_beta(part, whole - part + 1.0, rate, 1.0 - rate)
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    #[test]
    fn published_intervals() {
        // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998),
        // table I, method 3.
        for (part, whole, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let ends = wilson(part, whole).expect("a share");
            assert!((ends.low - low).abs() < 6e-5, "{part}/{whole}: {ends:?}");
            assert!((ends.high - high).abs() < 6e-5, "{part}/{whole}: {ends:?}");
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(3, 2), None);
        let all = wilson(7, 7).expect("a share");
        assert!(all.high == 1.0 && all.low > 0.6);
    }

    #[test]
    fn tails_are_sums_of_the_binomial_distribution() {
        for (n, rate) in [(1_u32, 0.3_f64), (17, 0.06), (40, 0.12)] {
            let mut tail = 0.0;
            let mut term = rate.powi(n as i32);
            for k in (1..=n).rev() {
                tail += term;
                let found = at_least(f64::from(k), f64::from(n), rate);
                assert!((found - tail).abs() < 1e-12, "{k} of {n}: {found}, {tail}");
                term *= f64::from(k) / f64::from(n - k + 1) * (1.0 - rate) / rate;
            }
        }
        assert_eq!(
            (at_least(0.0, 9.0, 0.1), at_least(1.0, 0.5, 0.1)),
            (1.0, 1.0)
        );
        let (low, middle, high) = (
            at_least(1.0, 9.0, 0.1),
            at_least(1.5, 9.0, 0.1),
            at_least(2.0, 9.0, 0.1),
        );
        assert!(low > middle && middle > high);
    }

    #[test]
    fn the_interval_covers_the_share_95_times_in_100() {
        let mut random = Random::new(11, 4);
        for share in [0.02, 0.1, 0.5] {
            let runs = 4000;
            let covered = (0..runs)
                .filter(|_| {
                    let part = (0..150).filter(|_| random.uniform() < share).count() as u64;
                    let ends = wilson(part, 150).expect("a share");
                    ends.low <= share && share <= ends.high
                })
                .count();
            let rate = covered as f64 / f64::from(runs);
            assert!((0.93..=0.975).contains(&rate), "{share}: {rate}");
        }
    }
}
