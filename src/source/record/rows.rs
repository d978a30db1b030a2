//! Rows of a table of text: where each begins and ends, and its cells.
//!
//! A row is cut off as raw bytes first, so that a quote that is never closed costs its own line and
//! not the rest of the file, and so that line and offset of each row are known.

use std::io::{self, Read};

use crate::source::record::dialect::{Dialect, Quoting};
use crate::source::stream::Stream;

/// Bytes read at one time.
const CHUNK: usize = 1 << 16;

/// A row as it was found.
#[derive(Debug)]
pub(in crate::source) struct Cut {
    /// Line of its first byte, from 1.
    pub(in crate::source) line: u64,
    /// Its first byte in the stream.
    pub(in crate::source) offset: u64,
    /// Its bytes without the line end; of a row beyond the limit only the beginning.
    pub(in crate::source) bytes: Vec<u8>,
    /// Its whole length in bytes.
    pub(in crate::source) length: u64,
    /// A cell opens with a quote that is not closed as it should be: the bytes are the first line.
    pub(in crate::source) unclosed: bool,
}

/// Where the scan of a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a cell.
    Begin,
    /// In a cell without quotes, or behind the closing quote of one.
    Bare,
    /// Between quotes; the quote opened on the row's first line or on an earlier line.
    Quoted { lines: bool },
    /// Behind a quote that stands between quotes: the end of the cell, or the first of a pair.
    Quote { lines: bool },
    /// Behind a backslash between quotes.
    Escaped { lines: bool },
}

/// What ends a scan.
enum End {
    /// A line end at this byte, so many bytes long.
    Line(usize, usize),
    /// The stream's end, or the limit.
    Stream,
    /// The row's quotes do not fit.
    Unclosed,
}

/// Cuts a stream into rows.
pub(in crate::source) struct Rows {
    stream: Stream,
    dialect: Dialect,
    limit: usize,
    buffer: Vec<u8>,
    /// Begin of what has not been given away.
    at: usize,
    offset: u64,
    line: u64,
    ended: bool,
    broken: Option<io::Error>,
}

impl Rows {
    pub(in crate::source) fn new(stream: Stream, dialect: Dialect, limit: usize) -> Self {
        Self {
            stream,
            dialect,
            limit,
            buffer: Vec::new(),
            at: 0,
            offset: 0,
            line: 1,
            ended: false,
            broken: None,
        }
    }

    /// Reads more; false at the end of the stream.
    fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        if self.at > CHUNK {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let before = self.buffer.len();
        let read = (&mut self.stream)
            .take(CHUNK as u64)
            .read_to_end(&mut self.buffer);
        if let Err(error) = read {
            self.broken = Some(error);
            self.ended = true;
        } else if self.buffer.len() == before {
            self.ended = true;
        }
        self.buffer.len() > before
    }

    /// The byte `i` behind the current row's first, if there is one.
    fn byte(&mut self, i: usize) -> Option<u8> {
        while self.at + i >= self.buffer.len() {
            if !self.fill() {
                return None;
            }
        }
        Some(self.buffer[self.at + i])
    }

    /// Gives away `length` bytes and counts their lines.
    fn consume(&mut self, length: usize) {
        let taken = &self.buffer[self.at..self.at + length];
        let mut lines = memchr::memchr_iter(b'\n', taken).count();
        for at in memchr::memchr_iter(b'\r', taken) {
            lines += usize::from(taken.get(at + 1) != Some(&b'\n'));
        }
        self.line += lines as u64;
        self.offset += length as u64;
        self.at += length;
    }

    /// The next row that is not blank, or `None` at the end.
    ///
    /// # Errors
    /// The stream broke; every row before was given.
    pub(in crate::source) fn next(&mut self) -> io::Result<Option<Cut>> {
        loop {
            match self.byte(0) {
                None => return self.broken.take().map_or(Ok(None), Err),
                Some(b'\r') => {
                    let both = self.byte(1) == Some(b'\n');
                    self.consume(1 + usize::from(both));
                }
                Some(b'\n') => self.consume(1),
                Some(_) => break,
            }
        }
        let (line, offset) = (self.line, self.offset);
        let (mut length, mut end, unclosed) = match self.scan() {
            End::Line(at, end) => (at, end, false),
            End::Stream => (self.buffer.len() - self.at, 0, false),
            End::Unclosed => {
                let (at, end) = self.first_line();
                (at, end, true)
            }
        };
        // A row that the stream breaks off in is not whole.
        if end == 0 && self.broken.is_some() {
            self.consume(length);
            return self.broken.take().map_or(Ok(None), Err);
        }
        let mut whole = length as u64;
        length = length.min(self.limit + 1);
        let bytes = self.buffer[self.at..self.at + length].to_vec();
        if whole > self.limit as u64 && end == 0 && !self.ended {
            (whole, end) = self.skip_line();
        } else {
            self.consume(whole as usize);
        }
        self.consume(end);
        Ok(Some(Cut {
            line,
            offset,
            bytes,
            length: whole,
            unclosed,
        }))
    }

    /// Finds the end of the row that begins here.
    fn scan(&mut self) -> End {
        let Dialect { delimiter, quoting } = self.dialect;
        let quote = quoting.mark();
        let mut state = State::Begin;
        let mut i = 0;
        loop {
            if i > self.limit {
                return match state {
                    State::Quoted { .. } | State::Escaped { .. } => End::Unclosed,
                    _ => End::Stream,
                };
            }
            let Some(b) = self.byte(i) else {
                return match state {
                    State::Quoted { .. } | State::Escaped { .. } if self.broken.is_none() => {
                        End::Unclosed
                    }
                    _ => End::Stream,
                };
            };
            state = match state {
                State::Begin if Some(b) == quote => State::Quoted { lines: false },
                State::Quoted { lines } => match b {
                    b if Some(b) == quote => State::Quote { lines },
                    b'\\' if quoting == Quoting::Backslash => State::Escaped { lines },
                    b'\n' | b'\r' => State::Quoted { lines: true },
                    _ => State::Quoted { lines },
                },
                State::Escaped { lines } => State::Quoted { lines },
                State::Quote { lines } if Some(b) == quote && quoting.doubles() => {
                    State::Quoted { lines }
                }
                State::Quote { lines: true } if !matches!(b, b'\n' | b'\r') && b != delimiter => {
                    // A cell over several lines whose end is none: its opening quote is a character.
                    return End::Unclosed;
                }
                _ if b == b'\n' => return End::Line(i, 1),
                _ if b == b'\r' => {
                    let both = self.byte(i + 1) == Some(b'\n');
                    return End::Line(i, 1 + usize::from(both));
                }
                _ if b == delimiter => State::Begin,
                _ => State::Bare,
            };
            i += 1;
            // Within a cell most bytes say nothing: on to the next that does.
            let rest = &self.buffer[(self.at + i).min(self.buffer.len())..];
            let silent = match state {
                State::Bare => rest
                    .iter()
                    .position(|b| matches!(b, b'\n' | b'\r') || *b == delimiter),
                State::Quoted { lines: true } if quoting != Quoting::Backslash => {
                    quote.and_then(|q| memchr::memchr(q, rest))
                }
                State::Quoted { .. } => rest
                    .iter()
                    .position(|b| matches!(b, b'\n' | b'\r' | b'\\') || Some(*b) == quote),
                _ => Some(0),
            };
            i += silent.unwrap_or(rest.len());
        }
    }

    /// Length of the first line from here and of its end, as far as it is in the buffer.
    fn first_line(&self) -> (usize, usize) {
        let rest = &self.buffer[self.at..];
        match memchr::memchr2(b'\n', b'\r', rest) {
            Some(at) if rest[at..].starts_with(b"\r\n") => (at, 2),
            Some(at) => (at, 1),
            None => (rest.len(), 0),
        }
    }

    /// Passes over the rest of a line that is longer than the limit; its whole length, and that of
    /// its end, which stays.
    fn skip_line(&mut self) -> (u64, usize) {
        let mut whole = 0;
        loop {
            let (length, end) = self.first_line();
            // An end that the buffer cuts in two is looked at again with more.
            let cut = end == 1 && self.at + length + 1 == self.buffer.len();
            if end > 0 && !(cut && self.fill()) {
                self.consume(length);
                return (whole + length as u64, end);
            }
            if end == 0 {
                self.consume(length);
                whole += length as u64;
                if !self.fill() {
                    return (whole, 0);
                }
            }
        }
    }
}

/// The cells of a row.
pub(in crate::source) fn cells(row: &[u8], dialect: Dialect) -> csv::ByteRecord {
    let Dialect { delimiter, quoting } = dialect;
    let quote = quoting.mark();
    let mut record = csv::ByteRecord::with_capacity(row.len(), 16);
    let mut cell = Vec::new();
    let mut rest = row;
    loop {
        if rest.first().copied().is_some_and(|b| Some(b) == quote) {
            cell.clear();
            let mut at = 1;
            while let Some(&b) = rest.get(at) {
                at += 1;
                if Some(b) == quote {
                    if !(quoting.doubles() && rest.get(at).copied() == quote) {
                        break;
                    }
                    at += 1;
                } else if b == b'\\' && quoting == Quoting::Backslash && at < rest.len() {
                    cell.push(rest[at]);
                    at += 1;
                    continue;
                }
                cell.push(b);
            }
            let end = memchr::memchr(delimiter, &rest[at..]).map(|i| at + i);
            cell.extend_from_slice(&rest[at..end.unwrap_or(rest.len())]);
            record.push_field(&cell);
            rest = match end {
                Some(end) => &rest[end + 1..],
                None => return record,
            };
        } else {
            let end = memchr::memchr(delimiter, rest);
            record.push_field(&rest[..end.unwrap_or(rest.len())]);
            rest = match end {
                Some(end) => &rest[end + 1..],
                None => return record,
            };
        }
    }
}
