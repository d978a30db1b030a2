//! CSV and TSV with a header row; the delimiter is told from the first lines.

use std::io::{self, Cursor};
use std::sync::Arc;

use super::block::{Raw, Record, RejectKind, content, syntax, too_long};
use super::blocks::Records;
use super::bytes::{SNIFF, Stream};
use super::gdelt;
use super::rows::{Dialect, Rows, cells};

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

pub(super) struct Table {
    rows: Rows,
    dialect: Dialect,
    header: Option<Arc<Vec<String>>>,
    /// The rows have a cell more than the header, before the others: names of rows, as R writes them.
    named_rows: bool,
    limit: usize,
    over: bool,
}

/// The delimiter of a table from its beginning: the one that parts the first rows into the most
/// cells, and each into as many.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let mut best = (0, b',');
    for mark in DELIMITERS {
        let mut counts = Vec::new();
        let (mut quoted, mut count) = (false, 0_usize);
        let bare_cr = !head.contains(&b'\n');
        for &b in head {
            match b {
                b'"' => quoted = !quoted,
                b'\n' | b'\r' if !quoted && (b == b'\n' || bare_cr) => {
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
    /// The mark around cells.
    pub(super) fn mark(self) -> Option<u8> {
        match self {
            Self::Doubled | Self::Backslash => Some(b'"'),
            Self::Single => Some(b'\''),
            Self::None => None,
        }
    }

    /// Whether two marks within a cell stand for one.
    pub(super) fn doubles(self) -> bool {
        matches!(self, Self::Doubled | Self::Single)
    }

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

/// Whether the rows of a table have a cell more than its header, before the others, as tables that R
/// writes with names of rows do: judged by the rows at its beginning.
fn has_named_rows(head: &[u8], dialect: Dialect, limit: usize) -> bool {
    let mut rows = Rows::new(Box::new(Cursor::new(head.to_vec())), dialect, limit);
    let mut all = Vec::new();
    while let Ok(Some(cut)) = rows.next() {
        all.push(cells(&cut.bytes, dialect));
    }
    // The last row may be cut by the end of the sample.
    if head.len() >= SNIFF {
        all.pop();
    }
    let Some((header, rows)) = all.split_first() else {
        return false;
    };
    let mut names: Vec<&[u8]> = rows.iter().filter_map(|row| row.get(0)).collect();
    names.sort_unstable();
    names.dedup();
    let last_empty = rows
        .iter()
        .all(|row| row.iter().next_back().is_none_or(<[u8]>::is_empty));
    rows.len() >= 2
        && names.len() == rows.len()
        && !last_empty
        && rows.iter().all(|row| row.len() == header.len() + 1)
}

impl Table {
    /// A table whose beginning is `head`, which is also still in the stream.
    pub(super) fn new(
        stream: Stream,
        head: &[u8],
        delimiter: u8,
        quoting: Quoting,
        limit: usize,
    ) -> Self {
        let dialect = Dialect { delimiter, quoting };
        Self {
            rows: Rows::new(stream, dialect, limit),
            dialect,
            header: None,
            named_rows: has_named_rows(head, dialect, limit),
            limit,
            over: false,
        }
    }

    /// Reads the header; a refusal of the whole table when it has none that can be used.
    fn read_header(&mut self) -> io::Result<Result<Arc<Vec<String>>, Raw>> {
        let refuse = |line, offset, (kind, reason), bytes| {
            Ok(Err(Raw::new(
                line,
                offset,
                Record::Refused(kind, reason, bytes),
            )))
        };
        let Some(cut) = self.rows.next()? else {
            let refusal = content("an empty table: no header row");
            return refuse(1, 0, refusal, Vec::new());
        };
        if cut.length > self.limit as u64 {
            let refusal = too_long(cut.length as usize, self.limit);
            return refuse(cut.line, cut.offset, refusal, cut.bytes);
        }
        let row = cells(&cut.bytes, self.dialect);
        if let Some(reason) = gdelt::table_without_header(&row) {
            return refuse(cut.line, cut.offset, content(reason), cut.bytes);
        }
        let names = row.iter().map(|cell| {
            String::from_utf8_lossy(cell)
                .trim()
                .trim_start_matches('\u{feff}')
                .to_owned()
        });
        let first = self.named_rows.then(String::new);
        let header: Vec<String> = first.into_iter().chain(names).collect();
        if header.iter().all(String::is_empty) {
            let refusal = content("an empty table: no header row");
            return refuse(cut.line, cut.offset, refusal, Vec::new());
        }
        Ok(Ok(Arc::new(header)))
    }
}

impl Records for Table {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        if self.over {
            return Ok(None);
        }
        let header = if let Some(header) = &self.header {
            Arc::clone(header)
        } else {
            match self.read_header() {
                Ok(Ok(header)) => {
                    self.header = Some(Arc::clone(&header));
                    header
                }
                Ok(Err(refused)) => {
                    self.over = true;
                    return Ok(Some(refused));
                }
                Err(error) => {
                    self.over = true;
                    return Err(error);
                }
            }
        };
        let Some(cut) = self.rows.next().inspect_err(|_| self.over = true)? else {
            self.over = true;
            return Ok(None);
        };
        let refuse =
            |(kind, reason): (RejectKind, String), bytes| Record::Refused(kind, reason, bytes);
        let record = if cut.length > self.limit as u64 {
            refuse(too_long(cut.length as usize, self.limit), cut.bytes)
        } else if cut.unclosed {
            let reason = "a quote opens a cell here and is never closed as it should be; this line is left out, the next ones are read";
            refuse(syntax(reason), cut.bytes)
        } else {
            let mut row = cells(&cut.bytes, self.dialect);
            // Marks at the end of a row that part nothing.
            if row.len() > header.len() && row.iter().skip(header.len()).all(<[u8]>::is_empty) {
                row.truncate(header.len());
            }
            if row.len() == header.len() {
                Record::Row(header, row)
            } else {
                let reason = format!(
                    "the row has {} cells, the header has {}; check delimiter and quoting",
                    row.len(),
                    header.len()
                );
                refuse(syntax(reason), cut.bytes)
            }
        };
        Ok(Some(Raw::new(cut.line, cut.offset, record)))
    }
}
