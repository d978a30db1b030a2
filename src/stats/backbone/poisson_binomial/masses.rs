//! The probabilities of small counts, computed as far as they are asked for.

use super::Group;
use crate::stats::math::{exp, ln_1p, ln_binomial};

/// The recurrence serves groups whose odds have `WINDOW² Σ m t² <= (Σ m t)²`, so that rounding is amplified by e² at most up to this
/// count, and by e⁸ at twice as much.
const WINDOW: f64 = 160.0;
/// A probability of no success below this logarithm might underflow.
const LEAST_LN: f64 = -600.0;

/// `P(X = 0), P(X = 1), …` for groups of trials.
///
/// Groups with small odds are taken together by one recurrence; the others are convolved with it one by one. Both extend: no
/// probability is computed twice, and none depends on how many are asked for.
pub(super) struct Masses<'g> {
    small: Recurrence,
    large: Vec<Convolution<'g>>,
}

impl<'g> Masses<'g> {
    /// `groups` with probabilities above 0 and below 1.
    pub(super) fn new(groups: &'g [Group]) -> Self {
        let mut order: Vec<&Group> = groups.iter().collect();
        order.sort_by(|a, b| a.p.total_cmp(&b.p).then(a.trials.cmp(&b.trials)));
        let (mut first, mut second, mut together) = (0.0, 0.0, 0);
        for (i, g) in order.iter().enumerate() {
            let odds = odds(g);
            first += g.trials as f64 * odds;
            second += g.trials as f64 * odds * odds;
            if WINDOW * WINDOW * second <= first * first {
                together = i + 1;
            }
        }
        Self {
            small: Recurrence::new(&order[..together]),
            large: order[together..]
                .iter()
                .map(|g| Convolution::new(g))
                .collect(),
        }
    }

    /// At least the probabilities of `0..=last`; all that were computed so far, cut after `last`.
    pub(super) fn up_to(&mut self, last: usize) -> &[f64] {
        self.small.extend(last);
        let mut before = &self.small.mass;
        for stage in &mut self.large {
            stage.extend(before, last);
            before = &stage.mass;
        }
        &before[..=last]
    }
}

fn odds(group: &Group) -> f64 {
    group.p / (1.0 - group.p)
}

/// `x P(x) = Σᵢ (-1)^{i-1} Tᵢ P(x - i)` with `Tᵢ` the sum of the i-th powers of the odds (Chen & Liu 1997, method 1). The signs alternate, so it
/// serves only where the first term dominates, as [`WINDOW`] makes sure.
struct Recurrence {
    /// For each group, `m (-1)^{i-1} tⁱ` for the next `i`, and `-t`.
    powers: Vec<(f64, f64)>,
    sums: Vec<f64>,
    mass: Vec<f64>,
}

impl Recurrence {
    /// No groups give 1, 0, 0, …
    fn new(groups: &[&Group]) -> Self {
        let ln_none: f64 = groups.iter().map(|g| g.trials as f64 * ln_1p(-g.p)).sum();
        Self {
            powers: groups
                .iter()
                .map(|g| (g.trials as f64 * odds(g), -odds(g)))
                .collect(),
            sums: Vec::new(),
            mass: vec![exp(ln_none)],
        }
    }

    fn extend(&mut self, last: usize) {
        for x in self.mass.len()..=last {
            self.sums
                .push(self.powers.iter().map(|(power, _)| power).sum());
            for (power, factor) in &mut self.powers {
                *power *= *factor;
            }
            let total: f64 = self
                .sums
                .iter()
                .zip(self.mass.iter().rev())
                .map(|(t, p)| t * p)
                .sum();
            self.mass.push((total / x as f64).max(0.0));
        }
    }
}

/// One group more: all terms are positive, so every probability keeps its relative precision.
struct Convolution<'g> {
    group: &'g Group,
    /// The binomial probabilities of the group.
    part: Vec<f64>,
    mass: Vec<f64>,
}

impl<'g> Convolution<'g> {
    fn new(group: &'g Group) -> Self {
        Self {
            group,
            part: Vec::new(),
            mass: Vec::new(),
        }
    }

    fn extend(&mut self, before: &[f64], last: usize) {
        self.extend_part(last);
        for x in self.mass.len()..=last {
            let terms = self.part.iter().zip(before[..=x].iter().rev());
            self.mass.push(terms.map(|(part, mass)| part * mass).sum());
        }
    }

    /// Each binomial probability from the one before, where the first is a normal number.
    fn extend_part(&mut self, last: usize) {
        let Group { p, trials } = *self.group;
        let ln_none = trials as f64 * ln_1p(-p);
        let top = (last as u64).min(trials);
        for x in self.part.len() as u64..=top {
            let mass = match self.part.last() {
                Some(before) if ln_none > LEAST_LN => {
                    before * ((trials - x + 1) as f64 / x as f64) * odds(self.group)
                }
                None if ln_none > LEAST_LN => exp(ln_none),
                _ => exp(ln_binomial(x, trials, p, 1.0 - p)),
            };
            self.part.push(mass);
        }
    }
}
