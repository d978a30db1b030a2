//! Stories: which articles are near-identical, and which of them are counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::DocId;

use crate::model::{Date, StoryIndex};

use super::clusters::{self, BANDS, Texts};
use super::{Scan, Store, StoreError};

/// What stands in [`Stories::of`] for a document that is in no story of several.
const ALONE: u32 = clusters::NO_TEXT;

/// Steps in which the search for stories reports how far it is.
pub const STORY_STEPS: u64 = BANDS as u64;

/// Which articles of a store tell the same story: those whose texts are near-identical, directly or by way of others.
///
/// Stories are those of the whole store, whatever a lens lets through, and depend on nothing but the articles in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stories {
    /// For each segment the place of its first document in `of`.
    bases: Vec<usize>,
    /// The story of each document, [`ALONE`] for none.
    of: Vec<u32>,
    count: u32,
}

impl Stories {
    /// Stories of at least two articles.
    pub fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn of(&self, segment: u32, doc: DocId) -> Option<StoryIndex> {
        let base = self.bases.get(segment as usize);
        base.and_then(|base| self.of.get(base + doc as usize))
            .copied()
            .filter(|&story| story != ALONE)
            .map(StoryIndex::new)
    }
}

/// Which of several near-identical articles are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Dedup {
    /// All of them.
    #[default]
    None,
    /// One of those that have the same words in headline and body.
    Exact,
    /// One of each story.
    Story,
}

/// An article that is not alone in its story: where it is and what decides which one of them is counted.
///
/// Members order by story and within it by date, articles without one last, then by the hash of the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The story.
    pub story: StoryIndex,
    /// Days since 1970; the largest number for no date.
    days: i32,
    key: u64,
    /// Hash of the words.
    text: u64,
    pub(super) segment: u32,
    pub(super) doc: DocId,
}

impl Member {
    /// Day of publication.
    pub fn date(&self) -> Option<Date> {
        (self.days != i32::MAX).then(|| Date::from_days(self.days))
    }
}

impl Dedup {
    /// Sorts members and leaves those that are to be counted: of equal ones, the first.
    pub fn keep(self, members: &mut Vec<Member>) {
        match self {
            Self::None => {}
            Self::Exact => {
                members.sort_unstable_by_key(|m| (m.story, m.text, *m));
                members.dedup_by_key(|m| (m.story, m.text));
            }
            Self::Story => {
                members.sort_unstable();
                members.dedup_by_key(|m| m.story);
            }
        }
        members.sort_unstable();
    }
}

impl Store {
    /// Finds the stories of the store on `threads` threads, which make no difference to them. `progress` is called from time to
    /// time with the share that is done, in 1/[`STORY_STEPS`].
    ///
    /// # Errors
    /// The index cannot be read, or holds more than 2³² documents.
    pub fn stories(
        &self,
        threads: usize,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Stories, StoreError> {
        let texts = Texts::open(self.searcher.segment_readers())?;
        let done = AtomicU64::new(0);
        let found = clusters::find(&texts, threads, &|| {
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        });
        let mut sizes = vec![0_u32; found.nodes];
        let mut least = vec![u64::MAX; found.nodes];
        let with_text = || (0_u32..).zip(&found.component).filter(|d| *d.1 != ALONE);
        for (_, &component) in with_text() {
            sizes[component as usize] += 1;
        }
        let told_again = || with_text().filter(|d| sizes[*d.1 as usize] > 1);
        for (document, &component) in told_again() {
            let least = &mut least[component as usize];
            *least = texts.id(document).min(*least);
        }
        // Stories are numbered by the smallest hash of an id, so that their numbers too depend on the articles alone.
        let mut order: Vec<(u64, u32)> = (0_u32..)
            .zip(&least)
            .filter(|c| sizes[c.0 as usize] > 1)
            .map(|(component, &least)| (least, component))
            .collect();
        order.sort_unstable();
        let mut number = vec![ALONE; found.nodes];
        for (story, &(_, component)) in (0_u32..).zip(&order) {
            number[component as usize] = story;
        }
        let count = order.len() as u32;
        let mut of = found.component;
        for story in of.iter_mut().filter(|story| **story != ALONE) {
            *story = number[*story as usize];
        }
        Ok(Stories {
            bases: texts.bases,
            of,
            count,
        })
    }
}

impl Scan<'_> {
    /// The same walk with the stories of its store; `dedup` says which articles of a story are counted.
    ///
    /// Without this, every article is a story by itself.
    #[must_use]
    pub fn with_stories(mut self, stories: Arc<Stories>, dedup: Dedup) -> Self {
        self.stories = Some(stories);
        self.dedup = dedup;
        self
    }

    /// Which articles of a story are counted.
    pub fn dedup(&self) -> Dedup {
        self.dedup
    }

    pub(super) fn story_of(&self, segment: u32, doc: DocId) -> Option<StoryIndex> {
        self.stories.as_ref()?.of(segment, doc)
    }

    pub(super) fn member(&self, story: StoryIndex, segment: u32, doc: DocId) -> Member {
        let columns = &self.segments[segment as usize];
        Member {
            story,
            days: columns.date.first(doc).map_or(i32::MAX, |d| d as i32),
            key: columns.id_hash.first(doc).unwrap_or(0),
            text: columns.text_hash.first(doc).unwrap_or(0),
            segment,
            doc,
        }
    }
}
