//! Words that a full stop belongs to, and words that show a new sentence has begun.

/// What the full stop after a word may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dot {
    /// The word is no abbreviation: the full stop ends the sentence.
    Ends,
    /// An abbreviation that a name or number follows: the sentence goes on.
    GoesOn,
    /// An abbreviation that may also end a sentence.
    Either,
    /// An abbreviation only before a number (`No. 10`).
    BeforeNumber,
}

/// Titles and other abbreviations that something always follows.
const GOES_ON: &[&str] = &[
    "adm", "amb", "atty", "brig", "capt", "cmdr", "col", "cpl", "det", "dr", "ft", "gen", "gov",
    "hon", "insp", "lt", "maj", "messrs", "mgr", "mme", "mr", "mrs", "ms", "mt", "mx", "prof",
    "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "sra", "st", "ste", "supt", "vs", "approx",
    "cf", "e.g", "i.e", "viz", "hr", "fr", "ing", "dipl", "bzw", "z.b", "vgl", "lic", "ee",
];

/// Abbreviations that stand within and at the end of sentences.
const EITHER: &[&str] = &[
    "jr", "inc", "corp", "ltd", "co", "cos", "bros", "dept", "univ", "assn", "assoc", "ave",
    "blvd", "rd", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "etc", "al", "est", "dist",
    "ariz", "calif", "colo", "conn", "del", "fla", "ill", "ind", "kan", "ky", "md", "minn", "mo",
    "mont", "neb", "nev", "okla", "ore", "pa", "penn", "tenn", "tex", "va", "vt", "wash", "wis",
    "wyo", "plc", "ag", "esq", "ph.d", "a.m", "p.m", "sr", "uu",
];

const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "art", "sec", "p", "pp", "vol", "fig", "nr", "apr", "mar", "jul", "jun",
];

/// Words that begin a sentence far more often than they follow an abbreviation with a capital.
const STARTERS: &[&str] = &[
    "a",
    "after",
    "all",
    "although",
    "an",
    "and",
    "as",
    "at",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "even",
    "for",
    "from",
    "he",
    "her",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "last",
    "many",
    "meanwhile",
    "most",
    "no",
    "now",
    "officials",
    "on",
    "one",
    "only",
    "other",
    "our",
    "she",
    "since",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "to",
    "under",
    "until",
    "we",
    "what",
    "when",
    "where",
    "while",
    "who",
    "why",
    "with",
    "yet",
    "you",
];

/// What a full stop after `word` (without it) may mean.
pub(super) fn dot_after(word: &str) -> Dot {
    if word.len() > 6 || !word.is_ascii() {
        return Dot::Ends;
    }
    let mut buffer = [0_u8; 6];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = &*lower;
    let is_in = |list: &[&str]| list.iter().any(|w| w.as_bytes() == lower);
    let capitalised = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    // In lower case most of these letters are other words (`col`, `gen`, `ill`, `mo`).
    let lower_too = [
        "vs", "cf", "e.g", "i.e", "viz", "approx", "etc", "a.m", "p.m", "al", "bzw", "z.b", "vgl",
    ];
    if !capitalised && !is_in(&lower_too) {
        return if is_in(BEFORE_NUMBER) {
            Dot::BeforeNumber
        } else {
            Dot::Ends
        };
    }
    if is_in(GOES_ON) {
        Dot::GoesOn
    } else if is_in(EITHER) {
        Dot::Either
    } else if is_in(BEFORE_NUMBER) {
        Dot::BeforeNumber
    } else {
        Dot::Ends
    }
}

/// Whether the words after an abbreviation look like the beginning of a sentence.
pub(super) fn starts_sentence(rest: &str) -> bool {
    let end = rest
        .bytes()
        .position(|b| !b.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    let word = &rest[..end];
    if word.is_empty() || word.len() > 9 || !word.as_bytes()[0].is_ascii_uppercase() {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    STARTERS.contains(&lower.as_str())
}
