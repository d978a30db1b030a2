//! Reading a store: its state, its articles, its rejects.

use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::schema::Value;
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, TantivyError};

use crate::model::{Article, Date, DateFlag};
use crate::source::Reject;

use super::schema::{self, Fields, KIND_REJECT, UNDECODED_BIT};
use super::{FORMAT, State, StoreError, tokenizers};

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
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

pub(super) fn state_of(path: &Path, index: &Index) -> Result<Option<State>, StoreError> {
    let metas = index.load_metas()?;
    let Some(payload) = metas.payload else {
        return Ok(None);
    };
    let damaged = |detail: String| StoreError::Damaged {
        path: path.to_owned(),
        detail,
    };
    let value: serde_json::Value =
        serde_json::from_str(&payload).map_err(|e| damaged(e.to_string()))?;
    let format = value.get("format").and_then(serde_json::Value::as_u64);
    let format = format.ok_or_else(|| damaged("no format number".into()))? as u32;
    if format != FORMAT {
        return Err(StoreError::Format {
            path: path.to_owned(),
            found: format,
        });
    }
    serde_json::from_value(value)
        .map(Some)
        .map_err(|e| damaged(e.to_string()))
}

impl Store {
    /// Opens the store in a folder.
    ///
    /// # Errors
    /// There is none, it has another format, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let missing = || StoreError::Missing {
            path: path.to_owned(),
        };
        if !path.is_dir() {
            return Err(missing());
        }
        let directory = MmapDirectory::open(path).map_err(TantivyError::from)?;
        if !Index::exists(&directory).map_err(TantivyError::from)? {
            return Err(missing());
        }
        let mut index = Index::open(directory)?;
        let state = state_of(path, &index)?.ok_or_else(missing)?;
        let (_, fields) = schema::build();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
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
        self.count_flagged(|flags| flags & 3 == KIND_REJECT)
    }

    /// How many articles hold characters that are not certain ([`Article::undecoded`]).
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn undecoded_count(&self) -> Result<u64, StoreError> {
        self.count_flagged(|flags| flags >> UNDECODED_BIT & 1 == 1)
    }

    fn count_flagged(&self, wanted: impl Fn(u64) -> bool) -> Result<u64, StoreError> {
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            let flags = segment.fast_fields().u64("flags")?;
            let wanted = |doc: &u32| wanted(flags.first(*doc).unwrap_or(0));
            count += segment.doc_ids_alive().filter(wanted).count() as u64;
        }
        Ok(count)
    }

    /// All refused records, in order of input, line and offset.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn rejects(&self) -> Result<Vec<Reject>, StoreError> {
        let mut rejects = Vec::new();
        for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
            let flags = segment.fast_fields().u64("flags")?;
            for doc in segment.doc_ids_alive() {
                if flags.first(doc).unwrap_or(0) & 3 != KIND_REJECT {
                    continue;
                }
                let stored: TantivyDocument =
                    self.searcher.doc(DocAddress::new(ordinal as u32, doc))?;
                let line = text_of(&stored, self.fields.reject);
                let (input, line, offset, reason, excerpt): RejectRow = serde_json::from_str(&line)
                    .map_err(|e| StoreError::Damaged {
                        path: self.path.clone(),
                        detail: e.to_string(),
                    })?;
                rejects.push(Reject {
                    input,
                    line,
                    offset,
                    reason,
                    excerpt,
                });
            }
        }
        rejects.sort();
        Ok(rejects)
    }

    /// The stored article at an address.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(super) fn article(&self, address: DocAddress) -> Result<Article, StoreError> {
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let columns = self
            .searcher
            .segment_reader(address.segment_ord)
            .fast_fields();
        let doc = address.doc_id;
        let flags = columns.u64("flags")?.first(doc).unwrap_or(0);
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
            date_flag: DateFlag::from_code(flags >> 2 & 7).unwrap_or_default(),
            outlet: column_text("outlet")?,
            title: text_of(&stored, self.fields.stored_title),
            text: text_of(&stored, self.fields.stored_text),
            url: text_of(&stored, self.fields.stored_url),
            language: column_text("lang")?,
            author: text_of(&stored, self.fields.stored_author),
            undecoded: flags >> UNDECODED_BIT & 1 == 1,
        })
    }
}

fn text_of(doc: &TantivyDocument, field: tantivy::schema::Field) -> String {
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
