//! Names of strangers that begin in a name of the dictionary, or are one: `Mr. Jordan`, `Xi Mingze`, `Katanga Johnson`.

use crate::model::ActorType;

use super::alias::AliasKind;
use super::extent::extend;
use super::lexicon::Class;
use super::matching::{Hit, Match, Matches};
use super::name::{Cover, covering, is_free_capital};
use super::standing::is_head;
use super::view::{Style, View};

/// The name of a stranger that a match is or begins.
pub(super) fn namesake(
    view: &View<'_>,
    sentence: usize,
    m: Match,
    matches: &Matches,
    cover: &Cover,
) -> Option<(usize, usize)> {
    match m.hit {
        Hit::Known { .. } | Hit::Place(_) => titled(view, sentence, m, matches, cover)
            .or_else(|| before_family_name(view, sentence, m, matches, cover)),
        Hit::Persons { .. } => other_person(view, sentence, m, matches, cover),
        _ => None,
    }
}

/// `Mr. Jordan`, `Sen. Holland`: nobody calls a state so.
fn titled(
    view: &View<'_>,
    sentence: usize,
    m: Match,
    matches: &Matches,
    cover: &Cover,
) -> Option<(usize, usize)> {
    let (first, end) = view.bounds(sentence);
    let (start, stop) = (m.first as usize, m.end as usize);
    if start == first || stop != start + 1 {
        return None;
    }
    if let Hit::Known { alias, .. } = m.hit {
        let kind = view.dictionary.alias(alias).kind;
        if matches!(kind, AliasKind::Prefix | AliasKind::Seat | AliasKind::Short) {
            return None;
        }
    }
    let before = view.class(start - 1);
    let courtesy = before.has(Class::HONORIFIC)
        && !matches!(
            view.word(start - 1),
            "st."
                | "ambassador"
                | "amb"
                | "amb."
                | "judge"
                | "count"
                | "sister"
                | "brother"
                | "father"
        );
    let rank = before.has(Class::RANK)
        && view.styles[sentence] == Style::Plain
        && !view.class(stop).has(Class::CAPITAL);
    let office = covering(&matches.list, cover, start - 1)
        .is_none_or(|near| matches!(near.hit, Hit::Office(_)));
    let titled = before.has(Class::CAPITAL) && office && (courtesy || rank);
    let goes_on = is_free_capital(view, cover, stop, end)
        && !view.class(stop).has(Class::FUNCTION.or(Class::CALENDAR));
    titled.then_some((start, stop + usize::from(goes_on)))
}

/// `By Katanga Johnson`: the name of a region or town before a family name of the dictionary is a given name.
fn before_family_name(
    view: &View<'_>,
    sentence: usize,
    m: Match,
    matches: &Matches,
    cover: &Cover,
) -> Option<(usize, usize)> {
    let (first, _) = view.bounds(sentence);
    let next = m.end as usize;
    let signs = m.first as usize == first + 1 && view.word(first) == "by";
    let land = match m.hit {
        Hit::Known { actor, .. } => view.dictionary.actor(actor).kind == ActorType::Region,
        Hit::Place(_) => true,
        _ => false,
    };
    let near = covering(&matches.list, cover, next)?;
    let family = view.class(next).has(Class::CAPITAL)
        && near.first as usize == next
        && matches.is_surname(view, near);
    (family && m.end == m.first + 1 && (land || signs) && view.styles[sentence] == Style::Plain)
        .then_some((m.first as usize, near.end as usize))
}

/// `Xi Mingze`, `Bennett Gershman`, `Park Ridge`; `Katanga Johnson`, two family names of the dictionary side by side.
fn other_person(
    view: &View<'_>,
    sentence: usize,
    m: Match,
    matches: &Matches,
    cover: &Cover,
) -> Option<(usize, usize)> {
    let (_, end) = view.bounds(sentence);
    let next = m.end as usize;
    if view.styles[sentence] != Style::Plain
        || m.end != m.first + 1
        || next >= end
        || !view.class(m.first as usize).has(Class::CAPITAL)
        || !matches.is_surname(view, &m)
    {
        return None;
    }
    if let Some(near) = covering(&matches.list, cover, next) {
        let family = view.class(next).has(Class::CAPITAL) && matches.is_surname(view, near);
        let heads = matches
            .aliases(&m)
            .iter()
            .any(|&n| is_head(view, view.dictionary.alias(n).actor));
        return (family && !heads).then_some((m.first as usize, near.end as usize));
    }
    if !is_free_capital(view, cover, next, end) {
        return None;
    }
    let following = view.class(next);
    let word = view.class(m.first as usize).has(Class::WORDY);
    let told = Class::FUNCTION
        .or(Class::CALENDAR)
        .or(Class::HONORIFIC)
        .or(Class::ROLE)
        .or(Class::UPPER)
        .or(Class::SUFFIX);
    // `May God bless`: a wish.
    let wish = view.class(m.first as usize).has(Class::AUXILIARY);
    if following.has(told) || following.has(Class::COMMON) && (!word || wish) {
        return None;
    }
    Some((
        m.first as usize,
        extend(view, next, end, &matches.list, cover),
    ))
}
