use super::*;

/// Draws with these numbers.
fn draws(seed: u64, key: u64, replicates: usize) -> Draws {
    Draws {
        seed,
        key,
        replicates,
    }
}

#[test]
fn weights_are_poisson() {
    let mut counts = [0_u32; 8];
    for replicate in 0..40_000 {
        counts[usize::from(poisson_weight(1, 2, replicate)).min(7)] += 1;
    }
    let mut probability = exp(-1.0);
    for (k, &count) in counts.iter().enumerate().take(6) {
        let expected = 40_000.0 * probability;
        assert!(
            (f64::from(count) - expected).abs() < 4.0 * expected.sqrt(),
            "{k}: {count}, not {expected}"
        );
        probability /= k as f64 + 1.0;
    }
    assert_eq!(poisson_weight(1, 2, 3), poisson_weight(1, 2, 3));
}

#[test]
fn quantiles_are_of_type_7() {
    let sorted = [1.0, 2.0, 4.0, 8.0];
    assert_eq!(quantile(&sorted, 0.0), Some(1.0));
    assert_eq!(quantile(&sorted, 1.0), Some(8.0));
    // Position 0.5 · 3 = 1.5.
    assert_eq!(quantile(&sorted, 0.5), Some(3.0));
    assert_eq!(quantile(&[], 0.5), None);
}

#[test]
fn expanded_shares_tend_to_two_and_a_half_per_cent() {
    assert!(expanded_share(2) < 1e-70);
    // n = 10: t = 2.262157, Φ(-2.262157 · √(10/9)) = 0.00855.
    assert!((expanded_share(10) - 0.008_550_64).abs() < 1e-7);
    // The formula joins the table, and the limit.
    assert!(
        (expanded_share(32) - 0.019_124).abs() < 1e-5 && expanded_share(32) > expanded_share(31)
    );
    assert!((expanded_share(10_000_000) - 0.025).abs() < 1e-6);
}

#[test]
fn undefined_without_units_or_replicates() {
    assert_eq!(mean_interval(&[], draws(1, 1, 99)), None);
    assert_eq!(mean_interval(&[(5, 1)], draws(1, 1, 99)), None);
    assert_eq!(mean_interval(&[(5, 3), (1, 2)], draws(1, 1, 0)), None);
    assert_eq!(
        mean_interval(&[(5, 3), (1, 0)], draws(1, 1, 99)),
        Some(Interval {
            low: 5.0,
            high: 5.0
        })
    );
    assert_eq!(percentile_interval(&mut vec![], 5), None);
    assert_eq!(percentile_interval(&mut vec![f64::NAN], 5), None);
}

#[test]
fn draws_repeat_and_depend_on_the_key() {
    let histogram = [(-1000, 30), (0, 40), (1000, 50)];
    let of = |seed, key| mean_interval(&histogram, draws(seed, key, 199)).unwrap();
    assert_eq!(of(1, 1), of(1, 1));
    assert_ne!(of(1, 1), of(1, 2));
    assert_ne!(of(1, 1), of(2, 1));
}

/// The normal interval, which the bootstrap must be near for many units.
#[test]
fn many_units_give_the_normal_interval() {
    for scale in [1, 100, 1_000_000] {
        let histogram = [(-1000, 100 * scale), (0, 40 * scale), (1000, 160 * scale)];
        let n = 300.0 * scale as f64;
        let mean = 200.0;
        let deviation = ((1e6 * 260.0 / 300.0 - mean * mean) / n).sqrt();
        let found = mean_interval(&histogram, draws(3, 4, 1999)).unwrap();
        assert!(
            (found.low - (mean - 1.96 * deviation)).abs() < 0.25 * deviation,
            "{scale}: {found:?}"
        );
        assert!(
            (found.high - (mean + 1.96 * deviation)).abs() < 0.25 * deviation,
            "{scale}: {found:?}"
        );
    }
}

#[test]
fn poisson_numbers_have_their_mean_and_variance() {
    let mut random = Random::new(1, 1);
    for mean in [0.3, 3.0, 9.9, 10.0, 45.0, 1_000.0, 1e7] {
        let sampler = Poisson::new(mean);
        let draws: Vec<f64> = (0..4_000)
            .map(|_| sampler.draw(&mut random) as f64 - mean)
            .collect();
        let first = draws.iter().sum::<f64>() / 4e3;
        let second = draws.iter().map(|d| d * d).sum::<f64>() / 4e3;
        assert!(
            first.abs() < 4.0 * (mean / 4e3).sqrt(),
            "mean {mean}: off by {first}"
        );
        assert!(
            (second / mean - 1.0).abs() < 0.12 + 0.1 / mean,
            "mean {mean}: variance {second}"
        );
    }
}

#[test]
fn poisson_numbers_have_their_probabilities() {
    // P(X <= k) of Poisson(12) at three points, by direct summation.
    let sampler = Poisson::new(12.0);
    let mut random = Random::new(2, 2);
    let draws: Vec<u64> = (0..20_000).map(|_| sampler.draw(&mut random)).collect();
    for k in [8, 12, 17] {
        let mut mass = exp(-12.0);
        let mut known = mass;
        for i in 1..=k {
            mass *= 12.0 / i as f64;
            known += mass;
        }
        let found = draws.iter().filter(|&&x| x <= k).count() as f64 / 2e4;
        assert!((found - known).abs() < 0.012, "{k}: {found}, not {known}");
    }
}

#[test]
fn few_units_give_students_interval() {
    // Scores 0, 300, 600: mean 300, s = 300, t = 4.302653; cut at the range.
    let found = bounded_mean_interval(&[(0, 1), (300, 1), (600, 1)], -1000..=1000, draws(1, 1, 99))
        .unwrap();
    let error = 4.302_653 * 300.0 / 3_f64.sqrt();
    assert!(
        (found.low - (300.0 - error)).abs() < 1e-6 && found.high == 1000.0,
        "{found:?}"
    );
    // Ten equal scores: 1 - 0.025^(1/10) = 0.3085 of the way to either end.
    let found = bounded_mean_interval(&[(500, 10)], -1000..=1000, draws(1, 1, 99)).unwrap();
    assert!(
        (found.low - (500.0 - 0.308_497 * 1500.0)).abs() < 0.01,
        "{found:?}"
    );
    assert!(
        (found.high - (500.0 + 0.308_497 * 500.0)).abs() < 0.01,
        "{found:?}"
    );
    // From 12 units on the bootstrap, unless all are equal.
    let many = [(-1000, 5), (0, 3), (1000, 4)];
    assert_eq!(
        bounded_mean_interval(&many, -1000..=1000, draws(1, 1, 99)),
        mean_interval(&many, draws(1, 1, 99))
    );
    assert_eq!(
        bounded_mean_interval(&[(5, 1)], -1000..=1000, draws(1, 1, 99)),
        None
    );
    assert_eq!(
        bounded_mean_interval(&[(5, 2), (7, 1)], -1000..=1000, draws(1, 1, 0)),
        None
    );
}

#[test]
fn bounded_intervals_cover_with_few_units() {
    for units in [2, 3, 5, 8] {
        let mut random = Random::new(78, units);
        let runs = 1500;
        let covered = (0..runs)
            .filter(|&run| {
                let scores: Vec<(i32, u64)> = (0..units)
                    .map(|_| {
                        let u = random.uniform();
                        (
                            if u < 0.3 {
                                -1000
                            } else if u < 0.6 {
                                0
                            } else {
                                1000
                            },
                            1,
                        )
                    })
                    .collect();
                let found =
                    bounded_mean_interval(&scores, -1000..=1000, draws(5, run, 99)).unwrap();
                found.low <= 100.0 && 100.0 <= found.high
            })
            .count();
        let share = covered as f64 / runs as f64;
        assert!(share >= 0.91, "{units} units: coverage {share}");
    }
}

#[test]
fn intervals_cover() {
    // Scores of three levels with mean 0.1; samples of 12 and of 40.
    for (units, runs) in [(12, 500), (40, 300)] {
        let mut random = Random::new(77, units);
        let covered = (0..runs)
            .filter(|&run| {
                let mut counts = [0_u64; 3];
                for _ in 0..units {
                    let u = random.uniform();
                    counts[if u < 0.3 {
                        0
                    } else if u < 0.6 {
                        1
                    } else {
                        2
                    }] += 1;
                }
                let histogram = [(-1000, counts[0]), (0, counts[1]), (1000, counts[2])];
                let found = mean_interval(&histogram, draws(5, run, 199)).unwrap();
                found.low <= 100.0 && 100.0 <= found.high
            })
            .count();
        let share = covered as f64 / runs as f64;
        assert!(
            (0.925..=0.98).contains(&share),
            "{units} units: coverage {share}"
        );
    }
}
