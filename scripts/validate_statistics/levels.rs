//! How tests behave where there is nothing to find.

use std::io::{self, Write};

use demarche::stats::backbone::bicm::{DegreeClass, classes};
use demarche::stats::backbone::sdsm::{Lengths, Sdsm};
use demarche::stats::backbone::{disparity, noise_corrected};
use demarche::stats::random::Random;
use demarche::stats::{Graph, hypergeometric, signflip};

use super::report::{Report, distance_from_uniform, share, with_noise};

/// Draws the number of joint units of two actors in `n` units; marked units weigh `odds` times as much.
pub fn joint_count(random: &mut Random, n: u64, n_i: u64, n_j: u64, odds: u64) -> u64 {
    let (mut marked, mut left, mut joint) = (n_i, n, 0);
    for _ in 0..n_j {
        if random.below(odds * marked + left - marked) < odds * marked {
            joint += 1;
            marked -= 1;
        }
        left -= 1;
    }
    joint
}

/// A corpus by chance: which articles name each actor; article `a` draws exactly `lengths[a]` actors.
pub fn corpus(random: &mut Random, weights: &[f64], lengths: &[u64]) -> Vec<Vec<u32>> {
    let mut named = vec![Vec::new(); weights.len()];
    for (article, &length) in lengths.iter().enumerate() {
        let mut drawn: Vec<usize> = Vec::new();
        while (drawn.len() as u64) < length {
            let actor = random.below(weights.len() as u64) as usize;
            if !drawn.contains(&actor) && random.uniform() < weights[actor] {
                drawn.push(actor);
                named[actor].push(article as u32);
            }
        }
    }
    named
}

/// Articles that two actors share.
pub fn shared(a: &[u32], b: &[u32]) -> u64 {
    a.iter().filter(|x| b.binary_search(x).is_ok()).count() as u64
}

/// All rows on levels.
pub fn check<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    let mut random = Random::new(1, 1);
    hypergeometric_test(report, &mut random)?;
    sign_flips(report, &mut random)?;
    degree_sequences(report, &mut random)?;
    disparity_filter(report, &mut random)?;
    noise_corrected_filter(report, &mut random)
}

fn hypergeometric_test<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading("Hypergeometric P under its null: 20,000 pairs each")?;
    for (n, n_i, n_j) in [(400, 150, 120), (10_000, 900, 700), (100_000, 300, 200)] {
        let (mut plain, mut randomised) = (Vec::new(), Vec::new());
        for _ in 0..20_000 {
            let k = joint_count(random, n, n_i, n_j, 1);
            let tail = |k| hypergeometric::upper_tail(n, n_i, n_j, k).unwrap_or(f64::NAN);
            plain.push(tail(k));
            randomised.push(tail(k + 1) + random.uniform() * (tail(k) - tail(k + 1)));
        }
        let name = format!("{n} units, {n_i} and {n_j}");
        for level in [0.01, 0.05, 0.2] {
            let limit = with_noise(level, plain.len());
            report.at_most(
                &format!("{name}: share with P <= {level}"),
                limit,
                share(&plain, level),
            )?;
        }
        let distance = distance_from_uniform(randomised);
        report.at_most(
            &format!("{name}: randomised P, distance from uniform"),
            1.63,
            distance,
        )?;
    }
    Ok(())
}

fn sign_flips<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading("P of a mean score of 0: 20,000 pairs each, scores uniform in [-1, 1]")?;
    for n in [6_u64, 12, 13, 30, 200] {
        let p: Vec<f64> = (0..20_000)
            .filter_map(|_| {
                let scores: Vec<(i64, u64)> = (0..n)
                    .map(|_| (random.below(2001) as i64 - 1000, 1))
                    .collect();
                signflip::p_value(&scores)
            })
            .collect();
        for level in [0.01, 0.05] {
            // From 13 articles on Student's test stands in for the exact one.
            let limit = with_noise(level, p.len()) + if n == 13 { 0.002 } else { 0.0 };
            report.at_most(
                &format!("{n} articles: share with P <= {level}"),
                limit,
                share(&p, level),
            )?;
        }
    }
    Ok(())
}

/// The degrees of actors and articles of a corpus as the model takes them.
pub fn model(named: &[Vec<u32>], lengths: &[u64], kind: Lengths) -> Option<Sdsm> {
    let actors = classes(named.iter().map(|n| n.len() as u64));
    Sdsm::new(actors, classes(lengths.iter().copied()), kind)
}

fn degree_sequences<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading("Unequal articles by chance alone (3,000 of 1 to 4 actors, each 20th of 15; 60 actors): 5 corpora")?;
    let weights: Vec<f64> = (0..60).map(|i| 0.1 + 0.015 * f64::from(i)).collect();
    let lengths: Vec<u64> = (0..3000)
        .map(|a| if a % 20 == 0 { 15 } else { 1 + a % 4 })
        .collect();
    let (mut rows, mut average, mut exact) = (Vec::new(), Vec::new(), Vec::new());
    let mut residual = 0.0_f64;
    let mut ensemble = Vec::new();
    for run in 0..5 {
        let named = corpus(random, &weights, &lengths);
        let of = |kind| model(&named, &lengths, kind);
        let (Some(on_average), Some(exactly)) = (of(Lengths::OnAverage), of(Lengths::Exact)) else {
            continue;
        };
        residual = residual.max(on_average.model().residual());
        if run == 0 {
            ensemble = randomised_in_ensemble(&on_average, random);
        }
        for (i, of_i) in named.iter().enumerate() {
            for of_j in &named[..i] {
                let k = shared(of_i, of_j);
                let (n_i, n_j) = (of_i.len() as u64, of_j.len() as u64);
                rows.extend(hypergeometric::upper_tail(3000, n_i, n_j, k));
                average.extend(on_average.upper_tail(n_i, n_j, k));
                exact.extend(exactly.upper_tail(n_i, n_j, k));
            }
        }
    }
    report.at_most(
        "fit of the bipartite model: largest relative miss of a degree",
        1e-10,
        residual,
    )?;
    let name = "SDSM, networks drawn from its own ensemble: randomised P, distance";
    report.at_most(name, 1.63, distance_from_uniform(ensemble))?;
    for (name, p) in [
        ("SDSM as published", &average),
        ("SDSM, exact lengths", &exact),
    ] {
        for level in [0.01, 0.05, 0.2] {
            let limit = with_noise(level, p.len());
            report.at_most(
                &format!("{name}: share with P <= {level}"),
                limit,
                share(p, level),
            )?;
        }
    }
    report.at_least(
        "hypergeometric, whose null this is not: share with P <= 0.05",
        0.2,
        share(&rows, 0.05),
    )?;
    report.remark("That is why pairs of long articles need SDSM: the hypergeometric test takes all articles to be alike.")
}

/// Randomised P of pairs of actors in networks drawn edge by edge from the fitted model.
fn randomised_in_ensemble(sdsm: &Sdsm, random: &mut Random) -> Vec<f64> {
    let (rows, columns) = (
        sdsm.model().rows().to_vec(),
        sdsm.model().columns().to_vec(),
    );
    let mut values = Vec::new();
    for _ in 0..2_000 {
        let (i, j) = (
            random.below(rows.len() as u64) as usize,
            random.below(rows.len() as u64) as usize,
        );
        let mut k = 0;
        for (at, &DegreeClass { nodes, .. }) in columns.iter().enumerate() {
            let (p, q) = (
                sdsm.model().probability(i, at),
                sdsm.model().probability(j, at),
            );
            k += (0..nodes)
                .filter(|_| random.uniform() < p && random.uniform() < q)
                .count() as u64;
        }
        let tail = |k| {
            sdsm.upper_tail(rows[i].degree, rows[j].degree, k)
                .unwrap_or(f64::NAN)
        };
        values.push(tail(k + 1) + random.uniform() * (tail(k) - tail(k + 1)));
    }
    values
}

/// An exponential number.
fn exponential(random: &mut Random) -> f64 {
    -(1.0 - random.uniform()).ln()
}

fn disparity_filter<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading("Disparity filter: strengths divided at random among the edges of a node")?;
    // One end: parts of a broken stick are exponentials over their sum.
    let mut one = Vec::new();
    for run in 0..20_000 {
        let degree = 2 + run % 30;
        let parts: Vec<f64> = (0..degree).map(|_| exponential(random)).collect();
        one.push(disparity::alpha(parts[0], parts.iter().sum(), degree));
    }
    report.at_most(
        "alpha from one end: distance from uniform",
        1.63,
        distance_from_uniform(one),
    )?;
    // Both ends: random weights in a random network; the smaller of two.
    let mut both = Vec::new();
    for _ in 0..10 {
        let mut edges = Vec::new();
        for a in 0..100_u32 {
            for b in a + 1..100 {
                if random.uniform() < 0.2 {
                    edges.push((a, b, exponential(random)));
                }
            }
        }
        if let Ok(graph) = Graph::from_edges(100, &edges) {
            both.extend(disparity::alphas(&graph));
        }
    }
    let found = share(&both, 0.05);
    report.within(
        "alpha of an edge, the smaller of both ends: share <= 0.05",
        0.05,
        with_noise(0.0975, both.len()),
        found,
    )?;
    report.remark("The smaller of two ends is not a p-value: up to 1 - 0.95² = 0.0975 of chance edges have it at or below 0.05.")
}

fn noise_corrected_filter<W: Write>(report: &mut Report<W>, random: &mut Random) -> io::Result<()> {
    report.heading("Noise-corrected backbone: weights by chance for given strengths, 100 nodes of unequal strength")?;
    let share_of: Vec<f64> = (0..100).map(|i| 1.0 / f64::from(i + 10)).collect();
    let mut running = Vec::new();
    let mut sum = 0.0;
    for s in &share_of {
        sum += s;
        running.push(sum);
    }
    for (total, [edges_low, edges_high, pairs_low, pairs_high]) in [
        (2_000_u64, [0.4, 0.6, 0.05, 0.2]),
        (20_000, [0.1, 0.15, 0.08, 0.13]),
        (200_000, [0.06, 0.09, 0.06, 0.09]),
    ] {
        let (mut alphas, mut pairs) = (Vec::new(), 0.0);
        let runs = (2_000_000 / total).min(20);
        for _ in 0..runs {
            let mut weights = std::collections::BTreeMap::new();
            for _ in 0..total {
                let mut draw = || {
                    let u = random.uniform() * sum;
                    running.partition_point(|&r| r <= u).min(99) as u32
                };
                let (a, b) = (draw(), draw());
                if a != b {
                    *weights.entry((a.min(b), a.max(b))).or_insert(0.0) += 1.0;
                }
            }
            let edges: Vec<(u32, u32, f64)> =
                weights.into_iter().map(|((a, b), w)| (a, b, w)).collect();
            let Ok(graph) = Graph::from_edges(100, &edges) else {
                continue;
            };
            pairs += 4950.0;
            alphas.extend(
                noise_corrected::excesses(&graph)
                    .into_iter()
                    .flatten()
                    .map(|e| e.alpha),
            );
        }
        // Expected shares as measured: this is a filter, not a test, and stands here so that nobody takes alpha for a p-value.
        let name = format!(
            "{:.1} meetings a pair: alpha <= 0.05,",
            total as f64 / 4950.0
        );
        let hits = alphas.iter().filter(|&&a| a <= 0.05).count() as f64;
        report.within(
            &format!("{name} share of the edges"),
            edges_low,
            edges_high,
            hits / alphas.len() as f64,
        )?;
        report.within(
            &format!("{name} share of all pairs"),
            pairs_low,
            pairs_high,
            hits / pairs,
        )?;
    }
    report.remark("Alpha is no p-value: weights are whole numbers and skewed, so chance passes too often where few meetings are expected.")
}
