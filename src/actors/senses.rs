//! Names that mean something else here: languages, signatures of agencies, the American Georgia.

use crate::model::ActorType;

use super::alias::AliasKind;
use super::lexicon::Class;
use super::matching::{Hit, Match};
use super::view::View;

/// Whether a name is the sign of a share in angle brackets: `BOW VALLEY INDUSTRIES <BVI>`.
pub(super) fn is_ticker(view: &View<'_>, m: &Match) -> bool {
    let (first, end) = (m.first as usize, m.end as usize);
    first > 0 && view.word(first - 1) == "<" && view.word(end) == ">"
}

/// Whether an adjective names a language: `speaks Russian`, `said in French.`
pub(super) fn names_language(view: &View<'_>, m: &Match, alias: u32) -> bool {
    if view.dictionary.alias(alias).kind != AliasKind::Adjective {
        return false;
    }
    let (first, end) = view.bounds(m.sentence as usize);
    let (start, stop) = (m.first as usize, m.end as usize);
    let mut at = start;
    while at > first + 1
        && (matches!(view.word(at - 1), "and" | "or" | ",")
            || view.class(at - 1).has(Class::CAPITAL))
    {
        at -= 1;
    }
    if at == first {
        return false;
    }
    let noun = stop < end
        && view.class(stop).has(Class::LETTERS)
        && !view.class(stop).has(Class::FUNCTION);
    match view.word(at - 1) {
        "speak" | "speaks" | "spoke" | "speaking" | "spoken" | "learn" | "learns" | "learning"
        | "fluent" | "translated" => !noun,
        "in" | "into" => at == start && !noun && view.word(stop) != "-",
        _ => false,
    }
}

/// Whether the name is part of that of a currency: `U.S. dollars`, `Swiss franc`, `100 mln Canadian dlrs`. A unit that is also a
/// verb (`Germany marks the day`) follows an adjective alone.
pub(super) fn names_currency(view: &View<'_>, m: &Match) -> bool {
    let Hit::Known { alias, .. } = m.hit else {
        return false;
    };
    let (_, end) = view.bounds(m.sentence as usize);
    let stop = m.end as usize;
    let joined = view.word(stop) == "-" && view.tight(stop - 1) && view.tight(stop);
    let unit = stop + usize::from(joined);
    if unit >= end || !view.class(unit).has(Class::CURRENCY) {
        return false;
    }
    match view.word(unit) {
        "mark" | "marks" | "pound" | "pounds" | "rand" => {
            view.dictionary.alias(alias).kind == AliasKind::Adjective
        }
        _ => true,
    }
}

/// Whether an outlet only signs the report: `MOSCOW, March 3 (Reuters) -`.
pub(super) fn signs_report(view: &View<'_>, m: &Match, actor: u32) -> bool {
    let (start, stop) = (m.first as usize, m.end as usize);
    view.dictionary.actor(actor).kind == ActorType::Outlet
        && start > 0
        && view.word(start - 1) == "("
        && view.word(stop) == ")"
}

/// Whether an outlet is named as the channel of the news only: it was told something, or has reported it.
/// One that is praised, banned or sued acts or is acted upon like anybody else.
pub(super) fn carries_report(view: &View<'_>, m: &Match) -> bool {
    let (first, end) = view.bounds(m.sentence as usize);
    let (mut start, stop) = (m.first as usize, m.end as usize);
    if start > first
        && matches!(
            view.word(start - 1),
            "the" | "state" | "agency" | "newspaper"
        )
    {
        start -= 1;
    }
    let before = if start > first {
        view.word(start - 1)
    } else {
        ""
    };
    let after = if stop < end { view.word(stop) } else { "" };
    matches!(
        before,
        "told" | "tells" | "via" | "by" | "citing" | "cites" | "quoted" | "for" | "to"
    ) || matches!(
        after,
        "reported"
            | "reports"
            | "quoted"
            | "cited"
            | "said"
            | "says"
            | "news"
            | "agency"
            | "newspaper"
            | "correspondent"
            | "reporter"
            | "journalist"
            | "photographer"
            | "poll"
            | "survey"
            | "interview"
    )
}

/// Georgia and the United States, if `Georgia` means the state of the latter here: the article names towns or
/// states of the union, and nothing else of the Caucasus or of Georgia's neighbours.
pub(super) fn american_georgia(view: &View<'_>, matches: &[Match]) -> Option<(u32, u32)> {
    let georgia = view.dictionary.find("GEO")?;
    let union = view.dictionary.find("USA")?;
    let mut named = false;
    let mut towns = false;
    for m in matches.iter().filter(|m| !m.absorbed) {
        match m.hit {
            Hit::Known { actor, alias } if actor == georgia => {
                if view.dictionary.alias(alias).text != "Georgia" {
                    return None;
                }
                named = true;
            }
            Hit::Known { actor, .. } => {
                let country = view.dictionary.actor(actor).country.as_str();
                if ["RUS", "SUN", "ARM", "AZE", "TUR", "UKR", "MDA"].contains(&country) {
                    return None;
                }
            }
            Hit::Place(place) => {
                let state = view.compiled().places[place as usize].state;
                if state == georgia {
                    return None;
                }
                towns |= state == union;
            }
            _ => {}
        }
    }
    (named && towns).then_some((georgia, union))
}

/// Whether a family name that could not be settled is a name all the same, and no everyday word.
pub(super) fn unsettled(view: &View<'_>, m: &Match) -> bool {
    let class = view.class(m.first as usize);
    view.is_english()
        && class.has(Class::CAPITAL)
        && (!class.has(Class::COMMON) || m.end > m.first + 1)
}

/// Whether a person is named in the credits of a report: `(Reporting by …; editing by …)`.
pub(super) fn signs_credit(view: &View<'_>, m: &Match) -> bool {
    let (first, end) = view.bounds(m.sentence as usize);
    let from = first + usize::from(matches!(view.word(first), "(" | "["));
    from < end
        && matches!(
            view.word(from),
            "reporting" | "editing" | "writing" | "additional" | "compiled" | "edited" | "written"
        )
        && (from + 1..end.min(from + 3)).any(|i| view.word(i) == "by")
}

/// Whether the name of a state stands where the person who has been named in full with it is meant: before a verb of
/// speaking, with a title, or as an owner.
pub(super) fn follows_stranger(view: &View<'_>, m: &Match) -> bool {
    let (first, end) = view.bounds(m.sentence as usize);
    let (start, stop) = (m.first as usize, m.end as usize);
    let before = if start > first {
        view.class(start - 1)
    } else {
        Class::NONE
    };
    let place = before.has(Class::PLACE_PREPOSITION.or(Class::DIRECTION))
        || start > first && matches!(view.word(start - 1), "of" | "," | "the");
    m.end == m.first + 1
        && stop < end
        && !place
        && (view
            .class(stop)
            .has(Class::SPEECH.or(Class::ATTITUDE).or(Class::PERSON_VERB))
            || matches!(view.word(stop), "'s" | "’s" | "is" | "was" | "has" | "had"))
}
