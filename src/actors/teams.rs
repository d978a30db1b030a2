//! States that play: the name of a state stands for its team.

use super::lexicon::Class;
use super::view::{Style, View};

/// Tokens of a sentence that are looked at.
const WINDOW: usize = 60;

/// Whether the name of a state stands for a team: `Austria beat Scotland`, `a debut for Wales`, `India v Zimbabwe`. Where a
/// match is played is a place: `in England`, `the tour of Malaysia`.
pub(super) fn plays(view: &View<'_>, first: usize, end: usize, sentence: usize) -> bool {
    let (start, stop) = view.bounds(sentence);
    let versus = |at: usize| matches!(view.word(at), "v" | "vs" | "versus" | "v.");
    if first > start && versus(first - 1) || end < stop && versus(end) {
        return true;
    }
    if !is_sport(view, start, stop) {
        return false;
    }
    // `France's Nathalie Tauziat`, `UKRAINE (AP)`, the first of a list of results.
    let possessive = end < stop && matches!(view.word(end), "'s" | "’s" | "'");
    let plain = view.styles[sentence] == Style::Plain;
    if possessive && plain && view.class(end + 1).has(Class::CAPITAL) {
        return false;
    }
    let mut left = first;
    if left > start && view.word(left - 1) == "the" {
        left -= 1;
    }
    if left == start {
        return !(end < stop && matches!(view.word(end), "," | "("));
    }
    let before = left - 1;
    match view.word(before) {
        // `in Turku, Finland`.
        "," => !(before > start && view.class(before - 1).has(Class::CAPITAL)),
        "to" => {
            let from = before.saturating_sub(6).max(start);
            (from..before).any(|at| {
                matches!(
                    view.word(at),
                    "lost" | "lose" | "loses" | "losing" | "loss" | "defeat" | "losers"
                )
            })
        }
        "(" | "of" | "between" | "neighbouring" | "neighboring" => false,
        _ => {
            let class = view.class(before);
            !class.has(Class::PLACE_PREPOSITION.or(Class::DIRECTION))
        }
    }
}

/// Whether a sentence reports of sport: it has two words of such reports, or begins with the name of one (`SOCCER - …`).
fn is_sport(view: &View<'_>, start: usize, stop: usize) -> bool {
    let headed = view.class(start).has(Class::SPORT) && matches!(view.word(start + 1), "-" | ":");
    headed
        || (start..stop.min(start + WINDOW))
            .filter(|&at| view.class(at).has(Class::SPORT))
            .nth(1)
            .is_some()
}
