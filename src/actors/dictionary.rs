//! The dictionary: actors, their names, and the tables that recognition looks things up in.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{ActorInfo, ActorType};
use crate::text::{Tokeniser, Tokens, Vocabulary};

use super::alias::{Alias, AliasKind, CaseRule};
use super::builtin;
use super::error::DictionaryError;
use super::lexicon::Class;
use super::offices::Offices;
use super::rows::{Row, read};
use super::trie::{Entry, NO_SYMBOL, Symbol, Trie};

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
    by_id: FxHashMap<String, u32>,
    pub(super) compiled: Compiled,
}

/// What recognition needs, made once from the aliases.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    /// Lower-case words of all aliases, places and word classes; the id of a word is its symbol.
    pub vocabulary: Vocabulary,
    pub trie: Trie,
    /// Classes by symbol.
    pub classes: Vec<Class>,
    /// Shape and guards by alias.
    pub rules: Vec<Rule>,
    /// Shape by blocked phrase.
    pub blocked: Vec<Rule>,
    /// States of the gazetteer's places.
    pub places: Vec<Place>,
    pub offices: Offices,
    /// First words of aliases that may begin with a small letter.
    pub begins_small: FxHashSet<Symbol>,
    /// Beginnings of words, each with the symbol that stands for all words so beginning.
    pub prefixes: Vec<(String, Symbol)>,
}

/// A town or region of the gazetteer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Index of its state.
    pub state: u32,
    /// It has the capital's share of common words, so that it counts only beside a preposition or comma.
    pub doubtful: bool,
}

/// How an alias must look and what may not stand beside it.
#[derive(Debug, Clone, Default)]
pub(super) struct Rule {
    pub case: CaseRule,
    /// Per word: 0 small letters, 1 capitalised, 2 capitals throughout, 3 no letters.
    pub shape: Vec<u8>,
    pub before: Vec<Vec<Symbol>>,
    pub after: Vec<Vec<Symbol>>,
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

    /// An alias by its number.
    pub(super) fn alias(&self, number: u32) -> &Alias {
        &self.aliases[number as usize]
    }

    /// A fingerprint of the content (FNV-1a, 64 bits, 16 hex digits): the same for the same actors, names
    /// and blocked phrases, whatever the order of rows and files.
    pub fn digest(&self) -> String {
        let mut lines: Vec<String> = Vec::with_capacity(self.aliases.len());
        for (index, actor) in self.actors.iter().enumerate() {
            let head = format!(
                "{}\t{}\t{}\t{}",
                actor.id,
                actor.label,
                actor.kind.as_str(),
                actor.country
            );
            lines.push(format!("{head}\t{}", self.wikidata[index]));
            for a in self.aliases(index as u32) {
                let day =
                    |d: Option<crate::model::Date>| d.map_or_else(String::new, |d| d.to_string());
                let mut guards = [a.not_preceded_by.clone(), a.not_followed_by.clone()];
                guards.iter_mut().for_each(|g| g.sort_unstable());
                lines.push(format!(
                    "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                    actor.id,
                    a.kind.as_str(),
                    a.text,
                    a.language,
                    day(a.from),
                    day(a.to),
                    a.case.as_str(),
                    a.country,
                    guards[0].join(";"),
                    guards[1].join(";"),
                ));
            }
        }
        lines.sort_unstable();
        lines.dedup();
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in lines.iter().flat_map(|l| l.bytes().chain([b'\n'])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{hash:016x}")
    }
}

/// A dictionary under construction.
#[derive(Default)]
struct Draft {
    actors: Vec<ActorInfo>,
    typed: Vec<bool>,
    wikidata: Vec<String>,
    aliases: Vec<Vec<Alias>>,
    blocked: Vec<Row>,
    by_id: FxHashMap<String, u32>,
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

impl Compiled {
    fn new(
        actors: &[ActorInfo],
        aliases: &[Alias],
        blocked: &[Row],
        by_id: &FxHashMap<String, u32>,
    ) -> Self {
        let mut build = Builder {
            tokeniser: Tokeniser::new(),
            tokens: Tokens::default(),
        };
        let mut out = Self {
            trie: Trie::new(),
            ..Self::default()
        };
        for (number, alias) in aliases.iter().enumerate() {
            let (mut path, shape) = build.path(&alias.text);
            if let Some(stem) = alias.text.strip_suffix('*').filter(|s| !s.is_empty()) {
                path = out.prefix_path(&mut build, stem);
            }
            let before = build.phrases(&alias.not_preceded_by);
            let after = build.phrases(&alias.not_followed_by);
            out.rules.push(Rule {
                case: alias.case,
                shape,
                before,
                after,
            });
            let entry = if alias.kind == AliasKind::Title {
                let holder = &actors[alias.actor as usize];
                let state = by_id.get(&alias.country).copied();
                Entry::Office(out.offices.add(alias, holder, state))
            } else {
                Entry::Alias(number as u32)
            };
            if let Some(&first) = path.first() {
                let small = out.rules[number]
                    .shape
                    .first()
                    .is_some_and(|&s| s == 0 || s == 3);
                if small || alias.case == CaseRule::Any || alias.kind == AliasKind::Title {
                    out.begins_small.insert(first);
                }
                out.trie.insert(&path, entry);
            }
        }
        for (number, row) in blocked.iter().enumerate() {
            let (path, shape) = build.path(&row.alias);
            let before = build.phrases(&row.before);
            let after = build.phrases(&row.after);
            out.blocked.push(Rule {
                case: row.case,
                shape,
                before,
                after,
            });
            if let Some(&first) = path.first() {
                out.begins_small.insert(first);
                out.trie.insert(&path, Entry::Blocked(number as u32));
            }
        }
        out.add_places(&mut build, by_id);
        out.trie.freeze();
        out.offices.finish();
        let vocabulary = &mut build.tokeniser.vocabulary;
        let mut classes = Vec::new();
        let mut note = |vocabulary: &mut Vocabulary, word: &str, class: Class| {
            let id = vocabulary.intern(word) as usize;
            if classes.len() <= id {
                classes.resize(id + 1, Class::NONE);
            }
            let slot: &mut Class = &mut classes[id];
            *slot = slot.or(class);
        };
        for line in lines(builtin::CLASSES) {
            if let Some((name, words)) = line.split_once(':')
                && let Some(class) = Class::parse(name.trim())
            {
                words
                    .split_whitespace()
                    .for_each(|w| note(vocabulary, w, class));
            }
        }
        for word in lines(builtin::GIVEN).flat_map(str::split_whitespace) {
            note(vocabulary, word, Class::GIVEN);
        }
        for word in lines(builtin::COMMON).flat_map(str::split_whitespace) {
            note(vocabulary, word, Class::COMMON);
        }
        classes.resize(vocabulary.len(), Class::NONE);
        out.classes = classes;
        out.vocabulary = build.tokeniser.vocabulary;
        out
    }

    /// A path whose last word is any word that begins with the given letters.
    fn prefix_path(&mut self, build: &mut Builder, stem: &str) -> Vec<Symbol> {
        let (mut path, _) = build.path(stem);
        if let Some(last) = path.pop() {
            let word = build.tokeniser.vocabulary.word(last).to_owned();
            let symbol = build.tokeniser.vocabulary.intern(&format!("{word}*"));
            if !self.prefixes.iter().any(|(_, s)| *s == symbol) {
                self.prefixes.push((word, symbol));
            }
            path.push(symbol);
        }
        path
    }

    fn add_places(&mut self, build: &mut Builder, by_id: &FxHashMap<String, u32>) {
        for line in lines(builtin::PLACES) {
            let Some((code, names)) = line.split_once(':') else {
                continue;
            };
            let Some(&state) = by_id.get(code.trim()) else {
                continue;
            };
            for name in names.split(';').map(str::trim).filter(|n| !n.is_empty()) {
                let (name, doubtful) = name.strip_prefix('?').map_or((name, false), |n| (n, true));
                let number = self.places.len() as u32;
                self.places.push(Place { state, doubtful });
                let (path, _) = build.path(name);
                self.trie.insert(&path, Entry::Place(number));
            }
        }
    }

    /// The symbol of a lower-case word.
    pub(super) fn symbol(&self, lower: &str) -> Symbol {
        self.vocabulary.get(lower).unwrap_or(NO_SYMBOL)
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
}

struct Builder {
    tokeniser: Tokeniser,
    tokens: Tokens,
}

impl Builder {
    /// The symbols and shapes of the words of a phrase.
    fn path(&mut self, phrase: &str) -> (Vec<Symbol>, Vec<u8>) {
        self.tokeniser.tokenise("", phrase, &mut self.tokens);
        let vocabulary = &self.tokeniser.vocabulary;
        self.tokens
            .tokens
            .iter()
            .map(|t| {
                (
                    vocabulary.lower(t.word),
                    shape_code(vocabulary.shape(t.word)),
                )
            })
            .unzip()
    }

    fn phrases(&mut self, phrases: &[String]) -> Vec<Vec<Symbol>> {
        phrases
            .iter()
            .map(|p| self.path(p).0)
            .filter(|p| !p.is_empty())
            .collect()
    }
}

/// 0 small letters, 1 capitalised, 2 capitals throughout (of at least two letters), 3 no letters.
pub(super) fn shape_code(shape: crate::text::Shape) -> u8 {
    if !shape.is_alphabetic() || shape.is_cjk() {
        3
    } else if shape.is_all_upper() && !shape.is_one_letter() {
        2
    } else {
        u8::from(shape.is_capitalised())
    }
}
