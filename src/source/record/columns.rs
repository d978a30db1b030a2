//! Parquet: rows by row groups; each row's columns by their names.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use parquet::basic::{LogicalType, TimeUnit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};

use crate::model::Date;

use crate::source::block::{Raw, too_long};
use crate::source::blocks::Records;
use crate::source::container::bytes::{Meter, RATIO_FLOOR, beyond, seekable};
use crate::source::format::{Format, Opening};
use crate::source::options::Options;
use crate::source::record::pairs::Named;
use crate::source::stream::Stream;

/// Parquet.
pub(in crate::source) static COLUMNS: Format = Format::of("Parquet", |opening: Opening<'_>| {
    let Opening {
        stream,
        path,
        meter,
        options,
        ..
    } = opening;
    Box::new(Columns::new(path, stream, &meter, options))
});

/// What a row counts beside its values, in bytes.
const ROW: u64 = 16;

pub(in crate::source) struct Columns {
    source: Option<(Option<PathBuf>, Stream)>,
    meter: Meter,
    rows: Option<RowIter<'static>>,
    /// Top-level columns of nanoseconds since 1970.
    nanoseconds: Vec<String>,
    row: u64,
    /// Bytes of the file, and those that its rows have given.
    size: u64,
    given: u64,
    limit: usize,
    ratio: u64,
}

impl Columns {
    pub(in crate::source) fn new(
        path: Option<PathBuf>,
        stream: Stream,
        meter: &Meter,
        options: &Options,
    ) -> Self {
        Self {
            source: Some((path, stream)),
            meter: meter.clone(),
            rows: None,
            nanoseconds: Vec::new(),
            row: 0,
            size: 0,
            given: 0,
            limit: options.record_limit,
            ratio: options.ratio_limit.max(1),
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

/// The rows of a file, and the names of its columns of nanoseconds, which come as bare numbers.
fn open(file: File) -> parquet::errors::Result<(RowIter<'static>, Vec<String>)> {
    let reader = SerializedFileReader::new(file)?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let nanoseconds = schema
        .columns()
        .iter()
        .filter(|column| {
            matches!(
                column.logical_type_ref(),
                Some(LogicalType::Timestamp(time)) if matches!(time.unit, TimeUnit::NANOS)
            )
        })
        .map(|column| column.name().to_owned())
        .collect();
    let rows = RowIter::from_file_into(Box::new(reader)).project(None)?;
    Ok((rows, nanoseconds))
}

impl Records for Columns {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        if let Some((path, stream)) = self.source.take() {
            let (file, _) = seekable(path.as_deref(), stream, &self.meter)?;
            self.size = file.metadata().map_or(0, |m| m.len());
            let (rows, nanoseconds) = guarded(|| open(file))?;
            (self.rows, self.nanoseconds) = (Some(rows), nanoseconds);
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
        let fields = pairs(row, &self.nanoseconds);
        let length: usize = fields.iter().map(|(_, v)| v.len()).sum();
        // One value may stand for any number of rows.
        self.given += length as u64 + ROW;
        if self.given > RATIO_FLOOR && self.given / self.ratio > self.size {
            self.rows = None;
            return Err(beyond(format!(
                "the rows give more than {} times the file's size (see --ratio-limit)",
                self.ratio
            )));
        }
        // Rows stand for lines: a reject names the row.
        Ok(Some(if length > self.limit {
            Raw::refused(self.row, 0, too_long(length, self.limit))
        } else {
            Raw::new(self.row, 0, Box::new(Named(fields)))
        }))
    }
}

/// The columns of a row; a group of columns by its names with dots.
fn pairs(row: Row, nanoseconds: &[String]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (name, mut field) in row.into_columns() {
        if let Field::Long(t) = field
            && nanoseconds.contains(&name)
        {
            field = Field::TimestampMicros(t.div_euclid(1_000));
        }
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
            let named = ["value", "content", "text", "name", "site", "title"]
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
