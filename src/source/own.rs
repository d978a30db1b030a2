//! Output of this program, which is never its input: stores, and the tables that a manifest names.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

/// Longest manifest that is read, in bytes.
const LONGEST: u64 = 16 << 20;
/// Files that stand beside tables without being named.
const BESIDE: [&str; 3] = ["manifest", "codebook", "rejects"];

/// Whether a folder is a store.
pub(in crate::source) fn is_store(folder: &Path) -> bool {
    folder.join("meta.json").is_file() && folder.join(".managed.json").is_file()
}

/// The files of a folder, by their names without endings, that a manifest of this program says it wrote there.
pub(in crate::source) fn written(folder: &Path) -> BTreeSet<String> {
    let mut text = String::new();
    let read = fs::File::open(folder.join("manifest.json"))
        .and_then(|file| file.take(LONGEST).read_to_string(&mut text));
    if read.is_err() {
        return BTreeSet::new();
    }
    let Ok(manifest) = serde_json::from_str::<Value>(&text) else {
        return BTreeSet::new();
    };
    let mut names = BTreeSet::new();
    if collect(&manifest, &mut names, 0) {
        names.extend(BESIDE.iter().map(|name| (*name).to_owned()));
        names
    } else {
        BTreeSet::new()
    }
}

/// Collects the names of tables in entries of this program; false when there are none.
fn collect(value: &Value, names: &mut BTreeSet<String>, depth: usize) -> bool {
    let entries: Vec<&Value> = match value {
        Value::Array(values) => values.iter().collect(),
        Value::Object(object) if depth < 3 => {
            if object.get("program").and_then(Value::as_str) == Some("demarche") {
                for table in object
                    .get("tables")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    let name = table.get("name").or(Some(table)).and_then(Value::as_str);
                    names.extend(name.map(str::to_owned));
                }
                for inner in object.values().filter(|v| v.is_array()) {
                    collect(inner, names, depth + 1);
                }
                return true;
            }
            object.values().collect()
        }
        _ => return false,
    };
    let mut found = false;
    for entry in entries
        .into_iter()
        .filter(|e| e.is_object() || e.is_array())
    {
        found |= depth < 3 && collect(entry, names, depth + 1);
    }
    found
}
