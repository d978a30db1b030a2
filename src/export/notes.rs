//! What a manifest says of inputs, tables and files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::tables::Table;

/// An input of the store.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InputDigest {
    /// Its name as it was given.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Digest of its content.
    pub digest: String,
}

/// A table of the folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableNote {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: u64,
    /// Its columns, in order.
    pub columns: Vec<String>,
}

impl From<&Table> for TableNote {
    fn from(table: &Table) -> Self {
        Self {
            name: table.name.clone(),
            rows: table.rows() as u64,
            columns: table
                .columns()
                .iter()
                .map(|c| c.spec.name.to_owned())
                .collect(),
        }
    }
}

/// A file of the folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNote {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
}

/// Tables that another command made from the same store and lens and that are still in the folder.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptRun {
    /// Always `demarche`.
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// The command.
    pub command: String,
    /// Its settings, by option.
    pub settings: BTreeMap<String, Value>,
    /// Seed of all draws.
    pub seed: u64,
    /// Its counts.
    pub counts: BTreeMap<String, u64>,
    /// Its tables that are still there.
    pub tables: Vec<TableNote>,
    /// What the reader of these tables should know.
    pub notes: Vec<String>,
    /// Its files that are still there.
    pub files: Vec<FileNote>,
}
