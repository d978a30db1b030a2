use std::sync::{Arc, LazyLock};

use super::*;
use crate::model::{ActorKey, Article, Date, Extraction, Mention};
use crate::text::{Tokeniser, Tokens};

static BUILTIN: LazyLock<Arc<Dictionary>> =
    LazyLock::new(|| Arc::new(Dictionary::builtin().expect("the carried files are sound")));

fn article(title: &str, text: &str, date: &str) -> Article {
    Article {
        title: title.into(),
        text: text.into(),
        date: date.parse().ok(),
        ..Article::default()
    }
}

fn recognise_in(dictionary: &Arc<Dictionary>, article: &Article, language: &str) -> Extraction {
    let mut tokeniser = Tokeniser::new();
    let mut tokens = Tokens::default();
    tokeniser.tokenise(&article.title, &article.text, &mut tokens);
    let mut out = Extraction {
        language: language.into(),
        sentences: tokens.sentences.clone(),
        ..Extraction::default()
    };
    Recogniser::new(dictionary.clone()).recognise(
        article,
        &mut tokeniser.vocabulary,
        &tokens,
        &mut out,
    );
    out
}

fn id<'a>(out: &'a Extraction, mention: &Mention) -> &'a str {
    match mention.actor {
        ActorKey::Known(index) => &BUILTIN.actor(index).id,
        ActorKey::Discovered(index) => &out.discovered[index as usize].id,
        ActorKey::Unlisted(index) => &out.unlisted[index as usize].id,
    }
}

/// `id/reading` of every mention of a known or discovered actor, sorted, without repeats.
fn found(title: &str, text: &str, date: &str) -> Vec<String> {
    let out = recognise_in(&BUILTIN, &article(title, text, date), "en");
    let mut list: Vec<String> = out
        .mentions
        .iter()
        .filter(|m| !matches!(m.actor, ActorKey::Unlisted(_)))
        .map(|m| format!("{}/{}", id(&out, m), m.reading.as_str()))
        .collect();
    list.sort();
    list.dedup();
    list
}

/// Whether the mentions are those of `expected`: `id` or `id/reading`, separated by blanks, or `none`.
fn fits(found: &[String], expected: &str) -> bool {
    let expected: Vec<&str> = expected.split(' ').filter(|e| *e != "none").collect();
    let meets = |f: &str, e: &str| f == e || f.split('/').next() == Some(e);
    found.iter().all(|f| expected.iter().any(|e| meets(f, e)))
        && expected.iter().all(|e| found.iter().any(|f| meets(f, e)))
}

#[test]
fn traps() {
    let mut reader =
        csv::Reader::from_reader(include_str!("../../tests/actor_traps.csv").as_bytes());
    let mut faults = Vec::new();
    let mut rows = 0;
    for record in reader.records() {
        let record = record.expect("a row");
        let (sentence, date, expected) = (&record[0], &record[1], &record[2]);
        rows += 1;
        let found = found("", sentence, date);
        if !fits(&found, expected) {
            faults.push(format!(
                "{sentence} [{date}]\n   expected {expected}\n   found    {}",
                found.join(" ")
            ));
        }
    }
    assert!(rows >= 150, "{rows} traps");
    assert!(
        faults.is_empty(),
        "{} of {rows} traps:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
