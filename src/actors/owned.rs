//! Names of states that only tell whose a person or body is, and bodies whose state is another than the dictionary's.

use crate::model::ActorType;

use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::names::{Cover, Name};
use super::view::View;

/// Titles longer than this many tokens are not followed.
const REACH: usize = 8;

/// Whether a name of a state only tells whose the person or body after it is: `French foreign minister NAME`, `Germany's
/// chancellor, NAME`, `United States Department of Justice`. `is_person` says whether a name outside the dictionary is a
/// person with a role.
pub(super) fn tells_owner(
    view: &View<'_>,
    m: &Match,
    (matches, cover): (&[Match], &Cover),
    names: &[Name],
    is_person: impl Fn(&Name) -> bool,
) -> bool {
    let Hit::Known { actor: state, .. } = m.hit else {
        return false;
    };
    let (_, end) = view.bounds(m.sentence as usize);
    let at_token = |at: usize| matches.get((*cover.get(at)? as usize).wrapping_sub(1));
    let possessive = matches!(view.word(m.end as usize), "'s" | "’s" | "'");
    let mut at = m.end as usize + usize::from(possessive && (m.end as usize) < end);
    if let Some(near) = (at < end).then(|| at_token(at)).flatten()
        && let Hit::Known { actor, .. } = near.hit
    {
        let (body, state) = (view.dictionary.actor(actor), view.dictionary.actor(state));
        return body.kind == ActorType::Organisation
            && !body.country.is_empty()
            && body.country == state.country;
    }
    let limit = end.min(at + REACH);
    let mut titles = 0;
    while at < limit {
        let class = view.class(at);
        if let Some(near) = at_token(at).filter(|n| !n.absorbed) {
            match near.hit {
                Hit::Office(_) => {
                    titles += 1;
                    at = near.end as usize;
                    continue;
                }
                Hit::Persons { .. } => return titles > 0,
                _ => return false,
            }
        }
        if let Ok(found) = names.binary_search_by_key(&(at as u32), |n| n.first) {
            return titles > 0 && is_person(&names[found]);
        }
        let title = Class::ROLE.or(Class::OFFICE_ROLE).or(Class::POLITICAL);
        if class.has(title) {
            titles += 1;
        } else if !(class.has(Class::STATUS.or(Class::HONORIFIC))
            || titles > 0 && view.word(at) == ","
            || class.has(Class::LOWER)
                && !class.has(
                    Class::FUNCTION
                        .or(Class::SPEECH)
                        .or(Class::ATTITUDE)
                        .or(Class::ACTION),
                ))
        {
            return false;
        }
        at += 1;
    }
    false
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
