//! `demarche score`: sentences with a marked target (and source) in, stance out, line by line.

use std::sync::Arc;

use crate::model::Span;
use crate::pipeline::map_lines;
use crate::stance::{Judge, Settings, StanceModel};
use crate::text::char_to_byte;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cli::annotate::failed;
use crate::cli::args::{self, General};
use crate::cli::{output, setup};

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    text: Option<String>,
    target: Option<Place>,
    #[serde(default)]
    source: Option<Place>,
}

#[derive(Deserialize, Clone, Copy)]
struct Place {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Out<'a> {
    id: &'a Value,
    label: &'static str,
    score: f64,
    p_negative: f64,
    p_neutral: f64,
    p_positive: f64,
    p_mc: Option<f64>,
    p_vc: Option<f64>,
    p_n: Option<f64>,
    p_c: Option<f64>,
    p_vp: Option<f64>,
    p_mp: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cues: Option<Vec<CueOut>>,
}

#[derive(Serialize)]
struct CueOut {
    cue: String,
    weight: f64,
}

/// Cues named for each line.
const CUES: usize = 8;

/// Scores every line.
pub fn run(general: &General, args: &args::Score) -> anyhow::Result<()> {
    let model = Arc::new(StanceModel::builtin()?);
    let settings = Settings::default();
    let mut input = setup::open(args.file.as_deref())?;
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let make = || Judge::new(Arc::clone(&model), settings);
    let explain = args.explain;
    map_lines(
        &mut input,
        general.threads(),
        make,
        |judge, line| output::json_text(&score(judge, explain, line)).into_owned(),
        &mut output,
    )??;
    Ok(())
}

fn score(judge: &mut Judge, explain: bool, line: &str) -> String {
    let line: Line = match serde_json::from_str(line) {
        Ok(line) => line,
        Err(e) => {
            let id = serde_json::from_str::<Value>(line)
                .ok()
                .and_then(|v| v.get("id").cloned());
            return failed(&id.unwrap_or(Value::Null), format!("not usable: {e}"));
        }
    };
    let Some(text) = &line.text else {
        return failed(&line.id, "no text");
    };
    let Some(target) = line.target else {
        return failed(&line.id, "no target");
    };
    let length = text.chars().count();
    let span = |place: Place, what: &str| {
        if place.start >= place.end || place.end > length {
            return Err(format!(
                "{what} {}..{} does not lie in the text of {length} characters",
                place.start, place.end
            ));
        }
        let at = |chars| char_to_byte(text, chars) as u32;
        Ok(Span {
            start: at(place.start),
            end: at(place.end),
        })
    };
    let spans = span(target, "target").and_then(|t| {
        line.source
            .map(|s| span(s, "source"))
            .transpose()
            .map(|s| (t, s))
    });
    let (target, source) = match spans {
        Ok(spans) => spans,
        Err(error) => return failed(&line.id, error),
    };
    if source.is_some_and(|s| s.start < target.end && target.start < s.end) {
        return failed(&line.id, "source and target overlap");
    }
    let scored = judge.score(text, source, target);
    let [negative, neutral, positive] = scored.probabilities.map(rounded);
    let [p_mc, p_vc, p_n, p_c, p_vp, p_mp] = match scored.classes {
        Some(classes) => classes.map(|p| Some(rounded(p))),
        None => [None; 6],
    };
    let cues = explain.then(|| {
        judge
            .explain(text, source, target, CUES)
            .into_iter()
            .map(|c| CueOut {
                cue: c.name,
                weight: rounded(c.contribution),
            })
            .collect()
    });
    let out = Out {
        id: &line.id,
        label: scored.label.as_str(),
        score: rounded(scored.score()),
        p_negative: negative,
        p_neutral: neutral,
        p_positive: positive,
        p_mc,
        p_vc,
        p_n,
        p_c,
        p_vp,
        p_mp,
        cues,
    };
    serde_json::to_string(&out).unwrap_or_else(|e| failed(&line.id, e.to_string()))
}

/// Four decimals: more would pretend to a precision that the model does not have.
fn rounded(value: f32) -> f64 {
    let value = (f64::from(value) * 1e4).round() / 1e4;
    if value == 0.0 { 0.0 } else { value }
}
