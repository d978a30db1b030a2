//! Names of the months in the languages of the news that this reads most.

/// Month and its names; abbreviations of three letters or more are taken where they are unambiguous
/// in [`month`].
const NAMES: [(u32, &[&str]); 12] = [
    (
        1,
        &[
            "january",
            "januar",
            "jänner",
            "janvier",
            "enero",
            "gennaio",
            "janeiro",
            "января",
            "январь",
            "січня",
            "stycznia",
            "ocak",
            "januari",
        ],
    ),
    (
        2,
        &[
            "february",
            "februar",
            "février",
            "fevrier",
            "febrero",
            "febbraio",
            "fevereiro",
            "февраля",
            "февраль",
            "лютого",
            "lutego",
            "şubat",
            "februari",
        ],
    ),
    (
        3,
        &[
            "march",
            "märz",
            "maerz",
            "mars",
            "marzo",
            "março",
            "marco",
            "марта",
            "март",
            "березня",
            "marca",
            "mart",
            "maart",
        ],
    ),
    (
        4,
        &[
            "april",
            "avril",
            "abril",
            "aprile",
            "апреля",
            "апрель",
            "квітня",
            "kwietnia",
            "nisan",
        ],
    ),
    (
        5,
        &[
            "may",
            "mai",
            "mayo",
            "maggio",
            "maio",
            "мая",
            "май",
            "травня",
            "maja",
            "mayıs",
            "mei",
        ],
    ),
    (
        6,
        &[
            "june",
            "juni",
            "juin",
            "junio",
            "giugno",
            "junho",
            "июня",
            "июнь",
            "червня",
            "czerwca",
            "haziran",
        ],
    ),
    (
        7,
        &[
            "july",
            "juli",
            "juillet",
            "julio",
            "luglio",
            "julho",
            "июля",
            "июль",
            "липня",
            "lipca",
            "temmuz",
        ],
    ),
    (
        8,
        &[
            "august",
            "août",
            "aout",
            "agosto",
            "августа",
            "август",
            "серпня",
            "sierpnia",
            "ağustos",
            "augustus",
        ],
    ),
    (
        9,
        &[
            "september",
            "septembre",
            "septiembre",
            "settembre",
            "setembro",
            "сентября",
            "сентябрь",
            "вересня",
            "września",
            "eylül",
        ],
    ),
    (
        10,
        &[
            "october",
            "oktober",
            "octobre",
            "octubre",
            "ottobre",
            "outubro",
            "октября",
            "октябрь",
            "жовтня",
            "października",
            "ekim",
        ],
    ),
    (
        11,
        &[
            "november",
            "novembre",
            "noviembre",
            "novembro",
            "ноября",
            "ноябрь",
            "листопада",
            "kasım",
        ],
    ),
    (
        12,
        &[
            "december",
            "dezember",
            "décembre",
            "decembre",
            "diciembre",
            "dicembre",
            "dezembro",
            "декабря",
            "декабрь",
            "грудня",
            "grudnia",
            "aralık",
        ],
    ),
];

/// Names that mean different months in different languages: the word, the languages, the month.
const AMBIGUOUS: [(&str, &[&str], u32); 4] = [
    ("listopada", &["pl"], 11),
    ("listopada", &["hr", "bs", "sh"], 10),
    ("listopad", &["pl", "cs"], 11),
    ("listopad", &["hr", "bs", "sh"], 10),
];

/// Names of months in one language that could be taken for those of another, by language.
const BY_LANGUAGE: [(&[&str], [&str; 12]); 2] = [
    (
        &["hr", "bs", "sh"],
        [
            "siječnja",
            "veljače",
            "ožujka",
            "travnja",
            "svibnja",
            "lipnja",
            "srpnja",
            "kolovoza",
            "rujna",
            "listopada",
            "studenoga",
            "prosinca",
        ],
    ),
    (
        &["cs"],
        [
            "ledna",
            "února",
            "března",
            "dubna",
            "května",
            "června",
            "července",
            "srpna",
            "září",
            "října",
            "listopadu",
            "prosince",
        ],
    ),
];

/// The month that a word in lower case names in a language (ISO 639-1; empty when unknown), in full or by its first
/// letters.
pub(in crate::source) fn month(word: &str, language: &str) -> Option<u32> {
    if word.chars().count() < 3 {
        return None;
    }
    if AMBIGUOUS.iter().any(|(name, ..)| *name == word) {
        return AMBIGUOUS
            .iter()
            .find(|(name, languages, _)| *name == word && languages.contains(&language))
            .map(|(.., month)| *month);
    }
    let own = BY_LANGUAGE
        .iter()
        .filter(|(languages, _)| language.is_empty() || languages.contains(&language))
        .find_map(|(_, names)| names.iter().position(|name| *name == word));
    if let Some(index) = own {
        return Some(index as u32 + 1);
    }
    let whole = NAMES.iter().find(|(_, names)| names.contains(&word));
    if let Some((number, _)) = whole {
        return Some(*number);
    }
    if word.chars().count() > 5 {
        return None;
    }
    let mut found = NAMES
        .iter()
        .filter(|(_, names)| names.iter().any(|n| n.starts_with(word)));
    match (found.next(), found.next()) {
        (Some((number, _)), None) => Some(*number),
        _ => None,
    }
}
