//! Tokens and sentences of one article, as the scanner leaves them.

use crate::model::Sentence;

use super::vocabulary::WordId;

/// Sentences of an article, the headline included; the rest of its text is not read.
pub const MOST_SENTENCES: usize = 65_535;
/// Tokens of an article, twice as many as the longest novels have; the rest of its text is not read.
pub const MOST_TOKENS: usize = 1_000_000;

/// A word, number or punctuation mark: its place in its field and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte in the field.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// The surface form in the tokeniser's vocabulary.
    pub word: WordId,
}

/// The tokens and sentences of one article; a buffer to be used again and again.
///
/// The headline, if any, is the first sentence. Token offsets count from the start of the field that
/// the token's sentence stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// All tokens in order: first the headline's, then the body's.
    pub tokens: Vec<Token>,
    /// All sentences in order, without repetitions. Every token belongs to exactly one.
    pub sentences: Vec<Sentence>,
    /// How many sentences were left out because they only repeat the headline or the first sentence of the body.
    pub repeated: u32,
    /// Whether the text goes on where they end, at [`MOST_SENTENCES`] or [`MOST_TOKENS`].
    pub cut: bool,
}

impl Tokens {
    /// The tokens of a sentence.
    pub fn of(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[sentence.first_token as usize..sentence.end_token as usize]
    }

    pub(super) fn clear(&mut self) {
        self.tokens.clear();
        self.sentences.clear();
        self.repeated = 0;
        self.cut = false;
    }

    /// Whether no more fit.
    pub(super) fn full(&self) -> bool {
        self.sentences.len() >= MOST_SENTENCES || self.tokens.len() >= MOST_TOKENS
    }
}
