//! JSON documents: an array of articles, one object, an object around an array of articles, or
//! values one after the other on lines of their own.
//!
//! The reader finds where each value begins and ends and holds the marks between values to the
//! grammar; the values themselves are checked where they are parsed.

use std::collections::VecDeque;
use std::io::{self, BufReader, Read};

use crate::source::block::{Raw, Refusal, damaged, limit, syntax, too_long};
use crate::source::blocks::Records;
use crate::source::format::{Format, Opening};
use crate::source::record::json::Json;
use crate::source::record::wrapped::wrapped;
use crate::source::stream::Stream;

/// One JSON document, or several values one after the other.
pub(in crate::source) static DOCUMENT: Format =
    Format::of("JSON document", |opening: Opening<'_>| {
        let options = opening.options;
        Box::new(Elements::new(
            opening.stream,
            options.record_limit,
            options.nesting_limit,
        ))
    });

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was read yet.
    Begin,
    /// After `[`: a value or `]`.
    Opened,
    /// After a comma of the array: a value.
    AfterComma,
    /// After a value of the array: a comma or `]`.
    AfterValue,
    /// After the document: another one, if `line_end` was seen, or the end.
    Between,
}

pub(in crate::source) struct Elements {
    bytes: io::Bytes<BufReader<Stream>>,
    ahead: Option<u8>,
    offset: u64,
    line: u64,
    state: State,
    line_end: bool,
    limit: usize,
    nesting: usize,
    ready: VecDeque<Raw>,
    over: bool,
    /// Whether a first top-level object may be a wrapper around an array of articles.
    first: bool,
    broken: Option<io::Error>,
}

impl Elements {
    pub(in crate::source) fn new(stream: Stream, limit: usize, nesting: usize) -> Self {
        Self {
            bytes: BufReader::with_capacity(1 << 16, stream).bytes(),
            ahead: None,
            offset: 0,
            line: 1,
            state: State::Begin,
            line_end: false,
            limit,
            nesting,
            ready: VecDeque::new(),
            over: false,
            first: true,
            broken: None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = match self.ahead.take() {
            Some(byte) => byte,
            None => match self.bytes.next()? {
                Ok(byte) => byte,
                Err(error) => {
                    self.broken = Some(error);
                    return None;
                }
            },
        };
        self.offset += 1;
        self.line += u64::from(byte == b'\n');
        Some(byte)
    }

    fn back(&mut self, byte: u8) {
        self.ahead = Some(byte);
        self.offset -= 1;
        self.line -= u64::from(byte == b'\n');
    }

    /// The bytes of a value that begins with `first`, and what is wrong with them, if it shows here.
    fn value(&mut self, first: u8) -> (Vec<u8>, Option<Refusal>) {
        let mut bytes = vec![first];
        let mut length = 1_usize;
        let mut depth = usize::from(matches!(first, b'{' | b'['));
        let mut deepest = depth;
        let mut in_string = first == b'"';
        let mut escaped = false;
        let bare = depth == 0 && !in_string;
        while bare || depth > 0 || in_string {
            let Some(b) = self.byte() else {
                let cut = !bare && self.broken.is_none();
                let wrong = cut.then(|| syntax("the file ends within a value"));
                return (bytes, wrong);
            };
            if bare
                && (b.is_ascii_whitespace() || matches!(b, b',' | b']' | b'}' | b'[' | b'{' | b'"'))
            {
                self.back(b);
                break;
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
                    b'{' | b'[' => {
                        depth += 1;
                        deepest = deepest.max(depth);
                    }
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
        let wrong = if length > self.limit {
            Some(too_long(length, self.limit))
        } else if deepest > self.nesting {
            Some(limit(format!(
                "nested {deepest} deep, more than {} (see --nesting-limit)",
                self.nesting
            )))
        } else {
            None
        };
        (bytes, wrong)
    }

    fn push(&mut self, line: u64, offset: u64, value: Vec<u8>) {
        self.ready
            .push_back(Raw::new(line, offset, Box::new(Json(value))));
    }

    fn refuse(&mut self, line: u64, offset: u64, refusal: Refusal, bytes: Vec<u8>) {
        self.ready
            .push_back(Raw::refused_showing(line, offset, refusal, bytes));
    }

    fn complain(&mut self, line: u64, offset: u64, what: &str, bytes: Vec<u8>) {
        self.refuse(line, offset, syntax(what), bytes);
    }

    /// Takes a value in and hands it out as one record, or as many when it wraps many.
    fn take_value(&mut self, first: u8, line: u64, offset: u64) {
        let top = matches!(self.state, State::Begin | State::Between);
        let (bytes, wrong) = self.value(first);
        let wrapped = if top && self.first && wrong.is_none() && first == b'{' {
            wrapped(&bytes)
        } else {
            None
        };
        self.first = false;
        match (wrong, wrapped) {
            (Some(refusal), _) => self.refuse(line, offset, refusal, bytes),
            (None, _) if self.broken.is_some() => {
                let what = damaged("reading broke off in this record");
                self.refuse(line, offset, what, bytes);
            }
            (None, Some(values)) => {
                for value in values {
                    self.push(line, offset, value);
                }
            }
            (None, None) => self.push(line, offset, bytes),
        }
        self.line_end = false;
        self.state = if top {
            State::Between
        } else {
            State::AfterValue
        };
    }

    /// Reads up to the next value or complaint.
    fn step(&mut self) {
        let (line, offset) = (self.line, self.offset);
        let Some(b) = self.byte() else {
            self.over = true;
            if self.broken.is_some() {
                return;
            }
            match self.state {
                State::Begin => self.complain(1, 0, "the file holds no JSON value", Vec::new()),
                State::Between => {}
                _ => self.complain(
                    line,
                    offset,
                    "the file ends before the end of its array",
                    Vec::new(),
                ),
            }
            return;
        };
        if matches!(b, b' ' | b'\t' | b'\r' | b'\n') {
            self.line_end |= b == b'\n';
            return;
        }
        match (self.state, b) {
            (State::Begin, b'[') => self.state = State::Opened,
            (State::Between, b'[') if self.line_end => self.state = State::Opened,
            (State::AfterValue, b',') => self.state = State::AfterComma,
            (State::Opened | State::AfterValue, b']') => {
                self.state = State::Between;
                self.line_end = false;
                self.first = false;
            }
            (State::AfterComma, b']') => {
                self.complain(line, offset, "a comma before the end of the array", vec![b]);
                self.state = State::Between;
                self.line_end = false;
            }
            (_, b',' | b']' | b'}' | b':') => {
                let what = format!("'{}' where it has no meaning", char::from(b));
                self.complain(line, offset, &what, vec![b]);
            }
            (State::AfterValue, _) => {
                self.complain(line, offset, "no comma between two values", vec![b]);
                self.take_value(b, line, offset);
            }
            (State::Between, _) if !self.line_end => {
                self.complain(line, offset, "more after the end of the document", vec![b]);
                self.line_end = true;
                self.take_value(b, line, offset);
            }
            _ => self.take_value(b, line, offset),
        }
    }
}

impl Records for Elements {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        loop {
            if let Some(raw) = self.ready.pop_front() {
                return Ok(Some(raw));
            }
            if let Some(error) = self.broken.take() {
                self.over = true;
                return Err(error);
            }
            if self.over {
                return Ok(None);
            }
            self.step();
        }
    }
}
