//! From text to pieces: words, signs, quotations.

use super::{MOST_BETWEEN, QueryFault};

/// The fields of a query.
const FIELDS: [&str; 8] = [
    "text", "title", "outlet", "author", "lang", "actor", "date", "stance",
];

/// A piece of a query, with the character at which it begins, from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `NEAR/n`, or `SAME-SENTENCE` without a number.
    Near(Option<u32>),
    /// `title:` before a parenthesis.
    Field(String),
    /// A word with its field, if any.
    Word(Option<String>, String),
    /// What stands in quotation marks, with its field and the number behind `~`.
    Quoted(Option<String>, String, u32),
}

pub(super) fn fault(at: usize, what: &str, why: impl Into<String>) -> QueryFault {
    let mut shown: String = what.chars().take(40).collect();
    if what.chars().count() > 40 {
        shown.push('…');
    }
    QueryFault {
        at,
        what: shown,
        why: why.into(),
    }
}

pub(super) struct Lexer {
    chars: Vec<char>,
    at: usize,
    /// The last apostrophe that stands at the end of a word.
    last_closing: Option<usize>,
}

impl Lexer {
    pub(super) fn new(query: &str) -> Self {
        // Typographic quotation marks are what word processors make of straight ones.
        let straight = |c| match c {
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
            c => c,
        };
        let chars: Vec<char> = query.chars().map(straight).collect();
        let ends = |i: usize| {
            let next = chars.get(i + 1);
            next.is_none_or(|&c| c.is_whitespace() || c == ')' || c == '~')
        };
        let last_closing = (0..chars.len())
            .rev()
            .find(|&i| chars[i] == '\'' && ends(i));
        Self {
            chars,
            at: 0,
            last_closing,
        }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn pieces(mut self, hints: &mut Vec<String>) -> Result<Vec<Piece>, QueryFault> {
        let mut pieces: Vec<Piece> = Vec::new();
        while let Some(c) = self.peek() {
            let at = self.at + 1;
            let kind = match c {
                c if c.is_whitespace() => {
                    self.at += 1;
                    continue;
                }
                '(' => {
                    self.at += 1;
                    Kind::Open
                }
                ')' => {
                    self.at += 1;
                    Kind::Close
                }
                '"' => self.quoted(None, '"')?,
                '\'' if self.closes() => self.quoted(None, '\'')?,
                '-' if self.begins() => {
                    self.at += 1;
                    Kind::Not
                }
                '+' if self.begins() => {
                    self.at += 1;
                    continue;
                }
                '!' if self.begins() => return Err(fault(at, "!", "write NOT instead")),
                _ => self.word(hints)?,
            };
            pieces.push(Piece { at, kind });
        }
        Ok(pieces)
    }

    /// Whether something follows directly that a sign can stand before.
    fn begins(&self) -> bool {
        self.chars
            .get(self.at + 1)
            .is_some_and(|&c| !c.is_whitespace() && c != ')' && c != '-')
    }

    /// Whether an apostrophe opens a quotation: another one closes it at the end of a word.
    fn closes(&self) -> bool {
        let behind = self.at + 2;
        self.last_closing.is_some_and(|at| at >= behind)
    }

    /// A quotation, whose mark stands at the place read next.
    fn quoted(&mut self, field: Option<String>, mark: char) -> Result<Kind, QueryFault> {
        let begin = self.at;
        self.at += 1;
        let is_end = |lexer: &Self, i: usize| {
            let next = lexer.chars.get(i + 1);
            lexer.chars[i] == mark
                && (mark == '"' || next.is_none_or(|&c| c.is_whitespace() || c == ')' || c == '~'))
        };
        let Some(end) = (self.at..self.chars.len()).find(|&i| is_end(self, i)) else {
            return Err(fault(
                begin + 1,
                &mark.to_string(),
                "the quotation mark is not closed",
            ));
        };
        let text: String = self.chars[self.at..end].iter().collect();
        self.at = end + 1;
        if self.peek() != Some('~') {
            return Ok(Kind::Quoted(field, text, 0));
        }
        let tilde = self.at + 1;
        self.at += 1;
        let digits: String = self.chars[self.at..]
            .iter()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        self.at += digits.chars().count();
        match digits.parse::<u32>() {
            Ok(n) if n <= MOST_BETWEEN => Ok(Kind::Quoted(field, text, n)),
            _ => Err(fault(
                tilde,
                &format!("~{digits}"),
                format!(
                    "write how many other words may stand between, up to {MOST_BETWEEN}, as in \"gas deal\"~5"
                ),
            )),
        }
    }

    fn word(&mut self, hints: &mut Vec<String>) -> Result<Kind, QueryFault> {
        let begin = self.at;
        let mut word = String::new();
        while let Some(c) = self.peek() {
            if c == '[' && word == "date:" {
                return self.range(begin);
            }
            if c == '"' {
                if let Some(field) = word.strip_suffix(':') {
                    let field = known_field(field, begin + 1)?;
                    return self.quoted(Some(field), '"');
                }
                break;
            }
            if c == '(' && word.ends_with(':') {
                let field = known_field(word.trim_end_matches(':'), begin + 1)?;
                return Ok(Kind::Field(field));
            }
            if c.is_whitespace() || c == '(' || c == ')' {
                break;
            }
            word.push(c);
            self.at += 1;
        }
        operator(&word, begin + 1, hints)
    }

    /// `date:[2022-01 TO 2022-03]`, whose bracket stands at the place read next.
    fn range(&mut self, begin: usize) -> Result<Kind, QueryFault> {
        let rest = &self.chars[self.at..];
        let Some(end) = rest.iter().position(|&c| c == ']') else {
            return Err(fault(begin + 1, "date:[", "the range has no ']'"));
        };
        let value: String = rest[..=end].iter().collect();
        self.at += end + 1;
        Ok(Kind::Word(Some("date".to_owned()), value))
    }
}

/// The field of that name.
fn known_field(name: &str, at: usize) -> Result<String, QueryFault> {
    if FIELDS.contains(&name) {
        return Ok(name.to_owned());
    }
    let near = FIELDS.iter().find(|field| {
        field.eq_ignore_ascii_case(name)
            || crate::text::letters_apart(field, &name.to_lowercase(), 2).is_some()
    });
    let why = match near {
        Some(field) => format!("there is no such field; did you mean {field}: ?"),
        None => format!(
            "there is no such field; fields are {}. A colon in a text belongs in quotation marks",
            FIELDS.join(", ")
        ),
    };
    Err(fault(at, &format!("{name}:"), why))
}

/// A bare word: an operator, a sign of another archive, or a word with its field.
fn operator(word: &str, at: usize, hints: &mut Vec<String>) -> Result<Kind, QueryFault> {
    match word {
        "AND" => return Ok(Kind::And),
        "OR" => return Ok(Kind::Or),
        "NOT" => return Ok(Kind::Not),
        "SAME-SENTENCE" => return Ok(Kind::Near(None)),
        "&&" | "&" => return Err(fault(at, word, "write AND instead")),
        "||" | "|" => return Err(fault(at, word, "write OR instead")),
        "and" | "or" | "not" => hints.push(format!(
            "'{word}' at character {at} is taken as a word; to join, write {}",
            word.to_uppercase()
        )),
        "And" | "Or" | "Not" => hints.push(format!(
            "'{word}' at character {at} is taken as a word; operators stand in capitals: {}",
            word.to_uppercase()
        )),
        "NEAR" => {
            return Err(fault(
                at,
                word,
                "write how many other words may stand between, as in NEAR/5",
            ));
        }
        "TO" => hints.push(format!(
            "'TO' at character {at} is taken as a word; a range of days is date:2022-01..2022-03"
        )),
        _ => {}
    }
    foreign(word, at)?;
    if let Some((name, number)) = word.split_once('/') {
        if name == "NEAR" {
            return match number.parse::<u32>() {
                Ok(n) if n <= MOST_BETWEEN => Ok(Kind::Near(Some(n))),
                _ => Err(fault(
                    at,
                    word,
                    format!("write a number up to {MOST_BETWEEN}, as in NEAR/5"),
                )),
            };
        }
        let of_others = ["w", "pre", "p", "s", "near", "n", "adj", "within", "same"];
        let lower = name.to_lowercase();
        if of_others.contains(&lower.as_str()) && (number.parse::<u32>().is_ok()) {
            return Err(fault(
                at,
                word,
                format!(
                    "write NEAR/{number}, for words of one sentence with at most {number} others between"
                ),
            ));
        }
    }
    if let Some((field, value)) = word.split_once(':')
        && field.chars().all(|c| c.is_alphabetic() || c == '_')
        && !field.is_empty()
    {
        let field = known_field(field, at)?;
        if value.is_empty() {
            return Err(fault(
                at,
                word,
                "there is no value behind the colon; write it without a blank",
            ));
        }
        return Ok(Kind::Word(Some(field), value.to_owned()));
    }
    Ok(Kind::Word(None, word.to_owned()))
}

/// Refuses what truncates words, weights them or gives ranges in other archives and means nothing here.
fn foreign(word: &str, at: usize) -> Result<(), QueryFault> {
    let bare = word.trim_end_matches('!');
    if bare.len() < word.len() && bare.chars().any(char::is_alphanumeric) {
        let why = format!(
            "for all words that begin so, write {bare}*; a mark of exclamation belongs in quotation marks"
        );
        return Err(fault(at, word, why));
    }
    if word.starts_with(['[', '{']) || word.ends_with([']', '}']) {
        let why = "brackets mean nothing here; a range of days is date:2022-01..2022-03, and other text belongs in quotation marks";
        return Err(fault(at, word, why));
    }
    Ok(())
}
