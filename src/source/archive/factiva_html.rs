//! Factiva as HTML: a `div` of the class `article` for each article.

use scraper::{ElementRef, Html, Selector};

use crate::source::archive::export::Export;
use crate::source::archive::factiva::accession;
use crate::source::archive::sheet::{byline, clean, date_in, pair};
use crate::source::meaning::names::{language, language_in_words};
use crate::source::record::pairs::Pairs;

/// The articles of a page, if it is an export.
pub(in crate::source) fn read(page: &Html) -> Option<Export> {
    let each = Selector::parse("div.article").ok()?;
    let paragraphs = Selector::parse("p.articleParagraph").ok()?;
    let articles: Vec<Result<Pairs, String>> = page
        .select(&each)
        .filter(|element| {
            element.select(&paragraphs).next().is_some()
                || element
                    .descendent_elements()
                    .any(|e| is_leaf(e) && accession(&text_of(e)).is_some())
        })
        // Within a frame that has the class too.
        .filter(|element| element.select(&each).next().is_none())
        .map(|element| article(element, &paragraphs))
        .collect();
    let articles = complete(articles);
    (!articles.is_empty()).then_some(Export {
        archive: "Factiva",
        articles,
        stated: None,
    })
}

/// The articles with a word on the last one if it lacks the number at its end that the others have: the page was cut off in it.
pub(in crate::source) fn complete(
    mut articles: Vec<Result<Pairs, String>>,
) -> Vec<Result<Pairs, String>> {
    let numbered = |article: &Result<Pairs, String>| {
        let fields = article.iter().flatten();
        fields
            .into_iter()
            .any(|(name, value)| name == "id" && !value.is_empty())
    };
    if let Some((last, others)) = articles.split_last()
        && !numbered(last)
        && others.iter().any(numbered)
    {
        articles.push(Err("the file ends within an article".into()));
    }
    articles
}

/// The text of an element on one line.
pub(in crate::source) fn text_of(element: ElementRef<'_>) -> String {
    let all: String = element.text().collect();
    clean(&all.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn has_class(element: ElementRef<'_>, wanted: impl Fn(&str) -> bool) -> bool {
    element.value().classes().any(wanted)
}

fn article(element: ElementRef<'_>, paragraphs: &Selector) -> Result<Pairs, String> {
    let rows = coded(element);
    if !rows.is_empty() {
        return Ok(rows);
    }
    let (mut title, mut author, mut outlet, mut date) =
        (String::new(), String::new(), String::new(), String::new());
    let (mut tongue, mut id) = (String::new(), String::new());
    for part in element.descendent_elements() {
        let headline =
            has_class(part, |c| c.ends_with("Headline")) || part.value().id() == Some("hd");
        if headline && title.is_empty() {
            title = text_of(part);
        } else if has_class(part, |c| c == "author") && author.is_empty() {
            let line = text_of(part);
            byline(&line).unwrap_or(&line).clone_into(&mut author);
        } else if let Some(number) = accession(&text_of(part)).filter(|_| is_leaf(part)) {
            number.clone_into(&mut id);
        } else if is_leaf(part) && !has_class(part, |c| c == "articleParagraph") {
            let line = text_of(part);
            if date.is_empty() {
                date = date_in(&line).unwrap_or_default();
            } else if outlet.is_empty() {
                let time = line.contains(':') && line.len() < 12;
                if !time && !line.is_empty() {
                    outlet = line;
                }
            } else if tongue.is_empty() {
                tongue = language_in_words(&line);
            }
        }
    }
    let text: Vec<String> = element
        .select(paragraphs)
        .map(text_of)
        .filter(|line| !line.is_empty() && accession(line).is_none())
        .collect();
    if title.is_empty() && text.is_empty() {
        return Err("an article without headline and text".into());
    }
    Ok(vec![
        pair("title", title),
        pair("author", author),
        pair("date", date),
        pair("outlet", outlet),
        pair("language", tongue),
        pair("id", id),
        pair("text", text.join("\n\n")),
    ])
}

fn is_leaf(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "div" | "p" | "span" | "td")
        && element.child_elements().next().is_none()
}

/// The layout with codes: rows of a table, the code in bold in the first cell.
fn coded(element: ElementRef<'_>) -> Pairs {
    let (Ok(row), Ok(cell)) = (Selector::parse("tr"), Selector::parse("td")) else {
        return Vec::new();
    };
    let (Ok(paragraph), mut pairs) = (Selector::parse("p"), Vec::new()) else {
        return Vec::new();
    };
    let mut text: Vec<String> = Vec::new();
    for row in element.select(&row) {
        let cells: Vec<ElementRef<'_>> = row.select(&cell).collect();
        let [code, value] = cells.as_slice() else {
            continue;
        };
        let line = text_of(*value);
        match text_of(*code).as_str() {
            "HD" => pairs.push(pair("title", line)),
            "BY" => pairs.push(pair("author", byline(&line).unwrap_or(&line))),
            "PD" => pairs.push(pair("date", line)),
            "SN" => pairs.push(pair("outlet", line)),
            "LA" => pairs.push(pair("language", language(&line))),
            "AN" => {
                let number = accession(&line).unwrap_or(&line);
                pairs.push(pair("id", number));
            }
            "LP" | "TD" => {
                let parts: Vec<String> = value.select(&paragraph).map(text_of).collect();
                text.extend(if parts.is_empty() { vec![line] } else { parts });
            }
            _ => {}
        }
    }
    if !text.is_empty() {
        pairs.push(pair("text", text.join("\n\n")));
    }
    pairs
}
