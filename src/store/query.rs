//! The query language: what is asked for, as a tree; reading it from text, meeting it in the index and in the text itself.
//!
//! The index holds stems. What is asked of words as they are written (`russ*`, `Ir?n`, `word~1`), of words near each other and of
//! authors is looked for in the stored text of the articles that may have it (`checked`), so no answer is approximate.

mod checked;
mod compile;
mod excluded;
mod judged;
mod lexer;
mod look;
mod matching;
mod occurrences;
mod parse;
mod values;

use crate::model::{Date, Label};

pub(super) use checked::Faults;
pub(super) use compile::{Compiled, Compiler, days, silent};
pub(super) use matching::{Needles, Reader, span as matching_span};
pub use occurrences::{Occurrences, WordsRead};
pub use parse::parse;

/// How many words may be left out by `~` behind a word: misspellings.
pub const MOST_MISSPELT: u32 = 1;
/// The largest number behind `~` of a phrase and of `NEAR/`.
pub const MOST_BETWEEN: u32 = 1_000;

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In the headline or in the body.
    Either,
    /// In the headline.
    Title,
    /// In the body.
    Text,
}

impl Scope {
    const fn name(self) -> &'static str {
        match self {
            Self::Either => "headline or body",
            Self::Title => "headline",
            Self::Text => "body",
        }
    }
}

/// A word that is sought.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SoughtWord {
    /// In all its inflected forms.
    Word(String),
    /// As it is written, `?` for one letter, `*` for any number of them.
    Pattern(String),
    /// As it is written, with one letter more, fewer, exchanged or swapped.
    Misspelt(String),
}

/// Words that follow each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phrase {
    /// The words, at least one.
    pub words: Vec<SoughtWord>,
    /// How many other words may stand between them in all.
    pub between: u32,
}

/// How a score must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// Any.
    Any,
    /// Below this.
    Below(f64),
    /// Below this or the same.
    AtMost(f64),
    /// Above this.
    Above(f64),
    /// Above this or the same.
    AtLeast(f64),
    /// Of this label.
    Is(Label),
}

impl Bound {
    /// Whether a judgement of that score and label is meant.
    pub fn holds(self, score: f64, label: Label) -> bool {
        match self {
            Self::Any => true,
            Self::Below(x) => score < x,
            Self::AtMost(x) => score <= x,
            Self::Above(x) => score > x,
            Self::AtLeast(x) => score >= x,
            Self::Is(own) => label == own,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Every article.
    All,
    /// All of these.
    And(Vec<Node>),
    /// One of these.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A word or a phrase.
    Phrase(Scope, Phrase),
    /// One phrase of each group in one sentence; with a number, of two groups, with at most so many other words between.
    Near(Scope, Vec<Vec<Phrase>>, Option<u32>),
    /// Words of the outlet's name.
    Outlet(Phrase),
    /// Words of the byline.
    Author(Phrase),
    /// The language of the article.
    Language(String),
    /// Someone who acts in the article, by id.
    Actor(String),
    /// First and last day.
    Days(Option<Date>, Option<Date>),
    /// A judged sentence from one actor towards another; `None` for any actor.
    Stance(Option<String>, Option<String>, Bound),
}

/// A query as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// What is asked for.
    pub root: Node,
    /// What may be meant otherwise than it was understood.
    pub hints: Vec<String>,
}

/// A query that cannot be met: where, why, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryFault {
    /// The character at which it stands, from 1.
    pub at: usize,
    /// What stands there.
    pub what: String,
    /// Why it cannot be met, and what to write instead.
    pub why: String,
}

impl std::fmt::Display for QueryFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.what.is_empty() {
            write!(f, "at character {}: {}", self.at, self.why)
        } else {
            write!(f, "at character {}, '{}': {}", self.at, self.what, self.why)
        }
    }
}

impl SoughtWord {
    fn told(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Pattern(pattern) => pattern.clone(),
            Self::Misspelt(word) => format!("{word}~1"),
        }
    }
}

impl Phrase {
    fn told(&self) -> String {
        let words: Vec<String> = self.words.iter().map(SoughtWord::told).collect();
        let words = words.join(" ");
        match (self.words.as_slice(), self.between) {
            ([SoughtWord::Word(_)], _) => format!("the word '{words}' in all its forms"),
            ([SoughtWord::Pattern(_)], _) => format!("a word written '{words}'"),
            ([SoughtWord::Misspelt(word)], _) => {
                format!("a word written '{word}' or one letter off")
            }
            (_, 0) => format!("the phrase \"{words}\""),
            (_, n) => format!("the words \"{words}\" in this order, at most {n} others between"),
        }
    }
}

impl Node {
    /// The parts of the query in words, each with its depth in the tree; the whole first.
    pub fn explained(&self) -> Vec<(usize, String, &Self)> {
        let mut told = Vec::new();
        self.explain(0, &mut told);
        told
    }

    fn explain<'n>(&'n self, depth: usize, told: &mut Vec<(usize, String, &'n Self)>) {
        let line = match self {
            Self::All => "every article".to_owned(),
            Self::And(_) => "all of:".to_owned(),
            Self::Or(_) => "one of:".to_owned(),
            Self::Not(_) => "not:".to_owned(),
            Self::Phrase(scope, phrase) => format!("{} in {}", phrase.told(), scope.name()),
            Self::Near(scope, groups, within) => {
                let group = |g: &Vec<Phrase>| {
                    let told: Vec<String> = g.iter().map(Phrase::told).collect();
                    told.join(" or ")
                };
                let groups: Vec<String> = groups.iter().map(group).collect();
                let between = within.map_or(String::new(), |n| {
                    format!(", at most {n} other words between, in either order")
                });
                format!(
                    "in one sentence of {}: {}{between}",
                    scope.name(),
                    groups.join(" with ")
                )
            }
            Self::Outlet(phrase) => {
                let words: Vec<String> = phrase.words.iter().map(SoughtWord::told).collect();
                format!("an outlet whose name has '{}'", words.join(" "))
            }
            Self::Author(phrase) => {
                let words: Vec<String> = phrase.words.iter().map(SoughtWord::told).collect();
                format!("a byline that has '{}'", words.join(" "))
            }
            Self::Language(code) => format!("in the language {code}"),
            Self::Actor(id) => format!("mentions {id} as an actor"),
            Self::Days(from, to) => match (from, to) {
                (Some(from), Some(to)) => format!("dated {from} to {to}"),
                (Some(from), None) => format!("dated {from} or later"),
                (None, Some(to)) => format!("dated {to} or earlier"),
                (None, None) => "with a date".to_owned(),
            },
            Self::Stance(source, target, bound) => {
                let any =
                    |id: &Option<String>| id.clone().unwrap_or_else(|| "any actor".to_owned());
                let score = match bound {
                    Bound::Any => String::new(),
                    Bound::Below(x) => format!(" with a score below {x}"),
                    Bound::AtMost(x) => format!(" with a score of at most {x}"),
                    Bound::Above(x) => format!(" with a score above {x}"),
                    Bound::AtLeast(x) => format!(" with a score of at least {x}"),
                    Bound::Is(label) => format!(" that is {}", label.as_str()),
                };
                format!(
                    "a judged sentence of {} towards {}{score}",
                    any(source),
                    any(target)
                )
            }
        };
        told.push((depth, line, self));
        match self {
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.explain(depth + 1, told);
                }
            }
            Self::Not(part) => part.explain(depth + 1, told),
            _ => {}
        }
    }

    /// The actors that it names, by id as typed.
    pub fn actors(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.each(&mut |node| match node {
            Self::Actor(id) => found.push(id.as_str()),
            Self::Stance(source, target, _) => {
                found.extend(source.as_deref());
                found.extend(target.as_deref());
            }
            _ => {}
        });
        found
    }

    /// The languages that it names.
    pub fn languages(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.each(&mut |node| {
            if let Self::Language(code) = node {
                found.push(code.as_str());
            }
        });
        found
    }

    fn each<'n>(&'n self, see: &mut dyn FnMut(&'n Self)) {
        see(self);
        match self {
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.each(see);
                }
            }
            Self::Not(part) => part.each(see),
            _ => {}
        }
    }
}
