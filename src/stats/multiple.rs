//! Correcting p-values for many tests at once.

use super::math::ln;

/// A way to adjust p-values for the number of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Correction {
    /// Benjamini & Hochberg (1995): false discovery rate under independence or positive dependence.
    #[default]
    #[cfg_attr(feature = "cli", value(name = "bh"))]
    BenjaminiHochberg,
    /// Benjamini & Yekutieli (2001): false discovery rate under any dependence.
    #[cfg_attr(feature = "cli", value(name = "by"))]
    BenjaminiYekutieli,
    /// Holm (1979): family-wise error, stepwise, uniformly stronger than Bonferroni.
    Holm,
    /// Bonferroni: family-wise error, `m p`.
    Bonferroni,
    /// The p-values as they are.
    None,
}

impl Correction {
    /// Every correction, in the order of [`Self::name`] help texts.
    pub const ALL: [Self; 5] = [
        Self::BenjaminiHochberg,
        Self::BenjaminiYekutieli,
        Self::Holm,
        Self::Bonferroni,
        Self::None,
    ];

    /// The name on the command line: `bh`, `by`, `holm`, `bonferroni` or `none`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BenjaminiHochberg => "bh",
            Self::BenjaminiYekutieli => "by",
            Self::Holm => "holm",
            Self::Bonferroni => "bonferroni",
            Self::None => "none",
        }
    }

    /// The correction of that [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// Adjusted p-values in the order given. Values outside [0, 1] and `NaN` are no tests: they stay as they are and do not
/// count towards the number of tests.
///
/// # Example
///
/// ```
/// # use demarche::stats::multiple::{adjust, Correction};
/// let q = adjust(&[0.01, 0.04, 0.03], Correction::BenjaminiHochberg);
/// assert_eq!(q, [0.03, 0.04, 0.04]);
/// ```
pub fn adjust(p: &[f64], correction: Correction) -> Vec<f64> {
    adjust_of(p, 0, correction)
}

/// [`adjust`] for values that belong to `tests` tests or more, of which those that are not listed have P = 1.
fn adjust_of(p: &[f64], tests: u64, correction: Correction) -> Vec<f64> {
    let mut adjusted = p.to_vec();
    // Bit patterns of non-negative floats sort as the numbers do; the index breaks ties, so the order is total.
    let mut order: Vec<(u64, u32)> = Vec::new();
    let in_range = |x: f64| (0.0..=1.0).contains(&x);
    order.reserve_exact(p.iter().filter(|&&x| in_range(x)).count());
    for (i, &x) in p.iter().enumerate() {
        if in_range(x) {
            order.push(((x + 0.0).to_bits(), i as u32));
        }
    }
    let tests = tests.max(order.len() as u64);
    let m = tests as f64;
    let step_up = |order: &mut Vec<(u64, u32)>, adjusted: &mut Vec<f64>, factor: f64| {
        order.sort_unstable();
        let mut least = 1.0_f64;
        for (rank, &(bits, i)) in order.iter().enumerate().rev() {
            // p × (m / rank): exact for rank = m, as published tables expect.
            least = least.min(f64::from_bits(bits) * m * factor / (rank as f64 + 1.0));
            adjusted[i as usize] = least;
        }
    };
    match correction {
        Correction::None => {}
        Correction::Bonferroni => {
            for &(bits, i) in &order {
                adjusted[i as usize] = (f64::from_bits(bits) * m).min(1.0);
            }
        }
        Correction::Holm => {
            order.sort_unstable();
            let mut most = 0.0_f64;
            for (rank, &(bits, i)) in order.iter().enumerate() {
                most = most.max((f64::from_bits(bits) * (m - rank as f64)).min(1.0));
                adjusted[i as usize] = most;
            }
        }
        Correction::BenjaminiHochberg => step_up(&mut order, &mut adjusted, 1.0),
        Correction::BenjaminiYekutieli => {
            let factor = harmonic(tests);
            step_up(&mut order, &mut adjusted, factor);
        }
    }
    adjusted
}

/// [`adjust`] where some values are missing; these stay missing and do not count as tests.
pub fn adjust_options(p: &[Option<f64>], correction: Correction) -> Vec<Option<f64>> {
    adjust_among(p, 0, correction)
}

/// [`adjust_options`] where more was tested than is listed: `tests` tests in all, those that are missing from the list with P = 1.
///
/// A network lists the pairs that meet, but every pair of its actors could have met. Correcting for the listed alone would take
/// for a discovery what only the choice of the list is: of two actors with one article each, a pair that meets has
/// P = 1 / articles however many such pairs there are. In corpora by chance alone with many rare actors a quarter of the edges would pass
/// Q <= 0.05 (`scripts/validate_statistics.rs`).
///
/// # Example
///
/// ```
/// # use demarche::stats::multiple::{adjust_among, Correction};
/// // Two of ten pairs meet.
/// let q = adjust_among(&[Some(0.001), Some(0.02)], 10, Correction::BenjaminiHochberg);
/// assert_eq!(q, [Some(0.01), Some(0.1)]);
/// ```
pub fn adjust_among(p: &[Option<f64>], tests: u64, correction: Correction) -> Vec<Option<f64>> {
    let plain: Vec<f64> = p.iter().map(|x| x.unwrap_or(f64::NAN)).collect();
    let adjusted = adjust_of(&plain, tests, correction);
    p.iter().zip(adjusted).map(|(p, q)| p.map(|_| q)).collect()
}

/// Pairs that `things` make.
///
/// # Example
///
/// ```
/// assert_eq!(demarche::stats::multiple::pairs_of(4), 6);
/// ```
pub const fn pairs_of(things: u64) -> u64 {
    // One of the two is even.
    if things.is_multiple_of(2) {
        things / 2 * things.saturating_sub(1)
    } else {
        things * (things / 2)
    }
}

/// `1 + 1/2 + … + 1/n`; beyond a million terms by Euler–Maclaurin (error below 1e-25).
fn harmonic(n: u64) -> f64 {
    const EULER_GAMMA: f64 = 0.577_215_664_901_532_9;
    if n <= 1_000_000 {
        return (1..=n).rev().map(|i| 1.0 / i as f64).sum();
    }
    let x = n as f64;
    ln(x) + EULER_GAMMA + 1.0 / (2.0 * x) - 1.0 / (12.0 * x * x)
}

#[cfg(test)]
mod tests;
