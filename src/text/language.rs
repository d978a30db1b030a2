//! Which language a text is in, from its function words and its script.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::tokens::Tokens;
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
    /// The function words met in the text at hand.
    seen: Vec<WordId>,
}

impl LanguageVotes {
    /// Takes in what the vocabulary has gained.
    fn update(&mut self, vocabulary: &Vocabulary) {
        if self.generation != vocabulary.generation() {
            self.generation = vocabulary.generation();
            self.votes.clear();
        }
        for id in self.votes.len()..vocabulary.len() {
            let word = vocabulary.lower_word(id as WordId);
            let bits = LANGUAGES.words.get(word).copied().unwrap_or(0);
            self.votes.push(bits);
        }
    }
}

/// How many tokens are looked at.
const SAMPLE: usize = 400;

/// The language told from too few words is no language told: so many different function words must speak for it.
const LEAST: u32 = 2;

/// What the words of a text say for each language.
#[derive(Default)]
struct Counts {
    /// Function words, each time that they occur.
    all: [u32; 32],
    /// Different function words.
    distinct: [u32; 32],
    /// Words in letters other than Chinese and Japanese ones.
    words: u32,
}

impl Counts {
    fn add(&mut self, mut bits: u32, fresh: bool) {
        while bits != 0 {
            let language = bits.trailing_zeros() as usize;
            self.all[language] += 1;
            self.distinct[language] += u32::from(fresh);
            bits &= bits - 1;
        }
    }
}

/// The ISO 639-1 code of the language that the tokens are most probably in, or an empty string when
/// they do not tell (too few words, or none of the languages known here).
///
/// Chinese and Japanese are told by script; the rest by counting function words. One function word never tells: at least
/// two different ones must speak for a language, and for another than English two more than for English. Words in
/// capitals throughout do not count in a text that has others: they are abbreviations (`UN`). Ties go to the language
/// listed first.
pub fn detect_language(
    votes: &mut LanguageVotes,
    vocabulary: &Vocabulary,
    tokens: &Tokens,
) -> &'static str {
    let languages = &*LANGUAGES;
    votes.update(vocabulary);
    let sample = &tokens.tokens[..tokens.tokens.len().min(SAMPLE)];
    let (mut han, mut kana, mut upper, mut lower) = (0_u32, 0_u32, 0_u32, 0_u32);
    for token in sample {
        let shape = vocabulary.shape(token.word);
        if shape.is_cjk() {
            let kana_here = vocabulary
                .word(token.word)
                .chars()
                .any(|c| ('\u{3041}'..='\u{30ff}').contains(&c));
            kana += u32::from(kana_here);
            han += u32::from(!kana_here);
        } else if shape.is_alphabetic() {
            let capitals = shape.is_all_upper() && !shape.is_one_letter();
            upper += u32::from(capitals);
            lower += u32::from(!capitals);
        }
    }
    let shouted = upper > lower;
    let mut counts = Counts::default();
    votes.seen.clear();
    for token in sample {
        let shape = vocabulary.shape(token.word);
        if shape.is_cjk() || !shape.is_alphabetic() {
            continue;
        }
        counts.words += 1;
        let capitals = shape.is_all_upper() && !shape.is_one_letter();
        let bits = votes.votes[token.word as usize];
        if bits == 0 || capitals && !shouted {
            continue;
        }
        let word = vocabulary.lower(token.word);
        let fresh = !votes.seen.contains(&word);
        if fresh {
            votes.seen.push(word);
        }
        counts.add(bits, fresh);
    }
    if han + kana > 2 * counts.words && han + kana > 3 {
        return if kana * 10 > han { "ja" } else { "zh" };
    }
    let best = (0..languages.codes.len()).max_by_key(|&i| (counts.all[i], std::cmp::Reverse(i)));
    let english = languages.codes.iter().position(|c| *c == "en");
    let of_english = english.map_or(0, |i| counts.distinct[i]);
    match best {
        Some(i)
            if counts.distinct[i] >= LEAST
                && (Some(i) == english || counts.distinct[i] >= of_english + LEAST)
                && counts.all[i] * 20 >= counts.words =>
        {
            languages.codes[i]
        }
        _ => "",
    }
}
