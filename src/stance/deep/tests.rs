use std::sync::Arc;

use serde::Deserialize;

use super::super::{Judge, Scored, Settings, StanceModel, Tier};
use super::question::Question;
use super::wordpiece::{END, FIRST, NAME, SECOND, START, TARGET, WordPiece};
use crate::model::{Label, Span};

/// Made by `scripts/train_deep/wordpiece.py` with the reference implementation.
const CASES: &str = include_str!("../../../tests/oracles/deep_tokens.jsonl");

fn judge() -> Judge {
    let model = Arc::new(StanceModel::of(Tier::Deep).expect("the model that is built in"));
    Judge::new(model, Settings::default())
}

/// The text without the brackets around `[holder]` and `{target}`, and the two spans.
fn marked(text: &str) -> (String, Option<Span>, Span) {
    let (mut plain, mut start, mut spans) = (String::new(), 0, [None; 2]);
    for c in text.chars() {
        let end = plain.len() as u32;
        match c {
            '[' | '{' => start = end,
            ']' => spans[0] = Some(Span { start, end }),
            '}' => spans[1] = Some(Span { start, end }),
            c => plain.push(c),
        }
    }
    (plain, spans[0], spans[1].expect("a target"))
}

fn score(judge: &mut Judge, text: &str) -> Scored {
    let (text, source, target) = marked(text);
    judge.score(&text, source, target)
}

fn question(judge: &mut Judge, text: &str) -> Question {
    let (text, source, target) = marked(text);
    judge
        .question(&text, source, target)
        .expect("spans of words")
}

#[test]
fn texts_become_the_tokens_of_the_reference() {
    #[derive(Deserialize)]
    struct Case {
        text: String,
        ids: Vec<i32>,
    }
    let pieces = WordPiece::builtin();
    let mut compared = 0;
    for line in CASES.lines() {
        let case: Case = serde_json::from_str(line).expect("a case");
        let mut ids = Vec::new();
        pieces.encode(&case.text, &mut ids);
        assert_eq!(ids, case.ids, "{:?}", case.text);
        compared += 1;
    }
    assert!(compared >= 30);
}

#[test]
fn names_become_markers_and_places_point_at_them() {
    let mut judge = judge();
    let pieces = WordPiece::builtin();
    let words = |text: &str| {
        let mut ids = Vec::new();
        pieces.encode(text, &mut ids);
        ids
    };
    let asked = question(
        &mut judge,
        "{Kyiv} accused [Vladimir Putin] of lying to NATO.",
    );
    let [accused, of, lying, to, stop] = ["accused", "of", "lying", "to", "."].map(|w| words(w)[0]);
    let expected = [
        START, FIRST, accused, SECOND, of, lying, to, NAME, stop, END,
    ];
    assert_eq!((asked.ids, asked.places), (expected.to_vec(), [1, 3]));
    let alone = question(&mut judge, "They mocked {Kyiv}");
    assert_eq!(alone.places, [3, 3]);
    assert_eq!(alone.ids[3], TARGET);
    // What is glued to a name stays a word of its own.
    let glued = question(&mut judge, "[Tehran]-backed fighters thanked {Moscow}");
    assert_eq!(glued.ids[1..4], [FIRST, words("-")[0], words("backed")[0]]);
}

#[test]
fn long_sentences_are_cut_around_the_actors() {
    let mut judge = judge();
    for (before, between, after) in [
        (200, 3, 200),
        (0, 3, 280),
        (280, 3, 0),
        (20, 100, 20),
        (5, 250, 5),
    ] {
        let fill = |n: usize| "and so on ".repeat(n.div_ceil(3));
        let text = format!(
            "{}[Chile] met {}{{Peru}} today {}",
            fill(before),
            fill(between),
            fill(after)
        );
        let asked = question(&mut judge, &text);
        assert!(asked.ids.len() <= 128, "{}", asked.ids.len());
        assert_eq!((asked.ids[0], asked.ids.last()), (START, Some(&END)));
        let at = |k: usize| asked.ids[asked.places[k] as usize];
        assert_eq!(at(0), FIRST, "{before} {between} {after}");
        // The second may lie too far from the first to be seen with it.
        assert_eq!(at(1) == SECOND, between < 128, "{before} {between} {after}");
    }
}

/// Plain cases of every sign, held by either tier's idea of the task.
const PLAIN: [(&str, Label); 8] = [
    (
        "[Russia] shelled {Ukraine} again on Monday, killing four.",
        Label::Negative,
    ),
    (
        "[Brazil] condemned {Israel} over the strikes.",
        Label::Negative,
    ),
    (
        "{Iran} was accused by [Germany] of financing the attack.",
        Label::Negative,
    ),
    ("[Canada] praised {Chile} for its help.", Label::Positive),
    (
        "[Norway] sent food and medicine to {Sudan}.",
        Label::Positive,
    ),
    ("[Japan] and {Peru} border the same ocean.", Label::Neutral),
    (
        "[Spain] held elections while {Kenya} reported its inflation figures.",
        Label::Neutral,
    ),
    (
        "[Ukraine] was shelled by {Russia} again on Monday.",
        Label::Neutral,
    ),
];

#[test]
fn plain_sentences_are_understood() {
    let mut judge = judge();
    for (text, label) in PLAIN {
        let scored = score(&mut judge, text);
        assert_eq!(scored.label, label, "{text}: {scored:?}");
        let sum: f32 = scored.probabilities.iter().sum();
        assert!((sum - 1.0).abs() < 1e-4, "{text}: {scored:?}");
    }
    let mocked = score(
        &mut judge,
        "The editorial called {Smith} a corrupt and dangerous liar.",
    );
    assert_eq!(mocked.label, Label::Negative, "{mocked:?}");
}

#[test]
fn who_is_named_changes_nothing() {
    let names = [
        "Russia",
        "the United States",
        "US",
        "Xi Jinping",
        "Doctors Without Borders",
        "Ukrainian",
        "Trump",
    ];
    let mut judge = judge();
    for frame in [
        "[<a>] has accused {<b>} of shelling a hospital.",
        "After talks {<b>} thanked [<a>], a spokesman said.",
        "Critics say {<a>} has failed; [<b>] disagrees.",
    ] {
        let mut told: Option<Scored> = None;
        for turn in 0..names.len() {
            let (a, b) = (names[turn], names[(turn + 3) % names.len()]);
            let text = frame.replace("<a>", a).replace("<b>", b);
            let now = score(&mut judge, &text);
            assert_eq!(*told.get_or_insert(now), now, "{text}");
        }
    }
}

#[test]
fn threads_change_nothing() {
    let model = Arc::new(StanceModel::of(Tier::Deep).expect("the model that is built in"));
    let judged = |skip: usize| -> Vec<Scored> {
        let mut judge = Judge::new(Arc::clone(&model), Settings::default());
        let told = (0..PLAIN.len()).map(|i| score(&mut judge, PLAIN[(i + skip) % PLAIN.len()].0));
        let mut told: Vec<Scored> = told.collect();
        told.rotate_right(skip);
        told
    };
    let alone = judged(0);
    std::thread::scope(|scope| {
        let judged = &judged;
        let threads: Vec<_> = (0..4).map(|k| scope.spawn(move || judged(k))).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("the thread ends"), alone);
        }
    });
}

#[test]
fn the_tiers_are_told_apart() {
    let [fast, deep] =
        [Tier::Fast, Tier::Deep].map(|tier| StanceModel::of(tier).expect("the model"));
    assert_ne!(fast.digest(), deep.digest());
    assert_eq!((fast.tier(), deep.tier()), (Tier::Fast, Tier::Deep));
}
