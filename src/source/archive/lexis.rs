//! `LexisNexis` as TXT and HTML: articles under `N of M DOCUMENTS`, with labels in capitals.

use crate::source::archive::export::Export;
use crate::source::archive::sheet::{
    body, byline, date_in, is_copyright, known_label, label, numbered, pair,
};
use crate::source::record::pairs::Pairs;

/// Labels before the body.
const BEFORE: [&str; 24] = [
    "byline",
    "section",
    "length",
    "dateline",
    "highlight",
    "headline",
    "series",
    "edition",
    "autor",
    "auteur",
    "autore",
    "rubrik",
    "länge",
    "longueur",
    "rubrique",
    "sección",
    "seccion",
    "longitud",
    "sezione",
    "lunghezza",
    "lengte",
    "sectie",
    "extensión",
    "column",
];
/// Labels of the author among them.
const AUTHOR: [&str; 4] = ["byline", "autor", "auteur", "autore"];
/// Labels of the length among them: the body follows.
const LENGTH: [&str; 7] = [
    "length",
    "länge",
    "longueur",
    "longitud",
    "lunghezza",
    "lengte",
    "extensión",
];
/// Labels behind the body.
const BEHIND: [&str; 30] = [
    "load-date",
    "language",
    "publication-type",
    "subject",
    "graphic",
    "type",
    "journal-code",
    "update",
    "notes",
    "sprache",
    "langue",
    "idioma",
    "lingua",
    "taal",
    "grafik",
    "illustration",
    "date-chargement",
    "publikationstyp",
    "type-publication",
    "acc-no",
    "document-type",
    "pub-type",
    "company",
    "organization",
    "person",
    "geographic",
    "city",
    "country",
    "ladedatum",
    "fecha-carga",
];
/// Labels of the language among them.
const LANGUAGE: [&str; 5] = ["language", "sprache", "langue", "idioma", "lingua"];
/// Labels of the day of loading, which stands in for a missing date.
const LOADED: [&str; 5] = [
    "load-date",
    "update",
    "date-chargement",
    "ladedatum",
    "fecha-carga",
];
/// Lines of a header that are looked at for the date.
const HEADER: usize = 8;

/// The articles of an export, if the lines are one.
pub(in crate::source) fn read(lines: &[String]) -> Option<Export> {
    let starts: Vec<usize> = (0..lines.len())
        .filter(|&i| numbered(&lines[i]).is_some_and(|(n, of)| n >= 1 && n <= of))
        .collect();
    if starts.is_empty() {
        return None;
    }
    let labelled = lines.iter().any(|line| {
        capital_label(line, &BEFORE).is_some() || capital_label(line, &BEHIND).is_some()
    });
    if !labelled {
        return None;
    }
    // The number that most headers state: a header within a text may state another.
    let mut counts: std::collections::BTreeMap<u64, usize> = std::collections::BTreeMap::new();
    for (_, of) in starts.iter().filter_map(|&i| numbered(&lines[i])) {
        *counts.entry(of).or_default() += 1;
    }
    let stated = counts
        .into_iter()
        .max_by_key(|&(of, count)| (count, of))
        .map(|(of, _)| of);
    let articles = starts
        .iter()
        .enumerate()
        .map(|(i, &at)| {
            let end = starts.get(i + 1).copied().unwrap_or(lines.len());
            article(&lines[at + 1..end])
        })
        .collect();
    Some(Export {
        archive: "LexisNexis",
        articles,
        stated,
    })
}

/// A label of the list that is written in capitals, or, in pages, with capitals at the words' beginnings.
fn capital_label<'l>(line: &'l str, known: &[&str]) -> Option<(String, &'l str)> {
    let first = line.split([':', '：']).next()?;
    let capital = !first.chars().any(char::is_lowercase);
    known_label(line, known).filter(|_| capital)
}

/// An article between two headers.
fn article(lines: &[String]) -> Result<Pairs, String> {
    let mut at = 0;
    let next = |at: usize| (at..lines.len()).find(|&i| !lines[i].is_empty());
    let mut outlet = String::new();
    let mut date = String::new();
    for _ in 0..HEADER {
        let Some(i) = next(at) else { break };
        let line = &lines[i];
        if capital_label(line, &BEFORE).is_some() || capital_label(line, &BEHIND).is_some() {
            break;
        }
        if outlet.is_empty() && !is_copyright(line) {
            outlet.clone_from(line);
        } else if let Some(found) = date_in(line).filter(|_| !is_copyright(line)) {
            date = found;
            at = i + 1;
            break;
        } else if !is_copyright(line) && next(i + 1).is_none_or(|j| date_in(&lines[j]).is_none()) {
            // No date follows the name of the outlet: the headline is next.
            at = i;
            break;
        }
        at = i + 1;
    }
    let mut pairs = vec![pair("outlet", outlet)];
    let from = header(&lines[at..], &mut pairs) + at;
    let mut end = lines.len();
    let mut loaded = String::new();
    for (i, line) in lines.iter().enumerate().skip(from) {
        if let Some((name, value)) = capital_label(line, &BEHIND) {
            end = end.min(i);
            if LANGUAGE.contains(&name.as_str()) {
                let first = value.split([';', ',']).next().unwrap_or("");
                pairs.push(pair("language", first.trim()));
            } else if LOADED.contains(&name.as_str()) && loaded.is_empty() {
                loaded = date_in(value).unwrap_or_default();
            }
        } else if is_copyright(line) {
            end = end.min(i);
        }
    }
    if date.is_empty() {
        date = loaded;
    }
    pairs.push(pair("date", date));
    pairs.push(pair("text", body(&lines[from..end.max(from)])));
    let empty = pairs
        .iter()
        .filter(|(n, _)| n == "text" || n == "title")
        .all(|(_, v)| v.is_empty());
    if empty {
        return Err("a document without headline and text".into());
    }
    Ok(pairs)
}

/// Reads headline and labels; returns where the body begins.
fn header(lines: &[String], pairs: &mut Pairs) -> usize {
    let length = lines
        .iter()
        .position(|line| capital_label(line, &LENGTH).is_some());
    let last_label = lines
        .iter()
        .take_while(|line| capital_label(line, &BEHIND).is_none())
        .take(40)
        .enumerate()
        .filter(|(_, line)| capital_label(line, &BEFORE).is_some())
        .last()
        .map(|(i, _)| i);
    let end = length.or(last_label);
    let mut title: Vec<&str> = Vec::new();
    let mut paragraph_over = false;
    let mut first_behind_title = 0;
    let (mut in_label, mut in_edition) = (false, false);
    for (i, line) in lines
        .iter()
        .enumerate()
        .take(end.map_or(lines.len(), |e| e + 1))
    {
        // The name of an edition may go on in the next line.
        in_edition = title.is_empty() && !line.is_empty() && (in_edition || is_edition(line));
        if line.is_empty() {
            paragraph_over = !title.is_empty();
            in_label = false;
        } else if let Some((name, value)) = capital_label(line, &BEFORE) {
            in_label = true;
            if AUTHOR.contains(&name.as_str()) {
                pairs.push(pair("author", byline(value).unwrap_or(value)));
            } else if name == "headline" {
                title = vec![value];
            }
        } else if !(in_label
            || paragraph_over
            || in_edition
            || capital_label(line, &BEHIND).is_some())
        {
            title.push(line);
            first_behind_title = i + 1;
        }
    }
    pairs.push(pair("title", title.join(" ")));
    let Some(mut at) = end else {
        return first_behind_title;
    };
    // The lines of a label may be wrapped: they end at the next empty line. More labels may follow.
    loop {
        at = lines[at..]
            .iter()
            .position(String::is_empty)
            .map_or(lines.len(), |i| at + i);
        let next = (at..lines.len()).find(|&i| !lines[i].is_empty());
        match next.filter(|&i| capital_label(&lines[i], &BEFORE).is_some()) {
            Some(i) => at = i,
            None => return at,
        }
    }
}

fn is_edition(line: &str) -> bool {
    let lower = line.to_lowercase();
    let lower = lower.trim_end_matches([';', ',', '.']);
    lower.split_whitespace().count() <= 5
        && label(line).is_none()
        && ["edition", "ausgabe", "édition", "edición", "edizione"]
            .iter()
            .any(|word| lower.ends_with(word) || lower.starts_with(word))
}
