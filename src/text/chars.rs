//! Character classes and offsets.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// Whether each such character is a word of its own: Han, Hiragana and Katakana.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Characters that may stand inside a word without being letters: combining marks, soft hyphen, joiners.
pub(super) fn continues_word(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{94f}' | '\u{9bc}'..='\u{9cd}' | '\u{e31}' | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether a capitalised word begins the text, as after the initial in `N.Korea` and `N.KOREA`: a capital and three letters of
/// one case.
pub(super) fn begins_name(text: &str) -> bool {
    let mut letters = text.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let next: Vec<char> = letters.take(3).collect();
    let alike = next.iter().all(|c| c.is_lowercase()) || next.iter().all(|c| c.is_uppercase());
    capital && next.len() == 3 && alike
}

/// Characters that show nothing and belong to no word.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fffe}')
}

/// The form of a word that comparison uses, or `None` when the word is that already.
pub(super) fn fold_word(word: &str) -> Option<String> {
    if word.is_ascii() {
        return word
            .bytes()
            .any(|b| b.is_ascii_uppercase())
            .then(|| word.to_ascii_lowercase());
    }
    let kept: String = word
        .chars()
        .filter(|&c| !is_invisible(c))
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ff07}' => '\'',
            '\u{2010}' | '\u{2011}' => '-',
            _ => c,
        })
        .collect();
    let composed: Cow<'_, str> =
        if is_nfc_quick(kept.chars()) == unicode_normalization::IsNormalized::Yes {
            Cow::Borrowed(kept.as_str())
        } else {
            Cow::Owned(kept.nfc().collect())
        };
    let mut folded = composed.to_lowercase();
    if folded.contains("i\u{307}") {
        // The dotted capital of Turkish.
        folded = folded.replace("i\u{307}", "i");
    }
    (folded != word).then_some(folded)
}

/// Turns ascending byte offsets of a text into character offsets in one walk.
///
/// ```
/// let mut offsets = demarche::text::CharOffsets::new("né à Kyiv");
/// assert_eq!(offsets.at(3), 2);
/// assert_eq!(offsets.at(7), 5);
/// ```
#[derive(Debug)]
pub struct CharOffsets<'a> {
    text: &'a str,
    byte: usize,
    chars: usize,
}

impl<'a> CharOffsets<'a> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            chars: 0,
        }
    }

    /// Characters before the byte offset; an offset inside a character counts as its start, one
    /// beyond the end as the end. Asking backwards is allowed and costs a new walk.
    pub fn at(&mut self, byte: usize) -> usize {
        let mut goal = byte.min(self.text.len());
        while !self.text.is_char_boundary(goal) {
            goal -= 1;
        }
        if goal < self.byte {
            self.byte = 0;
            self.chars = 0;
        }
        let part = &self.text.as_bytes()[self.byte..goal];
        self.chars += part.iter().filter(|&&b| (b & 0xc0) != 0x80).count();
        self.byte = goal;
        self.chars
    }
}

/// The byte offset of the character with the given number; the text's length when there are fewer.
pub fn char_to_byte(text: &str, chars: usize) -> usize {
    if text.is_ascii() {
        return chars.min(text.len());
    }
    text.char_indices()
        .nth(chars)
        .map_or(text.len(), |(byte, _)| byte)
}

/// A word in lower case without accents; whatever is no letter or digit is an underscore, but not at the ends.
///
/// # Example
///
/// ```
/// assert_eq!(demarche::text::folded("Nuñez-Ríos"), "nunez_rios");
/// ```
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_end_matches('_').to_owned()
}

/// The first word of a person's name and the family name, if it has more words, each [`folded`]: `Jr.`, `Sr.` and numbers of
/// generations are no family names.
///
/// # Example
///
/// ```
/// # use demarche::text::first_and_last;
/// assert_eq!(first_and_last("Jane Q. Doe Jr."), ("jane".into(), Some("doe".into())));
/// assert_eq!(first_and_last("Doe"), ("doe".into(), None));
/// ```
pub fn first_and_last(name: &str) -> (String, Option<String>) {
    const SUFFIXES: [&str; 5] = ["jr", "sr", "ii", "iii", "iv"];
    let mut words = name.split_whitespace().map(folded);
    let first = words.next().unwrap_or_default();
    let last = words.rev().find(|word| !SUFFIXES.contains(&word.as_str()));
    (first, last)
}
