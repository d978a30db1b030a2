//! HTML pages: one page an article.

use scraper::Html;

use crate::model::Article;

use crate::source::archive::export::{self, Document, Found};
use crate::source::archive::sheet::clean;
use crate::source::archive::{europresse, factiva_html, guard};
use crate::source::block::{Place, Record, Refusal, excerpt};
use crate::source::format::{Format, Opening};
use crate::source::meaning::encoding;
use crate::source::meaning::fields;
use crate::source::meaning::html_blocks::lines;
use crate::source::meaning::html_text::{check, has_markup, plain};
use crate::source::options::Options;
use crate::source::page::main_text;
use crate::source::page::page_meta::PageMeta;

/// HTML pages, which may be the export of an archive.
pub(in crate::source) static PAGE: Format = Format::of("HTML page", |opening: Opening<'_>| {
    Box::new(Document::new(
        opening.stream,
        opening.options.record_limit,
        look,
    ))
});

/// Tells an export from a page that is one article.
fn look(bytes: Vec<u8>) -> Found {
    let bytes = narrow(bytes);
    let lower = bytes.to_ascii_lowercase();
    if !guard::may_be_page(&lower) {
        return Found::Single(Box::new(Page(bytes)), false);
    }
    let source = encoding::decode_all(&bytes, None);
    if check(&source).is_err() {
        return match guard::refusal_of_page(&lower) {
            Some(refusal) => Found::Refused(refusal),
            None => Found::Single(Box::new(Page(bytes)), false),
        };
    }
    let page = Html::parse_document(&source);
    if let Some(found) = factiva_html::read(&page).or_else(|| europresse::read(&page)) {
        return Found::Export(found);
    }
    let lines: Vec<String> = lines(&page)
        .into_iter()
        .flat_map(|line| [clean(&line), String::new()])
        .collect();
    match export::of_lines(&lines) {
        Some(Ok(found)) => Found::Export(found),
        Some(Err(refusal)) => Found::Refused(refusal),
        None => match guard::refusal_of_page(&lower) {
            Some(refusal) => Found::Refused(refusal),
            None => Found::Single(Box::new(Page(bytes)), false),
        },
    }
}

/// A page whose characters take two bytes and more (UTF-16) as UTF-8, so that words in it can be found.
fn narrow(bytes: Vec<u8>) -> Vec<u8> {
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let head = &bytes[..bytes.len().min(64)];
    if !marked && memchr::memchr(0, head).is_none() {
        return bytes;
    }
    // With a mark, for what the page says of its encoding holds no more.
    let mut narrow = "\u{feff}".as_bytes().to_vec();
    narrow.extend(encoding::decode_all(&bytes, None).into_bytes());
    narrow
}

/// A page, decompressed, not yet decoded.
#[derive(Debug)]
struct Page(Vec<u8>);

impl Record for Page {
    fn article(&self, place: Place<'_>, options: &Options) -> Result<Article, Refusal> {
        article(&self.0, place, "", None, options)
    }

    fn size(&self) -> usize {
        self.0.len()
    }

    fn excerpt(&self) -> String {
        excerpt(&self.0)
    }
}

/// The article of a page. `url` is where it was found, `charset` what its transport declared.
pub(in crate::source) fn article(
    bytes: &[u8],
    place: Place<'_>,
    url: &str,
    charset: Option<&str>,
    options: &Options,
) -> Result<Article, Refusal> {
    let source = encoding::decode_all(bytes, charset);
    check(&source)?;
    let page = Html::parse_document(&source);
    let meta = PageMeta::of(&page, url);
    let mut text = main_text::main_text(&page, &meta.title);
    // The publisher's own copy of the body, unless it is cut short.
    if meta.body.len() > text.len() + text.len() / 5 {
        text = if has_markup(&meta.body) {
            plain(&meta.body)
        } else {
            meta.body
        };
    }
    let article = Article {
        title: meta.title,
        text,
        url: meta.url,
        outlet: meta.outlet,
        language: meta.language,
        author: meta.author,
        ..Article::default()
    };
    fields::finish(article, &meta.date, place, url.is_empty(), options)
}
