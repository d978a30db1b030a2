//! Bodies whose state is another than the dictionary's: `Chile's Senate`.

use crate::model::ActorType;

use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::view::View;

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
