//! JSON documents: an array of articles, one object, or objects one after the other on many lines.
//!
//! The reader only finds where each object begins and ends; parsing happens in the block.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::block::{Block, Position, Record, too_long};
use super::bytes::Opened;
use super::{Reader, SourceError};

const BLOCK: usize = 1 << 20;
const CHUNK: usize = 1 << 16;

pub(super) struct Elements {
    name: String,
    input: usize,
    stream: Box<dyn Read + Send>,
    consumed: Arc<AtomicU64>,
    chunk: Vec<u8>,
    next: usize,
    offset: u64,
    line: u64,
    at: Position,
    skip: u64,
    limit: usize,
    done: bool,
}

impl Elements {
    pub(super) fn new(name: &str, input: usize, opened: Opened, start: Position, limit: usize) -> Self {
        Self {
            name: name.to_owned(),
            input,
            stream: opened.stream,
            consumed: opened.consumed,
            chunk: Vec::new(),
            next: 0,
            offset: 0,
            line: 1,
            at: Position::default(),
            skip: start.records,
            limit,
            done: false,
        }
    }

    fn byte(&mut self) -> Result<Option<u8>, SourceError> {
        if self.next == self.chunk.len() {
            self.chunk.clear();
            self.next = 0;
            let read = (&mut self.stream).take(CHUNK as u64).read_to_end(&mut self.chunk);
            read.map_err(|source| SourceError::Read {
                name: self.name.clone(),
                records: self.at.records,
                source,
            })?;
            if self.chunk.is_empty() {
                return Ok(None);
            }
        }
        let byte = self.chunk[self.next];
        self.next += 1;
        self.offset += 1;
        self.line += u64::from(byte == b'\n');
        Ok(Some(byte))
    }

    /// The next element with its line and offset.
    fn element(&mut self) -> Result<Option<(u64, u64, Record)>, SourceError> {
        // Between elements: white space, commas and the brackets of the array around them.
        let (first, line, offset) = loop {
            let (line, offset) = (self.line, self.offset);
            match self.byte()? {
                None => return Ok(None),
                Some(b) if b.is_ascii_whitespace() || matches!(b, b',' | b'[' | b']') => {}
                Some(b) => break (b, line, offset),
            }
        };
        let mut bytes = vec![first];
        let mut depth = u32::from(matches!(first, b'{'));
        let mut in_string = first == b'"';
        let mut escaped = false;
        let mut length = 1_usize;
        while depth > 0 || in_string || !matches!(first, b'{' | b'"') {
            let Some(b) = self.byte()? else { break };
            if depth == 0 && !in_string && matches!(b, b',' | b']' | b'\n') {
                break; // a bare value: number, word or rubbish
            }
            length += 1;
            if length <= self.limit {
                bytes.push(b);
            }
            if in_string {
                match b {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
            } else {
                match b {
                    b'"' => in_string = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
        let record = if length > self.limit {
            Record::Refused(too_long(length, self.limit))
        } else {
            Record::Json(bytes)
        };
        Ok(Some((line, offset, record)))
    }
}

impl Reader for Elements {
    fn next_block(&mut self) -> Result<Option<Block>, SourceError> {
        while !self.done && self.skip > 0 {
            self.skip -= 1;
            match self.element()? {
                Some(_) => self.at.records += 1,
                None => self.done = true,
            }
        }
        let mut records = Vec::new();
        let start = self.at;
        let mut size = 0;
        while !self.done && size < BLOCK {
            let Some(element) = self.element()? else {
                self.done = true;
                break;
            };
            if let (_, _, Record::Json(bytes)) = &element {
                size += bytes.len();
            }
            self.at.records += 1;
            records.push(element);
        }
        self.at.offset = self.offset;
        self.at.lines = self.line;
        if records.is_empty() {
            return Ok(None);
        }
        Ok(Some(Block {
            input: self.input,
            name: self.name.clone(),
            header: Arc::default(),
            lines: Vec::new(),
            records,
            start,
            end: self.at,
            consumed: self.consumed.load(Ordering::Relaxed),
        }))
    }
}
