//! Reading articles: in chunks, any chunk on any thread, and story by story.

use tantivy::{DocAddress, DocId, DocSet, TERMINATED};

use crate::model::{Article, Fingerprint, OutletIndex};

use super::columns::Buffers;
use super::flags::Flags;
use super::lens::sound;
use super::{ArticleView, Member, Scan, StoreError};

/// A part of the store that one thread reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    segment: u32,
    from: DocId,
    to: DocId,
}

impl Chunk {
    /// How many documents it spans, removed and refused ones included.
    pub fn documents(self) -> u32 {
        self.to - self.from
    }
}

/// Fetches the text of the article at hand.
pub type Fetch<'a> = &'a dyn Fn() -> Result<Article, StoreError>;

/// Takes articles, each with a function that fetches its text.
pub type ArticleSink<'a, E> = &'a mut dyn FnMut(&ArticleView<'_>, Fetch<'_>) -> Result<(), E>;

/// Documents a chunk holds at most.
const CHUNK: DocId = 1 << 12;

impl Scan<'_> {
    /// The parts to read, in order; any of them may be read on any thread.
    pub fn chunks(&self) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        for (segment, reader) in self.store.searcher.segment_readers().iter().enumerate() {
            let mut from = 0;
            while from < reader.max_doc() {
                let to = (from + CHUNK).min(reader.max_doc());
                chunks.push(Chunk {
                    segment: segment as u32,
                    from,
                    to,
                });
                from = to;
            }
        }
        chunks
    }

    /// Hands every article of a chunk that is alone in its story to `sink`, with a function that fetches its text; the others
    /// are added to `members`, to be read by [`Scan::read_members`].
    ///
    /// # Errors
    /// The index cannot be read, or `sink` fails.
    pub fn read<E: From<StoreError>>(
        &self,
        chunk: Chunk,
        members: &mut Vec<Member>,
        sink: ArticleSink<'_, E>,
    ) -> Result<(), E> {
        let columns = &self.segments[chunk.segment as usize];
        let mut buffers = Buffers::default();
        self.each(chunk, &mut |doc, flags| {
            if let Some(story) = self.story_of(chunk.segment, doc) {
                members.push(self.member(story, chunk.segment, doc));
                return Ok(());
            }
            let view = columns.view(doc, None, flags, &mut buffers);
            sink(&view, &|| {
                self.store.article(DocAddress::new(chunk.segment, doc))
            })
        })
    }

    /// The articles of a chunk that are not alone in their story, in no particular order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn members(&self, chunk: Chunk) -> Result<Vec<Member>, StoreError> {
        let mut members = Vec::new();
        self.each(chunk, &mut |doc, _| {
            if let Some(story) = self.story_of(chunk.segment, doc) {
                members.push(self.member(story, chunk.segment, doc));
            }
            Ok::<(), StoreError>(())
        })?;
        Ok(members)
    }

    /// Calls `one` with the number and the flags of each article of a chunk that the lens lets through.
    fn each<E: From<StoreError>>(
        &self,
        chunk: Chunk,
        one: &mut dyn FnMut(DocId, Flags) -> Result<(), E>,
    ) -> Result<(), E> {
        let reader = self.store.searcher.segment_reader(chunk.segment);
        let columns = &self.segments[chunk.segment as usize];
        let mut article = |doc: DocId| {
            let alive = reader
                .alive_bitset()
                .is_none_or(|alive| alive.is_alive(doc));
            let flags = Flags::of(columns.flags.first(doc));
            if alive && flags.is_article() {
                one(doc, flags)
            } else {
                Ok(())
            }
        };
        match &self.weight {
            None => {
                for doc in chunk.from..chunk.to {
                    article(doc)?;
                }
            }
            Some(weight) => {
                let scorer = weight.scorer(reader, 1.0).map_err(StoreError::from);
                let mut scorer = scorer.map_err(E::from)?;
                let mut doc = scorer.doc();
                if doc < chunk.from {
                    doc = scorer.seek(chunk.from);
                }
                while doc < chunk.to && doc != TERMINATED {
                    article(doc)?;
                    doc = scorer.advance();
                }
                sound(&self.faults, self.store)?;
            }
        }
        Ok(())
    }

    /// Hands each of the members to `sink`, in the order given, with a function that fetches its text.
    ///
    /// # Errors
    /// The index cannot be read, or `sink` fails.
    pub fn read_members<E: From<StoreError>>(
        &self,
        members: &[Member],
        sink: ArticleSink<'_, E>,
    ) -> Result<(), E> {
        let mut buffers = Buffers::default();
        for member in members {
            let &Member {
                story,
                segment,
                doc,
                ..
            } = member;
            let columns = &self.segments[segment as usize];
            let flags = Flags::of(columns.flags.first(doc));
            let view = columns.view(doc, Some(story), flags, &mut buffers);
            sink(&view, &|| self.article(member))?;
        }
        Ok(())
    }

    /// The stored article.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article(&self, member: &Member) -> Result<Article, StoreError> {
        let address = DocAddress::new(member.segment, member.doc);
        self.store.article(address)
    }

    /// The outlet of a member; `None` where the article names none.
    pub fn outlet(&self, member: &Member) -> Option<OutletIndex> {
        let columns = &self.segments[member.segment as usize];
        columns.outlet.of(member.doc).next().map(OutletIndex::new)
    }

    /// The estimated share of text that two members have in common, 0 to 1 ([`Fingerprint::similarity`]).
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn similarity(&self, a: &Member, b: &Member) -> Result<Option<f64>, StoreError> {
        let sketch = |member: &Member| {
            let reader = self.store.searcher.segment_reader(member.segment);
            super::clusters::sketch(reader, member.doc)
        };
        Ok(match (sketch(a)?, sketch(b)?) {
            (Some(a), Some(b)) => Some(Fingerprint::similarity(&a, &b)),
            _ => None,
        })
    }
}
