//! From files to articles: formats, compression, field names, dates; what cannot be used is named.
//!
//! Uses `model` only. `archive` splits the exports of news databases. `container` takes off compression and opens archives, `record` cuts files of many records,
//! `page` reads documents, `meaning` says what fields, dates and encodings mean. One file per format: it
//! exports a `format::Format`, and `formats` lists them. Nothing below that list knows which formats there are;
//! archives are handed an opener for their members.
//!
//! Reading has two halves so that the costly one runs in parallel: a [`Reader`] walks one input in order and cuts it
//! into [`Block`]s of raw records; a block's [`Block::parse`] turns them into articles on any thread.
//!
//! Whatever the input holds, each of its records becomes an article or a [`Reject`]; a stream that
//! breaks off gives what was readable and one more reject that says where it broke.

mod archive;
mod block;
mod blocks;
mod container;
mod error;
mod format;
mod formats;
mod input;
mod meaning;
mod options;
mod own;
mod page;
mod paths;
mod record;
mod sheet;
mod shortfall;
mod stream;
mod survey;

pub use block::{Block, Position, Raw, Reader, Reject, RejectKind};
pub use error::SourceError;
pub use input::{Input, InputKind, changed, discover, is_standard_input, passed_over};
pub use meaning::dates::{DateOrder, parse_date};
pub use meaning::map::FieldMap;
pub use meaning::mend::mended;
pub use meaning::pattern::{PathFields, PathPattern};
pub use meaning::role::Role;
pub use options::{IdScope, Options};
pub use sheet::read_sheet;
pub use shortfall::{Shortfall, shortfalls};
pub use survey::{FieldUse, Survey, UnknownField, survey};

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
