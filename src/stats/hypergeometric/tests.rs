//! Against exact integer counting, values computed to 50 digits, and the definition of a p-value.

use super::*;
use crate::stats::random::Random;

/// `C(n, k)`, exact while it fits.
fn choose(n: u64, k: u64) -> u128 {
    (0..k).fold(1, |c, i| c * u128::from(n - i) / u128::from(i + 1))
}

#[test]
fn equals_counting_for_every_small_table() {
    for n in 1..=24_u64 {
        for n_i in 0..=n {
            for n_j in 0..=n {
                let ways = choose(n, n_j);
                let mut tail = 0_u128;
                for k in (0..=n_i.min(n_j)).rev() {
                    if n_j - k <= n - n_i {
                        tail += choose(n_i, k) * choose(n - n_i, n_j - k);
                    }
                    let exact = tail as f64 / ways as f64;
                    let p = upper_tail(n, n_i, n_j, k).unwrap();
                    assert!(
                        (p - exact).abs() <= 1e-13 * exact,
                        "{n} {n_i} {n_j} {k}: {p} {exact}"
                    );
                }
            }
        }
    }
}

#[test]
fn equals_counting_for_larger_tables() {
    let mut random = Random::new(11, 0);
    for _ in 0..200 {
        // C(100, 50) < 2^97; the sums still fit in 128 bits.
        let n = 60 + random.below(41);
        let n_i = 1 + random.below(n - 1);
        let n_j = 1 + random.below(n / 3);
        let ways = choose(n, n_j);
        let mut tail = 0_u128;
        for k in (0..=n_i.min(n_j)).rev() {
            if n_j - k <= n - n_i {
                tail += choose(n_i, k) * choose(n - n_i, n_j - k);
            }
            let exact = tail as f64 / ways as f64;
            let p = upper_tail(n, n_i, n_j, k).unwrap();
            assert!(
                (p - exact).abs() <= 1e-13 * exact,
                "{n} {n_i} {n_j} {k}: {p} {exact}"
            );
        }
    }
}

#[test]
fn equals_fifty_digits() {
    // ln P(X >= k) summed with 50 digits (mpmath 1.3).
    for (n, n_i, n_j, k, known) in [
        (1_000_000, 1_000, 2_000, 10, -10.019_407_882_944_066),
        (1_000_000, 30_000, 50_000, 3_000, -648.512_405_577_002_7),
        (
            100_000_000,
            1_000_000,
            2_000_000,
            20_500,
            -8.641_009_769_492_648,
        ),
        (
            100_000_000,
            50_000_000,
            50_000_000,
            25_010_000,
            -10.359_256_595_402_652,
        ),
        (
            100_000_000,
            10_000_000,
            10_000_000,
            9_000_000,
            -23_763_240.850_232_486,
        ),
        (100_000_000, 1_000, 3, 3, -34.541_778_867_914_94),
        (
            300_000_000,
            100_000_000,
            100_000_000,
            33_340_000,
            -3.178_581_660_966_307_3,
        ),
        (
            100_000_000,
            1_000_000,
            2_000_000,
            19_800,
            -0.077_802_440_626_082_42,
        ),
        (500, 100, 100, 5, -5.527_667_182_322_749e-7),
    ] {
        let found = ln_upper_tail(n, n_i, n_j, k).unwrap();
        // The p-value itself to 11 digits, the logarithm of a deep tail to 13.
        let error = (found - known).abs();
        assert!(
            error <= 1e-11_f64.min(known.abs() * 1e-9).max(known.abs() * 1e-13),
            "{n} {n_i} {n_j} {k}: {found}"
        );
    }
}

#[test]
fn both_tails_make_one() {
    for (n, n_i, n_j) in [(20, 8, 6), (300, 250, 120), (10_000, 40, 700)] {
        for k in 1..=n_i.min(n_j) {
            let upper = exp(ln_upper_tail(n, n_i, n_j, k).unwrap());
            let lower = exp(ln_lower_tail(n, n_i, n_j, k - 1).unwrap());
            assert!((upper + lower - 1.0).abs() < 1e-12, "{n} {n_i} {n_j} {k}");
        }
    }
    assert_eq!(ln_lower_tail(20, 8, 6, 6), Some(0.0));
    assert_eq!(ln_lower_tail(20, 8, 6, 9), None);
}

#[test]
fn edges_of_the_support() {
    assert_eq!(upper_tail(10, 4, 5, 0), Some(1.0));
    assert_eq!(upper_tail(10, 8, 9, 7), Some(1.0));
    assert_eq!(upper_tail(10, 4, 5, 5), Some(0.0));
    assert_eq!(ln_upper_tail(10, 4, 5, 5), Some(f64::NEG_INFINITY));
    assert_eq!(upper_tail(10, 11, 5, 1), None);
    assert_eq!(upper_tail(0, 0, 0, 0), Some(1.0));
    assert_eq!(upper_tail(10, 0, 5, 0), Some(1.0));
    assert_eq!(upper_tail(10, 10, 5, 5), Some(1.0));
    assert_eq!(ln_mass(10, 10, 5, 5), Some(0.0));
    assert_eq!(ln_mass(10, 4, 5, 9), Some(f64::NEG_INFINITY));
}

#[test]
fn never_rises_with_the_count() {
    for (n, n_i, n_j) in [
        (1_000, 300, 200),
        (100_000, 99_000, 500),
        (5_000_000, 20_000, 70_000),
    ] {
        let mut before = 0.0;
        for k in 0..=500.min(n_j.min(n_i)) {
            let p = ln_upper_tail(n, n_i, n_j, k).unwrap();
            assert!(p <= before, "{n} {n_i} {n_j} {k}");
            before = p;
        }
    }
}

#[test]
fn holds_its_level_under_the_null() {
    // Draw the joint count from the null itself: P(p <= a) must not exceed a, and be near it.
    let (n, n_i, n_j) = (400_u64, 150_u64, 120_u64);
    let mut random = Random::new(3, 3);
    let runs = 3_000;
    let mut below = [0_u32; 3];
    for _ in 0..runs {
        let mut joint = 0;
        let (mut marked, mut left) = (n_i, n);
        for _ in 0..n_j {
            if random.below(left) < marked {
                joint += 1;
                marked -= 1;
            }
            left -= 1;
        }
        let p = upper_tail(n, n_i, n_j, joint).unwrap();
        for (count, level) in below.iter_mut().zip([0.01, 0.05, 0.2]) {
            *count += u32::from(p <= level);
        }
    }
    for (count, level) in below.into_iter().zip([0.01, 0.05, 0.2]) {
        let share = f64::from(count) / f64::from(runs);
        let noise = 3.0 * (level * (1.0 - level) / f64::from(runs)).sqrt();
        // A discrete test stays below its level, here by less than half of it.
        assert!(
            share <= level + noise && share >= level * 0.5 - noise,
            "{share} at {level}"
        );
    }
}

#[test]
fn r_backbone_fixed_rows() {
    // fixedrow() of R backbone 2.0 on rows 1011, 0100, 1001: shared columns 0, 2, 0.
    for (n_i, n_j, k, upper, lower) in [
        (3, 1, 0, 1.0, 0.25),
        (3, 2, 2, 0.5, 1.0),
        (1, 2, 0, 1.0, 0.5),
    ] {
        assert!((upper_tail(4, n_i, n_j, k).unwrap() - upper).abs() < 1e-14);
        assert!((exp(ln_lower_tail(4, n_i, n_j, k).unwrap()) - lower).abs() < 1e-14);
    }
}

#[test]
fn randomised_p_is_uniform_under_the_null() {
    // P(X > k) + U P(X = k) is exactly uniform; the distance of Kolmogorov and Smirnov times √n stays below 1.63 in 99 of 100 samples.
    let (n, n_i, n_j) = (900_u64, 80_u64, 70_u64);
    let mut random = Random::new(4, 4);
    let mut values: Vec<f64> = (0..4_000)
        .map(|_| {
            let (mut joint, mut marked, mut left) = (0, n_i, n);
            for _ in 0..n_j {
                if random.below(left) < marked {
                    joint += 1;
                    marked -= 1;
                }
                left -= 1;
            }
            let above = upper_tail(n, n_i, n_j, joint + 1).unwrap();
            above + random.uniform() * (upper_tail(n, n_i, n_j, joint).unwrap() - above)
        })
        .collect();
    values.sort_unstable_by(f64::total_cmp);
    let runs = values.len() as f64;
    let distance = values
        .iter()
        .enumerate()
        .map(|(i, x)| (x - (i as f64 + 0.5) / runs).abs() + 0.5 / runs)
        .fold(0.0, f64::max);
    assert!(distance * runs.sqrt() < 1.63, "{distance}");
}
