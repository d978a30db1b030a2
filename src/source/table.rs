//! CSV and TSV with a header row; the delimiter is told from the first lines.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::block::{Raw, Record, content, syntax, too_long};
use super::blocks::Records;
use super::bytes::{Stream, beyond};

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

pub(super) struct Table {
    reader: csv::Reader<Leashed>,
    taken: Arc<AtomicU64>,
    header: Option<Arc<Vec<String>>>,
    limit: usize,
    over: bool,
}

/// Stops a row that never ends, such as one with an unclosed quote, before it fills the memory.
struct Leashed {
    inner: Stream,
    taken: Arc<AtomicU64>,
    most: u64,
}

impl Read for Leashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken.load(Ordering::Relaxed) > self.most {
            return Err(beyond(
                "a row is longer than allowed (see --record-limit); is a quote never closed?",
            ));
        }
        let n = self.inner.read(buffer)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// The delimiter of a table from its beginning: the one that parts the first rows into the most
/// cells, and each into as many.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let mut best = (0, b',');
    for mark in DELIMITERS {
        let mut counts = Vec::new();
        let (mut quoted, mut count) = (false, 0_usize);
        for &b in head {
            match b {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => {
                    counts.push(std::mem::take(&mut count));
                    if counts.len() == 8 {
                        break;
                    }
                }
                _ if b == mark && !quoted => count += 1,
                _ => {}
            }
        }
        if counts.is_empty() {
            counts.push(count);
        }
        let first = counts[0];
        let alike = counts.iter().filter(|c| **c == first).count();
        // Rows that agree weigh more than many marks in one row.
        let score = if first == 0 {
            0
        } else {
            first.min(50) + 50 * alike
        };
        if score > best.0 {
            best = (score, mark);
        }
    }
    best.1
}

impl Table {
    pub(super) fn new(stream: Stream, delimiter: u8, limit: usize) -> Self {
        let taken = Arc::new(AtomicU64::new(0));
        let leashed = Leashed {
            inner: stream,
            taken: Arc::clone(&taken),
            most: limit as u64,
        };
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(leashed);
        Self {
            reader,
            taken,
            header: None,
            limit,
            over: false,
        }
    }

    fn read(&mut self, row: &mut csv::ByteRecord) -> io::Result<bool> {
        self.taken.store(0, Ordering::Relaxed);
        self.reader.read_byte_record(row).map_err(|error| {
            self.over = true;
            match error.into_kind() {
                csv::ErrorKind::Io(error) => error,
                other => io::Error::new(io::ErrorKind::InvalidData, format!("{other:?}")),
            }
        })
    }

    fn header(&mut self) -> io::Result<Arc<Vec<String>>> {
        if let Some(header) = &self.header {
            return Ok(Arc::clone(header));
        }
        let header = match self.reader.byte_headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                self.over = true;
                return Err(match error.into_kind() {
                    csv::ErrorKind::Io(error) => error,
                    other => io::Error::new(io::ErrorKind::InvalidData, format!("{other:?}")),
                });
            }
        };
        let names = header.iter().map(|cell| {
            String::from_utf8_lossy(cell)
                .trim()
                .trim_start_matches('\u{feff}')
                .to_owned()
        });
        let header = Arc::new(names.collect::<Vec<_>>());
        self.header = Some(Arc::clone(&header));
        Ok(header)
    }
}

impl Records for Table {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        if self.over {
            return Ok(None);
        }
        let begun = self.header.is_some();
        let header = self.header()?;
        if !begun && header.iter().all(String::is_empty) {
            self.over = true;
            let (kind, reason) = content("an empty table: no header row");
            return Ok(Some(Raw::new(1, 0, Record::refused(kind, reason))));
        }
        let (line, offset) = (self.reader.position().line(), self.reader.position().byte());
        let mut row = csv::ByteRecord::new();
        if !self.read(&mut row)? {
            self.over = true;
            return Ok(None);
        }
        let length = row.as_slice().len();
        let refusal = if length > self.limit {
            Some(too_long(length, self.limit))
        } else if row.len() == header.len() {
            None
        } else {
            Some(syntax(format!(
                "the row has {} cells, the header has {}; check delimiter and quoting",
                row.len(),
                header.len()
            )))
        };
        let record = match refusal {
            Some((kind, reason)) => Record::Refused(kind, reason, row.as_slice().to_vec()),
            None => Record::Row(header, row),
        };
        Ok(Some(Raw::new(line, offset, record)))
    }
}
