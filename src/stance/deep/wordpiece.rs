//! Words to numbers, as BERT's uncased vocabulary has them (`WordPiece`: Wu et al. 2016; Devlin et al. 2019).

use hashbrown::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One token a line, in the order of their numbers; `scripts/train_deep/wordpiece.py` cuts it down from the base model's.
static VOCABULARY: &str = include_str!("../../../corpus/deep.vocabulary.txt");

/// Number of the token for what the vocabulary cannot spell.
const UNKNOWN: i32 = 1;
/// Number of the token that begins a question.
pub(super) const START: i32 = 2;
/// Number of the token that ends a question.
pub(super) const END: i32 = 3;
/// Stands for the actor of a pair that comes first in the sentence.
pub(super) const FIRST: i32 = 4;
/// Stands for the other actor of the pair.
pub(super) const SECOND: i32 = 5;
/// Stands for the target where there is no holder.
pub(super) const TARGET: i32 = 8;
/// Stands for any other name.
pub(super) const NAME: i32 = 10;

/// A longer word is unknown, as the reference has it.
const LONGEST_WORD: usize = 100;

/// The vocabulary and the way from a text to its tokens.
///
/// Texts are cleaned, decomposed, stripped of marks and put in lower case; words are runs of letters, digits and marks; each
/// other visible character stands alone. A word becomes the longest pieces that the vocabulary has, or unknown.
#[derive(Debug)]
pub(super) struct WordPiece {
    begins: HashMap<&'static str, i32>,
    goes_on: HashMap<&'static str, i32>,
}

impl WordPiece {
    pub(super) fn builtin() -> Self {
        let (mut begins, mut goes_on) = (HashMap::default(), HashMap::default());
        for (number, token) in VOCABULARY.lines().enumerate() {
            match token.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => goes_on.insert(rest, number as i32),
                _ => begins.insert(token, number as i32),
            };
        }
        Self { begins, goes_on }
    }

    /// The bytes that decide the numbers, for the model's digest.
    #[expect(clippy::unused_self, reason = "the words of the maps are these bytes")]
    pub(super) fn bytes(&self) -> &'static [u8] {
        VOCABULARY.as_bytes()
    }

    /// Appends the numbers of a text's tokens.
    pub(super) fn encode(&self, text: &str, out: &mut Vec<i32>) {
        let mut word = String::new();
        let kept = text.chars().filter(|&c| !is_dropped(c)).nfd();
        for c in kept
            .filter(|&c| !is_stripped(c))
            .flat_map(char::to_lowercase)
        {
            let inside = c.is_alphabetic() || c.is_numeric() || is_combining_mark(c);
            if inside && !is_ideograph(c) {
                word.push(c);
                continue;
            }
            self.put(&word, out);
            word.clear();
            if !c.is_whitespace() {
                self.put(c.encode_utf8(&mut [0; 4]), out);
            }
        }
        self.put(&word, out);
    }

    /// Appends the pieces of one word.
    fn put(&self, word: &str, out: &mut Vec<i32>) {
        if word.is_empty() {
            return;
        }
        let begin = out.len();
        let mut rest = word;
        let mut table = &self.begins;
        if word.chars().count() <= LONGEST_WORD {
            while let Some((number, length)) = longest(table, rest) {
                out.push(number);
                rest = &rest[length..];
                table = &self.goes_on;
            }
        }
        if !rest.is_empty() {
            out.truncate(begin);
            out.push(UNKNOWN);
        }
    }
}

/// The longest piece with which the text begins, and its bytes.
fn longest(table: &HashMap<&'static str, i32>, text: &str) -> Option<(i32, usize)> {
    let mut ends = text.char_indices().rev().map(|(at, c)| at + c.len_utf8());
    ends.find_map(|end| Some((*table.get(&text[..end])?, end)))
}

/// What the reference removes before anything else: control characters and what could not be decoded.
fn is_dropped(c: char) -> bool {
    c == '\u{fffd}' || c == '\0' || (c.is_control() && !c.is_whitespace()) || is_format(c)
}

/// Invisible characters that shape a text and are none of its own (the common ones of category Cf).
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Accents and other marks without width.
fn is_stripped(c: char) -> bool {
    is_combining_mark(c)
}

/// Chinese characters are words of their own.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}
