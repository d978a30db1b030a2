//! The network of friendly and hostile edges: those whose stance is clearly one or the other.

use crate::model::ActorIndex;
use crate::stats::interval::Interval;
use crate::stats::signed::balance::{TriadBalance, balance, census};
use crate::stats::signed::frustration::{Frustration, frustration};
use crate::stats::signed::{Sign, SignedGraph};
use crate::tally::{Histogram, PairCounts, ScoreRow};

use super::edge_counts::Edges;
use super::{NetworkInput, NetworkSettings};
use crate::tables::attitudes::{AttitudeSettings, attitude_key, mean, mean_interval};
use crate::tables::names::name_of;
use crate::tables::number::rounded;
use crate::tables::parallel;

/// Beyond so many triangles the balance has neither interval nor test, which look at all of them in each replicate.
const MOST_TRIANGLES: u64 = 5_000_000;
/// Replicates times triangles that interval and test may cost; more triangles get fewer replicates, but at least 99.
const BALANCE_WORK: u64 = 500_000_000;

/// The attitudes between actors, both directions pooled, with their intervals.
pub(super) struct Stances<'a> {
    rows: &'a [ScoreRow],
    intervals: Vec<Option<Interval>>,
}

impl<'a> Stances<'a> {
    /// Intervals of the scores that rest on enough articles.
    pub(super) fn new(input: &NetworkInput<'a>, settings: &NetworkSettings) -> Self {
        let bootstrap = AttitudeSettings {
            seed: settings.seed,
            replicates: settings.replicates,
            ..AttitudeSettings::default()
        };
        let rows = input.stance;
        let intervals = parallel::map(rows.len(), settings.threads, |i| {
            let row = &rows[i];
            let (source, target) = (
                name_of(input.ids, row.source),
                name_of(input.ids, row.target),
            );
            let scores = Some(&row.counts.scores);
            scores
                .filter(|scores| scores.count() >= settings.min_articles)
                .and_then(|s| mean_interval(s, attitude_key(source, target, ""), &bootstrap))
        });
        Self { rows, intervals }
    }

    /// The scores between two actors and the interval of their mean.
    pub(super) fn of(&self, pair: &PairCounts) -> Option<(&'a Histogram, Option<Interval>)> {
        let found = self
            .rows
            .binary_search_by_key(&(pair.a, pair.b), |row| (row.source, row.target));
        found
            .ok()
            .map(|i| (&self.rows[i].counts.scores, self.intervals[i]))
    }

    /// Whether the stance rests on enough articles and is far enough from 0 for balance.
    fn is_firm(&self, pair: &PairCounts) -> bool {
        self.of(pair).is_some_and(|(scores, _)| {
            let score = mean(scores).map_or(0.0, |x| rounded(x).abs());
            scores.count() >= LEAST_SIGNED_ARTICLES && score >= LEAST_SIGNED_SCORE
        })
    }

    /// Friendly where the whole interval lies above 0, hostile where it lies below; as the table shows it.
    fn sign(&self, pair: &PairCounts) -> Option<Sign> {
        let interval = self.of(pair)?.1?;
        if rounded(interval.low) > 0.0 {
            Some(Sign::Positive)
        } else if rounded(interval.high) < 0.0 {
            Some(Sign::Negative)
        } else {
            None
        }
    }
}

/// Articles that the stance of an edge must rest on to count in balance and frustration.
pub const LEAST_SIGNED_ARTICLES: u64 = 5;
/// Least absolute stance of such an edge.
pub const LEAST_SIGNED_SCORE: f64 = 0.1;

/// The signed network and what it says.
pub(super) struct Signed {
    /// Friendly and hostile edges of every node.
    pub(super) degrees: Vec<(u32, u32)>,
    /// Friendly and hostile edges.
    pub(super) edges: [u64; 2],
    /// Those of them that balance and frustration are computed on.
    pub(super) firm: u64,
    pub(super) balance: TriadBalance,
    /// Replicates of the interval and the test of balance; 0 if there were too many triangles.
    pub(super) replicates: usize,
    pub(super) frustration: Frustration,
}

impl Signed {
    /// `place` gives the node of each actor.
    pub(super) fn new(
        nodes: usize,
        edges: &Edges<'_>,
        place: &[u32],
        stances: &Stances<'_>,
        settings: &NetworkSettings,
    ) -> Self {
        let node = |actor: ActorIndex| place[actor.position()];
        let (mut list, mut firm) = (Vec::new(), Vec::new());
        for e in 0..if stances.rows.is_empty() {
            0
        } else {
            edges.len()
        } {
            let pair = edges.pair(e);
            if let Some(sign) = stances.sign(pair) {
                let edge = (node(pair.a), node(pair.b), sign);
                list.push(edge);
                firm.extend(stances.is_firm(pair).then_some(edge));
            }
        }
        // Edges ascend without repeats, so these are graphs.
        let graph =
            |list: &[_]| SignedGraph::from_edges(nodes, list).unwrap_or_else(|_| nothing(nodes));
        let degrees = graph(&list).degrees();
        let positive = list.iter().filter(|e| e.2 == Sign::Positive).count() as u64;
        let graph = graph(&firm);
        let (balance, replicates) = balance_of(&graph, settings);
        Self {
            degrees,
            edges: [positive, list.len() as u64 - positive],
            firm: firm.len() as u64,
            balance,
            replicates,
            frustration: frustration(&graph, settings.seed),
        }
    }
}

fn nothing(nodes: usize) -> SignedGraph {
    SignedGraph::from_edges(nodes, &[]).expect("no edge can break a rule")
}

fn balance_of(graph: &SignedGraph, settings: &NetworkSettings) -> (TriadBalance, usize) {
    let census = census(graph);
    let triangles = census.triads();
    if triangles > MOST_TRIANGLES {
        let only = TriadBalance {
            census,
            interval: None,
            expected: None,
            p: None,
        };
        return (only, 0);
    }
    let affordable = BALANCE_WORK / triangles.max(1);
    let replicates = settings.replicates.min(affordable.max(99) as usize);
    (balance(graph, settings.seed, replicates), replicates)
}
