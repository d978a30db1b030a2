//! Against published examples and simulation.

use super::*;
use crate::stats::hypergeometric::upper_tail;
use crate::stats::random::Random;

/// The 15 p-values of Benjamini & Hochberg (1995), §3.2 (thrombolysis after infarction).
const THROMBOLYSIS: [f64; 15] = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0000,
];

#[test]
fn benjamini_hochberg_1995() {
    let rejected = |c| {
        adjust(&THROMBOLYSIS, c)
            .into_iter()
            .filter(|&q| q <= 0.05)
            .count()
    };
    // The paper: Bonferroni rejects three hypotheses, the new procedure four.
    assert_eq!(rejected(Correction::Bonferroni), 3);
    assert_eq!(rejected(Correction::Holm), 3);
    assert_eq!(rejected(Correction::BenjaminiHochberg), 4);
    assert_eq!(rejected(Correction::None), 9);
}

fn check(correction: Correction, p: &[f64], known: &[f64]) {
    for (x, y) in adjust(p, correction).iter().zip(known) {
        assert!((x - y).abs() <= 1e-12, "{correction:?}: {x}, not {y}");
    }
}

#[test]
fn values_by_hand() {
    // Sorted: 0.005, 0.01, 0.03, 0.04, 0.05; m = 5; harmonic sum 137/60.
    let p = [0.01, 0.04, 0.03, 0.005, 0.05];
    check(
        Correction::BenjaminiHochberg,
        &p,
        &[0.025, 0.05, 0.05, 0.025, 0.05],
    );
    let h = 137.0 / 60.0;
    check(
        Correction::BenjaminiYekutieli,
        &p,
        &[0.025 * h, 0.05 * h, 0.05 * h, 0.025 * h, 0.05 * h],
    );
    check(Correction::Holm, &p, &[0.04, 0.09, 0.09, 0.025, 0.09]);
    check(Correction::Bonferroni, &p, &[0.05, 0.2, 0.15, 0.025, 0.25]);
    check(Correction::None, &p, &p);
}

#[test]
fn missing_values_are_no_tests() {
    let q = adjust_options(&[Some(0.01), None, Some(0.02)], Correction::Bonferroni);
    assert_eq!(q, [Some(0.02), None, Some(0.04)]);
    let q = adjust(&[0.01, f64::NAN, 0.02, 7.0], Correction::BenjaminiHochberg);
    assert_eq!((q[0], q[2], q[3]), (0.02, 0.02, 7.0));
    assert!(q[1].is_nan());
    for correction in Correction::ALL {
        assert!(adjust(&[], correction).is_empty());
        assert_eq!(adjust(&[0.3], correction), [0.3]);
        assert_eq!(adjust(&[0.0, 1.0], correction)[0], 0.0);
        assert_eq!(Correction::from_name(correction.name()), Some(correction));
    }
    assert_eq!(Correction::from_name("fdr"), None);
}

#[test]
fn order_of_input_is_kept_and_ties_are_equal() {
    let mut random = Random::new(1, 2);
    let p: Vec<f64> = (0..500)
        .map(|_| (random.uniform() * 50.0).floor() / 50.0)
        .collect();
    for correction in Correction::ALL {
        let q = adjust(&p, correction);
        for i in 0..p.len() {
            for j in 0..p.len() {
                if p[i] <= p[j] {
                    assert!(q[i] <= q[j], "{correction:?}");
                }
            }
            assert!(q[i] >= p[i] && q[i] <= 1.0);
        }
    }
}

#[test]
fn harmonic_numbers() {
    assert!((harmonic(4) - 25.0 / 12.0).abs() < 1e-15);
    // H(10^6) by both ways.
    assert!((harmonic(1_000_000) - 14.392_726_722_865_723).abs() < 1e-12);
    assert!((harmonic(1_000_001) - harmonic(1_000_000) - 1.0 / 1_000_001.0).abs() < 1e-12);
}

#[test]
fn false_discovery_rate_is_held_with_planted_pairs() {
    // 300 pairs of actors in 300 articles; 60 pairs meet twice as often as chance, the others by chance.
    let (n, n_i, n_j) = (300_u64, 60_u64, 50_u64);
    let mut random = Random::new(8, 1);
    let (mut false_share, mut found, runs) = (0.0, 0, 40);
    for _ in 0..runs {
        let mut p = Vec::new();
        for pair in 0..300 {
            let planted = pair < 60;
            let (mut joint, mut marked, mut left) = (0, n_i, n);
            for _ in 0..n_j {
                // Noncentral: marked articles are three times as likely to be drawn for planted pairs.
                let weight = if planted { 3 } else { 1 };
                if random.below(weight * marked + left - marked) < weight * marked {
                    joint += 1;
                    marked -= 1;
                }
                left -= 1;
            }
            p.push(upper_tail(n, n_i, n_j, joint).unwrap());
        }
        let q = adjust(&p, Correction::BenjaminiHochberg);
        let hits = q.iter().filter(|&&q| q <= 0.05).count();
        let wrong = q[60..].iter().filter(|&&q| q <= 0.05).count();
        found += hits - wrong;
        false_share += wrong as f64 / hits.max(1) as f64;
    }
    let rate = false_share / f64::from(runs);
    assert!(rate <= 0.05, "false discovery rate {rate}");
    assert!(
        found > 30 * runs as usize,
        "{found} planted pairs found in {runs} runs"
    );
}

#[test]
fn tests_not_listed_are_tests_with_p_1() {
    let listed = [0.003, 0.2, 0.0004, 0.03, 0.03];
    let whole: Vec<f64> = listed.iter().copied().chain([1.0; 40]).collect();
    for correction in Correction::ALL {
        let options: Vec<Option<f64>> = listed.iter().copied().map(Some).collect();
        let among = adjust_among(&options, whole.len() as u64, correction);
        for (x, y) in among.iter().zip(adjust(&whole, correction)) {
            assert!((x.unwrap() - y).abs() < 1e-15, "{correction:?}: {x:?} {y}");
        }
        // Fewer tests than are listed cannot be.
        assert_eq!(
            adjust_among(&options, 2, correction),
            adjust_options(&options, correction)
        );
    }
    assert_eq!([0, 1, 2, 5].map(pairs_of), [0, 0, 1, 10]);
}

#[test]
fn pairs_of_rare_actors_are_no_discoveries() {
    // 1,000 articles; 60 frequent actors and 600 of one to three articles, all named by chance.
    let mut random = Random::new(12, 12);
    let named: Vec<Vec<u32>> = (0..660_u64)
        .map(|i| {
            let share = if i < 60 {
                0.3 / (i + 1) as f64
            } else {
                (1 + i % 3) as f64 / 1000.0
            };
            (0..1000).filter(|_| random.uniform() < share).collect()
        })
        .filter(|articles: &Vec<u32>| !articles.is_empty())
        .collect();
    let mut p = Vec::new();
    for (i, a) in named.iter().enumerate() {
        for b in &named[..i] {
            let both = a.iter().filter(|x| b.binary_search(x).is_ok()).count() as u64;
            if both > 0 {
                p.push(upper_tail(1000, a.len() as u64, b.len() as u64, both));
            }
        }
    }
    let found = |q: Vec<Option<f64>>| q.iter().filter(|q| q.unwrap() <= 0.05).count();
    let bh = Correction::BenjaminiHochberg;
    let tests = pairs_of(named.len() as u64);
    assert_eq!(found(adjust_among(&p, tests, bh)), 0);
    // Corrected for the pairs that meet alone, chance would look like hundreds of finds.
    assert!(found(adjust_options(&p, bh)) > 100);
}
