//! Files of dictionaries, as CSV and as YAML.

use super::error::DictionaryError;
use super::rows::{Row, read_csv, refuse_formula, refuse_unprintable};
use super::yaml;

/// Reads a dictionary file of either format.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Row>, DictionaryError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| DictionaryError::NotUtf8 {
        file: file.to_owned(),
        line: bytes[..e.valid_up_to()].split(|&b| b == b'\n').count() as u64,
    })?;
    if is_yaml(file) {
        let rows = yaml::read(file, text)?;
        for row in &rows {
            refuse_unprintable(file, row.line, "id", &row.id)?;
            refuse_unprintable(file, row.line, "alias", &row.alias)?;
            refuse_formula(file, row.line, &row.id)?;
        }
        return Ok(rows);
    }
    let mut rows = Vec::new();
    let mut first = None;
    read_csv(file, text, |row| match row {
        Ok(row) => {
            rows.push(row);
            true
        }
        Err(e) => {
            first = Some(e);
            false
        }
    });
    first.map_or(Ok(rows), Err)
}

/// Whether the name of a file says that it is YAML.
pub(super) fn is_yaml(file: &str) -> bool {
    std::path::Path::new(file)
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("yml") || e.eq_ignore_ascii_case("yaml"))
}
