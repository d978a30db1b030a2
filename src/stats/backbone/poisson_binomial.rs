//! The number of successes in independent trials of unequal probability, trials of equal probability grouped.

mod masses;

use crate::stats::math::{HALF_LN_2PI, exp, exp_m1, ln, ln_1m_exp, ln_1p};
use crate::stats::special::{ln_normal_upper, normal_upper};

use masses::Masses;

/// Trials that share a probability of success.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Probability of success in [0, 1].
    pub p: f64,
    /// Number of trials.
    pub trials: u64,
}

/// Counts up to this are summed exactly, larger ones taken from the saddle-point approximation.
pub const EXACT_COUNT: u64 = 80;
/// The exact sum also needs a mean below this, so that `P(X = 0)` is a normal number.
const EXACT_MEAN: f64 = 400.0;

/// `ln P(X >= k)`.
///
/// For `k` up to [`EXACT_COUNT`] the probabilities are summed exactly, to about 12 digits. Beyond, the
/// Lugannani–Rice saddle-point formula with its second continuity correction (Daniels 1987; Butler 2007, §1.2.5) is used, whose
/// relative error falls as the variance grows: below 0.3 % where it is used here (measured against exact sums), except where all
/// but a few trials must succeed: 1 % at 10 short of all, 7 % at all.
pub fn ln_upper_tail(groups: &[Group], k: u64) -> f64 {
    let certain: u64 = groups.iter().filter(|g| g.p >= 1.0).map(|g| g.trials).sum();
    let open: Vec<Group> = groups
        .iter()
        .copied()
        .filter(|g| g.p > 0.0 && g.p < 1.0 && g.trials > 0)
        .collect();
    let Some(k) = k.checked_sub(certain).filter(|&k| k > 0) else {
        return 0.0;
    };
    let trials: u64 = open.iter().map(|g| g.trials).sum();
    if k > trials {
        return f64::NEG_INFINITY;
    }
    if k == 1 {
        let ln_none: f64 = open.iter().map(|g| g.trials as f64 * ln_1p(-g.p)).sum();
        return ln_1m_exp(ln_none);
    }
    let mean: f64 = open.iter().map(|g| g.trials as f64 * g.p).sum();
    if k <= EXACT_COUNT && mean < EXACT_MEAN {
        exact(&open, k, trials, mean)
    } else {
        saddle_point(&open, k, mean)
    }
}

/// `P(X >= k)`: `exp` of [`ln_upper_tail`].
pub fn upper_tail(groups: &[Group], k: u64) -> f64 {
    exp(ln_upper_tail(groups, k))
}

/// The tail from the probabilities themselves: below the mean as the complement of the few smaller counts, above it as a
/// sum outward until the rest, bounded by a geometric series since the distribution is log-concave, is negligible.
fn exact(groups: &[Group], k: u64, trials: u64, mean: f64) -> f64 {
    let mut masses = Masses::new(groups);
    if (k as f64) <= mean {
        let lower: f64 = masses.up_to(k as usize - 1).iter().sum();
        return ln_1p(-lower.min(1.0));
    }
    let mut beyond = 8 + k / 4;
    loop {
        let last = (k + beyond).min(trials);
        let mass = masses.up_to(last as usize);
        let sum: f64 = mass[k as usize..].iter().rev().sum();
        let [.., before, end] = mass[..] else {
            return f64::NEG_INFINITY;
        };
        let ratio = end / before;
        let rest = if last == trials || end == 0.0 {
            0.0
        } else {
            end * ratio / (1.0 - ratio)
        };
        if sum == 0.0 {
            return saddle_point(groups, k, mean);
        }
        if ratio < 1.0 && rest <= 1e-13 * sum || last == trials {
            return ln(sum);
        }
        beyond += beyond / 2;
    }
}

/// The cumulant generating function and its first three derivatives at `s`.
fn cumulants(groups: &[Group], s: f64) -> [f64; 4] {
    let grow = exp_m1(s);
    let mut sums = [0.0; 4];
    for g in groups {
        let m = g.trials as f64;
        let base = 1.0 + g.p * grow;
        let r = g.p * (1.0 + grow) / base;
        let variance = r * (1.0 - r);
        sums[0] += m * ln_1p(g.p * grow);
        sums[1] += m * r;
        sums[2] += m * variance;
        sums[3] += m * variance * (1.0 - 2.0 * r);
    }
    sums
}

/// `s` with `K'(s) = x`, by Newton's method held inside a shrinking bracket.
fn tilt(groups: &[Group], x: f64, mean: f64) -> f64 {
    let mut s = ln(x / mean).clamp(-700.0, 700.0);
    let (mut low, mut high) = (-745.0, 709.0);
    for _ in 0..100 {
        let [_, slope, curvature, _] = cumulants(groups, s);
        let miss = slope - x;
        if miss.abs() <= 1e-13 * x {
            break;
        }
        if miss > 0.0 {
            high = s;
        } else {
            low = s;
        }
        let step = s - miss / curvature;
        s = if step > low && step < high {
            step
        } else {
            f64::midpoint(low, high)
        };
    }
    s
}

fn saddle_point(groups: &[Group], k: u64, mean: f64) -> f64 {
    let x = k as f64 - 0.5;
    let s = tilt(groups, x, mean);
    let [value, _, curvature, third] = cumulants(groups, s);
    let spread = curvature.sqrt();
    let w = (2.0 * (s * x - value)).max(0.0).sqrt() * s.signum();
    let correction = if w.abs() < 1e-4 {
        -third / (6.0 * curvature * spread)
    } else {
        let u = (exp(s / 2.0) - exp(-s / 2.0)) * spread;
        1.0 / u - 1.0 / w
    };
    let ln_density = -w * w / 2.0 - HALF_LN_2PI;
    if w < 5.0 {
        return ln((normal_upper(w) + exp(ln_density) * correction).clamp(0.0, 1.0));
    }
    // P = φ(w) (mills + correction), taken apart so that neither underflows.
    let mills = exp(ln_normal_upper(w) - ln_density);
    (ln_density + ln(mills + correction)).min(0.0)
}

#[cfg(test)]
mod tests;
