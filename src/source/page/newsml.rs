//! News in the formats of the trade: NewsML-G2, NITF, the news items of Reuters' corpora.

use crate::source::page::entry::{Entry, Pairs, first, pair};
use crate::source::page::newsml1;
use crate::source::page::nitf::{nitf, reuters};
use crate::source::page::xml::Element;

/// The news items of a document.
pub(in crate::source) fn entries(root: &Element) -> Vec<Entry> {
    match root.name.as_str() {
        "nitf" => vec![Entry::new(root, Ok(nitf(root)))],
        "newsitem" => vec![Entry::new(root, Ok(reuters(root)))],
        _ if root.find("NewsItem").is_some() => newsml1::entries(root),
        _ => {
            let mut found: Vec<Entry> = Vec::new();
            for name in ["newsItem", "newsitem"] {
                let items = root.find_all(name);
                found.extend(
                    items
                        .into_iter()
                        .map(|item| Entry::new(item, news_item(item))),
                );
            }
            let others = [
                "packageItem",
                "conceptItem",
                "knowledgeItem",
                "planningItem",
                "catalogItem",
            ];
            for name in others {
                let why = format!("a <{name}>, which holds no article");
                found.extend(
                    root.find_all(name)
                        .into_iter()
                        .map(|e| Entry::new(e, Err(why.clone()))),
                );
            }
            if found.is_empty() {
                found.extend(
                    root.find_all("nitf")
                        .into_iter()
                        .map(|e| Entry::new(e, Ok(nitf(e)))),
                );
            }
            found.sort_by_key(|e| e.offset);
            found
        }
    }
}

/// A NewsML-G2 item: text inline, or why it is none.
fn news_item(item: &Element) -> Result<Pairs, String> {
    if item.name == "newsitem" {
        return Ok(reuters(item));
    }
    let text_of = |parent: Option<&Element>, names: &[&str]| {
        parent.map(|p| p.text_of(names)).unwrap_or_default()
    };
    let (about, content) = (item.child(&["itemMeta"]), item.child(&["contentMeta"]));
    let class = about
        .and_then(|m| m.child(&["itemClass"]))
        .map_or("", |c| c.attribute("qcode"));
    let inline = item
        .child(&["contentSet"])
        .and_then(|set| set.child(&["inlineXML", "inlineData"]));
    let Some(inline) = inline else {
        let kind = class.rsplit(':').next().unwrap_or("");
        let kind = if kind.is_empty() {
            "no kind told"
        } else {
            kind
        };
        return Err(format!("a news item without text of its own ({kind})"));
    };
    let document = inline.find("nitf").map(nitf).unwrap_or_default();
    let inner = |name: &str| {
        document
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.clone())
            .unwrap_or_default()
    };
    let body = inline.find("body").unwrap_or(inline);
    let own_text = first([inner("text"), body.paragraphs()]);
    let language = content
        .and_then(|m| m.child(&["language"]))
        .map_or("", |l| l.attribute("tag"));
    let provider = about.and_then(|m| m.child(&["provider"]));
    let source = content.and_then(|m| m.child(&["infoSource", "creator"]));
    let name = |e: Option<&Element>| {
        let e = e?;
        let named = first([e.text_of(&["name"]), e.attribute("literal").to_owned()]);
        Some(first([
            named,
            e.attribute("qcode")
                .rsplit(':')
                .next()
                .unwrap_or("")
                .to_owned(),
        ]))
    };
    Ok(vec![
        pair("id", item.attribute("guid")),
        pair(
            "title",
            first([
                text_of(content, &["headline"]),
                text_of(about, &["title"]),
                inner("title"),
                text_of(inline.find("head"), &["title"]),
            ]),
        ),
        pair("text", own_text),
        pair(
            "date",
            first([
                text_of(content, &["contentCreated"]),
                text_of(about, &["firstCreated", "versionCreated"]),
                inner("date"),
            ]),
        ),
        pair(
            "outlet",
            first([
                name(provider).unwrap_or_default(),
                name(source).unwrap_or_default(),
            ]),
        ),
        pair(
            "language",
            first([language.to_owned(), item.attribute("lang").to_owned()]),
        ),
        pair(
            "author",
            first([text_of(content, &["by"]), inner("author")]),
        ),
    ])
}
