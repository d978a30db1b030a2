//! What the path of a file says: `--path-pattern {outlet}/{date}-{id}.txt`.

use std::str::FromStr;

use crate::model::Date;

use crate::source::meaning::dates::{DateOrder, parse_date};
use crate::source::paths::without_packing;

/// Steps that matching one path may take, characters looked at included; a pattern that needs more
/// does not match.
const STEPS: u32 = 100_000;

/// What a path was found to say; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathFields {
    /// `{date}`, or `{year}`, `{month}` and `{day}` together.
    pub date: Option<Date>,
    /// `{outlet}`
    pub outlet: String,
    /// `{id}`
    pub id: String,
    /// `{title}`, with `-` and `_` as blanks.
    pub title: String,
    /// `{language}`
    pub language: String,
    /// `{author}`
    pub author: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Date,
    Year,
    Month,
    Day,
    Outlet,
    Id,
    Title,
    Language,
    Author,
    Any,
}

const NAMES: [(&str, Name); 10] = [
    ("date", Name::Date),
    ("year", Name::Year),
    ("month", Name::Month),
    ("day", Name::Day),
    ("outlet", Name::Outlet),
    ("id", Name::Id),
    ("title", Name::Title),
    ("language", Name::Language),
    ("author", Name::Author),
    ("*", Name::Any),
];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Name),
}

/// A pattern for the last parts of paths. `{outlet}`, `{date}`, `{year}`, `{month}`, `{day}`, `{id}`,
/// `{title}`, `{language}`, `{author}` name what stands there; `*` stands for anything; none reaches
/// over a `/`. The pattern has to fit the end of the path, from a `/` on; endings of compression
/// may be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern {
    pieces: Vec<Piece>,
    folders: usize,
}

impl FromStr for PathPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text.trim_start_matches('/');
        let folders = rest.matches('/').count();
        while let Some(c) = rest.chars().next() {
            let name = match c {
                '{' => {
                    let end = rest
                        .find('}')
                        .ok_or_else(|| format!("'{text}': '{{' without '}}'"))?;
                    let name = &rest[1..end];
                    rest = &rest[end + 1..];
                    NAMES.iter().find(|(n, _)| *n == name).map(|(_, n)| *n).ok_or_else(|| {
                        format!("'{text}': {{{name}}} is unknown; use {{date}} {{year}} {{month}} {{day}} {{outlet}} {{id}} {{title}} {{language}} {{author}} or *")
                    })?
                }
                '*' => {
                    rest = &rest[1..];
                    Name::Any
                }
                _ => {
                    literal.push(c);
                    rest = &rest[c.len_utf8()..];
                    continue;
                }
            };
            if !literal.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut literal)));
            }
            pieces.push(Piece::Field(name));
        }
        if !literal.is_empty() {
            pieces.push(Piece::Text(literal));
        }
        if pieces
            .iter()
            .all(|p| matches!(p, Piece::Text(_) | Piece::Field(Name::Any)))
        {
            return Err(format!(
                "'{text}' names nothing; an example: {{outlet}}/{{date}}-{{id}}.txt"
            ));
        }
        Ok(Self { pieces, folders })
    }
}

impl PathPattern {
    /// What a path says, or `None` when it does not fit.
    pub fn read(&self, path: &str, order: Option<DateOrder>) -> Option<PathFields> {
        let path = path.replace('\\', "/");
        let mut parts: Vec<&str> = path.rsplitn(self.folders + 2, '/').collect();
        parts.truncate(self.folders + 1);
        parts.reverse();
        let tail = parts.join("/");
        let bare = without_packing(&tail);
        [tail.as_str(), bare].into_iter().find_map(|candidate| {
            let mut values = Vec::new();
            let mut steps = STEPS;
            fit(&self.pieces, candidate, order, &mut values, &mut steps)
                .then(|| collect(&values, order))
        })
    }
}

/// Fits pieces to the whole of `text`; the shortest value of each field that works, for dates the
/// longest.
fn fit<'t>(
    pieces: &[Piece],
    text: &'t str,
    order: Option<DateOrder>,
    values: &mut Vec<(Name, &'t str)>,
    steps: &mut u32,
) -> bool {
    *steps = steps.saturating_sub(1);
    if *steps == 0 {
        return false;
    }
    let Some((piece, others)) = pieces.split_first() else {
        return text.is_empty();
    };
    let name = match piece {
        Piece::Text(literal) => {
            return text
                .strip_prefix(literal.as_str())
                .is_some_and(|rest| fit(others, rest, order, values, steps));
        }
        Piece::Field(name) => *name,
    };
    let reach = text.find('/').unwrap_or(text.len());
    // Each end that is tried is work.
    *steps = steps.saturating_sub(u32::try_from(reach).unwrap_or(u32::MAX));
    if *steps == 0 {
        return false;
    }
    let mut ends: Vec<usize> = text[..reach]
        .char_indices()
        .map(|(i, c)| i + c.len_utf8())
        .filter(|end| fits(name, &text[..*end], order))
        .collect();
    if name == Name::Date {
        ends.reverse();
    } else if name == Name::Any {
        ends.insert(0, 0);
    }
    for end in ends {
        values.push((name, &text[..end]));
        if fit(others, &text[end..], order, values, steps) {
            return true;
        }
        values.pop();
    }
    false
}

fn fits(name: Name, value: &str, order: Option<DateOrder>) -> bool {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    match name {
        Name::Date => value.len() <= 40 && path_date(value, order).is_some(),
        Name::Year => digits && value.len() == 4,
        Name::Month | Name::Day => digits && value.len() <= 2,
        _ => true,
    }
}

fn path_date(value: &str, order: Option<DateOrder>) -> Option<Date> {
    parse_date(value, order).or_else(|| parse_date(&value.replace('_', "-"), order))
}

fn collect(values: &[(Name, &str)], order: Option<DateOrder>) -> PathFields {
    let get = |name| {
        values
            .iter()
            .find(|(n, _)| *n == name)
            .map_or("", |(_, v)| *v)
    };
    let number = |name| get(name).parse::<u32>().ok();
    let parts = || {
        let year = i32::try_from(number(Name::Year)?).ok()?;
        Date::from_ymd(year, number(Name::Month)?, number(Name::Day)?)
    };
    PathFields {
        date: path_date(get(Name::Date), order).or_else(parts),
        outlet: get(Name::Outlet).to_owned(),
        id: get(Name::Id).to_owned(),
        title: get(Name::Title).replace(['-', '_'], " "),
        language: get(Name::Language).to_owned(),
        author: get(Name::Author).to_owned(),
    }
}
