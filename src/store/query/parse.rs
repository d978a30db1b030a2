//! From text to a tree.

use super::lexer::{Kind, Lexer, Piece, fault};
use super::{MOST_MISSPELT, Node, Parsed, Phrase, QueryFault, Scope, SoughtWord, values};

/// Bytes of a query, how deep its parentheses and NOTs may stand in each other, and its words.
const LONGEST_QUERY: usize = 100_000;
const DEEPEST_QUERY: usize = 64;
const MOST_WORDS: usize = 4_096;

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
        Node::Actor(id) => Err(fault(
            at,
            &format!("actor:{id}"),
            format!(
                "actor: is a condition on whole articles: write actor:{id} AND …, or the actor's names, as in (russia OR russian OR moscow) SAME-SENTENCE …; sentences with two actors are found by: demarche evidence --pair ID,ID"
            ),
        )),
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
fn sought(word: &str, at: usize) -> Result<SoughtWord, QueryFault> {
    if let Some((bare, number)) = word.split_once('~') {
        let number = if number.is_empty() { "1" } else { number };
        return match number.parse::<u32>() {
            Ok(n)
                if n <= MOST_MISSPELT
                    && n > 0
                    && !bare.contains(['*', '?', '~'])
                    && bare.chars().count() >= 3 =>
            {
                Ok(SoughtWord::Misspelt(bare.to_owned()))
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
        return Ok(SoughtWord::Pattern(word.to_owned()));
    }
    if !word.contains(char::is_alphanumeric) {
        return Err(fault(at, word, "there is no word in it"));
    }
    Ok(SoughtWord::Word(word.to_owned()))
}

#[cfg(test)]
mod tests;
