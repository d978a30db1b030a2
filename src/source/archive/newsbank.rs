//! `NewsBank` as text: headline, outlet and date on one line, body, number of the record.

use crate::source::archive::export::Export;
use crate::source::archive::sheet::{body, byline, date_in, is_copyright, known_label, pair};
use crate::source::record::pairs::Pairs;

/// Labels before the body.
const BEFORE: [&str; 8] = [
    "author",
    "byline",
    "section",
    "page",
    "edition",
    "readability",
    "column",
    "dateline",
];
/// Labels behind the body.
const BEHIND: [&str; 9] = [
    "record number",
    "record",
    "openurl link",
    "index terms",
    "caption",
    "memo",
    "dateline",
    "notes",
    "citation (apa style)",
];

/// The articles of an export, if the lines are one.
pub(in crate::source) fn read(lines: &[String]) -> Option<Export> {
    let is_number = |line: &String| known_label(line, &["record number"]).is_some();
    let numbers: Vec<usize> = (0..lines.len()).filter(|&i| is_number(&lines[i])).collect();
    let link = lines
        .iter()
        .any(|line| line.to_lowercase().starts_with("openurl link") || is_copyright(line));
    if numbers.is_empty() || !link {
        return None;
    }
    let mut articles = Vec::new();
    let mut from = 0;
    for (i, &number) in numbers.iter().enumerate() {
        let next = numbers.get(i + 1).copied().unwrap_or(lines.len());
        // Link and copyright follow the number and end the document.
        let end = (number + 1..next.min(number + 13))
            .rfind(|&j| is_tail(&lines[j]))
            .map_or(number + 1, |j| j + 1);
        articles.push(article(&lines[from..end]));
        from = end;
    }
    // A headline, a line of outlet and date and a text without their number.
    let rest: Vec<&String> = lines[from..].iter().filter(|l| !l.is_empty()).collect();
    if rest.len() > 2 && rest.iter().take(8).any(|line| date_in(line).is_some()) {
        articles.push(Err("the file ends within a document".into()));
    }
    Some(Export {
        archive: "NewsBank",
        articles,
        stated: None,
    })
}

fn is_tail(line: &str) -> bool {
    let lower = line.to_lowercase();
    is_copyright(line)
        || lower.starts_with("openurl link")
        || lower.starts_with("http")
        || (line.len() >= 10 && line.bytes().all(|b| matches!(b, b'_' | b'-' | b'=' | b'*')))
}

fn article(lines: &[String]) -> Result<Pairs, String> {
    let filled: Vec<usize> = (0..lines.len()).filter(|&i| !lines[i].is_empty()).collect();
    // The outlet's line holds the date behind its name.
    let found = filled.iter().take(8).enumerate().find_map(|(place, &i)| {
        let date = date_in(&lines[i]).filter(|_| known_label(&lines[i], &BEFORE).is_none())?;
        Some((place, i, date))
    });
    let Some((place, at, date)) = found else {
        return Err("a document without a line of outlet and date".into());
    };
    let title: Vec<&str> = filled[..place].iter().map(|&i| lines[i].as_str()).collect();
    let mut pairs = vec![
        pair("title", title.join(" ")),
        pair("outlet", outlet(&lines[at])),
        pair("date", date),
    ];
    let mut from = at + 1;
    for (i, line) in lines.iter().enumerate().skip(at + 1) {
        if let Some((name, value)) = known_label(line, &BEFORE) {
            if matches!(name.as_str(), "author" | "byline") {
                pairs.push(pair("author", byline(value).unwrap_or(value)));
            }
            from = i + 1;
        } else if !line.is_empty() {
            break;
        }
    }
    let end = (from..lines.len())
        .find(|&i| known_label(&lines[i], &BEHIND).is_some() || is_tail(&lines[i]))
        .unwrap_or(lines.len());
    pairs.push(pair("text", body(&lines[from..end])));
    if let Some((_, number)) = lines
        .iter()
        .find_map(|l| known_label(l, &["record number"]))
    {
        pairs.push(pair("id", number));
    }
    Ok(pairs)
}

/// The name of the outlet before place and date.
fn outlet(line: &str) -> &str {
    let end = [" (", " - ", " – ", " | ", " • ", ", "]
        .iter()
        .filter_map(|mark| line.find(mark))
        .min()
        .unwrap_or(line.len());
    line[..end].trim()
}
