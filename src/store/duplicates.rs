//! Documents that are in the index twice, and rejects that no longer hold: found by columns alone.

use hashbrown::{HashMap, HashSet};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher};

use super::flags::Flags;
use super::removal::{Own, Removal};
use super::{State, StoreError};

/// Ids are looked at in as many rounds as keep one round below this many new documents.
const ROUND: u64 = 4_000_000;

/// Among which documents there may be duplicates.
#[derive(Debug, Clone, Copy)]
pub(super) enum New<'a> {
    /// Those of this ingest, among each other and with those before; the latest ingest wins.
    Run(u32),
    /// All; of stores that were merged no ingest is later than another, but an article of a former version of its input
    /// (one with these keys) yields.
    All(&'a HashSet<u64>),
}

/// What [`find`] found.
#[derive(Debug)]
pub(super) struct Duplicates {
    pub(super) removal: Removal,
    /// Articles among them whose content is not that of the article that stays.
    pub(super) replaced: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    run: u32,
    date: Option<i64>,
    content: u64,
    serial: u64,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    rank: Rank,
    segment: SegmentId,
    doc: DocId,
    flags: Flags,
}

/// All documents that another one with the same id supersedes.
///
/// The columns of new documents are read and sorted; those of older ones are read once, and only to look their ids up.
pub(super) fn find(searcher: &Searcher, new: New<'_>) -> Result<Duplicates, StoreError> {
    let readers = searcher.segment_readers();
    let mut found = Duplicates {
        removal: Removal::new(readers),
        replaced: 0,
    };
    let mut columns = Vec::new();
    let mut fresh = 0_u64;
    for reader in readers {
        let fast = reader.fast_fields();
        let flags = fast.u64("flags")?;
        let of_run = match new {
            New::Run(run) if Flags::of(Some(flags.max_value())).run() >= run => Some(run),
            New::Run(_) => None,
            New::All(_) => Some(0),
        };
        if of_run.is_some() {
            fresh += u64::from(reader.max_doc());
        }
        columns.push((fast.u64("id_hash")?, flags, of_run));
    }
    let rounds = fresh / ROUND + 1;
    for round in 0..rounds {
        let mine = |id: u64| rounds == 1 || id % rounds == round;
        let mut ids: Vec<u64> = Vec::new();
        for (reader, (id_hash, flags, run)) in readers.iter().zip(&columns) {
            let Some(run) = *run else { continue };
            for doc in reader.doc_ids_alive() {
                if Flags::of(flags.first(doc)).run() >= run
                    && let Some(id) = id_hash.first(doc).filter(|&id| mine(id))
                {
                    ids.push(id);
                }
            }
        }
        if ids.is_empty() {
            continue;
        }
        ids.sort_unstable();
        let mut twice: HashSet<u64> = ids
            .windows(2)
            .filter(|w| w[0] == w[1])
            .map(|w| w[0])
            .collect();
        if let New::Run(run) = new {
            ids.dedup();
            let ids: HashSet<u64> = ids.into_iter().collect();
            for (reader, (id_hash, flags, _)) in readers.iter().zip(&columns) {
                if Flags::of(Some(flags.min_value())).run() >= run {
                    continue;
                }
                for doc in reader.doc_ids_alive() {
                    if let Some(id) = id_hash.first(doc)
                        && ids.contains(&id)
                        && Flags::of(flags.first(doc)).run() < run
                    {
                        twice.insert(id);
                    }
                }
            }
        }
        if !twice.is_empty() {
            settle(searcher, new, &twice, &mut found)?;
        }
    }
    Ok(found)
}

/// Of the documents with each of the ids keeps the one with the highest rank.
fn settle(
    searcher: &Searcher,
    new: New<'_>,
    twice: &HashSet<u64>,
    found: &mut Duplicates,
) -> Result<(), StoreError> {
    let mut best: HashMap<u64, Place> = HashMap::default();
    let mut losers: Vec<(u64, Place)> = Vec::new();
    for reader in searcher.segment_readers() {
        let columns = reader.fast_fields();
        let ids = columns.u64("id_hash")?;
        let contents = columns.u64("content_hash")?;
        let serials = columns.u64("serial")?;
        let inputs = columns.u64("input")?;
        let flags = columns.u64("flags")?;
        let dates = columns.column_opt::<i64>("date")?;
        for doc in reader.doc_ids_alive() {
            let Some(id) = ids.first(doc).filter(|id| twice.contains(id)) else {
                continue;
            };
            let own = Flags::of(flags.first(doc));
            let rank = Rank {
                run: match new {
                    New::Run(_) => own.run(),
                    New::All(former) => {
                        let input = inputs.first(doc).unwrap_or(0);
                        u32::from(!former.contains(&input))
                    }
                },
                date: dates.as_ref().and_then(|dates| dates.first(doc)),
                content: contents.first(doc).unwrap_or(0),
                serial: serials.first(doc).unwrap_or(0),
            };
            let place = Place {
                rank,
                segment: reader.segment_id(),
                doc,
                flags: own,
            };
            match best.get_mut(&id) {
                None => {
                    best.insert(id, place);
                }
                Some(other) if rank > other.rank => {
                    losers.push((id, std::mem::replace(other, place)));
                }
                Some(_) => losers.push((id, place)),
            }
        }
    }
    for (id, loser) in losers {
        found.replaced += u64::from(best[&id].rank.content != loser.rank.content);
        let own = Own {
            serial: loser.rank.serial,
            id,
            flags: loser.flags,
        };
        found.removal.add(loser.segment, loser.doc, own);
    }
    Ok(())
}

/// Rejects that no longer hold: of an earlier version of an input that was read again to its end, and failures of reading an
/// input that was read to its end since.
pub(super) fn outdated(
    searcher: &Searcher,
    state: &State,
    besides: &Removal,
) -> Result<Removal, StoreError> {
    let readers = searcher.segment_readers();
    let mut removal = Removal::new(readers);
    let superseded = state.superseded();
    let done: HashSet<u64> = state
        .inputs
        .iter()
        .filter(|i| i.done && i.failures > 0)
        .map(super::InputState::key)
        .collect();
    if superseded.is_empty() && done.is_empty() {
        return Ok(removal);
    }
    for reader in readers {
        let columns = reader.fast_fields();
        let flags = columns.u64("flags")?;
        let inputs = columns.u64("input")?;
        let serials = columns.u64("serial")?;
        let ids = columns.u64("id_hash")?;
        for doc in reader.doc_ids_alive() {
            let flags = Flags::of(flags.first(doc));
            if !flags.is_reject() {
                continue;
            }
            let own = Own {
                serial: serials.first(doc).unwrap_or(0),
                id: ids.first(doc).unwrap_or(0),
                flags,
            };
            let input = inputs.first(doc).unwrap_or(0);
            let failure = flags.is_failure();
            if (superseded.contains(&input) || (failure && done.contains(&input)))
                && !besides.holds(own)
            {
                removal.add(reader.segment_id(), doc, own);
            }
        }
    }
    Ok(removal)
}
