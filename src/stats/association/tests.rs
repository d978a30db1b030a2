//! Against published tables.

use super::*;

fn near(found: Option<f64>, published: f64, digits: f64) {
    let found = found.expect("defined");
    assert!(
        (found - published).abs() <= digits * published.abs().max(1.0),
        "{found} is not {published}"
    );
}

#[test]
fn dunning_1993_the_swiss() {
    // The row "the swiss" of Dunning (1993): cells 110, 2442, 111, 29114; -2 ln λ = 270.72.
    let pair = Counts::new(31_777, 2_552, 221, 110).unwrap();
    assert_eq!(pair.cells(), [110, 2442, 111, 29114]);
    near(pair.g2(), 270.72, 2e-5);
}

/// Checks a published cell: a number to the digits printed, or bounds `a..b`.
fn published(found: f64, cell: &str) {
    if let Some((low, high)) = cell.split_once("..") {
        let (low, high): (f64, f64) = (low.parse().unwrap(), high.parse().unwrap());
        assert!((low..=high).contains(&found), "{found} is not in {cell}");
        return;
    }
    let digits = cell
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len() as i32);
    let value: f64 = cell.parse().unwrap();
    // One unit in the last digit printed (some sources cut instead of rounding).
    let unit = 10_f64.powi(-digits).max(1e-9 * value.abs());
    assert!((found - value).abs() <= unit, "{found} is not {cell}");
}

#[test]
fn text_nsp_bigrams() {
    let mut rows = 0;
    for line in include_str!("../../../tests/oracles/bigram_measures.csv")
        .lines()
        .skip(1)
    {
        let cells: Vec<&str> = line.split(',').collect();
        let count = |at: usize| cells[at].parse::<u64>().unwrap();
        let pair = Counts::new(count(3), count(1), count(2), count(0)).unwrap();
        published(pair.pmi().unwrap(), cells[4]);
        published(pair.t_score().unwrap(), cells[5]);
        published(pair.odds_ratio().unwrap(), cells[6]);
        published(pair.g2().unwrap(), cells[7]);
        published(pair.dice().unwrap(), cells[8]);
        published(pair.chi2().unwrap(), cells[9]);
        // Jaccard's index is D / (2 - D) of Dice's coefficient D, lift 2 to the power of PMI.
        let dice: f64 = cells[8].parse().unwrap();
        near(pair.jaccard(), dice / (2.0 - dice), 1e-6);
        if let Ok(pmi) = cells[4].parse::<f64>() {
            near(pair.lift(), pmi.exp2(), 1e-5);
        }
        rows += 1;
    }
    assert_eq!(rows, 17);
}

#[test]
fn quanteda_keyness() {
    // Words of US inaugural addresses; Yates's correction where a cell expects fewer than 5.
    let mut rows = 0;
    for line in include_str!("../../../tests/oracles/inaugural_keyness.csv")
        .lines()
        .skip(1)
    {
        let cells: Vec<&str> = line.split(',').collect();
        let count = |at: usize| cells[at].parse::<u64>().unwrap();
        let (in_target, in_reference, target, reference) = (count(0), count(1), count(2), count(3));
        let pair = Counts::new(
            target + reference,
            in_target + in_reference,
            target,
            in_target,
        )
        .unwrap();
        let few = pair.expected().unwrap() < 5.0;
        let size = if few { pair.chi2_yates() } else { pair.chi2() };
        let known: f64 = cells[4].parse().unwrap();
        near(size.map(|x| x.copysign(known)), known, 4e-7);
        // The sign is that of the keyness: more or less than expected.
        assert_eq!(in_target as f64 > pair.expected().unwrap(), known > 0.0);
        rows += 1;
    }
    assert_eq!(rows, 30);
}

#[test]
fn yates_takes_half_a_unit_from_each_cell() {
    // Cells 10, 10, 10, 30: |ad - bc| = 200, less n/2 = 30; 60 · 170² / (20 · 40 · 20 · 40).
    near(
        Counts::new(60, 20, 20, 10).unwrap().chi2_yates(),
        60.0 * 170.0 * 170.0 / 640_000.0,
        1e-15,
    );
    // Never below 0: here |ad - bc| = 20 < 30.
    assert_eq!(Counts::new(60, 20, 20, 7).unwrap().chi2_yates(), Some(0.0));
}

#[test]
fn npmi_has_its_three_landmarks() {
    // Only together: 1; independent: 0; never together: -1 (Bouma 2009, §2).
    assert_eq!(Counts::new(100, 10, 10, 10).unwrap().npmi(), Some(1.0));
    assert_eq!(Counts::new(100, 20, 50, 10).unwrap().npmi(), Some(0.0));
    assert_eq!(Counts::new(100, 20, 50, 0).unwrap().npmi(), Some(-1.0));
    // With something in every unit the other is independent and found only together: undefined.
    assert_eq!(Counts::new(100, 100, 20, 20).unwrap().npmi(), None);
    assert_eq!(Counts::new(100, 100, 20, 20).unwrap().pmi(), Some(0.0));
    // ln(10·100/400) / ln 10.
    near(
        Counts::new(100, 20, 20, 10).unwrap().npmi(),
        2.5_f64.ln() / 10_f64.ln(),
        1e-15,
    );
}

#[test]
fn log_odds_by_hand() {
    let found = Counts::new(60, 20, 20, 10).unwrap().log_odds().unwrap();
    // Cells 10, 10, 10, 30, each with ½ added.
    let estimate = (10.5 * 30.5 / (10.5_f64 * 10.5)).ln();
    let error = (3.0 / 10.5 + 1.0 / 30.5_f64).sqrt();
    assert!((found.estimate - estimate).abs() < 1e-14);
    assert!((found.high - estimate - 1.959_963_984_540_054 * error).abs() < 1e-14);
    assert!((found.low + found.high - 2.0 * estimate).abs() < 1e-14);
}

#[test]
fn log_odds_intervals_cover() {
    // Two independent margins of 0.3 and 0.4 in 80 units: the true log odds is 0.
    let mut random = crate::stats::random::Random::new(5, 5);
    let runs = 4_000;
    let covered = (0..runs)
        .filter(|_| {
            let (mut i, mut j, mut both) = (0, 0, 0);
            for _ in 0..80 {
                let (a, b) = (random.uniform() < 0.3, random.uniform() < 0.4);
                i += u64::from(a);
                j += u64::from(b);
                both += u64::from(a && b);
            }
            Counts::new(80, i, j, both)
                .unwrap()
                .log_odds()
                .is_some_and(|o| o.low <= 0.0 && o.high >= 0.0)
        })
        .count();
    let share = covered as f64 / f64::from(runs);
    assert!((0.94..=0.975).contains(&share), "coverage {share}");
}

#[test]
fn undefined_is_none() {
    assert_eq!(Counts::new(10, 5, 5, 6), None);
    assert_eq!(Counts::new(10, 8, 8, 5), None);
    assert_eq!(Counts::new(10, 11, 5, 5), None);
    let nothing = Counts::new(0, 0, 0, 0).unwrap();
    assert_eq!(
        (
            nothing.expected(),
            nothing.npmi(),
            nothing.jaccard(),
            nothing.dice()
        ),
        (None, None, None, None)
    );
    let absent = Counts::new(10, 0, 5, 0).unwrap();
    assert_eq!(
        (absent.lift(), absent.pmi(), absent.npmi(), absent.g2()),
        (None, None, None, None)
    );
    assert_eq!(
        (absent.chi2(), absent.log_odds(), absent.t_score()),
        (None, None, None)
    );
    assert_eq!(absent.jaccard(), Some(0.0));
    let everywhere = Counts::new(10, 10, 10, 10).unwrap();
    assert_eq!(
        (everywhere.npmi(), everywhere.g2(), everywhere.odds_ratio()),
        (None, None, None)
    );
    assert_eq!(everywhere.lift(), Some(1.0));
    let apart = Counts::new(10, 3, 3, 0).unwrap();
    assert_eq!((apart.pmi(), apart.t_score()), (None, None));
    assert_eq!(apart.lift(), Some(0.0));
}

#[test]
fn g2_is_signed_by_direction() {
    let often = Counts::new(100, 20, 20, 10).unwrap();
    let seldom = Counts::new(100, 50, 50, 10).unwrap();
    assert_eq!(often.g2_signed(), often.g2());
    assert_eq!(seldom.g2_signed(), seldom.g2().map(|g| -g));
    assert_eq!(Counts::new(100, 20, 50, 10).unwrap().g2_signed(), Some(0.0));
}

#[test]
fn large_counts_keep_their_precision() {
    let pair = Counts::new(400_000_000, 200_000_000, 200_000_000, 100_000_001).unwrap();
    // ad - bc = n here: chi2 = n · n² / (n/2)⁴ = 16 / n.
    near(pair.chi2().map(|x| x * 4e8 / 16.0), 1.0, 1e-14);
    near(pair.g2().map(|x| x * 4e8 / 16.0), 1.0, 1e-8);
}
