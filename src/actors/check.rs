//! The lint of a user's dictionary: what is wrong, and what will surprise.

use hashbrown::{HashMap, HashSet};

use crate::model::{ActorType, Date};

use super::alias::{Alias, AliasKind, CaseRule};
use super::dictionary::Dictionary;
use super::error::DictionaryError;
use super::files;
use super::lexicon::Class;
use super::rows::{self, Row};
use super::trie::NO_SYMBOL;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// The row cannot be used.
    Error,
    /// The alias names another actor too.
    Overlap,
    /// The alias can never be found.
    Unreachable,
    /// Several persons have the surname at the same time.
    AmbiguousSurname,
    /// The term or alias ended before the corpus begins.
    Ended,
    /// A state has nobody at its head today.
    NoLeader,
    /// The alias is an everyday word.
    EverydayWord,
}

impl FindingKind {
    /// The word that output uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Overlap => "overlap",
            Self::Unreachable => "unreachable",
            Self::AmbiguousSurname => "ambiguous-surname",
            Self::Ended => "ended",
            Self::NoLeader => "no-leader",
            Self::EverydayWord => "everyday-word",
        }
    }
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Line of the file, from 1; 0 when it concerns the dictionary as a whole.
    pub line: u64,
    /// The column; empty when it concerns the whole line.
    pub column: &'static str,
    /// What it is about.
    pub kind: FindingKind,
    /// What was found, for readers.
    pub message: String,
}

/// Rows with the same name that a row is compared with.
const MOST_COMPARED: usize = 20;

/// Looks through a dictionary file that goes on top of `base`.
///
/// `corpus_begins` is the first day of the corpus, if known; `today` is the day for which every state that the
/// file touches should have a leader. The findings come by line.
pub fn check(
    name: &str,
    bytes: &[u8],
    base: &Dictionary,
    corpus_begins: Option<Date>,
    today: Date,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let rows = read_all(name, bytes, &mut findings);
    let named = NamesOf::new(base);
    let mut own: HashMap<String, Vec<&Row>> = HashMap::default();
    for row in rows
        .iter()
        .filter(|r| !r.removes && r.kind != AliasKind::Title)
    {
        own.entry(row.alias.to_lowercase()).or_default().push(row);
    }
    for row in &rows {
        look(row, base, &named, &own, corpus_begins, &mut findings);
    }
    leaders(name, bytes, &rows, base, today, &mut findings);
    findings.sort();
    findings.dedup();
    findings
}

fn read_all(name: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Vec<Row> {
    let mut error = |e: &DictionaryError| {
        findings.push(Finding {
            line: e.line(),
            column: e.column(),
            kind: FindingKind::Error,
            message: e.to_string(),
        });
    };
    let yaml = files::is_yaml(name);
    match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
        Ok(text) if !yaml => {
            let mut rows = Vec::new();
            rows::read_csv(name, text, |row| {
                match row {
                    Ok(row) => rows.push(row),
                    Err(e) => error(&e),
                }
                true
            });
            rows
        }
        _ => files::read(name, bytes)
            .map_err(|e| error(&e))
            .unwrap_or_default(),
    }
}

/// The aliases of the base dictionary by lower-case wording.
struct NamesOf<'a>(HashMap<String, Vec<&'a Alias>>);

impl<'a> NamesOf<'a> {
    fn new(base: &'a Dictionary) -> Self {
        let mut map: HashMap<String, Vec<&Alias>> = HashMap::default();
        for index in 0..base.len() as u32 {
            for alias in base.aliases(index).filter(|a| a.kind != AliasKind::Title) {
                map.entry(alias.text.to_lowercase())
                    .or_default()
                    .push(alias);
            }
        }
        Self(map)
    }
}

fn meets(a: (Option<Date>, Option<Date>), b: (Option<Date>, Option<Date>)) -> bool {
    let before =
        |to: Option<Date>, from: Option<Date>| matches!((to, from), (Some(t), Some(f)) if t < f);
    !before(a.1, b.0) && !before(b.1, a.0)
}

fn look(
    row: &Row,
    base: &Dictionary,
    named: &NamesOf<'_>,
    own: &HashMap<String, Vec<&Row>>,
    corpus_begins: Option<Date>,
    findings: &mut Vec<Finding>,
) {
    let mut find = |column: &'static str, kind: FindingKind, message: String| {
        findings.push(Finding {
            line: row.line,
            column,
            kind,
            message,
        });
    };
    let key = row.alias.to_lowercase();
    let listed = named.0.get(&key).map_or(&[][..], Vec::as_slice);
    if row.removes {
        if !listed.iter().any(|a| base.actor(a.actor).id == row.id) {
            let message = format!(
                "`{}` is no alias of {} in the dictionary, so nothing is taken away",
                row.alias, row.id
            );
            find("alias", FindingKind::Unreachable, message);
        }
        return;
    }
    if let (Some(begins), Some(to)) = (corpus_begins, row.to)
        && to < begins
    {
        let what = if row.kind == AliasKind::Title {
            "the term"
        } else {
            "the alias"
        };
        find(
            "to",
            FindingKind::Ended,
            format!("{what} ended on {to}, before the corpus begins on {begins}"),
        );
    }
    if row.kind == AliasKind::Title {
        return;
    }
    if !row.alias.chars().any(char::is_alphanumeric) {
        find(
            "alias",
            FindingKind::Unreachable,
            format!("`{}` holds neither letter nor digit", row.alias),
        );
    }
    if row.alias.ends_with("'s") || row.alias.ends_with("\u{2019}s") {
        let message = format!(
            "`{}` ends in a possessive, which is no part of names here: leave `'s` out",
            row.alias
        );
        find("alias", FindingKind::Unreachable, message);
    }
    let term = (row.from, row.to);
    for alias in listed {
        let other = base.actor(alias.actor);
        let tongues =
            alias.language == row.lang || alias.language.is_empty() || row.lang.is_empty();
        if other.id == row.id || !meets(term, (alias.from, alias.to)) || !tongues {
            continue;
        }
        if row.kind == AliasKind::Surname && alias.kind == AliasKind::Surname {
            let message = format!(
                "{} ({}) has the surname `{}` too; without a full name or an office in the article it stays open who is meant",
                other.label, other.id, row.alias
            );
            find("alias", FindingKind::AmbiguousSurname, message);
        } else {
            let message = format!("`{}` names {} ({}) too", row.alias, other.label, other.id);
            find("alias", FindingKind::Overlap, message);
        }
    }
    // Rows come by line. Of a name that thousands of rows have, the next ones are enough to see it.
    let rows = own.get(&key).map_or(&[][..], Vec::as_slice);
    let after = rows.partition_point(|other| other.line <= row.line);
    for other in rows[after..].iter().take(MOST_COMPARED) {
        if !meets(term, (other.from, other.to)) || other.lang != row.lang {
            continue;
        }
        if other.id == row.id {
            let message = format!(
                "line {} gives `{}` to {} again",
                other.line, row.alias, row.id
            );
            find("alias", FindingKind::Unreachable, message);
        } else if other.kind == AliasKind::Surname && row.kind == AliasKind::Surname {
            let message = format!(
                "line {} gives the surname `{}` to {}",
                other.line, row.alias, other.id
            );
            find("alias", FindingKind::AmbiguousSurname, message);
        } else {
            find(
                "alias",
                FindingKind::Overlap,
                format!("line {} gives `{}` to {}", other.line, row.alias, other.id),
            );
        }
    }
    let symbol = base.compiled.symbol(&key);
    if symbol != NO_SYMBOL && row.case != CaseRule::Exact {
        let class = base.compiled.classes[symbol as usize];
        let everyday = class.has(Class::COMMON.or(Class::FUNCTION));
        let written_small = row.case == CaseRule::Any || row.alias == key;
        if everyday && written_small {
            let message = format!(
                "`{}` is an everyday word; set the column case to `exact` and write it with a capital, or guard it",
                row.alias
            );
            find("alias", FindingKind::EverydayWord, message);
        }
    }
}

/// States that the file adds or changes terms of must have a leader on the day.
fn leaders(
    name: &str,
    bytes: &[u8],
    rows: &[Row],
    base: &Dictionary,
    today: Date,
    findings: &mut Vec<Finding>,
) {
    let mut states: Vec<(u64, &str)> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::default();
    for row in rows {
        let state = match (row.actor_type, row.kind) {
            (Some(ActorType::State), _) => &row.id,
            (_, AliasKind::Title) => &row.country,
            _ => continue,
        };
        if !state.is_empty() && seen.insert(state) {
            states.push((row.line, state));
        }
    }
    if states.is_empty() {
        return;
    }
    let Ok(merged) = Dictionary::with_files(
        base.find("USA").is_some(),
        &[(name.to_owned(), bytes.to_vec())],
    ) else {
        return;
    };
    for (line, state) in states {
        let Some(index) = merged.find(state) else {
            continue;
        };
        if merged.actor(index).kind != ActorType::State {
            continue;
        }
        if !merged.compiled.offices.has_head(index, today) {
            findings.push(Finding {
                line,
                column: "to",
                kind: FindingKind::NoLeader,
                message: format!(
                    "{} ({state}) has neither head of state nor head of government on {today}",
                    merged.actor(index).label
                ),
            });
        }
    }
}
