//! Elementary and special functions that give the same bits on every machine.
//!
//! `f64::ln`, `f64::exp` and their kin call the platform's mathematics library, whose last bit may differ between
//! systems. The functions here use only `+ - * /`, square roots (all exactly rounded under IEEE 754) and bit patterns,
//! so a table made on one machine equals the table made on another. Accuracy is a few units in the last place
//! unless a function says otherwise.

const LN_2: f64 = std::f64::consts::LN_2;
/// `ln 2` cut to 21 significant bits: a multiple of it by any exponent of an `f64` is exact.
const LN_2_HIGH: f64 = 0.693_146_705_627_441_4;
/// `ln 2 - LN_2_HIGH`.
const LN_2_LOW: f64 = 4.749_325_039_031_672e-7;
/// `ln(2 π) / 2`.
pub(super) const HALF_LN_2PI: f64 = 0.918_938_533_204_672_8;

/// `2 atanh(s)` for `|s| <= 0.1716` by its Taylor series `2 (s + s³/3 + s⁵/5 + …)`, truncated below 1e-18.
fn twice_atanh(s: f64) -> f64 {
    let q = s * s;
    let mut sum = 0.0;
    let mut k = 23.0;
    while k > 1.0 {
        sum = sum * q + 1.0 / k;
        k -= 2.0;
    }
    // The leading term last, so that its rounding dominates.
    let twice = 2.0 * s;
    twice + twice * (q * sum)
}

/// Natural logarithm. `ln(0) = -∞`; `NaN` for negative arguments.
pub fn ln(x: f64) -> f64 {
    if x.is_nan() || x < 0.0 {
        return f64::NAN;
    }
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if x.is_infinite() {
        return x;
    }
    let (x, shift) = if x < f64::MIN_POSITIVE {
        (x * 18_014_398_509_481_984.0, -54_i32)
    } else {
        (x, 0)
    };
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as i32 - 1023 + shift;
    let mut m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    if m > std::f64::consts::SQRT_2 {
        m *= 0.5;
        exponent += 1;
    }
    let part = twice_atanh((m - 1.0) / (m + 1.0));
    if exponent == 0 {
        return part;
    }
    let e = f64::from(exponent);
    e * LN_2_HIGH + (part + e * LN_2_LOW)
}

/// `ln(1 + x)`, exact to a few units in the last place also for tiny `x`.
pub fn ln_1p(x: f64) -> f64 {
    if x > -0.29 && x < 0.41 {
        twice_atanh(x / (2.0 + x))
    } else {
        ln(1.0 + x)
    }
}

/// `exp(r) - 1` for `|r| <= 0.36` by the Taylor series.
fn exp_m1_small(r: f64) -> f64 {
    let mut sum = 0.0;
    let mut k = 15.0;
    while k > 1.0 {
        sum = (sum + 1.0) * r / k;
        k -= 1.0;
    }
    r + r * sum
}

/// `eˣ`; 0 below the smallest subnormal, `∞` above the largest number.
pub fn exp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x > 709.79 {
        return f64::INFINITY;
    }
    if x < -745.2 {
        return 0.0;
    }
    let scaled = x / LN_2;
    let k = (if scaled < 0.0 {
        scaled - 0.5
    } else {
        scaled + 0.5
    }) as i32;
    let e = f64::from(k);
    let r = (x - e * LN_2_HIGH) - e * LN_2_LOW;
    let value = 1.0 + exp_m1_small(r);
    let half = k / 2;
    value * power_of_two(half) * power_of_two(k - half)
}

/// `eˣ - 1`, exact to a few units in the last place also for tiny `x`.
pub fn exp_m1(x: f64) -> f64 {
    if x.abs() < 0.35 {
        exp_m1_small(x)
    } else {
        exp(x) - 1.0
    }
}

/// `2ᵏ` for `-1022 <= k <= 1023`.
fn power_of_two(k: i32) -> f64 {
    f64::from_bits(((k + 1023) as u64) << 52)
}

/// `ln(1 - eˣ)` for `x < 0` (Mächler 2012, "Accurately computing log(1 - exp(-|a|))").
pub fn ln_1m_exp(x: f64) -> f64 {
    if x > -LN_2 {
        ln(-exp_m1(x))
    } else {
        ln_1p(-exp(x))
    }
}

/// `ln n! - [(n + ½) ln n - n + ½ ln 2π]`: the error of Stirling's formula (Loader 2000, "Fast and accurate
/// computation of binomial probabilities"). Tabled to `n = 15`; beyond, the asymptotic series to `n⁻⁹`, whose
/// error is below 691 / (360360 n¹¹) < 1.1e-16.
pub fn stirling_error(n: u64) -> f64 {
    const TABLE: [f64; 16] = [
        0.0,
        0.081_061_466_795_327_26,
        0.041_340_695_955_409_3,
        0.027_677_925_684_998_34,
        0.020_790_672_103_765_093,
        0.016_644_691_189_821_193,
        0.013_876_128_823_070_748,
        0.011_896_709_945_891_77,
        0.010_411_265_261_972_096,
        0.009_255_462_182_712_733,
        0.008_330_563_433_362_87,
        0.007_573_675_487_951_841,
        0.006_942_840_107_209_53,
        0.006_408_994_188_004_207,
        0.005_951_370_112_758_847_5,
        0.005_554_733_551_962_801,
    ];
    if n < 16 {
        return TABLE[n as usize];
    }
    let x = n as f64;
    let q = 1.0 / (x * x);
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - q / 1188.0) * q) * q) * q) / x
}

/// `ln n!`; relative error below 1e-15.
pub fn ln_factorial(n: u64) -> f64 {
    if n < 2 {
        return 0.0;
    }
    let x = n as f64;
    (x + 0.5) * ln(x) - x + HALF_LN_2PI + stirling_error(n)
}

/// `ln Γ(x)` for `x > 0`: shifted to `x >= 16`, then Stirling's series as in [`stirling_error`]. Error below
/// 2e-15 × (10 + its size).
pub fn ln_gamma(x: f64) -> f64 {
    let mut product = 1.0;
    let mut y = x;
    while y < 16.0 {
        product *= y;
        y += 1.0;
    }
    let q = 1.0 / (y * y);
    let series =
        (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - q / 1188.0) * q) * q) * q) / y;
    (y - 0.5) * ln(y) - y + HALF_LN_2PI + series - ln(product)
}

/// Deviance `x ln(x / m) + m - x` without cancellation when `x` is near `m` (Loader 2000, function `bd0`).
/// `x >= 0`, `m > 0`.
pub fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let d = x - m;
    if d.abs() < 0.1 * (x + m) {
        // With v = (x - m)/(x + m): x ln(x/m) = 2x (v + v³/3 + v⁵/5 + …), and x - m = 2xv - (x - m)v.
        let v = d / (x + m);
        let q = v * v;
        let mut sum = 0.0;
        let mut k = 21.0;
        while k > 1.0 {
            sum = sum * q + 1.0 / k;
            k -= 2.0;
        }
        d * v + 2.0 * x * v * q * sum
    } else {
        x * ln(x / m) - d
    }
}

/// `ln P(X = x)` for `X ~ Binomial(n, p)` with `q = 1 - p`, by Loader's (2000) saddle-point form:
/// absolute error about 1e-15 × (1 + |result|).
pub fn ln_binomial(x: u64, n: u64, p: f64, q: f64) -> f64 {
    if x > n {
        return f64::NEG_INFINITY;
    }
    if p <= 0.0 || q <= 0.0 {
        let certain = if p <= 0.0 { 0 } else { n };
        return if x == certain { 0.0 } else { f64::NEG_INFINITY };
    }
    let nf = n as f64;
    if x == 0 {
        return if p < 0.1 { nf * ln_1p(-p) } else { nf * ln(q) };
    }
    if x == n {
        return if q < 0.1 { nf * ln_1p(-q) } else { nf * ln(p) };
    }
    let xf = x as f64;
    let yf = (n - x) as f64;
    stirling_error(n)
        - stirling_error(x)
        - stirling_error(n - x)
        - deviance(xf, nf * p)
        - deviance(yf, nf * q)
        - HALF_LN_2PI
        - 0.5 * ln(xf * (yf / nf))
}

#[cfg(test)]
mod tests;
