//! Counts against their definitions, and against any split of the articles.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// Pair counts by the definition, without any shortcut.
fn naive_pairs(samples: &[Sample]) -> Vec<PairCounts> {
    let mut pairs: BTreeMap<(u32, u32), PairCounts> = BTreeMap::new();
    for sample in samples {
        let actors: BTreeSet<u32> = sample.mentions.iter().map(|m| m.actor).collect();
        for &a in &actors {
            for &b in actors.range(a + 1..) {
                let places = |actor: u32, of: fn(&StoredMention) -> u16| -> BTreeSet<u16> {
                    sample
                        .mentions
                        .iter()
                        .filter(|m| m.actor == actor)
                        .map(of)
                        .collect()
                };
                let shared = |of: fn(&StoredMention) -> u16| {
                    places(a, of).intersection(&places(b, of)).count() as u64
                };
                let pair = pairs.entry((a, b)).or_insert(PairCounts {
                    a,
                    b,
                    articles: 0,
                    sentences: 0,
                    paragraphs: 0,
                });
                pair.articles += 1;
                pair.sentences += shared(|m| m.sentence);
                pair.paragraphs += shared(|m| m.paragraph);
            }
        }
    }
    pairs.into_values().collect()
}

/// Score counts by the definition: (source, target) → sentences by label, article scores.
fn naive_stance(samples: &[Sample]) -> BTreeMap<(u32, u32), ([u64; 3], Vec<i32>)> {
    let mut all: BTreeMap<(u32, u32), ([u64; 3], Vec<i32>)> = BTreeMap::new();
    for sample in samples {
        let pairs: BTreeSet<(u32, u32)> = sample
            .judgements
            .iter()
            .filter(|j| j.source != j.target)
            .map(|j| (j.source, j.target))
            .collect();
        for pair in pairs {
            let own: Vec<_> = sample
                .judgements
                .iter()
                .filter(|j| (j.source, j.target) == pair)
                .collect();
            let entry = all.entry(pair).or_default();
            for j in &own {
                entry.0[j.label as usize] += 1;
            }
            let mean = own.iter().map(|j| f64::from(j.score)).sum::<f64>() / own.len() as f64;
            // `round` takes halves away from zero.
            entry.1.push(mean.round() as i32);
        }
    }
    for entry in all.values_mut() {
        entry.1.sort_unstable();
    }
    all
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let mentions = prop::collection::vec((0_u32..12, 0_u16..90), 0..25);
    let judgements =
        prop::collection::btree_map((0_u32..5, 0_u32..5, 0_u16..4), -1000_i16..=1000, 0..12);
    let one =
        (mentions, judgements, prop::option::of(0_i32..400)).prop_map(|(places, judged, day)| {
            let mut mentions: Vec<_> = places.into_iter().map(|(a, s)| mention(a, s)).collect();
            mentions.sort_by_key(|m| m.sentence);
            let mut judgements: Vec<_> = judged
                .iter()
                .map(|(&(a, b, s), &x)| judgement(a, b, s, x))
                .collect();
            judgements.sort_by_key(|j| j.sentence);
            let tones = judged
                .iter()
                .filter(|j| j.0.0 == 0)
                .map(|(k, &x)| tone(k.1, k.2, x))
                .collect();
            let outlet = day.unwrap_or(7) as u32 % 3;
            Sample {
                day,
                outlet,
                sentences: 90,
                paragraphs: 30,
                mentions,
                judgements,
                tones,
                discovered: vec![outlet],
            }
        });
    prop::collection::vec(one, 0..14)
}

type All = (Network, Stance, ToneByOutlet, Summary);

fn all(settings: &NetworkSettings) -> All {
    let by = || StanceSettings {
        period: Some(Period::Quarter),
        ..StanceSettings::default()
    };
    (
        Network::new(settings.clone()),
        Stance::new(by()),
        ToneByOutlet::new(by()),
        Summary::default(),
    )
}

fn finish(tally: All) -> (NetworkCounts, Vec<ScoreRow>, Vec<ScoreRow>, Summary) {
    let network = tally.0.finish().expect("a writable temporary folder");
    (network, tally.1.finish(), tally.2.finish(), tally.3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn counts_follow_their_definition(samples in samples()) {
        let settings = NetworkSettings { level: Level::Paragraph, ..NetworkSettings::default() };
        let counts = network(&samples, &settings);
        prop_assert_eq!(&counts.pairs, &naive_pairs(&samples));
        prop_assert_eq!(counts.units(), counts.paragraphs);
        let stance = add_all(Stance::default(), &samples);
        let found: BTreeMap<_, _> = stance.finish().into_iter().map(|row| {
            let c = row.counts;
            let scores = c.scores.bins().iter().flat_map(|b| std::iter::repeat_n(b.0, b.1 as usize)).collect();
            assert_eq!(c.sentences, c.positive + c.negative + c.neutral);
            ((row.source, row.target), ([c.negative, c.neutral, c.positive], scores))
        }).collect();
        prop_assert_eq!(found, naive_stance(&samples));
    }

    #[test]
    fn any_split_and_order_gives_the_same_counts(
        samples in samples(),
        owner in prop::collection::vec(0_usize..4, 14),
        reverse in any::<bool>(),
        max_pairs in prop_oneof![Just(1_usize), Just(3), Just(1000)],
    ) {
        let whole = finish(add_all(all(&NetworkSettings::default()), &samples));
        // Small limits force runs onto disk in the parts and while merging.
        let settings = NetworkSettings { max_pairs, ..NetworkSettings::default() };
        let mut parts: Vec<All> = (0..4).map(|_| all(&settings)).collect();
        for (sample, &part) in samples.iter().zip(&owner) {
            parts[part].add(&sample.view());
        }
        if reverse {
            parts.reverse();
        }
        let merged = parts.into_iter().reduce(|mut a, b| { a.merge(b); a }).expect("four parts");
        prop_assert_eq!(finish(merged), whole);
    }
}
