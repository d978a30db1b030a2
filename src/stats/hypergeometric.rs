//! The one-sided hypergeometric test (Fisher 1922): with the counts of both actors fixed and their units drawn at random,
//! how probable are at least so many joint units?

use super::math::{exp, ln, ln_1m_exp, ln_binomial};

/// Terms below this share of the running sum end a tail summation. The ratio of successive terms keeps falling, so with
/// ratio `r < 1` the rest is below `share × r / (1 - r)`; see [`tail_sum`].
const SMALL: f64 = 1e-17;

/// `ln P(X = x)` where `X` counts the marked units in a sample: `n` units, `n_i` marked, `n_j` sampled.
///
/// By Loader's (2000) form, three binomial probabilities of matched mean whose large parts cancel analytically; absolute
/// error of the logarithm about 1e-15 × (1 + its size). `-∞` outside the support, `None` for `n_i > n` or `n_j > n`.
pub fn ln_mass(n: u64, n_i: u64, n_j: u64, x: u64) -> Option<f64> {
    let (low, high) = support(n, n_i, n_j)?;
    Some(if x < low || x > high {
        f64::NEG_INFINITY
    } else {
        ln_mass_inside(n, n_i, n_j, x)
    })
}

/// `ln P(X >= n_ij)`: the natural logarithm of the one-sided upper tail, correct also where the probability itself is
/// too small for an `f64`. `None` for `n_i > n` or `n_j > n`; `-∞` where `n_ij` is impossibly large.
///
/// The tail is summed outward from `n_ij` if that lies above the mean, else its complement is; each term follows from
/// the one before by a ratio, and the sum stops when the rest is below 1e-16 of it.
///
/// # Example
///
/// ```
/// # use demarche::stats::hypergeometric::upper_tail;
/// // Fisher's tea: 8 cups, 4 with milk first, 4 named so, all 4 right: 1 chance in 70.
/// let p = upper_tail(8, 4, 4, 4).unwrap();
/// assert!((p - 1.0 / 70.0).abs() < 1e-15);
/// ```
pub fn ln_upper_tail(n: u64, n_i: u64, n_j: u64, n_ij: u64) -> Option<f64> {
    let (low, high) = support(n, n_i, n_j)?;
    if n_ij <= low {
        return Some(0.0);
    }
    if n_ij > high {
        return Some(f64::NEG_INFINITY);
    }
    let mean = n_i as f64 * (n_j as f64 / n as f64);
    let (k, m) = (n_i as f64, n_j as f64);
    let rest = n as f64 - k - m;
    if n_ij as f64 > mean {
        // Upwards: P(x + 1) / P(x) = (k - x)(m - x) / ((x + 1)(n - k - m + x + 1)).
        let start = ln_mass_inside(n, n_i, n_j, n_ij);
        let sum = tail_sum(
            n_ij as f64,
            high as f64,
            |x| (k - x) * (m - x) / ((x + 1.0) * (rest + x + 1.0)),
            1.0,
        );
        return Some((start + ln(sum)).min(0.0));
    }
    // Downwards from n_ij - 1: P(x - 1) / P(x) = x (n - k - m + x) / ((k - x + 1)(m - x + 1)).
    let start = ln_mass_inside(n, n_i, n_j, n_ij - 1);
    let first = (n_ij - 1) as f64;
    let sum = tail_sum(
        first,
        low as f64,
        |x| x * (rest + x) / ((k - x + 1.0) * (m - x + 1.0)),
        -1.0,
    );
    let ln_lower = start + ln(sum);
    Some(if ln_lower < 0.0 {
        ln_1m_exp(ln_lower)
    } else {
        f64::NEG_INFINITY
    })
}

/// `P(X >= n_ij)`: `exp` of [`ln_upper_tail`]; 0 only where the probability is below the smallest `f64`.
pub fn upper_tail(n: u64, n_i: u64, n_j: u64, n_ij: u64) -> Option<f64> {
    ln_upper_tail(n, n_i, n_j, n_ij).map(exp)
}

/// `ln P(X <= n_ij)`: the logarithm of the lower tail, small where two actors meet less often than chance would have it. It is
/// the upper tail of the first actor's units without the second. `None` for `n_i > n`, `n_j > n` or `n_ij > n_i`.
pub fn ln_lower_tail(n: u64, n_i: u64, n_j: u64, n_ij: u64) -> Option<f64> {
    ln_upper_tail(n, n_i, n.checked_sub(n_j)?, n_i.checked_sub(n_ij)?)
}

/// The smallest and largest possible joint count, or `None` for margins above `n`.
fn support(n: u64, n_i: u64, n_j: u64) -> Option<(u64, u64)> {
    if n_i > n || n_j > n {
        return None;
    }
    Some((n_i.saturating_sub(n - n_j), n_i.min(n_j)))
}

/// `ln P(X = x)` for `x` inside the support.
fn ln_mass_inside(n: u64, n_i: u64, n_j: u64, x: u64) -> f64 {
    // P(x) = B(x; n_i, p) B(n_j - x; n - n_i, p) / B(n_j; n, p) for any p; p = n_j / n makes the parts small.
    if n_j == 0 || n_j == n {
        return 0.0;
    }
    let p = n_j as f64 / n as f64;
    let q = (n - n_j) as f64 / n as f64;
    ln_binomial(x, n_i, p, q) + ln_binomial(n_j - x, n - n_i, p, q) - ln_binomial(n_j, n, p, q)
}

/// `1 + r₁ + r₁r₂ + …` from `x` towards `end`, stopped where the rest cannot matter.
fn tail_sum(mut x: f64, end: f64, ratio: impl Fn(f64) -> f64, step: f64) -> f64 {
    let mut sum = 1.0;
    let mut term = 1.0;
    while x != end {
        let r = ratio(x);
        term *= r;
        sum += term;
        x += step;
        if term < SMALL * sum && r < 1.0 && term * r < SMALL * sum * (1.0 - r) {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests;
