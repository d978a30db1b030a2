//! Actors and attitudes in a text: `cargo run --release --example annotate -- "Russia criticised Japan."`

use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use demarche::actors::Dictionary;
use demarche::extract::Extractor;
use demarche::model::{ActorKey, Article, Field, SCORE_SCALE};
use demarche::stance::{Settings, StanceModel};

fn main() -> Result<(), Box<dyn Error>> {
    let text = std::env::args().nth(1).ok_or("usage: annotate TEXT")?;
    run(&text, &mut std::io::stdout().lock())
}

/// Prints each actor that the text names and who stands where towards whom.
///
/// # Errors
/// The dictionary or the model cannot be loaded, or the output cannot be written.
pub fn run(text: &str, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let dictionary = Arc::new(Dictionary::builtin()?);
    let model = Arc::new(StanceModel::builtin()?);
    // One extractor serves any number of articles; give each thread its own.
    let mut extractor = Extractor::new(Arc::clone(&dictionary), model, Settings::default());
    let article = Article {
        text: text.to_owned(),
        ..Article::default()
    };
    let found = extractor.extract(&article);
    let actor = |key: ActorKey| match key {
        ActorKey::Known(index) => dictionary.actor(index),
        ActorKey::Discovered(index) => &found.discovered[index as usize],
        ActorKey::Unlisted(index) => &found.unlisted[index as usize],
    };
    for mention in found.mentions.iter().filter(|m| m.field == Field::Text) {
        let (name, info) = (mention.span.of(&article.text), actor(mention.actor));
        let reading = mention.reading.as_str();
        writeln!(out, "{name}: {} ({reading})", info.id)?;
    }
    for judgement in &found.judgements {
        let (source, target) = (actor(judgement.source), actor(judgement.target));
        let score = f64::from(judgement.score) / f64::from(SCORE_SCALE);
        writeln!(out, "{} towards {}: {score:+.2}", source.id, target.id)?;
    }
    Ok(())
}
