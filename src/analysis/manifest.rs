//! The manifest of a study: what was asked for and what was counted.

use serde::Serialize;
use serde_json::Value;

use crate::error::Error;
use crate::export::{InputDigest, Manifest};

use crate::tally::Covered;

use super::session::{Session, reconcile};

/// The word for an option's value, as the command line has it.
pub(super) fn word(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// A manifest with what every study notes.
pub(super) fn begin(command: &str, session: &Session<'_>) -> Result<Manifest, Error> {
    let (state, options) = (session.store.state(), session.options);
    let mut manifest = Manifest {
        command: command.to_owned(),
        seed: options.seed,
        dictionary: state.identity.dictionary.clone(),
        model: state.identity.model.clone(),
        identity: state.identity.digest(),
        made_with: state.identity.all(),
        ..Manifest::default()
    };
    if let Value::Object(parts) = word(&options.lens) {
        for (name, value) in parts {
            let empty = value.is_null()
                || value.as_str().is_some_and(str::is_empty)
                || value.as_array().is_some_and(Vec::is_empty);
            if !empty {
                manifest.lens.insert(name, value);
            }
        }
    }
    for input in &state.inputs {
        manifest.inputs.push(InputDigest {
            name: input.name.clone(),
            bytes: input.size,
            digest: format!("{:016x}", input.digest),
        });
    }
    let balance = session.store.balance()?;
    reconcile(session.store, &balance)?;
    for (name, count) in [
        ("records", balance.totals.records()),
        ("stored", balance.articles),
        ("rejects", balance.rejects),
        ("duplicates", balance.totals.duplicates()),
        ("outdated-rejects", balance.totals.outdated),
        ("deleted", balance.totals.deleted),
    ] {
        manifest.counts.insert(name.into(), count);
    }
    // What had no effect is left out: the day is that of reading.
    let future = session.store.future_count()?;
    if let (true, Some(day)) = (future > 0, &state.latest_date) {
        manifest.counts.insert("future-dates".into(), future);
        manifest.made_with.insert("latest-date".into(), day.clone());
    }
    let short = session.store.shortfalls()?;
    if !short.is_empty() {
        let missing = short.iter().map(|s| s.stated.saturating_sub(s.found)).sum();
        manifest.counts.insert("missing-documents".into(), missing);
        manifest.notes.extend(
            short
                .iter()
                .map(|s| format!("Documents are missing from an export: {s}.")),
        );
    }
    let cut = session.store.cut_count()?;
    if cut > 0 {
        manifest.counts.insert("cut".into(), cut);
    }
    let covered = session.tally(Covered::default)?;
    manifest.add_coverage(&covered.rows(session.names()));
    manifest
        .counts
        .insert("repeated-sentences".into(), covered.repeated);
    if covered.incomplete > 0 {
        manifest
            .counts
            .insert("incomplete-articles".into(), covered.incomplete);
    }
    manifest.set("roll-up", word(options.roll_up));
    manifest.set("outlets-as-actors", options.outlets_as_actors);
    manifest.set("dedup", word(options.dedup));
    manifest.set("min-articles", options.min_articles);
    manifest.set("correction", options.correction.name());
    manifest.set("replicates", options.replicates);
    if !options.text {
        manifest.set("no-text", true);
    }
    Ok(manifest)
}
