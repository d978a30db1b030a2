//! Dates as news archives write them. What is ambiguous is refused, not guessed.

use crate::model::Date;

/// How to read dates such as `03/04/2022`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Number { value: i64, digits: usize },
    Month(u32),
}

/// The day that `text` names, as written there; time of day and zone are not looked at.
///
/// Known forms: ISO 8601 with or without time, `20220224`, `20220224195449`, RFC 2822,
/// `24 February 2022`, `Feb. 24, 2022`, `26-FEB-1987`, `2022/02/24`, `24.02.2022`, `13/02/2022`
/// (one part above 12), and with an `order` also `03/04/2022`; seconds or milliseconds since 1970
/// (10 or 13 digits). `None` for anything else.
pub fn parse_date(text: &str, order: Option<DateOrder>) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = iso_prefix(text) {
        return Some(date);
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return from_digits(text);
    }
    let mut parts = [None; 3];
    let mut count = 0;
    let mut separator = ' ';
    let mut rest = text;
    while count < 3 && !rest.is_empty() {
        let first = rest.chars().next()?;
        if first.is_ascii_digit() {
            let end = rest.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
            if rest[end..].starts_with(':') {
                return None; // a time of day before the date is complete
            }
            parts[count] = Some(Part::Number { value: rest[..end].parse().ok()?, digits: end });
            count += 1;
            rest = &rest[end..];
            if let Some(ordinal) = ["st", "nd", "rd", "th"].iter().find(|s| rest.starts_with(**s)) {
                rest = &rest[ordinal.len()..];
            }
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let word = rest[..end].to_lowercase();
            match month_of(&word) {
                Some(month) => {
                    parts[count] = Some(Part::Month(month));
                    count += 1;
                }
                None if is_weekday(&word) || matches!(word.as_str(), "of" | "the" | "on" | "published" | "updated") => {}
                None => return None,
            }
            rest = &rest[end..];
        } else if matches!(first, ' ' | ',' | '.' | '-' | '/' | '\u{a0}') {
            if count > 0 && first != ' ' {
                separator = first;
            }
            rest = &rest[first.len_utf8()..];
        } else {
            return None;
        }
    }
    from_parts(parts, separator, order)
}

fn iso_prefix(text: &str) -> Option<Date> {
    let date = text.get(..10)?.parse().ok()?;
    match text.as_bytes().get(10) {
        None | Some(b'T' | b't' | b' ' | b'Z' | b'+' | b'_') => Some(date),
        _ => None,
    }
}

fn from_digits(text: &str) -> Option<Date> {
    match text.len() {
        8 | 12 | 14 => {
            let (y, m, d) = (&text[..4], &text[4..6], &text[6..8]);
            let year: i32 = y.parse().ok()?;
            (1400..=2200).contains(&year).then_some(())?;
            Date::from_ymd(year, m.parse().ok()?, d.parse().ok()?)
        }
        10 | 13 => {
            let seconds: i64 = text[..10].parse().ok()?;
            Some(Date::from_days((seconds / 86_400) as i32))
        }
        _ => None,
    }
}

fn from_parts(parts: [Option<Part>; 3], separator: char, order: Option<DateOrder>) -> Option<Date> {
    use Part::{Month, Number};
    let [a, b, c] = [parts[0]?, parts[1]?, parts[2]?];
    match (a, b, c) {
        (Number { value: d, .. }, Month(m), Number { value: y, digits: 4 })
        | (Month(m), Number { value: d, .. }, Number { value: y, digits: 4 }) => {
            Date::from_ymd(y as i32, m, u32::try_from(d).ok()?)
        }
        (Number { value: y, digits: 4 }, Month(m), Number { value: d, .. }) => {
            Date::from_ymd(y as i32, m, u32::try_from(d).ok()?)
        }
        (
            Number { value: y, digits: 4 },
            Number { value: m, .. },
            Number { value: d, .. },
        ) => Date::from_ymd(y as i32, u32::try_from(m).ok()?, u32::try_from(d).ok()?),
        (
            Number { value: first, .. },
            Number { value: second, .. },
            Number { value: y, digits: 4 },
        ) => {
            let (first, second) = (u32::try_from(first).ok()?, u32::try_from(second).ok()?);
            let day_first = match (order, separator) {
                (Some(DateOrder::DayFirst), _) | (None, '.') => true,
                (Some(DateOrder::MonthFirst), _) => false,
                _ if first > 12 => true,
                _ if second > 12 => false,
                _ if first == second => true,
                _ => return None,
            };
            let (d, m) = if day_first { (first, second) } else { (second, first) };
            Date::from_ymd(y as i32, m, d)
        }
        _ => None,
    }
}

fn month_of(word: &str) -> Option<u32> {
    if word.len() < 3 {
        return None;
    }
    MONTHS
        .iter()
        .position(|m| *m == word || (word.len() <= 4 && m.starts_with(word)))
        .map(|i| i as u32 + 1)
}

fn is_weekday(word: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .iter()
        .any(|d| word.len() >= 3 && d.starts_with(word))
}
