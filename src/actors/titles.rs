//! Offices that stand for the one who holds them: `the Russian president`, `China's leader`, `the president`.

use crate::model::{ActorType, Date};

use super::introduced::Introduced;
use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::names::{Cover, covering};
use super::offices::HEADS;
use super::view::View;

/// Who is meant by the office at the match, and how sure that is in percent.
pub(super) fn holder(
    view: &View<'_>,
    m: &Match,
    office: u32,
    matches: &[Match],
    cover: &Cover,
    introduced: &Introduced,
    dominant: Option<u32>,
) -> Option<(u32, u8)> {
    let (first, end) = view.bounds(m.sentence as usize);
    let (start, stop) = (m.first as usize, m.end as usize);
    let offices = &view.compiled().offices;
    // A name follows: the office is its title. A compound: `president-elect`, `prime ministerial`.
    let next = view.class(stop);
    if stop < end
        && (next.has(Class::CAPITAL) && view.class(start).has(Class::CAPITAL)
            || cover[stop] != 0
            || view.word(stop) == "-")
    {
        return None;
    }
    if stop < end && next.has(Class::CAPITAL.or(Class::INITIAL)) || next.has(Class::ROLE) {
        return None;
    }
    let former = Class::STATUS.or(Class::ROLE);
    if start > first && (view.class(start - 1).has(former) || view.word(start - 1) == "-") {
        return None;
    }
    let state_at = |at: usize| -> Option<u32> {
        let number = *cover.get(at)?;
        let near = matches.get((number as usize).checked_sub(1)?)?;
        match near.hit {
            Hit::Known { actor, .. } => {
                let info = view.dictionary.actor(actor);
                let of_state =
                    info.kind == ActorType::State || matches!(info.kind, ActorType::Organisation);
                of_state.then_some(actor)
            }
            _ => None,
        }
    };
    let mut state = None;
    if start > first {
        let at = if matches!(view.word(start - 1), "'s" | "’s" | "'") && start > first + 1 {
            start - 2
        } else {
            start - 1
        };
        state = state_at(at);
        if let Some(near) = covering(matches, cover, at) {
            let begins = near.first as usize;
            if begins > first && view.class(begins - 1).has(Class::STATUS) {
                return None;
            }
        }
    }
    if state.is_none() && stop + 1 < end && view.word(stop) == "of" {
        let the = usize::from(view.word(stop + 1) == "the");
        state = state_at(stop + 1 + the);
        state?;
    }
    if let Some(state) = state {
        let date = view.date?;
        if is_other_office(view, offices.name(office), stop, state, &state_at) {
            return None;
        }
        let direct = offices
            .holder(office, state, date)
            .filter(|&person| is_sent_by(view, offices.name(office), person, state));
        let leader = || {
            (offices.name(office) == "leader")
                .then(|| only_head(view, state, date))
                .flatten()
        };
        return direct.or_else(leader).map(|person| (person, 75));
    }
    // `the president` alone: someone introduced who holds the office, else the holder in the state that the article is about.
    let bare = start > first && view.word(start - 1) == "the" && view.word(stop) != "of";
    if !bare || offices.name(office) == "leader" {
        return None;
    }
    let holds = |person: u32| {
        offices
            .of_holder(person)
            .any(|t| t.office == office && view.date.is_none_or(|d| t.holds_on(d)))
    };
    let mut found = None;
    for person in introduced.actors().filter(|&p| holds(p)) {
        match found {
            Some(before) if before != person => return None,
            _ => found = Some(person),
        }
    }
    if let Some(person) = found {
        return Some((person, 65));
    }
    let head = HEADS.contains(&offices.name(office));
    let person = offices.holder(office, dominant.filter(|_| head)?, view.date?)?;
    Some((person, 45))
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
