//! Communities, centralities, camps and models, against what was planted and against counting every case.

use std::collections::BTreeSet;
use std::io::{self, Write};

use demarche::stats::Graph;
use demarche::stats::backbone::bicm::classes;
use demarche::stats::backbone::sdsm::{Lengths, Sdsm};
use demarche::stats::centrality::Length;
use demarche::stats::centrality::betweenness::{Partial, betweenness};
use demarche::stats::change_points::{Exposure, Noise, change_points};
use demarche::stats::leiden::{self, LeidenOptions, leiden};
use demarche::stats::random::Random;
use demarche::stats::robustness::adjusted_rand;
use demarche::stats::signed::frustration::frustration;
use demarche::stats::signed::{Sign, SignedGraph};

use super::report::Report;

/// All rows on structure.
pub fn check<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    communities(report)?;
    sampled_betweenness(report)?;
    camps(report)?;
    every_network(report)?;
    changes(report)
}

fn planted(share: f64, seed: u64) -> Option<Graph> {
    let mut random = Random::new(seed, 4);
    let mut edges = Vec::new();
    for a in 0..500_u32 {
        for b in a + 1..500 {
            let p = if a / 50 == b / 50 { 0.3 } else { 0.3 * share };
            if random.uniform() < p {
                edges.push((a, b, 1.0));
            }
        }
    }
    Graph::from_edges(500, &edges).ok()
}

fn communities<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading("Leiden on 10 planted groups of 50 nodes")?;
    let plan: Vec<u32> = (0..500).map(|v| v / 50).collect();
    for (share, least) in [(0.05, 1.0), (0.1, 1.0), (0.2, 0.95), (0.3, 0.8)] {
        let Some(graph) = planted(share, 4) else {
            continue;
        };
        let planned = leiden::quality(&graph, &plan, &LeidenOptions::default()).unwrap_or(f64::NAN);
        let (mut partitions, mut worst, mut gap) = (BTreeSet::new(), 1.0_f64, f64::INFINITY);
        for seed in 1..=20 {
            let options = LeidenOptions {
                seed,
                ..LeidenOptions::default()
            };
            let Some(found) = leiden(&graph, &options) else {
                continue;
            };
            worst = worst.min(adjusted_rand(&found.community, &plan).unwrap_or(0.0));
            gap = gap.min(found.quality.unwrap_or(f64::NAN) - planned);
            partitions.insert(found.community);
        }
        let name = format!("ties outside : inside {share}");
        report.at_least(
            &format!("{name}: adjusted Rand index, least of 20 seeds"),
            least,
            worst,
        )?;
        report.at_least(
            &format!("{name}: modularity less that of the plan"),
            -1e-9,
            gap,
        )?;
        let most = if share < 0.15 { 1.0 } else { 20.0 };
        report.at_most(
            &format!("{name}: different partitions by 20 seeds"),
            most,
            partitions.len() as f64,
        )?;
    }
    report.remark("One seed always gives one partition. Clear groups do not depend on the seed; blurred ones do a little.")
}

fn sampled_betweenness<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading(
        "Betweenness from 256 of 2,000 nodes (random network, mean degree 8), 10 samples",
    )?;
    let mut random = Random::new(5, 5);
    let mut edges = BTreeSet::new();
    while edges.len() < 8000 {
        // Squares make hubs.
        let mut draw = || (random.uniform() * random.uniform() * 2000.0) as u32;
        let (a, b) = (draw(), draw());
        if a != b {
            edges.insert((a.min(b), a.max(b)));
        }
    }
    let edges: Vec<(u32, u32, f64)> = edges.into_iter().map(|(a, b)| (a, b, 1.0)).collect();
    let Ok(graph) = Graph::from_edges(2000, &edges) else {
        return Ok(());
    };
    let exact = betweenness(&graph, Length::Hops, 1).score;
    let mut order: Vec<f64> = exact.clone();
    order.sort_unstable_by(|a, b| b.total_cmp(a));
    // The hundred most central, and the others that are between any at all.
    let limits = [order[99], 1e-4];
    let (mut missed, mut foretold, mut covered, mut all) = (0.0, 0.0, [0.0; 2], [0.0; 2]);
    for _ in 0..10 {
        let mut sources: Vec<u32> = (0..2000).collect();
        random.shuffle(&mut sources);
        let sampled = Partial::from_sources(&graph, Length::Hops, &sources[..256]).finish();
        let errors = sampled.error.unwrap_or_default();
        for ((x, y), e) in sampled.score.iter().zip(&exact).zip(&errors) {
            missed += (x - y) * (x - y);
            foretold += e * e;
            if let Some(group) = limits.iter().position(|limit| y >= limit) {
                all[group] += 1.0;
                covered[group] += f64::from(u8::from((x - y).abs() <= 1.96 * e));
            }
        }
    }
    report.within(
        "mean squared miss over that which BetweennessError foretells",
        0.8,
        1.25,
        missed / foretold,
    )?;
    report.within(
        "the 100 most central within 1.96 BetweennessError of the truth",
        0.75,
        0.98,
        covered[0] / all[0],
    )?;
    report.within(
        "others above 0.0001 within 1.96 BetweennessError of the truth",
        0.6,
        0.98,
        covered[1] / all[1],
    )?;
    report.remark("Nodes that few paths pass are missed by a sample or met by luck: their error is right on average only.")
}

fn camps<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading(
        "Frustration index of 60 signed networks of 12 nodes, against all 2,048 divisions",
    )?;
    let (mut inside, mut best, mut exact) = (0.0, 0.0, 0.0);
    for seed in 0..60 {
        let mut random = Random::new(seed, 8);
        let mut edges = Vec::new();
        for a in 0..12_u32 {
            for b in a + 1..12 {
                if random.uniform() < 0.5 {
                    let hostile = random.uniform() < 0.4;
                    edges.push((
                        a,
                        b,
                        if hostile {
                            Sign::Negative
                        } else {
                            Sign::Positive
                        },
                    ));
                }
            }
        }
        let Ok(graph) = SignedGraph::from_edges(12, &edges) else {
            continue;
        };
        let frustrated = |division: u32| {
            let camp = |v: u32| division >> v & 1;
            edges
                .iter()
                .filter(|e| (camp(e.0) != camp(e.1)) == (e.2 == Sign::Positive))
                .count() as u64
        };
        let known = (0..1 << 11).map(frustrated).min().unwrap_or(0);
        let found = frustration(&graph, seed);
        inside += f64::from(u8::from(found.lower <= known && known <= found.upper));
        best += f64::from(u8::from(found.upper == known));
        exact += f64::from(u8::from(found.is_exact()));
    }
    report.within(
        "share with the index within the bounds",
        1.0,
        1.0,
        inside / 60.0,
    )?;
    report.within(
        "share whose upper bound is the index",
        1.0,
        1.0,
        best / 60.0,
    )?;
    report.at_least("share whose bounds meet", 0.3, exact / 60.0)
}

/// All 2²⁰ bipartite networks of 4 actors and 5 articles, weighted as the model of maximal entropy has them.
fn every_network<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading(
        "Bipartite model and SDSM, against all 1,048,576 networks of 4 actors and 5 articles",
    )?;
    let (rows, columns) = ([3_u64, 2, 2, 1], [3_u64, 2, 1, 1, 1]);
    let Some(sdsm) = Sdsm::new(classes(rows), classes(columns), Lengths::OnAverage) else {
        return Ok(());
    };
    let model = sdsm.model();
    let place = |list: &[demarche::stats::backbone::bicm::DegreeClass], degree: u64| {
        list.iter().position(|c| c.degree == degree).unwrap_or(0)
    };
    let p: Vec<f64> = rows
        .iter()
        .flat_map(|&r| columns.iter().map(move |&c| (r, c)))
        .map(|(r, c)| model.probability(place(model.rows(), r), place(model.columns(), c)))
        .collect();
    let mut degrees = [0.0; 4];
    let mut tails = [[0.0; 6]; 6];
    let pairs: Vec<(usize, usize)> = (0..4)
        .flat_map(|i| (i + 1..4).map(move |j| (i, j)))
        .collect();
    for network in 0_u32..1 << 20 {
        let weight: f64 = (0..20)
            .map(|e| {
                if network >> e & 1 == 1 {
                    p[e]
                } else {
                    1.0 - p[e]
                }
            })
            .product();
        let row = |i: usize| network >> (5 * i) & 31;
        for (i, degree) in degrees.iter_mut().enumerate() {
            *degree += weight * f64::from(row(i).count_ones());
        }
        for (tail, &(i, j)) in tails.iter_mut().zip(&pairs) {
            for slot in tail
                .iter_mut()
                .take((row(i) & row(j)).count_ones() as usize + 1)
            {
                *slot += weight;
            }
        }
    }
    let miss = degrees
        .iter()
        .zip(rows)
        .map(|(x, r)| (x - r as f64).abs())
        .fold(0.0, f64::max);
    report.at_most("largest miss of an actor's mean degree", 1e-9, miss)?;
    let mut worst = 0.0_f64;
    for (tail, &(i, j)) in tails.iter().zip(&pairs) {
        for (k, known) in tail.iter().enumerate() {
            let found = sdsm
                .upper_tail(rows[i], rows[j], k as u64)
                .unwrap_or(f64::NAN);
            worst = worst.max((found - known).abs());
        }
    }
    report.at_most(
        "largest difference of a tail, 6 pairs and 0 to 5 shared articles",
        1e-10,
        worst,
    )
}

fn changes<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading("Change points of counts in 48 periods, 300 series each")?;
    let mut random = Random::new(9, 9);
    let mut poisson = |mean: f64| {
        // Knuth's product of uniforms: exact for small means.
        let (mut k, mut product, limit) = (0.0, random.uniform(), (-mean).exp());
        while product > limit {
            product *= random.uniform();
            k += 1.0;
        }
        k
    };
    let (mut quiet, mut found, mut near) = (0.0, 0.0, 0.0);
    for seed in 0..300 {
        let series = |means: [f64; 2], poisson: &mut dyn FnMut(f64) -> f64| -> Vec<Exposure> {
            (0..48)
                .map(|i| Exposure {
                    total: poisson(means[i / 24]),
                    exposure: 100.0,
                })
                .collect()
        };
        let flat = change_points(&series([20.0, 20.0], &mut poisson), Noise::Poisson, seed);
        quiet += f64::from(u8::from(flat.is_empty()));
        let risen = change_points(&series([20.0, 30.0], &mut poisson), Noise::Poisson, seed);
        found += f64::from(u8::from(!risen.is_empty()));
        near += f64::from(u8::from(risen.iter().any(|c| c.at.abs_diff(24) <= 2)));
    }
    report.at_least(
        "no change: series in which none is found",
        0.93,
        quiet / 300.0,
    )?;
    report.at_least(
        "a rise by half: series in which one is found",
        0.9,
        found / 300.0,
    )?;
    report.at_least(
        "a rise by half: found within two periods of it",
        0.85,
        near / 300.0,
    )
}
