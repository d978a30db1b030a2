//! Full-text search: ranked hits with snippets, and concordances.

use hashbrown::HashSet;
use tantivy::DocAddress;
use tantivy::collector::{Count, TopDocs};

use crate::model::{Article, Span};
use crate::text::{Stems, Token, Tokeniser, Tokens};

use super::tokenizers::terms;
use super::{Lens, Store, StoreError};

/// A part of an article that shows why it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The sentence.
    pub text: String,
    /// The words found, as byte ranges of `text`, ascending.
    pub highlights: Vec<Span>,
}

/// One article found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// BM25 score, rounded to four decimals.
    pub score: f64,
    /// The article.
    pub article: Article,
    /// The sentence with most of the words sought; empty text when only other fields matched.
    pub snippet: Snippet,
}

/// One line of a concordance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kwic {
    /// Id of the article.
    pub article: String,
    /// Day of publication as text; empty when unknown.
    pub date: String,
    /// Outlet.
    pub outlet: String,
    /// First and last token of the keyword in the body, from 1, punctuation counted.
    pub from: usize,
    /// See `from`.
    pub to: usize,
    /// Words before, within the sentence.
    pub pre: String,
    /// The words found.
    pub keyword: String,
    /// Words after, within the sentence.
    pub post: String,
}

impl Store {
    /// The `limit` best articles for the lens' query, and how many match in all.
    ///
    /// Ties are broken by date, newest first, then by id.
    ///
    /// # Errors
    /// The query cannot be understood or the index cannot be read.
    pub fn search(&self, lens: &Lens, limit: usize) -> Result<(usize, Vec<Hit>), StoreError> {
        let Some(query) = lens.to_query(&self.index, &self.fields, self.language())? else {
            return Err(StoreError::Query {
                query: String::new(),
                detail: "the query is empty".into(),
            });
        };
        let needles = Needles::new(&lens.query, self.language());
        // There cannot be more hits than documents, and the collector makes room for all that it is asked for.
        let most = usize::try_from(self.documents())
            .unwrap_or(usize::MAX)
            .max(1);
        let limit = limit.clamp(1, most);
        let mut ask = limit.saturating_add(32);
        let (count, found) = loop {
            let collector = (Count, TopDocs::with_limit(ask).order_by_score());
            let (count, found) = self.searcher.search(&query, &collector)?;
            // The last place asked for must be worse than the last one wanted, or ties may be missing.
            let complete = found.len() < ask
                || found.len() <= limit
                || round(found[limit - 1].0) > round(found[found.len() - 1].0);
            if complete || ask >= 100_000 {
                break (count, found);
            }
            ask = ask.saturating_mul(4);
        };
        let mut hits = Vec::new();
        let worst = found.get(limit - 1).map_or(0.0, |f| round(f.0));
        for (score, address) in found {
            let score = round(score);
            if score < worst {
                break;
            }
            hits.push((score, self.article(address)?));
        }
        hits.sort_by(|(a, x), (b, y)| {
            b.total_cmp(a)
                .then_with(|| y.date.cmp(&x.date))
                .then_with(|| x.id.cmp(&y.id))
        });
        hits.truncate(limit);
        let mut tokeniser = Tokeniser::new();
        let hits = hits
            .into_iter()
            .map(|(score, article)| {
                let snippet = needles.snippet(&mut tokeniser, &article);
                Hit {
                    score,
                    article,
                    snippet,
                }
            })
            .collect();
        Ok((count, hits))
    }

    /// A concordance: every place in the bodies of matching articles where the words or phrases of
    /// the query stand, with up to `words` words before and after, within the sentence.
    /// In order of article id and place.
    ///
    /// # Errors
    /// The query cannot be understood or the index cannot be read.
    pub fn kwic(&self, lens: &Lens, words: usize) -> Result<Vec<Kwic>, StoreError> {
        let needles = Needles::new(&lens.query, self.language());
        let Some(query) = lens.to_query(&self.index, &self.fields, self.language())? else {
            return Err(StoreError::Query {
                query: String::new(),
                detail: "the query is empty".into(),
            });
        };
        let addresses: std::collections::HashSet<DocAddress> = self
            .searcher
            .search(&query, &tantivy::collector::DocSetCollector)?;
        let mut lines = Vec::new();
        let mut tokeniser = Tokeniser::new();
        for address in addresses {
            let article = self.article(address)?;
            needles.kwic(&mut tokeniser, &article, words, &mut lines);
        }
        // Stable: the places within an article stay in order.
        lines.sort_by(|a, b| a.article.cmp(&b.article));
        Ok(lines)
    }
}

fn round(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}

/// The words and phrases that a query looks for in headline and body, as stems.
struct Needles {
    phrases: Vec<Vec<String>>,
    language: String,
}

impl Needles {
    fn new(query: &str, language: &str) -> Self {
        let mut phrases = Vec::new();
        let mut negated = false;
        for piece in pieces(query) {
            match piece.as_str() {
                "AND" | "OR" | "(" | ")" => continue,
                "NOT" => {
                    negated = true;
                    continue;
                }
                _ => {}
            }
            let (piece, minus) = match piece.strip_prefix('-') {
                Some(rest) => (rest.to_owned(), true),
                None => (piece.trim_start_matches('+').to_owned(), false),
            };
            let wanted = match piece.split_once(':') {
                Some(("text" | "title", rest)) => Some(rest.to_owned()),
                Some((_, _)) if !piece.starts_with('"') => None,
                _ => Some(piece),
            };
            if let Some(words) = wanted
                && !std::mem::take(&mut negated)
                && !minus
            {
                let stems = terms(language, words.trim_matches(['"', '(', ')']));
                if !stems.is_empty() {
                    phrases.push(stems);
                }
            }
            negated = false;
        }
        phrases.sort();
        phrases.dedup();
        Self {
            phrases,
            language: language.to_owned(),
        }
    }

    /// Places of the phrases among the stems of a sentence: (first, one past last).
    fn places(&self, stems: &[(usize, String)]) -> Vec<(usize, usize, usize)> {
        let mut places = Vec::new();
        for (which, phrase) in self.phrases.iter().enumerate() {
            for start in 0..stems.len().saturating_sub(phrase.len() - 1) {
                let window = &stems[start..start + phrase.len()];
                if window
                    .iter()
                    .zip(phrase)
                    .all(|((_, stem), sought)| stem == sought)
                {
                    places.push((window[0].0, window[phrase.len() - 1].0 + 1, which));
                }
            }
        }
        places.sort_unstable();
        places
    }

    fn sentence_stems(
        tokeniser: &mut Tokeniser,
        stems: &mut Stems,
        tokens: &[Token],
    ) -> Vec<(usize, String)> {
        let vocabulary = &mut tokeniser.vocabulary;
        let mut out = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            if let Some(term) = stems.term(vocabulary, token.word) {
                out.push((i, term.to_owned()));
            }
        }
        out
    }

    fn snippet(&self, tokeniser: &mut Tokeniser, article: &Article) -> Snippet {
        let mut tokens = Tokens::default();
        tokeniser.tokenise("", &article.text, &mut tokens);
        let mut stems = Stems::new(&self.language);
        let mut best: Option<(usize, usize, Snippet)> = None;
        for sentence in &tokens.sentences {
            let own = tokens.of(sentence);
            let found = self.places(&Self::sentence_stems(tokeniser, &mut stems, own));
            let distinct = found.iter().map(|p| p.2).collect::<HashSet<_>>().len();
            if distinct == 0
                || best
                    .as_ref()
                    .is_some_and(|(d, n, _)| (*d, *n) >= (distinct, found.len()))
            {
                continue;
            }
            let begin = sentence.span.start;
            let highlights = found
                .iter()
                .map(|&(first, end, _)| Span {
                    start: own[first].start - begin,
                    end: own[end - 1].end - begin,
                })
                .collect();
            let text = sentence.span.of(&article.text).to_owned();
            best = Some((distinct, found.len(), Snippet { text, highlights }));
        }
        best.map_or_else(
            || Snippet {
                text: String::new(),
                highlights: Vec::new(),
            },
            |(_, _, s)| s,
        )
    }

    fn kwic(
        &self,
        tokeniser: &mut Tokeniser,
        article: &Article,
        words: usize,
        lines: &mut Vec<Kwic>,
    ) {
        let mut tokens = Tokens::default();
        tokeniser.tokenise("", &article.text, &mut tokens);
        let mut stems = Stems::new(&self.language);
        let text = |from: usize, to: usize| {
            if from >= to {
                return String::new();
            }
            let span = Span {
                start: tokens.tokens[from].start,
                end: tokens.tokens[to - 1].end,
            };
            span.of(&article.text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        for sentence in &tokens.sentences {
            let begin = sentence.first_token as usize;
            let end = sentence.end_token as usize;
            let own = tokens.of(sentence);
            for (first, past, _) in self.places(&Self::sentence_stems(tokeniser, &mut stems, own)) {
                let (first, past) = (begin + first, begin + past);
                lines.push(Kwic {
                    article: article.id.clone(),
                    date: article.date.map(|d| d.to_string()).unwrap_or_default(),
                    outlet: article.outlet.clone(),
                    from: first + 1,
                    to: past,
                    pre: text(first.saturating_sub(words).max(begin), first),
                    keyword: text(first, past),
                    post: text(past, (past + words).min(end)),
                });
            }
        }
    }
}

/// Cuts a query at blanks and brackets outside quotes; a quoted phrase keeps its field and loses its slop.
fn pieces(query: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut quoted = false;
    for c in query.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                piece.push(c);
            }
            _ if quoted => piece.push(c),
            '(' | ')' => {}
            _ if c.is_whitespace() => pieces.push(std::mem::take(&mut piece)),
            _ => piece.push(c),
        }
    }
    pieces.push(piece);
    pieces.retain(|p| !p.is_empty());
    for piece in &mut pieces {
        if let Some(end) = piece.rfind('"')
            && piece[end + 1..].starts_with('~')
        {
            piece.truncate(end + 1);
        }
    }
    pieces
}
