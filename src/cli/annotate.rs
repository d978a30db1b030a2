//! `demarche annotate`: articles in, actors out, line by line.

use std::sync::Arc;

use crate::extract::Extractor;
use crate::model::{ActorInfo, ActorKey, Article, Field};
use crate::pipeline::map_lines;
use crate::source::{mended, parse_date};
use crate::stance::Settings;
use crate::text::CharOffsets;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cli::args::{self, General};
use crate::cli::{output, setup};

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    date: Value,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    lang: Option<String>,
}

#[derive(Serialize)]
struct Annotated<'a> {
    id: &'a Value,
    sentences: Vec<(usize, usize)>,
    mentions: Vec<MentionOut<'a>>,
    /// The title that positions count in, where it is not the one given: references and wrong encodings are mended.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// The text likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct MentionOut<'a> {
    field: &'static str,
    start: usize,
    end: usize,
    text: &'a str,
    actor: &'a str,
    label: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    country: &'a str,
    reading: &'static str,
    confidence: f64,
    /// Number of the sentence in `sentences`; `null` in the title.
    sentence: Option<usize>,
}

#[derive(Serialize)]
pub struct Failed<'a> {
    pub id: &'a Value,
    pub error: String,
}

/// Prints an error for a line that cannot be used.
pub fn failed(id: &Value, error: impl Into<String>) -> String {
    let failed = Failed {
        id,
        error: error.into(),
    };
    serde_json::to_string(&failed).unwrap_or_default()
}

/// Annotates every line.
pub fn run(general: &General, args: &args::Annotate) -> anyhow::Result<()> {
    let options = args.model.options();
    let (dictionary, model) = (options.dictionary()?, options.judging()?);
    let mut input = setup::open(args.file.as_deref())?;
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let make = || {
        Extractor::new(
            Arc::clone(&dictionary),
            Arc::clone(&model),
            Settings::default(),
        )
        .with_default_language(&args.model.default_language)
    };
    let info = |index: u32| dictionary.actor(index);
    map_lines(
        &mut input,
        general.threads(),
        make,
        |extractor, line| output::json_text(&annotate(extractor, &info, line)).into_owned(),
        &mut output,
    )??;
    Ok(())
}

fn annotate<'d>(
    extractor: &mut Extractor,
    known: &dyn Fn(u32) -> &'d ActorInfo,
    line: &str,
) -> String {
    let line: Line = match serde_json::from_str(line) {
        Ok(line) => line,
        Err(e) => return failed(&Value::Null, format!("not a JSON object with a text: {e}")),
    };
    if line.text.is_none() && line.title.is_none() {
        return failed(&line.id, "neither text nor title");
    }
    let (given_title, given_text) = (
        line.title.unwrap_or_default(),
        line.text.unwrap_or_default(),
    );
    let article = Article {
        date: match &line.date {
            Value::String(date) => parse_date(date, None),
            Value::Number(date) => parse_date(&date.to_string(), None),
            _ => None,
        },
        title: mended(given_title.clone()),
        text: mended(given_text.clone()),
        language: line.language.or(line.lang).unwrap_or_default(),
        ..Article::default()
    };
    let found = extractor.names(&article);
    let mut text_offsets = CharOffsets::new(&article.text);
    let mut title_offsets = CharOffsets::new(&article.title);
    let titles = found
        .sentences
        .iter()
        .take_while(|s| s.field == Field::Title)
        .count();
    let sentences = found.sentences[titles..]
        .iter()
        .map(|s| {
            (
                text_offsets.at(s.span.start as usize),
                text_offsets.at(s.span.end as usize),
            )
        })
        .collect();
    let mentions = found
        .mentions
        .iter()
        .map(|m| {
            let info = match m.actor {
                ActorKey::Known(i) => known(i),
                ActorKey::Discovered(i) => &found.discovered[i as usize],
                ActorKey::Unlisted(i) => &found.unlisted[i as usize],
            };
            let (field, text, offsets) = match m.field {
                Field::Title => ("title", &article.title, &mut title_offsets),
                Field::Text => ("text", &article.text, &mut text_offsets),
            };
            MentionOut {
                field,
                start: offsets.at(m.span.start as usize),
                end: offsets.at(m.span.end as usize),
                text: m.span.of(text),
                actor: &info.id,
                label: &info.label,
                kind: info.kind.as_str(),
                country: &info.country,
                reading: m.reading.as_str(),
                confidence: f64::from(m.confidence) / 100.0,
                sentence: (m.sentence as usize).checked_sub(titles),
            }
        })
        .collect();
    let out = Annotated {
        id: &line.id,
        sentences,
        mentions,
        title: (article.title != given_title).then_some(article.title.as_str()),
        text: (article.text != given_text).then_some(article.text.as_str()),
    };
    serde_json::to_string(&out).unwrap_or_else(|e| failed(&line.id, e.to_string()))
}
