//! Persons whom the article introduces with an office or role, and with their state when it gives one.

use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::name::{Cover, Name};
use super::view::{Style, View};

/// What the text around a person's name tells of the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role {
    /// Index of the state, organisation or region that the role is held in.
    pub of: Option<u32>,
}

/// How many tokens before a name may belong to its title.
const REACH: usize = 9;

/// The role that stands before or after the name, if it is one of politics.
pub(super) fn role(view: &View<'_>, name: &Name, matches: &[Match], cover: &Cover) -> Option<Role> {
    let (start, stop) = (name.first as usize, name.end as usize);
    let sentence = name.sentence as usize;
    let before = before(view, sentence, start, matches, cover);
    match before {
        Some(Role { of: Some(_) }) => before,
        _ => after(view, sentence, stop, matches, cover)
            .filter(|r| r.of.is_some() || before.is_none())
            .or(before),
    }
}

/// The actor whose name covers the token, if it is a state or another body with a government.
fn polity(view: &View<'_>, at: usize, matches: &[Match], cover: &Cover) -> Option<u32> {
    let number = *cover.get(at)?;
    if number == 0 {
        return None;
    }
    match matches[number as usize - 1].hit {
        Hit::Known { actor, .. } => Some(actor),
        Hit::Place(place) => Some(view.compiled().places[place as usize].state),
        _ => None,
    }
}

/// `Ukrainian presidential adviser NAME`, `Germany's foreign minister, NAME`, `Kremlin spokesman NAME`.
fn before(
    view: &View<'_>,
    sentence: usize,
    start: usize,
    matches: &[Match],
    cover: &Cover,
) -> Option<Role> {
    let (first, _) = view.bounds(sentence);
    let floor = first.max(start.saturating_sub(REACH));
    let mut at = start;
    let mut role = Class::NONE;
    let mut state_words = 0;
    while at > floor {
        at -= 1;
        let class = view.class(at);
        let word = view.word(at);
        if class.has(Class::ROLE) || class.has(Class::JOB) {
            if role == Class::NONE
                && at + 1 < start
                && !(at + 2 == start && view.word(start - 1) == ",")
            {
                return None;
            }
            role = role.or(class);
        } else if let Some(actor) = polity(view, at, matches, cover) {
            let fits = role.has(Class::POLITICAL.or(Class::OFFICE_ROLE));
            return fits.then_some(Role { of: Some(actor) });
        } else if word == "," && at + 1 == start || matches!(word, "'s" | "’s" | "-" | "'") {
            // The possessive, the hyphen and the comma before the name belong to the title.
        } else if class.has(Class::LOWER)
            && !class.has(Class::FUNCTION.or(Class::SPEECH))
            && role != Class::NONE
            && state_words < 3
        {
            state_words += 1;
        } else if class.has(Class::CAPITAL.or(Class::STATUS))
            && role != Class::NONE
            && state_words < 3
            && !class.has(Class::FUNCTION)
        {
            // `Russian Deputy Foreign Minister`, `Senate Foreign Relations Committee Chairman`.
            state_words += 1;
        } else {
            break;
        }
    }
    role.has(Class::POLITICAL).then_some(Role { of: None })
}

/// `NAME, the foreign minister of X`, `NAME, Germany's foreign minister`.
fn after(
    view: &View<'_>,
    sentence: usize,
    stop: usize,
    matches: &[Match],
    cover: &Cover,
) -> Option<Role> {
    let (_, end) = view.bounds(sentence);
    if stop >= end || view.word(stop) != "," {
        return None;
    }
    let mut of = None;
    let mut role = Class::NONE;
    let mut at = stop + 1;
    let limit = end.min(stop + 1 + REACH);
    while at < limit {
        let class = view.class(at);
        let word = view.word(at);
        if class.has(Class::ROLE.or(Class::JOB)) {
            role = role.or(class);
        } else if let Some(actor) = polity(view, at, matches, cover) {
            of = of.or(Some(actor));
            if role != Class::NONE {
                break;
            }
        } else if word == "," || class.has(Class::PUNCTUATION) && !matches!(word, "'s" | "’s" | "-")
        {
            break;
        } else if role != Class::NONE
            && !matches!(word, "of" | "to" | "for" | "the" | "in" | "at" | "and")
        {
            if class.has(Class::LOWER) {
                break;
            }
        } else if class.has(Class::SPEECH.or(Class::AUXILIARY))
            || matches!(word, "who" | "whose" | "which")
        {
            break;
        }
        at += 1;
    }
    let fits = role.has(Class::POLITICAL) || role.has(Class::OFFICE_ROLE) && of.is_some();
    fits.then_some(Role { of })
}

/// Whether a name may be that of a person whom the article introduces: words, verbs and cut-off words are none.
///
/// An everyday word is a family name only after a given name (`Luther Strange`); a single word must not stand at the end
/// of a text that breaks off.
pub(super) fn may_be_discovered(view: &View<'_>, name: &Name) -> bool {
    const WORD: Class = Class::COMMON
        .or(Class::FUNCTION)
        .or(Class::CALENDAR)
        .or(Class::AUXILIARY)
        .or(Class::ROLE)
        .or(Class::OFFICIAL)
        .or(Class::PEOPLE);
    const VERB: Class = Class::SPEECH
        .or(Class::ATTITUDE)
        .or(Class::ACTION)
        .or(Class::MOTION)
        .or(Class::HOSTILE)
        .or(Class::FEELING);
    let (first, end) = (name.first as usize, name.end as usize);
    let (_, stop) = view.bounds(name.sentence as usize);
    let given = view.class(first).has(Class::GIVEN) || view.class(first).has(Class::INITIAL);
    let single = end == first + 1;
    let last = view.class(end - 1);
    let loud = view.styles[name.sentence as usize] != Style::Plain;
    if single {
        let breaks_off = matches!(view.word(end), "..." | "…") || end >= view.tokens.len();
        let ends = end >= stop && view.tokens.len() == stop;
        let common = last.has(WORD.or(VERB));
        let cut_off = ends && !last.has(Class::PUNCTUATION);
        return !(common || loud || breaks_off || cut_off);
    }
    let words =
        (first..end).any(|i| view.class(i).has(WORD.or(VERB)) && !view.class(i).has(Class::GIVEN));
    if given {
        let no_surname = last.has(
            Class::FUNCTION
                .or(Class::CALENDAR)
                .or(Class::SPEECH)
                .or(Class::AUXILIARY),
        );
        !(no_surname || loud && words)
    } else {
        !words
    }
}
