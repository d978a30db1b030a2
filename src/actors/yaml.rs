//! The part of YAML that quanteda and newsmap dictionaries use: nested keys with lists of words.

use super::alias::CaseRule;
use super::error::DictionaryError;
use super::rows::Row;

/// Reads nested keys whose innermost values are lists, in brackets or with dashes.
///
/// The innermost key is the actor's id; the words count in any case, and a closing `*` stands for any ending.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Row>, DictionaryError> {
    let mut rows = Vec::new();
    let mut keys: Vec<(usize, String)> = Vec::new();
    let mut open: Option<String> = None;
    for (number, raw) in text.lines().enumerate() {
        let line = number as u64 + 1;
        let malformed = |message: &str| DictionaryError::Malformed {
            file: file.to_owned(),
            line,
            message: message.to_owned(),
        };
        let content = strip_comment(raw);
        let trimmed = content.trim();
        if let Some(list) = &mut open {
            list.push(' ');
            list.push_str(trimmed);
            if trimmed.ends_with(']') {
                let list = open.take().unwrap_or_default();
                push_list(&mut rows, &keys, line, &list, &malformed)?;
            }
            continue;
        }
        if trimmed.is_empty() || trimmed == "---" {
            continue;
        }
        if content.starts_with('\t') {
            return Err(malformed("YAML is indented with blanks, not with tabs"));
        }
        let indent = content.len() - content.trim_start().len();
        if let Some(item) = trimmed.strip_prefix("- ") {
            push_item(&mut rows, &keys, line, item, &malformed)?;
            continue;
        }
        let Some((key, value)) = split_key(trimmed) else {
            return Err(malformed(
                "expected `key:`, `key: [word, word]` or `- word`",
            ));
        };
        keys.retain(|(at, _)| *at < indent);
        keys.push((indent, unquote(key).to_owned()));
        match value.trim() {
            "" => {}
            list if list.starts_with('[') && list.ends_with(']') => {
                push_list(&mut rows, &keys, line, list, &malformed)?;
            }
            list if list.starts_with('[') => open = Some(list.to_owned()),
            single => push_item(&mut rows, &keys, line, single, &malformed)?,
        }
    }
    if open.is_some() {
        return Err(DictionaryError::Malformed {
            file: file.to_owned(),
            line: text.lines().count() as u64,
            message: "the last list has no closing bracket".to_owned(),
        });
    }
    Ok(rows)
}

fn strip_comment(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') if before.is_whitespace() => return &line[..at],
            (None, '"' | '\'') if before.is_whitespace() || matches!(before, '[' | ',') => {
                quote = Some(c);
            }
            (Some(q), _) if q == c => quote = None,
            _ => {}
        }
        before = c;
    }
    line
}

fn split_key(line: &str) -> Option<(&str, &str)> {
    if let Some(quote) = line.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let end = line[1..].find(quote)? + 2;
        return line[end..]
            .trim_start()
            .strip_prefix(':')
            .map(|rest| (&line[..end], rest));
    }
    let at = line
        .find(": ")
        .or_else(|| line.ends_with(':').then(|| line.len() - 1))?;
    Some((&line[..at], &line[at + 1..]))
}

fn unquote(word: &str) -> &str {
    let word = word.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = word.strip_prefix(quote).and_then(|w| w.strip_suffix(quote)) {
            return inner;
        }
    }
    word
}

fn push_list(
    rows: &mut Vec<Row>,
    keys: &[(usize, String)],
    line: u64,
    list: &str,
    malformed: &dyn Fn(&str) -> DictionaryError,
) -> Result<(), DictionaryError> {
    let inner = list.trim().trim_start_matches('[').trim_end_matches(']');
    for item in inner.split(',').filter(|i| !i.trim().is_empty()) {
        push_item(rows, keys, line, item, malformed)?;
    }
    Ok(())
}

fn push_item(
    rows: &mut Vec<Row>,
    keys: &[(usize, String)],
    line: u64,
    item: &str,
    malformed: &dyn Fn(&str) -> DictionaryError,
) -> Result<(), DictionaryError> {
    let Some((_, id)) = keys.last() else {
        return Err(malformed(
            "words stand outside any key; write `ID:` above them",
        ));
    };
    let word = unquote(item);
    let (removes, word) = word
        .strip_prefix('-')
        .map_or((false, word), |rest| (true, rest));
    if word.is_empty() || word == "*" {
        return Err(malformed("an alias must hold at least one letter"));
    }
    let mut row = Row::new(line, id, word);
    row.case = CaseRule::Any;
    row.removes = removes;
    rows.push(row);
    Ok(())
}
