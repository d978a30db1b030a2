//! Outlets, actors and languages as they are typed, matched with those that there are.
//!
//! A name that is none of them is an error that names the nearest ones: an empty table would look like an answer.

use crate::actors::{Dictionary, FoundActor, find};
use crate::error::Error;
use crate::model::ActorInfo;
use crate::store::{Lens, Names, Store};
use crate::text::{languages, likeness};

/// Names that an error suggests.
const SUGGESTED: usize = 5;

/// The outlets and actors of a store and the actors of a dictionary.
#[derive(Debug)]
pub struct Known<'a> {
    store: &'a Store,
    dictionary: &'a Dictionary,
    names: Names,
}

impl<'a> Known<'a> {
    /// Reads the names of the store.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn new(store: &'a Store, dictionary: &'a Dictionary) -> Result<Self, Error> {
        let names = store.names()?;
        Ok(Self {
            store,
            dictionary,
            names,
        })
    }

    /// The id of an actor, typed in whatever case. An actor is known when the dictionary has it or an article names it.
    ///
    /// # Errors
    /// There is no such actor, or several that differ in case alone.
    pub fn actor(&self, typed: &str) -> Result<String, Error> {
        let typed = typed.trim();
        let is_actor = |id: &str| {
            self.dictionary.find(id).is_some()
                || self
                    .names
                    .actors
                    .binary_search_by(|n| n.as_str().cmp(id))
                    .is_ok()
        };
        if is_actor(typed) {
            return Ok(typed.to_owned());
        }
        let same = |id: &&str| id.to_lowercase() == typed.to_lowercase();
        let of_dictionary = (0..self.dictionary.len() as u32).map(|i| self.dictionary.actor(i));
        let states = of_dictionary.clone().map(|info| info.country.as_str());
        let ids = of_dictionary.map(|info| info.id.as_str());
        let all = ids
            .chain(states)
            .chain(self.names.actors.iter().map(String::as_str));
        let mut met: Vec<&str> = all.filter(same).collect();
        met.sort_unstable();
        met.dedup();
        if let [id] = met.as_slice() {
            return Ok((*id).to_owned());
        }
        let nearest = self.actors_named(typed);
        let told = nearest
            .iter()
            .map(|found| format!("{} ({})", found.info.id, found.info.label));
        let more = "Look ids up by name with: demarche actors find NAME";
        Err(unknown("actor", typed, told, more))
    }

    /// The actors of the dictionary, and the persons that articles of the store introduce, whose id or one of whose names is what was
    /// typed or near it; the best first.
    pub fn actors_named(&self, typed: &str) -> Vec<FoundActor> {
        let mut found = self.dictionary.find_by_name(typed);
        let is_new = |info: &&ActorInfo| self.dictionary.find(&info.id).is_none();
        let introduced = self.names.discovered.iter().filter(is_new);
        found.extend(introduced.filter_map(|info| find::best_name(typed, info, [].into_iter())));
        find::sort(&mut found);
        found.dedup_by(|a, b| a.info.id == b.info.id);
        found
    }

    /// The whole name of an outlet, typed in whatever case. An outlet is known when an article has it.
    ///
    /// # Errors
    /// No article has such an outlet.
    pub fn outlet(&self, typed: &str) -> Result<String, Error> {
        let outlets = &self.names.outlets;
        if let Some(outlet) = one_of(outlets.iter().map(String::as_str), typed) {
            return Ok(outlet);
        }
        let shown: Vec<&str> = match near(outlets.iter().map(String::as_str), typed) {
            near if near.is_empty() && outlets.len() <= SUGGESTED => outlets
                .iter()
                .map(String::as_str)
                .filter(|o| !o.is_empty())
                .collect(),
            near => near,
        };
        let more = format!(
            "All outlets: demarche info --store {}",
            self.store.path().display()
        );
        Err(unknown("outlet", typed, shown, &more))
    }

    /// The code of a language, typed in whatever case. A language is known when ISO 639-1 has it or an article is in it.
    ///
    /// # Errors
    /// There is no such language.
    pub fn language(&self, typed: &str) -> Result<String, Error> {
        let in_store = self.names.languages.iter().map(String::as_str);
        if let Some(code) = one_of(in_store.chain(languages().map(|l| l.0)), typed) {
            return Ok(code);
        }
        let mut ranked: Vec<(u32, &str, &str)> = languages()
            .filter_map(|(code, name)| {
                let by_code = typed
                    .split(['-', '_'])
                    .next()
                    .is_some_and(|part| part.eq_ignore_ascii_case(code));
                let rank = if by_code {
                    Some(0)
                } else {
                    likeness(typed, name)
                };
                rank.map(|rank| (rank, code, name))
            })
            .collect();
        ranked.sort_unstable();
        let told = ranked
            .iter()
            .map(|(_, code, name)| format!("{code} ({name})"));
        let more = "Languages are named by their ISO 639-1 codes, such as en";
        Err(unknown("language", typed, told, more))
    }

    /// The lens with outlets, actors and languages as the store writes them.
    ///
    /// # Errors
    /// One of them is unknown.
    pub fn lens(&self, lens: &Lens) -> Result<Lens, Error> {
        let all = |typed: &[String], find: &dyn Fn(&str) -> Result<String, Error>| {
            typed.iter().map(|t| find(t)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Lens {
            outlets: all(&lens.outlets, &|t| self.outlet(t))?,
            actors: all(&lens.actors, &|t| self.actor(t))?,
            languages: all(&lens.languages, &|t| self.language(t))?,
            ..lens.clone()
        })
    }
}

/// The lens with its outlets, actors and languages as the store and the dictionary write them.
///
/// # Errors
/// One of them, or an actor or language of the query, is unknown; the nearest names are told. Or the query cannot be understood, or the store
/// cannot be read.
pub fn settled(store: &Store, dictionary: &Dictionary, lens: &Lens) -> Result<Lens, Error> {
    let parsed = lens.parsed()?;
    let asked = parsed
        .as_ref()
        .map(|p| (p.root.actors(), p.root.languages()));
    let (actors, languages) = asked.unwrap_or_default();
    let named = lens.outlets.len() + lens.actors.len() + lens.languages.len();
    if named + actors.len() + languages.len() == 0 {
        return Ok(lens.clone());
    }
    let known = Known::new(store, dictionary)?;
    // The index finds those of a query in whatever case; here they are only known or not.
    for actor in actors {
        known.actor(actor)?;
    }
    for language in languages {
        known.language(language)?;
    }
    known.lens(lens)
}

/// Why no article meets a lens, in a sentence; `None` where some do, or where the lens is open.
///
/// # Errors
/// The query cannot be understood or the store cannot be read.
pub fn why_empty(store: &Store, lens: &Lens) -> Result<Option<String>, Error> {
    if lens.is_open() || store.count(lens)? > 0 {
        return Ok(None);
    }
    let listed = |of: &str, names: &[String]| format!("no article {of} {}", names.join(" or "));
    let mut parts = Vec::new();
    if !lens.query.trim().is_empty() {
        let part = Lens {
            query: lens.query.clone(),
            ..Lens::default()
        };
        parts.push((part, format!("no article matches the query {}", lens.query)));
    }
    if lens.from.is_some() || lens.to.is_some() {
        let part = Lens {
            from: lens.from,
            to: lens.to,
            ..Lens::default()
        };
        let days = match (lens.from, lens.to) {
            (Some(from), Some(to)) => format!("between {from} and {to}"),
            (Some(from), None) => format!("on {from} or later"),
            (None, Some(to)) => format!("on {to} or earlier"),
            (None, None) => String::new(),
        };
        parts.push((part, format!("no article is dated {days}")));
    }
    if !lens.outlets.is_empty() {
        let part = Lens {
            outlets: lens.outlets.clone(),
            ..Lens::default()
        };
        parts.push((part, listed("is of the outlet", &lens.outlets)));
    }
    if !lens.actors.is_empty() {
        let part = Lens {
            actors: lens.actors.clone(),
            ..Lens::default()
        };
        parts.push((part, listed("mentions as an actor", &lens.actors)));
    }
    if !lens.languages.is_empty() {
        let part = Lens {
            languages: lens.languages.clone(),
            ..Lens::default()
        };
        parts.push((part, listed("is in the language", &lens.languages)));
    }
    let mut why = Vec::new();
    for (part, told) in parts {
        if store.count(&part)? == 0 {
            why.push(told);
        }
    }
    Ok(Some(if why.is_empty() {
        "No article meets all parts of the lens at once.".to_owned()
    } else {
        format!("No article meets the lens: {}.", why.join("; "))
    }))
}

/// The name that is what was typed, or the only one that differs from it in case alone.
fn one_of<'n>(names: impl Iterator<Item = &'n str>, typed: &str) -> Option<String> {
    let typed = typed.trim();
    let lower = typed.to_lowercase();
    let mut same: Vec<&str> = names.filter(|name| name.to_lowercase() == lower).collect();
    same.sort_unstable();
    same.dedup();
    match same.as_slice() {
        [name] => Some((*name).to_owned()),
        several if several.contains(&typed) => Some(typed.to_owned()),
        _ => None,
    }
}

/// The names that are like what was typed, the likest first.
fn near<'n>(names: impl Iterator<Item = &'n str>, typed: &str) -> Vec<&'n str> {
    let ranked = |name: &'n str| likeness(typed, name).map(|rank| (rank, name));
    let mut ranked: Vec<_> = names.filter_map(ranked).collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, name)| name).collect()
}

fn unknown(
    what: &'static str,
    typed: &str,
    nearest: impl IntoIterator<Item = impl std::fmt::Display>,
    more: &str,
) -> Error {
    let mut nearest: Vec<String> = nearest.into_iter().map(|n| n.to_string()).collect();
    nearest.truncate(SUGGESTED);
    let hint = if nearest.is_empty() {
        format!(". {more}")
    } else {
        format!("; did you mean {}? {more}", nearest.join(", "))
    };
    let name = typed.to_owned();
    Error::Unknown { what, name, hint }
}
