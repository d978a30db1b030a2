//! Reads dictionary files: CSV and quanteda-style YAML, both into the same rows.

use crate::model::{ActorType, Date};

use super::alias::{AliasKind, CaseRule};
use super::error::DictionaryError;

/// The columns in their usual order; a file may leave out those that it does not need and order them freely.
pub(super) const COLUMNS: [&str; 13] = [
    "id",
    "label",
    "type",
    "country",
    "kind",
    "alias",
    "lang",
    "from",
    "to",
    "case",
    "not_preceded_by",
    "not_followed_by",
    "wikidata",
];
const HEADER: &str =
    "id,label,type,country,kind,alias,lang,from,to,case,not_preceded_by,not_followed_by,wikidata";

/// One alias of one actor, as written in a file.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub line: u64,
    /// Empty for a phrase that stands for nobody.
    pub id: String,
    pub label: String,
    pub actor_type: Option<ActorType>,
    pub country: String,
    pub kind: AliasKind,
    pub alias: String,
    pub lang: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub case: CaseRule,
    pub before: Vec<String>,
    pub after: Vec<String>,
    pub wikidata: String,
    /// The row takes the alias away.
    pub removes: bool,
}

impl Row {
    pub(super) fn new(line: u64, id: &str, alias: &str) -> Self {
        Self {
            line,
            id: id.to_owned(),
            label: String::new(),
            actor_type: None,
            country: String::new(),
            kind: AliasKind::Name,
            alias: alias.to_owned(),
            lang: String::new(),
            from: None,
            to: None,
            case: CaseRule::Normal,
            before: Vec::new(),
            after: Vec::new(),
            wikidata: String::new(),
            removes: false,
        }
    }
}

/// Reads CSV and hands each row or fault to `take`, which says whether to go on.
pub(super) fn read_csv(
    file: &str,
    text: &str,
    mut take: impl FnMut(Result<Row, DictionaryError>) -> bool,
) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let malformed = |e: &csv::Error| DictionaryError::Malformed {
        file: file.to_owned(),
        line: e.position().map_or(1, csv::Position::line),
        message: e.to_string(),
    };
    let headers = match reader.headers() {
        Ok(h) => h.clone(),
        Err(e) => {
            take(Err(malformed(&e)));
            return;
        }
    };
    let mut place = [None; COLUMNS.len()];
    for (slot, column) in place.iter_mut().zip(COLUMNS) {
        *slot = headers.iter().position(|h| h.trim() == column);
    }
    let blocks = place[0].is_none();
    if place[5].is_none() {
        place[5] = headers
            .iter()
            .position(|h| matches!(h.trim(), "phrase" | "blocked"));
    }
    for (at, column) in [(0, "id"), (4, "kind"), (5, "alias")] {
        if place[at].is_none() && !(blocks && place[5].is_some()) {
            take(Err(DictionaryError::Header {
                file: file.to_owned(),
                column,
                expected: HEADER,
            }));
            return;
        }
    }
    let cells = headers.len();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return,
            Err(e) => {
                take(Err(malformed(&e)));
                return;
            }
        }
        let line = record.position().map_or(1, csv::Position::line);
        let row = if record.len() > cells {
            Err(DictionaryError::Malformed {
                file: file.to_owned(),
                line,
                message: format!(
                    "{} cells, but the header has {cells}; put double quotes around a cell that holds a comma",
                    record.len()
                ),
            })
        } else {
            parse(file, line, &record, &place, blocks)
        };
        if !take(row) {
            return;
        }
    }
}

fn parse(
    file: &str,
    line: u64,
    record: &csv::StringRecord,
    place: &[Option<usize>; COLUMNS.len()],
    blocks: bool,
) -> Result<Row, DictionaryError> {
    let cell = |at: usize| place[at].and_then(|i| record.get(i)).unwrap_or("").trim();
    let bad = |at: usize, expected: &'static str| DictionaryError::Value {
        file: file.to_owned(),
        line,
        column: COLUMNS[at],
        value: cell(at).to_owned(),
        expected,
    };
    let empty = |at: usize, reason: &'static str| DictionaryError::Empty {
        file: file.to_owned(),
        line,
        column: COLUMNS[at],
        reason,
    };
    let (removes, alias) = match cell(5).strip_prefix('-') {
        Some(rest) => (true, rest.trim()),
        None => (false, cell(5)),
    };
    if alias.is_empty() {
        return Err(empty(5, "every row names one alias"));
    }
    if cell(0).is_empty() && !blocks {
        return Err(empty(0, "every row says whose alias it is"));
    }
    for (at, column) in COLUMNS.into_iter().enumerate() {
        refuse_unprintable(file, line, column, cell(at))?;
    }
    refuse_formula(file, line, cell(0))?;
    let mut row = Row::new(line, cell(0), alias);
    row.removes = removes;
    cell(1).clone_into(&mut row.label);
    row.actor_type = match cell(2) {
        "" => None,
        word => Some(
            ActorType::parse(word)
                .filter(|t| !matches!(t, ActorType::Place | ActorType::Other))
                .ok_or_else(|| bad(2, "state, person, organisation, group, region or outlet"))?,
        ),
    };
    cell(3).clone_into(&mut row.country);
    if !blocks {
        row.kind = match cell(4) {
            "" if removes => AliasKind::Name,
            word => AliasKind::parse(word).ok_or_else(|| {
                bad(
                    4,
                    "name, short, demonym, adjective, prefix, capital, seat, title or surname",
                )
            })?,
        };
    }
    let lang = cell(6);
    let code = lang.len() == 2 && lang.bytes().all(|b| b.is_ascii_lowercase());
    if !(lang.is_empty() || code) {
        return Err(bad(6, "a two-letter language code such as en"));
    }
    lang.clone_into(&mut row.lang);
    let day = "a date written YYYY, YYYY-MM or YYYY-MM-DD";
    if !cell(7).is_empty() {
        row.from = Some(Date::parse_start(cell(7)).ok_or_else(|| bad(7, day))?);
    }
    if !cell(8).is_empty() {
        row.to = Some(Date::parse_end(cell(8)).ok_or_else(|| bad(8, day))?);
    }
    if let (Some(from), Some(to)) = (row.from, row.to)
        && to < from
    {
        return Err(bad(8, "on or after the date in column `from`"));
    }
    row.case = CaseRule::parse(cell(9)).ok_or_else(|| bad(9, "empty, exact or any"))?;
    row.before = phrases(cell(10));
    row.after = phrases(cell(11));
    let wikidata = cell(12);
    let is_q = wikidata
        .strip_prefix('Q')
        .is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    if !wikidata.is_empty() && !is_q {
        return Err(bad(12, "a Wikidata id such as Q159"));
    }
    wikidata.clone_into(&mut row.wikidata);
    Ok(row)
}

/// Control characters, and those that turn the direction of writing.
pub(super) fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

pub(super) fn refuse_unprintable(
    file: &str,
    line: u64,
    column: &'static str,
    value: &str,
) -> Result<(), DictionaryError> {
    // Nearly all cells are plain ASCII, which takes no look at characters.
    let plain = |byte: u8| (b' '..0x7f).contains(&byte);
    if value.bytes().all(plain) || !value.chars().any(unprintable) {
        return Ok(());
    }
    Err(DictionaryError::Value {
        file: file.to_owned(),
        line,
        column,
        value: value.escape_debug().to_string(),
        expected: "text without control characters and marks of direction",
    })
}

pub(super) fn refuse_formula(file: &str, line: u64, id: &str) -> Result<(), DictionaryError> {
    if !id.starts_with(['=', '+', '-', '@']) {
        return Ok(());
    }
    Err(DictionaryError::Value {
        file: file.to_owned(),
        line,
        column: "id",
        value: id.to_owned(),
        expected: "an id: it must not begin with = + - or @, which spreadsheets take for formulas",
    })
}

fn phrases(cell: &str) -> Vec<String> {
    cell.split(';')
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .map(str::to_owned)
        .collect()
}
