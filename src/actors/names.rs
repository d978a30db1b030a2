//! Finds names outside the dictionary by their capitals, and gives each occurrence points for what it may be.

use super::extent::{around, extend, is_team};
use super::lexicon::Class;
use super::matching::{Hit, Match, Matches};
use super::name::{Cover, LONGEST, Name, is_free_capital};
use super::namesakes::namesake;
use super::view::{Style, View};

/// Looks for names in one sentence. Matches that turn out to be part of a longer name are taken out
/// (`absorbed` is set).
pub(super) fn scan(
    view: &View<'_>,
    sentence: usize,
    matches: &mut Matches,
    cover: &mut Cover,
    names: &mut Vec<Name>,
) {
    let (first, end) = view.bounds(sentence);
    let capitals = view.styles[sentence] == Style::Capitals;
    let english = view.is_english();
    let mut at = first;
    while at < end {
        let class = view.class(at);
        if !class.has(Class::CAPITAL) || class.has(Class::CJK) || (capitals && cover[at] == 0) {
            at += 1;
            continue;
        }
        let found = match cover[at] {
            0 if english => run(view, sentence, at, &matches.list, cover),
            0 => foreign(view, sentence, at, cover),
            number => {
                let m = matches.list[number as usize - 1];
                let matches = &*matches;
                if !english {
                    None
                } else if is_team(view, sentence, m) {
                    Some((m.first as usize, m.end as usize))
                } else {
                    namesake(view, sentence, m, matches, cover)
                        .or_else(|| around(view, sentence, at, m, &matches.list, cover))
                }
            }
        };
        let Some((start, stop)) = found else {
            at = if cover[at] == 0 {
                at + 1
            } else {
                matches.list[cover[at] as usize - 1].end as usize
            };
            continue;
        };
        let tail = match cover[stop - 1] {
            0 => 0,
            number => match matches.list[number as usize - 1].hit {
                Hit::Persons { .. } => number,
                _ => 0,
            },
        };
        let points = super::typing::points(view, sentence, start, stop, &matches.list, cover);
        for slot in &mut cover[start..stop] {
            if *slot != 0 {
                matches.list[*slot as usize - 1].absorbed = true;
            }
        }
        names.push(Name {
            first: start as u32,
            end: stop as u32,
            sentence: sentence as u32,
            points,
            group: 0,
            tail,
        });
        at = stop.max(at + 1);
    }
}

/// Whether a token may stand at the beginning of a sentence for that reason alone with a capital.
pub(super) fn opens(view: &View<'_>, first: usize, at: usize) -> bool {
    at == first
        || view.class(at - 1).has(Class::PUNCTUATION)
            && !matches!(
                view.word(at - 1),
                "," | "-" | "'" | "(" | "<" | "&" | ")" | "/"
            )
        || (first..at).all(|i| !view.class(i).has(Class::LETTERS))
}

/// A name that begins at an uncovered capitalised token.
fn run(
    view: &View<'_>,
    sentence: usize,
    at: usize,
    matches: &[Match],
    cover: &Cover,
) -> Option<(usize, usize)> {
    let (first, end) = view.bounds(sentence);
    let class = view.class(at);
    let next_free = is_free_capital(view, cover, at + 1, end);
    // `Jan van Rompuy`.
    let particle = view.class(at + 1).has(Class::PARTICLE) && view.class(at + 1).has(Class::LOWER);
    let given = class.has(Class::GIVEN) && (next_free || particle);
    if class.has(Class::FUNCTION) || (class.has(Class::CALENDAR) && !given) {
        return None;
    }
    if class.has(Class::INITIAL) && !next_free {
        return None;
    }
    if class.has(Class::ACRONYM.or(Class::DIRECTION)) && !next_free {
        return None;
    }
    let opens = opens(view, first, at);
    // `May God bless`: a wish.
    if opens && class.has(Class::AUXILIARY) && view.class(at + 1).has(Class::COMMON) {
        return None;
    }
    let head = Class::HONORIFIC
        .or(Class::ROLE)
        .or(Class::JOB)
        .or(Class::STATUS);
    if class.has(head) && !(opens && class.has(Class::GIVEN) && next_free) {
        // `King` after a given name is a surname and has been taken there; a body goes on (`Foreign Ministry`).
        let body = next_free && view.class(at + 1).has(Class::BODY.or(Class::OFFICIAL_BODY));
        if !body || class.has(Class::HONORIFIC) {
            return None;
        }
    }
    let stop = extend(view, at, end, matches, cover);
    // `Co Inc` after a name that the dictionary has, `Bank`, `Group`.
    let generic = Class::COMPANY
        .or(Class::BODY)
        .or(Class::OUTLET)
        .or(Class::PLACE_HEAD);
    if stop - at <= 2
        && (at..stop).all(|i| view.class(i).has(generic) && !view.class(i).has(Class::UPPER))
    {
        return None;
    }
    if opens && stop == at + 1 {
        let title = view.styles[sentence] == Style::TitleCase;
        if class.has(Class::COMMON) || title || looks_derived(view, at) {
            return None;
        }
    }
    // The first word of a sentence before a name: `Even Smith`, `Yesterday Boeing`.
    if opens
        && class.has(Class::COMMON)
        && !class.has(Class::GIVEN)
        && !class.has(Class::BODY.or(Class::COMPANY))
    {
        let rest = view.class(at + 1);
        if view.class(stop - 1).has(
            Class::COMPANY
                .or(Class::BODY)
                .or(Class::OFFICIAL_BODY)
                .or(Class::PLACE_HEAD)
                .or(Class::OUTLET)
                .or(Class::EVENT),
        ) {
            return Some((at, stop));
        }
        return rest
            .has(Class::CAPITAL)
            .then(|| run(view, sentence, at + 1, matches, cover))
            .flatten();
    }
    if view.styles[sentence] == Style::TitleCase && !telling(view, at, stop) {
        return None;
    }
    if (at..stop).all(|i| {
        view.class(i).has(Class::OFFICIAL_BODY.or(Class::COMMON))
            && !view.class(i).has(Class::UPPER)
    }) && stop - at == 1
        && class.has(Class::OFFICIAL_BODY)
    {
        return None;
    }
    Some((at, stop))
}

/// Whether, in a headline in title case, the words themselves tell that they are a name.
fn telling(view: &View<'_>, at: usize, stop: usize) -> bool {
    stop - at >= 2
        && view.class(at).has(Class::GIVEN)
        && !view.class(at).has(Class::COMMON)
        && !view.class(at + 1).has(
            Class::COMMON
                .or(Class::SPEECH)
                .or(Class::ATTITUDE)
                .or(Class::ACTION),
        )
}

/// Words whose ending tells that they are no names: `Underlying`, `Reportedly`.
fn looks_derived(view: &View<'_>, at: usize) -> bool {
    let word = view.word(at);
    view.class(at).has(
        Class::SPEECH
            .or(Class::ATTITUDE)
            .or(Class::MOTION)
            .or(Class::PEOPLE),
    ) || (!view.class(at).has(Class::GIVEN)
        && ["ing", "ly", "ed", "ions", "ments"]
            .iter()
            .any(|e| word.ends_with(e)))
}

/// A name in a text that is not English, by capitals and given names alone.
///
/// German writes all nouns with capitals, so a German name begins with a given name or is an abbreviation.
fn foreign(view: &View<'_>, sentence: usize, at: usize, cover: &Cover) -> Option<(usize, usize)> {
    let (first, end) = view.bounds(sentence);
    let class = view.class(at);
    if class.has(Class::FOREIGN_FUNCTION.or(Class::HONORIFIC))
        || view.styles[sentence] != Style::Plain
    {
        return None;
    }
    let mut stop = at + 1;
    while stop < end.min(at + LONGEST) {
        let class = view.class(stop);
        if is_free_capital(view, cover, stop, end) && !class.has(Class::FOREIGN_FUNCTION) {
            stop += 1;
        } else if matches!(view.word(stop), "-" | "–")
            && view.tight(stop - 1)
            && view.tight(stop)
            && is_free_capital(view, cover, stop + 1, end)
            || class.has(Class::PARTICLE)
                && !matches!(view.word(stop), "la" | "le" | "las" | "y")
                && is_free_capital(view, cover, stop + 1, end)
        {
            stop += 2;
        } else {
            break;
        }
    }
    let given = class.has(Class::GIVEN);
    let several = stop > at + 1;
    let abbreviation = class.has(Class::UPPER) && !several;
    if view.language == "de" {
        return (given && several || abbreviation).then_some((at, stop));
    }
    let opens = opens(view, first, at);
    (!opens || several || given || abbreviation).then_some((at, stop))
}
