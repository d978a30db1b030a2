//! `NewsML` 1, the standard before G2: news items made of components, each with lines and content.

use crate::source::meaning::html_text as html;
use crate::source::page::entry::{Entry, Pairs};
use crate::source::page::entry::{first, pair};
use crate::source::page::nitf::nitf;
use crate::source::page::xml::Element;

/// The news items of a document; what holds no text is named.
pub(in crate::source) fn entries(root: &Element) -> Vec<Entry> {
    // Items may be parts of items: each outermost component with text of its own is an article.
    root.find_all("NewsItem")
        .into_iter()
        .map(|item| Entry::new(item, news_item(item)))
        .collect()
}

/// All elements of that name, also within each other.
fn every<'e>(root: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(element) = waiting.pop() {
        if element.name == name {
            found.push(element);
        }
        let at = waiting.len();
        waiting.extend(element.elements());
        waiting[at..].reverse();
    }
    found
}

fn line(root: &Element, name: &str) -> String {
    let text = root.find(name).map(Element::text).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn formal_name(root: &Element, name: &str) -> String {
    every(root, name)
        .into_iter()
        .map(|e| e.attribute("FormalName").to_owned())
        .find(|v| !v.is_empty())
        .unwrap_or_default()
}

fn news_item(item: &Element) -> Result<Pairs, String> {
    let contents: Vec<(String, String, String)> = every(item, "ContentItem")
        .into_iter()
        .filter_map(content)
        .collect();
    // The same story may be there in several formats: the longest text is the whole one.
    let best = contents
        .iter()
        .max_by_key(|(_, text, _)| text.len())
        .filter(|(_, text, _)| !text.is_empty());
    let Some((inner_title, text, inner_date)) = best else {
        let kind = formal_name(item, "NewsItemType");
        let kind = if kind.is_empty() {
            "no kind told".to_owned()
        } else {
            kind
        };
        return Err(format!("a NewsItem without text of its own ({kind})"));
    };
    let identifier = item.find("NewsIdentifier");
    let of = |name: &str| identifier.map(|i| line(i, name)).unwrap_or_default();
    let provider = item
        .find("Provider")
        .map(|p| formal_name(p, "Party"))
        .unwrap_or_default();
    let source = item
        .find("Source")
        .map(|s| formal_name(s, "Party"))
        .unwrap_or_default();
    let copyright = line(item, "CopyrightHolder");
    Ok(vec![
        pair("id", first([of("PublicIdentifier"), of("NewsItemId")])),
        pair(
            "title",
            first([line(item, "HeadLine"), inner_title.clone()]),
        ),
        pair("text", text.clone()),
        pair(
            "date",
            first([
                of("DateId"),
                line(item, "FirstCreated"),
                inner_date.clone(),
                line(item, "ThisRevisionCreated"),
            ]),
        ),
        pair(
            "outlet",
            first([provider, source, copyright, of("ProviderId")]),
        ),
        pair("language", formal_name(item, "Language")),
        pair("author", line(item, "ByLine")),
    ])
}

/// Headline, text and date of a content item that holds any text.
fn content(item: &Element) -> Option<(String, String, String)> {
    let media = item
        .child(&["MediaType"])
        .map_or("", |m| m.attribute("FormalName"));
    if !matches!(media.to_ascii_lowercase().as_str(), "" | "text") {
        return None;
    }
    let data = item
        .child(&["DataContent", "Encoding"])
        .map(|d| d.find("DataContent").unwrap_or(d))?;
    if let Some(document) = data.find("nitf") {
        let pairs = nitf(document);
        let get = |name: &str| {
            let found = pairs.iter().find(|(n, _)| n == name);
            found.map(|(_, v)| v.clone()).unwrap_or_default()
        };
        return Some((get("title"), get("text"), get("date")));
    }
    let body = data.find("body").unwrap_or(data);
    let text = if body.elements().next().is_some() {
        body.paragraphs()
    } else {
        let text = body.text();
        if html::has_markup(&text) {
            html::plain(&text)
        } else {
            text.trim().to_owned()
        }
    };
    Some((String::new(), text, String::new()))
}
