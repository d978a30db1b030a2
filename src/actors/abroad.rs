//! Actor or place in texts that are not English: by the preposition before the name and what governs it.
//!
//! The model of readings knows English alone. Here a name of a state or a capital is a place after a preposition of place, and where
//! a noun that is no organ of the state owns it; else it acts or is acted upon.

use crate::model::Reading;

use super::alias::AliasKind;
use super::lexicon::Class;
use super::matching::Match;
use super::view::View;

/// Tokens before a preposition in which a verb of motion governs it.
const REACH: usize = 4;

/// The reading of a name in a text of a language that has rules here; none in other texts and for other kinds of names.
pub(super) fn read_abroad(view: &View<'_>, m: &Match, kind: AliasKind) -> Option<(Reading, u8)> {
    let ruled = matches!(
        view.language,
        "de" | "es" | "fr" | "it" | "nl" | "pt" | "ru"
    );
    if !ruled
        || !matches!(
            kind,
            AliasKind::Name | AliasKind::Short | AliasKind::Capital
        )
    {
        return None;
    }
    let (start, _) = view.bounds(m.sentence as usize);
    let mut at = m.first as usize;
    let mut article = false;
    while at > start && is_article(view.language, view.word(at - 1)) {
        article = true;
        at -= 1;
    }
    if at == start {
        return Some((Reading::Actor, 65));
    }
    let before = at - 1;
    let moves = || {
        let from = before.saturating_sub(REACH).max(start);
        (from..before).any(|i| view.class(i).has(Class::FOREIGN_MOTION))
    };
    let word = view.word(before);
    let place = match (view.language, word) {
        // `condenó a Rusia`, `viajó a Rusia`; `reproche à la Russie`, `arrivé à Moscou`.
        ("es", "a" | "al") => moves(),
        ("fr", "à") => !article || moves(),
        (language, _) if goes_before_places(language, word) => true,
        _ if goes_before_owners(word) => return Some(owned(view, start, before)),
        _ => false,
    };
    Some(if place {
        (Reading::Place, 75)
    } else {
        (Reading::Actor, 65)
    })
}

fn goes_before_places(language: &str, word: &str) -> bool {
    let words: &[&str] = match language {
        "de" => &["in", "im", "ins", "nach", "aus", "bei"],
        "es" => &["en", "hacia", "desde", "hasta"],
        "fr" => &["en", "au", "aux", "dans", "vers", "depuis", "chez"],
        "it" => &["in", "nel", "negli", "nei", "dal", "dagli", "a", "ad"],
        "nl" => &["in", "naar", "uit"],
        "pt" => &["em", "no", "na", "nos", "nas"],
        "ru" => &["в", "во", "на", "из", "под", "около"],
        _ => &[],
    };
    words.contains(&word)
}

fn goes_before_owners(word: &str) -> bool {
    matches!(
        word,
        "de" | "del" | "du" | "des" | "d'" | "von" | "vom" | "della" | "di" | "do" | "da" | "van"
    )
}

/// `el gobierno de Rusia` acts, `el sur de Francia` is a place.
fn owned(view: &View<'_>, start: usize, preposition: usize) -> (Reading, u8) {
    let from = preposition.saturating_sub(2).max(start);
    if (from..preposition).any(|i| view.class(i).has(Class::FOREIGN_OFFICIAL)) {
        (Reading::Actor, 65)
    } else {
        (Reading::Place, 55)
    }
}

fn is_article(language: &str, word: &str) -> bool {
    match language {
        "de" => matches!(word, "der" | "die" | "das" | "den" | "dem"),
        "es" => matches!(word, "el" | "la" | "los" | "las"),
        "fr" => matches!(word, "le" | "la" | "les" | "l'"),
        "it" => matches!(word, "il" | "la" | "i" | "gli" | "le" | "l'" | "lo"),
        "pt" => matches!(word, "o" | "a" | "os" | "as"),
        "nl" => matches!(word, "de" | "het"),
        _ => false,
    }
}
