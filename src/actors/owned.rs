//! Names of states that only tell whose a person or body is, and bodies whose state is another than the dictionary's.

use crate::model::ActorType;

use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::name::{Cover, Name};
use super::view::View;

/// Titles longer than this many tokens are not followed.
const REACH: usize = 8;

/// Whom or what the name of a state before it tells to belong to the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owned {
    /// A body, by its number in the dictionary.
    Body(u32),
    /// A person of the dictionary, by the number of the match.
    Person(u32),
    /// A name outside the dictionary, by its place in the list of names.
    Name(usize),
}

/// Who follows the name of a state with a title between: `French foreign minister NAME`, `Germany's chancellor, NAME`; or the
/// body that follows it at once: `United States Department of Justice`.
pub(super) fn owned(
    view: &View<'_>,
    m: &Match,
    (matches, cover): (&[Match], &Cover),
    names: &[Name],
) -> Option<Owned> {
    let (_, end) = view.bounds(m.sentence as usize);
    let number_at = |at: usize| (*cover.get(at)?).checked_sub(1);
    let possessive = matches!(view.word(m.end as usize), "'s" | "’s" | "'");
    let mut at = m.end as usize + usize::from(possessive && (m.end as usize) < end);
    if let Some(number) = (at < end).then(|| number_at(at)).flatten()
        && let Hit::Known { actor, .. } = matches[number as usize].hit
    {
        let is_body = view.dictionary.actor(actor).kind == ActorType::Organisation;
        return is_body.then_some(Owned::Body(actor));
    }
    let limit = end.min(at + REACH);
    let mut titles = 0;
    while at < limit {
        if let Some(number) = number_at(at)
            && let near = &matches[number as usize]
            && !near.absorbed
        {
            match near.hit {
                Hit::Office(_) => {
                    titles += 1;
                    at = near.end as usize;
                    continue;
                }
                Hit::Persons { .. } => return (titles > 0).then_some(Owned::Person(number)),
                _ => return None,
            }
        }
        if let Ok(found) = names.binary_search_by_key(&(at as u32), |n| n.first) {
            return (titles > 0).then_some(Owned::Name(found));
        }
        if is_title(view, at) {
            titles += 1;
        } else if !may_stand_in_title(view, at, titles > 0) {
            return None;
        }
        at += 1;
    }
    None
}

fn is_title(view: &View<'_>, at: usize) -> bool {
    let title = Class::ROLE.or(Class::OFFICE_ROLE).or(Class::POLITICAL);
    view.class(at).has(title)
}

/// Whether a word that is no title may stand between a state and a name: `Deputy`, `outgoing`, the comma before the name.
fn may_stand_in_title(view: &View<'_>, at: usize, behind_title: bool) -> bool {
    const NEVER: Class = Class::FUNCTION
        .or(Class::SPEECH)
        .or(Class::ATTITUDE)
        .or(Class::ACTION);
    let class = view.class(at);
    class.has(Class::STATUS.or(Class::HONORIFIC))
        || behind_title && view.word(at) == ","
        || class.has(Class::LOWER) && !class.has(NEVER)
}

/// Whether a body whose name is of everyday words (`Senate`, `Conservatives`) is another state's than the dictionary says:
/// that of the state before it, or of the state that the article is about when it names nobody of the dictionary's.
pub(super) fn is_of_another_state(
    view: &View<'_>,
    m: &Match,
    matches: &[Match],
    dominant: Option<u32>,
) -> bool {
    const EVERYDAY: Class = Class::COMMON
        .or(Class::OFFICIAL_BODY)
        .or(Class::BODY)
        .or(Class::OFFICIAL)
        .or(Class::FUNCTION);
    let Hit::Known { actor, .. } = m.hit else {
        return false;
    };
    let body = view.dictionary.actor(actor);
    if body.country.is_empty()
        || !matches!(body.kind, ActorType::Organisation | ActorType::Group)
        || !(m.first as usize..m.end as usize).all(|i| view.class(i).has(EVERYDAY))
    {
        return false;
    }
    let state_of = |near: &Match| match near.hit {
        Hit::Known { actor, .. } => {
            let info = view.dictionary.actor(actor);
            (info.kind == ActorType::State).then_some(info.country.as_str())
        }
        _ => None,
    };
    let (first, _) = view.bounds(m.sentence as usize);
    let mut before = m.first as usize;
    if before > first && matches!(view.word(before - 1), "'s" | "’s" | "'") {
        before -= 1;
    }
    let owner = matches
        .iter()
        .filter(|n| n.end as usize == before && n.sentence == m.sentence)
        .find_map(state_of);
    if let Some(owner) = owner {
        return owner != body.country;
    }
    let Some(about) = dominant else { return false };
    view.dictionary.actor(about).country != body.country
        && !matches
            .iter()
            .any(|n| state_of(n) == Some(body.country.as_str()))
}
