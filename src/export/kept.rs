//! What a folder of tables holds already: tables of other commands that stay, and files that belong to no run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::tables::TABLES;

use super::manifest::Manifest;
use super::notes::{InputDigest, KeptRun, TableNote};
use super::{Format, MANIFEST};

/// A manifest as it is read back.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Former {
    #[serde(flatten)]
    run: KeptRun,
    lens: BTreeMap<String, Value>,
    identity: String,
    inputs: Vec<InputDigest>,
    kept: Vec<KeptRun>,
}

/// Counts of the store that are equal as long as nothing was added to it or removed.
const OF_STORE: [&str; 4] = ["records", "stored", "rejects", "deleted"];

impl Former {
    /// Whether it describes tables of the same store, as it is now, and the same lens.
    fn is_like(&self, manifest: &Manifest) -> bool {
        let mut inputs = manifest.inputs.clone();
        inputs.sort_unstable();
        let same = |name: &&str| self.run.counts.get(*name) == manifest.counts.get(*name);
        self.run.program == manifest.program
            && self.identity == manifest.identity
            && self.lens == manifest.lens
            && self.inputs == inputs
            && OF_STORE.iter().all(same)
    }
}

/// What is in a folder beside the files about to be written.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Runs of which files stay.
    pub(super) kept: Vec<KeptRun>,
    /// Files named as tables that belong to no run of this store and lens, by name.
    pub(super) strangers: Vec<String>,
}

/// Looks at a folder into which the files `names` of a run are about to be written.
pub(super) fn beside(folder: &Path, manifest: &Manifest, names: &BTreeSet<String>) -> Beside {
    let mut there: BTreeSet<String> = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_file()) {
            there.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    there.retain(|name| !names.contains(name));
    let former: Option<Former> = fs::read(folder.join(MANIFEST))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut kept = Vec::new();
    if let Some(former) = former.filter(|former| former.is_like(manifest)) {
        for run in std::iter::once(former.run).chain(former.kept) {
            kept.extend(remaining(run, &there));
        }
    }
    for run in &kept {
        for file in &run.files {
            there.remove(&file.name);
        }
    }
    Beside {
        kept,
        strangers: there.into_iter().filter(|name| is_table(name)).collect(),
    }
}

fn ending(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, ending)| ending)
}

fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// What is left of a run whose other files are gone or about to be replaced.
fn remaining(mut run: KeptRun, there: &BTreeSet<String>) -> Option<KeptRun> {
    run.files.retain(|file| there.contains(&file.name));
    let holds = |table: &TableNote| {
        run.files
            .iter()
            .any(|file| stem(&file.name) == table.name || ending(&file.name) == Some("xlsx"))
    };
    let left: Vec<TableNote> = run.tables.iter().filter(|t| holds(t)).cloned().collect();
    run.tables = left;
    (!run.files.is_empty()).then_some(run)
}

/// Whether a file has the name of a table or of a network.
fn is_table(name: &str) -> bool {
    const NETWORKS: [&str; 7] = [
        "network",
        "adjacency",
        "pairs",
        "stance_adjacency",
        "stance_pairs",
        "demarche",
        "tables",
    ];
    let Some((_, ending)) = name.split_once('.') else {
        return false;
    };
    let format = ending == "net" || Format::from_name(ending).is_some();
    let stem = stem(name);
    format && (TABLES.iter().any(|table| table.name == stem) || NETWORKS.contains(&stem))
}
