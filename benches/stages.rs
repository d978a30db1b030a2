//! How fast each stage is, on the bundled articles: `cargo bench --bench stages`.

#![allow(missing_docs)]

use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use demarche::actors::Dictionary;
use demarche::extract::Extractor;
use demarche::model::Article;
use demarche::source::{self, Options, Position};
use demarche::stance::{Settings, StanceModel};
use demarche::text::{Tokeniser, Tokens};

fn articles() -> Vec<Article> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/articles.jsonl");
    let options = Options::default();
    let mut articles = Vec::new();
    for input in source::discover(&[path]).expect("the bundled articles are there") {
        let mut reader =
            source::open(&input, 0, Position::default(), &options).expect("they can be opened");
        while let Some(block) = reader.next_block().expect("they can be read") {
            block.parse(&options, &mut |_, article| articles.extend(article));
        }
    }
    articles
}

fn stages(criterion: &mut Criterion) {
    let articles = articles();
    let bytes = articles
        .iter()
        .map(|a| a.title.len() + a.text.len())
        .sum::<usize>() as u64;
    let dictionary = Arc::new(Dictionary::builtin().expect("the dictionary can be read"));
    let model = Arc::new(StanceModel::builtin().expect("the model can be read"));
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(bytes));
    let mut tokeniser = Tokeniser::new();
    let mut tokens = Tokens::default();
    group.bench_function("tokenise", |b| {
        b.iter(|| {
            for article in &articles {
                tokeniser.tokenise(&article.title, &article.text, &mut tokens);
            }
        });
    });
    let mut extractor = Extractor::new(
        Arc::clone(&dictionary),
        Arc::clone(&model),
        Settings::default(),
    );
    group.bench_function("tokenise + actors", |b| {
        b.iter(|| {
            articles
                .iter()
                .map(|a| extractor.names(a).mentions.len())
                .sum::<usize>()
        });
    });
    group.bench_function("tokenise + actors + stance", |b| {
        b.iter(|| {
            articles
                .iter()
                .map(|a| extractor.extract(a).judgements.len())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
