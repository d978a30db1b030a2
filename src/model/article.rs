//! The unit of input: one news article.

use super::Date;

/// How the date of an article came about. Nothing is ever guessed in silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum DateFlag {
    /// Read from the field of the record that holds the date.
    Given,
    /// Taken from the path of the file, because a path pattern names it there.
    Path,
    /// The record has no date.
    #[default]
    Missing,
    /// The record has something in its date field that is no date; the article's date is empty.
    Invalid,
    /// The date lies after the day of reading; the article's date is empty.
    Future,
}

impl DateFlag {
    /// All flags, in the order of their codes.
    pub const ALL: [Self; 5] = [
        Self::Given,
        Self::Path,
        Self::Missing,
        Self::Invalid,
        Self::Future,
    ];

    /// The word that tables use for the flag.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Path => "path",
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Future => "future",
        }
    }

    /// The flag's code in the store, 0 to 4.
    pub fn code(self) -> u64 {
        self as u64
    }

    /// The flag of a code, if there is one.
    pub fn from_code(code: u64) -> Option<Self> {
        Self::ALL.get(usize::try_from(code).ok()?).copied()
    }
}

/// One news article, as read from its source.
///
/// A string that the source does not give is empty. `id` is never empty once the article has left
/// `source`: without one in the record it is made from the url, else from the content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Identifies the article in its corpus.
    pub id: String,
    /// The day of publication as written (no time-zone arithmetic), if known.
    pub date: Option<Date>,
    /// Where the date comes from or why there is none.
    pub date_flag: DateFlag,
    /// The newspaper, agency or site.
    pub outlet: String,
    /// The headline.
    pub title: String,
    /// The body; paragraphs are separated by blank lines or indented first lines.
    pub text: String,
    /// Where the article was published.
    pub url: String,
    /// ISO 639-1 code in lower case, given by the source or detected; empty when unknown.
    pub language: String,
    /// The byline.
    pub author: String,
    /// Whether some of its characters are not certain: bytes that were none in the encoding of the
    /// input stand as U+FFFD, or were read as Windows-1252 in a record without other such characters;
    /// or U+FFFD stood in the input already.
    pub undecoded: bool,
    /// How much of the article its source gives, in thousandths, where the source can tell; `None` where it cannot.
    pub completeness: Option<u16>,
}
