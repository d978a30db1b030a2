//! `ProQuest` as XML: a `Record` with headline, publication and text for each document.

use crate::source::meaning::html_text;
use crate::source::page::entry::{Entry, first, pair};
use crate::source::page::xml::Element;

/// Names of the element of a document.
const RECORDS: [&str; 2] = ["Record", "RECORD"];

/// Whether a document is such an export.
pub(in crate::source) fn is_proquest(root: &Element) -> bool {
    RECORDS.iter().any(|name| {
        root.find(name).is_some_and(|record| {
            [
                "RecordID",
                "GOID",
                "RecordTitle",
                "NumericPubDate",
                "NumericDate",
                "HiddenText",
            ]
            .iter()
            .any(|mark| record.find(mark).is_some())
        })
    })
}

/// The documents of an export.
pub(in crate::source) fn entries(root: &Element) -> Vec<Entry> {
    let records = RECORDS
        .iter()
        .map(|name| root.find_all(name))
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    records
        .into_iter()
        .map(|record| Entry::new(record, fields(record)))
        .collect()
}

fn fields(record: &Element) -> Result<Vec<(String, String)>, String> {
    let text = |names: &[&str]| first(names.iter().map(|name| line(record.find(name))));
    let publication = record.find("Publication");
    let outlet = first([
        line(publication.and_then(|p| p.child(&["Title", "PublicationTitle"]))),
        text(&["PublicationTitle", "Pubtitle", "SourceTitle"]),
    ]);
    let own_title = record.child(&["RecordTitle", "Title"]);
    let title = first([line(own_title), text(&["RecordTitle", "Headline"])]);
    let body = ["FullText", "Text", "HiddenText", "Abstract"]
        .iter()
        .filter_map(|name| record.find(name))
        .map(body)
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    if title.is_empty() && body.is_empty() {
        return Err("a record without headline and text".into());
    }
    Ok(vec![
        pair("id", text(&["GOID", "RecordID", "RECORDID", "DocID"])),
        pair("title", html_text::inline(&title)),
        pair("text", body),
        pair(
            "date",
            text(&[
                "NumericPubDate",
                "NumericDate",
                "AlphaPubDate",
                "AlphaDate",
                "PublicationDate",
                "StartDate",
            ]),
        ),
        pair("outlet", outlet),
        pair(
            "language",
            text(&["LanguageCode", "ISOCode", "RawLang", "Language"]),
        ),
        pair("author", text(&["OriginalForm", "Author", "Byline"])),
        pair("url", text(&["DocumentURL", "URLDocView"])),
    ])
}

fn body(element: &Element) -> String {
    let text = element.paragraphs();
    if html_text::has_markup(&text) {
        html_text::plain(&text)
    } else {
        text
    }
}

fn line(element: Option<&Element>) -> String {
    let text = element.map(Element::text).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
