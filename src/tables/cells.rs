//! The values of columns, and how rows are written to them.

use super::number::rounded;
use super::spec::{Kind, Spec};
use super::values::{Integers, Reals, Texts, Values};

/// One value of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Words; never empty.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A finite number, rounded as tables have it.
    Real(f64),
    /// A missing value.
    Empty,
}

/// A column and its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Heading, kind and meaning.
    pub spec: Spec,
    pub(super) values: Values,
}

impl Column {
    pub(super) fn new(spec: Spec) -> Self {
        let values = match spec.kind {
            Kind::Text => Values::Text(Texts::default()),
            Kind::Integer => Values::Integer(Integers::default()),
            Kind::Real => Values::Real(Reals::default()),
        };
        Self { spec, values }
    }

    /// The value of a row, counted from 0; [`Cell::Empty`] beyond the last row.
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match &self.values {
            Values::Text(texts) => match texts.get(row) {
                "" => Cell::Empty,
                text => Cell::Text(text),
            },
            Values::Integer(numbers) => numbers.get(row).map_or(Cell::Empty, Cell::Integer),
            Values::Real(numbers) => numbers.get(row).map_or(Cell::Empty, Cell::Real),
        }
    }
}

/// Takes the values of one row, in the order of the columns.
///
/// A value of another kind than its column's is a missing value there (and a failed assertion in debug builds).
#[derive(Debug)]
pub struct RowWriter<'t> {
    columns: std::slice::IterMut<'t, Column>,
}

impl<'t> RowWriter<'t> {
    pub(super) fn new(columns: &'t mut [Column]) -> Self {
        Self {
            columns: columns.iter_mut(),
        }
    }

    /// A text; an empty one is a missing value.
    pub fn text(&mut self, text: &str) -> &mut Self {
        if let Some(column) = self.columns.next() {
            match &mut column.values {
                Values::Text(texts) => texts.push(text),
                other => miss(other),
            }
        }
        self
    }

    /// A whole number.
    pub fn integer(&mut self, number: impl Into<Option<u64>>) -> &mut Self {
        let number = number.into().map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        if let Some(column) = self.columns.next() {
            match &mut column.values {
                Values::Integer(numbers) => numbers.push(number),
                other => miss(other),
            }
        }
        self
    }

    /// A number, which is rounded ([`rounded`]); one that is not finite is a missing value.
    pub fn real(&mut self, number: impl Into<Option<f64>>) -> &mut Self {
        let number = number.into().filter(|x| x.is_finite()).map(rounded);
        if let Some(column) = self.columns.next() {
            match &mut column.values {
                Values::Real(numbers) => numbers.push(number),
                other => miss(other),
            }
        }
        self
    }

    /// Missing values in all columns that are left.
    pub(super) fn finish(&mut self) {
        for column in self.columns.by_ref() {
            skip(&mut column.values);
        }
    }
}

fn miss(values: &mut Values) {
    debug_assert!(false, "a value of another kind than its column's");
    skip(values);
}

/// A missing value.
pub(super) fn skip(values: &mut Values) {
    match values {
        Values::Text(texts) => texts.push(""),
        Values::Integer(numbers) => numbers.push(None),
        Values::Real(numbers) => numbers.push(None),
    }
}
