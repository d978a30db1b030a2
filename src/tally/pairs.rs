//! Counts of pairs in bounded memory.

use crate::model::ActorIndex;

use super::TallyError;
use super::sums::Sums;

/// Pairs that one tally holds in memory unless its settings say otherwise: as many as fill 2²² places of the map, about 120 MB.
pub const DEFAULT_MAX_PAIRS: usize = 7 << 19;

/// How often two actors appear together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairCounts {
    /// The actor of the smaller number.
    pub a: ActorIndex,
    /// The other one.
    pub b: ActorIndex,
    /// Articles with both.
    pub articles: u64,
    /// Sentences with both.
    pub sentences: u64,
    /// Paragraphs or windows with both, whichever is the level, else 0.
    pub passages: u64,
    /// Stories with at least one article that has both.
    pub stories: u64,
    /// The largest number of articles with both that one story has.
    pub top_story: u64,
}

impl From<([u32; 2], [u64; 5])> for PairCounts {
    fn from(
        ([a, b], [articles, sentences, passages, stories, top_story]): ([u32; 2], [u64; 5]),
    ) -> Self {
        Self {
            a: ActorIndex::new(a),
            b: ActorIndex::new(b),
            articles,
            sentences,
            passages,
            stories,
            top_story,
        }
    }
}

/// By pair `a < b`: articles, sentences, passages, stories, and the articles of the largest story.
pub(super) type Pairs = Sums<2, 5, 1>;

/// All pairs, ascending.
pub(super) fn counted(pairs: Pairs) -> Result<Vec<PairCounts>, TallyError> {
    let mut all = Vec::with_capacity(pairs.in_memory());
    pairs.finish(|pair, counts| all.push(PairCounts::from((pair, counts))))?;
    Ok(all)
}
