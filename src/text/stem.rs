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
    known: Vec<WordId>,
    terms: Vec<Term>,
}

/// What the index holds of a word.
#[derive(Clone, Copy)]
enum Term {
    /// Not looked up yet.
    Unknown,
    /// Nothing: punctuation, the possessive ending.
    Nothing,
    /// The stem: its place in the vocabulary.
    Stem(u32, u32),
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stems")
            .field("known", &self.known.len())
            .finish_non_exhaustive()
    }
}

impl Stems {
    /// Stems for a language by its ISO 639-1 code; an unknown code only lowers the case.
    pub fn new(language: &str) -> Self {
        Self {
            stemmer: stem_language(language).map(Stemmer::create),
            generation: 0,
            known: Vec::new(),
            terms: Vec::new(),
        }
    }

    /// The form of a word that is indexed, or `None` for punctuation and the possessive ending: its stem.
    pub fn term<'v>(&mut self, vocabulary: &'v mut Vocabulary, word: WordId) -> Option<&'v str> {
        if self.generation != vocabulary.generation() || word as usize >= self.terms.len() {
            self.grow(vocabulary);
        }
        let mut term = self.terms[word as usize];
        if matches!(term, Term::Unknown) {
            let shape = vocabulary.shape(word);
            term = if shape.is_punctuation() || shape.is_possessive() {
                Term::Nothing
            } else {
                let stem = self.stem(vocabulary, word);
                let (start, end) = vocabulary.place(stem);
                Term::Stem(start, end)
            };
            self.grow(vocabulary);
            self.terms[word as usize] = term;
        }
        match term {
            Term::Stem(start, end) => Some(vocabulary.part(start, end)),
            _ => None,
        }
    }

    fn grow(&mut self, vocabulary: &Vocabulary) {
        if self.generation != vocabulary.generation() {
            self.generation = vocabulary.generation();
            self.known.clear();
            self.terms.clear();
        }
        if self.terms.len() < vocabulary.len() {
            self.terms.resize(vocabulary.len(), Term::Unknown);
        }
    }

    /// The id of the word's stem, itself a word of the vocabulary.
    pub fn stem(&mut self, vocabulary: &mut Vocabulary, word: WordId) -> WordId {
        if self.generation != vocabulary.generation() {
            self.grow(vocabulary);
        }
        let index = word as usize;
        if index >= self.known.len() {
            self.known.resize(vocabulary.len().max(index + 1), UNKNOWN);
        }
        if self.known[index] == UNKNOWN {
            self.known[index] = self.compute(vocabulary, word);
        }
        self.known[index]
    }

    fn compute(&self, vocabulary: &mut Vocabulary, word: WordId) -> WordId {
        let lower = vocabulary.lower(word);
        let shape = vocabulary.shape(word);
        let Some(stemmer) = &self.stemmer else {
            return lower;
        };
        if !shape.is_alphabetic() || shape.has_digit() || shape.is_dotted() || shape.is_cjk() {
            return lower;
        }
        let stem = stemmer.stem(vocabulary.word(lower)).into_owned();
        if stem.is_empty() {
            lower
        } else {
            vocabulary.intern(&stem)
        }
    }
}

const UNKNOWN: WordId = WordId::MAX;
