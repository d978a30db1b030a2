use super::*;

fn counts(values: &[u32], exposure: f64) -> Vec<Exposure> {
    values
        .iter()
        .map(|&v| Exposure {
            total: f64::from(v),
            exposure,
        })
        .collect()
}

/// The least cost over all segmentations, by trying all.
fn least_cost(series: &Series, penalty: f64, from: usize) -> f64 {
    let n = series.len();
    let mut best = series.cost(from, n);
    for cut in from + MIN_SEGMENT..=n.saturating_sub(MIN_SEGMENT) {
        best = best.min(series.cost(from, cut) + penalty + least_cost(series, penalty, cut));
    }
    best
}

#[test]
fn pelt_finds_the_least_cost() {
    let mut random = Random::new(1, 1);
    for round in 0..60 {
        let noise = if round % 2 == 0 {
            Noise::Poisson
        } else {
            Noise::Normal
        };
        let periods: Vec<Exposure> = (0..12)
            .map(|i| {
                let level = if i > 6 { 12 } else { 3 + round % 7 };
                Exposure {
                    total: random.below(level) as f64,
                    exposure: 1.0 + random.below(4) as f64,
                }
            })
            .collect();
        let series = Series::new(&periods, noise);
        for penalty in [0.5, 2.0, 6.0] {
            let cuts = series.pelt(penalty);
            let mut ends = vec![0];
            ends.extend(&cuts);
            ends.push(series.len());
            let cost: f64 = ends
                .windows(2)
                .map(|w| series.cost(w[0], w[1]))
                .sum::<f64>()
                + penalty * cuts.len() as f64;
            assert!(
                (cost - least_cost(&series, penalty, 0)).abs() < 1e-9,
                "{round} {penalty}: {cuts:?}"
            );
            assert!(ends.windows(2).all(|w| w[1] - w[0] >= MIN_SEGMENT));
        }
    }
}

#[test]
fn planted_changes_are_found_where_they_are() {
    let mut values = vec![20; 15];
    values.extend([60; 15]);
    values.extend([35; 15]);
    let mut random = Random::new(2, 2);
    for v in &mut values {
        *v += random.below(9) as u32;
    }
    let found = change_points(&counts(&values, 1000.0), Noise::Poisson, 1);
    assert_eq!(found.iter().map(|c| c.at).collect::<Vec<_>>(), [15, 30]);
    assert!(found.iter().all(|c| c.p <= 0.002), "{found:?}");
    assert!((found[0].before - 0.024).abs() < 0.002 && (found[0].after - 0.064).abs() < 0.002);
    assert_eq!(found[0].after, found[1].before);
}

#[test]
fn a_mean_score_that_turns() {
    // 40 weeks of 10 articles, mean +0.2, then -0.2; noise of ±0.1.
    let mut random = Random::new(3, 3);
    let weeks: Vec<Exposure> = (0..40)
        .map(|i| {
            let level = if i < 24 { 2.0 } else { -2.0 };
            Exposure {
                total: level + random.uniform() * 2.0 - 1.0,
                exposure: 10.0,
            }
        })
        .collect();
    let found = change_points(&weeks, Noise::Normal, 1);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].at, 24);
    assert!(found[0].before > 0.15 && found[0].after < -0.15 && found[0].p <= 0.002);
}

#[test]
fn empty_periods_are_passed_over() {
    let mut periods = counts(&[5, 5, 6, 5, 4, 6, 30, 31, 29, 30, 33, 28], 100.0);
    periods.insert(
        3,
        Exposure {
            total: 0.0,
            exposure: 0.0,
        },
    );
    let found = change_points(&periods, Noise::Poisson, 1);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].at, 7);
    assert!(change_points(&[], Noise::Poisson, 1).is_empty());
    assert!(change_points(&periods[..1], Noise::Normal, 1).is_empty());
    assert_eq!(single_change(&periods[..3], Noise::Normal, 1), None);
    // Constant series: no change, no division by a dispersion of 0.
    assert!(change_points(&counts(&[4; 20], 1.0), Noise::Normal, 1).is_empty());
    assert!(change_points(&counts(&[0; 20], 1.0), Noise::Poisson, 1).is_empty());
}

#[test]
fn false_changes_are_rare() {
    // Counts with twice the Poisson variance and no change.
    let mut random = Random::new(4, 4);
    let mut false_changes = 0;
    for _ in 0..60 {
        let periods: Vec<Exposure> = (0..50)
            .map(|_| {
                let total: f64 = (0..20)
                    .map(|_| (random.below(2) * 2) as f64 * random.uniform())
                    .sum();
                Exposure {
                    total: total.floor(),
                    exposure: 1.0,
                }
            })
            .collect();
        false_changes += u32::from(
            change_points(&periods, Noise::Poisson, 1)
                .iter()
                .any(|c| c.p <= 0.05),
        );
    }
    assert!(false_changes <= 5, "{false_changes} of 60 series");
}

#[test]
fn p_values_are_uniform_without_a_change() {
    let mut random = Random::new(5, 5);
    let ps: Vec<f64> = (0..100)
        .map(|seed| {
            let periods: Vec<Exposure> = (0..14)
                .map(|_| Exposure {
                    total: random.uniform(),
                    exposure: 1.0,
                })
                .collect();
            single_change(&periods, Noise::Normal, seed).unwrap().p
        })
        .collect();
    for (level, low, high) in [(0.1, 3, 19), (0.5, 36, 64), (0.9, 81, 97)] {
        let below = ps.iter().filter(|p| **p <= level).count();
        assert!(
            (low..=high).contains(&below),
            "{below} of 100 below {level}"
        );
    }
}

#[test]
fn slices_hold_equal_counts() {
    assert_eq!(equal_count_slices(&[5; 12], 4), [0..3, 3..6, 6..9, 9..12]);
    assert_eq!(
        equal_count_slices(&[1, 1, 100, 1, 1], 3),
        [0..2, 2..3, 3..5]
    );
    assert_eq!(equal_count_slices(&[7], 3).len(), 1);
    assert!(equal_count_slices(&[0, 0], 2).is_empty() && equal_count_slices(&[1], 0).is_empty());
    let mut random = Random::new(6, 6);
    for slices in 1..9 {
        let counts: Vec<u64> = (0..200).map(|_| random.below(10)).collect();
        let found = equal_count_slices(&counts, slices);
        assert_eq!(
            (found.len(), found[0].start, found[slices - 1].end),
            (slices, 0, 200)
        );
        assert!(found.windows(2).all(|w| w[0].end == w[1].start));
        let all: u64 = counts.iter().sum();
        for slice in found {
            let sum: u64 = counts[slice].iter().sum();
            assert!(
                (sum as f64 - all as f64 / slices as f64).abs() <= 10.0,
                "{sum} of {all} in {slices}"
            );
        }
    }
}

/// A binomial number by counting draws.
fn binomial(random: &mut Random, trials: u32, chance: f64) -> f64 {
    f64::from(
        (0..trials)
            .map(|_| u32::from(random.uniform() < chance))
            .sum::<u32>(),
    )
}

/// Attention over 24 months of 40 to 159 articles; from month `at` on with another share.
fn attention(random: &mut Random, before: f64, after: f64, at: usize) -> Vec<Exposure> {
    (0..24)
        .map(|month| {
            let articles = 40 + random.below(120) as u32;
            let share = if month < at { before } else { after };
            Exposure {
                total: binomial(random, articles, share),
                exposure: f64::from(articles),
            }
        })
        .collect()
}

/// Mean scores over 24 months of 1 to 12 articles; from month `at` on about another level.
fn stance(random: &mut Random, before: f64, after: f64, at: usize) -> Vec<Exposure> {
    (0..24)
        .map(|month| {
            let articles = 1 + random.below(12);
            let level = if month < at { before } else { after };
            let score = |random: &mut Random| level + (random.uniform() - 0.5) * 1.4;
            Exposure {
                total: (0..articles).map(|_| score(random)).sum(),
                exposure: articles as f64,
            }
        })
        .collect()
}

/// The share of series with a change whose p is at most 0.05, and of those in which it lies within a month of `at`.
fn found(
    runs: u64,
    noise: Noise,
    at: usize,
    mut series: impl FnMut(&mut Random) -> Vec<Exposure>,
) -> (f64, f64) {
    let mut random = Random::new(20, runs);
    let (mut any, mut right) = (0, 0);
    for run in 0..runs {
        let changes = change_points(&series(&mut random), noise, run);
        let sure = || changes.iter().filter(|c| c.p <= 0.05);
        any += u32::from(sure().count() > 0);
        right += u32::from(sure().any(|c| c.at.abs_diff(at) <= 1));
    }
    let share = |n: u32| f64::from(n) / runs as f64;
    (share(any), share(right))
}

#[test]
fn at_most_one_series_in_twenty_without_a_change_has_one() {
    for share in [0.05, 0.2] {
        let (any, _) = found(300, Noise::Poisson, 12, |r| attention(r, share, share, 12));
        assert!(any <= 0.04, "attention {share}: {any}");
    }
    let (any, _) = found(300, Noise::Normal, 12, |r| stance(r, 0.1, 0.1, 12));
    assert!(any <= 0.06, "stance: {any}");
}

#[test]
fn real_changes_are_found() {
    // Attention doubles from 10 %; a mean score falls by 0.4 with a standard deviation of 0.4 an article.
    let (_, right) = found(100, Noise::Poisson, 10, |r| attention(r, 0.1, 0.2, 10));
    assert!(right >= 0.85, "attention: {right}");
    let (_, right) = found(200, Noise::Normal, 15, |r| stance(r, 0.2, -0.2, 15));
    assert!(right >= 0.8, "stance: {right}");
}

#[test]
fn scores_that_are_mostly_alike_have_no_changes() {
    // Months of one to three articles: four in five score 0, the rest anything.
    let (any, _) = found(300, Noise::Normal, 12, |random| {
        (0..60)
            .map(|_| {
                let articles = 1 + random.below(3);
                let score = |random: &mut Random| {
                    let loud = random.below(5) == 0;
                    if loud {
                        random.uniform() * 2.0 - 1.0
                    } else {
                        0.0
                    }
                };
                Exposure {
                    total: (0..articles).map(|_| score(random)).sum(),
                    exposure: articles as f64,
                }
            })
            .collect()
    });
    assert!(any <= 0.06, "{any}");
}

#[test]
fn a_clear_change_has_a_p_below_one_in_a_thousand() {
    let mut values = vec![10; 20];
    values.extend([40; 20]);
    let found = change_points(&counts(&values, 100.0), Noise::Poisson, 1);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].p, 1e-4, "one in 10,000 orders: the one seen");
}
