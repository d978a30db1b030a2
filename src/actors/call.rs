//! How the text calls a person: title, office, whether the term is over.

use crate::model::ActorType;

use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::name::{Cover, covering};
use super::sex::{Sex, sex_of_class};
use super::view::View;

/// What stands around a family name and tells whose it is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Call {
    /// Told by the title.
    pub sex: Option<Sex>,
    /// A title or a role stands before the name.
    pub titled: bool,
    /// The number of the office that stands before the name.
    pub office: Option<u32>,
    /// The state whose person the text says it is: `Ethiopia's Abiy`.
    pub state: Option<u32>,
    /// The text says that a term is over: `former`, `ex-`, `then-`, `-era`.
    pub former: bool,
}

impl Call {
    /// Whether the text calls for somebody who may be out of office.
    pub(super) fn is_telling(&self) -> bool {
        self.former || self.office.is_some() || self.sex.is_some()
    }
}

/// Tokens that may stand between `former` and the office (`former U.S. President`).
const BETWEEN: usize = 5;

/// What the text says around the match.
pub(super) fn call(view: &View<'_>, matches: &[Match], cover: &Cover, m: &Match) -> Call {
    let (first, _) = view.bounds(m.sentence as usize);
    let at = m.first as usize;
    let mut call = Call {
        former: of_an_era(view, m),
        ..Call::default()
    };
    if at == first {
        return call;
    }
    let before = at - 1;
    let class = view.class(before);
    if matches!(view.word(before), "'s" | "’s")
        && before > first
        && let Some(near) = covering(matches, cover, before - 1)
        && let Hit::Known { actor, .. } = near.hit
        && view.dictionary.actor(actor).kind == ActorType::State
    {
        call.state = Some(actor);
    }
    call.sex = sex_of_title(view, before);
    let mut start = before;
    if let Some(near) = covering(matches, cover, before)
        && let Hit::Office(office) = near.hit
    {
        call.office = Some(office);
        start = near.first as usize;
    }
    call.titled = call.office.is_some() || class.has(Class::ROLE.or(Class::HONORIFIC));
    if call.titled {
        call.former |= is_former(view, cover, first, start);
    } else if class.has(Class::FORMER) {
        call.former = true;
    }
    call
}

/// `The Obama-era deal`.
fn of_an_era(view: &View<'_>, m: &Match) -> bool {
    let stop = m.end as usize;
    view.word(stop) == "-" && view.tight(stop - 1) && view.word(stop + 1) == "era"
}

/// Whether `former` or the like stands before the office that begins at `start`.
fn is_former(view: &View<'_>, cover: &Cover, first: usize, start: usize) -> bool {
    let mut at = start;
    for _ in 0..BETWEEN {
        if at == first {
            return false;
        }
        let (class, word) = (view.class(at - 1), view.word(at - 1));
        if class.has(Class::FORMER) || word == "then" {
            return true;
        }
        let passes = cover[at - 1] != 0
            || class.has(Class::CAPITAL.or(Class::ROLE).or(Class::STATUS))
            || matches!(word, "-" | "'s" | "’s" | "vice");
        if !passes {
            return false;
        }
        at -= 1;
    }
    false
}

/// The sex that the title at the token tells.
pub(super) fn sex_of_title(view: &View<'_>, at: usize) -> Option<Sex> {
    let class = view.class(at);
    if class.has(Class::FEMALE_TITLE) {
        Some(Sex::Woman)
    } else {
        class.has(Class::MALE_TITLE).then_some(Sex::Man)
    }
}

/// The sex of a person of the dictionary, as far as the given name tells.
pub(super) fn sex_of_actor(view: &View<'_>, actor: u32) -> Option<Sex> {
    view.compiled().sexes.get(actor as usize).copied().flatten()
}

/// The sex that the given name at the token tells.
pub(super) fn sex_of_name(view: &View<'_>, at: usize) -> Option<Sex> {
    sex_of_class(view.class(at))
}
