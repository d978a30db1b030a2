//! Which language a text is in, from its function words and its script.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::scan::Tokens;
use super::vocabulary::{Vocabulary, WordId};

/// `code: word word …` per line; written for this project from common grammar.
const FUNCTION_WORDS: &str = include_str!("../../corpus/function_words.txt");

struct Languages {
    codes: Vec<&'static str>,
    words: FxHashMap<&'static str, u32>,
}

static LANGUAGES: LazyLock<Languages> = LazyLock::new(|| {
    let mut codes = Vec::new();
    let mut words = FxHashMap::default();
    for line in FUNCTION_WORDS.lines().filter(|l| !l.starts_with('#')) {
        let Some((code, list)) = line.split_once(':') else {
            continue;
        };
        let bit = 1_u32 << codes.len();
        codes.push(code.trim());
        for word in list.split_whitespace() {
            *words.entry(word).or_default() |= bit;
        }
    }
    Languages { codes, words }
});

/// Votes of words for languages, kept by word id.
#[derive(Debug, Default)]
pub struct LanguageVotes {
    generation: u32,
    votes: Vec<u32>,
}

/// How many tokens are looked at.
const SAMPLE: usize = 400;

/// The ISO 639-1 code of the language that the tokens are most probably in, or an empty string when
/// they do not tell (too few words, or none of the languages known here).
///
/// Chinese and Japanese are told by script; the rest by counting function words. Ties go to the
/// language listed first.
pub fn detect_language(
    votes: &mut LanguageVotes,
    vocabulary: &Vocabulary,
    tokens: &Tokens,
) -> &'static str {
    let languages = &*LANGUAGES;
    if votes.generation != vocabulary.generation() {
        votes.generation = vocabulary.generation();
        votes.votes.clear();
    }
    for id in votes.votes.len()..vocabulary.len() {
        let word = vocabulary.lower_word(id as WordId);
        votes
            .votes
            .push(languages.words.get(word).copied().unwrap_or(0));
    }
    let mut counts = [0_u32; 32];
    let (mut words, mut han, mut kana) = (0_u32, 0_u32, 0_u32);
    for token in tokens.tokens.iter().take(SAMPLE) {
        let shape = vocabulary.shape(token.word);
        if shape.is_cjk() {
            let kana_here = vocabulary
                .word(token.word)
                .chars()
                .any(|c| ('\u{3041}'..='\u{30ff}').contains(&c));
            kana += u32::from(kana_here);
            han += u32::from(!kana_here);
            continue;
        }
        if !shape.is_alphabetic() {
            continue;
        }
        words += 1;
        let mut bits = votes.votes[token.word as usize];
        while bits != 0 {
            counts[bits.trailing_zeros() as usize] += 1;
            bits &= bits - 1;
        }
    }
    if han + kana > 2 * words && han + kana > 3 {
        return if kana * 10 > han { "ja" } else { "zh" };
    }
    let best = (0..languages.codes.len()).max_by_key(|&i| (counts[i], std::cmp::Reverse(i)));
    match best {
        Some(i) if counts[i] > 0 && counts[i] * 20 >= words => languages.codes[i],
        _ => "",
    }
}
