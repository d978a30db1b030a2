//! Parquet: rows by row groups; each row's columns by their names.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};

use crate::model::Date;

use super::block::{Raw, Record, too_long};
use super::blocks::Records;
use super::bytes::{Meter, Stream, seekable};

pub(super) struct Columns {
    source: Option<(Option<PathBuf>, Stream)>,
    meter: Meter,
    rows: Option<RowIter<'static>>,
    row: u64,
    limit: usize,
}

impl Columns {
    pub(super) fn new(path: Option<PathBuf>, stream: Stream, meter: &Meter, limit: usize) -> Self {
        Self {
            source: Some((path, stream)),
            meter: meter.clone(),
            rows: None,
            row: 0,
            limit,
        }
    }
}

fn damaged(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

/// Calls into the format's library, which may panic on a damaged file.
fn guarded<T>(call: impl FnOnce() -> parquet::errors::Result<T>) -> io::Result<T> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => result.map_err(damaged),
        Err(_) => Err(damaged("the file is damaged")),
    }
}

fn open(file: File) -> parquet::errors::Result<RowIter<'static>> {
    let reader = SerializedFileReader::new(file)?;
    let _ = reader.metadata();
    RowIter::from_file_into(Box::new(reader)).project(None)
}

impl Records for Columns {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        if let Some((path, stream)) = self.source.take() {
            let (file, _) = seekable(path.as_deref(), stream, &self.meter)?;
            self.rows = Some(guarded(|| open(file))?);
        }
        let Some(rows) = &mut self.rows else {
            return Ok(None);
        };
        let row = match guarded(|| rows.next().transpose()) {
            Ok(Some(row)) => row,
            Ok(None) => {
                self.rows = None;
                return Ok(None);
            }
            Err(error) => {
                self.rows = None;
                return Err(error);
            }
        };
        self.row += 1;
        let fields = pairs(row);
        let length: usize = fields.iter().map(|(_, v)| v.len()).sum();
        let record = if length > self.limit {
            let (kind, reason) = too_long(length, self.limit);
            Record::refused(kind, reason)
        } else {
            Record::Fields(fields)
        };
        // Rows stand for lines: a reject names the row.
        Ok(Some(Raw::new(self.row, 0, record)))
    }
}

/// The columns of a row; a group of columns by its names with dots.
fn pairs(row: Row) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (name, field) in row.into_columns() {
        if let Field::Group(inner) = &field {
            for (below, value) in inner.get_column_iter() {
                out.push((format!("{name}.{below}"), text(value, 0)));
            }
        }
        out.push((name, text(&field, 0)));
    }
    out
}

fn day(days: i64) -> String {
    i32::try_from(days).map_or_else(|_| String::new(), |d| Date::from_days(d).to_string())
}

/// A value as text. Lists are joined by blank lines, as JSON lists are.
fn text(field: &Field, depth: usize) -> String {
    match field {
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Date(days) => day((*days).into()),
        Field::TimestampMillis(t) => day(t.div_euclid(86_400_000)),
        Field::TimestampMicros(t) => day(t.div_euclid(86_400_000_000)),
        Field::ListInternal(list) if depth < 8 => {
            let parts: Vec<String> = list
                .elements()
                .iter()
                .map(|f| text(f, depth + 1))
                .filter(|t| !t.is_empty())
                .collect();
            parts.join("\n\n")
        }
        Field::Group(row) if depth < 8 => {
            // The element of a list is wrapped in a group of one.
            let inner: Vec<(&String, &Field)> = row.get_column_iter().collect();
            let named = ["value", "content", "text", "name"]
                .iter()
                .find_map(|n| inner.iter().find(|(name, _)| name == n));
            match (named, inner.as_slice()) {
                (Some((_, value)), _) | (None, [(_, value)]) => text(value, depth + 1),
                _ => String::new(),
            }
        }
        Field::Null
        | Field::Bool(_)
        | Field::ListInternal(_)
        | Field::Group(_)
        | Field::MapInternal(_) => String::new(),
        other => other.to_string(),
    }
}
