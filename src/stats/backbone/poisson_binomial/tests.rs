//! Against the distribution added up trial by trial.

#![allow(clippy::unreadable_literal)] // numbers as their sources print them

use super::*;
use crate::stats::random::Random;

/// `P(X >= k)` for every k, one trial at a time.
fn tails(groups: &[Group]) -> Vec<f64> {
    let mut mass = vec![1.0];
    for g in groups {
        for _ in 0..g.trials {
            mass.resize(mass.len() + 1, 0.0);
            for x in (0..mass.len()).rev() {
                let from_below = if x > 0 { mass[x - 1] * g.p } else { 0.0 };
                mass[x] = mass[x] * (1.0 - g.p) + from_below;
            }
        }
    }
    let mut sum = 0.0;
    let mut tails: Vec<f64> = mass
        .iter()
        .rev()
        .map(|m| {
            sum += m;
            sum
        })
        .collect();
    tails.reverse();
    tails
}

fn random_groups(random: &mut Random, groups: u64, trials: u64, most: f64) -> Vec<Group> {
    (0..groups)
        .map(|_| Group {
            p: random.uniform() * most,
            trials: 1 + random.below(trials),
        })
        .collect()
}

#[test]
fn small_counts_are_exact() {
    let mut random = Random::new(4, 0);
    for most in [1.0, 0.3, 0.02] {
        for _ in 0..30 {
            let groups = random_groups(&mut random, 5, 12, most);
            for (k, known) in tails(&groups).into_iter().enumerate() {
                let found = upper_tail(&groups, k as u64);
                assert!(
                    (found - known).abs() <= 1e-11 * known,
                    "{groups:?} {k}: {found}, not {known}"
                );
            }
        }
    }
}

/// Recurrence, convolution and both together against the sum trial by trial, extended in steps.
#[test]
fn probabilities_do_not_depend_on_how_they_are_asked_for() {
    let mut random = Random::new(5, 0);
    for most in [0.004, 0.05, 0.9] {
        let mut groups = random_groups(&mut random, 6, 9_000, 0.004);
        groups.extend(random_groups(&mut random, 3, 40, most));
        let known = tails(&groups);
        let mut steps = Masses::new(&groups);
        for last in [0, 1, 7, 30, 31] {
            steps.up_to(last);
        }
        let found = steps.up_to(120).to_vec();
        assert_eq!(found, Masses::new(&groups).up_to(120));
        for (x, p) in found.iter().enumerate() {
            let expected = known[x] - known[x + 1];
            // The difference of two tails near 1 has an absolute error.
            assert!(
                (p - expected).abs() <= 1e-11 * expected + 1e-14,
                "{x}: {p}, not {expected}"
            );
        }
    }
}

/// Probabilities of no success that underflow when multiplied up.
#[test]
fn nearly_certain_trials_are_convolved_without_underflow() {
    let groups = [
        Group {
            p: 1.0 - 1e-12,
            trials: 40,
        },
        Group {
            p: 0.01,
            trials: 300,
        },
    ];
    for (k, known) in tails(&groups).into_iter().enumerate().take(60) {
        let found = upper_tail(&groups, k as u64);
        assert!(
            (found - known).abs() <= 1e-9 * known,
            "{k}: {found}, not {known}"
        );
    }
}

#[test]
fn large_counts_are_within_the_stated_error() {
    let mut random = Random::new(6, 0);
    let mut worst = 0.0_f64;
    for (groups, trials, most) in [(4, 150, 1.0), (6, 100, 0.9), (8, 300, 0.3)] {
        for _ in 0..6 {
            let groups = random_groups(&mut random, groups, trials, most);
            for (k, known) in tails(&groups).into_iter().enumerate().step_by(3) {
                let all: u64 = groups.iter().map(|g| g.trials).sum();
                if k as u64 > EXACT_COUNT && k as u64 + 30 < all && known > 1e-250 {
                    worst = worst.max((upper_tail(&groups, k as u64) / known - 1.0).abs());
                }
            }
        }
    }
    assert!(worst < 3e-3 && worst > 0.0, "relative error {worst}");
}

#[test]
fn binomial_tail_deep_in_logarithms() {
    // ln P(Binomial(10⁶, 0.001) >= 5000) by 40 digits.
    let found = ln_upper_tail(
        &[Group {
            p: 0.001,
            trials: 1_000_000,
        }],
        5_000,
    );
    assert!((found / -4060.1612442959477 - 1.0).abs() < 1e-7, "{found}");
}

#[test]
fn certain_and_impossible_trials() {
    let groups = [
        Group { p: 1.0, trials: 3 },
        Group { p: 0.0, trials: 9 },
        Group { p: 0.5, trials: 2 },
    ];
    let found: Vec<f64> = (0..=6).map(|k| upper_tail(&groups, k)).collect();
    for (x, y) in found.iter().zip([1.0, 1.0, 1.0, 1.0, 0.75, 0.25, 0.0]) {
        assert!((x - y).abs() < 1e-15, "{found:?}");
    }
    assert_eq!(upper_tail(&[], 0), 1.0);
    assert_eq!(upper_tail(&[], 1), 0.0);
}

#[test]
fn never_rises_with_the_count() {
    // Across the change from exact sums to the approximation, and past the mean.
    let groups = [
        Group {
            p: 0.05,
            trials: 900,
        },
        Group { p: 0.4, trials: 70 },
    ];
    let mut before = 0.0;
    for k in 0..=200 {
        let p = ln_upper_tail(&groups, k);
        assert!(p <= before + 1e-12, "{k}: {p} after {before}");
        before = p;
    }
}
