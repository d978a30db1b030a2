//! What a format is: a name, and how a stream of it is opened. Each reader exports its own.

use std::path::PathBuf;

use crate::source::block::{Position, Raw, Reader, Refusal};
use crate::source::blocks::Records;
use crate::source::container::bytes::{Meter, Opened};
use crate::source::options::Options;
use crate::source::record::dialect::Dialect;
use crate::source::stream::Stream;

/// Opens a decompressed file by its name and content; the number counts the archives around it.
pub(in crate::source) type Opener = fn(&str, Opened, usize, &Options) -> Box<dyn Records>;

/// A format that can be read, or a kind of content that is refused with advice.
pub(in crate::source) struct Format {
    /// As messages name it.
    pub(in crate::source) name: &'static str,
    /// The records of a stream.
    pub(in crate::source) open: fn(Opening<'_>) -> Box<dyn Records>,
    /// A faster reader for a file of its own, where the format has one.
    pub(in crate::source) alone: Option<fn(Alone<'_>) -> Box<dyn Reader>>,
    /// How its cells stand in rows, for formats that have cells.
    pub(in crate::source) dialect: Option<fn(&[u8], &Options) -> Dialect>,
}

impl Format {
    /// A format without a reader for files of its own and without cells.
    pub(in crate::source) const fn of(
        name: &'static str,
        open: fn(Opening<'_>) -> Box<dyn Records>,
    ) -> Self {
        Self {
            name,
            open,
            alone: None,
            dialect: None,
        }
    }
}

/// What a format's records are read from.
pub(in crate::source) struct Opening<'o> {
    /// Decoded to UTF-8 where the format is text that is read as a stream, else as it came.
    pub(in crate::source) stream: Stream,
    /// The first bytes, also still in the stream.
    pub(in crate::source) head: Vec<u8>,
    /// The file itself, where it is one and not compressed.
    pub(in crate::source) path: Option<PathBuf>,
    pub(in crate::source) meter: Meter,
    /// Archives around the stream.
    pub(in crate::source) depth: usize,
    pub(in crate::source) options: &'o Options,
    /// How an archive opens its members.
    pub(in crate::source) opener: Opener,
}

/// A file of its own that a format reads by itself.
pub(in crate::source) struct Alone<'o> {
    pub(in crate::source) name: &'o str,
    /// Number of the input in the run.
    pub(in crate::source) index: usize,
    pub(in crate::source) stream: Stream,
    pub(in crate::source) meter: Meter,
    pub(in crate::source) start: Position,
    pub(in crate::source) limit: usize,
}

/// A stream that is refused as a whole.
pub(in crate::source) struct Refusing(Option<Refusal>);

impl Refusing {
    pub(in crate::source) fn boxed(refusal: Refusal) -> Box<dyn Records> {
        Box::new(Self(Some(refusal)))
    }
}

impl Records for Refusing {
    fn next(&mut self) -> std::io::Result<Option<Raw>> {
        Ok(self.0.take().map(|refusal| Raw::refused(0, 0, refusal)))
    }
}
