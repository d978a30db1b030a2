//! Removing articles at the user's wish.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use tantivy::index::SegmentId;
use tantivy::query::EnableScoring;
use tantivy::{DocAddress, DocId, DocSet, SegmentMeta, TERMINATED, TantivyDocument};

use super::document::id_hash;
use super::error::{guarded, reading, writing};
use super::flags::Flags;
use super::reader::text_of;
use super::removal::{Own, Removal};
use super::{Balance, Lens, Store, StoreError, StoreWriter};

/// Which articles are to be removed.
#[derive(Debug, Clone, Copy)]
pub enum Doomed<'a> {
    /// Those that a lens lets through.
    Lens(&'a Lens),
    /// Those with these ids.
    Ids(&'a [String]),
    /// Those that a changed input no longer holds: they come from an earlier version of an input whose present version was
    /// read to its end without them.
    Gone,
}

/// Articles chosen to be removed.
#[derive(Debug)]
pub struct Chosen {
    removal: Removal,
    /// Ids asked for that no article has, as they were given.
    pub unknown: Vec<String>,
}

impl Chosen {
    /// How many articles there are.
    pub fn articles(&self) -> u64 {
        self.removal.articles()
    }
}

impl Store {
    /// Finds the articles to be removed; removes nothing.
    ///
    /// # Errors
    /// The query cannot be understood or the store cannot be read.
    pub fn choose(&self, doomed: Doomed<'_>) -> Result<Chosen, StoreError> {
        let lens = match doomed {
            Doomed::Lens(lens) => lens,
            _ => &Lens::default(),
        };
        self.verify(lens)?;
        guarded(self.path(), || match doomed {
            Doomed::Lens(lens) => self.choose_by_lens(lens),
            Doomed::Ids(ids) => self.choose_by_id(ids),
            Doomed::Gone => {
                let superseded = self.state().superseded();
                if superseded.is_empty() {
                    return self.choose_if(|_, _| Ok(false));
                }
                self.choose_if(|segment, doc| {
                    let inputs = self.searcher.segment_reader(segment).fast_fields();
                    let input = inputs.u64("input")?.first(doc);
                    Ok(input.is_some_and(|input| superseded.contains(&input)))
                })
            }
        })
    }

    fn choose_if(
        &self,
        wanted: impl Fn(u32, DocId) -> Result<bool, StoreError>,
    ) -> Result<Chosen, StoreError> {
        let readers = self.searcher.segment_readers();
        let mut removal = Removal::new(readers);
        for (segment, reader) in readers.iter().enumerate() {
            for doc in reader.doc_ids_alive() {
                if wanted(segment as u32, doc)? {
                    self.doom(&mut removal, segment as u32, doc)?;
                }
            }
        }
        Ok(Chosen {
            removal,
            unknown: Vec::new(),
        })
    }

    /// Adds a document to those that are removed, if it is an article.
    fn doom(&self, removal: &mut Removal, segment: u32, doc: DocId) -> Result<(), StoreError> {
        let reader = self.searcher.segment_reader(segment);
        let columns = reader.fast_fields();
        let value = |name: &str| -> Result<u64, StoreError> {
            Ok(columns.u64(name)?.first(doc).unwrap_or(0))
        };
        let own = Own {
            serial: value("serial")?,
            id: value("id_hash")?,
            flags: Flags::of(Some(value("flags")?)),
        };
        if own.flags.is_article() {
            removal.add(reader.segment_id(), doc, own);
        }
        Ok(())
    }

    fn choose_by_lens(&self, lens: &Lens) -> Result<Chosen, StoreError> {
        let Some(compiled) = lens.to_query(self)? else {
            return self.choose_if(|_, _| Ok(true));
        };
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight = compiled.query.weight(scoring)?;
        let readers = self.searcher.segment_readers();
        let mut removal = Removal::new(readers);
        for (segment, reader) in readers.iter().enumerate() {
            let mut scorer = weight.scorer(reader, 1.0)?;
            let mut doc = scorer.doc();
            while doc != TERMINATED {
                if reader
                    .alive_bitset()
                    .is_none_or(|alive| alive.is_alive(doc))
                {
                    self.doom(&mut removal, segment as u32, doc)?;
                }
                doc = scorer.advance();
            }
        }
        compiled.sound(self)?;
        Ok(Chosen {
            removal,
            unknown: Vec::new(),
        })
    }

    fn choose_by_id(&self, ids: &[String]) -> Result<Chosen, StoreError> {
        let wanted: HashMap<u64, &str> = ids.iter().map(|id| (id_hash(id), id.as_str())).collect();
        // In order of the file: its number for each id that is not found yet.
        let mut unknown: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, id) in ids.iter().enumerate() {
            unknown.entry(id).or_insert(number);
        }
        let readers = self.searcher.segment_readers();
        let mut removal = Removal::new(readers);
        for (segment, reader) in readers.iter().enumerate() {
            let hashes = reader.fast_fields().u64("id_hash")?;
            for doc in reader.doc_ids_alive() {
                let Some(id) = hashes.first(doc).and_then(|hash| wanted.get(&hash)) else {
                    continue;
                };
                // Equal hashes of other ids are as good as impossible, but an article must not fall to one.
                let stored: TantivyDocument = self
                    .searcher
                    .doc(DocAddress::new(segment as u32, doc))
                    .map_err(|e| reading(self.path(), &e))?;
                if text_of(&stored, self.fields.stored_id) == **id {
                    self.doom(&mut removal, segment as u32, doc)?;
                    unknown.remove(id);
                }
            }
        }
        let mut unknown: Vec<(usize, &str)> = unknown.into_iter().map(|(id, n)| (n, id)).collect();
        unknown.sort_unstable();
        let unknown = unknown.into_iter().map(|(_, id)| id.to_owned()).collect();
        Ok(Chosen { removal, unknown })
    }
}

impl StoreWriter {
    /// Removes articles from the store in a folder, for good: they are gone from all analyses with the commit. Their text
    /// leaves the disk when the index merges its files, or at once with `purge`, which writes the files anew that held them.
    ///
    /// Returns what was chosen and, if anything was, what became of all records.
    ///
    /// # Errors
    /// The query cannot be understood; the store cannot be read or written; another process is writing.
    pub fn delete(
        path: &std::path::Path,
        doomed: Doomed<'_>,
        purge: bool,
    ) -> Result<(Chosen, Option<Balance>), StoreError> {
        let mut writer = Self::open_existing(path)?;
        let store = Store::open(path)?;
        let mut chosen = store.choose(doomed)?;
        drop(store);
        if chosen.articles() == 0 && !purge {
            return Ok((chosen, None));
        }
        writer.state_mut().totals.deleted += chosen.articles();
        let removal = chosen.removal.clone();
        writer.remove(removal)?;
        writer.commit()?;
        let balance = writer.balance()?;
        if purge {
            writer.purge()?;
        }
        writer.close()?;
        chosen.unknown.dedup();
        Ok((chosen, Some(balance)))
    }

    /// Writes anew each segment that holds removed documents.
    fn purge(&mut self) -> Result<(), StoreError> {
        let path = self.folder().to_owned();
        let failed = |e| writing(&path, &e);
        // The index keeps the files of a segment for as long as somebody holds what describes it.
        let holed: Vec<SegmentId> = self
            .segments()?
            .iter()
            .filter(|meta| meta.has_deletes())
            .map(SegmentMeta::id)
            .collect();
        for segment in holed {
            let merged = self.index_writer().merge(&[segment]).wait();
            drop(merged.map_err(failed)?);
        }
        let collected = self.index_writer().garbage_collect_files().wait();
        let left = collected.map_err(failed)?.failed_to_delete_files;
        match left.first() {
            None => Ok(()),
            Some(file) => Err(StoreError::Write {
                detail: format!(
                    "{}: the file holds deleted text and cannot be removed",
                    file.display()
                ),
                path,
            }),
        }
    }
}
