//! Plain text and Markdown: one file an article.
//!
//! A first line followed by a blank line is taken as the headline when it is short and has no full
//! stop. Front matter, as Markdown files of sites have it, gives fields by their names; else date and outlet are not
//! in such files, and a path pattern can give them.

use crate::model::Article;

use crate::source::archive::export::{self, Document, Found};
use crate::source::archive::guard;
use crate::source::archive::sheet::lines_of;
use crate::source::block::{Place, Record, Refusal, excerpt};
use crate::source::format::{Format, Opening};
use crate::source::meaning::encoding;
use crate::source::meaning::fields;
use crate::source::meaning::role::Role;
use crate::source::options::Options;

/// A first line longer than this, in characters, is text and no headline.
const LONGEST_HEADLINE: usize = 200;
/// Lines of front matter that are looked at.
const MOST_LINES: usize = 200;

/// Plain text and Markdown, which may be the export of an archive.
pub(in crate::source) static TEXT: Format = Format::of("plain text", |opening: Opening<'_>| {
    Box::new(Document::new(
        opening.stream,
        opening.options.record_limit,
        |bytes| {
            let (text, undecoded) = match String::from_utf8(bytes) {
                Ok(text) => (text, false),
                Err(e) => (encoding::lenient(e.as_bytes()).0.into_owned(), true),
            };
            let lower = text.to_ascii_lowercase();
            let lines = guard::may_be_text(lower.as_bytes()).then(|| lines_of(&text));
            match lines.and_then(|lines| export::of_lines(&lines)) {
                Some(Ok(found)) => Found::Export(found),
                Some(Err(refusal)) => Found::Refused(refusal),
                None => Found::Single(Box::new(Text(text)), undecoded),
            }
        },
    ))
});

/// A file of plain text, decompressed and decoded.
#[derive(Debug)]
pub(in crate::source) struct Text(pub(in crate::source) String);

impl Record for Text {
    fn article(&self, place: Place<'_>, options: &Options) -> Result<Article, Refusal> {
        article(place, &self.0, options)
    }

    fn size(&self) -> usize {
        self.0.len()
    }

    fn excerpt(&self) -> String {
        excerpt(self.0.as_bytes())
    }
}

/// The article of a file: its id is its path, unless front matter gives another.
pub(in crate::source) fn article(
    place: Place<'_>,
    text: &str,
    options: &Options,
) -> Result<Article, Refusal> {
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
