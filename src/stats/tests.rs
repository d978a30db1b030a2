//! The same bits on every machine: digests of results over a known network and a spread of counts.
//!
//! A change of algorithm may change a digest; a change of machine, compiler or level of optimisation must not.

use super::backbone::{bicm::classes, disparity, noise_corrected, sdsm};
use super::centrality::{
    Length, betweenness::betweenness, closeness::closeness, eigenvector::eigenvector,
};
use super::change_points::{Exposure, Noise, change_points};
use super::leiden::{LeidenOptions, leiden};
use super::oracles::les_miserables;
use super::random::{Random, mix};
use super::{Counts, hypergeometric, interval, pagerank::pagerank, robustness, signflip};

/// A digest of the bits of numbers, in order.
fn digest(values: impl IntoIterator<Item = f64>) -> u64 {
    values
        .into_iter()
        .fold(0, |state, x| mix(state.rotate_left(1) ^ x.to_bits()))
}

#[test]
fn measures_of_pairs() {
    let mut random = Random::new(1, 1);
    let mut values = Vec::new();
    for _ in 0..2_000 {
        let n = 10 + random.below(1_000_000);
        let (n_i, n_j) = (1 + random.below(n / 2), 1 + random.below(n / 2));
        let n_ij = random.below(n_i.min(n_j).min(500));
        let Some(pair) = Counts::new(n, n_i, n_j, n_ij) else {
            continue;
        };
        values.extend(
            [pair.npmi(), pair.g2(), pair.chi2(), pair.t_score()]
                .into_iter()
                .flatten(),
        );
        values.extend(pair.log_odds().map(|o| o.low));
        values.extend(hypergeometric::ln_upper_tail(n, n_i, n_j, n_ij));
    }
    assert_eq!(digest(values), 11_255_326_919_933_484_282);
}

#[test]
fn scores() {
    let draws = |seed, key, replicates| interval::Draws {
        seed,
        key,
        replicates,
    };
    let mut random = Random::new(2, 2);
    let mut values = Vec::new();
    for key in 0..40 {
        let bins: Vec<(i32, u64)> = (0..3 + key as i32)
            .map(|i| (i * 37 - 200, random.below(3 + key * key / 20)))
            .collect();
        let sums: Vec<(i64, u64)> = bins.iter().map(|&(v, c)| (v.into(), c)).collect();
        values.extend(signflip::p_value(&sums));
        let ends = interval::bounded_mean_interval(&bins, -2000..=2000, draws(1, key, 199));
        values.extend(ends.into_iter().flat_map(|e| [e.low, e.high]));
    }
    let pair = Counts::new(10_000, 900, 800, 200).expect("consistent");
    let ends = robustness::measure_interval(&pair, Counts::npmi, 1, 1, 499);
    values.extend(ends.into_iter().flat_map(|e| [e.low, e.high]));
    assert_eq!(digest(values), 8_745_043_512_313_612_774);
}

#[test]
fn networks() {
    let graph = les_miserables().graph;
    let mut values = pagerank(&graph);
    values.extend(betweenness(&graph, Length::Hops, 1).score);
    values.extend(betweenness(&graph, Length::InverseWeight, 1).score);
    values.extend(closeness(&graph, Length::Hops, 1).into_iter().flatten());
    values.extend(eigenvector(&graph).expect("connected"));
    values.extend(disparity::alphas(&graph));
    values.extend(
        noise_corrected::excesses(&graph)
            .into_iter()
            .flatten()
            .map(|e| e.alpha),
    );
    assert_eq!(digest(values), 12_259_118_919_755_822_896);
    let found = leiden(&graph, &LeidenOptions::default()).expect("a resolution of 1");
    assert_eq!(
        digest(found.community.into_iter().map(f64::from)),
        8_434_882_658_860_964_684
    );
}

#[test]
fn models() {
    let actors = classes((0..200).map(|i| 5 + i % 40));
    let mentions: u64 = (0..200).map(|i| 5 + i % 40).sum();
    // Articles of 1 to 6 actors, in turn, until the mentions are spent.
    let (mut lengths, mut left) = (Vec::new(), mentions);
    while left > 0 {
        let length = (1 + lengths.len() as u64 % 6).min(left);
        lengths.push(length);
        left -= length;
    }
    let model =
        sdsm::Sdsm::new(actors, classes(lengths), sdsm::Lengths::Exact).expect("one corpus");
    let mut values = Vec::new();
    for (n_i, n_j) in [(5, 5), (10, 44), (30, 31), (44, 44)] {
        values.extend((0..12).filter_map(|k| model.ln_upper_tail(n_i, n_j, k)));
    }
    let months: Vec<Exposure> = (0..60)
        .map(|i| Exposure {
            total: f64::from(5 + i * 7 % 5 + i / 30 * 9),
            exposure: 100.0,
        })
        .collect();
    values.extend(
        change_points(&months, Noise::Poisson, 1)
            .into_iter()
            .flat_map(|c| [c.at as f64, c.statistic, c.p]),
    );
    assert_eq!(digest(values), 12_109_204_956_886_171_067);
}
