//! Plain text and Markdown: one file an article; and other files that are one record as a whole.
//!
//! A first line followed by a blank line is taken as the headline when it is short and has no full
//! stop. Date and outlet are not in such files; a path pattern can give them.

use std::io;

use crate::model::Article;

use super::block::{Place, Raw, Record, Refusal, limit};
use super::blocks::Records;
use super::bytes::{Stream, read_whole};
use super::{Options, encoding, fields};

/// A first line longer than this, in characters, is text and no headline.
const LONGEST_HEADLINE: usize = 200;

/// A stream that is one record.
pub(super) struct Whole {
    stream: Option<Stream>,
    page: bool,
    limit: usize,
}

impl Whole {
    /// Decoded text.
    pub(super) fn text(stream: Stream, limit: usize) -> Self {
        Self {
            stream: Some(stream),
            page: false,
            limit,
        }
    }

    /// An HTML page.
    pub(super) fn page(stream: Stream, limit: usize) -> Self {
        Self {
            stream: Some(stream),
            page: true,
            limit,
        }
    }
}

/// What a document that is read whole is refused with when it is too long.
pub(super) fn document_too_long(most: usize) -> Refusal {
    limit(format!("longer than {most} bytes (see --record-limit)"))
}

impl Records for Whole {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        let Some(mut stream) = self.stream.take() else {
            return Ok(None);
        };
        let mut undecoded = false;
        let record = match read_whole(&mut stream, self.limit)? {
            None => {
                let (kind, reason) = document_too_long(self.limit);
                Record::refused(kind, reason)
            }
            Some(bytes) if self.page => Record::Page(bytes),
            Some(bytes) => Record::Text(match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(e) => {
                    undecoded = true;
                    encoding::lenient(e.as_bytes()).0.into_owned()
                }
            }),
        };
        Ok(Some(Raw {
            undecoded,
            ..Raw::new(1, 0, record)
        }))
    }
}

/// A stream that is refused as a whole.
pub(super) struct Refusing(Option<Refusal>);

impl Refusing {
    pub(super) fn new(refusal: Refusal) -> Self {
        Self(Some(refusal))
    }
}

impl Records for Refusing {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        let refused = self.0.take();
        Ok(refused.map(|(kind, reason)| Raw::new(0, 0, Record::refused(kind, reason))))
    }
}

/// The article of a file: its id is its path.
pub(super) fn article(place: Place<'_>, text: &str, options: &Options) -> Result<Article, Refusal> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    let (title, body) = match text.split_once('\n') {
        Some((first, rest)) if is_headline(first, rest) => {
            (first.trim().trim_start_matches('#').trim(), rest.trim())
        }
        _ => ("", text),
    };
    let article = Article {
        title: title.to_owned(),
        text: body.to_owned(),
        ..Article::default()
    };
    fields::finish(article, "", place, true, options)
}

fn is_headline(first: &str, rest: &str) -> bool {
    let first = first.trim();
    let blank_follows = rest.lines().next().is_some_and(|l| l.trim().is_empty());
    first.starts_with('#')
        || (blank_follows
            && first.chars().count() <= LONGEST_HEADLINE
            && !first.ends_with(['.', ':', ';', ',']))
}
