//! How numbers are rounded and written.

use std::fmt::Write as _;

/// Probabilities are never written smaller than this: readers of tables would take the text of a smaller one for 0.
pub const LEAST_P: f64 = 1e-300;

/// Significant digits of a number below a million; larger numbers are rounded to the unit.
const DIGITS: i32 = 6;

/// A number rounded for a table: to 6 significant digits, but never more coarsely than to the unit; no negative zero.
/// `NaN` and infinities stay as they are.
///
/// # Example
///
/// ```
/// # use demarche::tables::rounded;
/// assert_eq!(rounded(0.123_456_78), 0.123_457);
/// assert_eq!(rounded(12_345.678_9), 12_345.7);
/// assert_eq!(rounded(-12_345_678.9), -12_345_679.0);
/// assert_eq!(rounded(1.234_567_8e-12), 1.234_57e-12);
/// assert!(rounded(-0.0).is_sign_positive());
/// ```
pub fn rounded(x: f64) -> f64 {
    /// Powers of ten that an `f64` holds exactly.
    const POWERS: [f64; 17] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    ];
    if x == 0.0 || !x.is_finite() {
        return x + 0.0;
    }
    let size = x.abs();
    if size >= 1e15 {
        return x;
    }
    if size < 1e-9 {
        let text = format!("{x:.*e}", DIGITS as usize - 1);
        return text.parse().unwrap_or(x);
    }
    // Decimals such that the first digit and five more remain. The quotient of two exact numbers is the
    // `f64` nearest to the decimal number, which prints as that.
    let mut decimals = 0_usize;
    let mut scaled = size;
    while scaled < 99_999.95 && decimals < POWERS.len() - 1 {
        decimals += 1;
        scaled = size * POWERS[decimals];
    }
    let magnitude = scaled.round_ties_even() / POWERS[decimals];
    if x < 0.0 { -magnitude } else { magnitude }
}

/// A probability for a table, from its natural logarithm: rounded, and at least [`LEAST_P`].
pub fn probability(ln_p: f64) -> f64 {
    rounded(crate::stats::math::exp(ln_p).clamp(LEAST_P, 1.0))
}

/// Writes a finite number as all text formats have it: the shortest decimal that reads back as the same number, with
/// an exponent below 1e-5 and from 1e15 on.
pub fn write_real(out: &mut String, x: f64) {
    let x = x + 0.0;
    let size = x.abs();
    // Writing to a String cannot fail.
    let _ = if x != 0.0 && !(1e-5..1e15).contains(&size) {
        write!(out, "{x:e}")
    } else {
        write!(out, "{x}")
    };
}

/// Writes a whole number.
pub fn write_integer(out: &mut String, n: i64) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{n}");
}
