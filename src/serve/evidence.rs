//! `/api/evidence`: all sentences behind a number, page by page.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::analysis::Known;
use crate::error::Error;
use crate::model::Label;
use crate::pipeline::{JudgedSentence, ReadArticle, Wanted};
use crate::report::reasons;

use super::answer::Answer;
use super::articles::{article_json, both, marks_json};
use super::parameters::{PAGE, Parameters};
use super::server::Server;
use super::studies::Deadline;

/// What is asked for beside the lens.
struct Asked {
    wanted: Wanted,
    /// Of a tone, the outlet.
    outlet: Option<String>,
    label: Option<Label>,
    clearest_first: bool,
    page: usize,
}

/// The sentences of a page, and how many there are of each label.
pub(super) fn answer(
    server: &Server,
    parameters: &Parameters,
    deadline: Deadline,
) -> Result<Answer, Answer> {
    parameters.only(&[
        "source", "target", "pair", "tone", "of", "label", "sort", "page",
    ])?;
    let lens = parameters.lens()?;
    let known = Known::new(&server.store, &server.explain.dictionary);
    let known = known.map_err(|error| Answer::of(&error))?;
    let asked = Asked::new(parameters, &known)?;
    let found = || -> Result<Value, Error> {
        let lens = server.settled(&lens)?;
        let scan = server.scan(&lens, &deadline)?;
        let evidence = server.evidence(&scan, asked.wanted.clone());
        let mut rows = evidence.gather(&scan, &deadline)?;
        if let Some(outlet) = &asked.outlet {
            rows.retain(|row| row.article.outlet == *outlet);
        }
        let of = |label: Label| rows.iter().filter(|row| row.label == Some(label)).count();
        let labels = json!({
            "negative": of(Label::Negative),
            "neutral": of(Label::Neutral),
            "positive": of(Label::Positive),
        });
        if let Some(label) = asked.label {
            rows.retain(|row| row.label == Some(label));
        }
        if asked.clearest_first {
            // Stable: those as clear stay in order of date.
            let clarity = |row: &JudgedSentence| row.score.unwrap_or(0.0).abs();
            rows.sort_by(|a, b| clarity(b).total_cmp(&clarity(a)));
        }
        let shown = rows.iter().skip(asked.page * PAGE).take(PAGE);
        let shown: Vec<&JudgedSentence> = shown.collect();
        let ids: BTreeSet<String> = shown.iter().map(|row| row.article.id.clone()).collect();
        let read = server.read(&scan, ids, vec![asked.wanted.clone()], deadline)?;
        let mut articles: BTreeMap<&str, Vec<&ReadArticle>> = BTreeMap::new();
        for article in &read {
            let own = articles.entry(&article.article.id).or_default();
            own.push(article);
        }
        let row = |row: &&JudgedSentence| {
            let own = articles.get(row.article.id.as_str());
            row_json(row, own.map_or(&[], Vec::as_slice))
        };
        Ok(json!({
            "count": rows.len(),
            "page": asked.page,
            "size": PAGE,
            "labels": labels,
            "sentences": shown.iter().map(row).collect::<Vec<_>>(),
        }))
    };
    let found = found().map_err(|error| Answer::of(&error))?;
    Ok(Answer::json(&found))
}

impl Asked {
    fn new(parameters: &Parameters, known: &Known<'_>) -> Result<Self, Answer> {
        let label = match parameters.one("label") {
            None => None,
            Some("negative") => Some(Label::Negative),
            Some("neutral") => Some(Label::Neutral),
            Some("positive") => Some(Label::Positive),
            Some(other) => {
                return Err(Answer::asked_wrongly(&format!(
                    "label: there is no label '{other}'; there are negative, neutral, positive"
                )));
            }
        };
        let clearest_first = match parameters.one("sort") {
            None | Some("date") => false,
            Some("clearest") => true,
            Some(other) => {
                return Err(Answer::asked_wrongly(&format!(
                    "sort: there is no order '{other}'; there are date, clearest"
                )));
            }
        };
        let wanted = wanted(parameters, known).map_err(|error| Answer::of(&error))?;
        let outlet = parameters.has("of").then(|| parameters.one("of"));
        Ok(Self {
            wanted,
            outlet: outlet.map(|of| of.unwrap_or_default().to_owned()),
            label,
            clearest_first,
            page: parameters.page()?,
        })
    }
}

fn wanted(parameters: &Parameters, known: &Known<'_>) -> Result<Wanted, Error> {
    if let Some(typed) = parameters.one("pair") {
        let (one, other) = both(typed, known)?;
        return Ok(Wanted::Pair { one, other });
    }
    let target = parameters.actor("target", known)?;
    if parameters.has("tone") {
        return Ok(Wanted::Tone { target });
    }
    let source = parameters.actor("source", known)?;
    if source.is_none() && target.is_none() {
        return Err(Error::Options(
            "name source and target, a pair, or tone with a target".to_owned(),
        ));
    }
    Ok(Wanted::Stance { source, target })
}

/// A sentence with its names and the words that moved its score, from the articles that have its id.
fn row_json(row: &JudgedSentence, articles: &[&ReadArticle]) -> Value {
    let same = |read: &&&ReadArticle| {
        let article = &read.article;
        article.date == row.article.date
            && article.outlet == row.article.outlet
            && article.title == row.article.title
    };
    let found = articles.iter().find(same);
    let sentence = found.and_then(|read| read.sentences.get(usize::from(row.sentence)));
    let source = (!row.source.is_empty()).then_some(row.source.as_str());
    let judged = sentence.and_then(|sentence| {
        let mut judged = sentence.judged.iter();
        judged.find(|j| j.source.as_deref() == source && j.target == row.target)
    });
    json!({
        "article": article_json(&row.article),
        "sentence": row.sentence,
        "text": row.text,
        "marks": sentence.map(|s| marks_json(&s.sentence)).unwrap_or_default(),
        "source": source,
        "target": row.target,
        "kind": row.class.map_or_else(|| label_class(row.label), |c| c.as_str()),
        "score": row.score,
        "carried": row.carried,
        "why": judged.map(|j| reasons(&j.cues)).unwrap_or_default(),
    })
}

/// The class that stands for a label where there is none: its sign is what means something.
fn label_class(label: Option<Label>) -> &'static str {
    label.map_or("N", |label| crate::model::Class::from(label).as_str())
}
