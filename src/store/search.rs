//! Full-text search: hits with snippets, concordances, and how a query was understood.

use hashbrown::HashSet;
use tantivy::DocAddress;
use tantivy::collector::{Count, DocSetCollector, TopDocs};

use crate::model::{Article, Field, Span};

use super::query::{Needles, Parsed, Reader, matching_span, parse};
use super::{Lens, Store, StoreError};

/// A part of an article that shows why it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// The sentence of the body with most of the words sought, without those that repeat the headline; empty text when only
    /// the headline or other fields matched.
    pub snippet: Snippet,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum HitOrder {
    /// The best first, by BM25; then the newest, then by id.
    #[default]
    Relevance,
    /// The newest first, then by id; those without a date last.
    Newest,
    /// The oldest first, then by id; those without a date last.
    Oldest,
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

/// A part of a query as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedPart {
    /// How deep it stands in the query, from 0.
    pub depth: usize,
    /// What is asked for.
    pub what: String,
    /// Articles that meet it.
    pub articles: u64,
}

impl Store {
    /// How many articles the lens lets through.
    ///
    /// # Errors
    /// The query cannot be understood or the index cannot be read.
    pub fn count(&self, lens: &Lens) -> Result<u64, StoreError> {
        match lens.to_query(self)? {
            Some(compiled) => {
                let count = self.searcher.search(&compiled.query, &Count)? as u64;
                compiled.sound(self)?;
                Ok(count)
            }
            None => Ok(self.documents() - self.reject_count()?),
        }
    }

    /// The addresses of all articles that the lens lets through, in no particular order.
    pub(super) fn addresses(&self, lens: &Lens) -> Result<Vec<DocAddress>, StoreError> {
        let Some(compiled) = lens.to_query(self)? else {
            let all = Lens {
                query: "*".to_owned(),
                ..Lens::default()
            };
            return self.addresses(&all);
        };
        let found = self.searcher.search(&compiled.query, &DocSetCollector)?;
        compiled.sound(self)?;
        Ok(found.into_iter().collect())
    }

    /// The `limit` best articles for the lens' query, and how many match in all.
    ///
    /// Ties are broken by date, newest first, then by id.
    ///
    /// # Errors
    /// The query is empty or cannot be understood, or the index cannot be read.
    pub fn search(&self, lens: &Lens, limit: usize) -> Result<(usize, Vec<Hit>), StoreError> {
        let compiled = lens.to_query(self)?.ok_or_else(empty)?;
        let needles = self.needles(lens)?;
        // There cannot be more hits than documents, and the collector makes room for all that it is asked for.
        let most = usize::try_from(self.documents())
            .unwrap_or(usize::MAX)
            .max(1);
        let limit = limit.clamp(1, most);
        let mut ask = limit.saturating_add(32);
        let (count, found) = loop {
            let collector = (Count, TopDocs::with_limit(ask.min(most)).order_by_score());
            let (count, found) = self.searcher.search(&compiled.query, &collector)?;
            // The last place asked for must be worse than the last one wanted, or ties may be missing.
            let complete = found.len() < ask
                || found.len() <= limit
                || round(found[limit - 1].0) > round(found[found.len() - 1].0);
            if complete || ask >= most {
                break (count, found);
            }
            ask = ask.saturating_mul(4);
        };
        compiled.sound(self)?;
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
        let mut reader = Reader::default();
        let hits = hits
            .into_iter()
            .map(|(score, article)| Hit {
                score,
                snippet: snippet(&needles, &mut reader, &article),
                article,
            })
            .collect();
        Ok((count, hits))
    }

    /// Hands all articles for the lens' query to `sink`, one after the other, in an order by date ([`HitOrder::Relevance`] is taken for
    /// [`HitOrder::Newest`]); the memory it takes does not grow with their texts. How many they are. Scores are 0.
    ///
    /// # Errors
    /// The query cannot be understood, the index cannot be read, or `sink` fails.
    pub fn each_hit<E: From<StoreError>>(
        &self,
        lens: &Lens,
        order: HitOrder,
        limit: Option<usize>,
        sink: &mut dyn FnMut(Hit) -> Result<(), E>,
    ) -> Result<u64, E> {
        let addresses = self.addresses(lens)?;
        let needles = self.needles(lens)?;
        let count = addresses.len() as u64;
        let mut keyed = Vec::with_capacity(addresses.len());
        for address in addresses {
            let (date, id) = self.date_and_id(address)?;
            let key = match (order, date) {
                (_, None) => i64::MAX,
                (HitOrder::Oldest, Some(day)) => i64::from(day.days()),
                (_, Some(day)) => -i64::from(day.days()),
            };
            keyed.push((key, id, address));
        }
        keyed.sort_unstable();
        keyed.truncate(limit.unwrap_or(usize::MAX));
        let mut reader = Reader::default();
        for (_, _, address) in keyed {
            let article = self.article(address)?;
            sink(Hit {
                score: 0.0,
                snippet: snippet(&needles, &mut reader, &article),
                article,
            })?;
        }
        Ok(count)
    }

    /// A concordance: every place in the bodies of matching articles where the words or phrases of
    /// the query stand, with up to `words` words before and after, within the sentence. A sentence that repeats the headline or
    /// the first sentence is shown once. In order of article id and place.
    ///
    /// # Errors
    /// The query is empty or cannot be understood, or the index cannot be read.
    pub fn kwic(&self, lens: &Lens, words: usize) -> Result<Vec<Kwic>, StoreError> {
        if lens.is_open() {
            return Err(empty());
        }
        let needles = self.needles(lens)?;
        let mut lines = Vec::new();
        let mut reader = Reader::default();
        for address in self.addresses(lens)? {
            let article = self.article(address)?;
            concordance(&needles, &mut reader, &article, words, &mut lines);
        }
        // Stable: the places within an article stay in order.
        lines.sort_by(|a, b| a.article.cmp(&b.article));
        Ok(lines)
    }

    /// The lens' query as it was understood: its parts, each with how many articles of the store meet it, whatever the rest of the
    /// lens; and what may be meant otherwise.
    ///
    /// # Errors
    /// The query cannot be understood or the index cannot be read.
    pub fn explain(&self, lens: &Lens) -> Result<(Vec<ExplainedPart>, Vec<String>), StoreError> {
        let Some(parsed) = lens.parsed()? else {
            return Ok((Vec::new(), Vec::new()));
        };
        let mut parts = Vec::new();
        for (depth, what, node) in parsed.root.explained() {
            let compiled = self.compiled(node)?;
            let articles = self.searcher.search(&compiled.query, &Count)? as u64;
            compiled.sound(self)?;
            parts.push(ExplainedPart {
                depth,
                what,
                articles,
            });
        }
        Ok((parts, parsed.hints))
    }

    pub(super) fn needles(&self, lens: &Lens) -> Result<Needles, StoreError> {
        let parsed = lens.parsed()?;
        Ok(parsed.map_or_else(Needles::default, |p| Needles::new(&p.root, self.language())))
    }
}

impl Lens {
    /// Its query as it is understood; `None` for an empty one.
    ///
    /// # Errors
    /// It cannot be met; the error says where, why, and what to write instead.
    pub fn parsed(&self) -> Result<Option<Parsed>, StoreError> {
        if self.query.trim().is_empty() {
            return Ok(None);
        }
        parse(&self.query).map(Some).map_err(|fault| {
            let long = self.query.chars().count() > 200;
            StoreError::Query {
                query: self
                    .query
                    .chars()
                    .take(200)
                    .chain(long.then_some('…'))
                    .collect(),
                detail: fault.to_string(),
            }
        })
    }
}

fn empty() -> StoreError {
    StoreError::Query {
        query: String::new(),
        detail: "the query is empty".into(),
    }
}

fn round(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}

/// The sentence of the body with most of the needles.
fn snippet(needles: &Needles, reader: &mut Reader, article: &Article) -> Snippet {
    let found = needles.in_own_text(reader, article);
    let mut best: Option<((usize, usize), usize)> = None;
    for own in found.chunk_by(|a, b| a.0.sentence == b.0.sentence) {
        let distinct = own.iter().map(|p| p.1).collect::<HashSet<_>>().len();
        let worth = (distinct, own.len());
        if best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, own[0].0.sentence));
        }
    }
    let Some((_, number)) = best else {
        return Snippet::default();
    };
    let sentence = &reader.tokens.sentences[number];
    let begin = sentence.span.start;
    let highlights = found
        .iter()
        .filter(|(at, _)| at.sentence == number)
        .map(|(at, _)| {
            let span = matching_span(&reader.tokens, *at);
            Span {
                start: span.start - begin,
                end: span.end.min(sentence.span.end) - begin,
            }
        })
        .collect();
    Snippet {
        text: sentence.span.of(&article.text).to_owned(),
        highlights,
    }
}

fn concordance(
    needles: &Needles,
    reader: &mut Reader,
    article: &Article,
    words: usize,
    lines: &mut Vec<Kwic>,
) {
    reader.read(&article.title, &article.text, &article.language);
    let own = reader.tokens.sentences.iter();
    let own: HashSet<u32> = own
        .filter(|s| s.field == Field::Text)
        .map(|s| s.span.start)
        .collect();
    let found = needles.in_text(reader, article);
    let tokens = &reader.tokens;
    let mut repeats: HashSet<String> = HashSet::default();
    let hidden: HashSet<usize> = (0..)
        .zip(&tokens.sentences)
        .filter(|(_, sentence)| {
            !own.contains(&sentence.span.start)
                && !repeats.insert(words_of(sentence.span.of(&article.text)))
        })
        .map(|(number, _)| number)
        .collect();
    let text = |from: usize, to: usize| {
        if from >= to {
            return String::new();
        }
        let span = Span {
            start: tokens.tokens[from].start,
            end: tokens.tokens[to - 1].end,
        };
        let words: Vec<&str> = span.of(&article.text).split_whitespace().collect();
        words.join(" ")
    };
    let shown = found
        .into_iter()
        .filter(|(at, _)| !hidden.contains(&at.sentence));
    for (at, _) in shown {
        let sentence = &tokens.sentences[at.sentence];
        let (begin, end) = (sentence.first_token as usize, sentence.end_token as usize);
        let (first, past) = (at.first, at.past);
        lines.push(Kwic {
            article: article.id.clone(),
            date: article.date.map(|d| d.to_string()).unwrap_or_default(),
            outlet: article.outlet.clone(),
            from: first + 1,
            to: past,
            pre: text(first.saturating_sub(words).max(begin), first),
            keyword: text(first, past),
            post: text(past, (past + words).min(end).max(past)),
        });
    }
}

/// The letters and digits of a sentence in lower case, which are the same where it is repeated.
fn words_of(sentence: &str) -> String {
    let letters = sentence.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
