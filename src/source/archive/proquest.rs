//! `ProQuest` as TXT and HTML: fields with labels, documents parted by a rule or numbered.

use crate::source::archive::export::Export;
use crate::source::archive::sheet::{body, label, numbered, pair};
use crate::source::record::pairs::Pairs;

const ID: [&str; 7] = [
    "proquest document id",
    "proquest documentid",
    "proquest-dokument-id",
    "id del documento de proquest",
    "identificador del documento de proquest",
    "id du document proquest",
    "identifiant du document proquest",
];
const TITLE: [&str; 4] = ["title", "titel", "título", "titre"];
const OUTLET: [&str; 4] = [
    "publication title",
    "publikationstitel",
    "título de publicación",
    "titre de la publication",
];
const DATE: [&str; 5] = [
    "publication date",
    "publicationdate",
    "publikationsdatum",
    "fecha de publicación",
    "date de publication",
];
const TEXT: [&str; 4] = ["full text", "volltext", "texto completo", "texte intégral"];
const AUTHOR: [&str; 3] = ["author", "autor", "auteur"];
const LANGUAGE: [&str; 4] = [
    "language of publication",
    "publikationssprache",
    "idioma de la publicación",
    "langue de publication",
];
const URL: [&str; 4] = [
    "document url",
    "dokument-url",
    "url del documento",
    "url du document",
];
/// The last label of a document.
const DATABASE: [&str; 4] = ["database", "datenbank", "base de datos", "base de données"];
/// Labels that end the field before them, beside those that are read.
const OTHERS: [&str; 48] = [
    "abstract",
    "links",
    "subject",
    "location",
    "people",
    "company / organization",
    "company/organization",
    "pages",
    "first page",
    "section",
    "publication year",
    "publisher",
    "place of publication",
    "country of publication",
    "publication subject",
    "issn",
    "eissn",
    "source type",
    "document type",
    "copyright",
    "last updated",
    "database",
    "publication info",
    "volume",
    "issue",
    "year",
    "dateline",
    "column",
    "word count",
    "credit",
    "illustration",
    "business indexing term",
    "classification",
    "identifier / keyword",
    "identifier/keyword",
    "publication history",
    "document feature",
    "literature indexing term",
    "supplement",
    "zusammenfassung",
    "resumen",
    "résumé",
    "schlagwort",
    "materia",
    "sujet",
    "erscheinungsjahr",
    "año de publicación",
    "année de publication",
];

fn is_rule(line: &str) -> bool {
    line.len() >= 20 && line.bytes().all(|b| matches!(b, b'_' | b'*' | b'='))
}

fn is_one_of(line: &str, labels: &[&str]) -> bool {
    label(line).is_some_and(|(name, _)| labels.contains(&name.as_str()))
}

/// The articles of an export, if the lines are one.
pub(in crate::source) fn read(lines: &[String]) -> Option<Export> {
    let ids = lines.iter().filter(|line| is_one_of(line, &ID)).count();
    if ids == 0 {
        return None;
    }
    let parts = |line: &String| is_rule(line) || numbered(line).is_some();
    let stated = lines
        .iter()
        .filter_map(|line| numbered(line))
        .map(|(_, of)| of)
        .max();
    let mut documents: Vec<&[String]> = lines
        .split(parts)
        .filter(|part| part.iter().any(|line| is_one_of(line, &ID)))
        .collect();
    // Pages have neither rules nor numbers: a document begins behind the last label of the one before.
    if documents.len() < ids {
        documents = by_ids(lines);
    }
    let mut articles: Vec<Result<Pairs, String>> = documents
        .into_iter()
        .map(|lines| Ok(article(lines)))
        .collect();
    if is_cut_off(lines) {
        articles.push(Err("the file ends within a document".into()));
    }
    Some(Export {
        archive: "ProQuest",
        articles,
        stated: Some(stated.unwrap_or(0).max(ids as u64)),
    })
}

/// Whether labels of another document follow the last one that has a number.
fn is_cut_off(lines: &[String]) -> bool {
    let last = lines.iter().rposition(|line| is_one_of(line, &ID));
    let rest = &lines[last.map_or(0, |at| at + 1)..];
    // The fields behind a number are those of its document up to the next rule or its database.
    let ends =
        |line: &String| is_rule(line) || numbered(line).is_some() || is_one_of(line, &DATABASE);
    let Some(end) = rest.iter().position(ends) else {
        return false;
    };
    rest[end + 1..]
        .iter()
        .any(|line| is_one_of(line, &TEXT) || is_one_of(line, &OUTLET) || is_one_of(line, &TITLE))
}

/// Documents that end with the fields behind their number: the database's name, or the next headline.
fn by_ids(lines: &[String]) -> Vec<&[String]> {
    let mut found = Vec::new();
    let (mut from, mut seen) = (0, false);
    for (i, line) in lines.iter().enumerate() {
        seen |= is_one_of(line, &ID);
        if seen && is_one_of(line, &DATABASE) {
            found.push(&lines[from..=i]);
            (from, seen) = (i + 1, false);
        }
    }
    if seen {
        found.push(&lines[from..]);
    }
    found
}

fn article(lines: &[String]) -> Pairs {
    let read: [(&str, &[&str]); 8] = [
        ("id", &ID),
        ("title", &TITLE),
        ("outlet", &OUTLET),
        ("date", &DATE),
        ("text", &TEXT),
        ("author", &AUTHOR),
        ("language", &LANGUAGE),
        ("url", &URL),
    ];
    let mut fields: Vec<(&str, Vec<String>)> = Vec::new();
    let mut before = String::new();
    for line in lines {
        let Some((name, value)) = label(line) else {
            match fields.last_mut() {
                Some((_, field)) => field.push(line.clone()),
                None if before.is_empty() => before.clone_from(line),
                None => {}
            }
            continue;
        };
        let role = read
            .iter()
            .find(|(_, labels)| labels.contains(&name.as_str()))
            .map(|(role, _)| *role);
        let ends = role.is_some() || OTHERS.contains(&name.as_str());
        match (ends, fields.last_mut()) {
            (true, _) => fields.push((role.unwrap_or(""), vec![value.to_owned()])),
            // A colon in running text.
            (false, Some((_, field))) => field.push(line.clone()),
            (false, None) if before.is_empty() => before.clone_from(line),
            (false, None) => {}
        }
    }
    let get = |wanted: &str| {
        fields
            .iter()
            .filter(|(role, _)| *role == wanted)
            .map(|(_, lines)| body(lines))
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    };
    let mut title = get("title");
    if title.is_empty() {
        title = before;
    }
    let one = |value: String| value.replace("\n\n", " ");
    // The place of publication stands behind the name.
    let outlet = get("outlet");
    let outlet = outlet.split(';').next().unwrap_or("").trim();
    vec![
        pair("id", get("id")),
        pair("title", one(title)),
        pair("outlet", outlet),
        pair("date", one(get("date"))),
        pair("text", get("text")),
        pair("author", one(get("author"))),
        pair("language", one(get("language"))),
        pair("url", get("url")),
    ]
}
