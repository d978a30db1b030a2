//! Pairs that share a unit of text, with their tests.

use crate::model::ActorIndex;
use crate::stats::{Correction, Counts, hypergeometric, multiple};
use crate::tables::number::{probability, rounded};
use crate::tables::parallel;
use crate::tally::{NetworkCounts, PairCounts};

/// The edges of a network: every pair that shares a unit of text, ascending, with the test against independence.
#[derive(Debug, Clone, PartialEq)]
pub struct TestedEdges {
    pairs: Vec<PairCounts>,
    ln_p: Vec<Option<f64>>,
    q: Vec<Option<f64>>,
    /// For each whether its ends belong together; empty where nobody was asked.
    within: Vec<bool>,
}

impl TestedEdges {
    /// Tests all pairs of the counts.
    pub fn new(counts: &NetworkCounts, correction: Correction, threads: usize) -> Self {
        let pairs: Vec<PairCounts> = counts.edges().copied().collect();
        let n = counts.units();
        let ln_p = parallel::map(pairs.len(), threads, |i| {
            let pair = &pairs[i];
            let weight = counts.pair_units(pair);
            let (n_a, n_b) = (counts.actor_units(pair.a), counts.actor_units(pair.b));
            Counts::new(n, n_a, n_b, weight)?;
            hypergeometric::ln_upper_tail(n, n_a, n_b, weight)
        });
        let mut tested = Self {
            pairs,
            ln_p,
            q: Vec::new(),
            within: Vec::new(),
        };
        // What is written is what edges are judged by.
        tested.q = multiple::adjust_among(&tested.p(), tests(counts), correction)
            .into_iter()
            .map(|q| q.map(rounded))
            .collect();
        tested
    }

    /// Notes which pairs belong together: a state and its own person or body, a body and its leader. `ids` are the names of the actors.
    pub fn mark_within(&mut self, ids: &[String], within: &dyn Fn(&str, &str) -> bool) {
        let id = |actor: ActorIndex| ids.get(actor.position()).map_or("", String::as_str);
        let pairs = self.pairs.iter();
        self.within = pairs.map(|pair| within(id(pair.a), id(pair.b))).collect();
    }

    /// Whether the ends of a pair belong together, as far as was noted.
    pub fn is_within(&self, pair: usize) -> bool {
        self.within.get(pair).copied().unwrap_or(false)
    }

    /// The pairs, ascending.
    pub fn pairs(&self) -> &[PairCounts] {
        &self.pairs
    }

    /// The natural logarithm of P of each; `None` where its counts contradict each other.
    pub fn ln_p(&self) -> &[Option<f64>] {
        &self.ln_p
    }

    /// P of each as it is written: the one-sided hypergeometric tail.
    pub fn p(&self) -> Vec<Option<f64>> {
        self.ln_p.iter().map(|p| p.map(probability)).collect()
    }

    /// P corrected for all pairs of actors, also those that never meet, as it is written.
    pub fn q(&self) -> &[Option<f64>] {
        &self.q
    }
}

/// Pairs of actors that could share a unit: all whose actors occur. Each is a test, also where the two never meet (P = 1).
pub fn tests(counts: &NetworkCounts) -> u64 {
    let occurs = |actor: &u32| counts.actor_units(ActorIndex::new(*actor)) > 0;
    let actors = (0..counts.actors.len() as u32).filter(occurs).count();
    multiple::pairs_of(actors as u64)
}

/// Who is in the network, ascending: whoever is mentioned, and the ends of edges.
pub fn actors_of(counts: &NetworkCounts) -> Vec<ActorIndex> {
    let mut actors: Vec<ActorIndex> = (0_u32..)
        .zip(&counts.actors)
        .filter(|(_, actor)| actor.mentions > 0)
        .map(|(actor, _)| ActorIndex::new(actor))
        .chain(counts.edges().flat_map(|pair| [pair.a, pair.b]))
        .collect();
    actors.sort_unstable();
    actors.dedup();
    actors
}
