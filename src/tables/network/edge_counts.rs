//! What is counted and tested of each edge.

use crate::stats::Counts;
use crate::tally::{NetworkCounts, PairCounts};

use super::TestedEdges;

/// The edges of a network.
#[derive(Clone, Copy)]
pub(super) struct Edges<'a> {
    counts: &'a NetworkCounts,
    tested: &'a TestedEdges,
}

impl<'a> Edges<'a> {
    pub(super) const fn new(counts: &'a NetworkCounts, tested: &'a TestedEdges) -> Self {
        Self { counts, tested }
    }

    pub(super) fn len(&self) -> usize {
        self.tested.pairs().len()
    }

    pub(super) fn pair(&self, edge: usize) -> &'a PairCounts {
        &self.tested.pairs()[edge]
    }

    pub(super) fn ln_p(&self, edge: usize) -> Option<f64> {
        self.tested.ln_p()[edge]
    }

    pub(super) fn q(&self, edge: usize) -> Option<f64> {
        self.tested.q()[edge]
    }

    pub(super) fn weight(&self, edge: usize) -> u64 {
        self.counts.pair_units(self.pair(edge))
    }

    /// Units with either end.
    pub(super) fn margins(&self, edge: usize) -> (u64, u64) {
        let pair = self.pair(edge);
        (
            self.counts.actor_units(pair.a),
            self.counts.actor_units(pair.b),
        )
    }

    /// The four counts that measures of association need.
    pub(super) fn measures(&self, edge: usize) -> Option<Counts> {
        let (n_a, n_b) = self.margins(edge);
        Counts::new(self.counts.units(), n_a, n_b, self.weight(edge))
    }
}

/// `NaN` is a missing value.
pub(super) fn known(x: f64) -> Option<f64> {
    (!x.is_nan()).then_some(x)
}
