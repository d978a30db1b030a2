use super::*;

#[test]
fn intervals_of_counts_are_near_the_poisson_ones() {
    let pair = Counts::new(1_000_000, 5_000, 4_000, 400).unwrap();
    let joint = |c: &Counts| Some(c.cells()[0] as f64);
    let found = measure_interval(&pair, joint, 1, 1, 1999).unwrap();
    // 400 ± 1.96 · 20.
    assert!(
        (found.low - 360.8).abs() < 5.0 && (found.high - 439.2).abs() < 5.0,
        "{found:?}"
    );
    assert_eq!(measure_interval(&pair, joint, 1, 1, 1999), Some(found));
    assert_ne!(measure_interval(&pair, joint, 1, 2, 1999), Some(found));
}

#[test]
fn intervals_of_npmi_cover() {
    // 400 units, joint probability 0.08 between margins 0.25 and 0.2: lift 1.6.
    let mut random = Random::new(6, 6);
    let truth = 1.6_f64.ln() / -0.08_f64.ln();
    let runs = 300;
    let covered = (0..runs)
        .filter(|&run| {
            let mut cells = [0_u64; 4];
            for _ in 0..400 {
                let u = random.uniform();
                cells[if u < 0.08 {
                    0
                } else if u < 0.25 {
                    1
                } else if u < 0.37 {
                    2
                } else {
                    3
                }] += 1;
            }
            let pair =
                Counts::new(400, cells[0] + cells[1], cells[0] + cells[2], cells[0]).unwrap();
            let found = measure_interval(&pair, Counts::npmi, 3, run, 199).unwrap();
            found.low <= truth && truth <= found.high
        })
        .count();
    let share = covered as f64 / runs as f64;
    assert!((0.92..=0.98).contains(&share), "coverage {share}");
}

#[test]
fn undefined_measures_have_no_interval() {
    // A pair seen once: in a third of the replicates it is not seen, and PMI has no value.
    let once = Counts::new(1_000, 10, 10, 1).unwrap();
    assert_eq!(measure_interval(&once, Counts::pmi, 1, 1, 499), None);
    assert!(measure_interval(&once, Counts::npmi, 1, 1, 499).is_some());
    assert_eq!(measure_interval(&once, Counts::npmi, 1, 1, 0), None);
}

#[test]
fn concentration_by_hand() {
    assert_eq!(concentration(&[]), None);
    assert_eq!(concentration(&[0, 0]), None);
    let even = concentration(&[3, 0, 3, 3]).unwrap();
    assert_eq!((even.top, even.without_top), (0, 6));
    assert!((even.effective - 3.0).abs() < 1e-12);
    let single = concentration(&[0, 7]).unwrap();
    assert_eq!(
        (
            single.top,
            single.top_share,
            single.without_top,
            single.effective
        ),
        (1, 1.0, 0, 1.0)
    );
}

/// The index from its definition over pairs of nodes.
fn rand_by_pairs(first: &[u32], second: &[u32]) -> f64 {
    let (mut both, mut in_first, mut in_second, mut all) = (0.0, 0.0, 0.0, 0.0);
    for i in 0..first.len() {
        for j in 0..i {
            let (a, b) = (first[i] == first[j], second[i] == second[j]);
            both += f64::from(u8::from(a && b));
            in_first += f64::from(u8::from(a));
            in_second += f64::from(u8::from(b));
            all += 1.0;
        }
    }
    let expected = in_first * in_second / all;
    (both - expected) / (f64::midpoint(in_first, in_second) - expected)
}

#[test]
fn adjusted_rand_index() {
    let mut random = Random::new(1, 1);
    let mut draw = || (0..40).map(|_| random.below(4) as u32).collect::<Vec<_>>();
    let mut sum = 0.0;
    for _ in 0..50 {
        let (a, b) = (draw(), draw());
        let found = adjusted_rand(&a, &b).unwrap();
        assert!((found - rand_by_pairs(&a, &b)).abs() < 1e-12);
        assert_eq!(adjusted_rand(&a, &a), Some(1.0));
        sum += found;
    }
    assert!(
        (sum / 50.0).abs() < 0.02,
        "by chance 0, found {}",
        sum / 50.0
    );
    assert_eq!(adjusted_rand(&[0, 0], &[0]), None);
    assert_eq!(adjusted_rand(&[0, 0], &[1, 1]), None);
}

#[test]
fn stability_without_replicates_or_company() {
    assert_eq!(membership_stability(&[0, 0], &[]), [None, None]);
    assert_eq!(membership_stability(&[0, 1], &[vec![0, 0]]), [None, None]);
}
