//! Tests of the whole: whole articles, odd texts, damaged weights; in `challenge.rs` the challenge set.

use std::sync::Arc;

use crate::model::{ActorKey, Extraction, Label, Mention, Reading, Span};
use crate::text::{Tokeniser, Tokens};

use super::{Actors, Judge, ModelError, Settings, StanceModel, Weights};

mod challenge;

fn judge() -> Judge {
    let model = Arc::new(StanceModel::builtin().expect("the model that is built in"));
    Judge::new(model, Settings::default())
}

/// Actors below 100 are persons, and 50 belongs to 51.
struct Cast;

impl Actors for Cast {
    fn within(&self, one: ActorKey, other: ActorKey) -> bool {
        let pair = [one, other];
        pair.contains(&ActorKey::Known(50)) && pair.contains(&ActorKey::Known(51))
    }

    fn is_person(&self, actor: ActorKey) -> bool {
        matches!(actor, ActorKey::Known(number) if number < 100)
    }
}

/// An article of one text with the given mentions, in order of place.
fn article(tokeniser: &mut Tokeniser, text: &str, spans: &[(u32, Span)]) -> (Tokens, Extraction) {
    let mut tokens = Tokens::default();
    tokeniser.tokenise("", text, &mut tokens);
    let mut out = Extraction {
        language: "en".to_owned(),
        sentences: tokens.sentences.clone(),
        ..Extraction::default()
    };
    for &(actor, span) in spans {
        let first = tokens.tokens.partition_point(|t| t.end <= span.start);
        let end = tokens.tokens.partition_point(|t| t.start < span.end);
        let sentence = tokens
            .sentences
            .partition_point(|s| s.end_token as usize <= first);
        out.mentions.push(Mention {
            actor: ActorKey::Known(actor),
            field: tokens.sentences[sentence].field,
            span,
            sentence: sentence as u32,
            first_token: first as u32,
            end_token: end as u32,
            reading: Reading::Actor,
            confidence: 100,
        });
    }
    (tokens, out)
}

#[test]
fn a_sentence_of_an_article_is_judged_as_alone() {
    let text = "It rained. Russia and China slammed Washington.";
    let at = |name: &str| {
        let start = text.find(name).expect("the name") as u32;
        Span {
            start,
            end: start + name.len() as u32,
        }
    };
    let spans = [(7, at("Russia")), (3, at("China")), (5, at("Washington"))];
    let mut tokeniser = Tokeniser::new();
    let (tokens, mut out) = article(&mut tokeniser, text, &spans);
    let mut judge = judge();
    judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
    assert_eq!(out.judgements.len(), 6);
    assert_eq!(out.tones.len(), 3);
    for judgement in &out.judgements {
        assert_eq!(judgement.sentence, 1);
        let span = |key: ActorKey| {
            spans
                .iter()
                .find(|(k, _)| ActorKey::Known(*k) == key)
                .map(|s| s.1)
        };
        let target = span(judgement.target).expect("a known target");
        let alone = judge.score(text, span(judgement.source), target);
        assert_eq!(
            (judgement.class.label(), judgement.score),
            (alone.label, alone.fixed_score())
        );
    }
    let label = |source, target| {
        let key = |k| ActorKey::Known(k);
        let found = out
            .judgements
            .iter()
            .find(|j| j.source == key(source) && j.target == key(target));
        found.map(|j| j.class.label())
    };
    assert_eq!(label(7, 5), Some(Label::Negative));
    assert_eq!(label(3, 5), Some(Label::Negative));
    assert_eq!(label(5, 7), Some(Label::Neutral));
}

#[test]
fn an_actor_named_twice_is_judged_once() {
    let text = "Russia praised Iran, and Russia thanked Iran.";
    let span = |start: u32, length: u32| Span {
        start,
        end: start + length,
    };
    let spans = [
        (1, span(0, 6)),
        (2, span(15, 4)),
        (1, span(25, 6)),
        (2, span(40, 4)),
    ];
    let mut tokeniser = Tokeniser::new();
    let (tokens, mut out) = article(&mut tokeniser, text, &spans);
    let mut judge = judge();
    judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
    assert_eq!(out.judgements.len(), 2);
    assert_eq!(out.tones.len(), 2);
}

#[test]
fn places_unlisted_names_and_other_languages_are_passed_over() {
    let text = "Russia praised Iran.";
    let spans = [
        (1, Span { start: 0, end: 6 }),
        (2, Span { start: 15, end: 19 }),
    ];
    let mut tokeniser = Tokeniser::new();
    let (tokens, mut out) = article(&mut tokeniser, text, &spans);
    let mut judge = judge();
    out.language = "de".to_owned();
    judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
    assert!(out.judgements.is_empty() && out.tones.is_empty());
    out.language = String::new();
    out.mentions[1].reading = Reading::Place;
    judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
    assert_eq!((out.judgements.len(), out.tones.len()), (0, 1));
    out.mentions[1].reading = Reading::Actor;
    out.mentions[1].actor = ActorKey::Unlisted(0);
    judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
    assert_eq!((out.judgements.len(), out.tones.len()), (0, 1));
}

/// The judgements of an article in which the names stand for actors with these numbers, by the place of their first mention.
fn judged(settings: Settings, text: &str, names: &[(u32, &str)]) -> Extraction {
    let mut spans: Vec<(u32, Span)> = names
        .iter()
        .flat_map(|(number, name)| {
            text.match_indices(name).map(|(start, _)| {
                let span = Span {
                    start: start as u32,
                    end: (start + name.len()) as u32,
                };
                (*number, span)
            })
        })
        .collect();
    spans.sort_by_key(|(_, span)| span.start);
    let mut tokeniser = Tokeniser::new();
    let (tokens, mut out) = article(&mut tokeniser, text, &spans);
    let model = Arc::new(StanceModel::builtin().expect("the model that is built in"));
    let mut judge = Judge::new(model, settings);
    judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
    out
}

#[test]
fn pronouns_carry_the_only_person_of_the_sentences_before() {
    let judged_of = |carry: u8, text: &str, names: &[(u32, &str)]| {
        let settings = Settings {
            carry,
            ..Settings::default()
        };
        judged(settings, text, names).judgements
    };
    let names = [(1, "Lavrov"), (2, "Fidan"), (100, "Poland")];
    let text = "Lavrov spoke on Monday. He condemned Poland.";
    assert!(judged_of(0, text, &names).is_empty());
    let found = judged_of(1, text, &names);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|j| j.carried && j.sentence == 1));
    let forward = found.iter().find(|j| j.source == ActorKey::Known(1));
    assert_eq!(
        forward.map(|j| j.class.label()),
        Some(Label::Negative),
        "{found:?}"
    );
    // Over a sentence that names nobody, and on from one pronoun to the next.
    let far = "Lavrov spoke on Monday. It rained. He condemned Poland.";
    assert!(judged_of(1, far, &names).is_empty());
    assert_eq!(judged_of(2, far, &names).len(), 2);
    let chain = "Lavrov spoke. It rained. He smiled. It rained. He condemned Poland.";
    assert_eq!(judged_of(2, chain, &names).len(), 2);
    // The one who speaks of a state in the same sentence.
    let said = "Lavrov spoke. Poland is an enemy, he said.";
    assert_eq!(judged_of(2, said, &names).len(), 2);
    // Two persons, a person of the sentence's own before it, a pronoun between quotation marks: nobody is meant for sure.
    for text in [
        "Lavrov met Fidan. He condemned Poland.",
        "Lavrov spoke. Fidan said he condemned Poland.",
        "Lavrov spoke. \u{201c}He\u{201d} is a word of Poland.",
        "Poland spoke. It condemned Lavrov.",
    ] {
        let carried = judged_of(2, text, &names);
        assert!(carried.iter().all(|j| !j.carried), "{text}");
    }
}

#[test]
fn actors_that_belong_together_are_judged_only_where_asked() {
    let text = "Putin praised Russia and Iran.";
    let names = [(50, "Putin"), (51, "Russia"), (100, "Iran")];
    assert_eq!(
        judged(Settings::default(), text, &names).judgements.len(),
        4
    );
    let settings = Settings {
        within: true,
        ..Settings::default()
    };
    assert_eq!(judged(settings, text, &names).judgements.len(), 6);
}

#[test]
fn which_mention_is_judged_does_not_depend_on_the_length_of_names() {
    let (mut judge, mut tokeniser) = (judge(), Tokeniser::new());
    let mut told: Option<Vec<(u32, u32, i16)>> = None;
    for name in ["NATO", "the Georgia War Support Group"] {
        // Three words stand between the first name and Japan, and as many between Japan and the last.
        let text = format!("Russia with {name} attacked Japan and after the Russia summit");
        let places = [
            (200, "Russia"),
            (201, name),
            (202, "Japan"),
            (200, "Russia summit"),
        ];
        let spans = places.map(|(actor, words)| {
            let start = text.find(words).expect("the name") as u32;
            let length = if words == "Russia summit" {
                6
            } else {
                words.len() as u32
            };
            let end = start + length;
            (actor, Span { start, end })
        });
        let (tokens, mut out) = article(&mut tokeniser, &text, &spans);
        judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
        let now: Vec<(u32, u32, i16)> = out
            .judgements
            .iter()
            .map(|j| match (j.source, j.target) {
                (ActorKey::Known(source), ActorKey::Known(target)) => (source, target, j.score),
                other => panic!("{other:?}"),
            })
            .collect();
        assert!(
            now.iter().any(|j| (j.0, j.1) == (200, 202) && j.2 < 0),
            "{now:?}"
        );
        assert_eq!(*told.get_or_insert_with(|| now.clone()), now, "{text}");
    }
}

#[test]
fn who_is_named_changes_nothing() {
    let frames = [
        "{} has accused {} of shelling a hospital, and {} agreed.",
        "\u{201c}{} will not forget,\u{201d} said {} after talks with {}.",
        "{} Sends Weapons To {} As {} Protests",
        "{}'s sanctions against {} were welcomed by {}.",
        "Troops of {} entered {}, U.S.-made tanks first; {} stayed away.",
    ];
    let names = [
        "Russia",
        "the United States",
        "US",
        "NATO",
        "Xi Jinping",
        "Doctors Without Borders",
        "Save the Children",
        "Ukrainian",
        "Kyiv",
        "Georgia War Support Group",
    ];
    let (mut judge, mut tokeniser) = (judge(), Tokeniser::new());
    let mut compared = 0;
    for frame in frames {
        let mut told: Option<Vec<[i16; 2]>> = None;
        for turn in 0..names.len() * 3 {
            let chosen = [0, 1, 2].map(|k| names[(turn * (k + 1) + k * 3) % names.len()]);
            let (mut text, mut spans) = (String::new(), Vec::new());
            for (i, part) in frame.split("{}").enumerate() {
                if i > 0 {
                    let start = text.len() as u32;
                    text.push_str(chosen[i - 1]);
                    let end = text.len() as u32;
                    spans.push(Span { start, end });
                }
                text.push_str(part);
            }
            let all: Vec<(u32, Span)> = (200..).zip(spans.iter().copied()).collect();
            let (tokens, mut out) = article(&mut tokeniser, &text, &all);
            judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
            let now: Vec<[i16; 2]> = out
                .judgements
                .iter()
                .map(|j| [j.score, j.class.code() as i16])
                .chain(out.tones.iter().map(|t| [t.score, t.label as i16]))
                .collect();
            assert_eq!(now.len(), 9, "{text}");
            assert_eq!(told.get_or_insert_with(|| now.clone()), &now, "{text}");
            compared += 1;
        }
    }
    assert_eq!(compared, 150);
}

/// Sentences written for training, with the places of their actors in characters.
const WRITTEN: [&str; 3] = [
    include_str!("../../corpus/training/world_own.jsonl"),
    include_str!("../../corpus/training/world_own_more.jsonl"),
    include_str!("../../corpus/training/world_own_acts.jsonl"),
];

/// A text with other names in the given places (in characters), and where they stand then.
fn renamed(text: &str, places: &[(usize, usize)], names: &[&str]) -> (String, Vec<(u32, Span)>) {
    let (mut out, mut spans) = (String::new(), Vec::new());
    let mut characters = text.chars();
    let mut at = 0;
    for (number, (start, end)) in (200..).zip(places) {
        out.extend(characters.by_ref().take(start - at));
        let begin = out.len() as u32;
        match names.get(number as usize - 200) {
            Some(name) => {
                out.push_str(name);
                characters.by_ref().take(end - start).for_each(drop);
            }
            None => out.extend(characters.by_ref().take(end - start)),
        }
        at = *end;
        let end = out.len() as u32;
        spans.push((number, Span { start: begin, end }));
    }
    out.extend(characters);
    (out, spans)
}

#[test]
fn other_names_change_no_judgement_of_the_written_sentences() {
    let names = [
        "Russia",
        "United States",
        "NATO",
        "Xi Jinping",
        "Doctors Without Borders",
        "Ukrainian",
        "Bosnia-Herzegovina",
        "Côte d'Ivoire",
        "Hope War Support Group",
    ];
    let (mut judge, mut tokeniser) = (judge(), Tokeniser::new());
    let mut compared = 0;
    for (line, turn) in WRITTEN.iter().flat_map(|file| file.lines()).zip(0..) {
        let record: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let text = record["text"].as_str().expect("a text");
        let number = |value: &serde_json::Value| value.as_u64().expect("a place") as usize;
        let places: Vec<(usize, usize)> = record["actors"]
            .as_array()
            .expect("actors")
            .iter()
            .map(|a| (number(&a[0]), number(&a[1])))
            .collect();
        if places.windows(2).any(|w| w[0].1 > w[1].0) {
            continue;
        }
        let other: Vec<&str> = (0..places.len())
            .map(|i| names[(turn + i) % names.len()])
            .collect();
        let mut told = [&[][..], &other].map(|names| {
            let (text, spans) = renamed(text, &places, names);
            let (tokens, mut out) = article(&mut tokeniser, &text, &spans);
            judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
            (out.judgements, out.tones)
        });
        compared += told[0].0.len();
        let [before, after] = &mut told;
        assert_eq!(before, after, "{text} with {other:?}");
    }
    assert!(compared >= 10_000, "{compared} judgements compared");
}

#[test]
fn the_number_of_pairs_is_bounded() {
    let names = [
        "Albania", "Belgium", "Cuba", "Denmark", "Egypt", "France", "Greece",
    ];
    let text = names.join(", ");
    let spans: Vec<(u32, Span)> = names
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let start = text.find(name).expect("the name") as u32;
            (
                i as u32,
                Span {
                    start,
                    end: start + name.len() as u32,
                },
            )
        })
        .collect();
    let mut tokeniser = Tokeniser::new();
    let (tokens, mut out) = article(&mut tokeniser, &text, &spans);
    let model = Arc::new(StanceModel::builtin().expect("the model that is built in"));
    let mut judge = Judge::new(
        model,
        Settings {
            pairs_per_sentence: 12,
            ..Settings::default()
        },
    );
    judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
    assert_eq!(out.judgements.len(), 12);
    let neighbours = out.judgements.iter().all(|j| match (j.source, j.target) {
        (ActorKey::Known(a), ActorKey::Known(b)) => a.abs_diff(b) == 1,
        _ => false,
    });
    assert!(neighbours, "the closest pairs come first");
}

#[test]
fn explanations_name_the_frame_and_its_words() {
    let text = "Russia did not condemn China over the raid.";
    let (source, target) = (Span { start: 0, end: 6 }, Span { start: 23, end: 28 });
    let cues = judge().explain(text, Some(source), target, 8);
    assert!(
        cues.iter()
            .any(|c| c.name.starts_with("frame: condemn") && c.name.contains("not held")),
        "{cues:?}"
    );
    assert!(
        cues.windows(2)
            .all(|w| w[0].contribution.abs() >= w[1].contribution.abs())
    );
}

#[test]
fn spans_that_fit_no_word_are_neutral() {
    let mut judge = judge();
    let empty = Span::default();
    for text in ["", " ", "a", "Russia praised Iran."] {
        let far = Span {
            start: 500,
            end: 600,
        };
        for (source, target) in [
            (None, far),
            (Some(far), empty),
            (Some(empty), empty),
            (None, empty),
        ] {
            assert_eq!(
                judge.score(text, source, target).label,
                Label::Neutral,
                "{text:?}"
            );
        }
        judge.explain(text, Some(far), empty, 3);
    }
    // The same span twice: nobody else to have an attitude.
    let span = Span { start: 0, end: 6 };
    assert_eq!(
        judge.score("Russia praised Iran.", Some(span), span).label,
        Label::Neutral
    );
}

#[test]
fn every_pair_of_spans_of_odd_texts_is_judged() {
    let texts = [
        "\u{201c}\u{201c}\"\" said by by by , , and and of Russia's 's China-backed pro- anti- -led",
        "and , and , Russia and , and China , and",
        "Kyiv\u{a0}\u{2014} \u{1f1fa}\u{1f1e6} na\u{ef}ve \u{4e2d}\u{56fd} called that that that which",
        "which accused by that Neither nor not not not attacked",
    ];
    let mut judge = judge();
    for text in texts {
        let borders: Vec<u32> = text
            .char_indices()
            .map(|(i, _)| i as u32)
            .chain([text.len() as u32])
            .collect();
        for (n, &start) in borders.iter().enumerate().step_by(3) {
            let source = Span {
                start,
                end: borders[(n + 7).min(borders.len() - 1)],
            };
            for (m, &start) in borders.iter().enumerate().step_by(5) {
                let target = Span {
                    start,
                    end: borders[(m + 4).min(borders.len() - 1)],
                };
                let scored = judge.score(text, Some(source), target);
                let sum: f32 = scored.probabilities.iter().sum();
                assert!(
                    (sum - 1.0).abs() < 1e-4 && scored.score().abs() <= 1.0,
                    "{text} {scored:?}"
                );
                judge.explain(text, Some(source), target, 3);
            }
        }
    }
}

#[test]
fn an_endless_sentence_is_passed_over() {
    let text = format!("Russia {} Iran", "condemned\u{4e2d}".repeat(40_000));
    let (source, target) = (
        Span { start: 0, end: 6 },
        Span {
            start: text.len() as u32 - 4,
            end: text.len() as u32,
        },
    );
    let mut judge = judge();
    assert_eq!(
        judge.score(&text, Some(source), target).label,
        Label::Neutral
    );
    let mut tokeniser = Tokeniser::new();
    let (tokens, mut out) = article(&mut tokeniser, &text, &[(1, source), (2, target)]);
    judge.judge(&mut tokeniser.vocabulary, &tokens, &Cast, &mut out);
    assert!(out.judgements.len() <= 2);
}

#[test]
fn damaged_weights_are_refused() {
    let bytes = include_bytes!("../../corpus/stance.weights");
    assert_eq!(
        Weights::from_bytes(bytes).map(|w| w.to_bytes() == bytes),
        Ok(true)
    );
    assert_eq!(
        Weights::from_bytes(b"PK").err(),
        Some(ModelError::NotWeights)
    );
    assert!(matches!(
        Weights::from_bytes(&bytes[..bytes.len() - 1]).err(),
        Some(ModelError::Truncated { .. })
    ));
    assert!(matches!(
        Weights::from_bytes(&bytes[..20]).err(),
        Some(ModelError::Truncated { .. })
    ));
    let longer = [&bytes[..], &[0]].concat();
    assert_eq!(
        Weights::from_bytes(&longer).err(),
        Some(ModelError::TooLong { extra: 1 })
    );
}
