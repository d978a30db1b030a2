//! A sentence as the features see it: symbols, with the actors in question and all other names masked.

use crate::text::{Token, Vocabulary};

use super::frames::{Frames, Hit, Scene, find_hits};
use super::grammar::Gram;
use super::lexis::Lexis;
use super::parse::Parse;
use super::words::{FIRST, Flags, Knowledge, NAME, SECOND, Word, Words};

/// One element of a masked sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) symbol: u64,
    pub(super) flags: Flags,
    pub(super) valence: i8,
    /// Stands between quotation marks.
    pub(super) quoted: bool,
    pub(super) gram: Gram,
    pub(super) lexis: Lexis,
    pub(super) negates: bool,
    /// Coarse and fine cluster plus 1; 0 for none.
    pub(super) clusters: [u16; 2],
    /// Hash of the lower-case form; 0 for names.
    pub(super) lower: u64,
    /// Index of its (first) token in the sentence.
    pub(super) token: u16,
}

/// A range of tokens of the sentence, counted from its first token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words of a sentence, looked up once for all pairs in it.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) words: Vec<Word>,
    quoted: Vec<bool>,
    is_name: Vec<bool>,
    /// The attitude frames of the sentence.
    pub(super) hits: Vec<Hit>,
    /// By token: number of the frame that begins there plus 1, or 0.
    pub(super) hit_at: Vec<u16>,
}

impl Line {
    /// Fills the line with the words of a sentence and finds names: those that are given, and by their capitals. Nothing of
    /// the words of a name that is given goes in.
    pub(super) fn fill(
        &mut self,
        words: &mut Words,
        vocabulary: &mut Vocabulary,
        knowledge: &Knowledge,
        tokens: &[Token],
        names: &[Range],
    ) {
        self.words.clear();
        self.quoted.clear();
        self.is_name.clear();
        let (mut capitals, mut letters) = (0_usize, 0_usize);
        let mut inside = false;
        for (at, token) in tokens.iter().enumerate() {
            if names.iter().any(|n| (n.start..n.end).contains(&at)) {
                self.quoted.push(inside);
                self.words.push(Word::default());
                self.is_name.push(true);
                continue;
            }
            self.is_name.push(false);
            let word = words.get(vocabulary, knowledge, token.word);
            let flags = word.flags;
            if flags.has(Flags::CONTENT) {
                letters += 1;
                capitals += usize::from(flags.has(Flags::CAPITAL));
            }
            let (opens, closes) = (
                flags.has(Flags::OPENS_QUOTE),
                flags.has(Flags::CLOSES_QUOTE),
            );
            if opens && closes {
                inside = !inside;
            } else if opens {
                inside = true;
            } else if closes {
                inside = false;
            }
            self.quoted.push(inside && !opens);
            self.words.push(word);
        }
        // A headline in which most words are capitalised tells nothing by its capitals.
        let headline = letters >= 4 && capitals * 10 > letters * 7;
        let mut begins = true;
        for (word, is_name) in self.words.iter().zip(&mut self.is_name) {
            let flags = word.flags;
            if *is_name {
                begins = false;
                continue;
            }
            let name = flags.has(Flags::CAPITAL)
                && !flags.has(Flags::NUMBER)
                && if headline || begins {
                    !flags.has(Flags::COMMON)
                } else {
                    !flags.has(Flags::FUNCTION)
                };
            *is_name = name;
            begins = flags.has(Flags::MARK)
                && (begins || flags.has(Flags::OPENS_QUOTE) || word.symbol == FULL_STOP);
        }
        self.find_frames(knowledge);
    }

    fn find_frames(&mut self, knowledge: &Knowledge) {
        find_hits(
            &knowledge.frames,
            &self.words,
            &self.is_name,
            &mut self.hits,
        );
        self.hit_at.clear();
        self.hit_at.resize(self.words.len(), 0);
        for (number, hit) in self.hits.iter().enumerate() {
            self.hit_at[usize::from(hit.start)] = number as u16 + 1;
        }
    }

    /// Number of tokens.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }
}

const FULL_STOP: u64 = super::hash::word_hash(".");

/// A masked sentence and where the actors in question stand in it.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    pub(super) items: Vec<Item>,
    /// Index of the first actor (the target of a tone).
    pub(super) first: usize,
    /// Index of the second actor; the same as `first` for a tone.
    pub(super) second: usize,
    /// What depends on what.
    pub(super) parse: Parse,
}

impl Sequence {
    /// Masks the line: `first` becomes `<1>`, `second` (which stands after it) `<2>`; a run of other
    /// names becomes one `<N>`; names right beside an actor in question become part of it.
    pub(super) fn fill(&mut self, line: &Line, first: Range, second: Option<Range>) {
        self.items.clear();
        let mut at = 0;
        let mut absorbing = false;
        while at < line.len() {
            let (symbol, end) = if at == first.start {
                (FIRST, first.end)
            } else if second.is_some_and(|s| s.start == at) {
                (SECOND, second.map_or(at + 1, |s| s.end))
            } else if line.is_name[at] {
                (NAME, at + 1)
            } else {
                let word = line.words[at];
                self.items.push(Item {
                    symbol: word.symbol,
                    flags: word.flags,
                    valence: word.valence,
                    quoted: line.quoted[at],
                    gram: word.gram,
                    lexis: word.lexis,
                    negates: word.negates,
                    clusters: word.clusters,
                    lower: word.lower,
                    token: at as u16,
                });
                at += 1;
                absorbing = false;
                continue;
            };
            let item = Item {
                symbol,
                flags: Flags::default(),
                valence: 0,
                quoted: line.quoted[at],
                gram: Gram::Other,
                lexis: Lexis::default(),
                negates: false,
                clusters: [0; 2],
                lower: 0,
                token: at as u16,
            };
            if symbol == NAME {
                if !absorbing {
                    self.items.push(item);
                }
                absorbing = true;
            } else {
                match self.items.last_mut() {
                    Some(last) if last.symbol == NAME => *last = item,
                    _ => self.items.push(item),
                }
                let index = self.items.len() - 1;
                if symbol == FIRST {
                    self.first = index;
                    if second.is_none() {
                        self.second = index;
                    }
                } else {
                    self.second = index;
                }
                absorbing = true;
            }
            at = end.max(at + 1);
        }
        self.parse.fill(&self.items);
    }

    /// The sequence with the frames of its line.
    pub(super) fn scene<'a>(&'a self, line: &'a Line, frames: &'a Frames) -> Scene<'a> {
        Scene {
            items: &self.items,
            frames,
            hits: &line.hits,
            hit_at: &line.hit_at,
        }
    }

    /// The symbol at an index that may lie outside.
    #[inline]
    pub(super) fn symbol(&self, index: isize) -> u64 {
        usize::try_from(index)
            .ok()
            .and_then(|i| self.items.get(i))
            .map_or(super::words::EDGE, |item| item.symbol)
    }
}
