//! JSON Lines: one article a line. The reader only cuts the stream at line ends.

use std::io::{self, BufReader, Read};

use crate::source::block::{self, Block, Position, Raw, Reader, damaged, too_long};
use crate::source::blocks::{self, Records};
use crate::source::container::bytes::Meter;
use crate::source::error::SourceError;
use crate::source::format::{Alone, Format, Opening};
use crate::source::record::json::{self, Json};
use crate::source::stream::{Stream, read_line};

/// A JSON value a line.
pub(in crate::source) static LINES: Format = Format {
    alone: Some(|alone: Alone<'_>| Box::new(Lines::new(alone))),
    ..Format::of("JSON Lines", |opening: Opening<'_>| {
        Box::new(LineRecords::new(
            opening.stream,
            opening.options.record_limit,
        ))
    })
};

/// Bytes that a block holds, roughly.
const BLOCK: usize = 1 << 20;

/// The lines of a file of its own, in blocks of whole lines: nothing is copied line by line.
pub(in crate::source) struct Lines {
    name: String,
    input: usize,
    stream: Stream,
    meter: Meter,
    rest: Vec<u8>,
    at: Position,
    skip: u64,
    done: bool,
    limit: usize,
    /// The last line, which the stream broke off in, and why; given as a reject.
    broken: Option<io::Error>,
}

impl Lines {
    pub(in crate::source) fn new(alone: Alone<'_>) -> Self {
        Self {
            name: alone.name.to_owned(),
            input: alone.index,
            stream: alone.stream,
            meter: alone.meter,
            rest: Vec::new(),
            at: alone.start,
            skip: alone.start.offset,
            done: false,
            limit: alone.limit,
            broken: None,
        }
    }

    /// Reads up to a block more; at a failure keeps what came and remembers the failure.
    fn fill(&mut self, lines: &mut Vec<u8>) -> Result<bool, SourceError> {
        let before = lines.len();
        match (&mut self.stream).take(BLOCK as u64).read_to_end(lines) {
            Ok(read) => Ok(read > 0),
            Err(source) if self.meter.is_broken() => Err(SourceError::Read {
                name: self.name.clone(),
                records: self.at.records,
                source,
            }),
            Err(error) => {
                self.broken = Some(error);
                Ok(lines.len() > before)
            }
        }
    }

    /// Reads on to the end of a line that is longer than allowed, keeping its head only.
    ///
    /// The kept part is still longer than the limit, so that parsing rejects the line by name. The
    /// offset counts the dropped bytes.
    fn skip_line(&mut self, lines: &mut Vec<u8>) -> Result<(), SourceError> {
        let mut chunk = Vec::new();
        loop {
            chunk.clear();
            let more = self.broken.is_none() && self.fill(&mut chunk)?;
            if let Some(i) = memchr::memchr(b'\n', &chunk) {
                self.at.offset += i as u64;
                lines.push(b'\n');
                self.rest = chunk.split_off(i + 1);
                return Ok(());
            }
            self.at.offset += chunk.len() as u64;
            if !more {
                return Ok(());
            }
        }
    }

    fn block(&self, lines: Vec<u8>, records: Vec<Raw>, start: Position) -> Block {
        Block {
            input: self.input,
            name: self.name.clone(),
            lines: (!lines.is_empty()).then_some(block::Lines {
                bytes: lines,
                read: json::article,
                note: json::note_fields,
            }),
            records,
            start,
            end: self.at,
            consumed: self.meter.consumed(),
        }
    }
}

impl Reader for Lines {
    fn next_block(&mut self) -> Result<Option<Block>, SourceError> {
        if self.skip > 0 {
            let wanted = std::mem::take(&mut self.skip);
            let skipped = io::copy(&mut (&mut self.stream).take(wanted), &mut io::sink());
            match skipped {
                Err(source) if self.meter.is_broken() => {
                    let name = self.name.clone();
                    return Err(SourceError::Read {
                        name,
                        records: 0,
                        source,
                    });
                }
                // The position lies behind the failure that ended the stream.
                Ok(bytes) if bytes == wanted => {}
                _ => self.done = true,
            }
        }
        let mut lines = std::mem::take(&mut self.rest);
        while !self.done && self.broken.is_none() {
            let cut = memchr::memrchr(b'\n', &lines);
            if let Some(i) = cut.filter(|_| lines.len() >= BLOCK) {
                self.rest = lines.split_off(i + 1);
                break;
            }
            if lines.len() > self.limit.max(BLOCK) {
                break;
            }
            self.done = !self.fill(&mut lines)?;
        }
        let start = self.at;
        if lines.is_empty() {
            let Some(error) = self.broken.take() else {
                return Ok(None);
            };
            self.done = true;
            self.at.records += 1;
            let raw = Raw::refused(self.at.lines + 1, self.at.offset, blocks::refusal(&error));
            // Behind the end of what can be read: going on from here does not meet the failure again.
            self.at.offset += 1;
            return Ok(Some(self.block(Vec::new(), vec![raw], start)));
        }
        let whole = lines.len() as u64;
        let too_long =
            memchr::memchr(b'\n', &lines).is_none() && lines.len() > self.limit.max(BLOCK);
        if too_long && !self.done {
            self.skip_line(&mut lines)?;
        }
        self.at.offset += whole + u64::from(too_long && lines.ends_with(b"\n"));
        for line in lines.split(|&b| b == b'\n') {
            self.at.records += u64::from(!line.trim_ascii().is_empty());
        }
        self.at.lines += memchr::memchr_iter(b'\n', &lines).count() as u64;
        // A last line without an end: what follows, if anything, is another one.
        self.at.lines += u64::from(!lines.ends_with(b"\n"));
        Ok(Some(self.block(lines, Vec::new(), start)))
    }
}

/// The lines of a file within a folder or an archive, one by one.
pub(in crate::source) struct LineRecords {
    stream: BufReader<Stream>,
    line: u64,
    offset: u64,
    limit: usize,
}

impl LineRecords {
    pub(in crate::source) fn new(stream: Stream, limit: usize) -> Self {
        Self {
            stream: BufReader::with_capacity(1 << 16, stream),
            line: 0,
            offset: 0,
            limit,
        }
    }
}

impl Records for LineRecords {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        loop {
            let mut line = Vec::new();
            let (read, broken) = read_line(&mut self.stream, self.limit, &mut line);
            let (number, offset) = (self.line + 1, self.offset);
            self.offset += read;
            self.line += 1;
            if line.trim_ascii().is_empty() {
                match (read, broken) {
                    (_, Some(error)) => return Err(error),
                    (0, None) => return Ok(None),
                    _ => continue,
                }
            }
            return Ok(Some(if line.len() > self.limit {
                let length = usize::try_from(read).unwrap_or(usize::MAX);
                Raw::refused_showing(number, offset, too_long(length, self.limit), line)
            } else if let Some(error) = &broken {
                let what = damaged(format!("reading broke off in this record: {error}"));
                Raw::refused_showing(number, offset, what, line)
            } else {
                Raw::new(number, offset, Box::new(Json(line)))
            }));
        }
    }
}
