use super::*;
use crate::stats::random::Random;

/// The share of sign patterns by running through all of them.
fn by_enumeration(scores: &[i64]) -> f64 {
    let observed = scores.iter().sum::<i64>().abs();
    let patterns = 1_u32 << scores.len();
    let extreme = (0..patterns)
        .filter(|bits| {
            let sum: i64 = scores
                .iter()
                .enumerate()
                .map(|(i, s)| if bits >> i & 1 == 1 { -s } else { *s })
                .sum();
            sum.abs() >= observed
        })
        .count();
    extreme as f64 / f64::from(patterns)
}

#[test]
fn exact_for_twelve_scores() {
    let mut random = Random::new(1, 0);
    for _ in 0..40 {
        let n = 2 + random.below(11);
        let scores: Vec<i64> = (0..n).map(|_| random.below(9) as i64 - 3).collect();
        let histogram: Vec<(i64, u64)> = (-3..=5)
            .map(|v| (v, scores.iter().filter(|s| **s == v).count() as u64))
            .collect();
        let found = p_value(&histogram).unwrap();
        assert!(
            (found - by_enumeration(&scores)).abs() < 1e-14,
            "{scores:?}: {found}"
        );
    }
}

#[test]
fn order_of_bins_and_splits_change_nothing() {
    let p = p_value(&[(-2, 3), (1, 4), (5, 2)]);
    assert_eq!(p, p_value(&[(5, 2), (-2, 3), (1, 4)]));
    assert_eq!(p, p_value(&[(5, 1), (-2, 3), (1, 4), (5, 1), (9, 0)]));
}

#[test]
fn repeated_scores_are_exact_far_beyond_twelve() {
    // A sign test: 60 of 100 positive. P(|X - 50| >= 10), X ~ Binomial(100, ½) = 0.056887933640980805.
    assert!(
        (p_value(&[(1000, 60), (-1000, 40)]).unwrap() - 0.056_887_933_640_980_805).abs() < 1e-14
    );
    // Zeros change nothing in the exact test.
    let with_zeros = p_value(&[(1000, 60), (-1000, 40), (0, 500)]).unwrap();
    assert!((with_zeros - 0.056_887_933_640_980_805).abs() < 1e-14);
}

#[test]
fn beyond_enumeration_it_is_students_test() {
    let histogram: Vec<(i64, u64)> = (0..40).map(|i| (i * 37 % 100 - 45, 1)).collect();
    let values: Vec<f64> = histogram.iter().map(|b| b.0 as f64).collect();
    let mean = values.iter().sum::<f64>() / 40.0;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 39.0;
    let t = mean / (variance / 40.0).sqrt();
    let known = crate::stats::special::student_two_sided(t, 39.0);
    assert!((p_value(&histogram).unwrap() - known).abs() < 1e-12);
    // Ten thousand scores of one sign and size: too clear for any f64.
    assert_eq!(p_value(&[(5, 10_000)]), Some(0.0));
}

#[test]
fn degenerate_samples() {
    assert_eq!(p_value(&[]), None);
    assert_eq!(p_value(&[(5, 1)]), None);
    assert_eq!(p_value(&[(0, 2)]), Some(1.0));
    assert_eq!(p_value(&[(5, 1), (-5, 1)]), Some(1.0));
    assert_eq!(p_value(&[(5, 2)]), Some(0.5));
}

#[test]
fn level_is_held_under_the_null() {
    // Symmetric scores: 10 (exact) and 60 distinct ones (Student).
    for (n, runs) in [(10, 1500), (60, 1500)] {
        let mut random = Random::new(9, n);
        let hits = (0..runs)
            .filter(|_| {
                let mut scores: Vec<(i64, u64)> = (0..n)
                    .map(|_| {
                        (
                            (random.below(1000) as i64 + 1)
                                * if random.below(2) == 0 { 1 } else { -1 },
                            1,
                        )
                    })
                    .collect();
                scores.sort_unstable();
                p_value(&scores).unwrap() <= 0.05
            })
            .count();
        let share = hits as f64 / f64::from(runs);
        assert!((0.033..=0.065).contains(&share), "{n} scores: {share}");
    }
}

#[test]
fn level_is_held_where_whole_stories_are_flipped() {
    // 12 or 45 stories of up to 20 near-identical articles: flipping articles one by one would find far too much.
    for stories in [12, 45] {
        let mut random = Random::new(12, stories);
        let runs = 1500;
        let (mut by_story, mut by_article) = (0, 0);
        for _ in 0..runs {
            let (mut sums, mut articles) = (Vec::new(), Vec::new());
            for _ in 0..stories {
                let score = random.below(1201) as i64 - 600;
                let size = 1 + random.below(2) * random.below(20);
                sums.push((score * size as i64, 1));
                articles.push((score, size));
            }
            by_story += u32::from(p_value(&sums).unwrap() <= 0.05);
            by_article += u32::from(p_value(&articles).unwrap() <= 0.05);
        }
        let share = |hits: u32| f64::from(hits) / f64::from(runs);
        assert!(
            (0.03..=0.065).contains(&share(by_story)),
            "{stories}: {}",
            share(by_story)
        );
        assert!(share(by_article) > 0.3, "{stories}: {}", share(by_article));
    }
}
