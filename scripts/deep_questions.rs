//! Writes the questions that the deep tier is trained on, masked and cut into tokens by the code that judges.
//!
//! usage: `deep_questions < marked.jsonl > questions.jsonl`
//!
//! A line has `text` and `target` (start and end in characters) and, of a pair, `source`; its line in the output has `ids` and
//! `places` (see `stance::Question`), or null where nothing can be asked.

use std::error::Error;
use std::io::{self, BufRead, BufWriter, Write};
use std::sync::Arc;

use serde_json::Value;

use demarche::model::Span;
use demarche::stance::{Judge, Settings, StanceModel, Tier};
use demarche::text::char_to_byte;

fn span(text: &str, place: &Value) -> Option<Span> {
    let at = |key: &str| {
        Some(char_to_byte(
            text,
            usize::try_from(place[key].as_u64()?).ok()?,
        ))
    };
    Some(Span {
        start: at("start")? as u32,
        end: at("end")? as u32,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let model = Arc::new(StanceModel::of(Tier::Deep)?);
    let mut judge = Judge::new(model, Settings::default());
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().ok_or("a line without text")?;
        let target = span(text, &row["target"]).ok_or("a line without target")?;
        let question = judge.question(text, span(text, &row["source"]), target);
        let value = question.map(|q| serde_json::json!({"ids": q.ids, "places": q.places}));
        writeln!(out, "{}", serde_json::to_string(&value)?)?;
    }
    Ok(out.flush()?)
}
