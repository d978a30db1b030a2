//! Counts against their definitions, and against any split of the articles.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// Pair counts by the definition, without any shortcut.
fn naive_pairs(samples: &[Sample]) -> Vec<PairCounts> {
    let mut pairs: BTreeMap<(u32, u32), PairCounts> = BTreeMap::new();
    for sample in samples {
        let actors: BTreeSet<u32> = sample.mentions.iter().map(|m| m.actor.number()).collect();
        for &a in &actors {
            for &b in actors.range(a + 1..) {
                let places = |actor: u32, of: fn(&StoredMention) -> u16| -> BTreeSet<u16> {
                    sample
                        .mentions
                        .iter()
                        .filter(|m| m.actor.number() == actor)
                        .map(of)
                        .collect()
                };
                let shared = |of: fn(&StoredMention) -> u16| {
                    places(a, of).intersection(&places(b, of)).count() as u64
                };
                let pair = pairs.entry((a, b)).or_insert(PairCounts {
                    a: ActorIndex::new(a),
                    b: ActorIndex::new(b),
                    articles: 0,
                    sentences: 0,
                    passages: 0,
                    stories: 0,
                    top_story: 0,
                });
                pair.articles += 1;
                pair.sentences += shared(|m| m.sentence);
                pair.passages += shared(|m| m.paragraph);
            }
        }
    }
    for (&(a, b), pair) in &mut pairs {
        let sizes = by_story(samples, |sample| {
            [a, b]
                .iter()
                .all(|actor| sample.mentions.iter().any(|m| m.actor.number() == *actor))
        });
        pair.stories = sizes.len() as u64;
        pair.top_story = sizes.into_iter().max().unwrap_or(0);
    }
    pairs.into_values().collect()
}

/// How many of the samples that fit each story has, stories without any left out.
fn by_story(samples: &[Sample], fits: impl Fn(&Sample) -> bool) -> Vec<u64> {
    let mut sizes: BTreeMap<(Option<u32>, usize), u64> = BTreeMap::new();
    for (i, sample) in samples.iter().enumerate().filter(|s| fits(s.1)) {
        // An article without a story is one by itself.
        let own = if sample.story.is_none() { i } else { 0 };
        *sizes.entry((sample.story, own)).or_default() += 1;
    }
    sizes.into_values().collect()
}

/// Whether the article judges what a row is about.
fn judges(sample: &Sample, row: &ScoreRow, by: Option<Period>) -> bool {
    PeriodKey::new(sample.day.map(Date::from_days), by) == row.period
        && sample
            .judgements
            .iter()
            .any(|j| (j.source, j.target) == (row.source, row.target))
}

/// Sentences by label, and of each story the number of its articles and the sum of their scores.
type Scored = ([u64; 3], Vec<(u64, i64)>);

/// Score counts by the definition, by (source, target).
fn naive_stance(samples: &[Sample]) -> BTreeMap<(u32, u32), Scored> {
    let mut all: BTreeMap<(u32, u32), Scored> = BTreeMap::new();
    let mut stories: BTreeMap<((u32, u32), u32), (u64, i64)> = BTreeMap::new();
    for sample in samples {
        let pairs: BTreeSet<(u32, u32)> = sample
            .judgements
            .iter()
            .filter(|j| j.source != j.target)
            .map(|j| (j.source.number(), j.target.number()))
            .collect();
        for pair in pairs {
            let own: Vec<_> = sample
                .judgements
                .iter()
                .filter(|j| (j.source.number(), j.target.number()) == pair)
                .collect();
            let entry = all.entry(pair).or_default();
            for j in &own {
                entry.0[j.label() as usize] += 1;
            }
            let mean = own.iter().map(|j| f64::from(j.score)).sum::<f64>() / own.len() as f64;
            // `round` takes halves away from zero.
            let score = mean.round() as i64;
            match sample.story {
                None => entry.1.push((1, score)),
                Some(story) => {
                    let sums = stories.entry((pair, story)).or_default();
                    *sums = (sums.0 + 1, sums.1 + score);
                }
            }
        }
    }
    for ((pair, _), sums) in stories {
        all.entry(pair).or_default().1.push(sums);
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
    let one = (
        mentions,
        judgements,
        prop::option::of(0_i32..400),
        prop::option::of(0_u32..4),
    )
        .prop_map(|(places, judged, day, story)| {
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
                key: 1,
                day,
                outlet,
                sentences: 90,
                paragraphs: 30,
                mentions,
                judgements,
                tones,
                discovered: vec![outlet],
                story,
                ..Sample::default()
            }
        });
    prop::collection::vec(one, 0..14)
}

type All = (Network, Stance, ToneByOutlet, Summary);

fn all(settings: &CountSettings) -> All {
    let by = || StanceSettings {
        calendar: Some(Period::Quarter.into()),
        ..StanceSettings::default()
    };
    (
        Network::new(settings.clone()),
        Stance::new(by()),
        ToneByOutlet::new(by()),
        Summary::default(),
    )
}

type Finished = (
    NetworkCounts,
    Vec<ScoreRow>,
    Vec<ScoreRow<Option<OutletIndex>>>,
    Summary,
);

fn finish(tally: All) -> Finished {
    let network = tally.0.finish().expect("a writable temporary folder");
    (
        network,
        tally.1.finish().unwrap(),
        tally.2.finish().unwrap(),
        tally.3,
    )
}

/// Units of text as sets of actors, by the definition of each level.
fn naive_units(samples: &[Sample], level: Level) -> Vec<BTreeSet<u32>> {
    let mut units = Vec::new();
    let mut stories: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for sample in samples {
        let among = |fits: &dyn Fn(&StoredMention) -> bool| -> BTreeSet<u32> {
            let here = sample.mentions.iter().filter(|m| fits(m));
            here.map(|m| m.actor.number()).collect()
        };
        match (level, sample.story) {
            (Level::Story, Some(story)) => {
                stories.entry(story).or_default().extend(among(&|_| true));
            }
            (Level::Article | Level::Story, _) => units.push(among(&|_| true)),
            (Level::Sentence, _) => {
                units.extend((0..sample.sentences).map(|s| among(&|m| u32::from(m.sentence) == s)));
            }
            (Level::Paragraph, _) => units
                .extend((0..sample.paragraphs).map(|p| among(&|m| u32::from(m.paragraph) == p))),
            (Level::Window { span }, _) => {
                let span = u32::from(span);
                let windows = if sample.sentences < span {
                    1
                } else {
                    sample.sentences - span + 1
                };
                units.extend(
                    (0..windows).map(|first| {
                        among(&|m| (first..first + span).contains(&m.sentence.into()))
                    }),
                );
            }
        }
    }
    units.extend(stories.into_values());
    units
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn units_of_every_level_follow_their_definition(
        samples in samples(),
        level in prop_oneof![
            Just(Level::Article), Just(Level::Sentence), Just(Level::Paragraph), Just(Level::Story),
            (1_u16..8).prop_map(|span| Level::Window { span }),
            (60_u16..120).prop_map(|span| Level::Window { span }),
        ],
    ) {
        let settings = CountSettings { level, ..CountSettings::default() };
        let counts = network(&samples, &settings);
        let units = naive_units(&samples, level);
        prop_assert_eq!(counts.units(), units.len() as u64);
        for actor in 0..12 {
            let with = units.iter().filter(|u| u.contains(&actor)).count() as u64;
            prop_assert_eq!(counts.actor_units(ActorIndex::new(actor)), with);
        }
        // Both actors of a pair are in one article of the story, which `naive_pairs` counts.
        for pair in counts.pairs.iter().filter(|_| level != Level::Story) {
            let with = units.iter().filter(|u| u.contains(&pair.a.number()) && u.contains(&pair.b.number())).count();
            prop_assert_eq!(counts.pair_units(pair), with as u64);
        }
        let mut sizes = vec![0; 13];
        for unit in &units {
            sizes[unit.len()] += 1;
        }
        let found: Vec<u64> = counts.sizes.iter().copied().chain(std::iter::repeat(0)).take(13).collect();
        prop_assert_eq!(found, sizes);
    }

    #[test]
    fn counts_follow_their_definition(samples in samples()) {
        let settings = CountSettings { level: Level::Paragraph, ..CountSettings::default() };
        let counts = network(&samples, &settings);
        prop_assert_eq!(&counts.pairs, &naive_pairs(&samples));
        prop_assert_eq!(counts.units(), counts.paragraphs);
        prop_assert_eq!(counts.stories, by_story(&samples, |_| true).len() as u64);
        for (actor, found) in (0_u32..).zip(&counts.actors) {
            let named = |s: &Sample| s.mentions.iter().any(|m| m.actor.number() == actor);
            prop_assert_eq!(found.stories, by_story(&samples, named).len() as u64);
        }
        let by = Some(Period::Quarter);
        let quarters = Stance::new(StanceSettings { calendar: by.map(Calendar::from), ..StanceSettings::default() });
        for row in add_all(quarters, &samples).finish().unwrap() {
            let expected = by_story(&samples, |sample| judges(sample, &row, by));
            prop_assert_eq!(row.counts.stories, expected.len() as u64);
        }
        let stance = add_all(Stance::default(), &samples);
        let found: BTreeMap<_, _> = stance.finish().unwrap().into_iter().map(|row| {
            let c = row.counts;
            let alone = c.scores.bins().iter().map(|b| ((1, i64::from(b.0)), b.1));
            let stories = alone.chain(c.scores.groups().iter().copied());
            let mut scores: Vec<_> = stories.flat_map(|b| std::iter::repeat_n(b.0, b.1 as usize)).collect();
            scores.sort_unstable();
            assert_eq!(c.stories, c.scores.stories());
            assert_eq!(c.sentences, c.positive + c.negative + c.neutral);
            ((row.source.number(), row.target.number()), ([c.negative, c.neutral, c.positive], scores))
        }).collect();
        prop_assert_eq!(found, naive_stance(&samples));
    }

    #[test]
    fn any_split_and_order_gives_the_same_counts(
        samples in samples(),
        owner in prop::collection::vec(0_usize..4, 18),
        reverse in any::<bool>(),
        max_pairs in prop_oneof![Just(1_usize), Just(3), Just(1000)],
    ) {
        let level = Level::Window { span: 3 };
        let settings = CountSettings { level, ..CountSettings::default() };
        let whole = finish(add_all(all(&settings), &samples));
        // Small limits force runs onto disk in the parts and while merging.
        let settings = CountSettings { max_pairs, ..settings };
        let mut shares: Vec<Vec<Sample>> = vec![Vec::new(); 4];
        for (i, sample) in samples.iter().enumerate() {
            // A story stays together; the others go anywhere.
            let part = sample.story.map_or(owner[i], |story| owner[14 + story as usize]);
            shares[part].push(sample.clone());
        }
        if reverse {
            shares.reverse();
            for share in &mut shares {
                share.reverse();
            }
        }
        let parts: Vec<All> = shares.iter().map(|share| add_all(all(&settings), share)).collect();
        let merged = parts.into_iter().reduce(|mut a, b| { a.merge(b); a }).expect("four parts");
        prop_assert_eq!(finish(merged), whole);
    }
}
