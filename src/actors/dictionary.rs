//! The dictionary: actors, their names, and the tables that recognition looks things up in.

use hashbrown::HashMap;

use crate::model::{ActorInfo, ActorKey, ActorType, Date};

use super::alias::{Alias, AliasKind};
use super::builtin;
use super::compiled::Compiled;
use super::error::DictionaryError;
use super::files::read;
use super::rows::Row;

/// Who is who: actors and their names with the dates, cases and neighbours under which they count.
///
/// Immutable and shared by all workers.
///
/// ```
/// let dictionary = demarche::actors::Dictionary::builtin()?;
/// let russia = dictionary.find("RUS").expect("in the dictionary");
/// assert_eq!(dictionary.actor(russia).label, "Russia");
/// assert!(dictionary.aliases(russia).any(|alias| alias.text == "Russian"));
/// # Ok::<(), demarche::actors::DictionaryError>(())
/// ```
#[derive(Debug)]
pub struct Dictionary {
    actors: Vec<ActorInfo>,
    wikidata: Vec<String>,
    aliases: Vec<Alias>,
    first_alias: Vec<u32>,
    by_id: HashMap<String, u32>,
    pub(super) compiled: Compiled,
}

impl Dictionary {
    /// The dictionary that the library carries.
    ///
    /// # Errors
    /// Only when the carried files are damaged.
    pub fn builtin() -> Result<Self, DictionaryError> {
        Self::with_files(true, &[])
    }

    /// The built-in dictionary, if wanted, with the user's files on top.
    ///
    /// Each file is a name (for messages; `.yml` and `.yaml` are read as quanteda-style YAML, all else as
    /// CSV) and its bytes. A row with a known id adds its alias to that actor; a label, type or country
    /// given later wins. An alias with `-` before it is taken away.
    ///
    /// # Errors
    /// A row that cannot be used, with file, line and column.
    pub fn with_files(builtin: bool, files: &[(String, Vec<u8>)]) -> Result<Self, DictionaryError> {
        let mut draft = Draft::default();
        if builtin {
            for (name, text) in builtin::ACTORS {
                draft.add(name, read(name, text.as_bytes())?)?;
            }
        }
        for (name, bytes) in files {
            draft.add(name, read(name, bytes)?)?;
        }
        Ok(draft.finish())
    }

    /// The actor with the index.
    ///
    /// # Panics
    /// When the index is not below [`Dictionary::len`].
    pub fn actor(&self, index: u32) -> &ActorInfo {
        &self.actors[index as usize]
    }

    /// The id of an actor of the dictionary; empty for any other.
    ///
    /// # Panics
    /// When the key has an index that is not below [`Dictionary::len`].
    pub fn id_of(&self, key: ActorKey) -> &str {
        match key {
            ActorKey::Known(index) => &self.actor(index).id,
            _ => "",
        }
    }

    /// The Wikidata id of an actor; empty when the dictionary gives none.
    pub fn wikidata(&self, index: u32) -> &str {
        &self.wikidata[index as usize]
    }

    /// How many actors there are.
    pub fn len(&self) -> usize {
        self.actors.len()
    }

    /// Whether there is no actor.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }

    /// The index of the actor with the id.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The names of an actor, in the order of the files.
    pub fn aliases(&self, index: u32) -> impl Iterator<Item = &Alias> {
        let at = index as usize;
        self.aliases[self.first_alias[at] as usize..self.first_alias[at + 1] as usize].iter()
    }

    /// The terms of office of a person, in the order of the files.
    pub fn terms(&self, index: u32) -> impl Iterator<Item = Term<'_>> {
        let titles = self
            .aliases(index)
            .filter(|alias| alias.kind == AliasKind::Title && !alias.country.is_empty());
        titles.map(|alias| Term {
            from: alias.from,
            to: alias.to,
            body: &alias.country,
        })
    }

    /// An alias by its number.
    pub(super) fn alias(&self, number: u32) -> &Alias {
        &self.aliases[number as usize]
    }

    /// A fingerprint of the content (FNV-1a, 64 bits, 16 hex digits): the same for the same actors, names
    /// and blocked phrases, whatever the order of rows and files.
    pub fn digest(&self) -> String {
        // All lines end to end, and where they end: a string for each would take several times as long.
        let (mut text, mut ends) = (String::new(), vec![0]);
        for (index, actor) in self.actors.iter().enumerate() {
            let kind = actor.kind.as_str();
            let wikidata = self.wikidata[index].as_str();
            push_cells(
                &mut text,
                &[&actor.id, &actor.label, kind, &actor.country, wikidata],
            );
            ends.push(text.len());
            for a in self.aliases(index as u32) {
                let [from, to] = [a.from, a.to].map(day);
                let [before, after] = [&a.not_preceded_by, &a.not_followed_by].map(|g| sorted(g));
                let (kind, case) = (a.kind.as_str(), a.case.as_str());
                let head: [&str; 8] = [
                    &actor.id,
                    kind,
                    &a.text,
                    &a.language,
                    &from,
                    &to,
                    case,
                    &a.country,
                ];
                push_cells(&mut text, &head);
                text.push('\t');
                push_cells(&mut text, &[&before, &after]);
                ends.push(text.len());
            }
        }
        let mut lines: Vec<&str> = ends.windows(2).map(|w| &text[w[0]..w[1]]).collect();
        lines.sort_unstable();
        lines.dedup();
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in lines.iter().flat_map(|l| l.bytes().chain([b'\n'])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{hash:016x}")
    }
}

/// A term of office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<'d> {
    /// First day; `None` for an open beginning.
    pub from: Option<Date>,
    /// Last day; `None` for an open end.
    pub to: Option<Date>,
    /// Id of the state or organisation that the office belongs to.
    pub body: &'d str,
}

/// Appends cells with tabs between them.
fn push_cells(text: &mut String, cells: &[&str]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            text.push('\t');
        }
        text.push_str(cell);
    }
}

fn day(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

/// Guards in alphabetical order.
fn sorted(guards: &[String]) -> String {
    let mut guards: Vec<&str> = guards.iter().map(String::as_str).collect();
    guards.sort_unstable();
    guards.join(";")
}

/// A dictionary under construction.
#[derive(Default)]
struct Draft {
    actors: Vec<ActorInfo>,
    typed: Vec<bool>,
    wikidata: Vec<String>,
    aliases: Vec<Vec<Alias>>,
    blocked: Vec<Row>,
    by_id: HashMap<String, u32>,
}

impl Draft {
    fn add(&mut self, file: &str, rows: Vec<Row>) -> Result<(), DictionaryError> {
        for row in rows {
            if row.id.is_empty() {
                if row.removes {
                    self.blocked.retain(|b| b.alias != row.alias);
                } else {
                    self.blocked.push(row);
                }
                continue;
            }
            self.row(file, row)?;
        }
        Ok(())
    }

    fn row(&mut self, file: &str, row: Row) -> Result<(), DictionaryError> {
        let index = match self.by_id.get(&row.id) {
            Some(&index) => index as usize,
            None if row.removes => {
                return Err(DictionaryError::Value {
                    file: file.to_owned(),
                    line: row.line,
                    column: "id",
                    value: row.id,
                    expected: "an actor of the dictionary, so there is nothing to take away",
                });
            }
            None => {
                let index = self.actors.len();
                self.by_id.insert(row.id.clone(), index as u32);
                self.actors.push(ActorInfo {
                    id: row.id.clone(),
                    label: row.id.clone(),
                    kind: ActorType::Organisation,
                    country: String::new(),
                });
                self.typed.push(false);
                self.wikidata.push(String::new());
                self.aliases.push(Vec::new());
                index
            }
        };
        if row.removes {
            self.aliases[index].retain(|a| a.text != row.alias);
            return Ok(());
        }
        let actor = &mut self.actors[index];
        if !row.label.is_empty() {
            row.label.clone_into(&mut actor.label);
        }
        if let Some(t) = row.actor_type {
            actor.kind = t;
            self.typed[index] = true;
        }
        if !row.country.is_empty() && (row.kind != AliasKind::Title || actor.country.is_empty()) {
            row.country.clone_into(&mut actor.country);
        }
        if !row.wikidata.is_empty() {
            self.wikidata[index] = row.wikidata;
        }
        let country = if row.country.is_empty() && row.kind == AliasKind::Title {
            actor.country.clone()
        } else {
            row.country
        };
        let alias = Alias {
            actor: index as u32,
            kind: row.kind,
            text: row.alias,
            language: row.lang,
            from: row.from,
            to: row.to,
            case: row.case,
            country: if row.kind == AliasKind::Title {
                country
            } else {
                String::new()
            },
            not_preceded_by: row.before,
            not_followed_by: row.after,
        };
        let list = &mut self.aliases[index];
        let same = |a: &Alias| {
            a.text == alias.text
                && a.kind == alias.kind
                && a.language == alias.language
                && a.from == alias.from
                && a.country == alias.country
        };
        match list.iter().position(same) {
            Some(at) => list[at] = alias,
            None => list.push(alias),
        }
        Ok(())
    }

    fn finish(self) -> Dictionary {
        let mut first_alias = Vec::with_capacity(self.actors.len() + 1);
        let mut aliases = Vec::new();
        for list in self.aliases {
            first_alias.push(aliases.len() as u32);
            aliases.extend(list);
        }
        first_alias.push(aliases.len() as u32);
        let compiled = Compiled::new(&self.actors, &aliases, &self.blocked, &self.by_id);
        Dictionary {
            actors: self.actors,
            wikidata: self.wikidata,
            aliases,
            first_alias,
            by_id: self.by_id,
            compiled,
        }
    }
}
