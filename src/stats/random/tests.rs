use super::*;

#[test]
fn splitmix64_reference_sequence() {
    // The published C code seeded with 1234567 (Vigna, prng.di.unimi.it; Rosetta Code "Pseudo-random numbers/Splitmix64").
    let mut random = Random { state: 1_234_567 };
    let found: Vec<u64> = (0..5).map(|_| random.next_u64()).collect();
    assert_eq!(
        found,
        [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821
        ]
    );
}

#[test]
fn keyed_draws_depend_on_every_part() {
    let draw = keyed(1, 2, 3);
    assert_eq!(draw, keyed(1, 2, 3));
    for other in [
        keyed(2, 1, 3),
        keyed(1, 3, 2),
        keyed(0, 2, 3),
        keyed(1, 2, 4),
        keyed(1, 1, 3),
    ] {
        assert_ne!(draw, other);
    }
    // About half of the bits change with any part.
    let changed: u32 = (0..1000)
        .map(|i| (keyed(9, i, 0) ^ keyed(9, i + 1, 0)).count_ones())
        .sum();
    assert!((31_000..33_000).contains(&changed));
}

#[test]
fn uniform_and_below_are_even() {
    let mut random = Random::new(3, 4);
    let mean: f64 = (0..10_000).map(|_| random.uniform()).sum::<f64>() / 1e4;
    assert!((mean - 0.5).abs() < 0.012);
    let mut counts = [0; 7];
    for _ in 0..7_000 {
        counts[random.below(7) as usize] += 1;
    }
    assert!(
        counts.iter().all(|&c| (880..1120).contains(&c)),
        "{counts:?}"
    );
    assert_eq!((random.below(0), random.below(1)), (0, 0));
}

#[test]
fn shuffles_reach_every_order_evenly() {
    let mut random = Random::new(5, 6);
    let mut counts = std::collections::BTreeMap::new();
    for _ in 0..6_000 {
        let mut items = [0, 1, 2];
        random.shuffle(&mut items);
        *counts.entry(items).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 6);
    assert!(
        counts.values().all(|&c| (880..1120).contains(&c)),
        "{counts:?}"
    );
}
