//! Finds names outside the dictionary by their capitals, and gives each occurrence points for what it may be.

use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::view::{Style, View};

/// The types that points are given for.
pub(super) const TYPES: usize = 4;
pub(super) const PERSON: usize = 0;
pub(super) const ORGANISATION: usize = 1;
pub(super) const PLACE: usize = 2;
pub(super) const OTHER: usize = 3;

/// One occurrence of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub first: u32,
    pub end: u32,
    pub sentence: u32,
    /// Points by type; ten are a fair sign.
    pub points: [i32; TYPES],
    /// The group of occurrences that it belongs to.
    pub group: u32,
    /// The match of a person of the dictionary that it ends in: its index plus one, or 0.
    pub tail: u32,
}

/// Which match covers each token: its index plus one, or 0.
pub(super) type Cover = [u32];

/// Names longer than this many tokens are cut.
const LONGEST: usize = 10;

/// Looks for names in one sentence. Matches that turn out to be part of a longer name are taken out
/// (`absorbed` is set).
pub(super) fn scan(
    view: &View<'_>,
    sentence: usize,
    matches: &mut [Match],
    cover: &mut Cover,
    names: &mut Vec<Name>,
) {
    if view.styles[sentence] == Style::Capitals {
        return;
    }
    let (first, end) = view.bounds(sentence);
    let mut at = first;
    while at < end {
        let class = view.class(at);
        if !class.has(Class::CAPITAL) || class.has(Class::CJK) {
            at += 1;
            continue;
        }
        let found = match cover[at] {
            0 => run(view, sentence, at, matches, cover),
            number => around(
                view,
                sentence,
                at,
                matches[number as usize - 1],
                matches,
                cover,
            ),
        };
        let Some((start, stop)) = found else {
            at = if cover[at] == 0 {
                at + 1
            } else {
                matches[cover[at] as usize - 1].end as usize
            };
            continue;
        };
        let tail = match cover[stop - 1] {
            0 => 0,
            number => match matches[number as usize - 1].hit {
                Hit::Persons { .. } => number,
                _ => 0,
            },
        };
        let points = super::typing::points(view, sentence, start, stop, matches, cover);
        for slot in &mut cover[start..stop] {
            if *slot != 0 {
                matches[*slot as usize - 1].absorbed = true;
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
fn opens(view: &View<'_>, first: usize, at: usize) -> bool {
    at == first
        || view.class(at - 1).has(Class::PUNCTUATION)
            && !matches!(
                view.word(at - 1),
                "," | "-" | "'" | "(" | "<" | "&" | ")" | "/"
            )
        || (first..at).all(|i| !view.class(i).has(Class::LETTERS))
}

fn is_free_capital(view: &View<'_>, cover: &Cover, at: usize, end: usize) -> bool {
    at < end && cover[at] == 0 && view.class(at).has(Class::CAPITAL)
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
    if class.has(Class::FUNCTION)
        || (class.has(Class::CALENDAR) && !(next_free && class.has(Class::GIVEN)))
    {
        return None;
    }
    if class.has(Class::INITIAL) && !next_free {
        return None;
    }
    let opens = opens(view, first, at);
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

/// The end of the run of name tokens that begins at `at`.
fn extend(view: &View<'_>, at: usize, end: usize, matches: &[Match], cover: &Cover) -> usize {
    let mut stop = at + 1;
    let limit = end.min(at + LONGEST);
    let mut body = view
        .class(at)
        .has(Class::BODY.or(Class::OFFICIAL_BODY).or(Class::COMPANY));
    while stop < limit {
        let class = view.class(stop);
        let word = view.word(stop);
        if class.has(Class::CAPITAL) && cover[stop] == 0 {
            if class.has(Class::CALENDAR)
                || class.has(Class::FUNCTION)
                    && !class.has(Class::UPPER)
                    && !class.has(Class::INITIAL)
            {
                break;
            }
            let leads = class.has(Class::ROLE.or(Class::HONORIFIC))
                && is_free_capital(view, cover, stop + 1, end)
                && !view
                    .class(stop + 1)
                    .has(Class::BODY.or(Class::OFFICIAL_BODY));
            if leads {
                break;
            }
            body |= class.has(Class::BODY.or(Class::OFFICIAL_BODY));
            stop += 1;
            continue;
        }
        if cover[stop] != 0 {
            let m = matches[cover[stop] as usize - 1];
            // A family name of the dictionary after a given name, a place inside the name of a body.
            let person = matches!(m.hit, Hit::Persons { .. } | Hit::Office(_))
                && view.class(stop).has(Class::CAPITAL);
            let inner = matches!(m.hit, Hit::Place(_) | Hit::Known { .. })
                && view.class(stop).has(Class::CAPITAL)
                && is_free_capital(view, cover, m.end as usize, end)
                && view
                    .class(m.end as usize)
                    .has(Class::COMPANY.or(Class::BODY).or(Class::OUTLET));
            let everyday = view.class(at).has(Class::COMMON) && !view.class(at).has(Class::GIVEN);
            if (person && !everyday) || inner {
                stop = m.end as usize;
                continue;
            }
            break;
        }
        let joins_next = |from: usize| is_free_capital(view, cover, from, end);
        match word {
            "-" | "–"
                if view.tight(stop - 1)
                    && view.tight(stop)
                    && stop + 1 < limit
                    && cover[stop + 1] == 0 =>
            {
                let after = view.class(stop + 1);
                if after.has(Class::CAPITAL) || after.has(Class::PARTICLE) {
                    stop += 2;
                } else {
                    break;
                }
            }
            "&" if joins_next(stop + 1) => stop += 2,
            "of" | "for" if body && stop + 1 < limit => {
                let the = usize::from(view.word(stop + 1) == "the");
                let after = stop + 1 + the;
                if joins_next(after) && !view.class(after).has(Class::FUNCTION) {
                    stop = after + 1;
                } else if after < end
                    && cover[after] != 0
                    && !view.class(at).has(Class::OFFICIAL_BODY)
                    && !view.class(stop - 1).has(Class::OFFICIAL_BODY)
                {
                    let m = matches[cover[after] as usize - 1];
                    if matches!(m.hit, Hit::Known { .. } | Hit::Place(_))
                        && view.class(after).has(Class::CAPITAL)
                    {
                        stop = m.end as usize;
                    } else {
                        break;
                    }
                } else {
                    break;
                }
            }
            "'s" | "’s"
                if joins_next(stop + 1) && body && view.class(stop + 1).has(Class::BODY) =>
            {
                stop += 2
            }
            _ if class.has(Class::PARTICLE)
                && !class.has(Class::FUNCTION)
                && joins_next(stop + 1) =>
            {
                stop += 2
            }
            _ if class.has(Class::PARTICLE)
                && !class.has(Class::FUNCTION)
                && joins_next(stop + 2)
                && view.class(stop + 1).has(Class::PARTICLE) =>
            {
                stop += 3
            }
            _ => break,
        }
    }
    // A trailing role belongs to what follows, not to the name.
    while stop > at + 1
        && view.class(stop - 1).has(Class::HONORIFIC)
        && !view.class(stop - 2).has(Class::GIVEN)
    {
        stop -= 1;
    }
    stop
}

/// A longer name that a match of the dictionary is part of: `British Airways`, `Paris Hilton`, `Bank of China`.
fn around(
    view: &View<'_>,
    sentence: usize,
    at: usize,
    m: Match,
    matches: &[Match],
    cover: &Cover,
) -> Option<(usize, usize)> {
    let (first, end) = view.bounds(sentence);
    let next = m.end as usize;
    if !matches!(
        m.hit,
        Hit::Known { .. } | Hit::Place(_) | Hit::Persons { .. }
    ) || at != m.first as usize
    {
        return None;
    }
    if view.styles[sentence] != Style::Plain {
        return None;
    }
    // `Johnson & Johnson`.
    if next + 1 < end && view.word(next) == "&" && view.class(next + 1).has(Class::CAPITAL) {
        return Some((at, extend(view, next + 1, end, matches, cover)));
    }
    if !is_free_capital(view, cover, next, end) {
        return None;
    }
    let following = view.class(next);
    if following.has(Class::FUNCTION.or(Class::CALENDAR).or(Class::HONORIFIC))
        && !following.has(Class::COMPANY.or(Class::BODY))
    {
        return None;
    }
    if following.has(Class::ROLE) && !following.has(Class::BODY.or(Class::COMPANY)) {
        return None;
    }
    let stop = extend(view, next, end, matches, cover);
    let last = view.class(stop - 1);
    let single = m.end == m.first + 1;
    if let Hit::Persons { .. } = m.hit {
        // `Johnson Controls`, `Lincoln Center`, `Reagan Airport`.
        let thing = last.has(
            Class::COMPANY
                .or(Class::BODY)
                .or(Class::PLACE_HEAD)
                .or(Class::EVENT)
                .or(Class::OUTLET),
        );
        return (single && thing).then_some((at, stop));
    }
    if following.has(Class::OFFICIAL_BODY)
        || (next..stop).any(|i| view.class(i).has(Class::OFFICIAL_BODY))
    {
        return None;
    }
    let known = if let Hit::Known { alias, .. } = m.hit {
        Some(view.dictionary.alias(alias).kind)
    } else {
        None
    };
    if last.has(
        Class::COMPANY
            .or(Class::BODY)
            .or(Class::EVENT)
            .or(Class::OUTLET),
    ) && !last.has(Class::ROLE)
    {
        return Some((at, stop));
    }
    if last.has(Class::PLACE_HEAD) && !last.has(Class::COMMON.or(Class::FUNCTION))
        || last.has(Class::PLACE_HEAD) && known.is_none()
    {
        return Some((at, stop));
    }
    let given = view.class(at).has(Class::GIVEN) && single;
    let plural = matches!(
        known,
        Some(super::alias::AliasKind::Adjective | super::alias::AliasKind::Demonym)
    );
    (given
        && !plural
        && stop - next <= 2
        && at >= first
        && !following.has(Class::COMMON.or(Class::UPPER)))
    .then_some((at, stop))
}
