//! Documents that are in the index twice: found by columns alone, removed by one delete.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Index, Score, SegmentReader, TERMINATED, TantivyError};

use super::StoreError;

/// Ids are looked at in as many rounds as keep one round below this many documents.
const ROUND: u64 = 8_000_000;

/// The serial numbers of all documents that another one with the same id supersedes.
pub(super) fn find(index: &Index) -> Result<FxHashSet<u64>, StoreError> {
    let reader = index
        .reader_builder()
        .reload_policy(tantivy::ReloadPolicy::Manual)
        .try_into()?;
    let searcher = reader.searcher();
    let rounds = searcher.num_docs() / ROUND + 1;
    let mut losers = FxHashSet::default();
    for round in 0..rounds {
        let mut seen: Vec<u64> = Vec::new();
        for segment in searcher.segment_readers() {
            let ids = segment.fast_fields().u64("id_hash")?;
            for doc in segment.doc_ids_alive() {
                if let Some(id) = ids.first(doc)
                    && id % rounds == round
                {
                    seen.push(id);
                }
            }
        }
        seen.sort_unstable();
        let twice: FxHashSet<u64> = seen
            .windows(2)
            .filter(|w| w[0] == w[1])
            .map(|w| w[0])
            .collect();
        drop(seen);
        if twice.is_empty() {
            continue;
        }
        let mut best: FxHashMap<u64, Rank> = FxHashMap::default();
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            let ids = columns.u64("id_hash")?;
            let contents = columns.u64("content_hash")?;
            let serials = columns.u64("serial")?;
            let flags = columns.u64("flags")?;
            let dates = columns.i64("date")?;
            for doc in segment.doc_ids_alive() {
                let Some(id) = ids.first(doc).filter(|id| twice.contains(id)) else {
                    continue;
                };
                let rank = Rank {
                    run: flags.first(doc).unwrap_or(0) >> 8,
                    date: dates.first(doc),
                    content: contents.first(doc).unwrap_or(0),
                    serial: serials.first(doc).unwrap_or(0),
                };
                if let Some(other) = best.get_mut(&id) {
                    let loser = if rank > *other {
                        std::mem::replace(other, rank)
                    } else {
                        rank
                    };
                    losers.insert(loser.serial);
                } else {
                    best.insert(id, rank);
                }
            }
        }
    }
    Ok(losers)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    run: u64,
    date: Option<i64>,
    content: u64,
    serial: u64,
}

/// Matches the documents with the given serial numbers.
#[derive(Debug, Clone)]
pub(super) struct Losers {
    serials: Arc<FxHashSet<u64>>,
}

impl Losers {
    pub(super) fn new(serials: FxHashSet<u64>) -> Self {
        Self {
            serials: Arc::new(serials),
        }
    }
}

impl Query for Losers {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Losers {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let serials = reader.fast_fields().u64("serial")?;
        let docs = (0..reader.max_doc())
            .filter(|&doc| {
                serials
                    .first(doc)
                    .is_some_and(|s| self.serials.contains(&s))
            })
            .collect();
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
