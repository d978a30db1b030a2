//! Tail areas of the normal, Student and chi-square distributions, on [`math`](super::math): the same bits everywhere.

use super::math::{HALF_LN_2PI, exp, ln, ln_1p, ln_gamma};

/// `2 / √π`.
const TWO_OVER_SQRT_PI: f64 = std::f64::consts::FRAC_2_SQRT_PI;

/// `√2 · erfcx`-like factor of the continued fraction: `erfc(x) eˣ² √π` for `x >= 2`, by its continued fraction
/// (Abramowitz & Stegun 7.1.14) evaluated backwards to a fixed depth; relative error below 1e-15.
fn scaled_erfc(x: f64) -> f64 {
    let mut fraction = x;
    let mut k = 60.0;
    while k > 0.0 {
        fraction = x + (k / 2.0) / fraction;
        k -= 1.0;
    }
    1.0 / fraction
}

/// `erf(x)` for `0 <= x < 2` by the all-positive series `2/√π · x e^{-x²} Σ (2x²)ᵏ / (2k+1)!!`.
fn erf_series(x: f64) -> f64 {
    let q = 2.0 * x * x;
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut odd = 3.0;
    while term > 1e-17 * sum {
        term *= q / odd;
        sum += term;
        odd += 2.0;
    }
    TWO_OVER_SQRT_PI * x * exp(-x * x) * sum
}

/// The complementary error function. Relative error below 1e-13 where the value is a normal number.
pub fn erfc(x: f64) -> f64 {
    if x < 0.0 {
        return 2.0 - erfc(-x);
    }
    if x < 2.0 {
        return 1.0 - erf_series(x);
    }
    exp(-x * x) * scaled_erfc(x) * (TWO_OVER_SQRT_PI / 2.0)
}

/// Upper tail of the standard normal distribution, `P(Z > z)`.
pub fn normal_upper(z: f64) -> f64 {
    0.5 * erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

/// `ln P(Z > z)`, correct also where the probability is below the smallest `f64`.
pub fn ln_normal_upper(z: f64) -> f64 {
    let x = z * std::f64::consts::FRAC_1_SQRT_2;
    if x < 2.0 {
        return ln(normal_upper(z));
    }
    // erfc(x) / 2 = e^{-z²/2} · scaled / (2 √π), and ln(2 √π) = ½ ln 2π + ½ ln 2.
    -z * z / 2.0 + ln(scaled_erfc(x)) - HALF_LN_2PI - 0.5 * std::f64::consts::LN_2
}

/// Two-sided p-value of a standard normal statistic, `P(|Z| > |z|)`.
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2)
}

/// The point with lower tail area `p`, `0 < p < 1`; `±∞` at the ends. Newton's method on [`normal_upper`].
pub fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    // Start: Abramowitz & Stegun 26.2.22 for the upper tail area p; error below 0.003.
    let t = (-2.0 * ln(p)).sqrt();
    let mut z = t - (2.307_53 + 0.270_61 * t) / (1.0 + (0.992_29 + 0.044_81 * t) * t);
    for _ in 0..4 {
        let ln_density = -z * z / 2.0 - HALF_LN_2PI;
        // Newton on the logarithm of the tail, which is nearly quadratic in z and so converges from afar.
        let tail = ln_normal_upper(z);
        z += (tail - ln(p)) * exp(tail - ln_density);
    }
    -z
}

/// Upper tail of the chi-square distribution with one degree of freedom: the p-value of G² and of chi-square of a
/// 2 × 2 table.
pub fn chi2_upper_1(x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else {
        erfc((x / 2.0).sqrt())
    }
}

/// Two-sided p-value of Student's `t` with `df > 0` degrees of freedom: `I_{df / (df + t²)}(df / 2, 1 / 2)`.
/// Relative error below 1e-11 to 10⁶ degrees of freedom; beyond, the normal distribution with the `t` corrected to
/// order `1 / df`.
pub fn student_two_sided(t: f64, df: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    if df > 1e6 {
        // Wallace's (1959) near-exact normal deviate √(df ln(1 + t²/df)), scaled by its (8df + 1)/(8df + 3).
        let z = (df * ln_1p(t * t / df)).sqrt() * (8.0 * df + 1.0) / (8.0 * df + 3.0);
        return normal_two_sided(z);
    }
    let q = t * t / df;
    incomplete_beta(df / 2.0, 0.5, 1.0 / (1.0 + q), q / (1.0 + q))
}

/// The regularised incomplete beta function `I_x(a, b)` with `y = 1 - x` given apart, by the continued fraction of
/// Abramowitz & Stegun 26.5.8 with the modified Lentz algorithm.
pub fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_fraction(b, a, y, x);
    }
    beta_fraction(a, b, x, y)
}

/// `I_x(a, b)` where the continued fraction converges fast, `x` below the mean of the distribution.
fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let (mut c, mut d) = (1.0, 1.0 / away(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for m in 1..2000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    let ln_front = a * ln(x) + b * ln(y) - ln_beta(a, b);
    (exp(ln_front) * fraction / a).min(1.0)
}

/// `ln B(a, b)`; the difference of two large log-gammas is taken by Stirling's formula without cancellation.
fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if large < 100.0 {
        return ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    }
    // ln Γ(L) - ln Γ(L + s) = -s ln(L + s) - (L - ½) ln(1 + s/L) + s + [series(L) - series(L + s)].
    let series = |x: f64| (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1260.0 * x * x)) / (x * x)) / x;
    let sum = large + small;
    ln_gamma(small) - small * ln(sum) - (large - 0.5) * ln_1p(small / large) + small + series(large)
        - series(sum)
}

#[cfg(test)]
mod tests;
