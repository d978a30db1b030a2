//! From files to articles: formats, compression, field names, dates; what cannot be used is named.
//!
//! Uses `model` only. One file per format. Reading has two halves so that the costly one runs in
//! parallel: a [`Reader`] walks one input in order and cuts it into [`Block`]s of raw records; a
//! block's [`Block::parse`] turns them into articles on any thread.

mod block;
mod bytes;
mod dates;
mod elements;
mod fields;
mod input;
mod lines;
mod plain;
mod table;

pub use block::{Block, Position, Record, Reject};
pub use dates::{DateOrder, parse_date};
pub use fields::{FieldMap, Role};
pub use input::{Input, InputKind, discover};

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
    /// Longest record that is read, in bytes; longer ones are rejected.
    pub record_limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            fields: FieldMap::default(),
            date_order: None,
            latest: None,
            default_outlet: String::new(),
            record_limit: 64 << 20,
        }
    }
}

/// Walks one input from a position to its end.
pub trait Reader: Send {
    /// The next records, or `None` at the end.
    ///
    /// # Errors
    /// The input cannot be read any further. What was delivered before stays good.
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
    #[error("{name}: reading broke off after {records} records: {source}. Is the file complete? A second run goes on from here")]
    Read {
        /// The input.
        name: String,
        /// Records read before.
        records: u64,
        /// What the system or the decompressor says.
        source: io::Error,
    },
    /// No input was found at all.
    #[error("{path}: no readable file in this folder (known: .jsonl .ndjson .json .csv .tsv .txt .md, each also .gz and .zst)", path = path.display())]
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
