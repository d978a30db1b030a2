//! One article of an XML document: names and values, and where it stands.

use crate::source::page::xml::Element;
pub(in crate::source) use crate::source::record::pairs::Pairs;

/// One article of a document, or why an element is none.
pub(in crate::source) struct Entry {
    pub(in crate::source) line: u64,
    pub(in crate::source) offset: u64,
    pub(in crate::source) fields: Result<Pairs, String>,
}

impl Entry {
    pub(in crate::source) fn new(element: &Element, fields: Result<Pairs, String>) -> Self {
        Self {
            line: element.line,
            offset: element.offset,
            fields,
        }
    }
}

pub(in crate::source) fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

pub(in crate::source) fn first(values: impl IntoIterator<Item = String>) -> String {
    values
        .into_iter()
        .find(|v| !v.trim().is_empty())
        .unwrap_or_default()
}
