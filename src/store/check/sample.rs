//! Articles against their own text: what is found in it now must be what the columns and the index hold.

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, TantivyDocument, TantivyError, Term};

use crate::model::{ActorKey, Article};
use crate::text::Vocabulary;

use super::super::document::Origin;
use super::super::error::guarded;
use super::super::flags::Flags;
use super::super::tokenizers::END;
use super::super::{Encoder, Entry, Store, StoreError};

/// An article chosen for a closer look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampled {
    address: DocAddress,
    run: u32,
    input: u64,
    language_given: bool,
}

/// Columns of numbers that follow from an article and its text.
const NUMBERS: [&str; 13] = [
    "flags",
    "id_hash",
    "content_hash",
    "input",
    "extent",
    "repeated",
    "completeness",
    "mentions",
    "judgements",
    "tones",
    "signature",
    "text_hash",
    "url_hash",
];
/// Columns of strings that do.
const STRINGS: [&str; 4] = ["outlet", "lang", "actors", "discovered"];
/// Longer terms are not in the index.
const LONGEST: usize = 60_000;

impl Store {
    /// The articles with the smallest mixed hashes of their ids: `limit` of them, or all.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn sample(&self, limit: Option<usize>) -> Result<Vec<Sampled>, StoreError> {
        let mut found: Vec<(u64, Sampled)> = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let ids = reader.fast_fields().u64("id_hash")?;
            let inputs = reader.fast_fields().u64("input")?;
            let flags = reader.fast_fields().u64("flags")?;
            for doc in reader.doc_ids_alive() {
                let own = Flags::of(flags.first(doc));
                if !own.is_article() {
                    continue;
                }
                let key = ids
                    .first(doc)
                    .unwrap_or(0)
                    .wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let sampled = Sampled {
                    address: DocAddress::new(segment as u32, doc),
                    run: own.run(),
                    input: inputs.first(doc).unwrap_or(0),
                    language_given: own.language_given(),
                };
                found.push((key, sampled));
            }
            // No more than needed is kept beyond a segment.
            found.sort_unstable_by_key(|f| f.0);
            found.truncate(limit.unwrap_or(usize::MAX));
        }
        Ok(found.into_iter().map(|f| f.1).collect())
    }

    /// The article as it was when it was read.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn sampled(&self, sampled: Sampled) -> Result<Article, StoreError> {
        guarded(self.path(), || {
            let mut article = self.article(sampled.address)?;
            if !sampled.language_given {
                article.language.clear();
            }
            Ok(article)
        })
    }

    /// How the store differs from what is found in an article now: names of columns and words of the index.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn differences<'d>(
        &self,
        sampled: Sampled,
        encoder: &mut Encoder,
        entry: Entry<'_>,
        vocabulary: &mut Vocabulary,
        id_of: &dyn Fn(ActorKey) -> &'d str,
    ) -> Result<Vec<String>, StoreError> {
        let origin = Origin {
            run: sampled.run,
            session: 0,
            input: sampled.input,
            record: 0,
        };
        let (doc, _) = encoder.article(&self.fields, origin, entry, vocabulary, id_of);
        guarded(self.path(), || self.compare(sampled.address, &doc))
    }

    fn compare(
        &self,
        address: DocAddress,
        expected: &TantivyDocument,
    ) -> Result<Vec<String>, StoreError> {
        let reader = self.searcher.segment_reader(address.segment_ord);
        let columns = reader.fast_fields();
        let schema = self.index.schema();
        let mut differ = Vec::new();
        for name in NUMBERS {
            let field = schema.get_field(name)?;
            let wanted: Vec<u64> = expected.get_all(field).filter_map(|v| v.as_u64()).collect();
            let column = columns.column_opt::<u64>(name)?;
            let found: Vec<u64> = column
                .iter()
                .flat_map(|c| c.values_for_doc(address.doc_id))
                .collect();
            if wanted != found {
                differ.push(name.to_owned());
            }
        }
        let wanted: Vec<i64> = expected
            .get_all(self.fields.date)
            .filter_map(|v| v.as_i64())
            .collect();
        let dates = columns.column_opt::<i64>("date")?;
        let found: Vec<i64> = dates
            .iter()
            .flat_map(|c| c.values_for_doc(address.doc_id))
            .collect();
        if wanted != found {
            differ.push("date".into());
        }
        for name in STRINGS {
            let field = schema.get_field(name)?;
            let wanted: Vec<&str> = expected.get_all(field).filter_map(|v| v.as_str()).collect();
            let mut found = Vec::new();
            if let Some(column) = columns.str(name)? {
                for ord in column.term_ords(address.doc_id) {
                    let mut text = String::new();
                    column
                        .ord_to_str(ord, &mut text)
                        .map_err(TantivyError::from)?;
                    found.push(text);
                }
            }
            if wanted != found {
                differ.push(name.to_owned());
            }
        }
        for (name, field) in [
            ("title", self.fields.title),
            ("text", self.fields.text),
            ("actor", self.fields.actor),
            ("lang", self.fields.lang),
        ] {
            let mut terms: Vec<&str> = expected
                .get_all(field)
                .filter_map(|v| v.as_str())
                .flat_map(|text| text.split(END))
                .filter(|term| !term.is_empty() && term.len() < LONGEST)
                .collect();
            terms.sort_unstable();
            terms.dedup();
            let lists = reader.inverted_index(field)?;
            for term in terms {
                let sought = Term::from_field_text(field, term);
                let list = lists
                    .read_postings(&sought, IndexRecordOption::Basic)
                    .map_err(TantivyError::from)?;
                let there = list.is_some_and(|mut list| {
                    list.doc() == address.doc_id
                        || (list.doc() < address.doc_id
                            && list.seek(address.doc_id) == address.doc_id)
                });
                if !there {
                    differ.push(format!("{name} in the index ('{term}')"));
                    break;
                }
            }
        }
        Ok(differ)
    }
}
