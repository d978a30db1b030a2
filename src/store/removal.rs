//! Documents to be removed, by their addresses.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::flags::Flags;

/// A set of documents. In a segment that was there when the set was made they are found by address, in one that was merged
/// from such segments since by their serial numbers and ids: the work is in proportion to what is removed.
#[derive(Debug, Clone, Default)]
pub(super) struct Removal {
    segments: HashMap<SegmentId, Vec<DocId>>,
    keys: HashSet<(u64, u64)>,
    articles: u64,
    rejects: u64,
}

/// What a document is told by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own {
    pub(super) serial: u64,
    /// Hash of its id.
    pub(super) id: u64,
    pub(super) flags: Flags,
}

impl Removal {
    /// An empty set that knows the segments of these readers.
    pub(super) fn new(readers: &[SegmentReader]) -> Self {
        Self {
            segments: readers
                .iter()
                .map(|r| (r.segment_id(), Vec::new()))
                .collect(),
            ..Self::default()
        }
    }

    /// Adds a document of one of the segments, once.
    pub(super) fn add(&mut self, segment: SegmentId, doc: DocId, own: Own) {
        self.segments.entry(segment).or_default().push(doc);
        self.keys.insert((own.serial, own.id));
        if own.flags.is_reject() {
            self.rejects += 1;
        } else {
            self.articles += 1;
        }
    }

    pub(super) fn articles(&self) -> u64 {
        self.articles
    }

    pub(super) fn rejects(&self) -> u64 {
        self.rejects
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a document is in the set.
    pub(super) fn holds(&self, own: Own) -> bool {
        self.keys.contains(&(own.serial, own.id))
    }

    /// The query that matches the documents.
    pub(super) fn query(mut self) -> Box<dyn Query> {
        for docs in self.segments.values_mut() {
            docs.sort_unstable();
        }
        Box::new(Removed(Arc::new(self)))
    }
}

#[derive(Debug, Clone)]
struct Removed(Arc<Removal>);

impl Query for Removed {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Removed {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = if let Some(docs) = self.0.segments.get(&reader.segment_id()) {
            docs.clone()
        } else {
            let serials = reader.fast_fields().u64("serial")?;
            let ids = reader.fast_fields().u64("id_hash")?;
            let among = |doc: &DocId| {
                let key = serials.first(*doc).zip(ids.first(*doc));
                key.is_some_and(|key| self.0.keys.contains(&key))
            };
            (0..reader.max_doc()).filter(among).collect()
        };
        Ok(Box::new(ConstScorer::new(Docs { docs, at: 0 }, boost)))
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(format!(
            "document {doc} has no score"
        )))
    }
}

struct Docs {
    docs: Vec<DocId>,
    at: usize,
}

impl DocSet for Docs {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}
