#![allow(clippy::unreadable_literal)] // numbers as their sources print them

use super::*;
use crate::stats::backbone::bicm::classes;
use crate::stats::random::Random;

/// The tail by running through every outcome of both actors in every article.
fn by_enumeration(p: &[f64], q: &[f64], k: u32) -> f64 {
    let articles = p.len();
    let mut tail = 0.0;
    for shared in 0_u32..1 << articles {
        if shared.count_ones() >= k {
            tail += (0..articles)
                .map(|a| {
                    let both = p[a] * q[a];
                    if shared >> a & 1 == 1 {
                        both
                    } else {
                        1.0 - both
                    }
                })
                .product::<f64>();
        }
    }
    tail
}

#[test]
fn equals_enumeration() {
    let actors = [5_u64, 4, 4, 3, 2];
    let articles = [4_u64, 3, 3, 2, 2, 2, 1, 1];
    let model = Sdsm::new(classes(actors), classes(articles), Lengths::OnAverage).unwrap();
    let bicm = model.model();
    let row = |degree: u64| -> Vec<f64> {
        let i = bicm.rows().iter().position(|c| c.degree == degree).unwrap();
        articles
            .iter()
            .map(|d| {
                bicm.probability(
                    i,
                    bicm.columns().iter().position(|c| c.degree == *d).unwrap(),
                )
            })
            .collect()
    };
    for n_i in [2, 3, 4, 5] {
        for n_j in [2, 3, 4, 5] {
            for k in 0..=8 {
                let known = by_enumeration(&row(n_i), &row(n_j), k);
                let found = model.upper_tail(n_i, n_j, u64::from(k)).unwrap();
                assert!(
                    (found - known).abs() < 1e-12,
                    "{n_i} {n_j} {k}: {found} {known}"
                );
            }
            let expected: f64 = row(n_i).iter().zip(row(n_j)).map(|(p, q)| p * q).sum();
            assert!((model.expected(n_i, n_j).unwrap() - expected).abs() < 1e-12);
        }
    }
    assert_eq!(model.upper_tail(9, 2, 1), None);
}

#[test]
fn r_backbone_by_its_approximation() {
    // sdsm() of R backbone 2.0 on rows 1011, 0100, 1001 prints the lower tails .354, .476, .844 and the upper tail .549: those of a normal
    // distribution refined by the skewness (Volkova 1996). Our probabilities give the same under the same approximation.
    let model = Sdsm::new(
        classes([3, 1, 2]),
        classes([2, 1, 1, 2]),
        Lengths::OnAverage,
    )
    .unwrap();
    let approximate = |n_i: u64, n_j: u64, k: f64| {
        let groups = model.groups(n_i, n_j).unwrap();
        let sum = |f: &dyn Fn(f64) -> f64| -> f64 {
            groups.iter().map(|g| g.trials as f64 * f(g.p)).sum()
        };
        let (mean, variance) = (sum(&|p| p), sum(&|p| p * (1.0 - p)));
        let third = sum(&|p| p * (1.0 - p) * (1.0 - 2.0 * p));
        let z = (k + 0.5 - mean) / variance.sqrt();
        let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
        crate::stats::special::normal_upper(-z)
            + third / variance.powf(1.5) * (1.0 - z * z) * density / 6.0
    };
    for (n_i, n_j, k, published) in [(3, 1, 0.0, 0.354), (1, 2, 0.0, 0.476), (3, 2, 2.0, 0.844)] {
        assert!((approximate(n_i, n_j, k) - published).abs() < 5e-4);
    }
    assert!((1.0 - approximate(3, 2, 1.0) - 0.549).abs() < 5e-4);
    // Exactly, added up trial by trial in Python.
    assert!((model.upper_tail(3, 2, 2).unwrap() - 0.555_288_796_341_319_2).abs() < 1e-9);
}

#[test]
fn equals_every_network_of_a_small_corpus() {
    // All 2¹² networks of 3 actors and 4 articles, weighted as the model has them.
    let (rows, columns) = ([3_u64, 2, 1], [2_u64, 2, 1, 1]);
    let model = Sdsm::new(classes(rows), classes(columns), Lengths::OnAverage).unwrap();
    let bicm = model.model();
    let p: Vec<f64> = (0..12)
        .map(|cell| {
            let place = |list: &[crate::stats::backbone::bicm::DegreeClass], degree| {
                list.iter().position(|c| c.degree == degree).unwrap()
            };
            bicm.probability(
                place(bicm.rows(), rows[cell / 4]),
                place(bicm.columns(), columns[cell % 4]),
            )
        })
        .collect();
    let mut degrees = [0.0; 3];
    let mut tails = [[0.0; 5]; 3];
    let pairs = [(0, 1), (0, 2), (1, 2)];
    for network in 0_u32..1 << 12 {
        let weight: f64 = (0..12)
            .map(|cell| {
                if network >> cell & 1 == 1 {
                    p[cell]
                } else {
                    1.0 - p[cell]
                }
            })
            .product();
        let row = |i: usize| network >> (4 * i) & 15;
        for (i, degree) in degrees.iter_mut().enumerate() {
            *degree += weight * f64::from(row(i).count_ones());
        }
        for (tail, (i, j)) in tails.iter_mut().zip(pairs) {
            for slot in &mut tail[..=(row(i) & row(j)).count_ones() as usize] {
                *slot += weight;
            }
        }
    }
    for (found, known) in degrees.iter().zip(rows) {
        assert!((found - known as f64).abs() < 1e-8);
    }
    for (tail, (i, j)) in tails.iter().zip(pairs) {
        for (k, known) in tail.iter().enumerate() {
            let found = model.upper_tail(rows[i], rows[j], k as u64).unwrap();
            assert!(
                (found - known).abs() < 1e-12,
                "{i} {j} {k}: {found} {known}"
            );
        }
    }
}

/// Evelyn and Theresa, Katherina and Sylvia, Olivia and Flora, Laura and Nora: events of each, shared events, p.
const DAVIS: [(u64, u64, u64, f64); 4] = [
    (8, 8, 7, 0.1866880686445055),
    (6, 7, 6, 0.09351301464920886),
    (2, 2, 2, 0.08837234617805595),
    (7, 8, 2, 0.9876343753805334),
];

#[test]
fn davis_women() {
    let csv = include_str!("../../../../tests/oracles/davis_bipartite_edges.csv");
    let pairs: Vec<(&str, &str)> = csv
        .lines()
        .skip(1)
        .map(|l| {
            let mut cells = l.split(',');
            (cells.next().unwrap(), cells.next().unwrap())
        })
        .collect();
    let degrees = |of: fn(&(&'static str, &'static str)) -> &'static str| {
        let mut names: Vec<&str> = pairs.iter().map(of).collect();
        names.sort_unstable();
        names
            .chunk_by(|a, b| a == b)
            .map(|r| r.len() as u64)
            .collect::<Vec<_>>()
    };
    let model = Sdsm::new(
        classes(degrees(|p| p.0)),
        classes(degrees(|p| p.1)),
        Lengths::OnAverage,
    )
    .unwrap();
    // The same model solved and summed independently in Python (scipy root finder, trial-by-trial sum).
    for (n_i, n_j, k, known) in DAVIS {
        let found = model.upper_tail(n_i, n_j, k).unwrap();
        assert!(
            (found - known).abs() < 1e-7 * known,
            "{n_i} {n_j} {k}: {found}, not {known}"
        );
    }
}

#[test]
fn long_articles_are_no_evidence() {
    // Two actors meet only in digests that name half of all actors: likely under SDSM, not if articles were alike.
    let mut actors = vec![10_u64; 40];
    actors.extend([1; 400]);
    // 20 digests of 20 actors, 200 articles of 2.
    let articles = [[20_u64; 20].to_vec(), [2_u64; 200].to_vec()].concat();
    let model = Sdsm::new(classes(actors), classes(articles), Lengths::OnAverage).unwrap();
    let sdsm = model.upper_tail(10, 10, 3).unwrap();
    let fixed_row = crate::stats::hypergeometric::upper_tail(220, 10, 10, 3).unwrap();
    assert!(sdsm > 3.0 * fixed_row, "{sdsm} {fixed_row}");
}

/// A corpus by chance alone: which articles name each actor. Article `a` draws exactly `lengths[a]` of the actors.
fn corpus(weights: &[f64], lengths: &[u64], random: &mut Random) -> Vec<Vec<usize>> {
    let mut named = vec![Vec::new(); weights.len()];
    for (article, &length) in lengths.iter().enumerate() {
        let mut drawn: Vec<usize> = Vec::new();
        while (drawn.len() as u64) < length {
            let actor = random.below(weights.len() as u64) as usize;
            if !drawn.contains(&actor) && random.uniform() < weights[actor] {
                drawn.push(actor);
                named[actor].push(article);
            }
        }
    }
    named
}

#[test]
fn levels_under_the_null() {
    let weights: Vec<f64> = (0..40).map(|i| 0.2 + 0.02 * f64::from(i)).collect();
    let lengths: Vec<u64> = (0..1500)
        .map(|a| if a % 10 == 0 { 12 } else { 1 + a % 3 })
        .collect();
    let mut random = Random::new(21, 0);
    let (mut tests, mut published, mut exact) = (0.0, 0.0, 0.0);
    for _ in 0..2 {
        let named = corpus(&weights, &lengths, &mut random);
        let actors = || classes(named.iter().map(|n| n.len() as u64));
        let articles = || classes(lengths.iter().copied());
        let average = Sdsm::new(actors(), articles(), Lengths::OnAverage).unwrap();
        let fixed = Sdsm::new(actors(), articles(), Lengths::Exact).unwrap();
        for i in 0..40 {
            for j in 0..i {
                let shared = named[i]
                    .iter()
                    .filter(|a| named[j].binary_search(a).is_ok())
                    .count() as u64;
                let (n_i, n_j) = (named[i].len() as u64, named[j].len() as u64);
                let hit = |p: Option<f64>| f64::from(u8::from(p.unwrap() <= 0.05));
                tests += 1.0;
                published += hit(average.upper_tail(n_i, n_j, shared));
                exact += hit(fixed.upper_tail(n_i, n_j, shared));
            }
        }
    }
    assert!(
        published / tests <= 0.05,
        "as published: {}",
        published / tests
    );
    assert!(
        (0.012..=0.05).contains(&(exact / tests)),
        "exact lengths: {}",
        exact / tests
    );
    assert!(published < exact);
}

#[test]
fn exact_lengths_expect_the_true_number_of_pairs() {
    let actors = [9_u64, 8, 7, 6, 5, 5];
    let articles = [[4_u64; 4].to_vec(), [2; 10].to_vec(), [1; 4].to_vec()].concat();
    let pairs = |lengths| {
        let model = Sdsm::new(classes(actors), classes(articles.clone()), lengths).unwrap();
        (0..6)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .map(|(i, j)| model.expected(actors[i], actors[j]).unwrap())
            .sum::<f64>()
    };
    // 4 · 6 + 10 · 1 pairs.
    assert!(
        (pairs(Lengths::Exact) - 34.0).abs() < 1e-6,
        "{}",
        pairs(Lengths::Exact)
    );
    assert!(pairs(Lengths::OnAverage) > 40.0);
}

#[test]
fn exact_lengths_are_nearer_to_fixed_degrees() {
    // The reference: both degrees held exactly, by random swaps of two actors' articles (Neal 2014, "FDSM").
    let weights: Vec<f64> = (0..12).map(|i| 0.1 + 0.07 * f64::from(i)).collect();
    let lengths: Vec<u64> = (0..60).map(|a| 1 + a % 5).collect();
    let mut random = Random::new(2, 0);
    let mut named = corpus(&weights, &lengths, &mut random);
    let degree: Vec<u64> = named.iter().map(|n| n.len() as u64).collect();
    let average = Sdsm::new(
        classes(degree.clone()),
        classes(lengths.clone()),
        Lengths::OnAverage,
    )
    .unwrap();
    let fixed = Sdsm::new(classes(degree.clone()), classes(lengths), Lengths::Exact).unwrap();
    let shared = |named: &[Vec<usize>], i: usize, j: usize| {
        named[i].iter().filter(|a| named[j].contains(a)).count() as u64
    };
    let seen: Vec<Vec<u64>> = (0..12)
        .map(|i| (0..i).map(|j| shared(&named, i, j)).collect())
        .collect();
    let mut as_many = vec![vec![0_u32; 12]; 12];
    let runs = 400;
    for _ in 0..runs {
        for _ in 0..60 {
            let (a, b) = (random.below(12) as usize, random.below(12) as usize);
            // One article only a has, one only b has: exchanged.
            let only = |x: &[usize], y: &[usize]| {
                x.iter()
                    .copied()
                    .filter(|v| !y.contains(v))
                    .collect::<Vec<_>>()
            };
            let (of_a, of_b) = (only(&named[a], &named[b]), only(&named[b], &named[a]));
            if of_a.is_empty() || of_b.is_empty() {
                continue;
            }
            let (x, y) = (
                of_a[random.below(of_a.len() as u64) as usize],
                of_b[random.below(of_b.len() as u64) as usize],
            );
            named[a].retain(|v| *v != x);
            named[b].retain(|v| *v != y);
            named[a].push(y);
            named[b].push(x);
        }
        for i in 0..12 {
            for j in 0..i {
                as_many[i][j] += u32::from(shared(&named, i, j) >= seen[i][j]);
            }
        }
    }
    let (mut of_average, mut of_fixed) = (0.0, 0.0);
    for i in 0..12 {
        for j in 0..i {
            let reference = f64::from(as_many[i][j]) / f64::from(runs);
            of_average += (average
                .upper_tail(degree[i], degree[j], seen[i][j])
                .unwrap()
                - reference)
                .abs();
            of_fixed +=
                (fixed.upper_tail(degree[i], degree[j], seen[i][j]).unwrap() - reference).abs();
        }
    }
    let (of_average, of_fixed) = (of_average / 66.0, of_fixed / 66.0);
    assert!(
        of_fixed < 0.05 && of_fixed < of_average / 2.0,
        "mean error {of_fixed}, as published {of_average}"
    );
}
