//! What a name may be: points from the name itself and from the words around it.

use crate::model::ActorType;

use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::name::{Cover, ORGANISATION, OTHER, PERSON, PLACE, TYPES};
use super::view::View;

/// Points of one occurrence by type.
pub(super) fn points(
    view: &View<'_>,
    sentence: usize,
    start: usize,
    stop: usize,
    matches: &[Match],
    cover: &Cover,
) -> [i32; TYPES] {
    let mut points = [0; TYPES];
    inside(view, start, stop, &mut points);
    if !view.is_english() && start > 0 {
        let class = view.class(start - 1);
        if class.has(Class::FOREIGN_PLACE) {
            points[PLACE] += 24;
        }
    }
    before(view, sentence, start, stop, &mut points);
    after(view, sentence, start, stop, matches, cover, &mut points);
    if cover[start] != 0 {
        // A town's name by itself is here only as its team's; with another word it is mostly an organisation's.
        let m = matches[cover[start] as usize - 1];
        if matches!(m.hit, Hit::Place(_)) {
            points[ORGANISATION] += if m.end as usize == stop { 60 } else { 12 };
        }
    } else if stop > start + 1
        && cover[stop - 1] != 0
        && let Hit::Place(_) = matches[cover[stop - 1] as usize - 1].hit
    {
        points[ORGANISATION] += 22;
    }
    points
}

/// Signs in the name itself.
fn inside(view: &View<'_>, start: usize, stop: usize, points: &mut [i32; TYPES]) {
    let mut letters = 0;
    let (mut initial, mut particle, mut body, mut place, mut joined, mut of) =
        (false, false, false, false, false, false);
    let mut common = 0;
    let mut company = 0;
    for at in start..stop {
        let class = view.class(at);
        if class.has(Class::LETTERS) {
            letters += 1;
        }
        initial |= class.has(Class::INITIAL);
        particle |=
            class.has(Class::PARTICLE) && class.has(Class::LOWER) && !class.has(Class::FUNCTION);
        body |= class.has(Class::BODY.or(Class::OFFICIAL_BODY));
        place |= class.has(Class::PLACE_HEAD);
        joined |= view.word(at) == "&";
        of |= class.has(Class::FUNCTION) && class.has(Class::LOWER);
        common += i32::from(class.has(Class::COMMON) && !class.has(Class::GIVEN));
        company += i32::from(class.has(Class::COMPANY));
    }
    let first = view.class(start);
    let last = view.class(stop - 1);
    if first.has(Class::GIVEN) {
        points[PERSON] += if letters >= 2 { 30 } else { 8 };
    }
    if letters >= 2 {
        if letters <= 3 && common == 0 && !body && company == 0 {
            points[PERSON] += 10;
        }
        if last.has(Class::COMPANY) {
            points[ORGANISATION] += 45;
        } else if company > 0 {
            points[ORGANISATION] += 20;
        }
        if body {
            points[ORGANISATION] += 35;
            points[PERSON] -= 25;
        }
        if place && !body {
            points[PLACE] += if last.has(Class::PLACE_HEAD) || first.has(Class::PLACE_HEAD) {
                38
            } else {
                15
            };
            points[PERSON] -= 15;
        }
        if last.has(Class::EVENT) {
            points[OTHER] += 42;
            points[PERSON] -= 20;
        }
        if last.has(Class::OUTLET) {
            points[ORGANISATION] += 15;
        }
        if initial && !first.has(Class::UPPER) {
            points[PERSON] += 20;
        }
        if particle {
            points[PERSON] += 18;
        }
        if of {
            points[ORGANISATION] += 15;
            points[PERSON] -= 20;
        }
    } else {
        let upper = first.has(Class::UPPER);
        points[ORGANISATION] += if upper { 26 } else { 3 };
        points[PERSON] += if upper { -15 } else { 3 };
        points[PLACE] += 2;
        let word = view.word(start);
        let people = ["ese", "ian", "ians", "ish", "eans", "ists", "ism", "ist"];
        if people.iter().any(|e| word.ends_with(e)) {
            points[OTHER] += 14;
        }
    }
    if matches!(view.word(stop - 1), "'s" | "’s") {
        points[ORGANISATION] += 45;
    }
    if joined {
        points[ORGANISATION] += 25;
        points[PERSON] -= 10;
    }
    if common > 0 && letters > 1 {
        points[ORGANISATION] += 6;
    }
}

/// Signs before the name.
fn before(view: &View<'_>, sentence: usize, start: usize, stop: usize, points: &mut [i32; TYPES]) {
    let (first, _) = view.bounds(sentence);
    if start == first {
        return;
    }
    let class = view.class(start - 1);
    let word = view.word(start - 1);
    if class.has(Class::HONORIFIC) {
        points[PERSON] += 45;
    } else if class.has(Class::ROLE.or(Class::JOB)) {
        points[PERSON] += if class.has(Class::PLAIN_NOUN) && !class.has(Class::ROLE) {
            10
        } else {
            30
        };
    } else if class.has(Class::RELATIVE) {
        points[PERSON] += 22;
    }
    if word == ","
        && start >= first + 2
        && view
            .class(start - 2)
            .has(Class::ROLE.or(Class::JOB).or(Class::RELATIVE))
    {
        points[PERSON] += 15;
    }
    if class.has(Class::PLACE_PREPOSITION) {
        points[PLACE] += match word {
            "in" | "near" | "inside" | "outside" => 28,
            "at" | "from" => 12,
            "to" => 8,
            _ => 14,
        };
        if word == "in" {
            points[PERSON] -= 12;
        } else if matches!(word, "at" | "from" | "to") {
            points[ORGANISATION] += if word == "at" { 8 } else { 2 };
        }
    }
    if class.has(Class::DIRECTION) && class.has(Class::LOWER) {
        points[PLACE] += 25;
    }
    if word == "of"
        && start >= first + 2
        && view
            .class(start - 2)
            .has(Class::PLACE_HEAD.or(Class::TERRITORY))
    {
        points[PLACE] += 32;
    }
    if class.has(Class::PLACE_HEAD) && class.has(Class::LOWER) {
        points[PLACE] += 6;
    }
    if word == "the" {
        points[PERSON] -= 25;
        let single = stop - start == 1 && !view.class(start).has(Class::UPPER);
        if single && view.class(stop).has(Class::LOWER) && !view.class(stop).has(Class::FUNCTION) {
            points[OTHER] += 16;
        }
        points[ORGANISATION] += if single { 8 } else { 12 };
        if single && start >= first + 2 && view.class(start - 2).has(Class::PLACE_PREPOSITION) {
            points[PLACE] += 16;
        }
    }
    if word == "by" && stop - start >= 2 {
        points[PERSON] += 4;
    }
    if class.has(Class::SPEECH) && class.has(Class::LOWER) {
        points[PERSON] += 10;
    }
}

/// Signs after the name.
fn after(
    view: &View<'_>,
    sentence: usize,
    start: usize,
    stop: usize,
    matches: &[Match],
    cover: &Cover,
    points: &mut [i32; TYPES],
) {
    let (first, end) = view.bounds(sentence);
    if stop >= end {
        return;
    }
    let class = view.class(stop);
    let word = view.word(stop);
    let many = stop - start >= 2;
    let territory = |at: usize| {
        at < end
            && cover[at] != 0
            && match matches[cover[at] as usize - 1].hit {
                Hit::Place(_) => true,
                Hit::Known { actor, .. } => {
                    matches!(
                        view.dictionary.actor(actor).kind,
                        ActorType::State | ActorType::Region
                    )
                }
                _ => false,
            }
    };
    match word {
        "," => {
            let next = view.class(stop + 1);
            if next.has(Class::DIGIT)
                && stop + 2 < end
                && matches!(view.word(stop + 2), "," | ".")
                && many
            {
                points[PERSON] += 30;
            }
            if territory(stop + 1) && stop + 2 <= end {
                let closes = stop + 2 >= end
                    || !view.class(stop + 2).has(Class::CAPITAL) && view.word(stop + 2) != "'s";
                points[PLACE] += if closes && !points_person(points) {
                    22
                } else {
                    5
                };
            }
            if matches!(view.word(stop + 1).as_bytes(), b"who" | b"whose" | b"whom") {
                points[PERSON] += 22;
            }
            if next.has(Class::ROLE.or(Class::JOB))
                || view.class(stop + 2).has(Class::ROLE.or(Class::JOB))
                    && next.has(Class::DETERMINER)
            {
                points[PERSON] += 14;
            }
            if start == first && next.has(Class::CALENDAR) {
                points[PLACE] += 40;
            }
        }
        "(" => {
            if territory(stop + 1) {
                points[PERSON] += 20;
            } else if view.class(stop + 1).has(Class::UPPER) {
                points[ORGANISATION] += 14;
            }
        }
        "<" => points[ORGANISATION] += 40,
        "'s" | "’s" => {
            points[ORGANISATION] += 2;
            points[PERSON] += 3;
            if stop + 1 < end && view.class(stop + 1).has(Class::PLAIN_NOUN) {
                points[ORGANISATION] += 8;
            }
        }
        "said" | "says" | "told" | "added" => {
            points[PERSON] += if many { 10 } else { 8 };
            points[ORGANISATION] += 5;
        }
        "who" => points[PERSON] += 22,
        _ => {}
    }
    if class.has(Class::LOWER) && class.has(Class::PLACE_HEAD) {
        points[PLACE] += 24;
        points[PERSON] -= 8;
    }
    if class.has(Class::LOWER) && class.has(Class::PLAIN_NOUN) && !class.has(Class::ROLE) {
        points[ORGANISATION] += 10;
    }
    if start == first && class.has(Class::DIGIT) && view.class(start).has(Class::UPPER) && !many {
        points[PLACE] += 30;
    }
    if class.has(Class::DIGIT) && stop - start <= 3 && end - first < 14 {
        points[ORGANISATION] += 8;
    }
}

fn points_person(points: &[i32; TYPES]) -> bool {
    points[PERSON] >= 30
}
