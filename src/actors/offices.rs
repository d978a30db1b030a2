//! Offices and who holds them when.

use hashbrown::HashMap;

use crate::model::{ActorInfo, Date};

use super::alias::Alias;

/// A term of office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub office: u32,
    /// Index of the state or organisation; none when the dictionary lacks it.
    pub state: Option<u32>,
    pub holder: u32,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl Term {
    pub(super) fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|f| f <= day) && self.to.is_none_or(|t| day <= t)
    }
}

/// The offices at the head of a state or its government.
pub(super) const HEADS: [&str; 16] = [
    "president",
    "prime minister",
    "chancellor",
    "premier",
    "king",
    "queen",
    "emperor",
    "emir",
    "sultan",
    "supreme leader",
    "general secretary",
    "taoiseach",
    "pope",
    "grand duke",
    "prince",
    "leader",
];

/// All terms, found by office and state or by holder.
#[derive(Debug, Default)]
pub(super) struct Offices {
    names: HashMap<String, u32>,
    labels: Vec<String>,
    terms: Vec<Term>,
    by_state: HashMap<(u32, u32), Vec<u32>>,
    by_holder: HashMap<u32, Vec<u32>>,
    /// The state of an office that names it (`president of the European Commission`).
    bound: HashMap<u32, Option<u32>>,
}

/// An office of so many words names the body that it is held in, if only one state has it.
const NAMES_ITS_BODY: usize = 3;

impl Offices {
    /// Notes a term; returns the office's number.
    pub(super) fn add(&mut self, alias: &Alias, _holder: &ActorInfo, state: Option<u32>) -> u32 {
        let name = alias.text.to_lowercase();
        let fresh = self.labels.len() as u32;
        let office = *self.names.entry(name.clone()).or_insert(fresh);
        if office == fresh {
            self.labels.push(name);
        }
        self.terms.push(Term {
            office,
            state,
            holder: alias.actor,
            from: alias.from,
            to: alias.to,
        });
        office
    }

    pub(super) fn finish(&mut self) {
        for (at, term) in self.terms.iter().enumerate() {
            if let Some(state) = term.state {
                self.by_state
                    .entry((term.office, state))
                    .or_default()
                    .push(at as u32);
            }
            self.by_holder
                .entry(term.holder)
                .or_default()
                .push(at as u32);
            let words = self.labels[term.office as usize].split_whitespace().count();
            if words >= NAMES_ITS_BODY {
                let bound = self.bound.entry(term.office).or_insert(term.state);
                *bound = bound.filter(|state| Some(*state) == term.state);
            }
        }
    }

    /// The state of an office that is held in no other and names the body itself.
    pub(super) fn bound_to(&self, office: u32) -> Option<u32> {
        self.bound.get(&office).copied().flatten()
    }

    /// Whether someone heads the state or its government on the day.
    pub(super) fn has_head(&self, state: u32, day: Date) -> bool {
        HEADS.iter().any(|name| {
            self.find(name).is_some_and(|office| {
                self.by_state.get(&(office, state)).is_some_and(|terms| {
                    terms
                        .iter()
                        .any(|&at| self.terms[at as usize].holds_on(day))
                })
            })
        })
    }

    /// The number of an office.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.names.get(name).copied()
    }

    /// The office as written in the dictionary.
    pub(super) fn name(&self, office: u32) -> &str {
        &self.labels[office as usize]
    }

    /// The terms of a person.
    pub(super) fn of_holder(&self, holder: u32) -> impl Iterator<Item = &Term> {
        self.by_holder
            .get(&holder)
            .into_iter()
            .flatten()
            .map(|&at| &self.terms[at as usize])
    }

    /// The one who holds the office of the state on the day; none when nobody does, or two do.
    pub(super) fn holder(&self, office: u32, state: u32, day: Date) -> Option<u32> {
        let terms = self.by_state.get(&(office, state))?;
        let mut found = None;
        for term in terms
            .iter()
            .map(|&at| &self.terms[at as usize])
            .filter(|t| t.holds_on(day))
        {
            match found {
                // On the day of a change the successor counts.
                Some((holder, from)) if holder != term.holder => {
                    if from == term.from {
                        return None;
                    }
                    if term.from > from {
                        found = Some((term.holder, term.from));
                    }
                }
                _ => found = Some((term.holder, term.from)),
            }
        }
        found.map(|(holder, _)| holder)
    }
}
