//! From files to articles: formats, compression, field names, dates; what cannot be used is named.
//!
//! Uses `model` only. One file per format. Reading has two halves so that the costly one runs in
//! parallel: a [`Reader`] walks one input in order and cuts it into [`Block`]s of raw records; a
//! block's [`Block::parse`] turns them into articles on any thread.
//!
//! Whatever the input holds, each of its records becomes an article or a [`Reject`]; a stream that
//! breaks off gives what was readable and one more reject that says where it broke.

mod block;
mod blocks;
mod bytes;
mod columns;
mod dates;
mod elements;
mod encoding;
mod feeds;
mod fields;
mod format;
mod gdelt;
mod gzip;
mod headers;
mod html;
mod input;
mod json;
mod kinds;
mod legacy;
mod lines;
mod main_text;
mod markup;
mod members;
mod months;
mod names;
mod newsml;
mod newsml1;
mod page_meta;
mod pattern;
mod plain;
mod rows;
mod sgml;
mod survey;
mod table;
mod tarball;
mod value;
mod warc;
mod web;
mod xml;
mod zipped;

pub use block::{Block, Position, Raw, Record, Reject, RejectKind};
pub use dates::{DateOrder, parse_date};
pub use fields::{FieldMap, Role};
pub use input::{Input, InputKind, changed, discover, passed_over};
pub use pattern::{PathFields, PathPattern};
pub use survey::{FieldUse, Survey, UnknownField, survey};

use std::io;
use std::path::PathBuf;

/// How inputs are read.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which fields of a record hold what, beside the known names.
    pub fields: FieldMap,
    /// How to read `03/04/2022`; without an order such dates are flagged invalid.
    pub date_order: Option<DateOrder>,
    /// Later dates are flagged as lying in the future.
    pub latest: Option<crate::model::Date>,
    /// The outlet of articles whose record names none.
    pub default_outlet: String,
    /// What the names of files say, such as `{outlet}/{date}-{id}.txt`; used where a record itself
    /// says nothing.
    pub path_pattern: Option<PathPattern>,
    /// The delimiter of tables; without it, told from their first lines.
    pub delimiter: Option<u8>,
    /// Longest record that is read, in bytes; longer ones are rejected. Documents that are read as a
    /// whole (a feed, a page, a text file) count as one record.
    pub record_limit: usize,
    /// Most bytes that one compressed stream may give.
    pub decompressed_limit: u64,
    /// Most bytes that a compressed stream may give per byte taken, once it has given 64 MiB.
    pub ratio_limit: u64,
    /// Most memory that a decompressor may ask for, in bytes.
    pub decoder_memory: usize,
    /// Archives within archives: 1 reads an archive, 2 also the archives in it.
    pub archive_depth: usize,
    /// Deepest nesting of a JSON record or of the elements of an XML document.
    pub nesting_limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            fields: FieldMap::default(),
            date_order: None,
            latest: None,
            default_outlet: String::new(),
            path_pattern: None,
            delimiter: None,
            record_limit: 64_000_000,
            decompressed_limit: 1_024_000_000_000,
            ratio_limit: 250,
            decoder_memory: 128 << 20,
            archive_depth: 3,
            nesting_limit: 127,
        }
    }
}

/// Walks one input from a position to its end.
pub trait Reader: Send {
    /// The next records, or `None` at the end.
    ///
    /// # Errors
    /// The system cannot read the input any further. What was delivered before stays good. Damaged
    /// content is no error: it gives a reject.
    fn next_block(&mut self) -> Result<Option<Block>, SourceError>;
}

/// Why an input cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// There is no such file or folder, or it may not be read.
    #[error("{path}: {source}. Check the name and the permissions", path = path.display())]
    Open {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Reading broke off.
    #[error(
        "{name}: reading broke off after {records} records: {source}. Is the file complete? A second run goes on from here"
    )]
    Read {
        /// The input.
        name: String,
        /// Records read before.
        records: u64,
        /// What the system says.
        source: io::Error,
    },
    /// No input was found at all.
    #[error("{path}: no readable file in this folder (known: .jsonl .ndjson .json .csv .tsv .parquet .txt .md .html .xml .rss .sgm .warc .zip .tar, most also .gz .zst .bz2 .xz)", path = path.display())]
    Nothing {
        /// The folder.
        path: PathBuf,
    },
}

/// Opens an input at a position.
///
/// # Errors
/// The file cannot be opened or its beginning cannot be read.
pub fn open(
    input: &Input,
    index: usize,
    start: Position,
    options: &Options,
) -> Result<Box<dyn Reader>, SourceError> {
    input::open(input, index, start, options)
}

#[cfg(test)]
mod tests;
