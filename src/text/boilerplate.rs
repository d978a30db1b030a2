//! What news desks put around the text of an agency: datelines, bylines, credits, notices.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::model::Sentence;

use super::tokens::Tokens;
use super::vocabulary::{Vocabulary, WordId};

/// `kind: phrase | phrase …` per line; the file's head explains the kinds.
const PHRASES: &str = include_str!("../../corpus/boilerplate.txt");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Agency,
    Byline,
    Credit,
    Notice,
}

struct Phrase {
    /// Hashes of its words.
    words: Vec<u64>,
    kind: Kind,
}

/// Phrases by the hash of their first word.
static BY_FIRST: LazyLock<FxHashMap<u64, Vec<Phrase>>> = LazyLock::new(|| {
    let mut by_first: FxHashMap<u64, Vec<Phrase>> = FxHashMap::default();
    for (kind, list) in PHRASES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
    {
        let kind = match kind {
            "agency" => Kind::Agency,
            "byline" => Kind::Byline,
            "credit" => Kind::Credit,
            _ => Kind::Notice,
        };
        for phrase in list.split('|') {
            let words: Vec<u64> = phrase
                .split_whitespace()
                .flat_map(single_words)
                .map(|word| bare_hash(&word))
                .collect();
            if let Some(&first) = words.first() {
                by_first
                    .entry(first)
                    .or_default()
                    .push(Phrase { words, kind });
            }
        }
    }
    by_first
});

/// The words of the tokeniser in a word of the file: Chinese characters are words each.
fn single_words(word: &str) -> Vec<String> {
    if word.chars().any(super::chars::is_cjk) {
        word.chars().map(String::from).collect()
    } else {
        vec![word.to_owned()]
    }
}

fn bare_hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes()) & !1 | 2
}

/// The hash of a word in lower case; its lowest bit says whether a phrase may begin with it. Never 0.
pub(super) fn word_hash(lower: &str) -> u64 {
    let hash = bare_hash(lower);
    hash | u64::from(BY_FIRST.contains_key(&hash))
}

/// The kind of a phrase that the words begin with.
fn phrase(words: &[u64]) -> Option<Kind> {
    let first = words.first()?;
    let known = BY_FIRST.get(&(first & !1))?;
    known
        .iter()
        .find(|phrase| {
            words.len() >= phrase.words.len()
                && phrase
                    .words
                    .iter()
                    .zip(words)
                    .all(|(a, b)| a & !1 == b & !1)
        })
        .map(|phrase| phrase.kind)
}

/// A dateline is looked for in so many tokens.
const DATELINE: usize = 30;
/// A line with more words is no byline.
const BYLINE: usize = 12;
/// A note on who worked on the text has no more words.
const CREDIT: usize = 40;
/// A sentence with more words is no notice.
const NOTICE: usize = 60;
/// What stands before an agency's dateline belongs to it up to this number of words: *MOSCOW, 3 March. /TASS/*.
const PLACE: usize = 6;
/// Datelines and bylines stand in the first sentences.
const FIRST: usize = 4;

/// A part of the text with what is needed to judge its sentences.
pub(super) struct Stripper<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) tokens: &'a Tokens,
    /// Of each word by id, from [`word_hash`]; 0 for what is no word.
    pub(super) hashes: &'a [u64],
}

impl Stripper<'_> {
    /// Adds the hashes of the words of some sentences that belong to the news itself.
    pub(super) fn words<'s>(
        &self,
        sentences: impl Iterator<Item = &'s Sentence>,
        out: &mut Vec<u64>,
    ) {
        let begin = out.len();
        let mut last = begin;
        for (number, sentence) in sentences.enumerate() {
            let ids = self.tokens.of(sentence);
            let skipped = if number < FIRST {
                self.dateline(sentence)
            } else {
                0
            };
            if skipped > 0 && out.len() - begin <= PLACE {
                out.truncate(begin);
                last = begin;
            }
            if ids
                .first()
                .is_some_and(|t| self.vocabulary.word(t.word) == "©")
            {
                continue;
            }
            let start = out.len();
            let mut marked = false;
            for token in &ids[skipped..] {
                let hash = self.hashes[token.word as usize];
                if hash != 0 {
                    marked |= hash & 1 == 1;
                    out.push(hash);
                }
            }
            if marked {
                let kept = self.kept(sentence, skipped, &out[start..], number < FIRST);
                out.truncate(start + kept);
            }
            if out.len() > start {
                last = start;
            }
        }
        // An agency's name alone at the end.
        let tail = &out[last..];
        if let Some(at) = tail.len().checked_sub(1)
            && tail[at] & 1 == 1
            && phrase(&tail[at..]) == Some(Kind::Agency)
        {
            out.pop();
        }
    }

    /// How many of a sentence's words are not boilerplate.
    fn kept(&self, sentence: &Sentence, skipped: usize, words: &[u64], is_first: bool) -> usize {
        let tokens = &self.tokens.of(sentence)[skipped..];
        let mut place = 0;
        let mut before: Option<WordId> = None;
        for token in tokens {
            let hash = self.hashes[token.word as usize];
            if hash == 0 {
                before = Some(token.word);
                continue;
            }
            let opens = before.is_none_or(|word| matches!(self.vocabulary.word(word), "(" | "["));
            if hash & 1 == 1 {
                match phrase(&words[place..]) {
                    Some(Kind::Notice) if words.len() <= NOTICE => return 0,
                    Some(Kind::Credit) if opens && words.len() - place <= CREDIT => return place,
                    Some(Kind::Byline)
                        if is_first
                            && place == 0
                            && words.len() <= BYLINE
                            && self.names_follow(tokens) =>
                    {
                        return 0;
                    }
                    _ => {}
                }
            }
            before = Some(token.word);
            place += 1;
        }
        words.len()
    }

    /// Whether a line after its first word is made of names: at least two, and nothing ends it as a sentence.
    fn names_follow(&self, tokens: &[super::Token]) -> bool {
        let shape = |token: &super::Token| self.vocabulary.shape(token.word);
        let ends = tokens
            .last()
            .is_some_and(|t| matches!(self.vocabulary.word(t.word), "." | "!" | "?"));
        let mut names = tokens.iter().skip(1).filter(|t| shape(t).is_capitalised());
        !ends
            && tokens.get(1).is_some_and(|t| shape(t).is_capitalised())
            && names.by_ref().take(2).count() == 2
    }

    /// How many tokens of a sentence are a dateline: up to a dash with an agency before it, or after a place in capitals;
    /// or up to an agency in brackets.
    fn dateline(&self, sentence: &Sentence) -> usize {
        let tokens = self.tokens.of(sentence);
        let word = |i: usize| tokens.get(i).map_or("", |t| self.vocabulary.word(t.word));
        let mut agency = false;
        let mut place_only = self.tokens.of(sentence).first().is_some_and(|t| {
            let shape = self.vocabulary.shape(t.word);
            shape.is_all_upper() && !shape.is_one_letter()
        });
        for i in 0..tokens.len().min(DATELINE) {
            let hash = self.hashes[tokens[i].word as usize];
            if hash == 0 {
                let apart = tokens[i].start > tokens[i.saturating_sub(1)].end
                    || i == 0
                    || tokens.get(i + 1).is_some_and(|t| t.start > tokens[i].end);
                if matches!(word(i), "-" | "--" | "–" | "—" | "_") && apart {
                    return if agency || (place_only && i > 0) {
                        i + 1
                    } else {
                        0
                    };
                }
                if word(i) == ")" && agency && place_only {
                    let dashed = matches!(word(i + 1), "-" | "--" | "–" | "—" | "_" | ":");
                    return i + 1 + usize::from(dashed);
                }
                continue;
            }
            let shape = self.vocabulary.shape(tokens[i].word);
            if hash & 1 == 1 {
                // The words of a name may be set apart by other signs: RIA-Novosti.
                let ahead: Vec<u64> = tokens[i..tokens.len().min(i + 8)]
                    .iter()
                    .map(|t| self.hashes[t.word as usize])
                    .filter(|&h| h != 0)
                    .collect();
                let in_brackets = i > 0 && matches!(word(i - 1), "(" | "[" | "/");
                agency |= (in_brackets || i == 0 || shape.is_all_upper())
                    && phrase(&ahead) == Some(Kind::Agency);
            }
            place_only &= shape.is_capitalised() || shape.has_digit() || agency;
        }
        0
    }
}
