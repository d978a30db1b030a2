//! Europresse as HTML: an `article` with `DocPublicationName` for each article, or, until 2014, the cell of a table.

use scraper::{ElementRef, Html, Node, Selector};

use crate::source::archive::export::Export;
use crate::source::archive::factiva_html::{complete, text_of};
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
    let articles = if articles.is_empty() {
        former(page)
    } else {
        articles
    };
    let articles = complete(articles);
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
    let number = first(
        element,
        &[".publiC-lblNodoc", "[class*=Nodoc]", "[id*=Nodoc]"],
    );
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
    let author = first(element, &[".docAuthors", ".titreArticle + div"]);
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
    let selectors = [".docOcurrContainer", ".DocText", "section"];
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

/// The articles of a page as it was until 2014: each the cell of a table that begins with the name of the paper.
fn former(page: &Html) -> Vec<Result<Pairs, String>> {
    let Ok(cells) = Selector::parse("td") else {
        return Vec::new();
    };
    let names = |cell: &ElementRef<'_>| {
        cell.children()
            .filter_map(ElementRef::wrap)
            .any(|part| is_of(part, "DocPublicationName"))
    };
    page.select(&cells)
        .filter(names)
        .map(former_article)
        .collect()
}

fn is_of(element: ElementRef<'_>, class: &str) -> bool {
    let mut classes = element.value().classes();
    classes.any(|own| own.eq_ignore_ascii_case(class))
}

fn former_article(cell: ElementRef<'_>) -> Result<Pairs, String> {
    let (mut name, mut head, mut title, mut text) =
        (String::new(), String::new(), String::new(), String::new());
    for child in cell.children() {
        let Some(part) = ElementRef::wrap(child) else {
            if let Node::Text(words) = child.value() {
                text.push_str(words);
            }
            continue;
        };
        if is_of(part, "DocPublicationName") {
            name = text_of(part);
        } else if is_of(part, "DocHeader") {
            head.push_str(&part.text().collect::<String>());
        } else if is_of(part, "TitreArticleVisu") {
            title = text_of(part);
            text.clear();
        } else if part.value().name() == "table" {
            // What follows the article is a certificate.
            if !title.is_empty() {
                break;
            }
        } else if matches!(part.value().name(), "br" | "p") {
            text.push('\n');
            text.push_str(&text_of(part));
        } else {
            text.push_str(&part.text().collect::<String>());
        }
    }
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    let number = lines.iter().find_map(|line| document_number(line));
    lines.retain(|line| !line.starts_with('©') && document_number(line).is_none());
    let byline = lines.len() > 1 && is_byline(&lines[0]);
    let author = if byline {
        lines.remove(0)
    } else {
        String::new()
    };
    if title.is_empty() && lines.is_empty() {
        return Err("an article without headline and text".into());
    }
    let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
    let number = number.unwrap_or_default();
    let written = date_in(&head).or_else(|| of_number(&number));
    let mut pairs = vec![
        pair("title", title),
        pair("author", author),
        pair("date", written.unwrap_or_default()),
        pair("outlet", outlet(&name)),
        pair("text", lines.join("\n\n")),
    ];
    if !number.is_empty() {
        pairs.push(pair("id", number));
    }
    Ok(pairs)
}

/// The number that a line gives: `Numéro de document : news·20121004·PO·1`.
fn document_number(line: &str) -> Option<String> {
    let (label, number) = line.split_once(':')?;
    let known = ["numéro de document", "document number"];
    known
        .contains(&label.trim().to_lowercase().as_str())
        .then(|| number.trim().to_owned())
}

/// Whether a line between headline and text has the form of a name.
fn is_byline(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (2..=6).contains(&words) && !line.ends_with(['.', '!', '?', ':', '…', '"', '»'])
}
