//! Family names that are also words: what must stand beside one for it to be a name.

use super::lexicon::Class;
use super::matching::Match;
use super::view::{Style, View};

/// Whether a family name that is also a word, or the name of a month, stands here as a name. `persons` says whether
/// another person stands at a token, `introduced` whether the article names the owner in full.
pub(super) fn stands_as_name(
    view: &View<'_>,
    m: &Match,
    persons: impl Fn(usize) -> bool,
    introduced: bool,
) -> bool {
    let at = m.first as usize;
    let class = view.class(at);
    if m.end != m.first + 1 || !class.has(Class::WORDY.or(Class::CALENDAR)) {
        return true;
    }
    let (first, end) = view.bounds(m.sentence as usize);
    let stop = m.end as usize;
    let next = if stop < end {
        view.class(stop)
    } else {
        Class::NONE
    };
    let before = if at > first {
        view.class(at - 1)
    } else {
        Class::NONE
    };
    let capital_tells = at > first
        && view.styles[m.sentence as usize] == Style::Plain
        && (!before.has(Class::PUNCTUATION) || matches!(view.word(at - 1), "," | "-" | "("));
    let titled = before.has(Class::HONORIFIC.or(Class::ROLE).or(Class::RANK));
    if titled && !next.has(Class::CAPITAL) {
        return true;
    }
    let speaks = next.has(Class::SPEECH.or(Class::ATTITUDE))
        && !next.has(Class::CAPITAL)
        && !matches!(
            view.word(stop),
            "saw" | "sees" | "see" | "states" | "protests" | "protest" | "support" | "orders"
        );
    let joins = |i: usize| matches!(view.word(i), "and" | "or" | "&");
    let beside_person =
        at >= first + 2 && joins(at - 1) && persons(at - 2) || joins(stop) && persons(stop + 1);
    if class.has(Class::CALENDAR) {
        return !in_a_date(view, first, at, stop)
            && (speaks
                || beside_person
                || introduced && (capital_tells || acts(view, next, stop, end)));
    }
    // `Major Jones`, `Bishop Tutu`: the word is a title.
    if class.has(Class::HONORIFIC.or(Class::ROLE)) && next.has(Class::CAPITAL) {
        return false;
    }
    if before.has(Class::DETERMINER) && !introduced {
        return false;
    }
    speaks || beside_person || capital_tells || introduced && acts(view, next, stop, end)
}

/// Whether what follows a subject follows: a verb, a possessive, an apposition, the end.
fn acts(view: &View<'_>, next: Class, stop: usize, end: usize) -> bool {
    const VERBS: Class = Class::SPEECH
        .or(Class::ATTITUDE)
        .or(Class::ACTION)
        .or(Class::AUXILIARY)
        .or(Class::MOTION)
        .or(Class::PERSON_VERB);
    stop >= end
        || next.has(Class::PUNCTUATION)
        || matches!(view.word(stop), "'s" | "’s" | "and" | "also" | "to")
        || !next.has(Class::CAPITAL) && (next.has(VERBS) || view.word(stop).ends_with("ed"))
}

/// Whether the name of a month stands in a date.
fn in_a_date(view: &View<'_>, first: usize, at: usize, stop: usize) -> bool {
    let joins = |i: usize| {
        matches!(
            view.word(i),
            "and" | "or" | "to" | "-" | "," | "/" | "through" | "until"
        )
    };
    let month = |i: usize| view.class(i).has(Class::CALENDAR);
    let digit = |i: usize| view.class(i).has(Class::DIGIT);
    if digit(stop) || month(stop) || joins(stop) && (month(stop + 1) || digit(stop + 1)) {
        return true;
    }
    if at == first {
        return false;
    }
    let before = view.class(at - 1);
    before.has(Class::DIGIT.or(Class::PLACE_PREPOSITION))
        || month(at - 1)
        || matches!(
            view.word(at - 1),
            "in" | "since"
                | "until"
                | "till"
                | "mid"
                | "early"
                | "late"
                | "last"
                | "next"
                | "this"
                | "during"
                | "each"
                | "every"
                | "before"
                | "after"
                | "of"
                | "on"
                | "the"
                | "a"
                | "previous"
                | "coming"
        )
        || at >= first + 2
            && (joins(at - 1) && month(at - 2)
                || view.word(at - 1) == "-" && view.word(at - 2) == "mid")
}
