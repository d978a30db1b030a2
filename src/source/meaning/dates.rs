//! Dates as news archives write them. What is ambiguous is refused, not guessed.

use crate::model::Date;

use crate::source::meaning::months;

/// How to read dates such as `03/04/2022`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum DateOrder {
    /// Day, month, year.
    #[cfg_attr(feature = "cli", value(name = "dmy"))]
    DayFirst,
    /// Month, day, year.
    #[cfg_attr(feature = "cli", value(name = "mdy"))]
    MonthFirst,
}

/// Years with two digits up to this one belong to the 2000s, as POSIX has it.
const PIVOT: i64 = 68;
/// A date is written in fewer bytes than this.
const LONGEST: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Number { value: i64, digits: usize },
    Month(u32),
}

/// The day that `text` names, as written there; zones are not looked at.
///
/// Known forms: ISO 8601 with or without time, `20220224`, `20220224195449`, `20220224T195449Z`,
/// RFC 2822, `24 February 2022`, `Feb. 24, 2022`, `26-FEB-1987`, `18-Jul-20`, `2022/02/24`,
/// `24.02.2022`, `13/02/2022` (one part above 12), with an `order` also `03/04/2022` and `03/04/22`;
/// `7:51 PM ET Fri, 17 July 2020`; `2022年2月24日`; month names in a dozen languages; seconds,
/// milli-, micro- or nanoseconds since 1970 (10, 13, 16 or 19 digits). `None` for anything else.
pub fn parse_date(text: &str, order: Option<DateOrder>) -> Option<Date> {
    parse_date_in(text, order, "")
}

/// As [`parse_date`], for a text in `language` (ISO 639-1; empty when unknown): month names that mean different months
/// in two languages (Polish and Croatian *listopada*) are read by it, and by nothing else.
pub fn parse_date_in(text: &str, order: Option<DateOrder>, language: &str) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if let Some(date) = iso_prefix(text) {
        return Some(date);
    }
    if let Some(date) = from_digits(text) {
        return Some(date);
    }
    let mut parts = [None; 3];
    let mut count = 0;
    let mut separator = ' ';
    let mut rest = text;
    while count < 3 && !rest.is_empty() {
        let first = rest.chars().next()?;
        if first.is_ascii_digit() {
            if let Some(after) = past_time(rest) {
                rest = past_zone(after);
                continue;
            }
            let end = rest
                .bytes()
                .position(|b| !b.is_ascii_digit())
                .unwrap_or(rest.len());
            parts[count] = Some(Part::Number {
                value: rest[..end].parse().ok()?,
                digits: end,
            });
            count += 1;
            rest = &rest[end..];
            if let Some(ordinal) = ["st", "nd", "rd", "th", "er", "º", "."].iter().find(|s| {
                rest.strip_prefix(**s)
                    .is_some_and(|after| after.is_empty() || after.starts_with([' ', ',']))
            }) {
                rest = &rest[ordinal.len()..];
            }
        } else if matches!(first, '年' | '月' | '日' | '년' | '월' | '일') {
            separator = first;
            rest = &rest[first.len_utf8()..];
        } else if first.is_alphabetic() {
            let end = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            let word = rest[..end].to_lowercase();
            match months::month(&word, language) {
                Some(month) => {
                    parts[count] = Some(Part::Month(month));
                    count += 1;
                }
                None if is_known_word(&word) => {}
                None => return None,
            }
            rest = &rest[end..];
        } else if matches!(
            first,
            ' ' | ',' | '.' | '-' | '/' | '_' | '|' | '(' | '\t' | '\u{a0}' | '–'
        ) {
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
        None | Some(b'T' | b't' | b' ' | b'Z' | b'+' | b'_' | b',') => Some(date),
        _ => None,
    }
}

/// Dates written as one run of digits, perhaps with a time or a fraction behind.
fn from_digits(text: &str) -> Option<Date> {
    let end = text
        .bytes()
        .position(|b| !b.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let compact = |digits: &str| {
        let (y, m, d) = (&digits[..4], &digits[4..6], &digits[6..8]);
        let year: i32 = y.parse().ok()?;
        (1400..=2200).contains(&year).then_some(())?;
        Date::from_ymd(year, m.parse().ok()?, d.parse().ok()?)
    };
    match (digits.len(), rest) {
        (8, _) if rest.starts_with(['T', 't', ' ', '-', '_']) => {
            let time = rest[1..].starts_with(|c: char| c.is_ascii_digit());
            if time { compact(digits) } else { None }
        }
        (8, "") | (12 | 14, "" | "Z" | "z") => compact(digits),
        (10 | 13 | 16 | 19, _) if rest.is_empty() || is_fraction(rest) => {
            let seconds: i64 = digits[..10].parse().ok()?;
            Some(Date::from_days((seconds / 86_400) as i32))
        }
        _ => None,
    }
}

fn is_fraction(rest: &str) -> bool {
    rest.strip_prefix('.')
        .is_some_and(|f| f.bytes().all(|b| b.is_ascii_digit()))
}

/// What follows a time of day that `text` begins with: `7:51 PM`, `15:01:01.79`, `15.30 Uhr`.
fn past_time(text: &str) -> Option<&str> {
    let end = text
        .bytes()
        .position(|b| !matches!(b, b'0'..=b'9' | b':' | b'.'))
        .unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let (hour, minutes) = clock.split_once(':')?;
    let sound = matches!(hour.len(), 1 | 2)
        && minutes
            .get(..2)
            .is_some_and(|m| m.bytes().all(|b| b.is_ascii_digit()));
    sound.then_some(rest)
}

/// What follows a distance from UTC behind a time: ` +0000`, `-05:00`.
fn past_zone(text: &str) -> &str {
    let inner = text.trim_start_matches(' ');
    let Some(digits) = inner.strip_prefix(['+', '-', '−']) else {
        return text;
    };
    let end = digits
        .bytes()
        .position(|b| !(b.is_ascii_digit() || b == b':'))
        .unwrap_or(digits.len());
    let (zone, rest) = digits.split_at(end);
    let sound = matches!(zone.len(), 4 | 5) && (rest.is_empty() || rest.starts_with(' '));
    if sound { rest } else { text }
}

fn from_parts(parts: [Option<Part>; 3], separator: char, order: Option<DateOrder>) -> Option<Date> {
    use Part::{Month, Number};
    let [a, b, c] = [parts[0]?, parts[1]?, parts[2]?];
    let day_of = |y: i64, m: i64, d: i64| {
        Date::from_ymd(
            i32::try_from(y).ok()?,
            u32::try_from(m).ok()?,
            u32::try_from(d).ok()?,
        )
    };
    match (a, b, c) {
        (
            Number {
                value: d,
                digits: 1 | 2,
            },
            Month(m),
            Number { value: y, digits },
        )
        | (
            Month(m),
            Number {
                value: d,
                digits: 1 | 2,
            },
            Number { value: y, digits },
        ) => day_of(full_year(y, digits)?, m.into(), d),
        (
            Number {
                value: y,
                digits: 4,
            },
            Month(m),
            Number { value: d, .. },
        ) => day_of(y, m.into(), d),
        (
            Number {
                value: y,
                digits: 4,
            },
            Number { value: m, .. },
            Number { value: d, .. },
        ) => day_of(y, m, d),
        (
            Number { value: first, .. },
            Number { value: second, .. },
            Number { value: y, digits },
        ) => {
            let day_first = match (order, separator) {
                (Some(DateOrder::DayFirst), _) => true,
                (Some(DateOrder::MonthFirst), _) => false,
                // Three numbers of two digits may begin with the year as well.
                _ if digits != 4 => return None,
                (None, '.') => true,
                _ if first > 12 => true,
                _ if second > 12 => false,
                _ if first == second => true,
                _ => return None,
            };
            let (d, m) = if day_first {
                (first, second)
            } else {
                (second, first)
            };
            day_of(full_year(y, digits)?, m, d)
        }
        _ => None,
    }
}

fn full_year(year: i64, digits: usize) -> Option<i64> {
    match digits {
        4 => Some(year),
        2 if year <= PIVOT => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// Words around a date that say nothing about the day: weekdays, zones, particles.
fn is_known_word(word: &str) -> bool {
    const WEEKDAYS: [&str; 42] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "lunedì",
        "martedì",
        "mercoledì",
        "giovedì",
        "venerdì",
        "sabato",
        "domenica",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ];
    const OTHERS: [&str; 44] = [
        "of",
        "the",
        "on",
        "published",
        "updated",
        "posted",
        "at",
        "am",
        "pm",
        "a",
        "p",
        "m",
        "et",
        "est",
        "edt",
        "gmt",
        "utc",
        "bst",
        "cet",
        "cest",
        "msk",
        "pst",
        "pdt",
        "t",
        "z",
        "den",
        "der",
        "le",
        "de",
        "del",
        "el",
        "il",
        "um",
        "uhr",
        "h",
        "em",
        "à",
        "г",
        "года",
        "em",
        "ist",
        "date",
        "last",
        "modified",
    ];
    OTHERS.contains(&word)
        || WEEKDAYS
            .iter()
            .any(|d| word.chars().count() >= 2 && d.starts_with(word))
}
