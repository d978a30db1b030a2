//! Factiva as XML: an `article` with a number of access for each article.

use crate::source::page::entry::{Entry, first, pair};
use crate::source::page::xml::Element;

/// Whether a document is such an export.
pub(in crate::source) fn is_factiva(root: &Element) -> bool {
    let result = root
        .find("ppsArticleResultSet")
        .or_else(|| root.find("ppsarticleResultSet"));
    result.is_some() || root.find("leadParagraph").is_some()
}

/// The articles of an export and the number of documents that it states.
pub(in crate::source) fn entries(root: &Element) -> (Vec<Entry>, Option<u64>) {
    let set = root
        .find("ppsArticleResultSet")
        .or_else(|| root.find("ppsarticleResultSet"));
    let stated = set.and_then(|set| set.attribute("count").parse().ok());
    let articles = root
        .find_all("article")
        .into_iter()
        .map(|article| Entry::new(article, fields(article)))
        .collect();
    (articles, stated)
}

fn fields(article: &Element) -> Result<Vec<(String, String)>, String> {
    let text = |names: &[&str]| first(names.iter().map(|name| line(article.find(name))));
    let paragraphs: Vec<String> = ["leadParagraph", "tailParagraphs"]
        .iter()
        .filter_map(|name| article.find(name))
        .flat_map(|part| {
            let inner = part.find_all("paragraph");
            if inner.is_empty() { vec![part] } else { inner }
        })
        .map(|paragraph| line(Some(paragraph)))
        .filter(|line| !line.is_empty())
        .collect();
    let title = text(&["headline"]);
    if title.is_empty() && paragraphs.is_empty() {
        return Err("an article without headline and text".into());
    }
    let date = article.find("publicationDate");
    let day = date.map(|d| {
        first([
            d.attribute("date").to_owned(),
            line(d.find("date")),
            line(Some(d)),
        ])
    });
    Ok(vec![
        pair(
            "id",
            first([
                text(&["accessionNo"]),
                article.attribute("accessionNo").to_owned(),
            ]),
        ),
        pair("title", title),
        pair("text", paragraphs.join("\n\n")),
        pair("date", day.unwrap_or_default()),
        pair("outlet", text(&["sourceName", "publisherName"])),
        pair("language", text(&["baseLanguage"])),
        pair("author", text(&["byline"])),
    ])
}

fn line(element: Option<&Element>) -> String {
    let text = element.map(Element::text).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
