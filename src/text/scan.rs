//! The scanner: text in, tokens and sentences out, in one walk over the bytes.

use crate::model::{Field, Sentence, Span};

use super::abbreviations::{Dot, dot_after, starts_sentence};
use super::bytes::{Class, class, is_elision, is_one_letter, last_part};
use super::chars::{begins_name, continues_word, is_cjk, is_invisible};
use super::newline::{Layout, is_break, layout};
use super::repeats::drop_repeats;
use super::tokens::{Token, Tokens};
use super::vocabulary::Vocabulary;

/// Cuts text into tokens and sentences and interns the tokens.
///
/// * `'s` is a token of its own; so is every hyphen (`Sino-Russian` is three tokens).
/// * Dotted abbreviations keep their full stops: `U.S.`, `Gen.`, `J.`; so do numbers: `3.5`, `1,000`.
/// * Contractions and names with an apostrophe are one token (`didn't`, `O'Neill`); French elisions
///   are split off (`l'` `Iran`).
/// * A Chinese or Japanese character is a token each.
/// * Every character that is neither white space nor invisible belongs to exactly one token, except in sentences
///   that only repeat the headline or the first sentence of the body: these are left out.
///
/// ```
/// use demarche::text::{Tokeniser, Tokens};
/// let mut tokeniser = Tokeniser::new();
/// let mut tokens = Tokens::default();
/// let text = "The U.S. envoy met Gen. Smith. China's reply came later.";
/// tokeniser.tokenise("", text, &mut tokens);
/// assert_eq!(tokens.sentences.len(), 2);
/// assert_eq!(tokens.sentences[1].span.of(text), "China's reply came later.");
/// ```
#[derive(Debug, Default)]
pub struct Tokeniser {
    /// The words seen so far.
    pub vocabulary: Vocabulary,
}

/// Sentences are cut at the first white space after this many tokens …
const LONGEST_SENTENCE: usize = 300;
/// … and without white space after this many.
const LONGEST_RUN: usize = 600;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pending {
    /// No mark that could end a sentence stands before.
    No,
    /// A full stop, question or exclamation mark: ends unless a small letter follows.
    Mark,
    /// A mark that ends the sentence wherever it stands (Chinese full stop).
    Now,
    /// An abbreviation's full stop: ends if a typical first word follows.
    Abbreviation,
}

impl Tokeniser {
    /// A tokeniser with an empty vocabulary.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tokenises the headline and the body into `out`, whose former content is dropped.
    ///
    /// A sentence of the body that only repeats the headline, or the first sentence of the body, is left out and counted
    /// in [`Tokens::repeated`].
    pub fn tokenise(&mut self, title: &str, text: &str, out: &mut Tokens) {
        out.clear();
        self.vocabulary.trim();
        self.scan(Field::Title, title, out);
        self.scan(Field::Text, text, out);
        drop_repeats(&self.vocabulary, out);
    }

    fn scan(&mut self, field: Field, text: &str, out: &mut Tokens) {
        let first = out.tokens.len();
        Scan {
            text,
            bytes: text.as_bytes(),
            at: 0,
            field,
            layout: layout(text),
            line_start: 0,
            first_token: first,
            paragraph: u32::from(field == Field::Text),
            pending: Pending::No,
            vocabulary: &mut self.vocabulary,
            out,
        }
        .run();
    }
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    field: Field,
    layout: Layout,
    line_start: usize,
    first_token: usize,
    paragraph: u32,
    pending: Pending,
    vocabulary: &'a mut Vocabulary,
    out: &'a mut Tokens,
}

impl Scan<'_> {
    fn run(mut self) {
        while self.at < self.bytes.len() {
            if self.out.full() {
                self.out.cut |= !self.text[self.at..].trim().is_empty();
                break;
            }
            match class(self.bytes[self.at]) {
                Class::Space => self.space(),
                Class::Letter => self.word(),
                Class::Digit => self.number(),
                Class::Other => self.punctuation(),
                Class::Wide => self.wide(),
            }
        }
        self.end_sentence();
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b' ')
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match self.bytes.get(at) {
            Some(b) if b.is_ascii() => Some(char::from(*b)),
            Some(_) => self.text.get(at..)?.chars().next(),
            None => None,
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        if self.pending == Pending::Now || self.out.tokens.len() - self.first_token >= LONGEST_RUN {
            self.end_sentence();
        }
        let word = self.vocabulary.intern_part(self.text, start, end);
        self.out.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            word,
        });
        self.pending = Pending::No;
    }

    fn end_sentence(&mut self) {
        self.pending = Pending::No;
        let end = self.out.tokens.len();
        if end == self.first_token {
            return;
        }
        let span = Span {
            start: self.out.tokens[self.first_token].start,
            end: self.out.tokens[end - 1].end,
        };
        self.out.sentences.push(Sentence {
            field: self.field,
            span,
            paragraph: self.paragraph,
            first_token: self.first_token as u32,
            end_token: end as u32,
        });
        self.first_token = end;
    }

    fn space(&mut self) {
        let start = self.at;
        let mut feeds = false;
        while self.at < self.bytes.len() {
            let b = self.bytes[self.at];
            if class(b) == Class::Space {
                feeds |= b == b'\n';
                self.at += 1;
            } else if class(b) == Class::Wide {
                match self.char_at(self.at) {
                    Some(c) if c.is_whitespace() || is_invisible(c) => self.at += c.len_utf8(),
                    _ => break,
                }
            } else {
                break;
            }
        }
        if self.field == Field::Title {
            return;
        }
        let next = self.char_at(self.at);
        if feeds {
            let run = &self.text[start..self.at];
            let line = start - self.line_start;
            self.line_start = self.at;
            if is_break(self.layout, run, line, next) {
                let before = self.out.sentences.len();
                self.end_sentence();
                if before < self.out.sentences.len()
                    || self
                        .out
                        .sentences
                        .last()
                        .is_some_and(|s| s.paragraph == self.paragraph)
                {
                    self.paragraph += 1;
                }
                return;
            }
        }
        let ends = match self.pending {
            Pending::No => self.out.tokens.len() - self.first_token >= LONGEST_SENTENCE,
            Pending::Now => true,
            Pending::Mark => match next {
                Some(c) if c.is_lowercase() => false,
                // A closing mark set apart by a blank, as in tokenised text, still belongs here.
                Some('"' | '\u{201d}' | '\'' | '\u{2019}' | ')') => {
                    let width = next.map_or(1, char::len_utf8);
                    !self.byte(self.at + width).is_ascii_whitespace()
                }
                _ => true,
            },
            Pending::Abbreviation => starts_sentence(&self.text[self.at..]),
        };
        if ends {
            self.end_sentence();
        } else if self.pending == Pending::Abbreviation {
            self.pending = Pending::No;
        }
    }

    /// Moves over letters, digits and what may stand inside words. Returns at the first other byte.
    fn letters(&mut self) {
        while self.at < self.bytes.len() {
            match class(self.bytes[self.at]) {
                Class::Letter | Class::Digit => self.at += 1,
                Class::Wide => match self.char_at(self.at) {
                    Some(c) if (c.is_alphanumeric() && !is_cjk(c)) || continues_word(c) => {
                        self.at += c.len_utf8();
                    }
                    _ => return,
                },
                _ => return,
            }
        }
    }

    fn is_letter(&self, at: usize) -> bool {
        match self.char_at(at) {
            Some(c) if c.is_ascii() => c.is_ascii_alphabetic(),
            Some(c) => c.is_alphabetic() && !is_cjk(c),
            None => false,
        }
    }

    fn is_alphanumeric(&self, at: usize) -> bool {
        self.is_letter(at) || self.byte(at).is_ascii_digit()
    }

    /// Length of an apostrophe at `at`, 0 when there is none.
    fn apostrophe(&self, at: usize) -> usize {
        match self.byte(at) {
            b'\'' => 1,
            0xe2 if self.bytes[at..].starts_with("\u{2019}".as_bytes()) => 3,
            _ => 0,
        }
    }

    fn word(&mut self) {
        let start = self.at;
        loop {
            self.letters();
            let stop = self.byte(self.at);
            if stop == b'.' {
                if self.dot(start) {
                    return;
                }
                if self.byte(self.at) == b'.' {
                    break;
                }
            } else if stop == b':' && self.bytes[self.at..].starts_with(b"://") {
                while self.at < self.bytes.len()
                    && class(self.bytes[self.at]) != Class::Space
                    && !matches!(self.bytes[self.at], b'"' | b'<' | b'>' | b')')
                {
                    self.at += 1;
                }
                while !self.text.is_char_boundary(self.at) {
                    self.at += 1;
                }
                break;
            } else {
                let width = self.apostrophe(self.at);
                if width == 0 || !self.is_letter(self.at + width) {
                    break;
                }
                let after = self.at + width;
                if matches!(self.byte(after), b's' | b'S') && !self.is_alphanumeric(after + 1) {
                    self.push(start, self.at);
                    self.push(self.at, after + 1);
                    self.at = after + 1;
                    return;
                }
                if is_elision(&self.text[start..self.at]) {
                    self.push(start, after);
                    self.at = after;
                    return;
                }
                self.at = after;
            }
        }
        self.push(start, self.at);
    }

    /// Handles a full stop right after the word begun at `start`. Returns whether the word was
    /// pushed; otherwise either the stop was taken into the word (`at` has moved on) or the word
    /// ends before it (`at` still stands on it).
    fn dot(&mut self, start: usize) -> bool {
        let word = &self.text[start..self.at];
        let after = self.at + 1;
        let one_letter = is_one_letter(last_part(word));
        if self.is_alphanumeric(after) {
            if one_letter && begins_name(&self.text[after..]) {
                self.push(start, after);
                self.at = after;
                return true;
            }
            let joins = one_letter
                || !self.char_at(after).is_some_and(char::is_uppercase)
                || word.bytes().all(|b| b.is_ascii_uppercase());
            if joins {
                self.at = after;
            }
            return false;
        }
        let dotted = word.contains('.');
        let kind = if one_letter && dotted {
            Dot::Either
        } else if one_letter && word.chars().all(char::is_uppercase) {
            Dot::GoesOn
        } else {
            dot_after(word)
        };
        let next = self.bytes[after.min(self.bytes.len())..]
            .iter()
            .copied()
            .find(|b| !b.is_ascii_whitespace());
        let pending = match kind {
            Dot::Ends => return false,
            Dot::BeforeNumber if !next.is_some_and(|b| b.is_ascii_digit()) => return false,
            // Nothing follows: the stop ends the text and is a mark of its own.
            _ if next.is_none() && !(one_letter && dotted) => return false,
            Dot::Either => Pending::Abbreviation,
            Dot::GoesOn | Dot::BeforeNumber => Pending::No,
        };
        self.push(start, after);
        self.at = after;
        self.pending = pending;
        true
    }

    fn number(&mut self) {
        let start = self.at;
        loop {
            self.letters();
            if matches!(self.byte(self.at), b'.' | b',') && self.byte(self.at + 1).is_ascii_digit()
            {
                self.at += 1;
            } else {
                break;
            }
        }
        self.push(start, self.at);
    }

    fn punctuation(&mut self) {
        let start = self.at;
        let mark = self.bytes[start];
        self.at += 1;
        if matches!(mark, b'.' | b'-') {
            while self.byte(self.at) == mark {
                self.at += 1;
            }
        }
        self.mark(start, char::from(mark));
    }

    /// Pushes the punctuation mark from `start` to `at`.
    fn mark(&mut self, start: usize, mark: char) {
        let before = self.pending;
        if matches!(
            mark,
            '"' | '\''
                | ')'
                | ']'
                | '\u{201d}'
                | '\u{2019}'
                | '\u{bb}'
                | '\u{300d}'
                | '\u{300f}'
                | '\u{ff09}'
        ) && before != Pending::No
        {
            // A closing mark belongs to the sentence that has just ended.
            self.pending = Pending::No;
            self.push(start, self.at);
            self.pending = before;
            return;
        }
        let after_word = self.out.tokens.last().is_some_and(|t| {
            t.end as usize == start && self.vocabulary.shape(t.word).is_alphabetic()
        });
        self.push(start, self.at);
        self.pending = match mark {
            // The blank after the full stop is missing ("over.The").
            '.' if after_word && self.char_at(self.at).is_some_and(char::is_uppercase) => {
                Pending::Now
            }
            '.' | '!' | '?' | '\u{2026}' | '\u{61f}' | '\u{964}' => Pending::Mark,
            '\u{3002}' | '\u{ff01}' | '\u{ff1f}' if self.field == Field::Text => Pending::Now,
            _ => Pending::No,
        };
    }

    fn wide(&mut self) {
        let start = self.at;
        let Some(c) = self.char_at(start) else { return };
        if c.is_whitespace() {
            self.space();
        } else if is_cjk(c) {
            self.at += c.len_utf8();
            self.push(start, self.at);
        } else if c.is_alphabetic() {
            self.word();
        } else if c.is_numeric() {
            self.number();
            if self.at == start {
                self.at += c.len_utf8();
                self.push(start, self.at);
            }
        } else if is_invisible(c) {
            self.at += c.len_utf8();
        } else {
            self.at += c.len_utf8();
            self.mark(start, c);
        }
    }
}
