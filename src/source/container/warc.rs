//! Web archives: WARC (ISO 28500), as Common Crawl's news set comes, and the older ARC.
//!
//! Responses, resources and conversions are records. What describes them (requests, metadata, the
//! file's own description) is passed over.

use std::io::{self, BufReader, Read};

use crate::model::Article;
use crate::source::block::{Place, Raw, Record, Refusal, content, damaged, excerpt, limit, syntax};
use crate::source::blocks::{self, Records};
use crate::source::options::Options;
use crate::source::stream::Stream;
use crate::source::stream::read_line;

/// Reads what was found at an address: address, head and body, and the media type of a body without head.
pub(in crate::source) type ReadResponse =
    fn(&str, &[u8], &str, Place<'_>, &Options) -> Result<Article, Refusal>;

/// What a web archive holds of one address.
#[derive(Debug)]
struct Response {
    url: String,
    /// Head and body as they came, or the body alone.
    bytes: Vec<u8>,
    /// Media type of a body without head; empty where `bytes` has its own head.
    media: String,
    read: ReadResponse,
}

impl Record for Response {
    fn article(&self, place: Place<'_>, options: &Options) -> Result<Article, Refusal> {
        (self.read)(&self.url, &self.bytes, &self.media, place, options)
    }

    fn size(&self) -> usize {
        self.bytes.len()
    }

    fn excerpt(&self) -> String {
        excerpt(self.url.as_bytes())
    }
}

/// Longest line of a head.
const LONGEST_LINE: usize = 1 << 16;
/// Most lines of a head.
const MOST_LINES: usize = 1_000;

pub(in crate::source) struct Web {
    stream: BufReader<Stream>,
    offset: u64,
    limit: usize,
    broken: Option<io::Error>,
    arc: bool,
    over: bool,
    read: ReadResponse,
}

/// What a head says.
#[derive(Default)]
struct Head {
    kind: String,
    url: String,
    media: String,
    length: Option<u64>,
}

impl Web {
    pub(in crate::source) fn new(stream: Stream, limit: usize, read: ReadResponse) -> Self {
        Self {
            stream: BufReader::with_capacity(1 << 16, stream),
            offset: 0,
            limit,
            broken: None,
            arc: false,
            over: false,
            read,
        }
    }

    /// A line without its end; `None` at the end of the stream.
    fn line(&mut self) -> Option<Vec<u8>> {
        if self.broken.is_some() {
            return None;
        }
        let mut line = Vec::new();
        let (read, broken) = read_line(&mut self.stream, LONGEST_LINE, &mut line);
        self.broken = broken;
        self.offset += read;
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        (read > 0).then_some(line)
    }

    fn head(&mut self) -> Head {
        let mut head = Head::default();
        for _ in 0..MOST_LINES {
            let Some(line) = self.line().filter(|l| !l.is_empty()) else {
                break;
            };
            let text = String::from_utf8_lossy(&line);
            let Some((name, value)) = text.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                // Some writers put the address in angle brackets.
                "warc-target-uri" => value.trim_matches(['<', '>']).clone_into(&mut head.url),
                "content-type" => head.media = value.to_ascii_lowercase(),
                "content-length" => head.length = value.parse().ok(),
                _ => {}
            }
        }
        head
    }

    /// The head that a line of ARC is: address, host, date, media type, length. An address may hold
    /// blanks.
    fn arc_head(line: &[u8]) -> Option<Head> {
        let text = String::from_utf8_lossy(line);
        let parts: Vec<&str> = text.split(' ').collect();
        let [url @ .., _, date, media, length] = parts.as_slice() else {
            return None;
        };
        let sound = !url.is_empty() && date.len() >= 8 && date.bytes().all(|b| b.is_ascii_digit());
        sound.then_some(())?;
        let url = url.join(" ");
        let kind = if url.starts_with("filedesc:") {
            "warcinfo"
        } else {
            "response"
        };
        Some(Head {
            kind: kind.to_owned(),
            url,
            media: (*media).to_owned(),
            length: Some(length.parse().ok()?),
        })
    }

    /// The block behind a head, or why it is refused.
    fn block(&mut self, length: u64) -> Result<Vec<u8>, Refusal> {
        let keep = usize::try_from(length).ok().filter(|n| *n <= self.limit);
        let mut bytes = Vec::new();
        let taken = match keep {
            Some(_) => (&mut self.stream)
                .take(length)
                .read_to_end(&mut bytes)
                .map(|n| n as u64),
            None => io::copy(&mut (&mut self.stream).take(length), &mut io::sink()),
        };
        let taken = taken.unwrap_or_else(|error| {
            self.broken = Some(error);
            bytes.len() as u64
        });
        self.offset += taken;
        if taken < length {
            let what = format!("the file ends after {taken} of the record's {length} bytes");
            return Err(damaged(what));
        }
        keep.map(|_| bytes).ok_or_else(|| {
            limit(format!(
                "record of {length} bytes is longer than {} (see --record-limit)",
                self.limit
            ))
        })
    }

    /// Reads on to the next head and refuses what lies before it.
    fn resynchronise(&mut self, first: Vec<u8>, start: u64) -> (Raw, Option<Head>) {
        let mut next = None;
        let mut end = self.offset;
        while let Some(line) = self.line() {
            if line.starts_with(b"WARC/") {
                next = Some(self.head());
                break;
            }
            if self.arc
                && let Some(head) = Self::arc_head(&line)
            {
                next = Some(head);
                break;
            }
            end = self.offset;
        }
        let what = format!("{} bytes that are no record of a web archive", end - start);
        (Raw::refused_showing(0, start, syntax(what), first), next)
    }
}

impl Web {
    fn record(&mut self, head: Head, start: u64) -> Option<Raw> {
        let Some(length) = head.length else {
            return Some(Raw::refused(
                0,
                start,
                syntax("a head without Content-Length"),
            ));
        };
        let wanted = matches!(
            head.kind.as_str(),
            "response" | "resource" | "conversion" | "revisit" | ""
        );
        let block = self.block(length);
        let refused =
            |refusal, url: String| Some(Raw::refused_showing(0, start, refusal, url.into_bytes()));
        match (block, head.kind.as_str()) {
            (Err(refusal), _) => refused(refusal, head.url),
            _ if !wanted => None,
            (_, "revisit") => {
                let what = "a revisit: the page is in the archive where it was first stored";
                refused(content(what), head.url)
            }
            (_, "") => refused(syntax("a head without WARC-Type"), String::new()),
            (Ok(bytes), _) => {
                let own_head = head.kind == "response" && bytes.starts_with(b"HTTP/");
                let plain = head.media.starts_with("application/http") || head.media.is_empty();
                let media = match (own_head, plain) {
                    (true, _) => String::new(),
                    (false, true) => "text/html".to_owned(),
                    (false, false) => head.media,
                };
                let response = Response {
                    url: head.url,
                    bytes,
                    media,
                    read: self.read,
                };
                Some(Raw::new(0, start, Box::new(response)))
            }
        }
    }
}

/// The records of an archive. One that follows what could not be read is kept until it is asked for.
pub(in crate::source) struct Resumed {
    web: Web,
    waiting: Option<(Head, u64)>,
    /// How far the stream had come at its last failure.
    sound: u64,
}

impl Resumed {
    pub(in crate::source) fn new(stream: Stream, limit: usize, read: ReadResponse) -> Self {
        Self {
            web: Web::new(stream, limit, read),
            waiting: None,
            sound: 0,
        }
    }
}

impl Records for Resumed {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        let web = &mut self.web;
        while !web.over {
            let (head, start) = if let Some(waiting) = self.waiting.take() {
                waiting
            } else {
                let start = web.offset;
                let Some(line) = web.line() else { break };
                if line.is_empty() {
                    continue;
                }
                web.arc |= line.starts_with(b"filedesc:");
                if line.starts_with(b"WARC/") {
                    (web.head(), start)
                } else if let Some(head) = Web::arc_head(&line).filter(|_| web.arc) {
                    (head, start)
                } else {
                    let (raw, next) = web.resynchronise(line, start);
                    self.waiting = next.map(|head| (head, web.offset));
                    return Ok(Some(raw));
                }
            };
            if let Some(raw) = web.record(head, start) {
                return Ok(Some(raw));
            }
        }
        // Members of a compressed archive stand for themselves: behind a damaged one there may be more.
        match web.broken.take() {
            Some(error) if web.offset > self.sound => {
                self.sound = web.offset;
                Ok(Some(Raw::refused(0, web.offset, blocks::refusal(&error))))
            }
            Some(error) => {
                web.over = true;
                Err(error)
            }
            None => {
                web.over = true;
                Ok(None)
            }
        }
    }
}
