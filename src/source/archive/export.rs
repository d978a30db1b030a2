//! A document that may be the export of an archive: split into its articles, refused, or one article after all.

use std::collections::VecDeque;
use std::io;

use crate::source::archive::{factiva, guard, lexis, newsbank, nexis, proquest};
use crate::source::block::{Raw, Record, Refusal, RejectKind, content, document_too_long};
use crate::source::blocks::Records;
use crate::source::record::pairs::{Named, Pairs};
use crate::source::stream::{Stream, read_whole};

/// What a reader found in a document.
#[derive(Debug)]
pub(in crate::source) struct Export {
    /// The archive, as messages name it.
    pub(in crate::source) archive: &'static str,
    /// Its articles in order, or why one of them cannot be read.
    pub(in crate::source) articles: Vec<Result<Pairs, String>>,
    /// How many documents the export says it holds.
    pub(in crate::source) stated: Option<u64>,
}

/// Reads the lines of a document, if they are those of its archive.
type Read = fn(&[String]) -> Option<Export>;

/// Readers of lines, the more certain ones first.
const READERS: [Read; 5] = [
    lexis::read,
    nexis::read,
    factiva::read,
    proquest::read,
    newsbank::read,
];

/// The export that a document's lines are; a refusal when they repeat an archive's header but cannot be split;
/// `None` for a document of another kind.
pub(in crate::source) fn of_lines(lines: &[String]) -> Option<Result<Export, Refusal>> {
    READERS
        .iter()
        .find_map(|read| read(lines))
        .map(Ok)
        .or_else(|| guard::refusal(lines).map(Err))
}

/// What a document turned out to be.
pub(in crate::source) enum Found {
    /// An export with its articles.
    Export(Export),
    /// Nothing that can be read as articles.
    Refused(Refusal),
    /// A record by itself; some of its bytes may have been no characters.
    Single(Box<dyn Record>, bool),
}

/// Tells what the bytes of a whole document are.
pub(in crate::source) type Look = fn(Vec<u8>) -> Found;

/// A document that is read as a whole.
pub(in crate::source) struct Document {
    stream: Option<Stream>,
    limit: usize,
    look: Look,
    ready: VecDeque<Raw>,
}

impl Document {
    /// The document in a stream, if it is not longer than `limit` bytes.
    pub(in crate::source) fn new(stream: Stream, limit: usize, look: Look) -> Self {
        Self {
            stream: Some(stream),
            limit,
            look,
            ready: VecDeque::new(),
        }
    }

    fn read(&mut self, mut stream: Stream) -> io::Result<()> {
        let Some(bytes) = read_whole(&mut stream, self.limit)? else {
            let refused = Raw::refused(1, 0, document_too_long(self.limit));
            self.ready.push_back(refused);
            return Ok(());
        };
        match (self.look)(bytes) {
            Found::Export(export) => self.ready.extend(records(export)),
            Found::Refused(refusal) => self.ready.push_back(Raw::refused(1, 0, refusal)),
            Found::Single(record, undecoded) => self.ready.push_back(Raw {
                undecoded,
                ..Raw::new(1, 0, record)
            }),
        }
        Ok(())
    }
}

impl Records for Document {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        if let Some(stream) = self.stream.take() {
            self.read(stream)?;
        }
        Ok(self.ready.pop_front())
    }
}

/// The records of an export; one more says so when there are fewer documents than it states.
pub(in crate::source) fn records(export: Export) -> Vec<Raw> {
    let found = export.articles.len() as u64;
    let mut records: Vec<Raw> = export
        .articles
        .into_iter()
        .map(|article| match article {
            Ok(pairs) => Raw::new(0, 0, Box::new(Named(pairs))),
            Err(reason) => Raw::refused(0, 0, content(format!("{}: {reason}", export.archive))),
        })
        .collect();
    if let Some(short) = shortfall(export.archive, export.stated, found) {
        records.push(Raw::refused(0, 0, short));
    }
    records
}

/// What is said when an export states more documents than were found.
pub(in crate::source) fn shortfall(
    archive: &str,
    stated: Option<u64>,
    found: u64,
) -> Option<Refusal> {
    let stated = stated.filter(|stated| *stated > found)?;
    let reason = format!(
        "{archive}: the export states {stated} documents, {found} were found in it; is the file complete? Export it again, or give the file with the rest too"
    );
    Some((RejectKind::Shortfall, reason))
}
