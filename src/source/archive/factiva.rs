//! Factiva as RTF, text and HTML without its classes: articles that end with `Document` and a number of access.

use crate::source::archive::export::Export;
use crate::source::archive::sheet::{body, byline, date_in, is_copyright, pair, paragraphs};
use crate::source::meaning::names::language_in_words;
use crate::source::record::pairs::Pairs;

/// Codes of fields, as the layout with codes has them.
const CODES: [&str; 29] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "CX",
    "LP", "TD", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "ART", "CLM",
];
/// What words are called where their number is given.
const WORDS: [&str; 12] = [
    "words", "word", "wörter", "worte", "mots", "palabras", "parole", "woorden", "palavras", "ord",
    "слов", "字",
];

/// The number of access of a line such as `Document LBA0000020100111e61b000y1`.
pub(in crate::source) fn accession(line: &str) -> Option<&str> {
    let (word, number) = line.split_once(' ')?;
    let number = number.trim();
    // The word depends on the language of the archive's pages; the number holds the day.
    let day = number.as_bytes().windows(8).any(|part| {
        part.iter().all(u8::is_ascii_digit) && (part.starts_with(b"19") || part.starts_with(b"20"))
    });
    let sound = word.chars().count() <= 14
        && word.chars().all(char::is_alphabetic)
        && (15..=40).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_alphanumeric())
        && number
            .bytes()
            .take(2)
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && number.starts_with(|c: char| c.is_ascii_uppercase())
        && day;
    sound.then_some(number)
}

fn is_word_count(line: &str) -> bool {
    line.len() < 40
        && line.rsplit_once(' ').is_some_and(|(number, word)| {
            WORDS.contains(&word.to_lowercase().as_str())
                && number
                    .chars()
                    .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\''))
        })
}

/// The articles of an export, if the lines are one.
pub(in crate::source) fn read(lines: &[String]) -> Option<Export> {
    let ends: Vec<usize> = (0..lines.len())
        .filter(|&i| accession(&lines[i]).is_some())
        .collect();
    if ends.is_empty() {
        return None;
    }
    let mut articles = Vec::new();
    let mut from = 0;
    for end in ends {
        let number = accession(&lines[end]).unwrap_or_default();
        articles.push(article(&lines[from..end], number));
        from = end + 1;
    }
    if lines[from..].iter().any(|line| is_word_count(line)) {
        articles.push(Err("the file ends within an article".into()));
    }
    Some(Export {
        archive: "Factiva",
        articles,
        stated: None,
    })
}

fn article(lines: &[String], number: &str) -> Result<Pairs, String> {
    let coded = lines
        .iter()
        .any(|line| code(line).is_some_and(|(c, _)| c == "HD"));
    let mut pairs = if coded {
        by_codes(lines)
    } else {
        by_order(lines)?
    };
    pairs.push(pair("id", number));
    Ok(pairs)
}

/// The code that a line begins with, and the rest of it.
fn code(line: &str) -> Option<(&str, &str)> {
    let end = line.find(['\t', ' ']).unwrap_or(line.len());
    let (first, rest) = line.split_at(end);
    let parted = rest.is_empty() || rest.starts_with('\t') || rest.starts_with("  ");
    (CODES.contains(&first) && parted).then(|| (first, rest.trim()))
}

/// The layout with codes: each field begins with one.
fn by_codes(lines: &[String]) -> Pairs {
    let mut fields: Vec<(&str, Vec<String>)> = Vec::new();
    for line in lines {
        if let Some((code, rest)) = code(line) {
            fields.push((code, vec![rest.to_owned()]));
        } else if let Some((_, field)) = fields.last_mut() {
            field.push(line.clone());
        }
    }
    let get = |code: &str| {
        let all: Vec<String> = fields
            .iter()
            .filter(|(c, _)| *c == code)
            .flat_map(|(_, lines)| lines.iter().cloned().chain([String::new()]))
            .collect();
        all
    };
    let one = |code: &str| paragraphs(&get(code)).join(" ");
    let mut text = get("LP");
    text.extend(get("TD"));
    let author = one("BY");
    vec![
        pair("title", one("HD")),
        pair("author", byline(&author).unwrap_or(&author)),
        pair("date", one("PD")),
        pair("outlet", one("SN")),
        pair("language", one("LA")),
        pair("text", body(&text)),
    ]
}

/// The layout without codes: headline, byline, number of words, day, time, outlet, code, language, copyright, text.
fn by_order(lines: &[String]) -> Result<Pairs, String> {
    let parts: Vec<&String> = lines.iter().filter(|l| !l.is_empty()).collect();
    let Some(count) = parts.iter().position(|line| is_word_count(line)) else {
        return Err(
            "an article without the number of its words, so its headline cannot be told".into(),
        );
    };
    let mut before: Vec<&str> = parts[..count].iter().map(|l| l.as_str()).collect();
    let mut author = String::new();
    if before.len() > 1
        && let Some(name) = before.last().and_then(|line| byline(line))
    {
        name.clone_into(&mut author);
        before.pop();
    }
    let title = before.last().copied().unwrap_or_default();
    let mut pairs = vec![pair("title", title), pair("author", author)];
    let mut at = count + 1;
    let day = parts.get(at).and_then(|line| date_in(line));
    at += usize::from(day.is_some());
    pairs.push(pair("date", day.unwrap_or_default()));
    let is_time = |line: &str| {
        line.len() < 12 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit())
    };
    at += usize::from(parts.get(at).is_some_and(|line| is_time(line)));
    pairs.push(pair("outlet", parts.get(at).map_or("", |l| l.as_str())));
    at += 1;
    // Code, edition, volume, page and language follow, up to the note of copyright.
    let copyright = (at..parts.len().min(at + 8)).find(|&i| is_copyright(parts[i]));
    let end = copyright.map_or_else(|| header_end(&parts, at), |i| i + 1);
    if let Some(language) = parts[at.min(end)..end]
        .iter()
        .rev()
        .find(|l| is_language(l))
    {
        pairs.push(pair("language", language.as_str()));
    }
    let text: Vec<&str> = parts[end.min(parts.len())..]
        .iter()
        .map(|l| l.as_str())
        .collect();
    pairs.push(pair("text", text.join("\n\n")));
    Ok(pairs)
}

fn is_language(line: &str) -> bool {
    !language_in_words(line).is_empty()
}

/// Where the short lines of a header end when no note of copyright does.
fn header_end(parts: &[&String], from: usize) -> usize {
    (from..parts.len())
        .find(|&i| is_language(parts[i]))
        .map_or(from, |i| i + 1)
}
