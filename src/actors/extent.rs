//! Where a name ends, and which matches of the dictionary are part of a longer name.

use super::alias::AliasKind;
use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::name::{Cover, LONGEST, covering, is_free_capital};
use super::view::{Style, View};

/// The end of the run of name tokens that begins at `at`.
pub(super) fn extend(
    view: &View<'_>,
    at: usize,
    end: usize,
    matches: &[Match],
    cover: &Cover,
) -> usize {
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
            let everyday = view.class(at).has(Class::COMMON) && !view.class(at).has(Class::GIVEN);
            let first_in_sentence = view.sentences.iter().any(|s| s.first_token as usize == at);
            // A family name of the dictionary after a given name, a place inside the name of a body.
            let person = matches!(m.hit, Hit::Persons { .. } | Hit::Office(_))
                && (view.class(stop).has(Class::CAPITAL)
                    || view.class(stop).has(Class::PARTICLE)
                        && view.class(m.end as usize - 1).has(Class::CAPITAL));
            // `Friendship Park`: the family name is itself a word for places or bodies.
            let thing = matches!(m.hit, Hit::Persons { .. })
                && view.class(stop).has(Class::CAPITAL)
                && view
                    .class(stop)
                    .has(Class::PLACE_HEAD.or(Class::BODY).or(Class::COMPANY))
                && !(everyday && first_in_sentence);
            let namesake = stop == at + 1 && is_given(view, at) && is_state_word(view, m);
            let inner = matches!(m.hit, Hit::Place(_) | Hit::Known { .. })
                && view.class(stop).has(Class::CAPITAL)
                && is_free_capital(view, cover, m.end as usize, end)
                && view
                    .class(m.end as usize)
                    .has(Class::COMPANY.or(Class::BODY).or(Class::OUTLET));
            // `Ajax Amsterdam`, `Radio Moscow`.
            let tail = matches!(m.hit, Hit::Place(_))
                && stop == at + 1
                && !view.class(at).has(
                    Class::COMMON
                        .or(Class::GIVEN)
                        .or(Class::DIRECTION)
                        .or(Class::UPPER),
                )
                && !is_free_capital(view, cover, m.end as usize, end);
            let opened = stop == at + 1
                && view.class(at).has(Class::OPENER)
                && matches!(m.hit, Hit::Place(_) | Hit::Known { .. });
            if (person && !everyday) || inner || tail || opened || thing || namesake {
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
            "-" | "–" if is_person(view, stop + 1, matches, cover) && is_given(view, at) => {
                stop = matches[cover[stop + 1] as usize - 1].end as usize;
            }
            "&" if stop + 1 < end && view.class(stop + 1).has(Class::CAPITAL) => {
                stop = match cover[stop + 1] {
                    0 => stop + 2,
                    number => matches[number as usize - 1].end as usize,
                };
            }
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
            "'s" | "’s" if stop == at + 1 && view.class(at).has(Class::POSSESSIVE_NAME) => {
                stop += 1;
                break;
            }
            "'s" | "’s"
                if joins_next(stop + 1) && body && view.class(stop + 1).has(Class::BODY) =>
            {
                stop += 2;
            }
            _ if class.has(Class::PARTICLE)
                && !class.has(Class::FUNCTION)
                && joins_next(stop + 1) =>
            {
                stop += 2;
            }
            _ if class.has(Class::PARTICLE)
                && !class.has(Class::FUNCTION)
                && stop == at + 1
                && (is_person(view, stop + 1, matches, cover)
                    || is_given(view, at)
                        && covering(matches, cover, stop + 1)
                            .is_some_and(|&m| is_state_word(view, m))) =>
            {
                stop = matches[cover[stop + 1] as usize - 1].end as usize;
            }
            _ if class.has(Class::PARTICLE)
                && !class.has(Class::FUNCTION)
                && joins_next(stop + 2)
                && view.class(stop + 1).has(Class::PARTICLE) =>
            {
                stop += 3;
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

/// Whether a given name that is no everyday word stands at the token.
fn is_given(view: &View<'_>, at: usize) -> bool {
    let class = view.class(at);
    class.has(Class::GIVEN)
        && !class.has(
            Class::COMMON
                .or(Class::FUNCTION)
                .or(Class::CALENDAR)
                .or(Class::UPPER),
        )
}

/// Whether a person of the dictionary stands at the token, with a capital.
fn is_person(view: &View<'_>, at: usize, matches: &[Match], cover: &Cover) -> bool {
    view.class(at).has(Class::CAPITAL)
        && covering(matches, cover, at)
            .is_some_and(|m| matches!(m.hit, Hit::Persons { .. }) && m.first as usize == at)
}

/// Whether a match is one word that names a state or a town and may be a family name: `Colin Jordan`.
fn is_state_word(view: &View<'_>, m: Match) -> bool {
    let named = match m.hit {
        Hit::Place(_) => true,
        Hit::Known { alias, .. } => matches!(
            view.dictionary.alias(alias).kind,
            AliasKind::Name | AliasKind::Capital
        ),
        _ => false,
    };
    let class = view.class(m.first as usize);
    named && m.end == m.first + 1 && class.has(Class::CAPITAL) && !class.has(Class::UPPER)
}

/// Whether the name of a town stands for its team: `Chicago 3 Boston 2`.
pub(super) fn is_team(view: &View<'_>, sentence: usize, m: Match) -> bool {
    if !matches!(m.hit, Hit::Place(_)) {
        return false;
    }
    let (first, end) = view.bounds(sentence);
    let (start, stop) = (m.first as usize, m.end as usize);
    let before = if start > first {
        view.class(start - 1)
    } else {
        Class::NONE
    };
    if before.has(Class::PLACE_PREPOSITION.or(Class::DIRECTION))
        || start > first && matches!(view.word(start - 1), "," | "(" | "of")
    {
        return false;
    }
    let next = view.class(stop);
    if stop < end && matches!(view.word(stop), "," | "(") {
        return false;
    }
    if stop < end && next.has(Class::DIGIT) {
        let digits = (first..end)
            .filter(|&i| view.class(i).has(Class::DIGIT))
            .count();
        // A dateline has a year after the town.
        let date = view.tokens[stop].end - view.tokens[stop].start >= 4;
        return !date && digits * 4 >= end - first || !date && digits >= 2 && end - first <= 14;
    }
    let sport = (first..end.min(first + 60))
        .filter(|&i| view.class(i).has(Class::SPORT))
        .count();
    sport >= 2
        && (next.has(Class::SPORT)
            || before.has(Class::SPORT)
            || stop < end && matches!(view.word(stop), "'s" | "at" | "v"))
}

/// A longer name that a match of the dictionary is part of: `British Airways`, `Paris Hilton`, `Bank of China`.
pub(super) fn around(
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
        let given = view.class(at).has(Class::GIVEN) && stop - next <= 2;
        return (thing || single && given).then_some((at, stop));
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
    // `Houston Rockets`, `Manchester United`, `Brooklyn Beckham`.
    if known.is_none() && stop - next <= 2 && !following.has(Class::COMMON.or(Class::UPPER)) {
        return Some((at, stop));
    }
    let given = view.class(at).has(Class::GIVEN) && single;
    let plural = matches!(known, Some(AliasKind::Adjective | AliasKind::Demonym));
    (given
        && !plural
        && !(matches!(known, Some(AliasKind::Name)) && following.has(Class::GIVEN))
        && stop - next <= 2
        && at >= first
        && !following.has(Class::COMMON.or(Class::UPPER)))
    .then_some((at, stop))
}
