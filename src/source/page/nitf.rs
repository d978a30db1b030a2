//! NITF documents, and the news items of the Reuters corpora.

use crate::source::page::entry::{Pairs, first, pair};
use crate::source::page::xml::Element;

/// A NITF document.
pub(in crate::source) fn nitf(root: &Element) -> Pairs {
    let head = root.child(&["head"]);
    let front = root.find("body.head");
    let in_head = |name: &str, attribute: &str| {
        head.and_then(|h| h.find(name))
            .map(|e| e.attribute(attribute).to_owned())
            .unwrap_or_default()
    };
    let line = |name: &str| {
        let text = front
            .and_then(|f| f.find(name))
            .map(Element::text)
            .unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let body = root.find("body.content").or_else(|| root.find("body"));
    vec![
        pair("id", in_head("doc-id", "id-string")),
        pair(
            "title",
            first([
                line("hl1"),
                line("hedline"),
                head.map(|h| h.text_of(&["title"])).unwrap_or_default(),
            ]),
        ),
        pair("text", body.map(Element::paragraphs).unwrap_or_default()),
        pair(
            "date",
            first([
                in_head("date.issue", "norm"),
                in_head("pubdata", "date.publication"),
                front
                    .and_then(|f| f.find("story.date"))
                    .map(|d| d.attribute("norm").to_owned())
                    .unwrap_or_default(),
            ]),
        ),
        pair(
            "outlet",
            first([in_head("pubdata", "name"), line("distributor")]),
        ),
        pair(
            "language",
            first([root.attribute("lang").to_owned(), in_head("body", "lang")]),
        ),
        pair("author", line("byline")),
    ]
}

/// An item of the Reuters corpora of 1996 and later.
pub(in crate::source) fn reuters(item: &Element) -> Pairs {
    let text = item
        .child(&["text"])
        .map(Element::paragraphs)
        .unwrap_or_default();
    let dateline = item.text_of(&["dateline"]);
    vec![
        pair("id", item.attribute("itemid")),
        pair("title", item.text_of(&["headline", "title"])),
        pair(
            "text",
            if dateline.is_empty() {
                text
            } else {
                format!("{dateline} - {text}")
            },
        ),
        pair("date", item.attribute("date")),
        pair("outlet", "Reuters"),
        pair("language", item.attribute("lang")),
        pair("author", item.text_of(&["byline"])),
    ]
}
