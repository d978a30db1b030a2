//! A name outside the dictionary, and which names of the dictionary cover the tokens.

use super::lexicon::Class;
use super::matching::Match;
use super::view::View;

/// The types that points are given for.
pub(super) const TYPES: usize = 4;
pub(super) const PERSON: usize = 0;
pub(super) const ORGANISATION: usize = 1;
pub(super) const PLACE: usize = 2;
pub(super) const OTHER: usize = 3;

/// One occurrence of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub first: u32,
    pub end: u32,
    pub sentence: u32,
    /// Points by type; ten are a fair sign.
    pub points: [i32; TYPES],
    /// The group of occurrences that it belongs to.
    pub group: u32,
    /// The match of a person of the dictionary that it ends in: its index plus one, or 0.
    pub tail: u32,
}

/// Which match covers each token: its index plus one, or 0.
pub(super) type Cover = [u32];

/// The match that covers a token, if one does; none beyond the last token.
pub(super) fn covering<'m>(matches: &'m [Match], cover: &Cover, token: usize) -> Option<&'m Match> {
    let number = *cover.get(token)? as usize;
    matches.get(number.checked_sub(1)?)
}

/// Names longer than this many tokens are cut.
pub(super) const LONGEST: usize = 10;

/// Whether a word with a capital stands at the token that no name of the dictionary covers.
pub(super) fn is_free_capital(view: &View<'_>, cover: &Cover, at: usize, end: usize) -> bool {
    at < end && cover[at] == 0 && view.class(at).has(Class::CAPITAL)
}
