//! Actor or place: the reading of a name of a state.

use crate::model::Reading;

use super::alias::AliasKind;
use super::lexicon::Class;
use super::view::View;

/// The reading of a name and how sure it is in percent.
pub(super) fn read(
    view: &View<'_>,
    first: usize,
    end: usize,
    sentence: usize,
    kind: AliasKind,
) -> (Reading, u8) {
    let (start, stop) = view.bounds(sentence);
    let before = if first > start {
        view.class(first - 1)
    } else {
        Class::NONE
    };
    let after = if end < stop {
        view.class(end)
    } else {
        Class::NONE
    };
    if kind == AliasKind::Demonym {
        return (Reading::Place, 60);
    }
    if before.has(Class::PLACE_PREPOSITION) {
        return (Reading::Place, 80);
    }
    if after.has(Class::SPEECH.or(Class::ATTITUDE)) {
        return (Reading::Actor, 85);
    }
    (Reading::Actor, 60)
}
