//! From the scores of a tally to what statistics take.

use crate::stats::clusters::Cluster;
use crate::stats::contrast::Moments;
use crate::tally::Histogram;

/// The stories of a histogram: articles of their own, then groups of articles.
pub(super) fn clusters(scores: &Histogram) -> Vec<Cluster> {
    let alone = scores.bins().iter().map(|&(score, count)| Cluster {
        size: 1,
        sum: score.into(),
        count,
    });
    let groups = scores
        .groups()
        .iter()
        .map(|&((size, sum), count)| Cluster { size, sum, count });
    alone.chain(groups).collect()
}

/// The sum of the scores of each story and how often it occurs.
pub(super) fn story_sums(scores: &Histogram) -> Vec<(i64, u64)> {
    clusters(scores).iter().map(|c| (c.sum, c.count)).collect()
}

/// The moments of the scores, stories kept together.
pub(super) fn moments(scores: &Histogram) -> Moments {
    let mut moments = Moments::default();
    for c in clusters(scores) {
        moments.add(c.size, c.sum, c.count);
    }
    moments
}
