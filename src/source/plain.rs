//! Plain text and Markdown: one file an article; and other files that are one record as a whole.
//!
//! A first line followed by a blank line is taken as the headline when it is short and has no full
//! stop. Front matter, as Markdown files of sites have it, gives fields by their names; else date and outlet are not
//! in such files, and a path pattern can give them.

use std::io;

use crate::model::Article;

use super::block::{Place, Raw, Record, Refusal, limit};
use super::blocks::Records;
use super::bytes::{Stream, read_whole};
use super::fields::{self, Role};
use super::{Options, encoding};

/// A first line longer than this, in characters, is text and no headline.
const LONGEST_HEADLINE: usize = 200;
/// Lines of front matter that are looked at.
const MOST_LINES: usize = 200;

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

/// The article of a file: its id is its path, unless front matter gives another.
pub(super) fn article(place: Place<'_>, text: &str, options: &Options) -> Result<Article, Refusal> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (front, text) = front_matter(&text, options).unwrap_or((Vec::new(), &text));
    let get = |role: Role| {
        let found = front.iter().find(|(r, _)| *r == role);
        found.map_or("", |(_, value)| *value)
    };
    let text = text.trim();
    let (title, body) = match text.split_once('\n') {
        Some((first, rest)) if is_headline(first, rest) => {
            (first.trim().trim_start_matches('#').trim(), rest.trim())
        }
        _ => ("", text),
    };
    let title = if get(Role::Title).is_empty() {
        title
    } else {
        get(Role::Title)
    };
    let article = Article {
        id: get(Role::Id).to_owned(),
        title: title.to_owned(),
        text: body.to_owned(),
        url: get(Role::Url).to_owned(),
        outlet: get(Role::Outlet).to_owned(),
        language: get(Role::Language).to_owned(),
        author: get(Role::Author).to_owned(),
        ..Article::default()
    };
    fields::finish(article, get(Role::Date), place, true, options)
}

/// The fields that stand before a text between lines of three dashes, as sites made of Markdown have
/// them, and the text behind; `None` when the text begins otherwise.
fn front_matter<'t>(text: &'t str, options: &Options) -> Option<(Vec<(Role, &'t str)>, &'t str)> {
    let inside = text.trim_start_matches('\u{feff}').strip_prefix("---\n")?;
    let (head, body) = inside.split_once("\n---\n")?;
    let mut found: Vec<(Role, &str)> = Vec::new();
    let mut known = 0;
    for line in head.lines().take(MOST_LINES) {
        let nested = line.starts_with([' ', '\t', '-', '#']) || line.trim().is_empty();
        let Some((name, value)) = line.split_once(':').filter(|_| !nested) else {
            // Lists and longer values belong to the line before.
            if nested {
                continue;
            }
            return None;
        };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if let Some((role, _)) = options.fields.role(name.trim()) {
            known += 1;
            let new = !found.iter().any(|(r, _)| *r == role);
            if new && role != Role::Text && !value.is_empty() {
                found.push((role, value));
            }
        }
    }
    (known > 0).then_some((found, body))
}

fn is_headline(first: &str, rest: &str) -> bool {
    let first = first.trim();
    let blank_follows = rest.lines().next().is_some_and(|l| l.trim().is_empty());
    first.starts_with('#')
        || (blank_follows
            && first.chars().count() <= LONGEST_HEADLINE
            && !first.ends_with(['.', ':', ';', ',']))
}
