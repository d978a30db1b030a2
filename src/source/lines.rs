//! JSON Lines: one article a line. The reader only cuts the stream at line ends.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::block::{Block, Position};
use super::bytes::Opened;
use super::{Reader, SourceError};

/// Bytes that a block holds, roughly.
const BLOCK: usize = 1 << 20;

pub(super) struct Lines {
    name: String,
    input: usize,
    stream: Box<dyn Read + Send>,
    consumed: Arc<AtomicU64>,
    rest: Vec<u8>,
    at: Position,
    done: bool,
    limit: usize,
}

impl Lines {
    pub(super) fn new(
        name: &str,
        input: usize,
        opened: Opened,
        start: Position,
        limit: usize,
    ) -> Result<Self, SourceError> {
        let mut stream = opened.stream;
        let skipped = std::io::copy(&mut (&mut stream).take(start.offset), &mut std::io::sink());
        skipped.map_err(|source| SourceError::Read { name: name.to_owned(), records: 0, source })?;
        Ok(Self {
            name: name.to_owned(),
            input,
            stream,
            consumed: opened.consumed,
            rest: Vec::new(),
            at: start,
            done: false,
            limit,
        })
    }
}

impl Reader for Lines {
    fn next_block(&mut self) -> Result<Option<Block>, SourceError> {
        if self.done {
            return Ok(None);
        }
        let mut lines = std::mem::take(&mut self.rest);
        let cut = loop {
            let before = lines.len();
            let read = (&mut self.stream).take(BLOCK as u64).read_to_end(&mut lines).map_err(
                |source| SourceError::Read {
                    name: self.name.clone(),
                    records: self.at.records,
                    source,
                },
            )?;
            if read == 0 {
                self.done = true;
                break lines.len();
            }
            if let Some(i) = lines[before..].iter().rposition(|&b| b == b'\n') {
                break before + i + 1;
            }
            if lines.len() > self.limit.saturating_add(BLOCK) {
                self.skip_line(&mut lines)?;
            }
        };
        self.rest = lines.split_off(cut);
        if lines.is_empty() {
            return Ok(None);
        }
        let start = self.at;
        self.at.offset += lines.len() as u64;
        for line in lines.split(|&b| b == b'\n') {
            self.at.records += u64::from(!line.trim_ascii().is_empty());
        }
        self.at.lines += lines.iter().filter(|&&b| b == b'\n').count() as u64;
        Ok(Some(Block {
            input: self.input,
            name: self.name.clone(),
            header: Arc::default(),
            lines,
            records: Vec::new(),
            start,
            end: self.at,
            consumed: self.consumed.load(Ordering::Relaxed),
        }))
    }
}

impl Lines {
    /// Reads on to the end of a line that is longer than allowed, keeping its head only.
    ///
    /// The kept part is still longer than the limit, so that parsing rejects the line by name. The
    /// offset counts the dropped bytes.
    fn skip_line(&mut self, lines: &mut Vec<u8>) -> Result<(), SourceError> {
        let keep = lines.len();
        loop {
            let mut chunk = Vec::new();
            let read = (&mut self.stream).take(BLOCK as u64).read_to_end(&mut chunk).map_err(
                |source| SourceError::Read {
                    name: self.name.clone(),
                    records: self.at.records,
                    source,
                },
            )?;
            lines.truncate(keep);
            if let Some(i) = chunk.iter().position(|&b| b == b'\n') {
                self.at.offset += i as u64;
                lines.extend_from_slice(&chunk[i..]);
                return Ok(());
            }
            self.at.offset += read as u64;
            if read == 0 {
                return Ok(());
            }
        }
    }
}
