//! The base that ingest is held against: tantivy alone on the same articles.
//!
//! `raw_tantivy INPUT.jsonl DIR [default|en_stem] [THREADS]` indexes title and body with positions,
//! stored, and a fast date; prints seconds and MB/s. `scripts/bench.sh` runs it.

#![allow(missing_docs, clippy::print_stdout)]

use std::io::BufRead;
use std::time::Instant;

use tantivy::schema::{FAST, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream,
    Tokenizer,
};
use tantivy::{Index, IndexWriter, TantivyDocument};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let [input, folder, rest @ ..] = args.as_slice() else {
        println!("usage: raw_tantivy INPUT.jsonl DIR [default|en_stem] [THREADS]");
        return Ok(());
    };
    let stem = rest.first().is_some_and(|a| a == "en_stem");
    let threads = rest.get(1).and_then(|t| t.parse().ok()).unwrap_or(2);
    let began = Instant::now();
    let mut schema = Schema::builder();
    let words = TextOptions::default().set_stored().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(if stem { "stemmed" } else { "default" })
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let title = schema.add_text_field("title", words.clone());
    let body = schema.add_text_field("body", words);
    let date = schema.add_i64_field("date", FAST);
    std::fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema.build())?;
    index.tokenizers().register(
        "stemmed",
        TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(40))
            .filter(LowerCaser)
            .filter(EnglishStems)
            .build(),
    );
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, 300_000_000)?;
    let mut bytes = 0;
    let mut articles = 0;
    for line in std::io::BufReader::with_capacity(1 << 20, std::fs::File::open(input)?).lines() {
        let line = line?;
        bytes += line.len();
        articles += 1;
        let record: serde_json::Value = serde_json::from_str(&line)?;
        let text = |name: &str| record.get(name).and_then(|v| v.as_str()).unwrap_or("");
        let mut doc = TantivyDocument::default();
        doc.add_text(title, text("title"));
        doc.add_text(body, text("text"));
        let day = text("date")
            .get(..10)
            .and_then(|d| d.replace('-', "").parse::<i64>().ok());
        doc.add_i64(date, day.unwrap_or(0));
        writer.add_document(doc)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{articles} articles, {:.1} MB, {seconds:.2} s, {:.1} MB/s",
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / seconds
    );
    Ok(())
}

/// What tantivy's `en_stem` analyser does: a stem for every token, without a memory.
#[derive(Clone)]
struct EnglishStems;

impl TokenFilter for EnglishStems {
    type Tokenizer<T: Tokenizer> = Stemmed<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> Stemmed<T> {
        Stemmed { inner }
    }
}

#[derive(Clone)]
struct Stemmed<T> {
    inner: T,
}

impl<T: Tokenizer> Tokenizer for Stemmed<T> {
    type TokenStream<'a> = StemmedStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English);
        StemmedStream {
            inner: self.inner.token_stream(text),
            stemmer,
        }
    }
}

struct StemmedStream<S> {
    inner: S,
    stemmer: rust_stemmers::Stemmer,
}

impl<S: TokenStream> TokenStream for StemmedStream<S> {
    fn advance(&mut self) -> bool {
        if !self.inner.advance() {
            return false;
        }
        let stem = self.stemmer.stem(&self.inner.token().text).into_owned();
        self.inner.token_mut().text = stem;
        true
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}
