//! Who is meant: the dictionary of actors and the recogniser that finds them in an article.
//!
//! Uses `model` and `text`. A [`Dictionary`] is read once and shared; each worker has a [`Recogniser`],
//! which turns the tokens of one article into mentions:
//!
//! 1. names of the dictionary, leftmost and longest, whose dates, case and neighbours fit (`matching`);
//! 2. persons: full names introduce, later surnames and offices resolve to them (`persons`);
//! 3. names outside the dictionary, by their shape and neighbours (`names`);
//! 4. the reading of each name of a state, actor or place, by a small trained model (`reading`).
//!
//! The outcome depends on the article and the dictionary only.

mod abroad;
mod alias;
mod builtin;
mod call;
pub mod check;
mod compiled;
mod dictionary;
mod discover;
mod emission;
mod error;
mod extent;
mod features;
mod files;
pub mod find;
mod groups;
mod identity;
mod introduced;
mod kinship;
mod lexicon;
mod matching;
mod name;
mod names;
mod namesakes;
mod offices;
mod owned;
mod persons;
mod reading;
mod recogniser;
mod rows;
mod senses;
mod sex;
mod standing;
mod teams;
mod titles;
pub mod training;
mod trie;
mod typing;
mod view;
mod weights;
mod words;
mod wordy;
mod yaml;

pub use alias::{Alias, AliasKind, CaseRule};
pub use dictionary::{Dictionary, Term};
pub use error::DictionaryError;
pub use find::FoundActor;
pub use kinship::{Kin, Kinship};
pub use recogniser::Recogniser;

#[cfg(test)]
mod tests;
