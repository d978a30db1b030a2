//! Fingerprints: estimates against exact similarity, and what is left out of texts.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::{Fingerprint, SKETCH_BINS};

fn fingerprint(title: &str, text: &str) -> Option<Fingerprint> {
    let mut tokeniser = Tokeniser::new();
    let mut tokens = Tokens::default();
    tokeniser.tokenise(title, text, &mut tokens);
    Fingerprints::new().of(&tokeniser.vocabulary, &tokens)
}

fn made(title: &str, text: &str) -> Fingerprint {
    fingerprint(title, text).expect("there are words")
}

fn similarity(a: &Fingerprint, b: &Fingerprint) -> f64 {
    Fingerprint::similarity(&a.sketch, &b.sketch)
}

/// The Jaccard similarity of the sets of runs of five words, by the definition.
fn exact(a: &[u32], b: &[u32]) -> f64 {
    let set =
        |words: &[u32]| -> BTreeSet<Vec<u32>> { words.windows(5).map(<[u32]>::to_vec).collect() };
    let (a, b) = (set(a), set(b));
    a.intersection(&b).count() as f64 / a.union(&b).count() as f64
}

fn text_of(words: &[u32]) -> String {
    words
        .iter()
        .map(|w| format!("w{w}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Words that look random and do not depend on anything.
fn drawn(seed: u32, count: u32) -> Vec<u32> {
    (0..count)
        .map(|i| (seed * 1_000_003 + i).wrapping_mul(2_654_435_761) >> 12)
        .collect()
}

#[test]
fn estimates_are_unbiased_and_as_sharp_as_the_theory_says() {
    // For each length and share of replaced words: the mean error and the mean squared error over many texts.
    for (length, step) in [
        (60, 60),
        (60, 17),
        (200, 40),
        (200, 11),
        (900, 23),
        (1500, 50),
    ] {
        let (mut sum, mut squares, mut expected) = (0.0, 0.0, 0.0);
        let rounds = 80;
        for round in 0..rounds {
            let a = drawn(round, length);
            let mut b = a.clone();
            for i in (round as usize % 5..b.len()).step_by(step) {
                b[i] ^= 0x0100_0000;
            }
            let truth = exact(&a, &b);
            let error = similarity(&made("", &text_of(&a)), &made("", &text_of(&b))) - truth;
            sum += error;
            squares += error * error;
            // Li & König 2010, theorem 2: the variance of b-bit minwise hashing, here 4 bits of 256.
            let equal = truth + (1.0 - truth) / 16.0;
            expected += equal * (1.0 - equal) / SKETCH_BINS as f64 / (15.0_f64 / 16.0).powi(2);
        }
        let n = f64::from(rounds);
        let deviation = (expected / n).sqrt();
        assert!(
            (sum / n).abs() < 4.0 * deviation / n.sqrt() + 1e-3,
            "{length} {step}: bias {}",
            sum / n
        );
        assert!(
            (squares / n).sqrt() < 1.25 * deviation,
            "{length} {step}: {} for {deviation}",
            (squares / n).sqrt()
        );
    }
}

#[test]
fn texts_without_anything_in_common_do_not_resemble_each_other() {
    for length in [1, 4, 6, 50, 1000] {
        let found = similarity(
            &made("", &text_of(&drawn(1, length))),
            &made("", &text_of(&drawn(2, length))),
        );
        assert!(found < 0.1, "{length}: {found}");
    }
}

#[test]
fn case_punctuation_and_headline_do_not_matter_to_a_long_text() {
    let text = text_of(&drawn(3, 80));
    let other = text.to_uppercase().replace(' ', ", ");
    let (a, b) = (made("One headline", &text), made("Quite another", &other));
    assert_eq!((a.sketch, a.words), (b.sketch, b.words));
    assert_ne!(a.text, b.text); // other words in the headline
    assert_eq!(a.text, made("one HEADLINE!", &other).text);
}

#[test]
fn a_short_text_is_sketched_with_its_headline() {
    let a = made("Talks in Oslo", "The talks go on.");
    let b = made("Talks in Rome", "The talks go on.");
    assert_ne!(a.sketch, b.sketch);
    assert_eq!(a.words, 7);
    assert_eq!(made("", "Word").words, 1);
    assert_eq!(fingerprint("—", "…?!"), None);
    assert_eq!(fingerprint("", ""), None);
}

#[test]
fn headline_and_body_are_told_apart() {
    assert_ne!(made("one two", "three").text, made("one", "two three").text);
}

/// What is left of a text, by finding the text that has the same words.
fn left(text: &str, expected: &str) {
    let filler = text_of(&drawn(9, 70));
    let (a, b) = (
        made("", &text.replace("{}", &filler)),
        made("", &expected.replace("{}", &filler)),
    );
    assert_eq!((a.words, a.sketch), (b.words, b.sketch), "{text}");
}

#[test]
fn what_news_desks_add_is_left_out() {
    for text in [
        "WASHINGTON (Reuters) - {}.",
        "WASHINGTON/MOSCOW, March 3 (Reuters) – {}.",
        "NEW YORK (AP) — {}.",
        "LONDON — {}.",
        "PARIS, Jan. 5, 2020 (AFP) -- {}.",
        "AFP - {}.",
        "МОСКВА, 3 марта. /ТАСС/ — {}.",
        "BERLIN (dpa) {}.",
        "By John Smith\n\nLONDON (Reuters) - {}.",
        "By Mary Jane Doe and Ann Lee\n\n{}.",
        "Von Hans Meier\n\n{}.",
        "{}.\n\n(Reporting by Ann Lee in Paris; Editing by Carl Day)",
        "{}. (Writing by Ann Lee)",
        "{}.\n\nAdditional reporting by Dan Fox. Editing by Eve Orr.",
        "{}.\n\n© 2020 AFP",
        "{}.\n\nCopyright 2020 The Daily Planet. All rights reserved.",
        "{}.\n\nThis material may not be published, broadcast, rewritten or redistributed.",
        "{}.\n\nSign up for our newsletter to get the news every morning.",
        "{}.\n\nAnn Lee contributed to this report.",
        "{}.\n\nReuter",
    ] {
        left(text, "{}.");
    }
}

#[test]
fn what_only_resembles_such_additions_stays() {
    for text in [
        "By Monday the talks had ended. {}.",
        "Reporting by the agency was poor. {}. It was said that editing by hand is slow.",
        "The minister - a lawyer - resigned. {}.",
        "Russia (and China) said no. {}.",
        "{}. He spoke to Reuters on Monday.",
    ] {
        let filler = text_of(&drawn(9, 70));
        let text = text.replace("{}", &filler);
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .count();
        let kept = made("", &text).words as usize;
        assert_eq!(kept, words, "{text}");
    }
    // A dateline in the second sentence takes the first with it, and nothing follows.
    assert_eq!(made("", "BA. ,aa.AA A- (").words, 4);
    // Nothing but such words: better these than none.
    assert!(made("", "All rights reserved.").words > 0);
}

proptest! {
    #[test]
    fn what_was_seen_before_does_not_matter(texts in prop::collection::vec("[A-Za-z ,.()-]{0,80}", 1..8)) {
        let mut tokeniser = Tokeniser::new();
        let mut tokens = Tokens::default();
        let mut fingerprints = Fingerprints::new();
        for text in &texts {
            tokeniser.tokenise("", text, &mut tokens);
            let found = fingerprints.of(&tokeniser.vocabulary, &tokens);
            prop_assert_eq!(found, fingerprint("", text), "{}", text);
        }
    }
}
