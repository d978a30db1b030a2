//! CSV and TSV with a header row; the delimiter is told from the header.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::block::{Block, Position, Record, too_long};
use super::bytes::Opened;
use super::{Reader, SourceError};

const BLOCK: usize = 1 << 20;

pub(super) struct Table {
    name: String,
    input: usize,
    reader: csv::Reader<Box<dyn Read + Send>>,
    header: Arc<Vec<String>>,
    consumed: Arc<AtomicU64>,
    at: Position,
    skip: u64,
    limit: usize,
    done: bool,
}

/// The delimiter of a table from its beginning: the one that occurs most in the first line outside quotes.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0), (b'|', 0)];
    let mut quoted = false;
    for &b in head {
        match b {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                for (mark, count) in &mut counts {
                    *count += u32::from(*mark == b);
                }
            }
            _ => {}
        }
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

impl Table {
    pub(super) fn new(
        name: &str,
        input: usize,
        opened: Opened,
        start: Position,
        limit: usize,
    ) -> Result<Self, SourceError> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(&opened.head))
            .flexible(true)
            .from_reader(opened.stream);
        let read = |e: csv::Error| SourceError::Read {
            name: name.to_owned(),
            records: 0,
            source: std::io::Error::other(e.to_string()),
        };
        let header = reader.byte_headers().map_err(read)?;
        let header = header
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
            .collect::<Vec<_>>();
        Ok(Self {
            name: name.to_owned(),
            input,
            reader,
            header: Arc::new(header),
            consumed: opened.consumed,
            at: Position::default(),
            skip: start.records,
            limit,
            done: false,
        })
    }

    fn row(&mut self) -> Option<(u64, u64, Record)> {
        let (line, offset) = (self.reader.position().line(), self.reader.position().byte());
        let mut row = csv::ByteRecord::new();
        match self.reader.read_byte_record(&mut row) {
            Ok(false) => None,
            Ok(true) => {
                let record = if row.as_slice().len() > self.limit {
                    Record::Refused(too_long(row.as_slice().len(), self.limit))
                } else if row.len() != self.header.len() {
                    Record::Refused(format!(
                        "row has {} cells, the header has {}; check the quoting",
                        row.len(),
                        self.header.len()
                    ))
                } else {
                    Record::Row(row)
                };
                Some((line, offset, record))
            }
            Err(error) => {
                self.done = true;
                Some((line, offset, Record::Refused(format!("the rest cannot be read: {error}"))))
            }
        }
    }
}

impl Reader for Table {
    fn next_block(&mut self) -> Result<Option<Block>, SourceError> {
        while !self.done && self.skip > 0 {
            self.skip -= 1;
            self.done |= self.row().is_none();
            self.at.records += 1;
        }
        let start = self.at;
        let mut records = Vec::new();
        let mut size = 0;
        while !self.done && size < BLOCK {
            let Some(row) = self.row() else {
                self.done = true;
                break;
            };
            if let (_, _, Record::Row(cells)) = &row {
                size += cells.as_slice().len();
            }
            self.at.records += 1;
            records.push(row);
        }
        if records.is_empty() {
            return Ok(None);
        }
        self.at.offset = self.reader.position().byte();
        self.at.lines = self.reader.position().line();
        Ok(Some(Block {
            input: self.input,
            name: self.name.clone(),
            header: Arc::clone(&self.header),
            lines: Vec::new(),
            records,
            start,
            end: self.at,
            consumed: self.consumed.load(Ordering::Relaxed),
        }))
    }
}
