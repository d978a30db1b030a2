//! Stems of words, one computation per distinct word and language.

use rust_stemmers::{Algorithm, Stemmer};

use super::vocabulary::{Vocabulary, WordId};

/// The Snowball algorithm of a language (ISO 639-1 code), if there is one.
pub fn stem_language(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

/// Stems by word id for one language.
///
/// A word's stem is the Snowball stem of its lower-case form; words with a digit or a full stop and
/// words of languages without an algorithm are their own lower-case form.
pub struct Stems {
    stemmer: Option<Stemmer>,
    generation: u32,
    stems: Vec<WordId>,
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stems").field("known", &self.stems.len()).finish_non_exhaustive()
    }
}

impl Stems {
    /// Stems for a language by its ISO 639-1 code; an unknown code only lowers the case.
    pub fn new(language: &str) -> Self {
        Self {
            stemmer: stem_language(language).map(Stemmer::create),
            generation: 0,
            stems: Vec::new(),
        }
    }

    /// The id of the word's stem, itself a word of the vocabulary.
    pub fn stem(&mut self, vocabulary: &mut Vocabulary, word: WordId) -> WordId {
        if self.generation != vocabulary.generation() {
            self.generation = vocabulary.generation();
            self.stems.clear();
        }
        let index = word as usize;
        if index >= self.stems.len() {
            self.stems.resize(vocabulary.len().max(index + 1), UNKNOWN);
        }
        if self.stems[index] == UNKNOWN {
            self.stems[index] = self.compute(vocabulary, word);
        }
        self.stems[index]
    }

    fn compute(&self, vocabulary: &mut Vocabulary, word: WordId) -> WordId {
        let lower = vocabulary.lower(word);
        let shape = vocabulary.shape(word);
        let Some(stemmer) = &self.stemmer else { return lower };
        if !shape.is_alphabetic() || shape.has_digit() || shape.is_dotted() || shape.is_cjk() {
            return lower;
        }
        let stem = stemmer.stem(vocabulary.word(lower)).into_owned();
        if stem.is_empty() { lower } else { vocabulary.intern(&stem) }
    }
}

const UNKNOWN: WordId = WordId::MAX;
