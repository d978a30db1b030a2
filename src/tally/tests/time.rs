//! Counts by period against their definition.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::model::PeriodIndex;

/// Names of periods, each with articles, stories, sentences and units.
type ByPeriod<K> = BTreeMap<(String, K), [u64; 4]>;

/// Every count by its definition, without any shortcut: the periods', the actors', the pairs'.
fn naive(
    samples: &[Sample],
    calendar: &Calendar,
    level: Level,
) -> (ByPeriod<()>, ByPeriod<u32>, ByPeriod<(u32, u32)>) {
    let mut totals = BTreeMap::new();
    let mut actors = BTreeMap::new();
    let mut pairs = BTreeMap::new();
    // Stories by what they count for; an article alone is one under a number of its own.
    let mut stories: BTreeSet<(String, Vec<u32>, (bool, u32))> = BTreeSet::new();
    for (number, sample) in (0..).zip(samples) {
        let Some(day) = sample.day.map(Date::from_days) else {
            continue;
        };
        let story = sample.story.map_or((true, number), |story| (false, story));
        let places = |actor: u32, of: fn(&StoredMention) -> u16| -> BTreeSet<u16> {
            let own = sample.mentions.iter().filter(|m| m.actor.number() == actor);
            own.map(of).collect()
        };
        // Windows of three sentences, by their first one.
        let windows = sample.sentences as u16 - 2;
        let passages = |actor: u32| -> BTreeSet<u16> {
            if level == Level::Paragraph {
                return places(actor, |m| m.paragraph);
            }
            let named = places(actor, |m| m.sentence);
            let holds = |w: &u16| (*w..w + 3).any(|s| named.contains(&s));
            (0..windows).filter(holds).collect()
        };
        let units = |sentences: usize, passages: usize| match level {
            Level::Sentence => sentences as u64,
            Level::Paragraph | Level::Window { .. } => passages as u64,
            _ => 1,
        };
        let present: BTreeSet<u32> = sample.mentions.iter().map(|m| m.actor.number()).collect();
        for key in calendar.keys(day) {
            let name = calendar.name(key);
            let mut add = |sums: &mut [u64; 4], who: Vec<u32>, sentences: usize, units: u64| {
                let new = stories.insert((name.clone(), who, story));
                let more = [1, u64::from(new), sentences as u64, units];
                for (sum, more) in sums.iter_mut().zip(more) {
                    *sum += more;
                }
                if level == Level::Story {
                    sums[3] = sums[1];
                }
            };
            let s = sample.sentences as usize;
            let p = match level {
                Level::Paragraph => sample.paragraphs as usize,
                _ => windows.into(),
            };
            let sums = totals.entry((name.clone(), ())).or_default();
            add(sums, vec![], s, units(s, p));
            for &a in &present {
                let (s, p) = (places(a, |m| m.sentence), passages(a));
                let sums = actors.entry((name.clone(), a)).or_default();
                add(sums, vec![a], s.len(), units(s.len(), p.len()));
                for &b in present.range(a + 1..) {
                    let shared = |x: &BTreeSet<u16>, y| x.intersection(&y).count();
                    let in_s = shared(&s, places(b, |m| m.sentence));
                    let in_p = shared(&p, passages(b));
                    let sums = pairs.entry((name.clone(), (a, b))).or_default();
                    add(sums, vec![a, b], in_s, units(in_s, in_p));
                }
            }
        }
    }
    (totals, actors, pairs)
}

fn numbers(counts: PeriodCounts) -> [u64; 4] {
    [
        counts.articles,
        counts.stories,
        counts.sentences,
        counts.units,
    ]
}

fn counted(
    samples: &[Sample],
    calendar: &Calendar,
    level: Level,
    max_pairs: usize,
    parts: usize,
) -> TimelineCounts {
    let settings = TimelineSettings {
        calendar: calendar.clone(),
        network: CountSettings {
            level,
            max_pairs,
            ..CountSettings::default()
        },
    };
    let mut tallies: Vec<Timeline> = (0..parts)
        .map(|_| Timeline::new(settings.clone()))
        .collect();
    // Stories go to one tally each, their articles one after the other.
    let mut order: Vec<&Sample> = samples.iter().collect();
    order.sort_by_key(|s| s.story);
    for group in order.chunk_by(|x, y| x.story == y.story) {
        for (i, sample) in group.iter().enumerate() {
            let part = sample.story.map_or(i, |story| story as usize);
            tallies[part % parts].add(&sample.view());
        }
        if let Some(story) = group[0].story {
            tallies[story as usize % parts].end_story();
        }
    }
    let mut whole = Timeline::new(settings);
    for tally in tallies {
        whole.merge(tally);
    }
    whole.finish().expect("a writable temporary folder")
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let mentions = prop::collection::vec((0_u32..6, 0_u16..12), 0..9);
    let story = prop::option::weighted(0.4, 0_u32..4);
    let one = (mentions, prop::option::weighted(0.9, 0_i32..80), story).prop_map(
        |(places, day, story)| Sample {
            day,
            story,
            sentences: 12,
            paragraphs: 4,
            mentions: places.into_iter().map(|(a, s)| mention(a, s)).collect(),
            ..Sample::default()
        },
    );
    prop::collection::vec(one, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn counts_by_period_are_what_they_are_called(
        samples in samples(),
        level in prop_oneof![
            Just(Level::Article), Just(Level::Sentence), Just(Level::Paragraph), Just(Level::Story),
            Just(Level::Window { span: 3 })
        ],
        kind in 0..4,
        max_pairs in prop_oneof![Just(3_usize), Just(1 << 20)],
        parts in 1_usize..4,
    ) {
        let day = Date::from_days;
        let calendar = match kind {
            0 => Calendar::from(Period::Month),
            1 => Calendar::from(Period::Week),
            // Overlapping windows, and runs with a gap between them.
            2 => Calendar::windows(day(3), day(70), 20, 7),
            _ => Calendar::runs([(0, 9), (15, 60)].map(|(a, b)| Days { first: day(a), last: day(b) })),
        };
        let counts = counted(&samples, &calendar, level, max_pairs, parts);
        let (totals, actors, pairs) = naive(&samples, &calendar, level);
        let name = |period: PeriodIndex| calendar.name(counts.periods[period.position()].0);
        let found: ByPeriod<()> = counts.periods.iter()
            .map(|(key, c)| ((calendar.name(*key), ()), numbers(*c)))
            .collect();
        prop_assert_eq!(found, totals);
        let found: ByPeriod<u32> = counts.actors.iter()
            .map(|a| ((name(a.period), a.actor.number()), numbers(a.counts)))
            .collect();
        prop_assert_eq!(found, actors);
        let found: ByPeriod<(u32, u32)> = counts.pairs.iter()
            .map(|p| ((name(p.period), (p.a.number(), p.b.number())), numbers(p.counts)))
            .collect();
        prop_assert_eq!(found, pairs);
        let undated = samples.iter().filter(|s| s.day.is_none()).count() as u64;
        let placed = |s: &&Sample| s.day.is_some_and(|d| calendar.keys(day(d)).count() > 0);
        let inside = samples.iter().filter(placed).count() as u64;
        prop_assert_eq!(counts.undated, undated);
        prop_assert_eq!(counts.outside, samples.len() as u64 - undated - inside);
    }
}
