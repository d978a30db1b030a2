//! One article as recognition sees it.

use crate::model::{Date, Sentence};
use crate::text::Token;

use super::compiled::Compiled;
use super::dictionary::Dictionary;
use super::lexicon::Class;
use super::trie::Symbol;
use super::words::{Word, is_combining};

/// The tokens of an article with what is known of their words.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub dictionary: &'a Dictionary,
    pub tokens: &'a [Token],
    pub words: &'a [Word],
    pub sentences: &'a [Sentence],
    /// Per sentence.
    pub styles: &'a [Style],
    pub date: Option<Date>,
    pub language: &'a str,
    /// The article has no capitals at all.
    pub lowercase: bool,
    /// The article reports of sport.
    pub of_sport: bool,
    /// The sentence at hand has capitals throughout or is in title case.
    pub loud: bool,
}

/// How a sentence uses capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Names only.
    Plain,
    /// Every longer word begins with a capital.
    TitleCase,
    /// Capitals throughout.
    Capitals,
}

impl<'a> View<'a> {
    pub(super) fn compiled(&self) -> &'a Compiled {
        &self.dictionary.compiled
    }

    /// Classes of a token; none beyond the article.
    #[inline]
    pub(super) fn class(&self, at: usize) -> Class {
        self.words.get(at).map_or(Class::NONE, |w| w.class)
    }

    /// The lower-case word in the dictionary.
    #[inline]
    pub(super) fn symbol(&self, at: usize) -> Symbol {
        self.words
            .get(at)
            .map_or(super::trie::NO_SYMBOL, |w| w.symbol)
    }

    /// The lower-case word, if the dictionary knows it; else empty.
    pub(super) fn word(&self, at: usize) -> &'a str {
        let symbol = self.symbol(at);
        if symbol == super::trie::NO_SYMBOL {
            ""
        } else {
            self.compiled().vocabulary.word(symbol)
        }
    }

    /// Whether a suffix that tells namesakes apart stands at the token, or after a comma there: `Jr.`, `, Sr.`, `junior`, `the
    /// younger`.
    pub(super) fn is_suffix(&self, at: usize) -> bool {
        let told = |at: usize| {
            let class = self.class(at);
            let whole = !matches!(self.word(at), "junior" | "senior") || self.closes_name(at + 1);
            class.has(Class::SUFFIX)
                && (class.has(Class::CAPITAL) || self.closes_name(at + 1))
                && whole
        };
        let generation =
            self.word(at) == "the" && is_generation(self.word(at + 1)) && self.closes_name(at + 2);
        told(at) || self.word(at) == "," && told(at + 1) || generation
    }

    /// Whether `elder`, `younger` before the name tells it from a namesake's.
    pub(super) fn is_told_apart(&self, at: usize) -> bool {
        at > 0 && is_generation(self.word(at - 1))
    }

    /// Whether no noun goes on at the token, unlike in `Trump senior adviser`.
    fn closes_name(&self, at: usize) -> bool {
        const GOES_ON: Class = Class::ROLE
            .or(Class::JOB)
            .or(Class::OFFICIAL)
            .or(Class::PEOPLE)
            .or(Class::BODY);
        const VERBS: Class = Class::SPEECH
            .or(Class::ATTITUDE)
            .or(Class::ACTION)
            .or(Class::MOTION)
            .or(Class::AUXILIARY);
        let class = self.class(at);
        class == Class::NONE
            || class.has(Class::PUNCTUATION.or(Class::FUNCTION).or(VERBS))
            || class.has(Class::LOWER) && !class.has(GOES_ON) && self.word(at).ends_with("ed")
    }

    /// The first letter of a token, if it is an ASCII capital.
    pub(super) fn initial(&self, at: usize) -> Option<char> {
        self.words
            .get(at)
            .map(|w| w.initial)
            .filter(char::is_ascii_uppercase)
    }

    /// The trie's node after the token as the first word of a name; 0 when none can begin with it.
    #[inline]
    pub(super) fn node(&self, at: usize) -> u32 {
        let word = &self.words[at];
        if self.lowercase {
            word.caseless
        } else {
            word.node
        }
    }

    /// Whether nothing stands between a token and the next.
    #[inline]
    pub(super) fn tight(&self, at: usize) -> bool {
        at + 1 < self.tokens.len() && self.tokens[at].end == self.tokens[at + 1].start
    }

    /// The same view with the style of a sentence at hand.
    pub(super) fn for_sentence(&self, sentence: usize) -> Self {
        Self {
            loud: self.styles[sentence] != Style::Plain,
            ..*self
        }
    }

    /// Whether a token is a combining form of the dictionary (`Sino`).
    pub(super) fn is_combining(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_some_and(|word| is_combining(self.dictionary, word))
    }

    /// Whether the rules for English hold.
    pub(super) fn is_english(&self) -> bool {
        matches!(self.language, "en" | "")
    }

    pub(super) fn bounds(&self, sentence: usize) -> (usize, usize) {
        let s = &self.sentences[sentence];
        (s.first_token as usize, s.end_token as usize)
    }
}

/// Words that tell the older of two namesakes from the younger.
fn is_generation(word: &str) -> bool {
    matches!(word, "elder" | "younger" | "older")
}

/// Whether a text of some words has no capitals at all, so that the case of a word tells nothing.
pub(super) fn is_lowercase(words: &[Word]) -> bool {
    const LEAST: usize = 3;
    !words.iter().any(|w| w.class.has(Class::CAPITAL))
        && words.iter().filter(|w| w.class.has(Class::LOWER)).count() >= LEAST
}

/// How the tokens of a sentence use capitals.
pub(super) fn style(words: &[Word]) -> Style {
    let (mut lower, mut upper, mut capital, mut content, mut everyday) =
        (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    for word in words {
        let class = word.class;
        lower += u32::from(class.has(Class::LOWER));
        upper += u32::from(class.has(Class::UPPER));
        if class.has(Class::LETTERS) && !class.has(Class::FUNCTION) {
            content += 1;
            capital += u32::from(class.has(Class::CAPITAL));
            everyday += u32::from(
                class.has(Class::COMMON) && class.has(Class::CAPITAL) && !class.has(Class::GIVEN),
            );
        }
    }
    // A sentence with a full stop is no headline unless each word has its capital.
    let stopped = words.last().is_some_and(|w| w.initial == '.');
    if upper >= 2 && upper > 3 * lower {
        Style::Capitals
    } else if content >= 4
        && capital * 5 >= content * 4
        && everyday * 4 >= content
        && (!stopped || capital == content)
    {
        Style::TitleCase
    } else {
        Style::Plain
    }
}
