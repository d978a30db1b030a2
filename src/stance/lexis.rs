//! What part of speech a word may be, as far as lists and endings tell.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::frames::{Form, verb_forms};

/// Verbs for the shallow parse; see the file's head.
pub(super) const VERBS: &str = include_str!("../../corpus/stance_verbs.txt");

/// Parts of speech that a word may be, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lexis(pub(super) u8);

impl Lexis {
    /// Infinitive or present.
    pub(super) const BASE: Self = Self(1);
    /// Third person singular.
    pub(super) const THIRD: Self = Self(1 << 1);
    /// Past tense or participle.
    pub(super) const PAST: Self = Self(1 << 2);
    pub(super) const ING: Self = Self(1 << 3);
    /// By its ending a noun.
    pub(super) const NOUN: Self = Self(1 << 4);
    /// By its ending an adjective.
    pub(super) const ADJECTIVE: Self = Self(1 << 5);

    #[inline]
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Any form of a verb.
    pub(super) fn is_verb(self) -> bool {
        self.0 & 0b1111 != 0
    }

    /// The form of a verb as a bit; none for nouns and adjectives.
    pub(super) fn of_form(form: Form) -> Self {
        match form {
            Form::Base => Self::BASE,
            Form::Third => Self::THIRD,
            Form::Past | Form::Participle => Self::PAST,
            Form::Ing => Self::ING,
            Form::Noun => Self::NOUN,
            Form::Adjective => Self::ADJECTIVE,
        }
    }

    /// What lists and endings say of a word in lower case.
    pub(super) fn of(lower: &str) -> Self {
        let mut lexis = LISTED.get(lower).copied().unwrap_or_default();
        let ends = |endings: &[&str]| {
            endings
                .iter()
                .any(|e| lower.ends_with(e) && lower.len() > e.len() + 2)
        };
        if ends(&[
            "tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship", "ism", "ist", "cy",
            "ian", "ers", "ors", "ists", "tions", "ments", "ities",
        ]) {
            lexis.add(Self::NOUN);
        } else if ends(&[
            "ous", "ful", "ive", "ical", "able", "ible", "less", "ary", "ial", "nal", "ic",
        ]) {
            lexis.add(Self::ADJECTIVE);
        } else if !lexis.is_verb() {
            if ends(&["ing"]) {
                lexis.add(Self::ING);
            } else if ends(&["ed"]) {
                lexis.add(Self::PAST);
            }
        }
        lexis
    }
}

static LISTED: LazyLock<FxHashMap<String, Lexis>> = LazyLock::new(|| {
    let mut listed: FxHashMap<String, Lexis> = FxHashMap::default();
    for line in VERBS.lines().filter(|l| !l.starts_with('#')) {
        let (lemma, forms) = line.split_once(' ').unwrap_or((line, ""));
        for (word, form) in verb_forms(lemma, forms) {
            listed.entry(word).or_default().add(Lexis::of_form(form));
        }
    }
    listed
});
