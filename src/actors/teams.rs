//! States that play: the name of a state stands for its team.

use super::lexicon::Class;
use super::view::{Style, View};
use super::words::Word;

/// Tokens of a sentence that are looked at.
const WINDOW: usize = 60;
/// Words that only reports of sport have, in an article that is one.
const LEAST_IN_REPORT: usize = 3;
/// In an article that is a report of sport, one word in so many at least is one of theirs.
const ONE_IN: usize = 60;

/// Whether an article reports of sport.
pub(super) fn is_report_of_sport(words: &[Word]) -> bool {
    let plays = words.iter().filter(|w| w.class.has(Class::PLAY)).count();
    plays >= LEAST_IN_REPORT && plays * ONE_IN >= words.len()
}

/// Whether the name of a state may stand for a team: `Austria beat Scotland`, `a debut for Wales`, `India v Zimbabwe`. Where a
/// match is played is a place: `in England`, `the tour of Malaysia`.
pub(super) fn plays(view: &View<'_>, first: usize, end: usize, sentence: usize) -> bool {
    let (start, stop) = view.bounds(sentence);
    let versus = |at: usize| matches!(view.word(at), "v" | "vs" | "versus" | "v.");
    if first > start && versus(first - 1) || end < stop && versus(end) {
        return true;
    }
    if !mentions_sport(view, start, stop) {
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

/// Whether a name of a state that acts does so on the field: the sentence, or the article, reports of sport, and what follows
/// the name is neither a word nor a noun of government.
pub(super) fn stands_for_team(view: &View<'_>, end: usize, sentence: usize) -> bool {
    const POLITICS: Class = Class::SPEECH
        .or(Class::ATTITUDE)
        .or(Class::OFFICIAL)
        .or(Class::OFFICIAL_BODY)
        .or(Class::RELATION);
    let (start, stop) = view.bounds(sentence);
    if !(view.of_sport || reports_sport(view, start, stop)) {
        return false;
    }
    let possessive = end < stop && matches!(view.word(end), "'s" | "’s" | "'");
    let next = end + usize::from(possessive);
    let class = view.class(next);
    let office = class.has(Class::ROLE) && !class.has(Class::JOB);
    next >= stop || class.has(Class::SPORT.or(Class::PLAY)) || !(office || class.has(POLITICS))
}

/// Whether a sentence is of sport beyond doubt: it begins with the name of a sport (`SOCCER - …`), has a word that only such
/// reports have and tells of a contest, or tells who beat whom with a score. One with a stand that somebody takes is not, nor
/// one of a vote.
fn reports_sport(view: &View<'_>, start: usize, stop: usize) -> bool {
    let stop = stop.min(start + WINDOW);
    let sport = Class::SPORT.or(Class::PLAY);
    if !(start..stop).any(|at| view.class(at).has(sport)) {
        return false;
    }
    let (mut words, mut only, mut contest, mut score) = (0, false, false, false);
    for at in start..stop {
        let class = view.class(at);
        let word = view.word(at);
        if class.has(Class::ATTITUDE)
            || matches!(
                word,
                "vote" | "votes" | "voted" | "election" | "elections" | "seats"
            )
        {
            return is_headed(view, start);
        }
        words += u32::from(class.has(sport));
        only |= class.has(Class::PLAY);
        contest |= matches!(
            word,
            "beat"
                | "beats"
                | "beaten"
                | "drew"
                | "draw"
                | "defeated"
                | "won"
                | "win"
                | "wins"
                | "lost"
                | "lose"
                | "match"
                | "matches"
                | "v"
                | "vs"
                | "final"
                | "finals"
                | "coach"
                | "squad"
                | "debut"
                | "title"
        );
        score |= class.has(Class::DIGIT)
            && matches!(view.word(at + 1), "-" | "–")
            && view.class(at + 2).has(Class::DIGIT);
    }
    is_headed(view, start) || only && (contest || words > 2) || contest && score
}

/// Whether a sentence has two words of such reports, or begins with the name of a sport.
fn mentions_sport(view: &View<'_>, start: usize, stop: usize) -> bool {
    is_headed(view, start)
        || (start..stop.min(start + WINDOW))
            .filter(|&at| view.class(at).has(Class::SPORT.or(Class::PLAY)))
            .nth(1)
            .is_some()
}

/// `SOCCER - …`
fn is_headed(view: &View<'_>, start: usize) -> bool {
    view.class(start).has(Class::SPORT.or(Class::PLAY)) && matches!(view.word(start + 1), "-" | ":")
}
