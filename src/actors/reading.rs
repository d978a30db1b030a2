//! Actor or place: the reading of a name of a state, by a linear model over the words around it.
//!
//! The model is a logistic regression whose weights stand in `corpus/names/readings.txt`; it was fitted by
//! `scripts/train_readings.rs` on the sentences of `corpus/training/readings.tsv`. Sums are integers
//! (thousandths), so that a reading is the same on every machine.

use crate::model::{Field, Reading};

use super::abroad::read_abroad;
use super::alias::AliasKind;
use super::features::features;
use super::lexicon::Class;
use super::matching::Match;
use super::teams::{plays, stands_for_team};
use super::view::{Style, View};

/// Thousandths of log odds from which on the chance is 51, 52, … 99 percent.
const PERCENT: [i32; 49] = [
    40, 80, 120, 160, 201, 241, 282, 323, 364, 405, 447, 490, 532, 575, 619, 663, 708, 754, 800,
    847, 895, 944, 995, 1046, 1099, 1153, 1208, 1266, 1325, 1386, 1450, 1516, 1586, 1658, 1735,
    1815, 1901, 1992, 2091, 2197, 2314, 2442, 2587, 2752, 2944, 3178, 3476, 3892, 4595,
];

/// The reading of a name of a state or capital and how sure it is in percent.
pub(super) fn read(view: &View<'_>, m: &Match, kind: AliasKind) -> (Reading, u8) {
    let (first, end, sentence) = (m.first as usize, m.end as usize, m.sentence as usize);
    // `Sino-Russian`, `pro-Kremlin`: parts of compounds stand for who acts.
    if kind == AliasKind::Prefix || compound(view, first) {
        return (Reading::Actor, 85);
    }
    if is_dateline(view, first, end, sentence) {
        return (Reading::Place, 95);
    }
    if let Some(read) = read_abroad(view, m, kind) {
        return read;
    }
    if kind == AliasKind::Capital && has_mayor(view, first) {
        return (Reading::Place, 80);
    }
    let (reading, percent) = if receives(view, first) || has_feelings(view, first, end, sentence) {
        (Reading::Actor, 70)
    } else if plays(view, first, end, sentence) {
        (Reading::Actor, 65)
    } else {
        judge(view, m, kind)
    };
    if reading == Reading::Actor && stands_for_team(view, end, sentence) {
        return (Reading::Team, percent);
    }
    (reading, percent)
}

/// The reading that the model gives.
fn judge(view: &View<'_>, m: &Match, kind: AliasKind) -> (Reading, u8) {
    let weights = &view.compiled().readings;
    let mut sum = 0;
    features(view, m, kind, &mut |feature| {
        sum += weights.of(feature);
    });
    let percent = 50 + PERCENT.partition_point(|&least| least <= sum.abs()) as u8;
    if sum >= 0 {
        (Reading::Actor, percent)
    } else {
        (Reading::Place, percent)
    }
}

/// Whether the name is the place at the head of a report: `WASHINGTON (Reuters) -`, `MOSCOW, March 3 -`, `PARIS (AP) --`,
/// `SEOUL, South Korea —`, `LONDON:`.
fn is_dateline(view: &View<'_>, first: usize, end: usize, sentence: usize) -> bool {
    let (start, stop) = view.bounds(sentence);
    let dash = |at: usize| matches!(view.word(at), "-" | "--" | "–" | "—" | "_");
    if first > start + 4 || (start..first).any(|i| view.class(i).has(Class::LOWER)) {
        return false;
    }
    let shouted = view.class(start).has(Class::UPPER) && view.styles[sentence] == Style::Plain;
    if view.word(end) == "(" {
        let close = (end + 1..stop.min(end + 6)).find(|&i| view.word(i) == ")");
        return close.is_some_and(|at| dash(at + 1));
    }
    if view.word(end) == ":" {
        let opens = sentence == 0 || view.sentences[sentence - 1].field == Field::Title;
        return first == start && shouted && opens && view.sentences[sentence].field == Field::Text;
    }
    let behind_town = first > start && view.word(first - 1) == ",";
    if behind_town && dash(end) && !view.tight(end - 1) {
        return shouted;
    }
    view.word(end) == ","
        && view.class(end + 1).has(Class::CALENDAR)
        && view.class(end + 2).has(Class::DIGIT)
        && (first == start || behind_town)
}

/// Whether a town's office stands before the name: `the mayor of Paris`.
fn has_mayor(view: &View<'_>, first: usize) -> bool {
    first >= 2
        && view.word(first - 1) == "of"
        && matches!(
            view.word(first - 2),
            "mayor" | "bishop" | "archbishop" | "rabbi" | "imam"
        )
}

/// Whether the name at the head of a clause is the subject of a feeling for a name: `Iran trusts Qatar`, `Sweden fears Russia`.
fn has_feelings(view: &View<'_>, first: usize, end: usize, sentence: usize) -> bool {
    let (start, stop) = view.bounds(sentence);
    first == start
        && end + 1 < stop
        && view.class(end).has(Class::FEELING)
        && view.class(end).has(Class::LOWER)
        && view.word(end).ends_with('s')
        && view.class(end + 1).has(Class::CAPITAL)
}

/// Whether something is given, owed or said to the name: `ceded to France`, `the territory returned to
/// Ukraine`. A person who returned somewhere does not count.
fn receives(view: &View<'_>, first: usize) -> bool {
    if first < 3 || view.word(first - 1) != "to" {
        return false;
    }
    match view.word(first - 2) {
        "ceded" | "belongs" | "belong" | "belonged" | "loyal" | "hostile" | "sold" | "lent"
        | "pledged" | "owed" | "granted" | "awarded" | "promised" | "apologised" | "apologized"
        | "surrendered" | "donated" => true,
        "returned" | "transferred" | "handed" => matches!(
            view.word(first - 3),
            "be" | "been"
                | "was"
                | "were"
                | "being"
                | "territory"
                | "land"
                | "islands"
                | "control"
                | "sovereignty"
                | "assets"
                | "funds"
        ),
        _ => false,
    }
}

/// Whether a combining form with a hyphen stands before the name.
fn compound(view: &View<'_>, first: usize) -> bool {
    first >= 2
        && view.word(first - 1) == "-"
        && view.tight(first - 2)
        && (matches!(view.word(first - 2), "pro" | "anti") || view.is_combining(first - 2))
}
