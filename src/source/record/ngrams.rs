//! GDELT Web News `NGrams` 3.0: each row is a word of an article with some words before and behind it. Articles are
//! rebuilt by linking rows that overlap.
//!
//! Two rows follow each other where the last words of one are the first of the other. The chains of one article stand in
//! the order of the deciles that their rows name, parted by blank lines; completeness is the share of rows in the longest
//! chain, so it is 1,000 where one chain holds the whole article.

use std::collections::{BTreeMap, VecDeque};
use std::io;

use serde::Deserialize;

use crate::model::Article;

use crate::source::block::{Place, Raw, Record, Refusal, content, excerpt, syntax};
use crate::source::blocks::Records;
use crate::source::format::{Format, Opening};
use crate::source::meaning::fields::Found;
use crate::source::meaning::role::Role;
use crate::source::options::Options;
use crate::source::stream::{Stream, read_line};

/// Files of n-grams.
pub(in crate::source) static NGRAMS: Format =
    Format::of("GDELT Web NGrams 3.0", |opening: Opening<'_>| {
        Box::new(Ngrams {
            stream: Some(io::BufReader::new(opening.stream)),
            limit: opening.options.record_limit,
            ready: VecDeque::new(),
        })
    });

/// Most bytes of words that one file may hold, as they wait for the rows that follow.
const MOST: usize = 1 << 30;
/// Words that two rows must share to be linked.
const SHARED: usize = 5;

/// Whether a line is a row of n-grams.
pub(in crate::source) fn is_ngrams(line: &[u8]) -> bool {
    [&b"\"ngram\""[..], b"\"pre\"", b"\"post\"", b"\"url\""]
        .iter()
        .all(|name| memchr::memmem::find(line, name).is_some())
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    date: String,
    ngram: String,
    #[serde(default)]
    lang: String,
    /// 1 for writing with blanks between words, 2 without.
    #[serde(default, rename = "type")]
    kind: u8,
    #[serde(default)]
    pos: u16,
    #[serde(default)]
    pre: String,
    #[serde(default)]
    post: String,
    url: String,
}

/// The rows of one article.
#[derive(Debug, Default)]
struct Pieces {
    url: String,
    date: String,
    language: String,
    spaced: bool,
    /// Decile and words of each row.
    rows: Vec<(u16, Vec<String>)>,
}

struct Ngrams {
    stream: Option<io::BufReader<Stream>>,
    limit: usize,
    ready: VecDeque<Raw>,
}

impl Ngrams {
    fn read(&mut self, mut stream: io::BufReader<Stream>) -> io::Result<()> {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut articles: Vec<Pieces> = Vec::new();
        let (mut number, mut held) = (0, 0);
        let mut failure = None;
        loop {
            let mut line = Vec::new();
            let (read, broken) = read_line(&mut stream, self.limit, &mut line);
            number += 1;
            if !line.trim_ascii().is_empty() {
                match serde_json::from_slice::<Row>(&line) {
                    Ok(row) => {
                        held += line.len();
                        let next = articles.len();
                        let place = *places.entry(row.url.clone()).or_insert(next);
                        if place == next {
                            articles.push(Pieces::default());
                        }
                        articles[place].add(row);
                    }
                    Err(error) => {
                        let refusal = syntax(format!("no row of n-grams: {error}"));
                        self.ready
                            .push_back(Raw::refused_showing(number, 0, refusal, line));
                    }
                }
            }
            failure = failure.or(broken);
            if failure.is_some() || read == 0 {
                break;
            }
            if held > MOST {
                failure = Some(io::Error::other(format!(
                    "more than {MOST} bytes of n-grams in one file"
                )));
                break;
            }
        }
        self.ready.extend(
            articles
                .into_iter()
                .map(|pieces| Raw::new(0, 0, Box::new(pieces))),
        );
        failure.map_or(Ok(()), Err)
    }
}

impl Records for Ngrams {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        if let Some(stream) = self.stream.take() {
            self.read(stream)?;
        }
        Ok(self.ready.pop_front())
    }
}

impl Pieces {
    fn add(&mut self, row: Row) {
        self.spaced = row.kind != 2;
        let all = [row.pre.as_str(), row.ngram.as_str(), row.post.as_str()];
        let words: Vec<String> = if self.spaced {
            all.iter()
                .flat_map(|part| part.split_whitespace())
                .map(str::to_owned)
                .collect()
        } else {
            all.iter()
                .flat_map(|part| part.chars())
                .filter(|c| !c.is_whitespace())
                .map(String::from)
                .collect()
        };
        self.url = row.url;
        self.date = row.date;
        self.language = row.lang;
        if !words.is_empty() {
            self.rows.push((row.pos, words));
        }
    }

    /// The text, and the share of rows in its longest chain, in thousandths.
    fn text(&self) -> (String, u16) {
        let mut rows: Vec<&(u16, Vec<String>)> = self.rows.iter().collect();
        rows.sort();
        rows.dedup();
        let chains = chains(&rows);
        let longest = chains.iter().map(|(_, rows)| *rows).max().unwrap_or(0);
        let between = if self.spaced { " " } else { "" };
        let texts: Vec<String> = chains
            .iter()
            .map(|(words, _)| words.join(between))
            .collect();
        let share = 1_000 * longest / rows.len().max(1);
        (texts.join("\n\n"), share as u16)
    }
}

/// Links rows that overlap: the words of each chain and the number of its rows, by decile.
fn chains(rows: &[&(u16, Vec<String>)]) -> Vec<(Vec<String>, usize)> {
    let shared = |words: &[String]| words.len().min(SHARED);
    // Rows by their first words.
    let mut starts: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (i, (_, words)) in rows.iter().enumerate() {
        starts.entry(&words[..shared(words)]).or_default().push(i);
    }
    let next_of = |i: usize, free: &[bool]| -> Option<(usize, usize)> {
        let (decile, words) = rows[i];
        (0..words.len()).find_map(|from| {
            let key = words.get(from..from + SHARED)?;
            let candidates = starts.get(key)?;
            candidates
                .iter()
                .copied()
                .filter(|&j| free[j] && j != i && rows[j].0 >= *decile)
                // At the beginning of an article each row is longer than the one before.
                .filter(|&j| from > 0 || rows[j].1.len() > words.len())
                .find(|&j| overlaps(&words[from..], &rows[j].1))
                .map(|j| (j, words.len() - from))
        })
    };
    let mut free = vec![true; rows.len()];
    // A row that follows another begins no chain.
    let mut follows = vec![false; rows.len()];
    for i in 0..rows.len() {
        if let Some((j, _)) = next_of(i, &free) {
            follows[j] = true;
        }
    }
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&i| (follows[i], i));
    let mut found: Vec<(u16, Vec<String>, usize)> = Vec::new();
    for start in order {
        if !free[start] {
            continue;
        }
        free[start] = false;
        let mut chain = rows[start].1.clone();
        let (mut at, mut count) = (start, 1);
        while let Some((next, common)) = next_of(at, &free) {
            free[next] = false;
            chain.extend(rows[next].1.iter().skip(common).cloned());
            (at, count) = (next, count + 1);
        }
        found.push((rows[start].0, chain, count));
    }
    found.sort_by_key(|(decile, ..)| *decile);
    found
        .into_iter()
        .map(|(_, words, count)| (words, count))
        .collect()
}

/// Whether the words at the end of one row are those at the beginning of another, as far as both reach.
fn overlaps(end: &[String], begin: &[String]) -> bool {
    end.iter().zip(begin).all(|(a, b)| a == b)
}

impl Record for Pieces {
    fn article(&self, place: Place<'_>, options: &Options) -> Result<Article, Refusal> {
        let (text, completeness) = self.text();
        if text.is_empty() {
            return Err(content("rows of n-grams without words"));
        }
        let mut found = Found::default();
        found.completeness = Some(completeness);
        found.offer(Role::Url, 0, self.url.as_str().into());
        found.offer(Role::Date, 0, self.date.as_str().into());
        found.offer(Role::Language, 0, self.language.as_str().into());
        found.offer(Role::Outlet, 0, self.url.as_str().into());
        found.offer(Role::Text, 0, text.into());
        found.article(place, options)
    }

    fn size(&self) -> usize {
        let words = self.rows.iter().flat_map(|(_, words)| words);
        words.map(|w| w.len() + 24).sum()
    }

    fn excerpt(&self) -> String {
        excerpt(self.url.as_bytes())
    }
}
