//! From text to a tree.

use super::{MOST_BETWEEN, MOST_MISSPELT, Node, Parsed, Phrase, QueryFault, Scope, Sought, values};

/// Bytes of a query, how deep its parentheses and NOTs may stand in each other, and its words.
const LONGEST_QUERY: usize = 100_000;
const DEEPEST_QUERY: usize = 64;
const MOST_WORDS: usize = 4_096;

/// The fields of a query.
const FIELDS: [&str; 8] = [
    "text", "title", "outlet", "author", "lang", "actor", "date", "stance",
];

/// A piece of a query, with the character at which it begins, from 1.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    at: usize,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
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

/// Reads a query: words (all must occur), `"phrases"`, `"near by"~5`, `AND`, `OR`, `NOT` and `-`, parentheses, `NEAR/5`, `SAME-SENTENCE`,
/// `russ*`, `Ir?n`, `word~1`, and the fields `text title outlet author lang actor date stance`.
///
/// # Errors
/// What cannot be met: where it stands and what to write instead.
///
/// # Example
///
/// ```
/// # use demarche::store::query::parse;
/// assert!(parse("(gas OR oil) NEAR/5 deal AND date:2022").is_ok());
/// let fault = parse("gas w/5 deal").unwrap_err();
/// assert_eq!((fault.at, fault.what.as_str()), (5, "w/5"));
/// assert!(fault.why.contains("NEAR/5"));
/// ```
pub fn parse(query: &str) -> Result<Parsed, QueryFault> {
    if query.len() > LONGEST_QUERY {
        return Err(QueryFault {
            at: LONGEST_QUERY,
            what: String::new(),
            why: format!(
                "the query has {} bytes; at most {LONGEST_QUERY} are read",
                query.len()
            ),
        });
    }
    let mut hints = Vec::new();
    let pieces = Lexer::new(query).pieces(&mut hints)?;
    let mut parser = Parser {
        pieces: &pieces,
        next: 0,
        depth: 0,
        scope: None,
        end: query.chars().count() + 1,
    };
    let root = parser.either()?;
    if pieces.len() > MOST_WORDS {
        return Err(QueryFault {
            at: pieces[MOST_WORDS].at,
            what: String::new(),
            why: format!("the query has more than {MOST_WORDS} words and signs"),
        });
    }
    match parser.peek() {
        None => Ok(Parsed { root, hints }),
        Some(piece) => Err(fault(piece.at, ")", "there is no '(' before it")),
    }
}

fn fault(at: usize, what: &str, why: impl Into<String>) -> QueryFault {
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

struct Lexer {
    chars: Vec<char>,
    at: usize,
    /// The last apostrophe that stands at the end of a word.
    last_closing: Option<usize>,
}

impl Lexer {
    fn new(query: &str) -> Self {
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

    fn pieces(mut self, hints: &mut Vec<String>) -> Result<Vec<Piece>, QueryFault> {
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

struct Parser<'p> {
    pieces: &'p [Piece],
    next: usize,
    depth: usize,
    /// The field of the parentheses at hand.
    scope: Option<String>,
    /// The character behind the last one.
    end: usize,
}

impl<'p> Parser<'p> {
    fn peek(&self) -> Option<&'p Piece> {
        self.pieces.get(self.next)
    }

    fn deeper(&mut self, at: usize) -> Result<(), QueryFault> {
        self.depth += 1;
        if self.depth > DEEPEST_QUERY {
            return Err(fault(
                at,
                "",
                format!("parentheses and NOTs stand more than {DEEPEST_QUERY} deep in each other"),
            ));
        }
        Ok(())
    }

    /// Parts between `OR`.
    fn either(&mut self) -> Result<Node, QueryFault> {
        let mut parts = vec![self.all()?];
        while self.peek().is_some_and(|p| p.kind == Kind::Or) {
            self.next += 1;
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Node::Or))
    }

    /// Parts that all must hold, with `AND` or nothing between.
    fn all(&mut self) -> Result<Node, QueryFault> {
        let mut parts = vec![self.near()?];
        loop {
            match self.peek().map(|p| &p.kind) {
                Some(Kind::And) => {
                    self.next += 1;
                    parts.push(self.near()?);
                }
                None | Some(Kind::Or | Kind::Close) => break,
                Some(_) => parts.push(self.near()?),
            }
        }
        Ok(one_or(parts, Node::And))
    }

    /// Parts between `NEAR/n` or `SAME-SENTENCE`.
    fn near(&mut self) -> Result<Node, QueryFault> {
        let begin = self.peek().map_or(self.end, |p| p.at);
        let first = self.part()?;
        let Some(Piece {
            at,
            kind: Kind::Near(within),
        }) = self.peek()
        else {
            return Ok(first);
        };
        let (at, within) = (*at, *within);
        let mut groups = vec![(begin, first)];
        while let Some(piece) = self.peek() {
            let Kind::Near(own) = piece.kind else { break };
            if own != within || (groups.len() > 1 && within.is_some()) {
                return Err(fault(
                    piece.at,
                    "",
                    "NEAR joins two words, phrases or groups; for more, join by SAME-SENTENCE, or by AND of several NEAR",
                ));
            }
            self.next += 1;
            let begin = self.peek().map_or(self.end, |p| p.at);
            groups.push((begin, self.part()?));
        }
        let mut scope = None;
        let mut phrases = Vec::new();
        for (begin, node) in groups {
            phrases.push(group(node, begin, &mut scope)?);
        }
        let scope = scope.unwrap_or(Scope::Either);
        if phrases.iter().any(Vec::is_empty) {
            return Err(fault(at, "", "there is nothing to stand near"));
        }
        Ok(Node::Near(scope, phrases, within))
    }

    fn part(&mut self) -> Result<Node, QueryFault> {
        let Some(piece) = self.peek() else {
            return Err(fault(self.end, "", "something is missing at the end"));
        };
        self.next += 1;
        match &piece.kind {
            Kind::Not => {
                self.deeper(piece.at)?;
                let part = self.part()?;
                self.depth -= 1;
                Ok(Node::Not(Box::new(part)))
            }
            Kind::Open => self.inside(piece.at),
            Kind::Field(field) => {
                if !matches!(
                    field.as_str(),
                    "text" | "title" | "outlet" | "author" | "actor" | "lang"
                ) {
                    return Err(fault(
                        piece.at,
                        &format!("{field}:("),
                        "write the value without parentheses",
                    ));
                }
                let before = self.scope.replace(field.clone());
                self.next += 1;
                let part = self.inside(piece.at);
                self.scope = before;
                part
            }
            Kind::Word(field, word) => {
                let field = field.clone().or_else(|| self.scope.clone());
                word_node(field.as_deref(), word, piece.at)
            }
            Kind::Quoted(field, text, between) => {
                let field = field.clone().or_else(|| self.scope.clone());
                quoted_node(field.as_deref(), text, *between, piece.at)
            }
            Kind::Close => Err(fault(
                piece.at,
                ")",
                "something is missing before it, or there is no '('",
            )),
            Kind::And | Kind::Or => Err(fault(
                piece.at,
                if piece.kind == Kind::And { "AND" } else { "OR" },
                "something is missing before it; a word of that name belongs in quotation marks",
            )),
            Kind::Near(_) => Err(fault(
                piece.at,
                "",
                "something is missing before NEAR or SAME-SENTENCE",
            )),
        }
    }

    /// What stands in parentheses, the first of which has been read.
    fn inside(&mut self, at: usize) -> Result<Node, QueryFault> {
        self.deeper(at)?;
        let node = self.either()?;
        self.depth -= 1;
        match self.peek() {
            Some(Piece {
                kind: Kind::Close, ..
            }) => {
                self.next += 1;
                Ok(node)
            }
            _ => Err(fault(at, "(", "the parenthesis is not closed")),
        }
    }
}

fn one_or(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    join(parts)
}

/// The phrases of an operand of `NEAR`: a word, a phrase, or several joined by `OR`.
fn group(node: Node, at: usize, scope: &mut Option<Scope>) -> Result<Vec<Phrase>, QueryFault> {
    match node {
        Node::Phrase(own, phrase) => {
            if scope.replace(own).is_some_and(|before| before != own) {
                return Err(fault(
                    at,
                    "",
                    "words near each other must be sought in the same field",
                ));
            }
            Ok(vec![phrase])
        }
        Node::Or(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(group(part, at, scope)?);
            }
            Ok(all)
        }
        _ => Err(fault(
            at,
            "",
            "NEAR and SAME-SENTENCE join words, phrases, or groups of them joined by OR",
        )),
    }
}

fn scope_of(field: Option<&str>) -> Option<Scope> {
    match field {
        None => Some(Scope::Either),
        Some("title") => Some(Scope::Title),
        Some("text") => Some(Scope::Text),
        _ => None,
    }
}

fn word_node(field: Option<&str>, word: &str, at: usize) -> Result<Node, QueryFault> {
    let wrong = |why: String| fault(at, word, why);
    match field {
        Some("lang") => return Ok(Node::Language(word.to_owned())),
        Some("actor") => return Ok(Node::Actor(word.to_owned())),
        Some("date") => return values::days(word).map_err(wrong),
        Some("stance") => return values::stance(word).map_err(wrong),
        _ => {}
    }
    if word == "*" {
        return Ok(Node::All);
    }
    let phrase = Phrase {
        words: vec![sought(word, at)?],
        between: 0,
    };
    Ok(phrase_node(field, phrase))
}

fn quoted_node(
    field: Option<&str>,
    text: &str,
    between: u32,
    at: usize,
) -> Result<Node, QueryFault> {
    let value = text.trim();
    match field {
        Some("lang") => return Ok(Node::Language(value.to_owned())),
        Some("actor") => return Ok(Node::Actor(value.to_owned())),
        Some("date") => return values::days(value).map_err(|why| fault(at, value, why)),
        Some("stance") => return values::stance(value).map_err(|why| fault(at, value, why)),
        _ => {}
    }
    let mut words = Vec::new();
    for word in value.split_whitespace() {
        if word == "*" {
            return Err(fault(
                at,
                word,
                format!(
                    "for any word between write {:?}~1",
                    value.replace(" * ", " ")
                ),
            ));
        }
        // What ends a sentence in a quotation is no sign.
        let bare = word.trim_end_matches(['?', '!', '.', ',', ';', ':']);
        if bare.is_empty() {
            continue;
        }
        words.push(sought(bare, at)?);
    }
    if words.is_empty() {
        return Err(fault(at, value, "there is no word in it"));
    }
    Ok(phrase_node(field, Phrase { words, between }))
}

fn phrase_node(field: Option<&str>, phrase: Phrase) -> Node {
    match (scope_of(field), field) {
        (Some(scope), _) => Node::Phrase(scope, phrase),
        (None, Some("author")) => Node::Author(phrase),
        (None, _) => Node::Outlet(phrase),
    }
}

/// A word with the signs that may stand in it.
fn sought(word: &str, at: usize) -> Result<Sought, QueryFault> {
    if let Some((bare, number)) = word.split_once('~') {
        let number = if number.is_empty() { "1" } else { number };
        return match number.parse::<u32>() {
            Ok(n)
                if n <= MOST_MISSPELT
                    && n > 0
                    && !bare.contains(['*', '?', '~'])
                    && bare.chars().count() >= 3 =>
            {
                Ok(Sought::Misspelt(bare.to_owned()))
            }
            _ => Err(fault(
                at,
                word,
                "a word of three letters or more may be misspelt by one letter: word~1. For words near each other write \"gas deal\"~5",
            )),
        };
    }
    if word.contains('^') {
        return Err(fault(at, word, "words cannot be weighted; leave ^ out"));
    }
    if word.contains(['[', ']', '{', '}', '/', '\\']) && !word.contains(char::is_alphanumeric) {
        return Err(fault(
            at,
            word,
            "this is no sign of the query language; a text belongs in quotation marks",
        ));
    }
    if word.starts_with('/') && word.len() > 1 && word.ends_with('/') {
        return Err(fault(
            at,
            word,
            "regular expressions are not supported; write russ* or Ir?n, or join words by OR",
        ));
    }
    if word.contains(['*', '?']) {
        let letters = word.chars().take_while(|c| !matches!(c, '*' | '?'));
        if letters.clone().filter(|c| c.is_alphanumeric()).count() < 2 {
            return Err(fault(
                at,
                word,
                "* and ? stand behind at least two letters, as in russ* and Ir?n; join other forms by OR",
            ));
        }
        return Ok(Sought::Pattern(word.to_owned()));
    }
    if !word.contains(char::is_alphanumeric) {
        return Err(fault(at, word, "there is no word in it"));
    }
    Ok(Sought::Word(word.to_owned()))
}

#[cfg(test)]
mod tests;
