//! The lines of a document, and what may stand in them: labels, dates, counts, notes of copyright.

use crate::source::meaning::dates::parse_date;

/// Longest line that may be part of a header, in characters.
const LONGEST_HEADER: usize = 300;
/// A date stands in at most so many words.
const DATE_WORDS: usize = 5;

/// The lines of a document, trimmed, with ordinary blanks; an empty line parts two paragraphs.
pub(in crate::source) fn lines_of(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n")
        .split(['\n', '\r', '\u{c}'])
        .map(clean)
        .collect()
}

/// One line with ordinary blanks, trimmed.
pub(in crate::source) fn clean(line: &str) -> String {
    let blank = |c: char| {
        matches!(
            c,
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{feff}' | '\u{200b}'
        )
    };
    let line: String = line
        .chars()
        .map(|c| if blank(c) { ' ' } else { c })
        .collect();
    line.trim().to_owned()
}

/// Lines as paragraphs: those between two empty lines are joined by blanks.
pub(in crate::source) fn paragraphs(lines: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
        } else if let Some(last) = found.last_mut().filter(|_| open) {
            last.push(' ');
            last.push_str(line);
        } else {
            found.push(line.clone());
            open = true;
        }
    }
    found
}

/// The label before a colon, in lower case, and what stands behind it; the label has at most five words.
pub(in crate::source) fn label(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once([':', '：'])?;
    let name = name.trim();
    let sound = !name.is_empty()
        && name.chars().count() <= 40
        && name.split_whitespace().count() <= 5
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '\'' | '’'));
    sound.then(|| (name.to_lowercase(), value.trim()))
}

/// The label and value of a line whose label is one of `known` (in lower case).
pub(in crate::source) fn known_label<'l>(
    line: &'l str,
    known: &[&str],
) -> Option<(String, &'l str)> {
    label(line).filter(|(name, _)| known.contains(&name.as_str()))
}

/// The first part of a line that is a date, as it stands there.
pub(in crate::source) fn date_in(line: &str) -> Option<String> {
    if line.chars().count() > LONGEST_HEADER || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let words: Vec<&str> = line
        .split_whitespace()
        .map(|w| w.trim_matches(['(', ')', ';', '|', '•']))
        .filter(|w| !w.is_empty())
        .collect();
    for from in 0..words.len() {
        for length in (1..=DATE_WORDS).rev() {
            let Some(part) = words.get(from..from + length) else {
                continue;
            };
            let written = part.join(" ").replace(" de ", " ").replace(" del ", " ");
            let starts = part[0].starts_with(|c: char| c.is_alphanumeric());
            let long_number = written.bytes().all(|b| b.is_ascii_digit());
            if starts && !long_number && parse_date(&written, None).is_some() {
                return Some(written);
            }
        }
    }
    None
}

/// The numbers of a line such as `3 of 20 DOCUMENTS`, in the languages of the archives: which one, of how many.
pub(in crate::source) fn numbered(line: &str) -> Option<(u64, u64)> {
    const BEFORE: [&str; 5] = [
        "document",
        "dokument",
        "documento",
        "documents",
        "dokumente",
    ];
    const BETWEEN: [&str; 7] = ["of", "von", "de", "di", "van", "sur", "/"];
    const BEHIND: [&str; 7] = [
        "documents",
        "document",
        "dokumenten",
        "dokumente",
        "documenten",
        "documentos",
        "documenti",
    ];
    if line.len() > 60 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let pair = |a: &str, b: &str| Some((a.parse().ok()?, b.parse().ok()?));
    match words.as_slice() {
        [a, between, b, behind] if BETWEEN.contains(between) && BEHIND.contains(behind) => {
            pair(a, b)
        }
        [before, a, between, b] if BETWEEN.contains(between) && BEFORE.contains(before) => {
            pair(a, b)
        }
        _ => None,
    }
}

/// Whether a line is a note of copyright.
pub(in crate::source) fn is_copyright(line: &str) -> bool {
    let lower = line.to_lowercase();
    (lower.starts_with("copyright") && line.chars().count() <= LONGEST_HEADER)
        || lower.starts_with("(c) ")
        || line.starts_with('©')
        || lower.starts_with("all rights reserved")
        || lower.starts_with("alle rechte vorbehalten")
        || lower.starts_with("tous droits réservés")
        || lower.starts_with("todos los derechos reservados")
}

/// The author of a line that begins with `By` or its like.
pub(in crate::source) fn byline(line: &str) -> Option<&str> {
    const BEFORE: [&str; 6] = ["By ", "BY ", "Von ", "Par ", "Por ", "Di "];
    let short = line.chars().count() <= 120 && !line.ends_with('.');
    BEFORE
        .iter()
        .find_map(|b| line.strip_prefix(b))
        .filter(|_| short)
}

/// Lines as a body: paragraphs parted by blank lines.
pub(in crate::source) fn body(lines: &[String]) -> String {
    paragraphs(lines).join("\n\n")
}

/// A pair of a name and a value.
pub(in crate::source) fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}
