//! Persons whom articles introduce, looked at over the whole store: one person, one id.
//!
//! An article alone cannot tell that another one names the same person with or without the state, by the family name alone or
//! with another middle name, or that two persons of one state share a family name. What is decided here follows from
//! the persons of all articles and how many articles introduce each, whatever the lens, so merged stores equal one ingest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{TantivyError, Term};

use crate::model::{ActorInfo, ActorType};
use crate::text::first_and_last;

use super::schema::Fields;
use super::{Store, StoreError};

/// Of the articles that give a person of that name a state, so many in four must give the same one for the others to be
/// taken for slips or for another view of the same person.
const OF_FOUR: u64 = 3;

/// Who is meant by the persons that articles introduce. A copy costs nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Persons {
    /// Persons as articles have them ([`line`]), ascending, with who is meant.
    list: Arc<[(String, ActorInfo)]>,
}

/// A person as an article introduces them.
#[derive(Debug)]
struct Introduced {
    info: ActorInfo,
    given: String,
    last: String,
    articles: u64,
}

impl Introduced {
    fn new(info: ActorInfo, articles: u64) -> Self {
        let (given, last) = match first_and_last(&info.label) {
            (first, Some(last)) => (first, last),
            (only, None) => (String::new(), only),
        };
        Self {
            info,
            given,
            last,
            articles,
        }
    }
}

/// A person of the store: state (empty for none), family name, given name (empty where only the family name is known).
type Key = (String, String, String);

/// The text under which a store keeps a person.
pub(super) fn line(info: &ActorInfo) -> String {
    [&info.id, &info.label, info.kind.as_str(), &info.country].join("\u{1f}")
}

fn parse(line: &str) -> ActorInfo {
    let mut parts = line.split('\u{1f}').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    ActorInfo {
        id: next(),
        label: next(),
        kind: ActorType::parse(&next()).unwrap_or(ActorType::Person),
        country: next(),
    }
}

impl Persons {
    /// Decides who is meant; `lines` are persons as articles have them with the number of these articles.
    fn new(lines: BTreeMap<String, u64>) -> Self {
        let (mut known, mut gone) = (Vec::new(), Vec::new());
        for (text, articles) in lines {
            let info = parse(&text);
            if articles > 0 {
                known.push((text, Introduced::new(info, articles)));
            } else {
                gone.push((text, info));
            }
        }
        let introduced: Vec<&Introduced> = known.iter().map(|(_, person)| person).collect();
        let keys = keys(&introduced);
        let meant = described(&introduced, &keys);
        let mut list: Vec<(String, ActorInfo)> = known
            .iter()
            .zip(&keys)
            .map(|((text, _), key)| (text.clone(), meant[key].clone()))
            .chain(gone)
            .collect();
        list.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Self { list: list.into() }
    }

    /// Who is meant by each person that articles introduce, in the order of their texts.
    pub(super) fn meant(&self) -> impl Iterator<Item = &ActorInfo> {
        self.list.iter().map(|(_, info)| info)
    }

    /// The ids that articles use, in the same order.
    pub(super) fn own_ids(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(text, _)| own_id(text))
    }

    /// The id that an article uses for the person whom it introduces by a text, and who is meant.
    pub(super) fn ids_of(&self, text: &str) -> Option<(&str, &str)> {
        let found = self
            .list
            .binary_search_by(|(known, _)| known.as_str().cmp(text));
        let (text, info) = &self.list[found.ok()?];
        Some((own_id(text), &info.id))
    }

    /// The id of the person whom an article introduces so.
    pub(super) fn id_of<'p>(&'p self, info: &'p ActorInfo) -> &'p str {
        let text = line(info);
        let found = self.list.binary_search_by(|(known, _)| known.cmp(&text));
        found.map_or(&info.id, |at| &self.list[at].1.id)
    }

    /// The query for the articles in which an actor acts.
    pub(super) fn query(&self, id: &str, fields: &Fields) -> Box<dyn Query> {
        let term = |id: &str| -> Box<dyn Query> {
            let term = Term::from_field_text(fields.actor, id);
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        };
        let introduced = |text: &str| -> Box<dyn Query> {
            let bound =
                || std::ops::Bound::Included(Term::from_field_text(fields.discovered, text));
            Box::new(RangeQuery::new(bound(), bound()))
        };
        let mut any: Vec<Box<dyn Query>> = Vec::new();
        let mut is_own = false;
        for (text, info) in self.list.iter() {
            let own = own_id(text);
            is_own |= own == id;
            if info.id == id {
                any.push(Box::new(BooleanQuery::new(vec![
                    (Occur::Must, term(own)),
                    (Occur::Must, introduced(text)),
                ])));
            }
        }
        if !is_own {
            any.push(term(id));
        }
        Box::new(BooleanQuery::union(any))
    }
}

fn own_id(line: &str) -> &str {
    line.split('\u{1f}').next().unwrap_or(line)
}

/// To whom of the store each belongs.
fn keys(introduced: &[&Introduced]) -> Vec<Key> {
    let states = states(introduced);
    let in_full = |person: &&&Introduced| !person.given.is_empty();
    // The given names of each family of a state.
    let mut families: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for person in introduced.iter().filter(in_full) {
        let family = families.entry((state_of(&states, person), &person.last));
        family.or_default().insert(&person.given);
    }
    let only = |state: &str, last: &str, fits: &dyn Fn(&str) -> bool| {
        let mut fitting = families
            .get(&(state, last))
            .into_iter()
            .flatten()
            .filter(|given| given.chars().count() > 1 && fits(given));
        let found = fitting.next();
        found.filter(|_| fitting.next().is_none()).copied()
    };
    let key = |person: &&Introduced| {
        let state = state_of(&states, person);
        let initial = person.given.chars().count() == 1;
        let given = match person.given.as_str() {
            "" if state.is_empty() => None,
            "" => only(state, &person.last, &|_| true),
            given if initial => only(state, &person.last, &|full| full.starts_with(given)),
            given => Some(given),
        };
        (
            state.to_owned(),
            person.last.clone(),
            given.unwrap_or(&person.given).to_owned(),
        )
    };
    introduced.iter().map(key).collect()
}

/// By given and family name: a state, if there is one for all of that name.
type States<'i> = BTreeMap<(&'i str, &'i str), Option<&'i str>>;

/// The state of a person: that of all of the name, else the one that the article gives.
fn state_of<'i>(states: &States<'i>, person: &'i Introduced) -> &'i str {
    let named = states.get(&(person.given.as_str(), person.last.as_str()));
    named.copied().flatten().unwrap_or(&person.info.country)
}

/// By given and family name: the state that all of that name are taken to belong to; `None` where articles differ.
fn states<'i>(introduced: &[&'i Introduced]) -> States<'i> {
    let mut articles: BTreeMap<(&str, &str), BTreeMap<&str, u64>> = BTreeMap::new();
    for person in introduced.iter().filter(|p| !p.given.is_empty()) {
        let of_name = articles.entry((&person.given, &person.last)).or_default();
        if !person.info.country.is_empty() {
            *of_name.entry(&person.info.country).or_default() += person.articles;
        }
    }
    let prevailing = |of_name: BTreeMap<&'i str, u64>| {
        let all: u64 = of_name.values().sum();
        let most = of_name.into_iter().max_by_key(|&(_, n)| n);
        most.filter(|&(_, n)| 4 * n >= OF_FOUR * all)
            .map(|(state, _)| state)
    };
    articles
        .into_iter()
        .map(|(name, of_name)| (name, prevailing(of_name)))
        .collect()
}

/// Id, name and state of each person of the store.
fn described(introduced: &[&Introduced], keys: &[Key]) -> BTreeMap<Key, ActorInfo> {
    let mut members: BTreeMap<&Key, Vec<&Introduced>> = BTreeMap::new();
    for (person, key) in introduced.iter().zip(keys) {
        members.entry(key).or_default().push(person);
    }
    let mut in_family: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (state, last, _) in members.keys() {
        *in_family.entry((state, last)).or_default() += 1;
    }
    let mut described = BTreeMap::new();
    for (key, persons) in &members {
        let (state, last, given) = *key;
        let ids: BTreeSet<&str> = persons.iter().map(|p| p.info.id.as_str()).collect();
        let first = ids.first().copied().unwrap_or_default();
        let (short, long) = (format!("{state}:{last}"), format!("{state}:{last}_{given}"));
        let shared = in_family[&(state.as_str(), last.as_str())] > 1;
        let id = if state.is_empty() {
            first.to_owned()
        } else if given.is_empty() || !shared && ids.contains(short.as_str()) {
            short
        } else {
            long
        };
        let mut labels: BTreeMap<&str, u64> = BTreeMap::new();
        for person in persons
            .iter()
            .filter(|p| p.given.is_empty() == given.is_empty())
        {
            *labels.entry(&person.info.label).or_default() += person.articles;
        }
        let label = labels
            .into_iter()
            .max_by_key(|&(label, n)| (n, std::cmp::Reverse(label)))
            .map_or("", |(label, _)| label);
        let info = ActorInfo {
            id,
            label: label.to_owned(),
            kind: persons[0].info.kind,
            country: state.clone(),
        };
        described.insert((*key).clone(), info);
    }
    described
}

impl Store {
    /// Who is meant by the persons that articles introduce, decided once over all articles.
    pub(super) fn persons(&self) -> Result<&Persons, StoreError> {
        if let Some(persons) = self.persons.get() {
            return Ok(persons);
        }
        let mut lines: BTreeMap<String, u64> = BTreeMap::new();
        for reader in self.searcher.segment_readers() {
            let Some(column) = reader.fast_fields().str("discovered")? else {
                continue;
            };
            let mut articles = vec![0_u64; column.num_terms()];
            for doc in reader.doc_ids_alive() {
                for ordinal in column.term_ords(doc) {
                    if let Some(articles) = articles.get_mut(ordinal as usize) {
                        *articles += 1;
                    }
                }
            }
            for (text, articles) in terms(&column)?.into_iter().zip(articles) {
                *lines.entry(text).or_default() += articles;
            }
        }
        Ok(self.persons.get_or_init(|| Persons::new(lines)))
    }
}

/// The terms of a column, ascending.
pub(super) fn terms(column: &StrColumn) -> tantivy::Result<Vec<String>> {
    let mut terms = Vec::new();
    let mut stream = column.dictionary().stream().map_err(TantivyError::from)?;
    while stream.advance() {
        terms.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids and names of the persons meant, for persons given as id, name, state and number of articles.
    fn meant(persons: &[(&str, &str, &str, u64)]) -> Vec<(String, String)> {
        let info = |(id, label, country, _): &(&str, &str, &str, u64)| ActorInfo {
            id: (*id).to_owned(),
            label: (*label).to_owned(),
            kind: ActorType::Person,
            country: (*country).to_owned(),
        };
        let lines = persons.iter().map(|p| (line(&info(p)), p.3)).collect();
        let known = Persons::new(lines);
        let of = |p| {
            let own = info(p);
            let id = known.id_of(&own).to_owned();
            let label = known.meant().find(|m| m.id == id).unwrap().label.clone();
            (id, label)
        };
        persons.iter().map(of).collect()
    }

    #[test]
    fn one_person_has_one_id() {
        let found = meant(&[
            ("USA:doe", "Jane Doe", "USA", 3),
            ("person:jane_doe", "Jane Doe", "", 5),
            ("USA:doe", "Jane Q. Doe", "USA", 1),
            ("USA:doe", "Doe", "USA", 1),
            ("USA:doe_j", "J. Doe", "USA", 1),
            ("person:doe_doe", "Doe", "", 2),
        ]);
        let jane = ("USA:doe".to_owned(), "Jane Doe".to_owned());
        assert!(found[..5].iter().all(|one| *one == jane), "{found:?}");
        // A family name without a state may be anybody's.
        assert_eq!(found[5].0, "person:doe_doe");
    }

    #[test]
    fn two_persons_of_one_family_name_have_two() {
        let found = meant(&[
            ("USA:doe", "Jane Doe", "USA", 3),
            ("USA:doe", "John Doe", "USA", 2),
            ("USA:doe", "Doe", "USA", 1),
            ("FRA:doe", "Doe", "FRA", 1),
        ]);
        let ids: Vec<&str> = found.iter().map(|f| f.0.as_str()).collect();
        assert_eq!(ids, ["USA:doe_jane", "USA:doe_john", "USA:doe", "FRA:doe"]);
    }

    #[test]
    fn a_state_that_most_articles_give_holds() {
        let found = meant(&[
            ("USA:roe", "Ann Roe", "USA", 6),
            ("MEX:roe", "Ann Roe", "MEX", 2),
            ("person:ann_roe", "Ann Roe", "", 1),
            ("USA:poe", "Max Poe", "USA", 2),
            ("GBR:poe", "Max Poe", "GBR", 2),
            ("person:max_poe", "Max Poe", "", 1),
        ]);
        let ids: Vec<&str> = found.iter().map(|f| f.0.as_str()).collect();
        assert_eq!(
            ids,
            [
                "USA:roe",
                "USA:roe",
                "USA:roe",
                "USA:poe",
                "GBR:poe",
                "person:max_poe"
            ]
        );
    }

    #[test]
    fn persons_of_removed_articles_decide_nothing() {
        let found = meant(&[
            ("USA:doe", "Jane Doe", "USA", 3),
            ("USA:doe", "John Doe", "USA", 0),
        ]);
        assert_eq!(found[0].0, "USA:doe");
    }
}
