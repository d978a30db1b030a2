//! RSS in all its versions, RDF site summaries, Atom.

use crate::source::meaning::html_text as html;
use crate::source::page::entry::{Entry, Pairs};
use crate::source::page::xml::Element;

/// The entries of a feed.
pub(in crate::source) fn entries(root: &Element) -> Vec<Entry> {
    let channel = if root.name == "feed" {
        Some(root)
    } else {
        root.find("channel")
    };
    let source = channel.map(Source::of).unwrap_or_default();
    let name = if root.name == "feed" { "entry" } else { "item" };
    root.find_all(name)
        .into_iter()
        .map(|item| Entry::new(item, Ok(fields(item, &source))))
        .collect()
}

/// What a feed says of all its entries.
#[derive(Default)]
struct Source {
    outlet: String,
    language: String,
}

impl Source {
    fn of(channel: &Element) -> Self {
        let mut language = channel.text_of(&["language"]);
        if language.is_empty() {
            channel.attribute("lang").clone_into(&mut language);
        }
        Self {
            outlet: html::inline(&channel.text_of(&["title"])),
            language,
        }
    }
}

fn fields(item: &Element, source: &Source) -> Pairs {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let body = ["encoded", "content", "description", "summary", "abstract"]
        .iter()
        .filter_map(|name| item.child(&[name]))
        .map(body_text)
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let link = link(item);
    let own = item.text_of(&["guid", "id", "identifier"]);
    let author = item.child(&["creator", "author"]).map(|author| {
        let name = author.text_of(&["name"]);
        if name.is_empty() {
            author.text().trim().to_owned()
        } else {
            name
        }
    });
    let language = [
        item.text_of(&["language"]),
        item.attribute("lang").to_owned(),
        source.language.clone(),
    ]
    .into_iter()
    .find(|l| !l.is_empty())
    .unwrap_or_default();
    let from = item.child(&["source"]).map(|s| {
        let title = s.text_of(&["title"]);
        if title.is_empty() {
            s.text().trim().to_owned()
        } else {
            title
        }
    });
    let outlet = from
        .filter(|s| !s.is_empty())
        .map_or_else(|| source.outlet.clone(), |s| html::inline(&s));
    vec![
        pair(
            "id",
            if own.is_empty() {
                item.attribute("about").to_owned()
            } else {
                own
            },
        ),
        pair("title", html::inline(&item.text_of(&["title"]))),
        pair("text", body),
        pair(
            "date",
            item.text_of(&[
                "pubDate",
                "published",
                "issued",
                "date",
                "created",
                "updated",
                "modified",
            ]),
        ),
        pair("url", link),
        pair("outlet", outlet),
        pair("language", language),
        pair("author", author.unwrap_or_default()),
    ]
}

/// A body that may be text, escaped HTML or XHTML.
fn body_text(element: &Element) -> String {
    if element.elements().next().is_some() {
        return element.paragraphs();
    }
    let text = element.text();
    let text = text.trim();
    if text.contains('<') || text.contains('&') {
        html::plain(text)
    } else {
        text.to_owned()
    }
}

fn link(item: &Element) -> String {
    let text = item.text_of(&["link"]);
    if !text.is_empty() {
        return text;
    }
    let links = || {
        item.elements()
            .filter(|e| e.name == "link" && !e.attribute("href").is_empty())
    };
    let alternate = links().find(|l| matches!(l.attribute("rel"), "" | "alternate"));
    alternate
        .or_else(|| links().next())
        .map_or("", |l| l.attribute("href"))
        .to_owned()
}
