//! How a judge works, and what it is told of the actors.

use crate::model::ActorKey;

/// How a judge works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Sentences before the one at hand in which the person is looked for whom a pronoun means; 2 by default, 0: actors count
    /// only where they are named. See [`Judge::judge`](super::Judge::judge).
    pub carry: u8,
    /// Whether a state is judged together with its own persons and bodies, and a body with its leader; not by default. What is
    /// written of such a pair is seldom an attitude.
    pub within: bool,
    /// Ordered pairs judged in one sentence at most; those whose names stand closest come first. 60 by
    /// default: all pairs of eight actors.
    pub pairs_per_sentence: usize,
}

impl Settings {
    /// The settings as pairs of name and value, for the identity of a store.
    pub fn pairs(&self) -> [(&'static str, String); 3] {
        [
            ("carry", self.carry.to_string()),
            ("within", self.within.to_string()),
            ("pairs-per-sentence", self.pairs_per_sentence.to_string()),
        ]
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            carry: 2,
            within: false,
            pairs_per_sentence: 60,
        }
    }
}

/// What a judge needs to know of the actors of an article.
pub trait Actors {
    /// Whether the two belong together: a state and its own person or body, or a body and its leader. Asked unless
    /// [`Settings::within`].
    fn within(&self, one: ActorKey, other: ActorKey) -> bool;
    /// Whether `he` or `she` can mean the actor.
    fn is_person(&self, actor: ActorKey) -> bool;
}
