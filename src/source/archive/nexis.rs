//! Nexis Uni as DOCX and RTF: articles that end with `End of Document`.

use crate::source::archive::export::Export;
use crate::source::archive::sheet::{body, byline, date_in, is_copyright, known_label, pair};
use crate::source::record::pairs::Pairs;

/// The lines that end a document.
const ENDS: [&str; 9] = [
    "end of document",
    "ende des dokuments",
    "ende des dokumentes",
    "fin du document",
    "fin de document",
    "fin del documento",
    "fine del documento",
    "einde van document",
    "fim do documento",
];
/// The lines that begin a body.
const BODIES: [&str; 7] = [
    "body",
    "text",
    "textkörper",
    "corps",
    "cuerpo",
    "corpo",
    "hauptteil",
];
/// The lines that end a body.
const BEHIND: [&str; 9] = [
    "classification",
    "klassifizierung",
    "graphic",
    "grafik",
    "clasificación",
    "classificazione",
    "illustration",
    "notes",
    "graphique",
];
/// Labels before a body.
const LABELS: [&str; 20] = [
    "section",
    "length",
    "byline",
    "dateline",
    "highlight",
    "rubrik",
    "länge",
    "autor",
    "longueur",
    "auteur",
    "rubrique",
    "sección",
    "longitud",
    "sezione",
    "lunghezza",
    "autore",
    "lengte",
    "series",
    "edition",
    "link to image",
];
/// Labels of the author among them.
const AUTHOR: [&str; 4] = ["byline", "autor", "auteur", "autore"];
/// Labels behind a body that are read.
const LANGUAGE: [&str; 6] = ["language", "sprache", "langue", "idioma", "lingua", "taal"];
const LOADED: [&str; 6] = [
    "load-date",
    "ladedatum",
    "date de chargement",
    "fecha de carga",
    "data di caricamento",
    "loaddate",
];

/// Whether a line ends a document.
pub(in crate::source) fn is_end(line: &str) -> bool {
    line.len() < 40 && ENDS.contains(&line.to_lowercase().trim_end_matches('.'))
}

/// The number of documents that the cover states: `Documents (3)`.
fn stated(lines: &[String]) -> Option<u64> {
    const WORDS: [&str; 7] = [
        "documents",
        "document",
        "dokumente",
        "dokument",
        "documentos",
        "documenti",
        "documenten",
    ];
    lines.iter().find_map(|line| {
        let (word, rest) = line.split_once('(')?;
        let number = rest.strip_suffix(')')?.trim().parse().ok()?;
        WORDS
            .contains(&word.trim().to_lowercase().as_str())
            .then_some(number)
    })
}

/// The articles of an export, if the lines are one.
pub(in crate::source) fn read(lines: &[String]) -> Option<Export> {
    let ends: Vec<usize> = (0..lines.len()).filter(|&i| is_end(&lines[i])).collect();
    if ends.is_empty() {
        return None;
    }
    let mut articles = Vec::new();
    let mut from = 0;
    for end in ends {
        articles.push(article(&lines[from..end]));
        from = end + 1;
    }
    let rest = &lines[from..];
    if rest.iter().any(|line| is_body(line)) {
        articles.push(Err("the file ends within a document".into()));
    }
    Some(Export {
        archive: "Nexis Uni",
        articles,
        stated: stated(lines),
    })
}

fn is_body(line: &str) -> bool {
    line.len() < 20 && BODIES.contains(&line.to_lowercase().as_str())
}

fn is_behind(line: &str) -> bool {
    (line.len() < 24 && BEHIND.contains(&line.to_lowercase().as_str()))
        || known_label(line, &LANGUAGE).is_some()
        || known_label(line, &LOADED).is_some()
}

/// An article before its end: headline, outlet and date stand before labels and body.
fn article(lines: &[String]) -> Result<Pairs, String> {
    let lines: Vec<String> = lines.iter().filter(|l| !l.is_empty()).cloned().collect();
    let start = lines.iter().position(|line| is_body(line));
    let is_head = |line: &String| {
        !is_copyright(line) && known_label(line, &LABELS).is_none() && line.chars().count() < 200
    };
    // A cover may stand before the first document: the last date before the body is the article's.
    let before = start.unwrap_or_else(|| lines.len().min(40));
    let is_date =
        |i: usize| is_head(&lines[i]) && !lines[i].contains(": ") && date_in(&lines[i]).is_some();
    let day = match start {
        Some(_) => (0..before).rev().find(|&i| is_date(i)),
        None => (0..before).find(|&i| is_date(i)),
    };
    let copyright = (0..before).rev().find(|&i| is_copyright(&lines[i]));
    let (title, outlet) = match day.or(copyright) {
        Some(at) if at >= 2 => (lines[at - 2].clone(), lines[at - 1].clone()),
        Some(1) => (lines[0].clone(), String::new()),
        _ => (lines.first().cloned().unwrap_or_default(), String::new()),
    };
    let mut pairs = vec![pair("title", title), pair("outlet", outlet)];
    let mut date = day.and_then(|i| date_in(&lines[i])).unwrap_or_default();
    let head = day.or(copyright).map_or(1, |i| i + 1).min(lines.len());
    for line in &lines[head..before.max(head)] {
        if let Some((_, value)) = known_label(line, &AUTHOR) {
            pairs.push(pair("author", byline(value).unwrap_or(value)));
        }
    }
    let from = start.map_or_else(
        || {
            let labels = (head..lines.len()).take_while(|&i| {
                is_copyright(&lines[i]) || known_label(&lines[i], &LABELS).is_some()
            });
            labels.last().map_or(head, |i| i + 1)
        },
        |i| i + 1,
    );
    let end = (from..lines.len())
        .find(|&i| is_behind(&lines[i]))
        .unwrap_or(lines.len());
    for line in &lines[end..] {
        if let Some((_, value)) = known_label(line, &LANGUAGE) {
            let first = value.split([';', ',']).next().unwrap_or("");
            pairs.push(pair("language", first.trim()));
        } else if let Some((_, value)) = known_label(line, &LOADED)
            && date.is_empty()
        {
            date = date_in(value).unwrap_or_default();
        }
    }
    pairs.push(pair("date", date));
    let spaced: Vec<String> = lines[from.min(end)..end]
        .iter()
        .flat_map(|line| [line.clone(), String::new()])
        .collect();
    let text = body(&spaced);
    if text.is_empty() && lines.len() < 3 {
        return Err("a document without text".into());
    }
    pairs.push(pair("text", text));
    Ok(pairs)
}
