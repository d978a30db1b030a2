//! Evidence that was chosen.

use std::collections::BTreeMap;

use crate::model::{Article, Class};

/// A name in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MarkedName {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// Id of the actor, or of its group.
    pub actor: String,
}

/// A sentence that was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SelectedSentence {
    /// On one line.
    pub text: String,
    /// The actors named in it, in order of place.
    pub marks: Vec<MarkedName>,
}

/// A judgement that was chosen: evidence for one number.
#[derive(Debug, Clone, PartialEq)]
pub struct SelectedFinding {
    /// Number of the article in [`SelectedEvidence::articles`].
    pub article: usize,
    /// Number of the sentence in the article; the headline, if any, is 0.
    pub sentence: u16,
    /// Class of the judgement; of a tone, only its sign means something.
    pub class: Class,
    /// Score, −1 to 1.
    pub score: f64,
    /// The words that moved the score most, with their sign, strongest first.
    pub cues: Vec<(String, bool)>,
}

/// An article that was chosen, with those of its sentences that were.
#[derive(Debug, Clone, PartialEq)]
pub struct SelectedArticle {
    /// The article without its text.
    pub article: Article,
    /// The sentences by number.
    pub sentences: BTreeMap<u16, SelectedSentence>,
}

/// The evidence chosen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SelectedEvidence {
    /// By date, then id.
    pub articles: Vec<SelectedArticle>,
    /// For each attitude its sentences, in order of date, article and sentence.
    pub stance: Vec<Vec<SelectedFinding>>,
    /// For each tone likewise.
    pub tone: Vec<Vec<SelectedFinding>>,
    /// For each pair its articles, as numbers in `articles`.
    pub pairs: Vec<Vec<usize>>,
}
