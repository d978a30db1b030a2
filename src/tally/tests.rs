mod merging;
mod time;

use std::sync::Arc;

use super::*;
use crate::model::{ActorIndex, Date, DateFlag, Label, OutletIndex, Period, Reading, StoryIndex};
use crate::store::{StoredJudgement, StoredMention, StoredTone};

/// An article that owns what a view borrows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    pub(crate) key: u64,
    pub(crate) day: Option<i32>,
    pub(crate) outlet: u32,
    /// Whether it names no outlet.
    pub(crate) nameless: bool,
    pub(crate) sentences: u32,
    pub(crate) paragraphs: u32,
    pub(crate) mentions: Vec<StoredMention>,
    pub(crate) judgements: Vec<StoredJudgement>,
    pub(crate) tones: Vec<StoredTone>,
    pub(crate) discovered: Vec<u32>,
    /// `None` for an article that is alone in its story.
    pub(crate) story: Option<u32>,
}

impl Sample {
    pub(crate) fn view(&self) -> ArticleView<'_> {
        ArticleView {
            key: self.key,
            date: self.day.map(Date::from_days),
            date_flag: if self.day.is_some() {
                DateFlag::Given
            } else {
                DateFlag::Missing
            },
            outlet: (!self.nameless).then_some(OutletIndex::new(self.outlet)),
            language: None,
            language_given: true,
            serial: 0,
            story: self.story.map(StoryIndex::new),
            sentences: self.sentences,
            paragraphs: self.paragraphs,
            repeated: 0,
            completeness: None,
            content: 0,
            run: 1,
            input: 0,
            mentions: &self.mentions,
            judgements: &self.judgements,
            tones: &self.tones,
            discovered: &self.discovered,
        }
    }
}

/// An article of sentences that name these actors, three sentences to a paragraph.
pub(crate) fn article(sentences: &[&[u32]]) -> Sample {
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
    StoredMention {
        actor: ActorIndex::new(actor),
        sentence,
        paragraph: sentence / 3,
        reading: Reading::Actor,
        confidence: 90,
    }
}

/// Adds all samples to a tally, story by story.
pub(crate) fn add_all<T: Tally>(mut tally: T, samples: &[Sample]) -> T {
    let mut in_order: Vec<&Sample> = samples.iter().collect();
    in_order.sort_by_key(|sample| sample.story);
    for story in in_order.chunk_by(|a, b| a.story == b.story) {
        for sample in story {
            tally.add(&sample.view());
        }
        if story[0].story.is_some() {
            tally.end_story();
        }
    }
    tally
}

fn label(score: i16) -> Label {
    match score.signum() {
        -1 => Label::Negative,
        0 => Label::Neutral,
        _ => Label::Positive,
    }
}

pub(crate) fn judgement(source: u32, target: u32, sentence: u16, score: i16) -> StoredJudgement {
    StoredJudgement {
        source: ActorIndex::new(source),
        target: ActorIndex::new(target),
        sentence,
        class: label(score).into(),
        carried: false,
        score,
    }
}

pub(crate) fn tone(target: u32, sentence: u16, score: i16) -> StoredTone {
    StoredTone {
        target: ActorIndex::new(target),
        sentence,
        label: label(score),
        score,
    }
}

fn network(samples: &[Sample], settings: &CountSettings) -> NetworkCounts {
    add_all(Network::new(settings.clone()), samples)
        .finish()
        .expect("no disk needed or a writable temporary folder")
}

#[test]
fn an_article_and_a_sentence_count_once_however_often_they_name_an_actor() {
    let counts = network(
        &[article(&[&[1, 1, 2], &[1], &[2, 1], &[], &[3]])],
        &CountSettings::default(),
    );
    assert_eq!(
        (counts.articles, counts.sentences, counts.paragraphs),
        (1, 5, 2)
    );
    let one = &counts.actors[1];
    assert_eq!((one.articles, one.sentences, one.mentions), (1, 3, 4));
    let pair = |a, b, sentences| PairCounts {
        a: ActorIndex::new(a),
        b: ActorIndex::new(b),
        articles: 1,
        sentences,
        passages: 0,
        stories: 1,
        top_story: 1,
    };
    assert_eq!(counts.pairs, [pair(1, 2, 2), pair(1, 3, 0), pair(2, 3, 0)]);
}

#[test]
fn a_story_counts_once_however_many_articles_tell_it() {
    let told = |story: Option<u32>, actors: &[u32]| Sample {
        story,
        ..article(&[actors])
    };
    // 0 and 1 meet in two articles of a story, in one of another and in one by itself; 2 is in a copy only.
    let samples = [
        told(Some(0), &[0, 1]),
        told(Some(0), &[0, 1, 2]),
        told(Some(0), &[0]),
        told(Some(7), &[0, 1]),
        told(Some(7), &[]),
        told(None, &[0, 1]),
        told(None, &[3]),
    ];
    let settings = CountSettings {
        level: Level::Story,
        ..CountSettings::default()
    };
    let counts = network(&samples, &settings);
    assert_eq!((counts.articles, counts.stories, counts.units()), (7, 4, 4));
    let stories: Vec<u64> = counts.actors.iter().map(|a| a.stories).collect();
    let articles: Vec<u64> = counts.actors.iter().map(|a| a.articles).collect();
    assert_eq!((stories, articles), (vec![3, 3, 1, 1], vec![5, 4, 1, 1]));
    assert_eq!(counts.actor_units(ActorIndex::new(1)), 3);
    let pair = &counts.pairs[0];
    assert_eq!((pair.a.number(), pair.b.number(), pair.articles), (0, 1, 4));
    assert_eq!(
        (pair.stories, pair.top_story, counts.pair_units(pair)),
        (3, 2, 3)
    );
    let mut summary = add_all(Summary::default(), &samples);
    assert_eq!((summary.articles, summary.stories), (7, 4));
    summary.end_story(); // nothing was added since
    assert_eq!(summary.stories, 4);
}

#[test]
fn windows_slide_by_a_sentence_and_overlap() {
    // Sentences: 0, -, 1, -, 0 1; windows of three: {0 1} {1} {0 1}.
    let long = article(&[&[0], &[], &[1], &[], &[0, 1]]);
    let short = article(&[&[0], &[1]]);
    let settings = CountSettings {
        level: Level::Window { span: 3 },
        ..CountSettings::default()
    };
    let counts = network(&[long, short], &settings);
    assert_eq!((counts.units(), counts.windows), (4, 4));
    assert_eq!(
        (
            counts.actor_units(ActorIndex::new(0)),
            counts.actor_units(ActorIndex::new(1))
        ),
        (3, 4)
    );
    assert_eq!(counts.pair_units(&counts.pairs[0]), 3);
    assert_eq!(counts.sizes, [0, 1, 3]);
}

#[test]
fn places_count_only_where_all_readings_do() {
    let mut sample = article(&[&[0, 1]]);
    sample.mentions[1].reading = Reading::Place;
    assert!(
        network(std::slice::from_ref(&sample), &CountSettings::default())
            .pairs
            .is_empty()
    );
    let all = CountSettings {
        readings: Readings::All,
        ..CountSettings::default()
    };
    assert_eq!(network(&[sample], &all).pairs.len(), 1);
}

#[test]
fn rolled_up_actors_count_as_their_group_and_form_no_pair_within_it() {
    let names = ["NATO", "RUS", "RUS:lavrov", "RUS:putin", "USA"].map(String::from);
    let groups = RollUp::new(&names, |id| id.split(':').next().unwrap_or(id).to_owned());
    assert_eq!(groups.ids(), ["NATO", "RUS", "USA"]);
    let settings = CountSettings {
        roll_up: Some(Arc::new(groups)),
        ..CountSettings::default()
    };
    let counts = network(&[article(&[&[1, 2], &[3, 4], &[2]])], &settings);
    assert_eq!(counts.actors[1].mentions, 4);
    assert_eq!(counts.actors[1].sentences, 3);
    assert_eq!(
        counts.pairs,
        [PairCounts {
            a: ActorIndex::new(1),
            b: ActorIndex::new(2),
            articles: 1,
            sentences: 1,
            passages: 0,
            stories: 1,
            top_story: 1,
        }]
    );
}

#[test]
fn sentences_beyond_the_first_64_are_shared_exactly() {
    let mut sentences: Vec<&[u32]> = vec![&[]; 200];
    sentences[3] = &[0];
    sentences[67] = &[1]; // the same bit of the mask as sentence 3
    sentences[131] = &[0, 1];
    sentences[150] = &[0, 1];
    let counts = network(&[article(&sentences)], &CountSettings::default());
    assert_eq!(counts.pairs[0].sentences, 2);
}

#[test]
fn actors_without_a_group_are_left_out() {
    let mut sample = article(&[&[0, 1]]);
    sample.tones.push(tone(1, 0, 5));
    sample.judgements.push(judgement(0, 1, 0, 5));
    // Groups of a shorter list of actors: number 1 has none.
    let groups = Arc::new(RollUp::new(&["FRA".to_owned()], str::to_owned));
    let settings = CountSettings {
        roll_up: Some(Arc::clone(&groups)),
        ..CountSettings::default()
    };
    let counts = network(std::slice::from_ref(&sample), &settings);
    assert_eq!((counts.actors.len(), counts.pairs.len()), (1, 0));
    let mut stance = Stance::new(StanceSettings {
        roll_up: Some(groups),
        ..StanceSettings::default()
    });
    stance.add(&sample.view());
    assert!(stance.finish().unwrap().is_empty());
}

#[test]
fn an_article_scores_the_mean_of_its_sentences_rounded_away_from_zero() {
    let mut sample = article(&[&[0, 1], &[0, 1]]);
    sample.judgements = vec![
        judgement(0, 1, 0, -500),
        judgement(0, 1, 1, -1),
        judgement(1, 0, 1, 7),
    ];
    let mut stance = Stance::default();
    stance.add(&sample.view());
    stance.add(&sample.view());
    let rows = stance.finish().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].counts.scores.bins(), [(-251, 2)]);
    assert_eq!((rows[0].counts.sentences, rows[0].counts.negative), (4, 4));
    assert_eq!(rows[1].counts.scores.bins(), [(7, 2)]);
}

#[test]
fn both_directions_pool_in_a_sentence_where_none_is_asked_for() {
    let mut sample = article(&[&[0, 1], &[0, 1]]);
    sample.judgements = vec![
        judgement(0, 1, 0, -500),
        judgement(1, 0, 0, 100),
        judgement(1, 0, 1, 300),
    ];
    let mut stance = Stance::new(StanceSettings {
        undirected: true,
        ..StanceSettings::default()
    });
    stance.add(&sample.view());
    let rows = stance.finish().unwrap();
    assert_eq!(rows.len(), 1);
    let counts = &rows[0].counts;
    assert_eq!((rows[0].source.number(), rows[0].target.number()), (0, 1));
    assert_eq!(
        (
            counts.sentences,
            counts.positive,
            counts.negative,
            counts.neutral
        ),
        (2, 1, 0, 1)
    );
    assert_eq!(counts.scores.bins(), [(50, 1)]); // mean of (-500 + 100) / 2 and 300
}

#[test]
fn undated_articles_have_a_period_of_their_own() {
    let mut dated = article(&[&[0, 1]]);
    dated.judgements.push(judgement(0, 1, 0, 10));
    let undated = dated.clone();
    dated.day = Some(59);
    let by = Some(Period::Month);
    let mut stance = Stance::new(StanceSettings {
        calendar: by.map(Calendar::from),
        ..StanceSettings::default()
    });
    stance.add(&dated.view());
    stance.add(&undated.view());
    let periods: Vec<String> = stance
        .finish()
        .unwrap()
        .iter()
        .map(|row| row.period.name(by))
        .collect();
    assert_eq!(periods, ["", "1970-03"]);
}

#[test]
fn a_default_date_stands_out_as_a_spike() {
    let mut summary = Summary::default();
    for day in 0..30 {
        for _ in 0..if day == 7 { 80 } else { 3 } {
            summary.add(
                &Sample {
                    day: Some(day),
                    ..Sample::default()
                }
                .view(),
            );
        }
    }
    assert_eq!(
        summary.spikes(),
        [Spike {
            day: Date::from_days(7),
            articles: 80
        }]
    );
    assert_eq!(summary.first_date(), Some(Date::from_days(0)));
    assert_eq!(summary.last_date(), Some(Date::from_days(29)));
    assert_eq!(summary.with_date_flag(DateFlag::Given), summary.articles);
}
