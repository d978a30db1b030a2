//! Would an edge stand without one outlet, or without one story?

use crate::stats::hypergeometric;
use crate::tally::{Loss, NetworkCounts, OutletCounts, OutletPart, PairCounts, TallyError};

use super::number::probability;
use super::parallel;

/// An edge stands where its Q is at most this.
pub const STANDS: f64 = 0.05;

/// Edges whose losses are looked at in one go.
const BATCH: usize = 1 << 16;

/// The edges of a network with their tests.
///
/// An edge *vanishes* without some articles where no unit of text with both ends is left, or where it stands (Q at most
/// [`STANDS`]) and would not on the other articles: its P recomputed on them is larger than the largest P that stands in the whole network.
#[derive(Debug, Clone)]
pub struct Tests<'a> {
    counts: &'a NetworkCounts,
    pairs: &'a [PairCounts],
    q: &'a [Option<f64>],
    /// The largest P that stands; below 0 where none does.
    threshold: f64,
}

/// How much an edge rests on one outlet.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct OutletSupport {
    /// Share of its articles that the largest outlet has; `None` where no article with both names an outlet.
    pub share: Option<f64>,
    /// The least weight that is left without one outlet; `None` likewise.
    pub min_without: Option<u64>,
    /// Whether it vanishes without one of the outlets that have an article with both.
    pub vanishes: bool,
}

/// How much an edge rests on one outlet or one story.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct EdgeSupport {
    /// On outlets.
    pub outlets: OutletSupport,
    /// Whether it vanishes without one of the stories that have an article with both.
    pub story_vanishes: bool,
}

impl EdgeSupport {
    /// What it vanishes without: `outlet`, `story`, `outlet;story`, or nothing.
    pub fn fragile(&self) -> &'static str {
        match (self.outlets.vanishes, self.story_vanishes) {
            (true, true) => "outlet;story",
            (true, false) => "outlet",
            (false, true) => "story",
            (false, false) => "",
        }
    }
}

impl<'a> Tests<'a> {
    /// The edges `pairs` (ascending) with P, as it is written, and Q of each.
    pub fn new(
        counts: &'a NetworkCounts,
        pairs: &'a [PairCounts],
        p: &[Option<f64>],
        q: &'a [Option<f64>],
    ) -> Self {
        let standing = p
            .iter()
            .zip(q)
            .filter(|(_, q)| q.is_some_and(|q| q <= STANDS));
        let threshold = standing.filter_map(|(p, _)| *p).fold(-1.0, f64::max);
        Self {
            counts,
            pairs,
            q,
            threshold,
        }
    }

    fn stands(&self, edge: usize) -> bool {
        self.q[edge].is_some_and(|q| q <= STANDS)
    }

    /// Whether an edge vanishes where so much is lost.
    fn vanishes(&self, edge: usize, loss: &Loss) -> bool {
        let pair = &self.pairs[edge];
        let left = |whole: u64, lost: u64| whole.saturating_sub(lost);
        let weight = left(self.counts.pair_units(pair), loss.both);
        if weight == 0 {
            return true;
        }
        if !self.stands(edge) {
            return false;
        }
        let n = left(self.counts.units(), loss.units);
        let n_a = left(self.counts.actor_units(pair.a), loss.a);
        let n_b = left(self.counts.actor_units(pair.b), loss.b);
        hypergeometric::ln_upper_tail(n, n_a, n_b, weight)
            .is_none_or(|ln_p| probability(ln_p) > self.threshold)
    }

    /// How much each edge rests on one outlet.
    ///
    /// # Errors
    /// Counts that did not fit in memory could not be kept on disk.
    pub fn outlets(
        &self,
        outlets: OutletCounts,
        threads: usize,
    ) -> Result<Vec<OutletSupport>, TallyError> {
        let mut support = vec![OutletSupport::default(); self.pairs.len()];
        let mut batch: Vec<(usize, Vec<Loss>)> = Vec::new();
        let decide = |support: &mut Vec<OutletSupport>, batch: &mut Vec<(usize, Vec<Loss>)>| {
            let vanish = parallel::map(batch.len(), threads, |i| {
                let (edge, losses) = &batch[i];
                losses.iter().any(|loss| self.vanishes(*edge, loss))
            });
            for ((edge, _), vanishes) in batch.drain(..).zip(vanish) {
                support[edge].vanishes = vanishes;
            }
        };
        let mut edge = 0;
        outlets.pairs(|counts, [a, b], parts| {
            while self.pairs.get(edge).is_some_and(|p| (p.a, p.b) < (a, b)) {
                edge += 1;
            }
            let Some(pair) = self.pairs.get(edge).filter(|p| (p.a, p.b) == (a, b)) else {
                // The pair shares articles, but no unit of text.
                return;
            };
            let weight = self.counts.pair_units(pair);
            let most = |of: fn(&OutletPart) -> u64| parts.iter().map(of).max().unwrap_or(0);
            support[edge].share = Some(most(|p| p.articles) as f64 / pair.articles as f64);
            support[edge].min_without = Some(weight.saturating_sub(most(|p| p.lost)));
            let losses = parts.iter().map(|part| Loss {
                units: counts.lost(part.outlet),
                a: counts.actor_lost(a, part.outlet),
                b: counts.actor_lost(b, part.outlet),
                both: part.lost,
            });
            batch.push((edge, losses.collect()));
            if batch.len() == BATCH {
                decide(&mut support, &mut batch);
            }
        })?;
        decide(&mut support, &mut batch);
        Ok(support)
    }

    /// The edges that may vanish without one story, ascending: all but those that would not even if the largest story were left
    /// out whole and the edge's own largest with it. `largest` is the size of the largest story in units of text.
    pub fn doubtful(&self, largest: u64, threads: usize) -> Vec<u32> {
        let doubt = parallel::map(self.pairs.len(), threads, |edge| {
            let pair = &self.pairs[edge];
            let whole = self.counts.pair_units(pair);
            let both = match self.counts.level {
                crate::tally::Level::Article => pair.top_story,
                crate::tally::Level::Story => 1,
                // Unknown: up to all.
                _ => whole,
            };
            if !self.stands(edge) && both < whole {
                return false;
            }
            let worst = Loss {
                units: largest,
                a: 0,
                b: 0,
                both,
            };
            both == whole || self.vanishes(edge, &worst)
        });
        (0_u32..)
            .zip(doubt)
            .filter_map(|(edge, doubt)| doubt.then_some(edge))
            .collect()
    }

    /// Whether each of some edges vanishes without one of the stories whose losses are given.
    pub fn stories(&self, edges: &[u32], losses: &[Vec<Loss>], threads: usize) -> Vec<bool> {
        parallel::map(edges.len(), threads, |i| {
            losses[i]
                .iter()
                .any(|loss| self.vanishes(edges[i] as usize, loss))
        })
    }
}
