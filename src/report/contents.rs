//! What the page shows, as one JSON object (schema 1).

use serde::Serialize;
use serde_json::Value;

use crate::analysis::Results;
use crate::error::Error;
use crate::export::ExportError;
use crate::tables::SummaryRow;

use super::ReportOptions;
use super::cast::Cast;
use super::findings::{Finding, cautions, findings, not_drawn};
use super::limits::Limits;
use super::methods;
use super::rows::{Actors, Edges, Stance, Tone};
use super::time::Time;
use super::words::{short, whole};

/// Version of the structure: it rises when a field is renamed or gets another meaning.
const SCHEMA: u32 = 1;
/// Outlets that a title names.
const TITLE_OUTLETS: usize = 2;

/// The object.
#[derive(Debug, Serialize)]
pub(super) struct Contents<'r> {
    schema: u32,
    pub(super) title: String,
    subtitle: String,
    /// Value and what it counts.
    facts: Vec<(String, &'static str)>,
    pub(super) findings: Vec<Finding>,
    pub(super) cautions: Vec<String>,
    not_drawn: String,
    actors: Actors<'r>,
    edges: Edges<'r>,
    stance: Stance<'r>,
    outlets: Vec<String>,
    tone: Tone<'r>,
    time: Option<Time<'r>>,
    summary: Vec<SummaryLine<'r>>,
    limits: Limits,
    left_out: Vec<String>,
    methods: Vec<String>,
    misreadings: Vec<String>,
    notes: Vec<String>,
    command: String,
    cite: String,
    source: String,
    articles: u64,
    /// Tables that the program that serves the page can give, with their numbers of rows.
    tables: Vec<(&'r str, usize)>,
    manifest: Value,
}

/// A measure of the whole network: name, value, interval, meaning.
type SummaryLine<'r> = (&'r str, Option<f64>, Option<f64>, Option<f64>, String);

impl<'r> Contents<'r> {
    pub(super) fn new(
        results: &'r Results,
        cast: &Cast<'r>,
        limits: Limits,
        options: &ReportOptions,
    ) -> Self {
        let manifest = results.manifest();
        let time = Time::new(results, cast);
        let ends = time.as_ref().and_then(Time::ends);
        let count = |name: &str| manifest.counts.get(name).copied();
        let articles = count("articles").or_else(|| count("stored")).unwrap_or(0);
        let title = match &options.title {
            Some(title) => title.clone(),
            None => title(cast, ends),
        };
        let mut facts = vec![(whole(articles), "articles")];
        if let Some(stories) = count("stories") {
            facts.push((whole(stories), "stories"));
        }
        facts.push((whole(cast.outlets.len() as u64), "outlets"));
        facts.push((whole(limits.actors_all as u64), "actors"));
        if cast.all.edges > 0 {
            facts.push((whole(cast.all.edges_beyond as u64), "ties beyond chance"));
        }
        if let Some((first, last)) = ends {
            facts.push((format!("{first} – {last}"), "period"));
        }
        let limits_whole = limits.kept.is_none();
        let summary = |row: SummaryRow<'r>| (row.measure, row.value, row.low, row.high, row.note);
        Self {
            schema: SCHEMA,
            subtitle: outlets_line(cast),
            title,
            facts,
            findings: findings(results, cast),
            cautions: cautions(cast),
            not_drawn: not_drawn(results, cast),
            actors: Actors::new(cast),
            edges: Edges::new(cast),
            stance: Stance::new(cast),
            outlets: cast.outlets.iter().map(|o| (*o).to_owned()).collect(),
            tone: Tone::new(cast),
            time,
            summary: results.network_summary().map(summary).collect(),
            left_out: limits.sentences(),
            limits,
            methods: methods::paragraphs(manifest),
            misreadings: methods::misreadings(),
            notes: manifest.notes.clone(),
            command: methods::command(manifest),
            cite: cite(&manifest.version),
            source: source(results, articles, ends),
            articles,
            tables: if limits_whole {
                let tables = results.tables().iter();
                tables.map(|t| (t.name.as_ref(), t.rows())).collect()
            } else {
                Vec::new()
            },
            manifest: plain_manifest(results),
        }
    }

    /// As JSON that a script element can hold: nothing in it ends the element or a line.
    pub(super) fn json(&self) -> Result<Vec<u8>, Error> {
        let text = serde_json::to_string(self).map_err(ExportError::Manifest)?;
        let mut safe = String::with_capacity(text.len() + text.len() / 64);
        for c in text.chars() {
            match c {
                '<' => safe.push_str("\\u003c"),
                '>' => safe.push_str("\\u003e"),
                '&' => safe.push_str("\\u0026"),
                '\u{2028}' => safe.push_str("\\u2028"),
                '\u{2029}' => safe.push_str("\\u2029"),
                other => safe.push(other),
            }
        }
        Ok(safe.into_bytes())
    }
}

fn named(cast: &Cast<'_>) -> Vec<String> {
    let named = cast.outlets.iter().filter(|outlet| !outlet.is_empty());
    named.map(|outlet| short(outlet, 40)).collect()
}

/// `RT, TASS and 3 more outlets`, with at most `most` names.
fn listed(names: &[String], most: usize) -> String {
    match names.len() {
        0 => String::new(),
        1 => names[0].clone(),
        n if n <= most => format!("{} and {}", names[..n - 1].join(", "), names[n - 1]),
        n if n == most + 1 => format!("{} and 1 more outlet", names[..most].join(", ")),
        n => format!(
            "{} and {} more outlets",
            names[..most].join(", "),
            whole((n - most) as u64)
        ),
    }
}

fn title(cast: &Cast<'_>, ends: Option<(&str, &str)>) -> String {
    let outlets = listed(&named(cast), TITLE_OUTLETS);
    let who = if outlets.is_empty() {
        "Actors in the news".to_owned()
    } else {
        format!("Actors and attitudes in {outlets}")
    };
    match ends {
        Some((first, last)) if first != last => format!("{who}, {first} to {last}"),
        Some((only, _)) => format!("{who}, {only}"),
        None => who,
    }
}

fn outlets_line(cast: &Cast<'_>) -> String {
    listed(&named(cast), 8)
}

fn cite(version: &str) -> String {
    format!(
        "demarche (version {version}) [computer program]. Name the version, the dictionary and the model of the manifest, the seed, and the collection of articles."
    )
}

/// The line under every picture that is saved.
fn source(results: &Results, articles: u64, ends: Option<(&str, &str)>) -> String {
    let manifest = results.manifest();
    let start = |digest: &str| digest.chars().take(12).collect::<String>();
    let period = ends.map_or_else(String::new, |(a, b)| format!(", {a} to {b}"));
    format!(
        "demarche {}; {} articles{period}; dictionary {}, model {}, seed {}",
        manifest.version,
        whole(articles),
        start(&manifest.dictionary),
        start(&manifest.model),
        manifest.seed
    )
}

/// The manifest without folders and without what concerns the files beside.
fn plain_manifest(results: &Results) -> Value {
    let mut manifest = results.manifest().clone();
    for input in &mut manifest.inputs {
        input.name = methods::file_name(&input.name).to_owned();
    }
    manifest.inputs.sort_unstable();
    manifest.tables.clear();
    manifest.files.clear();
    let mut value = serde_json::to_value(manifest).unwrap_or(Value::Null);
    if let Value::Object(parts) = &mut value {
        parts.remove("tables");
        parts.remove("files");
        parts.remove("notes");
    }
    value
}
