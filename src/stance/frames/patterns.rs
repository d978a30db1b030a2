//! The ways to write a frame: words, words of a class, and gaps.

use super::super::grammar::Gram;
use super::super::hash::word_hash;
use super::super::words::Word;
use super::inflect::{Form, third_person};

const THEIR: u64 = word_hash("its");
const REFLEXIVE: u64 = word_hash("itself");
/// Words that a gap passes over at most.
const LONGEST_GAP: usize = 7;

/// Words that can stand for each other in a pattern: `@arms` is any of them. There is a handful of classes.
#[derive(Debug, Default)]
pub(super) struct Classes(Vec<Class>);

#[derive(Debug)]
struct Class {
    /// With the `@`.
    name: Box<str>,
    words: Vec<Box<str>>,
    /// Of the words, ascending.
    hashes: Vec<u64>,
}

impl Classes {
    /// Adds a class; `name` begins with `@`, the words are separated by spaces.
    pub(super) fn add(&mut self, name: &str, words: &str) {
        let words: Vec<Box<str>> = words.split_whitespace().map(Into::into).collect();
        let mut hashes: Vec<u64> = words.iter().map(|w| word_hash(w)).collect();
        hashes.sort_unstable();
        self.0.push(Class {
            name: name.into(),
            words,
            hashes,
        });
    }

    /// The words that the first word of a pattern stands for: those of the class, or itself.
    pub(super) fn heads(&self, head: &str) -> Vec<String> {
        self.number(head).map_or_else(
            || vec![head.to_owned()],
            |class| {
                self.0[class]
                    .words
                    .iter()
                    .map(ToString::to_string)
                    .collect()
            },
        )
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|class| &*class.name == name)
    }

    fn holds(&self, class: u16, word: u64) -> bool {
        self.0[usize::from(class)]
            .hashes
            .binary_search(&word)
            .is_ok()
    }
}

/// A part of a pattern after its first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Word(u64),
    /// A word of a class, as `@arms` says.
    Any(u16),
    /// `..`: some words that are no names and open no other clause.
    Gap,
}

/// One way to write a frame, looked up by its first word.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) frame: u16,
    pub(super) form: Form,
    /// What follows the first word.
    pub(super) rest: Box<[Piece]>,
}

/// The parts of a pattern after its first word; `None` where a class is unknown.
pub(super) fn pieces(classes: &Classes, words: &[&str]) -> Option<Box<[Piece]>> {
    let piece = |word: &&str| match *word {
        ".." => Some(Piece::Gap),
        w if w.starts_with('@') => Some(Piece::Any(classes.number(w)? as u16)),
        w => Some(Piece::Word(pattern_hash(w))),
    };
    words.iter().map(piece).collect()
}

/// The same with the last word in the plural.
pub(super) fn plural(pieces: &[Piece], last: &str) -> Box<[Piece]> {
    let mut all = pieces.to_vec();
    if let Some(Piece::Word(word)) = all.last_mut() {
        *word = word_hash(&third_person(last));
    }
    all.into()
}

/// Possessive and reflexive pronouns of all persons match each other.
fn pattern_hash(word: &str) -> u64 {
    match Gram::of(word) {
        Gram::Their => THEIR,
        Gram::Reflexive => REFLEXIVE,
        _ => word_hash(word),
    }
}

fn matches_word(classes: &Classes, wanted: Piece, word: &Word) -> bool {
    match wanted {
        Piece::Gap => false,
        Piece::Any(class) => classes.holds(class, word.lower),
        Piece::Word(pattern) => {
            pattern == word.lower
                || (pattern == THEIR && word.gram == Gram::Their)
                || (pattern == THEIR && word.gram == Gram::ThirdObject)
                || (pattern == REFLEXIVE && word.gram == Gram::Reflexive)
        }
    }
}

/// Where the pattern ends when it begins at `at`. One word may be slipped in where three or more
/// follow; names that stand side by side count as one word, however long they are.
pub(super) fn end_of(
    classes: &Classes,
    pattern: &Pattern,
    words: &[Word],
    is_name: &[bool],
    at: usize,
) -> Option<usize> {
    let mut next = at + 1;
    let has_gap = pattern.rest.contains(&Piece::Gap);
    let mut slips = usize::from(pattern.rest.len() >= 2 && !has_gap);
    for (i, &wanted) in pattern.rest.iter().enumerate() {
        if wanted == Piece::Gap {
            next = behind_gap(classes, *pattern.rest.get(i + 1)?, words, is_name, next)?;
            continue;
        }
        let word = words.get(next)?;
        if has_gap && is_name[next] {
            return None;
        }
        if !matches_word(classes, wanted, word) {
            let run = is_name[next..].iter().take_while(|n| **n).count();
            let behind = next + run.max(1);
            let after = words.get(behind)?;
            let may_slip = slips > 0
                && matches!(word.gram, Gram::Other | Gram::Adverb | Gram::Determiner)
                && word.head == 0
                && (i > 0 || word.gram == Gram::Adverb || pattern.rest.len() >= 2)
                && matches_word(classes, wanted, after);
            if !may_slip {
                return None;
            }
            slips -= 1;
            next = behind;
        }
        next += 1;
    }
    Some(next)
}

/// Where a gap that begins at `from` ends: before the first word that is what follows the gap.
fn behind_gap(
    classes: &Classes,
    wanted: Piece,
    words: &[Word],
    is_name: &[bool],
    from: usize,
) -> Option<usize> {
    let passes = |gram: Gram| {
        matches!(
            gram,
            Gram::Other | Gram::Adverb | Gram::Determiner | Gram::Of | Gram::Their | Gram::Hyphen
        )
    };
    for (i, word) in words.iter().enumerate().skip(from).take(LONGEST_GAP + 1) {
        if is_name[i] {
            return None;
        }
        if matches_word(classes, wanted, word) {
            return Some(i);
        }
        if !passes(word.gram) {
            return None;
        }
    }
    None
}
