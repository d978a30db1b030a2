//! RIS, which `ProQuest` and other databases export: fields of two letters, a record up to `ER`.

use crate::source::archive::export::{Document, Export, Found};
use crate::source::archive::sheet::pair;
use crate::source::format::{Format, Opening};
use crate::source::meaning::encoding;
use crate::source::record::pairs::Pairs;

/// Files of RIS.
pub(in crate::source) static RIS: Format =
    Format::of("RIS (references)", |opening: Opening<'_>| {
        Box::new(Document::new(
            opening.stream,
            opening.options.record_limit,
            |bytes| Found::Export(read(&encoding::lenient(&bytes).0)),
        ))
    });

/// Whether a file begins as RIS does.
pub(in crate::source) fn is_ris(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    start.starts_with(b"TY  - ") || start.starts_with(b"TY - ")
}

/// The field of a line and its value.
fn field(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.split_once('-')?;
    let tag = tag.trim();
    let sound = tag.len() == 2
        && line.starts_with(tag)
        && tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    sound.then(|| (tag, value.trim()))
}

fn read(text: &str) -> Export {
    let mut articles = Vec::new();
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match field(line) {
            Some(("ER", _)) => articles.push(article(&std::mem::take(&mut fields))),
            Some((tag, value)) => fields.push((tag.to_owned(), value.to_owned())),
            // A value over several lines.
            None if !line.trim().is_empty() => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push('\n');
                    value.push_str(line.trim());
                }
            }
            None => {
                if let Some((_, value)) = fields
                    .last_mut()
                    .filter(|(tag, _)| tag == "N2" || tag == "AB")
                {
                    value.push('\n');
                }
            }
        }
    }
    if !fields.is_empty() {
        articles.push(Err("the file ends within a record (no ER)".into()));
    }
    Export {
        archive: "RIS",
        articles,
        stated: None,
    }
}

fn article(fields: &[(String, String)]) -> Result<Pairs, String> {
    let get = |tags: &[&str]| {
        tags.iter()
            .find_map(|tag| fields.iter().find(|(t, v)| t == tag && !v.is_empty()))
            .map_or("", |(_, value)| value.as_str())
    };
    let authors: Vec<&str> = fields
        .iter()
        .filter(|(tag, _)| tag == "AU" || tag == "A1")
        .map(|(_, value)| value.as_str())
        .collect();
    let dates = [get(&["DA"]), get(&["Y1"]), get(&["PY"])];
    let date = dates
        .iter()
        .map(|date| date.trim_end_matches('/'))
        .find(|date| date.len() > 4)
        .unwrap_or("");
    // Of abstract and notes the longer one is the text.
    let text = ["N2", "AB", "N1"]
        .iter()
        .map(|tag| get(&[tag]))
        .max_by_key(|value| value.len())
        .unwrap_or("");
    let pairs = vec![
        pair("id", get(&["AN", "ID"])),
        pair("title", get(&["T1", "TI"])),
        pair("outlet", get(&["JF", "T2", "JO", "JA", "PB"])),
        pair("date", date),
        pair("text", text),
        pair("author", authors.join("; ")),
        pair("language", get(&["LA"])),
        pair("url", get(&["UR", "L2"])),
    ];
    if pairs[1].1.is_empty() && pairs[4].1.is_empty() {
        return Err("a record without headline and text".into());
    }
    Ok(pairs)
}
