//! Raw records on their way from the reading thread to the parsing ones.

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;

use crate::model::Article;

use crate::source::error::SourceError;
use crate::source::options::Options;

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

/// One raw record of a format, which knows how to become an article.
pub(in crate::source) trait Record: Debug + Send + Sync {
    /// The article that it holds, or why it holds none.
    fn article(&self, place: Place<'_>, options: &Options) -> Result<Article, Refusal>;

    /// Bytes that it holds, roughly.
    fn size(&self) -> usize;

    /// Its beginning, as a reject shows it.
    fn excerpt(&self) -> String;

    /// Names and values of its fields, for a survey; formats without named fields have none.
    fn note(&self, note: &mut Note<'_>) {
        let _ = note;
    }

    /// The kind of fault, where the reader itself refused it.
    fn fault(&self) -> Option<RejectKind> {
        None
    }
}

/// Takes the name and the value of a field.
pub(in crate::source) type Note<'n> = dyn FnMut(&str, &str) + 'n;

/// Something that the reader itself refused.
#[derive(Debug)]
struct Refused {
    refusal: Refusal,
    excerpt: Vec<u8>,
}

impl Record for Refused {
    fn article(&self, _: Place<'_>, _: &Options) -> Result<Article, Refusal> {
        Err(self.refusal.clone())
    }

    fn size(&self) -> usize {
        self.refusal.1.len() + self.excerpt.len()
    }

    fn excerpt(&self) -> String {
        excerpt(&self.excerpt)
    }

    fn fault(&self) -> Option<RejectKind> {
        Some(self.refusal.0)
    }
}

/// A raw record and where it stands.
#[derive(Debug)]
pub struct Raw {
    /// Line of its first byte, from 1; 0 when the format has no lines.
    pub line: u64,
    /// Byte offset of the record in its file, decompressed; 0 when the format cannot say.
    pub offset: u64,
    /// Path of its file below the input; empty when the input is that file.
    pub member: Arc<str>,
    /// What it holds.
    pub(in crate::source) record: Box<dyn Record>,
    /// Whether bytes in it were no characters in the encoding of the input.
    pub undecoded: bool,
}

impl Raw {
    pub(in crate::source) fn new(line: u64, offset: u64, record: Box<dyn Record>) -> Self {
        Self {
            line,
            offset,
            member: Arc::from(""),
            record,
            undecoded: false,
        }
    }

    /// A refusal without anything to show.
    pub(in crate::source) fn refused(line: u64, offset: u64, refusal: Refusal) -> Self {
        Self::refused_showing(line, offset, refusal, Vec::new())
    }

    /// A refusal that shows the beginning of what was refused.
    pub(in crate::source) fn refused_showing(
        line: u64,
        offset: u64,
        refusal: Refusal,
        excerpt: Vec<u8>,
    ) -> Self {
        Self::new(line, offset, Box::new(Refused { refusal, excerpt }))
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

/// Whole lines, each a record, kept in one piece.
#[derive(Debug)]
pub(in crate::source) struct Lines {
    pub(in crate::source) bytes: Vec<u8>,
    /// The article of a line.
    pub(in crate::source) read: fn(&[u8], Place<'_>, &Options) -> Result<Article, Refusal>,
    /// The fields of a line.
    pub(in crate::source) note: fn(&[u8], &mut Note<'_>),
}

/// Where a record comes from.
#[derive(Debug, Clone, Copy)]
pub(in crate::source) struct Place<'a> {
    /// Name of the input.
    pub(in crate::source) input: &'a str,
    /// Path of the file below the input; empty when the input is the file.
    pub(in crate::source) member: &'a str,
}

impl<'a> Place<'a> {
    /// The whole path.
    pub(in crate::source) fn full(self) -> Cow<'a, str> {
        if self.member.is_empty() {
            Cow::Borrowed(self.input)
        } else {
            Cow::Owned(format!("{}/{}", self.input, self.member))
        }
    }

    /// What identifies an article that is all of its file: its path below the input, or its name.
    pub(in crate::source) fn own_id(self) -> &'a str {
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
    /// Whole lines, each a record, of formats that are read by lines.
    pub(in crate::source) lines: Option<Lines>,
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
    /// An export holds fewer documents than it states.
    Shortfall,
}

impl RejectKind {
    const ALL: [Self; 5] = [
        Self::Content,
        Self::Syntax,
        Self::Limit,
        Self::Damaged,
        Self::Shortfall,
    ];

    /// What the reasons of this kind begin with; empty for [`RejectKind::Content`].
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Content => "",
            Self::Syntax => "syntax: ",
            Self::Limit => "limit: ",
            Self::Damaged => "damaged: ",
            Self::Shortfall => "shortfall: ",
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
pub(in crate::source) type Refusal = (RejectKind, String);

pub(in crate::source) fn content(reason: impl Into<String>) -> Refusal {
    (RejectKind::Content, reason.into())
}

pub(in crate::source) fn syntax(reason: impl Into<String>) -> Refusal {
    (RejectKind::Syntax, reason.into())
}

pub(in crate::source) fn damaged(reason: impl Into<String>) -> Refusal {
    (RejectKind::Damaged, reason.into())
}

pub(in crate::source) fn limit(reason: impl Into<String>) -> Refusal {
    (RejectKind::Limit, reason.into())
}

/// Characters of a record that a reject shows.
const EXCERPT: usize = 120;

impl Block {
    /// Bytes of decompressed content in the block, roughly.
    pub fn size(&self) -> u64 {
        let lines = self.lines.as_ref().map_or(0, |lines| lines.bytes.len());
        lines as u64
            + self
                .records
                .iter()
                .map(|r| r.record.size() as u64)
                .sum::<u64>()
    }

    /// Hands the fields of all records to `note`.
    pub(in crate::source) fn note(&self, note: &mut Note<'_>) {
        if let Some(lines) = &self.lines {
            for line in lines.bytes.split(|&b| b == b'\n') {
                (lines.note)(line, note);
            }
        }
        for raw in &self.records {
            raw.record.note(note);
        }
    }

    /// Parses every record and hands it to `sink`, in order, with its running number in the input.
    pub fn parse(&self, options: &Options, sink: &mut dyn FnMut(u64, Result<Article, Reject>)) {
        if let Some(lines) = &self.lines {
            self.parse_lines(lines, options, sink);
            return;
        }
        for (i, raw) in self.records.iter().enumerate() {
            let place = Place {
                input: &self.name,
                member: &raw.member,
            };
            let result = raw.record.article(place, options);
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
                        &raw.record.excerpt(),
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
            return reject(input, raw.line, raw.offset, &refusal, &raw.record.excerpt());
        }
        let (mut line, mut offset) = (self.start.lines, self.start.offset);
        let mut left = index;
        let lines = self.lines.as_ref().map_or(&[][..], |lines| &lines.bytes);
        for text in lines.split_inclusive(|&byte| byte == b'\n') {
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

    fn parse_lines(
        &self,
        lines: &Lines,
        options: &Options,
        sink: &mut dyn FnMut(u64, Result<Article, Reject>),
    ) {
        let mut at = 0;
        let mut number = self.start.records;
        let mut line_number = self.start.lines;
        while at < lines.bytes.len() {
            let rest = &lines.bytes[at..];
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = &rest[..end];
            line_number += 1;
            if !line.trim_ascii().is_empty() {
                let result = if line.len() > options.record_limit {
                    Err(too_long(line.len(), options.record_limit))
                } else {
                    (lines.read)(
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

/// What a document that is read whole is refused with when it is too long.
pub(in crate::source) fn document_too_long(most: usize) -> Refusal {
    limit(format!("longer than {most} bytes (see --record-limit)"))
}

pub(in crate::source) fn too_long(length: usize, most: usize) -> Refusal {
    limit(format!(
        "record of {length} bytes is longer than {most} (see --record-limit)"
    ))
}

/// The beginning of a record on one line.
pub(in crate::source) fn excerpt(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(EXCERPT * 4)];
    String::from_utf8_lossy(head)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(EXCERPT)
        .collect::<String>()
        .trim()
        .to_owned()
}
