//! What a worker remembers about each distinct word, by word id.

use unicode_normalization::UnicodeNormalization;

use crate::text::{Token, Vocabulary, WordId};

use super::alias::AliasKind;
use super::compiled::{Compiled, DASHES, HYPHENS, shape_code};
use super::dictionary::Dictionary;
use super::lexicon::Class;
use super::trie::{Entry, NO_SYMBOL, ROOT, Symbol};

/// One word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub class: Class,
    /// The word in the dictionary.
    pub symbol: Symbol,
    /// The trie's node after it as first word; 0 when no alias can begin with it.
    pub node: u32,
    /// The same whatever the case of the word, for texts without capitals.
    pub caseless: u32,
    /// The symbol of the word's beginning (`Americ*`), if some alias ends so.
    pub prefix: Symbol,
    /// See [`shape_code`].
    pub shape: u8,
    /// Its first character.
    pub initial: char,
    /// Whether it joins the parts of a compound as `-` does.
    pub joint: Joint,
}

/// Which sign a token is, as far as compounds are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// None that joins, or `-` itself.
    No,
    /// Another hyphen, an en dash or a minus: joins where nothing stands between it and its neighbours.
    Hyphen,
    /// A longer dash: joins after a combining form only.
    Dash,
}

/// All words seen, in step with the vocabulary.
#[derive(Debug, Default)]
pub(super) struct Words {
    generation: u32,
    words: Vec<Word>,
}

impl Words {
    /// Takes in what the vocabulary has gained.
    pub(super) fn update(&mut self, compiled: &Compiled, vocabulary: &Vocabulary) {
        if self.generation != vocabulary.generation() {
            self.generation = vocabulary.generation();
            self.words.clear();
        }
        for id in self.words.len()..vocabulary.len() {
            self.words.push(learn(compiled, vocabulary, id as WordId));
        }
    }

    #[inline]
    pub(super) fn get(&self, id: WordId) -> Word {
        self.words[id as usize]
    }
}

fn learn(compiled: &Compiled, vocabulary: &Vocabulary, id: WordId) -> Word {
    let lower = vocabulary.lower_word(id);
    let shape = vocabulary.shape(id);
    let mut class = Class::of_shape(shape, vocabulary.word(id));
    let mut symbol = compiled.symbol(lower);
    if symbol == NO_SYMBOL {
        symbol = without_accents(compiled, lower);
    }
    let initial = vocabulary.word(id).chars().next().unwrap_or(' ');
    let joint = if HYPHENS.contains(&initial) {
        Joint::Hyphen
    } else if DASHES.contains(&initial) {
        Joint::Dash
    } else {
        Joint::No
    };
    if symbol != NO_SYMBOL {
        class = class.or(compiled.classes[symbol as usize]);
    }
    if !class.has(Class::COMMON) && class.has(Class::LETTERS) && derived(compiled, lower) {
        class = class.or(Class::COMMON);
    }
    let prefix = compiled
        .prefixes
        .iter()
        .filter(|(stem, _)| lower.starts_with(stem.as_str()))
        .max_by_key(|(stem, _)| stem.len())
        .map_or(NO_SYMBOL, |(_, symbol)| *symbol);
    let (mut node, mut caseless) = (0, 0);
    for start in [symbol, prefix] {
        if node == 0 && start != NO_SYMBOL {
            node = compiled.trie.step(ROOT, start).unwrap_or(0);
            caseless = caseless.max(node);
            if class.has(Class::LOWER) && !compiled.begins_small.contains(&start) {
                node = 0;
            }
        }
    }
    Word {
        class,
        symbol,
        node,
        caseless,
        prefix,
        shape: shape_code(shape),
        initial,
        joint,
    }
}

/// The symbol of a word that only accents and strokes set apart from one of the dictionary (`Kyïv`, `Łukaszenka`).
fn without_accents(compiled: &Compiled, lower: &str) -> Symbol {
    if lower.is_ascii() || !lower.chars().any(|c| ('\u{c0}'..='\u{24f}').contains(&c)) {
        return NO_SYMBOL;
    }
    let bare: String = lower
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| match c {
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            'ı' => 'i',
            _ => c,
        })
        .collect();
    compiled.symbol(&bare)
}

/// Whether a word is a combining form of the dictionary (`Sino`).
pub(super) fn is_combining(dictionary: &Dictionary, word: &Word) -> bool {
    word.node != 0
        && dictionary
            .compiled
            .trie
            .entries(word.node)
            .iter()
            .any(|entry| match entry {
                Entry::Alias(number) => dictionary.alias(*number).kind == AliasKind::Prefix,
                _ => false,
            })
}

/// Makes the signs that join compounds here into `-`, whose word is given.
pub(super) fn join_compounds(
    dictionary: &Dictionary,
    tokens: &[Token],
    words: &mut [Word],
    hyphen: Word,
) {
    for at in 1..words.len().saturating_sub(1) {
        let tight =
            tokens[at - 1].end == tokens[at].start && tokens[at].end == tokens[at + 1].start;
        let joins = match words[at].joint {
            Joint::No => false,
            Joint::Hyphen => tight,
            Joint::Dash => tight && is_combining(dictionary, &words[at - 1]),
        };
        if joins {
            words[at] = hyphen;
        }
    }
}

/// Whether a word is a regular form of an everyday word: a plural, a past tense, an adverb.
fn derived(compiled: &Compiled, lower: &str) -> bool {
    const FORMS: [(&str, &str); 14] = [
        ("ies", "y"),
        ("es", "e"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", "e"),
        ("ed", ""),
        ("ing", "e"),
        ("ing", ""),
        ("ily", "y"),
        ("ly", ""),
        ("ers", ""),
        ("er", ""),
        ("ness", ""),
    ];
    if lower.len() < 5 || !lower.is_ascii() {
        return false;
    }
    let mut buffer = String::new();
    FORMS.iter().any(|(ending, other)| {
        let Some(stem) = lower.strip_suffix(ending).filter(|s| s.len() >= 3) else {
            return false;
        };
        buffer.clear();
        buffer.push_str(stem);
        buffer.push_str(other);
        let symbol = compiled.symbol(&buffer);
        symbol != NO_SYMBOL
            && compiled.classes[symbol as usize].has(Class::COMMON)
            && !compiled.classes[symbol as usize].has(Class::GIVEN)
    })
}
