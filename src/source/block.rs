//! Raw records on their way from the reading thread to the parsing ones.

use std::borrow::Cow;
use std::sync::Arc;

use crate::model::Article;

use super::{Options, fields, html, json, plain, web};

/// How far an input has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Records before, rejected ones included.
    pub records: u64,
    /// Bytes of decompressed text before, where the format can say; in a folder or an archive, the
    /// number of files before.
    pub offset: u64,
    /// Lines before, where the format can say; in a folder or an archive, the records that the
    /// current file has given.
    pub lines: u64,
}

/// One raw record.
#[derive(Debug, Clone)]
pub enum Record {
    /// A JSON value, not yet parsed.
    Json(Vec<u8>),
    /// A row of a table: the header and the cells.
    Row(Arc<Vec<String>>, csv::ByteRecord),
    /// Named values: an entry of a feed, an element of an XML document, a row of Parquet.
    Fields(Vec<(String, String)>),
    /// A file of plain text, decompressed and decoded; its path is the raw record's.
    Text(String),
    /// An HTML page, decompressed, not yet decoded; its path is the raw record's.
    Page(Vec<u8>),
    /// What a web archive holds of one address.
    Response {
        /// The address.
        url: String,
        /// Head and body as they came, or the body alone.
        bytes: Vec<u8>,
        /// Media type of a body without head; empty where `bytes` has its own head.
        media: String,
    },
    /// Something that the reader itself refused: kind, reason, excerpt.
    Refused(RejectKind, String, Vec<u8>),
}

impl Record {
    /// A refusal without anything to show.
    pub(super) fn refused(kind: RejectKind, reason: impl Into<String>) -> Self {
        Self::Refused(kind, reason.into(), Vec::new())
    }

    /// Bytes that the record holds, roughly.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Json(bytes) | Self::Page(bytes) | Self::Response { bytes, .. } => bytes.len(),
            Self::Row(_, row) => row.as_slice().len(),
            Self::Fields(fields) => fields.iter().map(|(n, v)| n.len() + v.len()).sum(),
            Self::Text(text) => text.len(),
            Self::Refused(_, reason, bytes) => reason.len() + bytes.len(),
        }
    }
}

/// A raw record and where it stands.
#[derive(Debug, Clone)]
pub struct Raw {
    /// Line of its first byte, from 1; 0 when the format has no lines.
    pub line: u64,
    /// Byte offset of the record in its file, decompressed; 0 when the format cannot say.
    pub offset: u64,
    /// Path of its file below the input; empty when the input is that file.
    pub member: Arc<str>,
    /// What it holds.
    pub record: Record,
    /// Whether bytes in it were no characters in the encoding of the input.
    pub undecoded: bool,
}

impl Raw {
    pub(super) fn new(line: u64, offset: u64, record: Record) -> Self {
        Self {
            line,
            offset,
            member: Arc::from(""),
            record,
            undecoded: false,
        }
    }
}

/// Where a record comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// Name of the input.
    pub(super) input: &'a str,
    /// Path of the file below the input; empty when the input is the file.
    pub(super) member: &'a str,
}

impl<'a> Place<'a> {
    /// The whole path.
    pub(super) fn full(self) -> Cow<'a, str> {
        if self.member.is_empty() {
            Cow::Borrowed(self.input)
        } else {
            Cow::Owned(format!("{}/{}", self.input, self.member))
        }
    }

    /// What identifies an article that is all of its file: its path below the input, or its name.
    pub(super) fn own_id(self) -> &'a str {
        if self.member.is_empty() {
            self.input.rsplit(['/', '\\']).next().unwrap_or(self.input)
        } else {
            self.member
        }
    }
}

/// Some successive records of one input.
#[derive(Debug)]
pub struct Block {
    /// Number of the input in the run.
    pub input: usize,
    /// Name of the input, as rejects show it.
    pub name: String,
    /// Whole lines of JSON, each a record; empty unless the input is JSON Lines.
    pub lines: Vec<u8>,
    /// Records of the other formats.
    pub records: Vec<Raw>,
    /// Where the block begins.
    pub start: Position,
    /// Where the reader stands after the block.
    pub end: Position,
    /// Bytes of the input file consumed so far, compressed if it is; for progress.
    pub consumed: u64,
}

/// What is wrong with a rejected record, broadly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RejectKind {
    /// Well-formed, but no article: no text, another kind of thing.
    Content,
    /// Not what its format prescribes.
    Syntax,
    /// Beyond a limit of [`Options`], or a path that leads out of its archive.
    Limit,
    /// The file is broken: what follows in it is lost.
    Damaged,
}

impl RejectKind {
    const ALL: [Self; 4] = [Self::Content, Self::Syntax, Self::Limit, Self::Damaged];

    /// What the reasons of this kind begin with; empty for [`RejectKind::Content`].
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Content => "",
            Self::Syntax => "syntax: ",
            Self::Limit => "limit: ",
            Self::Damaged => "damaged: ",
        }
    }
}

/// A record that is no article, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reject {
    /// Name of the input, and of the file in it where it holds several.
    pub input: String,
    /// Line of the record's first byte, from 1; 0 when the format has no lines.
    pub line: u64,
    /// Byte offset of the record in the decompressed input.
    pub offset: u64,
    /// Why it cannot be used; begins with the prefix of its [`RejectKind`].
    pub reason: String,
    /// The beginning of the record.
    pub excerpt: String,
}

impl Reject {
    /// The kind, as its reason tells.
    pub fn kind(&self) -> RejectKind {
        RejectKind::ALL
            .into_iter()
            .rev()
            .find(|kind| self.reason.starts_with(kind.prefix()))
            .unwrap_or(RejectKind::Content)
    }
}

/// Why a record is refused: the kind and the words.
pub(super) type Refusal = (RejectKind, String);

pub(super) fn content(reason: impl Into<String>) -> Refusal {
    (RejectKind::Content, reason.into())
}

pub(super) fn syntax(reason: impl Into<String>) -> Refusal {
    (RejectKind::Syntax, reason.into())
}

pub(super) fn limit(reason: impl Into<String>) -> Refusal {
    (RejectKind::Limit, reason.into())
}

/// Characters of a record that a reject shows.
const EXCERPT: usize = 120;

impl Block {
    /// Bytes of decompressed content in the block, roughly.
    pub fn size(&self) -> u64 {
        self.lines.len() as u64
            + self
                .records
                .iter()
                .map(|r| r.record.size() as u64)
                .sum::<u64>()
    }

    /// Parses every record and hands it to `sink`, in order, with its running number in the input.
    pub fn parse(&self, options: &Options, sink: &mut dyn FnMut(u64, Result<Article, Reject>)) {
        if !self.lines.is_empty() {
            self.parse_lines(options, sink);
            return;
        }
        for (i, raw) in self.records.iter().enumerate() {
            let place = Place {
                input: &self.name,
                member: &raw.member,
            };
            let result = match &raw.record {
                Record::Json(bytes) => json::article(bytes, place, options),
                Record::Row(header, row) => fields::from_row(header, row, place, options),
                Record::Fields(values) => fields::from_pairs(values, place, options),
                Record::Text(text) => plain::article(place, text, options),
                Record::Page(bytes) => html::article(bytes, place, "", None, options),
                Record::Response { url, bytes, media } => {
                    web::article(url, bytes, media, place, options)
                }
                Record::Refused(kind, reason, _) => Err((*kind, reason.clone())),
            };
            let result = result.map(|article| Article {
                undecoded: article.undecoded || raw.undecoded,
                ..article
            });
            sink(
                self.start.records + i as u64,
                result.map_err(|refusal| {
                    reject(
                        place.full().into_owned(),
                        raw.line,
                        raw.offset,
                        &refusal,
                        &shown(&raw.record),
                    )
                }),
            );
        }
    }

    /// A reject of the record with that running number in the input, with the place where it stands and its beginning.
    pub fn reject(&self, number: u64, kind: RejectKind, reason: impl Into<String>) -> Reject {
        let refusal = (kind, reason.into());
        let index = number.saturating_sub(self.start.records) as usize;
        if let Some(raw) = self.records.get(index) {
            let place = Place {
                input: &self.name,
                member: &raw.member,
            };
            let input = place.full().into_owned();
            return reject(input, raw.line, raw.offset, &refusal, &shown(&raw.record));
        }
        let (mut line, mut offset) = (self.start.lines, self.start.offset);
        let mut left = index;
        for text in self.lines.split_inclusive(|&byte| byte == b'\n') {
            line += 1;
            if !text.trim_ascii().is_empty() {
                if left == 0 {
                    return reject(self.name.clone(), line, offset, &refusal, &excerpt(text));
                }
                left -= 1;
            }
            offset += text.len() as u64;
        }
        reject(self.name.clone(), 0, self.start.offset, &refusal, "")
    }

    fn parse_lines(&self, options: &Options, sink: &mut dyn FnMut(u64, Result<Article, Reject>)) {
        let mut at = 0;
        let mut number = self.start.records;
        let mut line_number = self.start.lines;
        while at < self.lines.len() {
            let rest = &self.lines[at..];
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = &rest[..end];
            line_number += 1;
            if !line.trim_ascii().is_empty() {
                let result = if line.len() > options.record_limit {
                    Err(too_long(line.len(), options.record_limit))
                } else {
                    json::article(
                        line,
                        Place {
                            input: &self.name,
                            member: "",
                        },
                        options,
                    )
                };
                let offset = self.start.offset + at as u64;
                sink(
                    number,
                    result.map_err(|r| {
                        reject(self.name.clone(), line_number, offset, &r, &excerpt(line))
                    }),
                );
                number += 1;
            }
            at += end + 1;
        }
    }
}

fn reject(input: String, line: u64, offset: u64, refusal: &Refusal, excerpt: &str) -> Reject {
    let reason = format!("{}{}", refusal.0.prefix(), refusal.1);
    Reject {
        input,
        line,
        offset,
        reason,
        excerpt: excerpt.to_owned(),
    }
}

fn shown(record: &Record) -> String {
    match record {
        Record::Json(bytes) | Record::Page(bytes) | Record::Refused(_, _, bytes) => excerpt(bytes),
        Record::Row(_, row) => excerpt(row.as_slice()),
        Record::Text(text) => excerpt(text.as_bytes()),
        Record::Response { url, .. } => excerpt(url.as_bytes()),
        Record::Fields(values) => {
            let all: Vec<_> = values
                .iter()
                .map(|(_, v)| v.as_str())
                .filter(|v| !v.is_empty())
                .collect();
            excerpt(all.join(" ").as_bytes())
        }
    }
}

pub(super) fn too_long(length: usize, most: usize) -> Refusal {
    limit(format!(
        "record of {length} bytes is longer than {most} (see --record-limit)"
    ))
}

/// The beginning of a record on one line.
pub(super) fn excerpt(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(EXCERPT * 4)];
    String::from_utf8_lossy(head)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(EXCERPT)
        .collect::<String>()
        .trim()
        .to_owned()
}
