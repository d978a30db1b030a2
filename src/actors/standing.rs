//! How high a person stands on a day: the weight of the offices that they hold.

use super::offices::Term;
use super::view::View;

/// How much weight an office has: 3 head of state or government, 2 foreign or defence minister, 1 other.
pub(super) fn weight(view: &View<'_>, term: &Term) -> u8 {
    match view.compiled().offices.name(term.office) {
        "president" | "prime minister" | "chancellor" | "leader" | "supreme leader" | "king"
        | "queen" | "premier" | "general secretary" | "pope" | "emperor" | "secretary-general" => 3,
        "foreign minister"
        | "secretary of state"
        | "foreign secretary"
        | "defence minister"
        | "secretary of defense"
        | "vice president" => 2,
        _ => 1,
    }
}

/// The greatest weight of the offices that the person holds on the day; 0 without any.
pub(super) fn standing(view: &View<'_>, actor: u32) -> u8 {
    let terms = view.compiled().offices.of_holder(actor);
    terms
        .filter(|t| view.date.is_none_or(|d| t.holds_on(d)))
        .map(|t| weight(view, t))
        .max()
        .unwrap_or(0)
}

/// Whether the person heads a state, a government or the United Nations on the day.
pub(super) fn is_head(view: &View<'_>, actor: u32) -> bool {
    standing(view, actor) == 3
}

/// The one with the greatest standing; none when two have it.
pub(super) fn best(view: &View<'_>, actors: impl Iterator<Item = u32>) -> Option<u32> {
    let mut found: Option<(u8, u32)> = None;
    let mut tie = false;
    for actor in actors {
        let here = standing(view, actor);
        match found {
            Some((_, before)) if before == actor => {}
            Some((high, _)) if here < high => {}
            Some((high, _)) if here == high => tie = true,
            _ => {
                found = Some((here, actor));
                tie = false;
            }
        }
    }
    found.filter(|_| !tie).map(|(_, actor)| actor)
}
