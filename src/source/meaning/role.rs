//! What a field of a record can hold.

/// What a field of a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Identifier.
    Id,
    /// Headline.
    Title,
    /// Body.
    Text,
    /// Day of publication.
    Date,
    /// Where it was published.
    Url,
    /// Newspaper, agency or site.
    Outlet,
    /// ISO 639-1 code or name of the language.
    Language,
    /// Byline.
    Author,
}

/// How many roles there are.
pub(in crate::source) const ROLES: usize = 8;

impl Role {
    /// All roles, in the order of their declaration.
    pub const ALL: [Self; ROLES] = [
        Self::Id,
        Self::Title,
        Self::Text,
        Self::Date,
        Self::Url,
        Self::Outlet,
        Self::Language,
        Self::Author,
    ];

    /// The word that `--map` uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Text => "text",
            Self::Date => "date",
            Self::Url => "url",
            Self::Outlet => "outlet",
            Self::Language => "language",
            Self::Author => "author",
        }
    }
}
