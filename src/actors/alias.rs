//! The names that an actor goes by.

use crate::model::Date;

/// What kind of name an alias is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AliasKind {
    /// The full name.
    Name,
    /// An abbreviation or short form (`U.S.`).
    Short,
    /// The people (`Russians`).
    Demonym,
    /// The adjective, which may also name one of the people (`Russian`).
    Adjective,
    /// A combining form before a hyphen (`Sino`).
    Prefix,
    /// The capital city.
    Capital,
    /// A building or place that stands for the government (`Kremlin`).
    Seat,
    /// An office held by a person; the alias is the office in lower-case English.
    Title,
    /// The family name of a person, used alone.
    Surname,
}

impl AliasKind {
    /// All kinds, in the order of preference when one wording could be several.
    pub const ALL: [Self; 9] = [
        Self::Name,
        Self::Short,
        Self::Demonym,
        Self::Adjective,
        Self::Prefix,
        Self::Capital,
        Self::Seat,
        Self::Title,
        Self::Surname,
    ];

    /// The word that dictionaries use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Short => "short",
            Self::Demonym => "demonym",
            Self::Adjective => "adjective",
            Self::Prefix => "prefix",
            Self::Capital => "capital",
            Self::Seat => "seat",
            Self::Title => "title",
            Self::Surname => "surname",
        }
    }

    /// The kind of a word as used in dictionaries.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

/// Which casing of an alias counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum CaseRule {
    /// As written, or in capitals throughout.
    #[default]
    Normal,
    /// Only as written.
    Exact,
    /// Whatever the case.
    Any,
}

impl CaseRule {
    /// The word that dictionaries use; empty for the usual rule.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::Exact => "exact",
            Self::Any => "any",
        }
    }

    /// The rule of a word as used in dictionaries.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Normal, Self::Exact, Self::Any]
            .into_iter()
            .find(|c| c.as_str() == word)
    }
}

/// One name of an actor and when it counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alias {
    /// Index of the actor in its dictionary.
    pub actor: u32,
    /// What kind of name it is.
    pub kind: AliasKind,
    /// The words as normally written.
    pub text: String,
    /// ISO 639-1 code of the only language that it counts in; empty for every language in Latin script.
    pub language: String,
    /// First day on which it counts; none for no limit.
    pub from: Option<Date>,
    /// Last day on which it counts; none for no limit.
    pub to: Option<Date>,
    /// Which casing counts.
    pub case: CaseRule,
    /// For an office: the state or organisation that it is an office of.
    pub country: String,
    /// Lower-case phrases that cancel it when they stand directly before.
    pub not_preceded_by: Vec<String>,
    /// Lower-case phrases that cancel it when they stand directly after.
    pub not_followed_by: Vec<String>,
}

impl Alias {
    /// Whether it counts on the day; an unknown day is within every limit.
    pub fn holds_on(&self, day: Option<Date>) -> bool {
        day.is_none_or(|d| self.from.is_none_or(|f| f <= d) && self.to.is_none_or(|t| d <= t))
    }
}
