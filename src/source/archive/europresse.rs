//! Europresse as HTML: an `article` with `DocPublicationName` for each article.

use scraper::{ElementRef, Html, Selector};

use crate::source::archive::export::Export;
use crate::source::archive::factiva_html::text_of;
use crate::source::archive::sheet::{date_in, pair};
use crate::source::record::pairs::Pairs;

/// The articles of a page, if it is an export.
pub(in crate::source) fn read(page: &Html) -> Option<Export> {
    let each = Selector::parse("article").ok()?;
    let articles: Vec<Result<Pairs, String>> = page
        .select(&each)
        .filter(|element| !first(*element, &[".DocPublicationName"]).is_empty())
        .map(article)
        .collect();
    (!articles.is_empty()).then_some(Export {
        archive: "Europresse",
        articles,
        stated: None,
    })
}

/// The text of the first element that one of the selectors finds.
fn first(element: ElementRef<'_>, selectors: &[&str]) -> String {
    selectors
        .iter()
        .filter_map(|selector| Selector::parse(selector).ok())
        .filter_map(|selector| element.select(&selector).next().map(text_of))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// The name of a paper without its number, its place and its part.
fn outlet(name: &str) -> &str {
    let end = [
        ", no.",
        " no. ",
        ", n°",
        " n° ",
        ", No",
        " (site web)",
        " (",
        ",",
    ]
    .iter()
    .filter_map(|mark| name.find(mark))
    .min()
    .unwrap_or(name.len());
    name[..end].trim()
}

fn article(element: ElementRef<'_>) -> Result<Pairs, String> {
    let title = first(
        element,
        &[
            ".titreArticle .titreArticleVisu",
            ".titreArticle",
            ".titreArticleVisu",
        ],
    );
    let text = body(element);
    if title.is_empty() && text.is_empty() {
        return Err("an article without headline and text".into());
    }
    let number = first(element, &[".publiC-lblNodoc", "[class*=Nodoc]"]);
    let head = [
        first(element, &[".DocHeader"]),
        first(element, &[".DocTitreSousSection + span"]),
        first(element, &["header"]),
    ];
    let written = head
        .iter()
        .find_map(|line| date_in(line))
        .or_else(|| of_number(&number))
        .unwrap_or_default();
    let name = first(element, &[".DocPublicationName"]);
    let author = first(element, &[".docAuthors"]);
    let mut pairs = vec![
        pair("title", title),
        pair("author", author.trim_start_matches("Par ").trim()),
        pair("date", written),
        pair("outlet", outlet(&name)),
        pair("text", text),
    ];
    if !number.is_empty() {
        pairs.push(pair("id", number));
    }
    Ok(pairs)
}

/// The day within a number such as `news·20100111·LE·123`.
fn of_number(number: &str) -> Option<String> {
    number
        .split(|c: char| !c.is_ascii_digit())
        .find(|part| part.len() == 8 && (part.starts_with("19") || part.starts_with("20")))
        .map(str::to_owned)
}

fn body(element: ElementRef<'_>) -> String {
    let selectors = [".docOcurrContainer", ".DocText"];
    let found = selectors
        .iter()
        .filter_map(|selector| Selector::parse(selector).ok())
        .find_map(|selector| element.select(&selector).next());
    let Some(container) = found else {
        return String::new();
    };
    let paragraphs: Vec<String> = Selector::parse("p")
        .map(|p| container.select(&p).map(text_of).collect())
        .unwrap_or_default();
    let paragraphs: Vec<String> = paragraphs.into_iter().filter(|p| !p.is_empty()).collect();
    if paragraphs.is_empty() {
        text_of(container)
    } else {
        paragraphs.join("\n\n")
    }
}
