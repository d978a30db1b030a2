//! A look at an input before it is read: what it is, how its fields map, what its first articles are.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Article, DateFlag, Spike, spikes};

use crate::source::block::{Position, Reject};
use crate::source::container::bytes::{self, Meter};
use crate::source::error::SourceError;
use crate::source::formats;
use crate::source::input::open;
use crate::source::input::{Input, InputKind};
use crate::source::meaning::dates;
use crate::source::meaning::map::FieldMap;
use crate::source::meaning::names::{FOREIGN, KNOWN};
use crate::source::meaning::role::Role;
use crate::source::options::Options;
use crate::source::record::json::{INNER, NOTHING};

/// Identifiers that a survey keeps.
const IDS: usize = 10_000;
/// Articles and rejects that a survey shows.
const SHOWN: usize = 3;
/// Values of a field that a suggestion is made from.
const VALUES: usize = 50;
/// Blocks that are read at least, if there are so many.
const BLOCKS: u64 = 4;

/// What was found in the first records of an input.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Name of the input.
    pub name: String,
    /// Its format in words; of a folder, each format with the number of its files among those seen.
    pub format: String,
    /// Layers of compression, outermost first; empty without any.
    pub compression: Vec<&'static str>,
    /// The encoding of its text, as the WHATWG names it; empty where files differ or are not text.
    pub encoding: String,
    /// What parts the cells of a table.
    pub delimiter: Option<char>,
    /// How the cells of a table are quoted, in words; empty for other formats.
    pub quoting: &'static str,
    /// Fields that are read, most often seen first.
    pub fields: Vec<FieldUse>,
    /// Fields that are not read, most often seen first.
    pub unknown: Vec<UnknownField>,
    /// Records seen, rejects included.
    pub records: u64,
    /// Rejects among them.
    pub rejected: u64,
    /// The first articles, three at most.
    pub articles: Vec<Article>,
    /// The first rejects, three at most.
    pub rejects: Vec<Reject>,
    /// How the dates of the articles seen came about, by [`DateFlag::code`].
    pub dates: [u64; DateFlag::ALL.len()],
    /// Days with suspiciously many of the articles seen: perhaps the day of collection.
    pub spikes: Vec<Spike>,
    /// Articles seen that hold characters that are not certain ([`Article::undecoded`]).
    pub undecoded: u64,
    /// Articles seen that have a headline and no text.
    pub without_text: u64,
    /// Identifiers of the first articles seen, each with a hash of date and text.
    pub ids: BTreeMap<String, u64>,
    /// Articles seen whose identifier an article before has with another date or text: perhaps a number of a row.
    pub repeated_ids: u64,
    /// Bytes of the input, as it lies on disk, that the records seen took; at most a block more.
    pub bytes: u64,
    /// Bytes of content in the records seen.
    pub content: u64,
    /// Whether the records seen are all there are.
    pub complete: bool,
    /// Records of the whole input, estimated from its size and the records seen; 0 when unknown.
    pub estimated_records: u64,
    /// Bytes of content of the whole input, estimated likewise; 0 when unknown.
    pub estimated_content: u64,
}

/// A field that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldUse {
    /// Its name in the input.
    pub name: String,
    /// What it is read as.
    pub role: Role,
    /// Records that have it, of those seen.
    pub seen: u64,
}

/// A field that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownField {
    /// Its name in the input.
    pub name: String,
    /// Records that have it, of those seen.
    pub seen: u64,
    /// What it could be, judged by its name and its values: the argument of `--map` to read it so.
    pub suggestion: Option<String>,
}

#[derive(Default)]
struct Column {
    seen: u64,
    values: Vec<String>,
}

/// Reads the first records of an input: `most_records`, and four blocks of about a megabyte, where
/// there are so many.
///
/// # Errors
/// As `open` and [`super::block::Reader::next_block`].
pub fn survey(input: &Input, options: &Options, most_records: u64) -> Result<Survey, SourceError> {
    let mut found = Survey {
        name: input.name.clone(),
        ..Survey::default()
    };
    describe(input, options, &mut found)?;
    let mut reader = open(input, 0, Position::default(), options)?;
    let mut columns: BTreeMap<String, Column> = BTreeMap::new();
    let mut days: BTreeMap<crate::model::Date, u64> = BTreeMap::new();
    found.complete = true;
    // What was seen when the first block was there: readers take more than they have given, and the
    // difference between two moments leaves that out.
    let mut first: Option<Seen> = None;
    let mut blocks = 0;
    while let Some(block) = reader.next_block()? {
        found.bytes = block.consumed.min(if input.size == 0 {
            u64::MAX
        } else {
            input.size
        });
        found.content += block.size();
        block.parse(options, &mut |_, result| {
            found.records += 1;
            match result {
                Ok(article) => {
                    found.dates[article.date_flag.code() as usize] += 1;
                    found.undecoded += u64::from(article.undecoded);
                    found.without_text += u64::from(article.text.trim().is_empty());
                    note_id(&article, &mut found);
                    if let Some(day) = article.date {
                        *days.entry(day).or_default() += 1;
                    }
                    if found.articles.len() < SHOWN {
                        found.articles.push(article);
                    }
                }
                Err(reject) => {
                    found.rejected += 1;
                    if found.rejects.len() < SHOWN {
                        found.rejects.push(reject);
                    }
                }
            }
        });
        block.note(&mut |name, value| note(&mut columns, name, value));
        blocks += 1;
        first.get_or_insert(Seen::of(&found));
        if found.records >= most_records && blocks >= BLOCKS {
            found.complete = reader.next_block()?.is_none();
            break;
        }
    }
    found.spikes = spikes(&days);
    estimate(input.size, first.unwrap_or_default(), &mut found);
    sort_fields(columns, &options.fields, &mut found);
    Ok(found)
}

/// Notes the identifier of an article, and whether another article has it.
fn note_id(article: &Article, found: &mut Survey) {
    let date = article.date.map(|d| d.to_string()).unwrap_or_default();
    let hash = xxh3_64(format!("{date}\u{1f}{}\u{1f}{}", article.title, article.text).as_bytes());
    match found.ids.get(&article.id) {
        Some(known) => found.repeated_ids += u64::from(*known != hash),
        None if found.ids.len() < IDS => {
            found.ids.insert(article.id.clone(), hash);
        }
        None => {}
    }
}

/// How far a survey had come.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    bytes: u64,
    records: u64,
    content: u64,
}

impl Seen {
    fn of(found: &Survey) -> Self {
        Self {
            bytes: found.bytes,
            records: found.records,
            content: found.content,
        }
    }
}

/// Records and content of the whole input of `size` bytes, by what lay between the first block and the last.
fn estimate(size: u64, first: Seen, found: &mut Survey) {
    (found.estimated_records, found.estimated_content) = (found.records, found.content);
    if found.complete {
        return;
    }
    let last = Seen::of(found);
    let from = if last.bytes > first.bytes {
        first
    } else {
        Seen::default()
    };
    let rest = |seen: u64, before: u64| {
        let bytes = u128::from(last.bytes - from.bytes).max(1);
        let rest = u128::from(size.saturating_sub(last.bytes));
        seen + (rest * u128::from(seen - before) / bytes) as u64
    };
    found.estimated_records = rest(last.records, from.records);
    found.estimated_content = rest(last.content, from.content);
    if size == 0 {
        (found.estimated_records, found.estimated_content) = (0, 0);
    }
}

/// Format, compression and encoding.
fn describe(input: &Input, options: &Options, found: &mut Survey) -> Result<(), SourceError> {
    let files: Vec<(&str, &std::path::Path)> = match &input.kind {
        // Standard input can be read once only.
        InputKind::File(path) if path == std::path::Path::new("-") => Vec::new(),
        InputKind::File(path) => vec![(input.name.as_str(), path.as_path())],
        InputKind::TextFolder(files) => files
            .iter()
            .take(100)
            .map(|(name, path)| (name.as_str(), path.as_path()))
            .collect(),
    };
    let mut formats: BTreeMap<&str, u64> = BTreeMap::new();
    let mut encodings: BTreeSet<&str> = BTreeSet::new();
    for (name, path) in &files {
        let opened = bytes::open(path, Meter::of_input(0), options)?;
        if files.len() == 1 {
            found.compression.clone_from(&opened.packing);
        }
        let told = formats::tell(name, opened, options);
        *formats.entry(told.format.name).or_default() += 1;
        encodings.extend(
            told.charset
                .map(crate::source::meaning::encoding::Charset::name),
        );
        if let Some(dialect) = told.format.dialect {
            let dialect = dialect(&told.head, options);
            found.delimiter = Some(char::from(dialect.delimiter));
            found.quoting = dialect.quoting.name();
        }
    }
    if encodings.len() == 1 {
        found.encoding = encodings
            .into_iter()
            .next()
            .map(str::to_owned)
            .unwrap_or_default();
    }
    found.format = match &input.kind {
        InputKind::File(_) => formats.into_keys().next().unwrap_or_default().to_owned(),
        InputKind::TextFolder(_) => {
            let all: Vec<String> = formats
                .iter()
                .map(|(name, count)| format!("{name}: {count}"))
                .collect();
            format!("folder ({})", all.join(", "))
        }
    };
    Ok(())
}

fn note(columns: &mut BTreeMap<String, Column>, name: &str, value: &str) {
    if value.trim().is_empty() {
        return;
    }
    let column = columns.entry(name.to_owned()).or_default();
    column.seen += 1;
    if column.values.len() < VALUES {
        column.values.push(value.chars().take(2_000).collect());
    }
}

fn sort_fields(columns: BTreeMap<String, Column>, map: &FieldMap, found: &mut Survey) {
    let taken: BTreeSet<Role> = columns
        .iter()
        .filter(|(_, column)| column.values.iter().any(|value| value != NOTHING))
        .filter_map(|(name, _)| match name.split_once('.') {
            Some((around, below)) if INNER.contains(&around) => map.role(below),
            _ => map.role(name),
        })
        .map(|(role, _)| role)
        .collect();
    // Fields whose text is that of an object around them are read through it; objects that only hold fields are none themselves.
    let read_through: BTreeSet<String> = columns
        .iter()
        .filter(|(name, column)| {
            let around = name.split_once('.').map(|(around, _)| around);
            INNER.contains(&name.as_str())
                || around.is_some_and(|around| {
                    map.role(around).is_some()
                        && columns
                            .get(around)
                            .is_some_and(|o| o.values == column.values)
                })
        })
        .map(|(name, _)| name.clone())
        .collect();
    for (name, column) in columns {
        if read_through.contains(&name) {
            continue;
        }
        let own = map.own_role(&name);
        // A name below an object is read where the user maps it, or the object's fields are the record's.
        let role = match name.split_once('.') {
            Some((around, below)) if INNER.contains(&around) => own.or_else(|| map.role(below)),
            Some(_) => own,
            None => map.role(&name),
        };
        let seen = column.seen;
        // An object of a known name that holds no text of its own is not read.
        let empty = column.values.iter().all(|value| value == NOTHING);
        if let Some((role, _)) = role.filter(|_| !empty) {
            found.fields.push(FieldUse { name, role, seen });
        } else {
            let suggestion =
                suggest(&name, &column, &taken).map(|role| format!("{}={name}", role.as_str()));
            found.unknown.push(UnknownField {
                name,
                seen,
                suggestion,
            });
        }
    }
    found
        .fields
        .sort_by(|a, b| b.seen.cmp(&a.seen).then_with(|| a.name.cmp(&b.name)));
    found
        .unknown
        .sort_by(|a, b| b.seen.cmp(&a.seen).then_with(|| a.name.cmp(&b.name)));
}

/// What a field could be that no known name fits, among the roles that no field has yet.
fn suggest(name: &str, column: &Column, taken: &BTreeSet<Role>) -> Option<Role> {
    let free = |role: Role| !taken.contains(&role);
    let share = |test: &dyn Fn(&str) -> bool| {
        let fitting = column.values.iter().filter(|v| test(v)).count();
        fitting * 10 >= column.values.len() * 8
    };
    // A number of ten digits and more may be read as seconds: that says nothing of a field that is no date by name.
    let lower = name.to_lowercase();
    let dated = ["date", "time", "stamp", "created", "publish", "day"]
        .iter()
        .any(|word| lower.contains(word));
    let numbers = share(&|v| v.bytes().all(|b| b.is_ascii_digit()));
    let by_value = [
        (
            Role::Url,
            share(&|v| v.starts_with("http://") || v.starts_with("https://")),
        ),
        (
            Role::Date,
            (dated || !numbers)
                && share(&|v| dates::parse_date(v, Some(dates::DateOrder::DayFirst)).is_some()),
        ),
        (
            Role::Text,
            share(&|v| v.chars().count() >= 200 && v.contains(' ')),
        ),
    ];
    if let Some((role, _)) = by_value.iter().find(|(role, fits)| *fits && free(*role)) {
        return Some(*role);
    }
    let plain: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect::<String>()
        .to_lowercase();
    if plain.chars().count() < 3 {
        return None;
    }
    let values = |role: Role| match role {
        Role::Text => share(&|v| v.contains(' ') && v.len() >= 40),
        Role::Date => by_value[1].1,
        Role::Url => by_value[0].1,
        Role::Title => share(&|v| v.contains(' ') && v.chars().count() <= 300),
        Role::Id | Role::Outlet | Role::Language | Role::Author => {
            share(&|v| v.chars().count() <= 80)
        }
    };
    Role::ALL.into_iter().find(|role| {
        let names = KNOWN
            .iter()
            .find(|(r, _)| r == role)
            .map_or(&[][..], |(_, names)| names);
        let foreign = FOREIGN
            .iter()
            .filter(|(r, _)| r == role)
            .flat_map(|(_, words)| words.iter());
        let alike = names
            .iter()
            .filter(|n| n.len() >= 4)
            .chain(foreign)
            .any(|n| plain.contains(n) || distance(n, &plain) <= 1);
        free(*role) && alike && values(*role)
    })
}

/// Edits that turn one name into the other (Levenshtein 1966), for short names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(32).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(32).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let edited = (corner + usize::from(x != *y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            corner = std::mem::replace(&mut row[j + 1], edited);
        }
    }
    row[b.len()]
}
