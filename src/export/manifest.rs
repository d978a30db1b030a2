//! What made an output folder: enough to repeat the run to the byte.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::model::{Coverage, coverage_warnings};
use crate::tables::{Table, codebook};

use super::ExportError;
use super::notes::{FileNote, InputDigest, KeptRun, TableNote};

/// The content of `manifest.json`. It names no machine, time or thread count, so equal runs have equal manifests.
///
/// # Example
///
/// ```
/// # use demarche::export::Manifest;
/// let mut manifest = Manifest { command: "network".into(), seed: 7, ..Manifest::default() };
/// manifest.set("level", "article");
/// let text = String::from_utf8(manifest.to_json()?)?;
/// assert!(text.contains("\"level\": \"article\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// Always `demarche`.
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// The command: `network`, `stance`, …
    pub command: String,
    /// The parts of the lens that were given, by option.
    pub lens: BTreeMap<String, Value>,
    /// All other settings, by option.
    pub settings: BTreeMap<String, Value>,
    /// Seed of all draws.
    pub seed: u64,
    /// Digest of the dictionary that the store was made with.
    pub dictionary: String,
    /// Digest of the model that the store was made with.
    pub model: String,
    /// Digest of all that the findings in the store depend on beside the articles.
    pub identity: String,
    /// Settings of reading and extraction that the store was made with, by name.
    pub made_with: BTreeMap<String, String>,
    /// The inputs, by name.
    pub inputs: Vec<InputDigest>,
    /// Counts in and out: articles read, rejected, in the lens; actors, pairs.
    pub counts: BTreeMap<String, u64>,
    /// The tables, in order of making.
    pub tables: Vec<TableNote>,
    /// What the reader of the tables should know about this run.
    pub notes: Vec<String>,
    /// The files, in order of writing; filled in when they are written.
    pub files: Vec<FileNote>,
    /// Articles without an actor by outlet and language, where there are any; those with most come first, and at most
    /// [`MOST_COVERAGE`](Self::MOST_COVERAGE) are named.
    pub without_actor: Vec<Coverage>,
    /// Tables that other commands made from the same store and lens and that are still in the folder; filled in when files are
    /// written.
    pub kept: Vec<KeptRun>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            program: "demarche".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: String::new(),
            lens: BTreeMap::new(),
            settings: BTreeMap::new(),
            seed: 0,
            dictionary: String::new(),
            model: String::new(),
            identity: String::new(),
            made_with: BTreeMap::new(),
            inputs: Vec::new(),
            counts: BTreeMap::new(),
            tables: Vec::new(),
            notes: Vec::new(),
            files: Vec::new(),
            without_actor: Vec::new(),
            kept: Vec::new(),
        }
    }
}

impl Manifest {
    /// Pairs of outlet and language that a manifest names at most.
    pub const MOST_COVERAGE: usize = 100;

    /// Notes how many articles name no actor, and warns of outlets of which that is a large part.
    pub fn add_coverage(&mut self, coverage: &[Coverage]) {
        let without = coverage.iter().map(|row| row.without_actor).sum();
        self.counts.insert("without-actor".to_owned(), without);
        let mut rows: Vec<Coverage> = coverage.to_vec();
        rows.retain(|row| row.without_actor > 0);
        rows.sort_by(|a, b| b.without_actor.cmp(&a.without_actor).then_with(|| a.cmp(b)));
        rows.truncate(Self::MOST_COVERAGE);
        self.without_actor = rows;
        let warnings = coverage_warnings(coverage);
        let named = warnings.iter().take(Self::MOST_WARNINGS);
        self.notes
            .extend(named.map(|warning| format!("{warning}.")));
        if warnings.len() > Self::MOST_WARNINGS {
            let more = warnings.len() - Self::MOST_WARNINGS;
            self.notes.push(format!(
                "So it is with {more} more outlets: see without_actor in manifest.json."
            ));
        }
    }

    /// Outlets that notes name at most.
    const MOST_WARNINGS: usize = 5;

    /// Notes a setting.
    pub fn set(&mut self, option: &str, value: impl Into<Value>) {
        self.settings.insert(option.to_owned(), value.into());
    }

    /// Notes the tables that are written, and the [`codebook`] that [`export_to_folder`](super::export_to_folder) writes with them.
    pub fn add_tables(&mut self, tables: &[Table]) {
        self.tables.extend(tables.iter().map(TableNote::from));
        self.tables.push(TableNote::from(&codebook(tables)));
    }

    /// Its JSON: keys in the order of the fields, settings and counts by name, inputs sorted, a line end at the end.
    ///
    /// # Errors
    /// A setting is a number that JSON cannot hold.
    pub fn to_json(&self) -> Result<Vec<u8>, ExportError> {
        let mut sorted = self.clone();
        sorted.inputs.sort_unstable();
        let mut bytes = serde_json::to_vec_pretty(&sorted)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Its scalar parts as lines of name and value, for readers.
    pub(super) fn lines(&self) -> Vec<(String, String)> {
        let plain = |value: &Value| match value {
            Value::String(text) => text.clone(),
            // An option that was not given.
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let mut lines = vec![
            (
                "program".to_owned(),
                format!("{} {}", self.program, self.version),
            ),
            ("command".to_owned(), self.command.clone()),
            ("seed".to_owned(), self.seed.to_string()),
            ("dictionary".to_owned(), self.dictionary.clone()),
            ("model".to_owned(), self.model.clone()),
            ("identity".to_owned(), self.identity.clone()),
        ];
        lines.extend(
            self.made_with
                .iter()
                .map(|(k, v)| (format!("made with: {k}"), v.clone())),
        );
        lines.extend(
            self.lens
                .iter()
                .map(|(k, v)| (format!("lens: {k}"), plain(v))),
        );
        lines.extend(
            self.settings
                .iter()
                .map(|(k, v)| (format!("setting: {k}"), plain(v))),
        );
        lines.extend(
            self.counts
                .iter()
                .map(|(k, v)| (format!("count: {k}"), v.to_string())),
        );
        let mut inputs = self.inputs.clone();
        inputs.sort_unstable();
        lines.extend(
            inputs
                .iter()
                .map(|i| (format!("input: {}", i.name), i.digest.clone())),
        );
        lines.extend(
            self.notes
                .iter()
                .map(|note| ("note".to_owned(), note.clone())),
        );
        lines.retain(|line| !line.1.is_empty());
        lines
    }
}
