//! Words and sentences: one scan of the text gives tokens, interned to ids, and sentence borders.
//!
//! Uses `model` only. It alone may use `rust-stemmers`. Everything that depends on a word alone (its
//! lower-case form, shape, stem) is computed once when the word is first seen and kept in arrays
//! indexed by [`WordId`]; later stages keep their own such arrays (see [`Vocabulary`]).

mod abbreviations;
mod boilerplate;
mod bytes;
mod chars;
mod fingerprint;
mod language;
mod language_names;
mod likeness;
mod newline;
mod repeats;
mod scan;
mod stem;
mod tokens;
mod vocabulary;

pub use chars::{CharOffsets, char_to_byte, first_and_last, folded, is_cjk};
pub use fingerprint::Fingerprints;
pub use language::{LanguageVotes, detect_language};
pub use language_names::languages;
pub use likeness::{letters_apart, likeness, unaccented};
pub use scan::Tokeniser;
pub use stem::{Stems, stem_language};
pub use tokens::{MOST_SENTENCES, MOST_TOKENS, Token, Tokens};
pub use vocabulary::{Shape, Vocabulary, WordId};

#[cfg(test)]
mod tests;
