//! The noise-corrected backbone (Coscia & Neffke 2017, "Network backboning with noisy data").
//!
//! Its α ranks edges and cuts a backbone; it is no p-value. The normal tail of a bounded score of whole numbers promises too much where
//! few meetings are expected: in networks by chance alone with 0.4, 4 and 40 meetings a pair on average, α <= 0.05 holds for 50 %, 12 %
//! and 8 % of the edges (`scripts/validate_statistics/levels.rs`). Where a probability is meant, take the hypergeometric test or SDSM.

use crate::stats::graph::Graph;
use crate::stats::special::normal_upper;

/// How far an edge exceeds its expectation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Excess {
    /// `(κ w - 1) / (κ w + 1)` with `κ = W / (s_i s_j)`: -1 never, 0 as expected, towards 1 far more than expected.
    pub score: f64,
    /// Standard deviation of the score.
    pub deviation: f64,
    /// One-sided tail of `score / deviation` under the normal distribution.
    pub alpha: f64,
}

/// The excess of an edge of `weight` between ends of strength `s_i` and `s_j`; `total` is the sum of all strengths (twice
/// the sum of the weights of an undirected network). `None` where the prior has no variance: an end that holds all the
/// weight, or a total of 1 or less.
///
/// The weight is binomial with `total` trials; its probability has a beta prior matched to the mean and variance of the
/// hypergeometric distribution with these margins; the variance of the score follows from the posterior by the delta
/// method.
///
/// The prior has the moments that the paper names. The authors' program (`backboning.py`) writes `1 - μ²` where they give `(1 - μ)²`, which
/// changes its second parameter by a share of the order of `μ`: on *Les Misérables* no tail by as much as 0.001.
pub fn excess(weight: f64, s_i: f64, s_j: f64, total: f64) -> Option<Excess> {
    if !(total > 1.0 && s_i > 0.0 && s_j > 0.0 && s_i < total && s_j < total) {
        return None;
    }
    let product = s_i * s_j;
    let mean = product / (total * total);
    let variance = mean * ((total - s_i) / total) * ((total - s_j) / total) / (total - 1.0);
    // Beta prior of that mean and variance.
    let size = mean * (1.0 - mean) / variance - 1.0;
    let posterior = (mean * size + weight) / (size + total);
    let weight_variance = total * posterior * (1.0 - posterior);
    let kappa = total / product;
    let d_kappa = 1.0 / product - total * (s_i + s_j) / (product * product);
    let slope =
        2.0 * (kappa + weight * d_kappa) / ((kappa * weight + 1.0) * (kappa * weight + 1.0));
    let score = (kappa * weight - 1.0) / (kappa * weight + 1.0);
    let deviation = (weight_variance * slope * slope).sqrt();
    let alpha = normal_upper(score / deviation);
    (!alpha.is_nan()).then_some(Excess {
        score,
        deviation,
        alpha,
    })
}

/// The excess of every edge, in the order of [`Graph::edges`].
pub fn excesses(graph: &Graph) -> Vec<Option<Excess>> {
    let strength = graph.strengths();
    let total: f64 = strength.iter().sum();
    graph
        .edges()
        .map(|(u, v, w)| excess(w, strength[u as usize], strength[v as usize], total))
        .collect()
}

#[cfg(test)]
mod tests;
