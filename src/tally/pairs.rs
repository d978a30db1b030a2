//! Counts of pairs in bounded memory.

use std::path::PathBuf;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::TallyError;
use super::spill::{self, Counts, Entry, Run};

/// Pairs that one tally holds in memory unless its settings say otherwise: as many as fill 2²² places of the map, about 120 MB.
pub const DEFAULT_MAX_PAIRS: usize = 7 << 19;

/// How often two actors appear together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairCounts {
    /// The actor of the smaller number.
    pub a: u32,
    /// The other one.
    pub b: u32,
    /// Articles with both.
    pub articles: u64,
    /// Sentences with both.
    pub sentences: u64,
    /// Paragraphs with both; counted only at that level, else 0.
    pub paragraphs: u64,
    /// Stories with at least one article that has both.
    pub stories: u64,
    /// The largest number of articles with both that one story has.
    pub top_story: u64,
}

impl From<Entry> for PairCounts {
    fn from(([a, b], [articles, sentences, paragraphs, stories, top_story]): Entry) -> Self {
        Self {
            a,
            b,
            articles: articles.into(),
            sentences: sentences.into(),
            paragraphs: paragraphs.into(),
            stories: stories.into(),
            top_story: top_story.into(),
        }
    }
}

impl PairCounts {
    pub(super) fn absorb(&mut self, other: &Self) {
        self.articles += other.articles;
        self.sentences += other.sentences;
        self.paragraphs += other.paragraphs;
        self.stories += other.stories;
        self.top_story = self.top_story.max(other.top_story);
    }
}

/// A map from pairs to counts that writes sorted runs aside when it grows beyond its limit.
#[derive(Debug)]
pub(super) struct Pairs {
    map: HashMap<[u32; 2], Counts, FxBuildHasher>,
    max: usize,
    folder: PathBuf,
    runs: Vec<Run>,
    failure: Option<std::io::Error>,
}

impl Pairs {
    pub(super) fn new(max: usize, folder: PathBuf) -> Self {
        Self {
            map: HashMap::default(),
            max: max.max(1),
            folder,
            runs: Vec::new(),
            failure: None,
        }
    }

    /// Adds counts of the pair `a < b`.
    pub(super) fn add(&mut self, pair: [u32; 2], more: Counts) {
        if let Some(counts) = self.map.get_mut(&pair) {
            if let Some(sum) = checked_sum(*counts, more) {
                *counts = sum;
                return;
            }
            self.spill();
        } else if self.map.len() >= self.max {
            self.spill();
        }
        self.map.insert(pair, more);
    }

    pub(super) fn merge(&mut self, mut other: Self) {
        if other.map.len() > self.map.len() {
            std::mem::swap(&mut self.map, &mut other.map);
        }
        self.runs.append(&mut other.runs);
        self.failure = self.failure.take().or(other.failure);
        for (pair, counts) in other.map {
            self.add(pair, counts);
        }
    }

    fn sorted(&mut self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.map.drain().collect();
        entries.sort_unstable();
        entries
    }

    fn spill(&mut self) {
        let entries = self.sorted();
        if self.failure.is_some() {
            return;
        }
        match Run::write(&self.folder, &entries) {
            Ok(run) => self.runs.push(run),
            Err(error) => self.failure = Some(error),
        }
    }

    /// All pairs, ascending.
    pub(super) fn finish(mut self) -> Result<Vec<PairCounts>, TallyError> {
        let fail = |source| TallyError::Spill {
            folder: self.folder.clone(),
            source,
        };
        if let Some(error) = self.failure.take() {
            return Err(fail(error));
        }
        let rest = self.sorted();
        if self.runs.is_empty() {
            return Ok(rest.into_iter().map(PairCounts::from).collect());
        }
        let runs = std::mem::take(&mut self.runs);
        spill::merge(runs, &rest).map_err(|source| TallyError::Spill {
            folder: self.folder,
            source,
        })
    }
}

/// The sum of two counts of a pair; of the last one, the largest story, the larger.
fn checked_sum(a: Counts, b: Counts) -> Option<Counts> {
    Some([
        a[0].checked_add(b[0])?,
        a[1].checked_add(b[1])?,
        a[2].checked_add(b[2])?,
        a[3].checked_add(b[3])?,
        a[4].max(b[4]),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_beyond_32_bits_are_exact() {
        let mut pairs = Pairs::new(10, std::env::temp_dir());
        for _ in 0..3 {
            pairs.add([1, 2], [u32::MAX, 1, 0, 2, 7]);
        }
        let counted = pairs.finish().expect("a writable temporary folder");
        assert_eq!(counted.len(), 1);
        assert_eq!(counted[0].articles, 3 * u64::from(u32::MAX));
        assert_eq!(counted[0].sentences, 3);
        assert_eq!((counted[0].stories, counted[0].top_story), (6, 7));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let folder = std::env::temp_dir().join("demarche-no-such-folder");
        let mut pairs = Pairs::new(1, folder.clone());
        for b in 1..4 {
            pairs.add([0, b], [1, 0, 0, 1, 1]);
        }
        let error = pairs.finish().expect_err("nowhere to write");
        assert!(
            error.to_string().contains(&*folder.to_string_lossy()),
            "{error}"
        );
    }
}
