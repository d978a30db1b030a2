//! What the model of readings sees of a name and the words around it.

use crate::model::Field;

use super::alias::AliasKind;
use super::lexicon::Class;
use super::matching::Match;

use super::trie::NO_SYMBOL;
use super::view::{Style, View};
use super::weights::{Feature, Slot};

/// Classes that say nothing here.
const DULL: Class = Class::LETTERS
    .or(Class::COMMON)
    .or(Class::GIVEN)
    .or(Class::CJK)
    .or(Class::COMPANY)
    .or(Class::PARTICLE)
    .or(Class::OF)
    .or(Class::FUNCTION)
    .or(Class::NAMESAKES)
    .or(Class::BESIDE_THE_MODEL);

fn classes(slot: Slot, view: &View<'_>, at: usize, take: &mut impl FnMut(Feature)) {
    let mut class = view.class(at);
    if view.loud && class.has(Class::CAPITAL) && !is_name(view, at) {
        class = Class(class.0 & !(Class::CAPITAL.0 | Class::UPPER.0) | Class::LOWER.0);
    }
    let mut bits = class.0 & !DULL.0;
    while bits != 0 {
        take(Feature::Class(slot, bits.trailing_zeros() as u8));
        bits &= bits - 1;
    }
}

/// Whether a token looks like part of a name; in headlines every word has a capital, so the lexicon tells.
fn is_name(view: &View<'_>, at: usize) -> bool {
    const PLAIN: Class = Class::COMMON
        .or(Class::FUNCTION)
        .or(Class::SPEECH)
        .or(Class::ATTITUDE)
        .or(Class::ACTION)
        .or(Class::OFFICIAL);
    let class = view.class(at);
    class.has(Class::CAPITAL) && !(view.loud && class.has(PLAIN))
}

fn word(slot: Slot, view: &View<'_>, at: usize, take: &mut impl FnMut(Feature)) {
    let symbol = view.symbol(at);
    if symbol != NO_SYMBOL && !is_name(view, at) {
        take(Feature::Word(slot, symbol));
    }
    classes(slot, view, at, take);
}

/// The ending of a word that may be a verb, as features.
fn ending(slot: Slot, view: &View<'_>, at: usize, take: &mut impl FnMut(Feature)) {
    const TELLING: Class = Class::FUNCTION
        .or(Class::SPEECH)
        .or(Class::ATTITUDE)
        .or(Class::ACTION)
        .or(Class::MOTION);
    let small = view.class(at).has(Class::LOWER) || view.loud && view.class(at).has(Class::COMMON);
    if !small || view.class(at).has(TELLING) {
        return;
    }
    let word = view.word(at);
    for (number, ending) in ["ed", "ing", "s", "ly"].into_iter().enumerate() {
        if word.ends_with(ending) {
            take(Feature::Other(slot, 10 + number as u16));
            return;
        }
    }
    take(Feature::Other(slot, if word.is_empty() { 15 } else { 14 }));
}

/// Hands over every feature of a name.
pub(super) fn features(
    view: &View<'_>,
    m: &Match,
    kind: AliasKind,
    take: &mut impl FnMut(Feature),
) {
    let (first, end, sentence) = (m.first as usize, m.end as usize, m.sentence as usize);
    let view = &view.for_sentence(sentence);
    let (start, stop) = view.bounds(sentence);
    let kind_number = kind as u16;
    take(Feature::Other(Slot::Bias, 0));
    take(Feature::Other(Slot::Kind, kind_number));
    let outside = Feature::Other;
    // A determiner belongs to the name.
    let mut left = first;
    if left > start && view.word(left - 1) == "the" {
        left -= 1;
        take(Feature::Other(Slot::Flag, 0));
    }
    if left > start {
        word(Slot::Before, view, left - 1, take);
    } else {
        take(outside(Slot::Before, 0));
    }
    if left > start + 1 {
        classes(Slot::BeforeThat, view, left - 2, take);
    }
    if left > start && view.class(left - 1).has(Class::HOSTILE) {
        let seat = matches!(kind, AliasKind::Capital);
        let acting = has_acting_subject(view, start, left - 1);
        let number = 16 + u16::from(seat) + 2 * u16::from(acting);
        take(Feature::Other(Slot::Flag, number));
    }
    let possessive = end < stop && matches!(view.word(end), "'s" | "’s" | "'");
    let next = end + usize::from(possessive);
    if end < stop {
        word(Slot::After, view, end, take);
        ending(Slot::After, view, end, take);
        let class = view.class(end);
        for (number, set) in [
            Class::SPEECH,
            Class::ATTITUDE,
            Class::ACTION.or(Class::AUXILIARY),
            Class::OFFICIAL.or(Class::ROLE),
            Class::GOODS.or(Class::TERRITORY),
        ]
        .into_iter()
        .enumerate()
        {
            if class.has(set) {
                take(Feature::Other(
                    Slot::KindAfter,
                    kind_number * 8 + number as u16,
                ));
            }
        }
    } else {
        take(outside(Slot::After, 0));
    }
    if end + 1 < stop {
        classes(Slot::AfterThat, view, end + 1, take);
        if view.word(end) == "-" {
            word(Slot::AfterThat, view, end + 1, take);
        }
        if view.class(end).has(Class::AUXILIARY) {
            ending(Slot::AfterThat, view, end + 1, take);
            if view.class(end + 1).has(Class::FUNCTION) {
                word(Slot::AfterThat, view, end + 1, take);
            }
        }
    }
    let governor = governor(view, start, left);
    match governor {
        Some(at) => {
            word(Slot::Governor, view, at, take);
            let class = view.class(at);
            if class.has(Class::PLACE_PREPOSITION) {
                take(Feature::Other(Slot::KindGovernor, kind_number));
            }
            if (class.has(Class::PLACE_PREPOSITION.or(Class::WITH_PREPOSITION))
                || view.word(at) == "of")
                && at > start
            {
                word(Slot::Regent, view, at - 1, take);
            }
        }
        None => take(outside(Slot::Governor, 0)),
    }
    if let Some(at) = follower(view, next, stop) {
        word(Slot::Follower, view, at, take);
        ending(Slot::Follower, view, at, take);
    }
    if possessive
        || matches!(kind, AliasKind::Adjective)
        || end < stop && view.class(end).has(Class::LOWER)
    {
        head(view, next, stop, take);
    }
    flags(view, sentence, left, end, take);
}

/// Whether the object of a hostile act has a subject that acts, a name or a noun of government, close before the verb:
/// `Russian troops attacked Ukraine`, unlike `Floods hit Ukraine`. `verb` is the token of the verb.
fn has_acting_subject(view: &View<'_>, start: usize, verb: usize) -> bool {
    for at in (start.max(verb.saturating_sub(5))..verb).rev() {
        if matches!(
            view.word(at),
            "," | ";" | ":" | "in" | "at" | "near" | "off"
        ) {
            return false;
        }
        let class = view.class(at);
        if is_name(view, at) && !class.has(Class::CALENDAR)
            || class.has(Class::OFFICIAL.or(Class::ROLE).or(Class::OFFICIAL_BODY))
        {
            return true;
        }
    }
    false
}

/// The word to the left that governs the list in which the name stands: the `in` of `in Europe and Japan`.
fn governor(view: &View<'_>, start: usize, left: usize) -> Option<usize> {
    let mut at = left;
    let floor = start.max(left.saturating_sub(12));
    let (mut commas, mut joined) = (0, false);
    while at > floor {
        at -= 1;
        let class = view.class(at);
        let word = view.word(at);
        if word == "," {
            // `in Moscow, the United States`: another clause begins.
            if view.word(at + 1) == "the" && at + 1 >= left {
                return None;
            }
            commas += 1;
        }
        joined |= matches!(word, "and" | "or");
        let skipped = (is_name(view, at) || class.has(Class::DIRECTION.or(Class::DIGIT)))
            || matches!(
                word,
                "," | "and" | "or" | "both" | "the" | "'s" | "&" | "either" | "as" | "well" | "-"
            );
        if at == start && commas == 1 && !joined {
            // `In Geneva, Russian officials`
            return None;
        }
        if !skipped {
            return Some(at);
        }
    }
    None
}

/// The first word to the right of the list that the name begins; none when commas alone make the list,
/// which may then be an apposition (`Paris, France, was`).
fn follower(view: &View<'_>, from: usize, stop: usize) -> Option<usize> {
    let mut joined = view.word(from) != ",";
    for at in from..stop.min(from + 12) {
        let word = view.word(at);
        if matches!(word, "and" | "or") {
            joined = true;
        } else if !(is_name(view, at) || matches!(word, "," | "the" | "also" | "-")) {
            return joined.then_some(at);
        }
    }
    None
}

/// The noun that a possessive or an adjective belongs to.
fn head(view: &View<'_>, from: usize, stop: usize, take: &mut impl FnMut(Feature)) {
    const NOUNS: Class = Class::OFFICIAL
        .or(Class::TERRITORY)
        .or(Class::PEOPLE)
        .or(Class::GOODS)
        .or(Class::RELATION)
        .or(Class::ROLE)
        .or(Class::JOB)
        .or(Class::SPORT)
        .or(Class::PLACE_HEAD)
        .or(Class::OFFICIAL_BODY);
    for at in from..stop.min(from + 4) {
        let class = view.class(at);
        if class.has(Class::PUNCTUATION) && view.word(at) != "-" {
            return;
        }
        if class.has(NOUNS) {
            word(Slot::Head, view, at, take);
            return;
        }
    }
}

fn flags(
    view: &View<'_>,
    sentence: usize,
    left: usize,
    end: usize,
    take: &mut impl FnMut(Feature),
) {
    let (start, stop) = view.bounds(sentence);
    let mut flag = |on: bool, number: u16| {
        if on {
            take(Feature::Other(Slot::Flag, number));
        }
    };
    let comma_before = left > start && view.word(left - 1) == ",";
    let comma_after = end < stop && view.word(end) == ",";
    let capital_before = left > start + 1 && is_name(view, left - 2);
    flag(left == start, 1);
    flag(end + 1 >= stop && end >= stop.saturating_sub(1), 2);
    flag(view.sentences[sentence].field == Field::Title, 3);
    flag(comma_before && capital_before, 4);
    flag(
        comma_before && capital_before && (comma_after || end + 1 >= stop),
        5,
    );
    flag(
        left > start
            && view.word(left - 1) == "("
            && end < stop
            && matches!(view.word(end), ")" | ","),
        6,
    );
    flag(view.styles[sentence] == Style::Capitals, 7);
    flag(end < stop && view.class(end).has(Class::DIGIT), 8);
    let (mut sport, mut scores, mut digits) = (0, 0, 0);
    for at in start..stop.min(start + 60) {
        let class = view.class(at);
        sport += u32::from(class.has(Class::SPORT));
        if class.has(Class::DIGIT) {
            digits += 1;
            let score =
                at + 2 < stop && view.class(at + 2).has(Class::DIGIT) && view.word(at + 1) == "-";
            scores += u32::from(score);
        }
    }
    flag(sport >= 2, 9);
    flag(sport >= 1 && scores >= 1, 10);
    flag(digits * 3 > (stop - start) as u32, 11);
    flag(
        left == start && comma_after && end + 1 < stop && view.class(end + 1).has(Class::CALENDAR),
        12,
    );
    flag(left == start && end < stop && view.word(end) == "(", 12);
    let apposition =
        comma_after && end + 2 < stop && is_name(view, end + 1) && view.word(end + 2) == ",";
    flag(apposition && left == start, 14);
    let possessive = end + 1 < stop && matches!(view.word(end), "'s" | "’s");
    flag(possessive && view.class(end + 1).has(Class::CAPITAL), 13);
}
