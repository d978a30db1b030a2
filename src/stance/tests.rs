//! Tests of the whole: whole articles, odd texts, damaged weights; in `challenge.rs` the challenge set.

use std::sync::Arc;

use crate::model::{ActorKey, Extraction, Label, Mention, Reading, Span};
use crate::text::{Tokeniser, Tokens};

use super::{Judge, LabelRule, ModelError, Settings, StanceModel, Weights};

mod challenge;

fn judge(rule: LabelRule) -> Judge {
    let model = Arc::new(StanceModel::builtin().expect("the model that is built in"));
    Judge::new(
        model,
        Settings {
            label_rule: rule,
            ..Settings::default()
        },
    )
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
    let mut judge = judge(LabelRule::Balanced);
    judge.judge(&mut tokeniser.vocabulary, &tokens, &mut out);
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
    let mut judge = judge(LabelRule::Balanced);
    judge.judge(&mut tokeniser.vocabulary, &tokens, &mut out);
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
    let mut judge = judge(LabelRule::Balanced);
    out.language = "de".to_owned();
    judge.judge(&mut tokeniser.vocabulary, &tokens, &mut out);
    assert!(out.judgements.is_empty() && out.tones.is_empty());
    out.language = String::new();
    out.mentions[1].reading = Reading::Place;
    judge.judge(&mut tokeniser.vocabulary, &tokens, &mut out);
    assert_eq!((out.judgements.len(), out.tones.len()), (0, 1));
    out.mentions[1].reading = Reading::Actor;
    out.mentions[1].actor = ActorKey::Unlisted(0);
    judge.judge(&mut tokeniser.vocabulary, &tokens, &mut out);
    assert_eq!((out.judgements.len(), out.tones.len()), (0, 1));
}

#[test]
fn a_window_of_two_carries_the_only_actor_over_to_a_pronoun() {
    let model = Arc::new(StanceModel::builtin().expect("the model that is built in"));
    let check = |window: u8, text: &str, names: &[&str], judged: usize| {
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
        let (tokens, mut out) = article(&mut tokeniser, text, &spans);
        let mut judge = Judge::new(
            Arc::clone(&model),
            Settings {
                window,
                ..Settings::default()
            },
        );
        judge.judge(&mut tokeniser.vocabulary, &tokens, &mut out);
        assert_eq!(out.judgements.len(), judged, "{window} {text}");
        out
    };
    let text = "Lavrov spoke on Monday. He condemned Poland.";
    check(1, text, &["Lavrov", "Poland"], 0);
    let out = check(2, text, &["Lavrov", "Poland"], 2);
    let forward = out
        .judgements
        .iter()
        .find(|j| j.source == ActorKey::Known(0));
    assert_eq!(
        forward.map(|j| (j.sentence, j.class.label())),
        Some((1, Label::Negative))
    );
    // Two actors before, or no pronoun at the head: nobody is carried over.
    check(
        2,
        "Lavrov met Fidan. He condemned Poland.",
        &["Lavrov", "Fidan", "Poland"],
        2,
    );
    check(
        2,
        "Lavrov spoke. Then he condemned Poland.",
        &["Lavrov", "Poland"],
        0,
    );
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
    judge.judge(&mut tokeniser.vocabulary, &tokens, &mut out);
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
    let cues = judge(LabelRule::Balanced).explain(text, Some(source), target, 8);
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
    let mut judge = judge(LabelRule::Balanced);
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
    let mut judge = judge(LabelRule::Argmax);
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
    let mut judge = judge(LabelRule::Balanced);
    assert_eq!(
        judge.score(&text, Some(source), target).label,
        Label::Neutral
    );
    let mut tokeniser = Tokeniser::new();
    let (tokens, mut out) = article(&mut tokeniser, &text, &[(1, source), (2, target)]);
    judge.judge(&mut tokeniser.vocabulary, &tokens, &mut out);
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
