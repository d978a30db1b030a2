//! The words of articles, and where what a query looks for stands among them.

use crate::model::Article;

use super::super::{Lens, Store, StoreError};
use super::matching::{Needles, Reader};

/// Reads articles word by word for a query; buffers to be used again and again.
#[derive(Default)]
pub struct Occurrences {
    needles: Needles,
    reader: Reader,
}

/// An article read word by word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsRead<'a> {
    /// The words of headline and body in lower case, in order, each with the number of its sentence. Sentences that repeat the headline
    /// or one before are left out, as are punctuation and the `'s` of possessives.
    pub words: Vec<(&'a str, usize)>,
    /// Where words of the query stand: the first word and one past the last, ascending, without overlap.
    pub found: Vec<(usize, usize)>,
}

impl std::fmt::Debug for Occurrences {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Occurrences")
            .field("needles", &self.needles)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// What reads articles for the words and phrases of a query; what it excludes and other conditions on articles are not looked at.
    ///
    /// # Errors
    /// The query cannot be understood, or has no words.
    pub fn occurrences(&self, query: &str) -> Result<Occurrences, StoreError> {
        let lens = Lens {
            query: query.to_owned(),
            ..Lens::default()
        };
        let needles = self.needles(&lens)?;
        if needles.all.is_empty() {
            return Err(StoreError::Query {
                query: query.to_owned(),
                detail: "it has no word or phrase to look for".to_owned(),
            });
        }
        Ok(Occurrences {
            needles,
            reader: Reader::default(),
        })
    }
}

impl Occurrences {
    /// Reads an article.
    pub fn read(&mut self, article: &Article) -> WordsRead<'_> {
        self.reader
            .read(&article.title, &article.text, &article.language);
        let mut tokens: Vec<(usize, usize)> = Vec::new();
        for needle in &self.needles.all {
            let places = self.reader.find(needle);
            tokens.extend(places.into_iter().map(|at| (at.first, at.past)));
        }
        tokens.sort_unstable();
        let (mut words, mut places) = (Vec::new(), Vec::new());
        for (token, word, sentence) in self.reader.words() {
            places.push(token);
            words.push((word, sentence));
        }
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (first, past) in tokens {
            let own = [first, past].map(|token| places.partition_point(|&place| place < token));
            match found.last_mut() {
                Some(last) if own[0] < last.1 => last.1 = last.1.max(own[1]),
                _ => found.push((own[0], own[1])),
            }
        }
        WordsRead { words, found }
    }
}
