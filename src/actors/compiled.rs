//! The tables that recognition looks things up in, made once from the aliases.

use hashbrown::{HashMap, HashSet};

use crate::model::{ActorInfo, ActorType, Date};
use crate::text::{Shape, Tokeniser, Tokens, Vocabulary};

use super::alias::{Alias, AliasKind, CaseRule};
use super::builtin;
use super::lexicon::Class;
use super::offices::Offices;
use super::rows::Row;
use super::sex::{Sex, sex_of_class};
use super::trie::{Entry, NO_SYMBOL, Symbol, Trie};
use super::weights::Weights;

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
    pub readings: Weights,
    pub former: Vec<Former>,
    pub offices: Offices,
    /// Sexes of persons by actor, as far as given names tell.
    pub sexes: Vec<Option<Sex>>,
    /// First words of aliases that may begin with a small letter.
    pub begins_small: HashSet<Symbol>,
    /// Beginnings of words, each with the symbol that stands for all words so beginning.
    pub prefixes: Vec<(String, Symbol)>,
}

/// A town or region of the gazetteer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Index of its state.
    pub state: u32,
    /// Where it counts.
    pub rule: PlaceRule,
    /// It is a part of the state that towns are told apart by: `Paris, Texas`.
    pub unit: bool,
}

/// A state that was part of another until a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Former {
    pub now: u32,
    pub then: u32,
    pub until: Date,
}

/// Former states, their last day and first successors by ISO 3166-1 code.
type Succession = (&'static str, (i32, u32, u32), &'static [&'static str]);

const FORMER: &[Succession] = &[
    (
        "SUN",
        (1991, 12, 26),
        &[
            "RUS", "UKR", "BLR", "MDA", "GEO", "ARM", "AZE", "KAZ", "UZB", "KGZ", "TJK", "TKM",
            "EST", "LVA", "LTU",
        ],
    ),
    (
        "YUG",
        (1992, 4, 27),
        &["SRB", "MNE", "HRV", "SVN", "BIH", "MKD", "XKX"],
    ),
    ("CSK", (1993, 1, 1), &["CZE", "SVK"]),
];

/// Where the name of a place counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceRule {
    /// Everywhere.
    Anywhere,
    /// After a preposition of place, or before a comma and a capital.
    BesideSign,
    /// After a comma.
    AfterComma,
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

impl Compiled {
    pub(super) fn new(
        actors: &[ActorInfo],
        aliases: &[Alias],
        blocked: &[Row],
        by_id: &HashMap<String, u32>,
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
            let (mut path, shape) = build.running(&alias.text);
            // At the end of a text the full stop is a mark of its own.
            let stopped = alias.text.ends_with('.').then(|| build.path(&alias.text).0);
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
                if let Some(stopped) = stopped
                    && stopped.len() == path.len() + 1
                    && alias.text.contains(". ")
                {
                    out.trie.insert(&stopped[..path.len()], entry);
                }
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
        for (then, (year, month, day), successors) in FORMER {
            let Some(until) = Date::from_ymd(*year, *month, *day) else {
                continue;
            };
            let Some(&then) = by_id.get(*then) else {
                continue;
            };
            for now in successors.iter().filter_map(|s| by_id.get(*s)) {
                out.former.push(Former {
                    now: *now,
                    then,
                    until,
                });
            }
        }
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
        // Signs that the rules ask for; the words that they ask for are in the classes.
        for sign in [
            ",", ".", "-", "–", "&", "(", ")", "<", ">", "/", "'", "'s", "’s", "\"", ":", ";", "_",
        ] {
            vocabulary.intern(sign);
        }
        for c in AFTER_PAIR.chars() {
            vocabulary.intern(c.encode_utf8(&mut [0; 4]));
        }
        for word in lines(builtin::WOMEN)
            .flat_map(str::split_whitespace)
            .filter(|w| !w.contains(':'))
        {
            note(vocabulary, word, Class::FEMALE);
        }
        for c in HYPHENS.iter().chain(DASHES) {
            vocabulary.intern(c.encode_utf8(&mut [0; 4]));
        }
        out.readings = Weights::parse(builtin::READINGS, vocabulary);
        classes.resize(vocabulary.len(), Class::NONE);
        out.sexes = sexes(actors, vocabulary, &classes);
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

    fn add_places(&mut self, build: &mut Builder, by_id: &HashMap<String, u32>) {
        for line in lines(builtin::PLACES) {
            let Some((code, names)) = line.split_once(':') else {
                continue;
            };
            let Some(&state) = by_id.get(code.trim()) else {
                continue;
            };
            for name in names.split(';').map(str::trim).filter(|n| !n.is_empty()) {
                let (rule, unit, name) = match name.split_at_checked(1) {
                    Some(("?", rest)) => (PlaceRule::BesideSign, false, rest),
                    Some(("!", rest)) => (PlaceRule::AfterComma, true, rest),
                    Some(("+", rest)) => (PlaceRule::Anywhere, true, rest),
                    _ => (PlaceRule::Anywhere, false, name),
                };
                let number = self.places.len() as u32;
                self.places.push(Place { state, rule, unit });
                let (path, _) = build.path(name);
                self.trie.insert(&path, Entry::Place(number));
                // `Malvern, Pa., March 5`: an abbreviation keeps its full stop within a sentence.
                if name.ends_with('.') {
                    let (path, _) = build.running(name);
                    self.trie.insert(&path, Entry::Place(number));
                }
            }
        }
    }

    /// The state that a place of the gazetteer belonged to on the day.
    pub(super) fn state_of(&self, place: u32, day: Option<Date>) -> u32 {
        let state = self.places[place as usize].state;
        self.former
            .iter()
            .find(|f| f.now == state && day.is_some_and(|d| d < f.until))
            .map_or(state, |f| f.then)
    }

    /// The symbol of a lower-case word.
    pub(super) fn symbol(&self, lower: &str) -> Symbol {
        self.vocabulary.get(lower).unwrap_or(NO_SYMBOL)
    }
}

/// The sexes of persons, by their given names and by the list of those whose given name tells nothing.
fn sexes(actors: &[ActorInfo], vocabulary: &Vocabulary, classes: &[Class]) -> Vec<Option<Sex>> {
    let women: HashSet<&str> = lines(builtin::WOMEN)
        .flat_map(str::split_whitespace)
        .filter(|w| w.contains(':'))
        .collect();
    let sex = |actor: &ActorInfo| {
        if actor.kind != ActorType::Person {
            return None;
        }
        if women.contains(actor.id.as_str()) {
            return Some(Sex::Woman);
        }
        let given = actor.label.split([' ', '-']).next()?.to_lowercase();
        sex_of_class(classes[vocabulary.get(&given)? as usize])
    };
    actors.iter().map(sex).collect()
}

/// What follows a pair of one-character names of states (`中美关系`), by first character.
pub(super) const AFTER_PAIR: &str =
    "关两双元领会贸友合战冲边联建经军峰伙同三人外总首高文民间投防安核";

/// Signs other than `-` that join the parts of a compound.
pub(super) const HYPHENS: &[char] = &['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}'];
/// Signs that set off a clause, and join the parts of a compound after a combining form alone.
pub(super) const DASHES: &[char] = &['\u{2014}', '\u{2015}'];

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

    /// The symbols and shapes of the words of a phrase as they stand within a sentence, where an abbreviation keeps its
    /// full stop.
    fn running(&mut self, phrase: &str) -> (Vec<Symbol>, Vec<u8>) {
        if !phrase.ends_with('.') {
            return self.path(phrase);
        }
        let (mut path, mut shape) = self.path(&format!("{phrase} x"));
        path.pop();
        shape.pop();
        (path, shape)
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
pub(super) fn shape_code(shape: Shape) -> u8 {
    if !shape.is_alphabetic() || shape.is_cjk() {
        3
    } else if shape.is_all_upper() && !shape.is_one_letter() {
        2
    } else {
        u8::from(shape.is_capitalised())
    }
}
