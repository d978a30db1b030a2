//! How strongly two things appear together, from four counts.

use super::math::ln;

/// The 97.5 % point of the standard normal distribution, for 95 % intervals.
const Z_95: f64 = 1.959_963_984_540_054;

/// The counts of a pair: `n` units in all, `n_i` with the first, `n_j` with the second, `n_ij` with both.
///
/// # Example
///
/// ```
/// # use demarche::stats::Counts;
/// let pair = Counts::new(60, 20, 20, 10).unwrap();
/// assert_eq!(pair.dice(), Some(0.5));
/// assert_eq!(pair.chi2(), Some(3.75));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    n: u64,
    n_i: u64,
    n_j: u64,
    n_ij: u64,
}

/// A log odds ratio with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogOdds {
    /// The estimate, in nats.
    pub estimate: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

impl Counts {
    /// The counts, or `None` where they contradict each other (`n_ij > n_i`, `n_i + n_j - n_ij > n`, …).
    pub const fn new(n: u64, n_i: u64, n_j: u64, n_ij: u64) -> Option<Self> {
        if n_i > n || n_j > n || n_ij > n_i || n_ij > n_j || n_i - n_ij > n - n_j {
            return None;
        }
        Some(Self { n, n_i, n_j, n_ij })
    }

    /// The four cells of the 2 × 2 table: both, only the first, only the second, neither.
    pub const fn cells(&self) -> [u64; 4] {
        let only_i = self.n_i - self.n_ij;
        let only_j = self.n_j - self.n_ij;
        [self.n_ij, only_i, only_j, self.n - self.n_j - only_i]
    }

    /// Expected joint count under independence, `n_i n_j / n`. `None` for `n = 0`.
    pub fn expected(&self) -> Option<f64> {
        (self.n > 0).then(|| self.n_i as f64 * self.n_j as f64 / self.n as f64)
    }

    /// The ratio of observed to expected, `n_ij n / (n_i n_j)` (lift; Brin et al. 1997 "interest"). `None` where nothing
    /// is expected.
    pub fn lift(&self) -> Option<f64> {
        let expected = self.expected()?;
        (expected > 0.0).then(|| self.n_ij as f64 / expected)
    }

    /// Pointwise mutual information in bits, `log₂ lift` (Church & Hanks 1990). `None` for pairs that never meet, where
    /// it has no finite value.
    pub fn pmi(&self) -> Option<f64> {
        let lift = self.lift()?;
        (self.n_ij > 0).then(|| ln(lift) / std::f64::consts::LN_2)
    }

    /// Normalised pointwise mutual information in [-1, 1] (Bouma 2009): `ln(lift) / -ln(n_ij / n)`; 1 for pairs found only
    /// together, 0 under independence, -1 (its limit) for pairs that never meet.
    ///
    /// `None` where one of the two appears never or always, as for [`Self::g2`]: with something that is in every unit the other
    /// is both independent (0) and found only together (1), and the data say nothing of the two.
    pub fn npmi(&self) -> Option<f64> {
        self.expected_cells()?;
        let lift = self.lift()?;
        if self.n_ij == 0 {
            return Some(-1.0);
        }
        let information = -ln(self.n_ij as f64 / self.n as f64);
        Some((ln(lift) / information).clamp(-1.0, 1.0))
    }

    /// Log-likelihood ratio `G² = 2 Σ O ln(O / E)` over the four cells (Dunning 1993); compare with chi-square of one
    /// degree of freedom. Not signed: see [`Self::g2_signed`]. `None` where a margin is empty or full.
    pub fn g2(&self) -> Option<f64> {
        let expected = self.expected_cells()?;
        let cells = self.cells();
        // Σ (O ln(O/E) + E - O) = Σ O ln(O/E), since both tables have the same total; each term is >= 0 and stable.
        let sum: f64 = cells
            .iter()
            .zip(expected)
            .map(|(&o, e)| super::math::deviance(o as f64, e))
            .sum();
        Some(2.0 * sum)
    }

    /// [`Self::g2`] with a minus sign where the pair meets less often than expected (the convention of keyness tables).
    pub fn g2_signed(&self) -> Option<f64> {
        let g2 = self.g2()?;
        Some(if self.determinant() < 0.0 { -g2 } else { g2 })
    }

    /// Pearson's chi-square of the 2 × 2 table, without continuity correction. `None` where a margin is empty or full.
    pub fn chi2(&self) -> Option<f64> {
        self.chi2_less(0.0)
    }

    /// [`Self::chi2`] with a minus sign where the pair meets less often than expected.
    pub fn chi2_signed(&self) -> Option<f64> {
        let chi2 = self.chi2()?;
        Some(if self.determinant() < 0.0 {
            -chi2
        } else {
            chi2
        })
    }

    /// Chi-square with Yates's (1934) continuity correction: `n/2` is taken from `|ad - bc|`, at most down to 0.
    pub fn chi2_yates(&self) -> Option<f64> {
        self.chi2_less(self.n as f64 / 2.0)
    }

    fn chi2_less(&self, correction: f64) -> Option<f64> {
        self.expected_cells()?;
        let n = self.n as f64;
        let (n_i, n_j) = (self.n_i as f64, self.n_j as f64);
        let difference = (self.determinant().abs() - correction).max(0.0);
        // Divided step by step: the product of four margins of 10⁸ is fine, but not its intermediate squares' precision.
        Some(n * (difference / n_i / (n - n_i)) * (difference / n_j / (n - n_j)))
    }

    /// Odds ratio `ad / bc` of the table. `None` where `bc = 0`.
    pub fn odds_ratio(&self) -> Option<f64> {
        let [a, b, c, d] = self.cells().map(|x| x as f64);
        (b * c > 0.0).then(|| a * d / (b * c))
    }

    /// Log odds ratio with its 95 % interval: ½ is added to every cell (Haldane 1956, Anscombe 1956), the standard error
    /// is `√(1/a + 1/b + 1/c + 1/d)` (Woolf 1955). `None` where a margin is empty or full, since the data then say
    /// nothing about the odds.
    pub fn log_odds(&self) -> Option<LogOdds> {
        self.expected_cells()?;
        let [a, b, c, d] = self.cells().map(|x| x as f64 + 0.5);
        let estimate = ln(a / b) - ln(c / d);
        let error = (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
        Some(LogOdds {
            estimate,
            low: estimate - Z_95 * error,
            high: estimate + Z_95 * error,
        })
    }

    /// Jaccard's (1901) index: units with both over units with either. `None` where neither appears.
    pub fn jaccard(&self) -> Option<f64> {
        let either = self.n_i - self.n_ij + self.n_j;
        (either > 0).then(|| self.n_ij as f64 / either as f64)
    }

    /// Dice's (1945) coefficient `2 n_ij / (n_i + n_j)`. `None` where neither appears.
    pub fn dice(&self) -> Option<f64> {
        let sum = self.n_i as f64 + self.n_j as f64;
        (sum > 0.0).then(|| 2.0 * self.n_ij as f64 / sum)
    }

    /// The t-score `(n_ij - expected) / √n_ij` (Church et al. 1991). `None` for pairs that never meet.
    pub fn t_score(&self) -> Option<f64> {
        let expected = self.expected()?;
        (self.n_ij > 0).then(|| (self.n_ij as f64 - expected) / (self.n_ij as f64).sqrt())
    }

    /// `n n_ij - n_i n_j`, which equals `ad - bc`, exactly computed before rounding.
    fn determinant(&self) -> f64 {
        let product = |a: u64, b: u64| i128::from(a) * i128::from(b);
        (product(self.n, self.n_ij) - product(self.n_i, self.n_j)) as f64
    }

    /// Expected cells in the order of [`Self::cells`]; `None` where a margin is empty or full.
    fn expected_cells(&self) -> Option<[f64; 4]> {
        if self.n_i == 0 || self.n_j == 0 || self.n_i == self.n || self.n_j == self.n {
            return None;
        }
        let n = self.n as f64;
        let (i, j) = (self.n_i as f64, self.n_j as f64);
        let (not_i, not_j) = ((self.n - self.n_i) as f64, (self.n - self.n_j) as f64);
        Some([i * j / n, i * not_j / n, not_i * j / n, not_i * not_j / n])
    }
}

#[cfg(test)]
mod tests;
