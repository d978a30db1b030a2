//! Which person is meant.

use crate::model::{ActorType, Date};

use super::alias::AliasKind;
use super::call::{Call, sex_of_actor};
use super::introduced::{Introduced, Who};
use super::lexicon::Class;
use super::matching::Match;
use super::offices::Term;
use super::standing::{best, standing, weight};
use super::view::View;

/// Whether the term began before the day and is over on it.
fn is_over(term: &Term, day: Option<Date>) -> bool {
    day.map_or(term.to.is_some(), |d| term.to.is_some_and(|t| t < d))
}

/// Whether the person headed a state, a government or the United Nations before the day.
pub(super) fn was_head(view: &View<'_>, actor: u32) -> bool {
    let mut terms = view.compiled().offices.of_holder(actor);
    terms.any(|t| weight(view, t) == 3 && is_over(t, view.date))
}

/// Whether a family name is enough for one who was at the head and no longer is: few share it, and it is no word.
pub(super) fn is_well_known(view: &View<'_>, m: &Match, aliases: &[u32]) -> bool {
    const AMBIGUOUS: Class = Class::COMMON
        .or(Class::GIVEN)
        .or(Class::WORDY)
        .or(Class::WIDESPREAD);
    let single = m.end == m.first + 1;
    !(single && view.class(m.first as usize).has(AMBIGUOUS))
        && aliases
            .iter()
            .any(|&n| was_head(view, view.dictionary.alias(n).actor))
}

/// The only one of them; none when they are several.
fn only(mut actors: impl Iterator<Item = u32>) -> Option<u32> {
    let first = actors.next()?;
    actors.all(|other| other == first).then_some(first)
}

/// Whom a match of persons means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// Somebody of the dictionary, and how sure that is in percent.
    Known(u32, u8),
    /// A group of names of the article.
    Stranger(u32),
    /// Nobody that can be told.
    Nobody,
}

/// The person that a match means.
pub(super) fn resolve(
    view: &View<'_>,
    introduced: &Introduced,
    aliases: &[u32],
    (m, call): (&Match, &Call),
    scratch: &mut Vec<u32>,
) -> Meant {
    let alias = |n: u32| view.dictionary.alias(n);
    if view.is_suffix(m.end as usize) || view.is_told_apart(m.first as usize) {
        return Meant::Nobody;
    }
    let full = aliases
        .iter()
        .filter(|&&n| alias(n).kind != AliasKind::Surname);
    if let Some(actor) = best(view, full.map(|&n| alias(n).actor)) {
        return Meant::Known(actor, 98);
    }
    scratch.clear();
    scratch.extend(aliases.iter().map(|&n| alias(n).actor));
    scratch.sort_unstable();
    scratch.dedup();
    if let Some(want) = call.sex {
        scratch.retain(|&a| sex_of_actor(view, a).is_none_or(|has| has == want));
    }
    if let Some(office) = call.office
        && let Some(actor) = by_office(view, scratch, office, call.former)
    {
        return Meant::Known(actor, 92);
    }
    if let Some(state) = call.state {
        let country = view.dictionary.actor(state).country.as_str();
        let own = |a: &u32| view.dictionary.actor(*a).country == country && standing(view, *a) > 1;
        if let Some(actor) = best(view, scratch.iter().copied().filter(own)) {
            return Meant::Known(actor, 85);
        }
    }
    match introduced.owner(view, m, scratch, call.sex) {
        Some(Who::Known(actor)) => return Meant::Known(actor, 95),
        Some(Who::Stranger(group)) if !call.titled || call.sex.is_some() => {
            return Meant::Stranger(group);
        }
        _ => {}
    }
    if call.office.is_some_and(|o| decides(view, o)) {
        return Meant::Nobody;
    }
    // A newspaper or channel of that name.
    let outlet = |a: &&u32| view.dictionary.actor(**a).kind != ActorType::Person;
    if let Some(&outlet) = scratch.iter().find(outlet) {
        return Meant::Known(outlet, 75);
    }
    unintroduced(view, aliases, m, call, scratch)
}

/// Whether an office before a family name excludes everyone who never held it.
fn decides(view: &View<'_>, office: u32) -> bool {
    matches!(
        view.compiled().offices.name(office),
        "president"
            | "prime minister"
            | "chancellor"
            | "premier"
            | "king"
            | "queen"
            | "governor"
            | "mayor"
    )
}

/// The one of the candidates who holds the office on the day, or, of a former holder, has held it.
fn by_office(view: &View<'_>, candidates: &[u32], office: u32, former: bool) -> Option<u32> {
    let offices = &view.compiled().offices;
    let has = |actor: u32, test: &dyn Fn(&Term) -> bool| {
        offices
            .of_holder(actor)
            .any(|t| t.office == office && test(t))
    };
    let over = |t: &Term| is_over(t, view.date);
    let now = |t: &Term| view.date.is_none_or(|d| t.holds_on(d));
    let past = || only(candidates.iter().copied().filter(|&a| has(a, &over)));
    if former {
        return past();
    }
    only(candidates.iter().copied().filter(|&a| has(a, &now))).or_else(past)
}

/// The person of a family name that nobody in the article has in full.
fn unintroduced(
    view: &View<'_>,
    aliases: &[u32],
    m: &Match,
    call: &Call,
    candidates: &[u32],
) -> Meant {
    let alias = |n: u32| view.dictionary.alias(n);
    let class = view.class(m.first as usize);
    let single = m.end == m.first + 1;
    let everyday = single && class.has(Class::COMMON.or(Class::GIVEN).or(Class::WORDY));
    let shared = single && class.has(Class::WIDESPREAD.or(Class::WORDY));
    let ambiguous = everyday || shared;
    let offices = &view.compiled().offices;
    if call.former {
        let held = |a: &u32| offices.of_holder(*a).any(|t| is_over(t, view.date));
        if let Some(actor) = only(candidates.iter().copied().filter(held)) {
            return Meant::Known(actor, 85);
        }
    }
    let holds = |actor: u32| {
        let mut mine = aliases.iter().filter(|&&n| alias(n).actor == actor);
        mine.any(|&n| alias(n).holds_on(view.date))
    };
    let Some(actor) = best(view, candidates.iter().copied().filter(|&a| holds(a))) else {
        // Out of office; a name that few share is enough for one who was at the head.
        let head = only(candidates.iter().copied().filter(|&a| was_head(view, a)));
        return match head {
            Some(actor) if call.sex.is_some() && !shared => Meant::Known(actor, 70),
            Some(actor) if !ambiguous => Meant::Known(actor, 60),
            _ => Meant::Nobody,
        };
    };
    let standing = standing(view, actor);
    let dated = aliases
        .iter()
        .any(|&n| alias(n).actor == actor && (alias(n).from.is_some() || alias(n).to.is_some()));
    let lone = !ambiguous && offices.of_holder(actor).next().is_none();
    let certain = match (view.date.is_some(), standing) {
        (true, 1..) => Some(if call.titled { 92 } else { 80 }),
        (true, 0) if dated => Some(70),
        (true, 0) if !ambiguous && was_head(view, actor) => Some(65),
        (true, 0) => lone.then_some(55),
        (false, _) if everyday && !call.titled => None,
        (false, 2..) => Some(60),
        (false, _) => Some(50),
    };
    certain.map_or(Meant::Nobody, |sure| Meant::Known(actor, sure))
}

/// The person of the dictionary that a name in full means whose last word is a family name of the dictionary:
/// one who has that given name (`Vladimir V. Putin`).
pub(super) fn by_given_name(view: &View<'_>, aliases: &[u32], first: usize) -> Option<u32> {
    let given = view.symbol(first);
    if given == super::trie::NO_SYMBOL {
        return None;
    }
    let fits = |actor: u32| {
        view.dictionary
            .aliases(actor)
            .filter(|a| a.kind == AliasKind::Name)
            .filter_map(|a| a.text.split_whitespace().next())
            .any(|w| view.compiled().vocabulary.get(&w.to_lowercase()) == Some(given))
    };
    best(
        view,
        aliases
            .iter()
            .map(|&n| view.dictionary.alias(n).actor)
            .filter(|&a| fits(a)),
    )
}

/// The person of the dictionary who belongs to the state and whose given name begins with the same letter.
pub(super) fn by_state(view: &View<'_>, aliases: &[u32], first: usize, state: u32) -> Option<u32> {
    let letter = view.initial(first)?;
    let country = &view.dictionary.actor(state).country;
    let fits = |actor: u32| {
        view.dictionary.actor(actor).country == *country
            && view
                .dictionary
                .aliases(actor)
                .filter(|a| a.kind == AliasKind::Name)
                .any(|a| a.text.starts_with(letter))
    };
    best(
        view,
        aliases
            .iter()
            .map(|&n| view.dictionary.alias(n).actor)
            .filter(|&a| !country.is_empty() && fits(a)),
    )
}
