//! What would the network be on other stories?

use std::ops::Range;

use crate::model::ActorIndex;
use crate::stats::interval::{percentile_interval, quantile};
use crate::stats::leiden::{self, leiden};
use crate::stats::robustness::membership_stability;
use crate::stats::{Counts, Graph, Interval, pagerank};
use crate::tally::{NetworkCounts, PairCounts, ReplicateSums};

use super::parallel;

/// What is cut off at each end of the intervals of actors.
const CUT: f64 = 0.025;

/// Intervals of an edge.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct EdgeSpread {
    /// Of the weight; `None` for an edge of one story.
    pub weight: Option<Interval>,
    /// Of NPMI; `None` likewise.
    pub npmi: Option<Interval>,
}

/// Intervals of an actor.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ActorSpread {
    /// Of `PageRank`.
    pub pagerank: Option<Interval>,
    /// Of the place among all actors by `PageRank`, 1 the highest.
    pub rank: Option<(u64, u64)>,
}

/// Networks of bootstrap replicates, and what they say of the one at hand.
///
/// In a replicate every story counts a Poisson(1) number of times ([`poisson_weight`](crate::stats::interval::poisson_weight)), all
/// its articles together. Replicates are given in batches ([`Self::add`]), then the sums of the edges' rows ([`Self::spread`]).
#[derive(Debug, Clone, Default)]
pub struct Bootstrap {
    /// Actors, ascending.
    nodes: Vec<ActorIndex>,
    /// By edge, in the order of the edges.
    edges: Vec<EdgeSpread>,
    /// Community of each actor in each replicate.
    partitions: Vec<Vec<u32>>,
    /// `PageRank` of each actor in each replicate.
    ranks: Vec<Vec<f64>>,
    /// For each edge whether communities are found on it; all of them without.
    firm: Option<Vec<bool>>,
}

impl Bootstrap {
    /// No replicates of a network of these actors, ascending.
    pub fn new(nodes: Vec<ActorIndex>) -> Self {
        Self {
            nodes,
            ..Self::default()
        }
    }

    /// Finds communities only on the edges chosen, in the order of the edges
    /// ([`CommunityEdges::chosen`](super::CommunityEdges::chosen)).
    #[must_use]
    pub fn with_communities_on(mut self, chosen: Option<Vec<bool>>) -> Self {
        self.firm = chosen;
        self
    }

    /// Adds the networks of a batch of replicates. `pairs` are the edges, ascending; communities are those of Leiden with
    /// these options, from one start. `done` is called for each network.
    pub fn add(
        &mut self,
        sums: &ReplicateSums,
        pairs: &[[ActorIndex; 2]],
        communities: &leiden::LeidenOptions,
        threads: usize,
        done: &(dyn Fn() + Sync),
    ) {
        let place = |actor: ActorIndex| self.nodes.binary_search(&actor).unwrap_or(0) as u32;
        let ends: Vec<(u32, u32)> = pairs.iter().map(|p| (place(p[0]), place(p[1]))).collect();
        let options = leiden::LeidenOptions {
            starts: 1,
            ..*communities
        };
        let replicates: Vec<usize> = (0..sums.replicates().len()).collect();
        let nodes = self.nodes.len();
        let made = parallel::each(&replicates, threads, |&replicate| {
            let weights = sums.pairs_of(replicate);
            let list: Vec<(usize, (u32, u32, f64))> = ends
                .iter()
                .zip(weights)
                .enumerate()
                .filter(|(_, (_, weight))| *weight > 0)
                .map(|(e, (&(a, b), weight))| (e, (a, b, f64::from(weight))))
                .collect();
            let graph = |keep: &dyn Fn(usize) -> bool| {
                let list: Vec<_> = list.iter().filter(|e| keep(e.0)).map(|e| e.1).collect();
                Graph::from_edges(nodes, &list).unwrap_or_else(|_| empty_graph(nodes))
            };
            let firm = (self.firm.as_ref())
                .map(|firm| graph(&|e| firm.get(e).is_some_and(|&chosen| chosen)));
            let graph = graph(&|_| true);
            let community = leiden(firm.as_ref().unwrap_or(&graph), &options)
                .map_or_else(|| (0..nodes as u32).collect(), |found| found.community);
            let rank = pagerank::pagerank(&graph);
            done();
            (community, rank)
        });
        for (community, rank) in made {
            self.partitions.push(community);
            self.ranks.push(rank);
        }
    }

    /// Adds the intervals of the next edges, in the order of the edges. `whole` has the total of each replicate, `actors` the row of
    /// each actor, `rows` those of these edges, one after the other.
    pub fn spread(
        &mut self,
        counts: &NetworkCounts,
        edges: &[PairCounts],
        (whole, actors, rows): (&[u32], &[u32], &[u32]),
        threads: usize,
    ) {
        let width = whole.len();
        let row = |rows: &[u32], i: usize| -> Range<usize> {
            debug_assert!((i + 1) * width <= rows.len());
            i * width..(i + 1) * width
        };
        let made = parallel::map(edges.len(), threads, |i| {
            let edge = &edges[i];
            let both = &rows[row(rows, i)];
            let n_a = &actors[row(actors, edge.a.position())];
            let n_b = &actors[row(actors, edge.b.position())];
            let mut weights: Vec<f64> = both.iter().map(|&w| f64::from(w)).collect();
            let mut npmi: Vec<f64> = (0..width)
                .filter_map(|r| {
                    let [n, a, b, ab] = [whole[r], n_a[r], n_b[r], both[r]].map(u64::from);
                    Counts::new(n, a, b, ab)?.npmi()
                })
                .collect();
            let stories = edge.stories;
            let defined = npmi.len() * 20 >= width * 19;
            EdgeSpread {
                weight: percentile_interval(&mut weights, stories),
                npmi: defined
                    .then(|| percentile_interval(&mut npmi, stories))
                    .flatten(),
            }
        });
        debug_assert!(counts.pairs.len() >= self.edges.len() + made.len());
        self.edges.extend(made);
    }

    /// Replicates so far.
    pub fn replicates(&self) -> usize {
        self.partitions.len()
    }

    /// Intervals of an edge, by its place among the edges.
    pub fn edge(&self, edge: usize) -> EdgeSpread {
        self.edges.get(edge).copied().unwrap_or_default()
    }

    /// Share of the replicates in which two actors are in one community.
    pub fn together(&self, a: ActorIndex, b: ActorIndex) -> Option<f64> {
        let a = self.nodes.binary_search(&a).ok()?;
        let b = self.nodes.binary_search(&b).ok()?;
        let same = self.partitions.iter().filter(|p| p[a] == p[b]).count();
        (!self.partitions.is_empty()).then(|| same as f64 / self.partitions.len() as f64)
    }

    /// Intervals of all actors, in their order.
    pub fn actors(&self, threads: usize) -> Vec<ActorSpread> {
        if self.ranks.is_empty() {
            return vec![ActorSpread::default(); self.nodes.len()];
        }
        let places = parallel::map(self.ranks.len(), threads, |r| places(&self.ranks[r]));
        parallel::map(self.nodes.len(), threads, |v| {
            let sorted = |of: &dyn Fn(usize) -> f64| -> Vec<f64> {
                let mut values: Vec<f64> = (0..self.ranks.len()).map(of).collect();
                values.sort_unstable_by(f64::total_cmp);
                values
            };
            let shares = sorted(&|r| self.ranks[r][v]);
            let ranks = sorted(&|r| f64::from(places[r][v]));
            let ends =
                |values: &[f64]| Some((quantile(values, CUT)?, quantile(values, 1.0 - CUT)?));
            ActorSpread {
                pagerank: ends(&shares).map(|(low, high)| Interval { low, high }),
                rank: ends(&ranks).map(|(low, high)| (low.floor() as u64, high.ceil() as u64)),
            }
        })
    }

    /// How firmly each actor belongs to its community; see [`membership_stability`].
    pub fn stability(&self, community: &[u32]) -> Vec<Option<f64>> {
        if self.partitions.is_empty() || community.len() != self.nodes.len() {
            return vec![None; community.len()];
        }
        membership_stability(community, &self.partitions)
    }
}

/// The place of each value, 1 for the largest; equal values share the best one.
fn places(values: &[f64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_unstable_by(|&x, &y| {
        let by_value = values[y as usize].total_cmp(&values[x as usize]);
        by_value.then(x.cmp(&y))
    });
    let mut places = vec![0; values.len()];
    let mut place = 0;
    for (i, &v) in order.iter().enumerate() {
        if i == 0 || values[v as usize] < values[order[i - 1] as usize] {
            place = i as u32 + 1;
        }
        places[v as usize] = place;
    }
    places
}

/// A graph without edges.
pub(super) fn empty_graph(nodes: usize) -> Graph {
    Graph::from_edges(nodes, &[]).expect("no edge can break a rule")
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn equal_values_share_a_place() {
        assert_eq!(places(&[0.2, 0.5, 0.2, 0.1]), [2, 1, 2, 4]);
        assert!(places(&[]).is_empty());
    }
}
