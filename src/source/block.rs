//! Raw records on their way from the reading thread to the parsing ones.

use crate::model::Article;

use super::{Options, fields, plain};

/// How far an input has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Records before, rejected ones included.
    pub records: u64,
    /// Bytes of decompressed text before, where the format can say.
    pub offset: u64,
    /// Lines before, where the format can say.
    pub lines: u64,
}

/// One raw record.
#[derive(Debug, Clone)]
pub enum Record {
    /// A JSON object, not yet parsed.
    Json(Vec<u8>),
    /// A row of a table: its cells.
    Row(csv::ByteRecord),
    /// A file of plain text: its path below the folder and its content.
    File {
        /// Path relative to the folder given by the user, with `/`.
        path: String,
        /// Content, decompressed and decoded.
        text: String,
    },
    /// Something that the reader itself refused.
    Refused(String),
}

/// Some successive records of one input.
#[derive(Debug)]
pub struct Block {
    /// Number of the input in the run.
    pub input: usize,
    /// Name of the input, as rejects show it.
    pub name: String,
    /// Header of a table, else empty.
    pub header: std::sync::Arc<Vec<String>>,
    /// Whole lines of JSON, each a record; empty unless the input is JSON Lines.
    pub lines: Vec<u8>,
    /// Records of the other formats, each with its line (from 1; 0 unknown) and byte offset.
    pub records: Vec<(u64, u64, Record)>,
    /// Where the block begins.
    pub start: Position,
    /// Where the reader stands after the block.
    pub end: Position,
    /// Bytes of the input file consumed so far, compressed if it is; for progress.
    pub consumed: u64,
}

/// A record that is no article, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reject {
    /// Name of the input.
    pub input: String,
    /// Line of the record's first byte, from 1; 0 when the format has no lines.
    pub line: u64,
    /// Byte offset of the record in the decompressed input.
    pub offset: u64,
    /// Why it cannot be used.
    pub reason: String,
    /// The beginning of the record.
    pub excerpt: String,
}

/// Characters of a record that a reject shows.
const EXCERPT: usize = 120;

impl Block {
    /// Parses every record and hands it to `sink`, in order, with its running number in the input.
    pub fn parse(&self, options: &Options, sink: &mut dyn FnMut(u64, Result<Article, Reject>)) {
        if !self.lines.is_empty() {
            self.parse_lines(options, sink);
            return;
        }
        for (i, (line, offset, record)) in self.records.iter().enumerate() {
            let number = self.start.records + i as u64;
            let result = match record {
                Record::Json(bytes) => fields::from_json(bytes, options),
                Record::Row(row) => fields::from_row(&self.header, row, options),
                Record::File { path, text } => plain::article(&self.name, path, text, options),
                Record::Refused(reason) => Err(reason.clone()),
            };
            sink(number, result.map_err(|reason| {
                let name = match record {
                    Record::File { path, .. } => format!("{}/{path}", self.name),
                    _ => self.name.clone(),
                };
                let excerpt = match record {
                    Record::Json(bytes) => excerpt(bytes),
                    Record::Row(row) => excerpt(row.as_slice()),
                    Record::File { text, .. } => excerpt(text.as_bytes()),
                    Record::Refused(_) => String::new(),
                };
                Reject { input: name, line: *line, offset: *offset, reason, excerpt }
            }));
        }
    }

    fn parse_lines(&self, options: &Options, sink: &mut dyn FnMut(u64, Result<Article, Reject>)) {
        let mut at = 0;
        let mut number = self.start.records;
        let mut line_number = self.start.lines;
        while at < self.lines.len() {
            let rest = &self.lines[at..];
            let end = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
            let line = &rest[..end];
            line_number += 1;
            if !line.trim_ascii().is_empty() {
                let result = if line.len() > options.record_limit {
                    Err(too_long(line.len(), options.record_limit))
                } else {
                    fields::from_json(line, options)
                };
                sink(number, result.map_err(|reason| Reject {
                    input: self.name.clone(),
                    line: line_number,
                    offset: self.start.offset + at as u64,
                    reason,
                    excerpt: excerpt(line),
                }));
                number += 1;
            }
            at += end + 1;
        }
    }
}

pub(super) fn too_long(length: usize, limit: usize) -> String {
    format!("record of {length} bytes is longer than the limit of {limit} (see --record-limit)")
}

fn excerpt(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(EXCERPT * 4)];
    String::from_utf8_lossy(head)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(EXCERPT)
        .collect::<String>()
        .trim()
        .to_owned()
}
