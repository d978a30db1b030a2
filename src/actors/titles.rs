//! Offices that stand for the one who holds them: `the Russian president`, `China's leader`, `the president`.

use crate::model::{ActorType, Date};

use super::introduced::Introduced;
use super::lexicon::Class;
use super::matching::{Hit, Match, Matches};
use super::name::{Cover, covering};
use super::offices::HEADS;
use super::view::View;

/// What the titles of an article are read from.
pub(super) struct Titles<'a> {
    pub view: &'a View<'a>,
    pub matches: &'a Matches,
    pub cover: &'a Cover,
    pub introduced: &'a Introduced,
    /// The state that the article is about, if one stands out.
    pub dominant: Option<u32>,
}

/// Whose office the text says it is.
enum Of {
    /// A state's or a body's.
    State(u32),
    /// Something else's.
    Other,
    /// Nobody's: `the president`.
    Nobody,
}

impl Titles<'_> {
    /// Who is meant by the office at the match, and how sure that is in percent.
    pub(super) fn holder(&self, m: &Match, office: u32) -> Option<(u32, u8)> {
        if self.belongs_to_name(m) || self.is_another(m) {
            return None;
        }
        if let Some(state) = self.view.compiled().offices.bound_to(office) {
            return self.of_state(m, office, state);
        }
        match self.of(m)? {
            Of::State(state) => self.of_state(m, office, state),
            Of::Other => None,
            Of::Nobody => self.alone(m, office),
        }
    }

    /// Whether a name follows, whose title the office is, or it is part of a compound: `president-elect`, `prime ministerial`.
    fn belongs_to_name(&self, m: &Match) -> bool {
        let view = self.view;
        let (_, end) = view.bounds(m.sentence as usize);
        let stop = m.end as usize;
        let next = view.class(stop);
        let named =
            next.has(Class::CAPITAL.or(Class::INITIAL)) || self.cover[stop.min(end - 1)] != 0;
        stop < end && (named || view.word(stop) == "-") || next.has(Class::ROLE)
    }

    /// Whether a former holder's, a deputy's or somebody's who wants it: `ex-president`, `elected as London mayor`.
    fn is_another(&self, m: &Match) -> bool {
        const WANTED: [&str; 16] = [
            "as",
            "for",
            "become",
            "becomes",
            "became",
            "becoming",
            "elected",
            "elects",
            "elect",
            "named",
            "appointed",
            "appoints",
            "nominated",
            "next",
            "future",
            "inaugurated",
        ];
        let view = self.view;
        let (first, _) = view.bounds(m.sentence as usize);
        let start = m.first as usize;
        if start == first {
            return false;
        }
        let former = Class::STATUS.or(Class::ROLE);
        let before = start - 1;
        let mut begins = start;
        if view.class(before).has(former) || view.word(before) == "-" {
            return true;
        }
        if let Some(near) = covering(&self.matches.list, self.cover, before) {
            begins = near.first as usize;
        }
        begins > first
            && (begins < start && view.class(begins - 1).has(Class::STATUS)
                || WANTED.contains(&view.word(begins - 1)))
    }

    /// The state or organisation whose name covers the token.
    fn state_at(&self, at: usize) -> Option<u32> {
        let near = covering(&self.matches.list, self.cover, at)?;
        let Hit::Known { actor, .. } = near.hit else {
            return None;
        };
        let kind = self.view.dictionary.actor(actor).kind;
        matches!(kind, ActorType::State | ActorType::Organisation).then_some(actor)
    }

    /// Whose office it is; none where that cannot be told.
    fn of(&self, m: &Match) -> Option<Of> {
        let view = self.view;
        let (first, end) = view.bounds(m.sentence as usize);
        let (start, stop) = (m.first as usize, m.end as usize);
        if start > first {
            let possessive = matches!(view.word(start - 1), "'s" | "’s" | "'") && start > first + 1;
            let at = start - 1 - usize::from(possessive);
            if let Some(state) = self.state_at(at) {
                return Some(Of::State(state));
            }
        }
        if stop + 1 < end && view.word(stop) == "of" {
            let the = usize::from(view.word(stop + 1) == "the");
            return Some(self.state_at(stop + 1 + the).map_or(Of::Other, Of::State));
        }
        (start > first && view.word(start - 1) == "the").then_some(Of::Nobody)
    }

    /// The holder of an office in a state.
    fn of_state(&self, m: &Match, office: u32, state: u32) -> Option<(u32, u8)> {
        let view = self.view;
        let offices = &view.compiled().offices;
        let date = view.date?;
        let name = offices.name(office);
        let state_at = |at: usize| self.state_at(at);
        if is_other_office(view, name, m.end as usize, state, &state_at) {
            return None;
        }
        let direct = offices
            .holder(office, state, date)
            .filter(|&person| is_sent_by(view, name, person, state));
        let leader = || {
            (name == "leader")
                .then(|| only_head(view, state, date))
                .flatten()
        };
        direct.or_else(leader).map(|person| (person, 75))
    }

    /// `the president` alone: the one person named who holds the office, else the holder in the state that the article is about.
    fn alone(&self, m: &Match, office: u32) -> Option<(u32, u8)> {
        let view = self.view;
        let offices = &view.compiled().offices;
        let name = offices.name(office);
        if view.word(m.end as usize) == "of" || name == "leader" {
            return None;
        }
        let of_dominant = || {
            let state = self.dominant.filter(|_| HEADS.contains(&name))?;
            offices.holder(office, state, view.date?)
        };
        let holds = |person: &u32| {
            offices
                .of_holder(*person)
                .any(|t| t.office == office && view.date.is_none_or(|d| t.holds_on(d)))
        };
        let mut named = self.named().filter(holds);
        let Some(found) = named.next() else {
            return of_dominant().map(|person| (person, 45));
        };
        if named.all(|other| other == found) {
            return self
                .introduced
                .actors()
                .any(|person| person == found)
                .then_some((found, 65))
                .or_else(|| of_dominant().map(|person| (person, 45)));
        }
        of_dominant().map(|person| (person, 45))
    }

    /// Everyone of the dictionary who may be named in the article, in full or by the family name.
    fn named(&self) -> impl Iterator<Item = u32> {
        let by_name = self
            .matches
            .list
            .iter()
            .filter(|m| !m.absorbed)
            .flat_map(|m| self.matches.aliases(m))
            .map(|&alias| self.view.dictionary.alias(alias).actor);
        by_name.chain(self.introduced.actors())
    }
}

/// Whether the words after an office make it another than that of the state: `China's premier spy agency`, `the French
/// president of the bank`, `the U.S. ambassador to Mexico`.
fn is_other_office(
    view: &View<'_>,
    name: &str,
    stop: usize,
    state: u32,
    state_at: &dyn Fn(usize) -> Option<u32>,
) -> bool {
    const VERBS: Class = Class::SPEECH
        .or(Class::ATTITUDE)
        .or(Class::ACTION)
        .or(Class::AUXILIARY)
        .or(Class::MOTION);
    let next = view.class(stop);
    match view.word(stop) {
        "of" => {
            let the = usize::from(view.word(stop + 1) == "the");
            state_at(stop + 1 + the) != Some(state)
        }
        "to" => name.ends_with("ambassador") || name == "envoy",
        word => {
            name == "premier"
                && next.has(Class::LOWER)
                && !next.has(Class::FUNCTION.or(VERBS))
                && !word.ends_with("ed")
                && !word.ends_with("ly")
        }
    }
}

/// Whether the state sends the person, where the office is one of those who are sent; true of other offices. The
/// dictionary gives an ambassador's office as one in the country where it is held.
fn is_sent_by(view: &View<'_>, name: &str, person: u32, state: u32) -> bool {
    let country = |actor: u32| view.dictionary.actor(actor).country.as_str();
    !(name.starts_with("ambassador") || name == "envoy") || country(person) == country(state)
}

/// The head of state or government of a state, if one person alone can be meant: a monarch beside a prime
/// minister does not lead, and of a president and a prime minister nobody can tell.
fn only_head(view: &View<'_>, state: u32, day: Date) -> Option<u32> {
    let offices = &view.compiled().offices;
    let holder = |name: &&str| offices.holder(offices.find(name)?, state, day);
    let one = |names: &[&str]| {
        let mut found = names.iter().filter_map(holder);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    };
    let (monarchs, others): (Vec<&str>, Vec<&str>) = HEADS.iter().partition(|name| {
        matches!(
            **name,
            "king" | "queen" | "emperor" | "emir" | "sultan" | "grand duke" | "prince"
        )
    });
    let party = holder(&"supreme leader").or_else(|| holder(&"general secretary"));
    party.or_else(|| {
        if others.iter().any(|name| holder(name).is_some()) {
            one(&others)
        } else {
            one(&monarchs)
        }
    })
}
