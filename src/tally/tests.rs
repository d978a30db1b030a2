use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::{Date, DateFlag, Label, Period, Reading};
use crate::store::{StoredJudgement, StoredMention, StoredTone};

/// An article that owns what a view borrows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    pub(crate) day: Option<i32>,
    pub(crate) outlet: u32,
    pub(crate) sentences: u32,
    pub(crate) paragraphs: u32,
    pub(crate) mentions: Vec<StoredMention>,
    pub(crate) judgements: Vec<StoredJudgement>,
    pub(crate) tones: Vec<StoredTone>,
    pub(crate) discovered: Vec<u32>,
}

impl Sample {
    pub(crate) fn view(&self) -> ArticleView<'_> {
        ArticleView {
            key: 1,
            date: self.day.map(Date::from_days),
            date_flag: if self.day.is_some() { DateFlag::Given } else { DateFlag::Missing },
            outlet: self.outlet,
            language: 0,
            sentences: self.sentences,
            paragraphs: self.paragraphs,
            content: 0,
            mentions: &self.mentions,
            judgements: &self.judgements,
            tones: &self.tones,
            discovered: &self.discovered,
        }
    }
}

/// Sentences by their actors, three to a paragraph; `+`, `-` and `0` between two actors is a judgement, before one a tone.
fn article(sentences: &[&[u32]]) -> Sample {
    let mentions = (0_u16..)
        .zip(sentences)
        .flat_map(|(sentence, actors)| actors.iter().map(move |&actor| mention(actor, sentence)))
        .collect();
    Sample {
        sentences: sentences.len() as u32,
        paragraphs: sentences.len().div_ceil(3) as u32,
        mentions,
        ..Sample::default()
    }
}

fn mention(actor: u32, sentence: u16) -> StoredMention {
    StoredMention { actor, sentence, paragraph: sentence / 3, reading: Reading::Actor, confidence: 90 }
}

fn label(score: i16) -> Label {
    match score.signum() {
        -1 => Label::Negative,
        0 => Label::Neutral,
        _ => Label::Positive,
    }
}

fn judgement(source: u32, target: u32, sentence: u16, score: i16) -> StoredJudgement {
    StoredJudgement { source, target, sentence, label: label(score), score }
}

fn tone(target: u32, sentence: u16, score: i16) -> StoredTone {
    StoredTone { target, sentence, label: label(score), score }
}

fn network(samples: &[Sample], settings: &NetworkSettings) -> NetworkCounts {
    let mut tally = Network::new(settings.clone());
    samples.iter().for_each(|s| tally.add(&s.view()));
    tally.finish().expect("no disk needed or a writable temporary folder")
}

#[test]
fn an_article_and_a_sentence_count_once_however_often_they_name_an_actor() {
    let counts = network(&[article(&[&[1, 1, 2], &[1], &[2, 1], &[], &[3]])], &NetworkSettings::default());
    assert_eq!((counts.articles, counts.sentences, counts.paragraphs), (1, 5, 2));
    let one = &counts.actors[1];
    assert_eq!((one.articles, one.sentences, one.mentions), (1, 3, 4));
    let pair = |a, b, sentences| PairCounts { a, b, articles: 1, sentences, paragraphs: 0 };
    assert_eq!(counts.pairs, [pair(1, 2, 2), pair(1, 3, 0), pair(2, 3, 0)]);
}

#[test]
fn places_count_only_where_all_readings_do() {
    let mut sample = article(&[&[0, 1]]);
    sample.mentions[1].reading = Reading::Place;
    assert!(network(std::slice::from_ref(&sample), &NetworkSettings::default()).pairs.is_empty());
    let all = NetworkSettings { readings: Readings::All, ..NetworkSettings::default() };
    assert_eq!(network(&[sample], &all).pairs.len(), 1);
}

#[test]
fn rolled_up_actors_count_as_their_group_and_form_no_pair_within_it() {
    let names = ["NATO", "RUS", "RUS:lavrov", "RUS:putin", "USA"].map(String::from);
    let groups = RollUp::new(&names, |id| id.split(':').next().unwrap_or(id).to_owned());
    assert_eq!(groups.ids(), ["NATO", "RUS", "USA"]);
    let settings = NetworkSettings { roll_up: Some(Arc::new(groups)), ..NetworkSettings::default() };
    let counts = network(&[article(&[&[1, 2], &[3, 4], &[2]])], &settings);
    assert_eq!(counts.actors[1].mentions, 4);
    assert_eq!(counts.actors[1].sentences, 3);
    assert_eq!(counts.pairs, [PairCounts { a: 1, b: 2, articles: 1, sentences: 1, paragraphs: 0 }]);
}

#[test]
fn sentences_beyond_the_first_64_are_shared_exactly() {
    let mut sentences: Vec<&[u32]> = vec![&[]; 200];
    sentences[3] = &[0];
    sentences[67] = &[1]; // the same bit of the mask as sentence 3
    sentences[131] = &[0, 1];
    sentences[150] = &[0, 1];
    let counts = network(&[article(&sentences)], &NetworkSettings::default());
    assert_eq!(counts.pairs[0].sentences, 2);
}

#[test]
fn numbers_that_stand_for_nobody_are_left_out() {
    let mut sample = article(&[&[0, u32::MAX]]);
    sample.tones.push(tone(u32::MAX, 0, 5));
    sample.judgements.push(judgement(0, u32::MAX, 0, 5));
    let counts = network(std::slice::from_ref(&sample), &NetworkSettings::default());
    assert_eq!((counts.actors.len(), counts.pairs.len()), (1, 0));
    let mut stance = Stance::default();
    stance.add(&sample.view());
    assert!(stance.finish().is_empty());
}

#[test]
fn an_article_scores_the_mean_of_its_sentences_rounded_away_from_zero() {
    let mut sample = article(&[&[0, 1], &[0, 1]]);
    sample.judgements = vec![judgement(0, 1, 0, -500), judgement(0, 1, 1, -1), judgement(1, 0, 1, 7)];
    let mut stance = Stance::default();
    stance.add(&sample.view());
    stance.add(&sample.view());
    let rows = stance.finish();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].counts.scores.bins(), [(-251, 2)]);
    assert_eq!((rows[0].counts.sentences, rows[0].counts.negative), (4, 4));
    assert_eq!(rows[1].counts.scores.bins(), [(7, 2)]);
}

#[test]
fn both_directions_pool_in_a_sentence_where_none_is_asked_for() {
    let mut sample = article(&[&[0, 1], &[0, 1]]);
    sample.judgements = vec![judgement(0, 1, 0, -500), judgement(1, 0, 0, 100), judgement(1, 0, 1, 300)];
    let mut stance = Stance::new(StanceSettings { undirected: true, ..StanceSettings::default() });
    stance.add(&sample.view());
    let rows = stance.finish();
    assert_eq!(rows.len(), 1);
    let counts = &rows[0].counts;
    assert_eq!((rows[0].source, rows[0].target), (0, 1));
    assert_eq!((counts.sentences, counts.positive, counts.negative, counts.neutral), (2, 1, 0, 1));
    assert_eq!(counts.scores.bins(), [(50, 1)]); // mean of (-500 + 100) / 2 and 300
}

#[test]
fn undated_articles_have_a_period_of_their_own() {
    let mut dated = article(&[&[0, 1]]);
    dated.judgements.push(judgement(0, 1, 0, 10));
    let undated = dated.clone();
    dated.day = Some(59);
    let by = Some(Period::Month);
    let mut stance = Stance::new(StanceSettings { period: by, ..StanceSettings::default() });
    stance.add(&dated.view());
    stance.add(&undated.view());
    let periods: Vec<String> = stance.finish().iter().map(|row| row.period.name(by)).collect();
    assert_eq!(periods, ["", "1970-03"]);
}

#[test]
fn a_default_date_stands_out_as_a_spike() {
    let mut summary = Summary::default();
    for day in 0..30 {
        for _ in 0..if day == 7 { 80 } else { 3 } {
            summary.add(&Sample { day: Some(day), ..Sample::default() }.view());
        }
    }
    assert_eq!(summary.spikes(), [Spike { day: Date::from_days(7), articles: 80 }]);
    assert_eq!(summary.first_date(), Some(Date::from_days(0)));
    assert_eq!(summary.last_date(), Some(Date::from_days(29)));
    assert_eq!(summary.with_date_flag(DateFlag::Given), summary.articles);
}

/// Pair counts by the definition, without any shortcut.
fn naive_pairs(samples: &[Sample]) -> Vec<PairCounts> {
    let mut pairs: BTreeMap<(u32, u32), PairCounts> = BTreeMap::new();
    for sample in samples {
        let actors: BTreeSet<u32> = sample.mentions.iter().map(|m| m.actor).collect();
        for &a in &actors {
            for &b in actors.range(a + 1..) {
                let places = |actor: u32, of: fn(&StoredMention) -> u16| -> BTreeSet<u16> {
                    sample.mentions.iter().filter(|m| m.actor == actor).map(of).collect()
                };
                let shared = |of: fn(&StoredMention) -> u16| {
                    places(a, of).intersection(&places(b, of)).count() as u64
                };
                let pair = pairs
                    .entry((a, b))
                    .or_insert(PairCounts { a, b, articles: 0, sentences: 0, paragraphs: 0 });
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
        let pairs: BTreeSet<(u32, u32)> =
            sample.judgements.iter().filter(|j| j.source != j.target).map(|j| (j.source, j.target)).collect();
        for pair in pairs {
            let own: Vec<_> =
                sample.judgements.iter().filter(|j| (j.source, j.target) == pair).collect();
            let entry = all.entry(pair).or_default();
            own.iter().for_each(|j| entry.0[j.label as usize] += 1);
            let mean = own.iter().map(|j| f64::from(j.score)).sum::<f64>() / own.len() as f64;
            // `round` takes halves away from zero.
            entry.1.push(mean.round() as i32);
        }
    }
    all.values_mut().for_each(|entry| entry.1.sort_unstable());
    all
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let mentions = prop::collection::vec((0_u32..12, 0_u16..90), 0..25);
    let judgements = prop::collection::btree_map((0_u32..5, 0_u32..5, 0_u16..4), -1000_i16..=1000, 0..12);
    let one = (mentions, judgements, prop::option::of(0_i32..400)).prop_map(|(places, judged, day)| {
        let mut mentions: Vec<_> = places.into_iter().map(|(a, s)| mention(a, s)).collect();
        mentions.sort_by_key(|m| m.sentence);
        let mut judgements: Vec<_> =
            judged.iter().map(|(&(a, b, s), &x)| judgement(a, b, s, x)).collect();
        judgements.sort_by_key(|j| j.sentence);
        let tones = judged.iter().filter(|j| j.0.0 == 0).map(|(k, &x)| tone(k.1, k.2, x)).collect();
        let outlet = day.unwrap_or(7) as u32 % 3;
        Sample { day, outlet, sentences: 90, paragraphs: 30, mentions, judgements, tones, discovered: vec![outlet] }
    });
    prop::collection::vec(one, 0..14)
}

type All = (Network, Stance, ToneByOutlet, Summary);

fn all(settings: &NetworkSettings) -> All {
    let by = || StanceSettings { period: Some(Period::Quarter), ..StanceSettings::default() };
    (Network::new(settings.clone()), Stance::new(by()), ToneByOutlet::new(by()), Summary::default())
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
        let mut stance = Stance::default();
        samples.iter().for_each(|s| stance.add(&s.view()));
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
        let whole = {
            let mut tally = all(&NetworkSettings::default());
            samples.iter().for_each(|s| tally.add(&s.view()));
            finish(tally)
        };
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
