//! Reading a store: its state, its articles, its rejects.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tantivy::schema::Value;
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, TantivyError};

use crate::model::{Article, Date, DateFlag};
use crate::source::{Reject, Shortfall, shortfalls};

use super::error::{guarded, reading};
use super::flags::Flags;
use super::persons::Persons;
use super::schema::{self, Fields};
use super::{
    Balance, FORMAT, FORMER, Lens, RecordOrigin, State, StoreError, aside, files, tokenizers,
};

/// A refused record as it is stored: input, line, offset, reason, excerpt.
type RejectRow = (String, u64, u64, String, String);

/// A store open for reading: the state of its last commit.
pub struct Store {
    pub(super) path: PathBuf,
    pub(super) index: Index,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    state: State,
    language: String,
    /// Which files were found to be as they were written: the columns, those for queries.
    sound: [OnceLock<()>; 2],
    /// Who is meant by the persons that articles introduce; see [`Store::persons`].
    pub(super) persons: OnceLock<Persons>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store in a folder.
    ///
    /// # Errors
    /// There is none, it has another format, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        aside::settle(path)?;
        guarded(path, || Self::open_files(path, FORMAT))
    }

    /// The same for a store of this format or the one before, to make it anew: of a former one, text, dates, names of
    /// inputs and rejects hold, but no findings.
    ///
    /// # Errors
    /// There is none, it has another format, or it cannot be read.
    pub fn open_to_reannotate(path: &Path) -> Result<Self, StoreError> {
        aside::settle(path)?;
        guarded(path, || Self::open_files(path, FORMER))
    }

    fn open_files(path: &Path, least: u32) -> Result<Self, StoreError> {
        let missing = || StoreError::Missing {
            path: path.to_owned(),
        };
        let damaged = |e: TantivyError| reading(path, &e);
        if !path.is_dir() {
            return Err(missing());
        }
        let Some((mut index, Some(state))) = files::open_since(path, least)? else {
            return Err(missing());
        };
        let (_, fields) = schema::build();
        files::whole(path, &index)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(damaged)?;
        let searcher: Searcher = reader.searcher();
        let language = dominant_language(&searcher, &fields)?;
        index.set_tokenizers(tokenizers::for_queries(&language));
        Ok(Self {
            path: path.to_owned(),
            index,
            searcher,
            fields,
            state,
            language,
            sound: [OnceLock::new(), OnceLock::new()],
            persons: OnceLock::new(),
        })
    }

    /// Makes sure, once, that the columns (and for a lens that asks the index, its files) are as they were written.
    ///
    /// # Errors
    /// A file does not match its checksum.
    pub(super) fn verify(&self, lens: &Lens) -> Result<(), StoreError> {
        let parts = [files::COLUMNS, files::QUERIES];
        let needed = if lens.is_open() { 1 } else { 2 };
        for (parts, sound) in parts.iter().zip(&self.sound).take(needed) {
            if sound.get().is_none() {
                files::verify(&self.path, &self.index, parts)?;
                let _ = sound.set(());
            }
        }
        Ok(())
    }

    /// What was read and what became of it, counted.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn balance(&self) -> Result<Balance, StoreError> {
        let rejects = self.reject_count()?;
        Ok(Balance {
            totals: self.state.totals,
            articles: self.documents() - rejects,
            rejects,
        })
    }

    /// What the last commit says of itself.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The language of most articles; queries are stemmed in it. Empty when none has one.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Documents in the store: articles and refused records.
    pub fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many refused records there are.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn reject_count(&self) -> Result<u64, StoreError> {
        self.count_flagged(Flags::is_reject)
    }

    /// How many articles hold characters that are not certain ([`Article::undecoded`]).
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn undecoded_count(&self) -> Result<u64, StoreError> {
        self.count_flagged(Flags::undecoded)
    }

    /// How many articles are longer or name more actors than an article may, so that their findings end early.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn cut_count(&self) -> Result<u64, StoreError> {
        self.count_flagged(|flags| !flags.is_reject() && flags.cut())
    }

    /// How many articles have a date after the last possible day, and so none ([`DateFlag::Future`]).
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn future_count(&self) -> Result<u64, StoreError> {
        self.count_flagged(|flags| !flags.is_reject() && flags.date() == Some(DateFlag::Future))
    }

    fn count_flagged(&self, wanted: impl Fn(Flags) -> bool) -> Result<u64, StoreError> {
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            let flags = segment.fast_fields().u64("flags")?;
            let wanted = |doc: &u32| wanted(Flags::of(flags.first(*doc)));
            count += segment.doc_ids_alive().filter(wanted).count() as u64;
        }
        Ok(count)
    }

    /// All refused records, in order of input, line and offset.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn rejects(&self) -> Result<Vec<Reject>, StoreError> {
        let mut rejects: Vec<Reject> = self
            .rejects_of_inputs()?
            .into_iter()
            .map(|(reject, _, _)| reject)
            .collect();
        rejects.sort();
        Ok(rejects)
    }

    /// Exports in the store that hold fewer documents than they state.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn shortfalls(&self) -> Result<Vec<Shortfall>, StoreError> {
        let rejects = self.rejects_with(Flags::is_shortfall)?;
        Ok(shortfalls(rejects.iter().map(|(reject, _, _)| reject)))
    }

    /// All refused records, where each comes from, and whether it stands for what could not be read, in no particular order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn rejects_of_inputs(&self) -> Result<Vec<(Reject, RecordOrigin, bool)>, StoreError> {
        self.rejects_with(Flags::is_reject)
    }

    /// The documents that `wanted` chooses by their flags, which are rejects.
    fn rejects_with(
        &self,
        wanted: fn(Flags) -> bool,
    ) -> Result<Vec<(Reject, RecordOrigin, bool)>, StoreError> {
        let mut rejects = Vec::new();
        for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
            let flags = segment.fast_fields().u64("flags")?;
            let inputs = segment.fast_fields().u64("input")?;
            let serials = segment.fast_fields().u64("serial")?;
            for doc in segment.doc_ids_alive() {
                let flags = Flags::of(flags.first(doc));
                if !wanted(flags) {
                    continue;
                }
                let stored: TantivyDocument = self
                    .searcher
                    .doc(DocAddress::new(ordinal as u32, doc))
                    .map_err(|e| reading(&self.path, &e))?;
                let line = text_of(&stored, self.fields.reject);
                let (input, line, offset, reason, excerpt): RejectRow = serde_json::from_str(&line)
                    .map_err(|e| StoreError::Damaged {
                        path: self.path.clone(),
                        detail: e.to_string(),
                    })?;
                let reject = Reject {
                    input,
                    line,
                    offset,
                    reason,
                    excerpt,
                };
                let origin = RecordOrigin {
                    input: inputs.first(doc).unwrap_or(0),
                    record: serials.first(doc).unwrap_or(0),
                    run: Some(flags.run()),
                };
                rejects.push((reject, origin, flags.is_failure()));
            }
        }
        Ok(rejects)
    }

    /// The stored article at an address.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(super) fn article(&self, address: DocAddress) -> Result<Article, StoreError> {
        let stored: TantivyDocument = self
            .searcher
            .doc(address)
            .map_err(|e| reading(&self.path, &e))?;
        let columns = self
            .searcher
            .segment_reader(address.segment_ord)
            .fast_fields();
        let doc = address.doc_id;
        let flags = Flags::of(columns.u64("flags")?.first(doc));
        let column_text = |name: &str| -> Result<String, StoreError> {
            let mut text = String::new();
            if let Some(column) = columns.str(name)?
                && let Some(ord) = column.term_ords(doc).next()
            {
                column
                    .ord_to_str(ord, &mut text)
                    .map_err(TantivyError::from)?;
            }
            Ok(text)
        };
        Ok(Article {
            id: text_of(&stored, self.fields.stored_id),
            date: columns
                .i64("date")?
                .first(doc)
                .map(|d| Date::from_days(d as i32)),
            date_flag: flags.date().unwrap_or_default(),
            outlet: column_text("outlet")?,
            title: text_of(&stored, self.fields.stored_title),
            text: text_of(&stored, self.fields.stored_text),
            url: text_of(&stored, self.fields.stored_url),
            language: column_text("lang")?,
            author: text_of(&stored, self.fields.stored_author),
            undecoded: flags.undecoded(),
            completeness: columns
                .column_opt::<u64>("completeness")?
                .and_then(|column| column.first(doc))
                .map(|c| c as u16),
        })
    }
}

impl Store {
    /// Day and id of the article at an address.
    pub(super) fn date_and_id(
        &self,
        address: DocAddress,
    ) -> Result<(Option<Date>, String), StoreError> {
        let stored: TantivyDocument = self
            .searcher
            .doc(address)
            .map_err(|e| reading(&self.path, &e))?;
        let columns = self
            .searcher
            .segment_reader(address.segment_ord)
            .fast_fields();
        let date = columns.column_opt::<i64>("date")?;
        let day = date.and_then(|date| date.first(address.doc_id));
        Ok((
            day.map(|d| Date::from_days(d as i32)),
            text_of(&stored, self.fields.stored_id),
        ))
    }
}

pub(super) fn text_of(doc: &TantivyDocument, field: tantivy::schema::Field) -> String {
    doc.get_first(field)
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn dominant_language(searcher: &Searcher, fields: &Fields) -> Result<String, StoreError> {
    let mut counts = std::collections::BTreeMap::<String, u64>::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.lang)?;
        let mut terms = inverted.terms().stream().map_err(TantivyError::from)?;
        while terms.advance() {
            let code = String::from_utf8_lossy(terms.key()).into_owned();
            *counts.entry(code).or_default() += u64::from(terms.value().doc_freq);
        }
    }
    let best = counts
        .into_iter()
        .max_by_key(|(code, n)| (*n, std::cmp::Reverse(code.clone())));
    Ok(best.map(|(code, _)| code).unwrap_or_default())
}
