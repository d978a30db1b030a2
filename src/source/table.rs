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

/// How cells that hold delimiters or line ends are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// In double quotes; a quote inside is doubled (RFC 4180).
    Doubled,
    /// In double quotes; a quote inside stands after a backslash.
    Backslash,
    /// In single quotes.
    Single,
    /// Not at all: a quote is a character like others.
    None,
}

impl Quoting {
    /// As messages name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Doubled => "double quotes, doubled inside",
            Self::Backslash => "double quotes, with a backslash inside",
            Self::Single => "single quotes",
            Self::None => "no quotes",
        }
    }
}

/// The quoting of a table from its beginning.
pub(super) fn quoting(head: &[u8], delimiter: u8) -> Quoting {
    let edge = |b: Option<&u8>| b.is_none_or(|b| *b == delimiter || matches!(*b, b'\n' | b'\r'));
    let (mut doubled, mut escaped) = (0_usize, 0_usize);
    let (mut opening, mut closing) = (0_usize, 0_usize);
    for at in memchr::memchr_iter(b'"', head) {
        let (before, after) = (
            at.checked_sub(1).and_then(|i| head.get(i)),
            head.get(at + 1),
        );
        match before {
            Some(b'\\') if !edge(after) => escaped += 1,
            Some(b'"') if !edge(after) && !edge(at.checked_sub(2).and_then(|i| head.get(i))) => {
                doubled += 1;
            }
            _ => {}
        }
        opening += usize::from(edge(before));
        closing += usize::from(edge(after));
    }
    let first = head.first() == Some(&b'\'');
    let single = first
        && head
            .windows(3)
            .any(|w| w[0] == b'\'' && w[1] == delimiter && w[2] == b'\'');
    if single && opening == 0 {
        Quoting::Single
    } else if delimiter == b'\t'
        && opening + closing > 0
        && opening.abs_diff(closing) * 5 > opening + closing
    {
        // Tables with tabs are often written raw: quotes then open cells that nothing closes.
        Quoting::None
    } else if escaped > 0 && doubled == 0 && opening > 0 {
        Quoting::Backslash
    } else {
        Quoting::Doubled
    }
}

impl Table {
    pub(super) fn new(stream: Stream, delimiter: u8, quoting: Quoting, limit: usize) -> Self {
        let taken = Arc::new(AtomicU64::new(0));
        let leashed = Leashed {
            inner: stream,
            taken: Arc::clone(&taken),
            most: limit as u64,
        };
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .quoting(quoting != Quoting::None)
            .quote(if quoting == Quoting::Single {
                b'\''
            } else {
                b'"'
            })
            .double_quote(quoting != Quoting::Backslash)
            .escape((quoting == Quoting::Backslash).then_some(b'\\'))
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
