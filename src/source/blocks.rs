//! From single records to blocks: batching, positions, and what happens when a stream breaks.

use std::io;

use crate::source::block::{Block, Position, Raw, Reader, Refusal, RejectKind};
use crate::source::container::bytes::Meter;
use crate::source::error::SourceError;

/// Bytes that a block holds, roughly.
const BLOCK: usize = 1 << 20;
/// Most records of a block: small ones are not kept waiting.
const MOST: usize = 4096;

/// One format's way through a stream.
pub(in crate::source) trait Records: Send {
    /// The next record, or `None` at the end. After an error the stream is over.
    ///
    /// # Errors
    /// The stream broke.
    fn next(&mut self) -> io::Result<Option<Raw>>;

    /// Goes to a position that [`Records::mark`] gave earlier; returns how many records are still to
    /// be passed over. By default all of them.
    ///
    /// # Errors
    /// The stream broke.
    fn seek(&mut self, start: Position) -> io::Result<u64> {
        Ok(start.records)
    }

    /// Offset and lines of the position after the last record, if the format keeps its own.
    fn mark(&self) -> Option<(u64, u64)> {
        None
    }
}

/// A reader made of a format's records.
pub(in crate::source) struct Blocks {
    name: String,
    input: usize,
    records: Box<dyn Records>,
    meter: Meter,
    at: Position,
    start: Option<Position>,
    done: bool,
}

impl Blocks {
    pub(in crate::source) fn new(
        name: &str,
        input: usize,
        records: Box<dyn Records>,
        meter: Meter,
        start: Position,
    ) -> Self {
        Self {
            name: name.to_owned(),
            input,
            records,
            meter,
            at: Position::default(),
            start: Some(start),
            done: false,
        }
    }

    fn next(&mut self) -> Result<Option<Raw>, SourceError> {
        let broken = match self.records.next() {
            // A stream that goes on behind damage may have met a failure of the system.
            Ok(Some(raw))
                if self.meter.is_broken() && raw.record.fault() == Some(RejectKind::Damaged) =>
            {
                io::Error::other("the system failed to read the file")
            }
            Ok(Some(raw)) => {
                self.at.records += 1;
                let (offset, lines) = self.records.mark().unwrap_or((raw.offset, raw.line));
                self.at.offset = offset;
                self.at.lines = lines;
                return Ok(Some(raw));
            }
            Ok(None) => {
                self.done = true;
                return Ok(None);
            }
            Err(error) => error,
        };
        self.done = true;
        if self.meter.is_broken() {
            return Err(SourceError::Read {
                name: self.name.clone(),
                records: self.at.records,
                source: broken,
            });
        }
        let raw = Raw::refused(self.at.lines, self.at.offset, refusal(&broken));
        self.at.records += 1;
        // The failure is a record too: whoever goes on from here is not told of it again.
        if let Some((offset, lines)) = self.records.mark() {
            (self.at.offset, self.at.lines) = (offset, lines + 1);
        }
        Ok(Some(raw))
    }
}

/// What is told of a stream that broke: a limit was reached, or the content is damaged.
pub(in crate::source) fn refusal(error: &io::Error) -> Refusal {
    let kind = if error.get_ref().is_some_and(
        <dyn std::error::Error + Send + Sync>::is::<crate::source::container::bytes::Beyond>,
    ) {
        RejectKind::Limit
    } else {
        RejectKind::Damaged
    };
    (kind, format!("the rest cannot be read: {error}"))
}

impl Reader for Blocks {
    fn next_block(&mut self) -> Result<Option<Block>, SourceError> {
        if let Some(start) = self.start.take() {
            let mut skip = match self.records.seek(start) {
                Ok(left) => left,
                // The files before cannot be passed any more: the failure was told of when it was met.
                Err(_) if !self.meter.is_broken() => {
                    self.done = true;
                    0
                }
                Err(source) => {
                    return Err(SourceError::Read {
                        name: self.name.clone(),
                        records: 0,
                        source,
                    });
                }
            };
            self.at = Position {
                records: start.records.saturating_sub(skip),
                ..start
            };
            while skip > 0 && !self.done {
                skip -= 1;
                self.next()?;
            }
        }
        let start = self.at;
        let mut records = Vec::new();
        let mut size = 0;
        while !self.done && size < BLOCK && records.len() < MOST {
            let Some(raw) = self.next()? else { break };
            size += raw.record.size() + 64;
            records.push(raw);
        }
        if records.is_empty() {
            return Ok(None);
        }
        Ok(Some(Block {
            input: self.input,
            name: self.name.clone(),
            lines: None,
            records,
            start,
            end: self.at,
            consumed: self.meter.consumed(),
        }))
    }
}
