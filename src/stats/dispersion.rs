//! How evenly occurrences are spread over the parts of a corpus.

/// A part of a corpus: its size and how often something occurs in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Words of the part.
    pub size: u64,
    /// Occurrences in it.
    pub found: u64,
}

/// The parts of a corpus; those without words are left out.
///
/// # Example
///
/// ```
/// # use demarche::stats::dispersion::{Part, Spread};
/// // Gries (2008): the word a in five parts.
/// let sizes = [9, 10, 10, 10, 11];
/// let parts = sizes.iter().zip(1..).map(|(&size, found)| Part { size, found });
/// let spread = Spread::new(parts);
/// assert!((spread.dp().unwrap() - 0.18).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    parts: Vec<Part>,
    size: u64,
    found: u64,
}

impl Spread {
    /// The parts in whatever order.
    pub fn new(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut parts: Vec<Part> = parts.into_iter().filter(|part| part.size > 0).collect();
        // Sums of floats run in this order, whatever the order given.
        parts.sort_unstable();
        Self {
            size: parts.iter().map(|part| part.size).sum(),
            found: parts.iter().map(|part| part.found).sum(),
            parts,
        }
    }

    /// How many parts there are.
    pub fn parts(&self) -> u64 {
        self.parts.len() as u64
    }

    /// How many of them have an occurrence.
    pub fn range(&self) -> u64 {
        self.parts.iter().filter(|part| part.found > 0).count() as u64
    }

    /// Words of all parts.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Occurrences in all parts.
    pub const fn found(&self) -> u64 {
        self.found
    }

    /// Juilland's D (Juilland, Brodin & Davidovitch 1970) for parts of unequal size, as Gries (2008) gives it:
    /// `1 - V / √(n - 1)`, where `V` is the population standard deviation of the relative frequencies in the `n` parts divided by their
    /// mean. 1 for an even spread, 0 for occurrences in a single part. `None` for a single part and where nothing occurs.
    pub fn juilland_d(&self) -> Option<f64> {
        let n = self.parts.len() as f64;
        if n < 2.0 || self.found == 0 {
            return None;
        }
        let shares = || self.parts.iter().map(|p| p.found as f64 / p.size as f64);
        let mean = shares().sum::<f64>() / n;
        let variance = shares().map(|s| (s - mean) * (s - mean)).sum::<f64>() / n;
        Some((1.0 - variance.sqrt() / mean / (n - 1.0).sqrt()).clamp(0.0, 1.0))
    }

    /// Deviation of proportions (Gries 2008): half the sum of the absolute differences between the share of the words and the share of the
    /// occurrences that each part has. 0 for an even spread, near 1 for occurrences in one small part. `None` where nothing occurs.
    pub fn dp(&self) -> Option<f64> {
        if self.found == 0 {
            return None;
        }
        let (size, found) = (self.size as f64, self.found as f64);
        let differences = self
            .parts
            .iter()
            .map(|p| (p.size as f64 / size - p.found as f64 / found).abs());
        Some(differences.sum::<f64>() / 2.0)
    }

    /// [`Self::dp`] divided by its largest value, `1 - s` with `s` the share of the words that the smallest part has (Lijffijt & Gries
    /// 2012), so that it reaches 1. `None` for a single part and where nothing occurs.
    pub fn dp_norm(&self) -> Option<f64> {
        let smallest = self.parts.first()?.size as f64 / self.size as f64;
        if self.parts.len() < 2 {
            return None;
        }
        Some((self.dp()? / (1.0 - smallest)).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(parts: &[(u64, u64)]) -> Spread {
        Spread::new(parts.iter().map(|&(size, found)| Part { size, found }))
    }

    /// Gries (2008), "Dispersions and adjusted frequencies in corpora", the word `a` of the example with parts of unequal size: D is .785, DP
    /// .18; `DPnorm` by Lijffijt and Gries (2012) is .2195.
    #[test]
    fn published_values_are_met() {
        let found = spread(&[(9, 1), (10, 2), (10, 3), (10, 4), (11, 5)]);
        assert!((found.juilland_d().expect("D") - 0.785).abs() < 5e-4);
        assert!((found.dp().expect("DP") - 0.18).abs() < 1e-12);
        assert!((found.dp_norm().expect("DPnorm") - 0.2195).abs() < 5e-5);
        assert_eq!((found.parts(), found.range()), (5, 5));
        assert_eq!((found.size(), found.found()), (50, 15));
    }

    #[test]
    fn extremes_are_reached_and_what_is_undefined_is_missing() {
        let even = spread(&[(10, 2), (20, 4), (30, 6)]);
        assert!((even.juilland_d().expect("D") - 1.0).abs() < 1e-12);
        assert!(even.dp().expect("DP").abs() < 1e-12);
        let single = spread(&[(10, 4), (20, 0), (30, 0)]);
        assert!(single.juilland_d().expect("D").abs() < 1e-12);
        assert!((single.dp_norm().expect("DPnorm") - 1.0).abs() < 1e-12);
        assert_eq!(single.range(), 1);
        let alone = spread(&[(10, 4), (0, 0)]);
        assert_eq!((alone.juilland_d(), alone.dp_norm()), (None, None));
        assert_eq!(alone.dp(), Some(0.0));
        let none = spread(&[(10, 0), (20, 0)]);
        assert_eq!(
            (none.juilland_d(), none.dp(), none.dp_norm()),
            (None, None, None)
        );
        assert_eq!(Spread::default().dp_norm(), None);
    }

    #[test]
    fn order_changes_no_bit() {
        let parts: Vec<(u64, u64)> = (1..60).map(|i| (i * 37 % 101 + 1, i * 13 % 7)).collect();
        let turned: Vec<(u64, u64)> = parts.iter().rev().copied().collect();
        assert_eq!(spread(&parts).juilland_d(), spread(&turned).juilland_d());
        assert_eq!(spread(&parts).dp(), spread(&turned).dp());
    }
}
