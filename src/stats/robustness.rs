//! Would a number survive other articles, without one outlet, or other draws?

use super::association::Counts;
use super::interval::{Interval, Poisson, percentile_interval};
use super::random::Random;

/// 95 % bootstrap interval of any measure of a pair: the units are drawn anew, which amounts to drawing the four cells of the table,
/// each as a Poisson number about its count (see [`super::interval::poisson_weight`]). Draws are keyed by (`seed`, `key`), `key` naming the pair.
/// Count stories instead of articles and the interval is one over stories.
///
/// Replicates in which the measure is undefined are left out. `None` where fewer than 95 % of them are defined, or for fewer
/// than 2 units.
///
/// # Example
///
/// ```
/// # use demarche::stats::{Counts, robustness::measure_interval};
/// let pair = Counts::new(10_000, 400, 300, 60).unwrap();
/// let npmi = measure_interval(&pair, Counts::npmi, 1, 42, 999).unwrap();
/// assert!(npmi.low > 0.24 && npmi.low < 0.31 && npmi.high > 0.32 && npmi.high < 0.39); // the counts say 0.315
/// ```
pub fn measure_interval(
    counts: &Counts,
    measure: impl Fn(&Counts) -> Option<f64>,
    seed: u64,
    key: u64,
    replicates: usize,
) -> Option<Interval> {
    let samplers = counts.cells().map(|cell| Poisson::new(cell as f64));
    let mut random = Random::new(seed, key);
    let mut values: Vec<f64> = (0..replicates)
        .filter_map(|_| {
            let [both, only_i, only_j, neither] = samplers.each_ref().map(|s| s.draw(&mut random));
            let (n_i, n_j) = (both + only_i, both + only_j);
            measure(&Counts::new(n_i + only_j + neither, n_i, n_j, both)?)
        })
        .collect();
    if values.len() * 20 < replicates * 19 {
        return None;
    }
    percentile_interval(&mut values, counts.cells().iter().sum())
}

/// How much a total rests on its largest part: articles on one outlet, or on one story.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// Position of the largest part, the first of equals.
    pub top: usize,
    /// Its share of the total, in (0, 1].
    pub top_share: f64,
    /// What is left without it: the least total that leaving out any one part gives.
    pub without_top: u64,
    /// Effective number of parts, `1 / Σ share²` (Laakso & Taagepera 1979): as many equal parts would be as concentrated.
    pub effective: f64,
}

/// The concentration of a total over its parts; `None` for a total of 0.
///
/// # Example
///
/// ```
/// # use demarche::stats::robustness::concentration;
/// let outlets = concentration(&[6, 1, 1]).unwrap();
/// assert_eq!((outlets.top, outlets.top_share, outlets.without_top), (0, 0.75, 2));
/// ```
pub fn concentration(parts: &[u64]) -> Option<Concentration> {
    let total: u64 = parts.iter().sum();
    // The first of equals: `max_by_key` would take the last.
    let (top, &most) = parts.iter().enumerate().rev().max_by_key(|p| p.1)?;
    if total == 0 {
        return None;
    }
    let share = |part: u64| part as f64 / total as f64;
    let squares: f64 = parts.iter().map(|&p| share(p) * share(p)).sum();
    Some(Concentration {
        top,
        top_share: share(most),
        without_top: total - most,
        effective: 1.0 / squares,
    })
}

/// Sizes of the parts of two partitions and of their intersections.
struct Overlap {
    first: Vec<u64>,
    second: Vec<u64>,
    /// `(part of the first, part of the second)`, sorted, with the number of nodes in both.
    both: Vec<((u32, u32), u64)>,
}

impl Overlap {
    fn new(first: &[u32], second: &[u32]) -> Self {
        let sizes = |part: &[u32]| {
            let mut sizes = vec![0_u64; part.iter().max().map_or(0, |&p| p as usize + 1)];
            for &p in part {
                sizes[p as usize] += 1;
            }
            sizes
        };
        let mut pairs: Vec<(u32, u32)> =
            first.iter().copied().zip(second.iter().copied()).collect();
        pairs.sort_unstable();
        let both = pairs
            .chunk_by(|a, b| a == b)
            .map(|run| (run[0], run.len() as u64))
            .collect();
        Self {
            first: sizes(first),
            second: sizes(second),
            both,
        }
    }
}

/// Adjusted Rand index of two partitions of the same nodes (Hubert & Arabie 1985): 1 if equal, 0 on average by chance.
/// `None` for different lengths, fewer than 2 nodes, or where both partitions are all in one part or all apart.
pub fn adjusted_rand(first: &[u32], second: &[u32]) -> Option<f64> {
    if first.len() != second.len() || first.len() < 2 {
        return None;
    }
    let overlap = Overlap::new(first, second);
    let pairs = |n: u64| n as f64 * (n as f64 - 1.0) / 2.0;
    let together: f64 = overlap.both.iter().map(|b| pairs(b.1)).sum();
    let a: f64 = overlap.first.iter().map(|&n| pairs(n)).sum();
    let b: f64 = overlap.second.iter().map(|&n| pairs(n)).sum();
    let expected = a * b / pairs(first.len() as u64);
    let most = f64::midpoint(a, b);
    (most != expected).then(|| (together - expected) / (most - expected))
}

/// How firmly each node belongs to its community: of the other members, the share that stays with it, on average over the
/// `replicates` (partitions of bootstrapped networks). `None` for a node alone in its community.
///
/// # Example
///
/// ```
/// # use demarche::stats::robustness::membership_stability;
/// // Node 2 leaves in one of two replicates.
/// let stable = membership_stability(&[0, 0, 0, 1], &[vec![0, 0, 0, 1], vec![0, 0, 1, 1]]);
/// assert_eq!(stable, [Some(0.75), Some(0.75), Some(0.5), None]);
/// ```
///
/// # Panics
///
/// If a replicate is shorter than the partition.
pub fn membership_stability(community: &[u32], replicates: &[Vec<u32>]) -> Vec<Option<f64>> {
    let mut sum = vec![0.0; community.len()];
    let mut sizes = Vec::new();
    for replicate in replicates {
        let overlap = Overlap::new(community, &replicate[..community.len()]);
        for (v, &c) in community.iter().enumerate() {
            let at = overlap
                .both
                .binary_search_by_key(&(c, replicate[v]), |b| b.0);
            let staying = at.map_or(1, |at| overlap.both[at].1) - 1;
            sum[v] += staying as f64 / (overlap.first[c as usize] as f64 - 1.0);
        }
        sizes = overlap.first;
    }
    let mean = |(v, &c): (usize, &u32)| {
        let others = sizes.get(c as usize).is_some_and(|&n| n > 1);
        others.then(|| sum[v] / replicates.len() as f64)
    };
    community.iter().enumerate().map(mean).collect()
}

#[cfg(test)]
mod tests;
