//! Tables by column.

use std::collections::HashMap;

use super::cells::{Cell, Column, RowWriter, skip};
use super::columns::{FromRow, Row, RowReader, columns_of};
use super::values::{Texts, Values};

/// A named table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name without ending: `actors`, `edges`.
    pub name: String,
    columns: Vec<Column>,
    rows: usize,
}

impl Table {
    /// A table of that name with these rows; without rows, only its columns.
    pub fn new<R: Row>(name: &str, rows: impl IntoIterator<Item = R>) -> Self {
        let columns = columns_of::<R>().into_iter().map(Column::new).collect();
        let mut table = Self {
            name: name.to_owned(),
            columns,
            rows: 0,
        };
        for row in rows {
            let mut writer = RowWriter::new(&mut table.columns);
            row.write(&mut writer);
            writer.finish();
            table.rows += 1;
        }
        table
    }

    /// The rows for which `keep` holds, in their order.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Self {
        let rows: Vec<usize> = (0..self.rows).filter(|&row| keep(row)).collect();
        let mut columns: Vec<Column> = self.columns.iter().map(|c| Column::new(c.spec)).collect();
        for (mine, theirs) in columns.iter_mut().zip(&self.columns) {
            for &row in &rows {
                match (&mut mine.values, theirs.cell(row)) {
                    (Values::Text(texts), Cell::Text(text)) => texts.push(text),
                    (Values::Integer(numbers), Cell::Integer(n)) => numbers.push(Some(n)),
                    (Values::Real(numbers), Cell::Real(x)) => numbers.push(Some(x)),
                    (values, _) => skip(values),
                }
            }
        }
        Self {
            name: self.name.clone(),
            columns,
            rows: rows.len(),
        }
    }

    /// Adds the rows of another table of the same columns below.
    pub(super) fn append(&mut self, below: &Self) {
        for (mine, theirs) in self.columns.iter_mut().zip(&below.columns) {
            mine.values.append(&theirs.values);
        }
        self.rows += below.rows;
    }

    /// Fills a column of texts from another one; does nothing where the table lacks one of them.
    pub(super) fn fill(&mut self, column: &str, from: &str, text: impl Fn(&str) -> String) {
        let mut known: HashMap<&str, String> = HashMap::new();
        let mut filled = Texts::default();
        let Some(source) = self.column(from) else {
            return;
        };
        for row in 0..self.rows {
            if let Cell::Text(name) = source.cell(row) {
                filled.push(known.entry(name).or_insert_with(|| text(name)));
            } else {
                filled.push("");
            }
        }
        if let Some(column) = self.columns.iter_mut().find(|c| c.spec.name == column) {
            column.values = Values::Text(filled);
        }
    }

    /// Fills a column of texts from two others; does nothing where the table lacks one of them.
    pub(super) fn fill_from_two(
        &mut self,
        column: &str,
        from: (&str, &str),
        text: impl Fn(&str, &str) -> &'static str,
    ) {
        let (Some(first), Some(second)) = (self.column(from.0), self.column(from.1)) else {
            return;
        };
        let mut filled = Texts::default();
        for row in 0..self.rows {
            filled.push(match (first.cell(row), second.cell(row)) {
                (Cell::Text(first), Cell::Text(second)) => text(first, second),
                _ => "",
            });
        }
        if let Some(column) = self.columns.iter_mut().find(|c| c.spec.name == column) {
            column.values = Values::Text(filled);
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, in the published order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows as values of their type; `None` if it has other columns.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::tables::{EdgeRow, Table};
    /// let table = Table::new("edges", [EdgeRow { source: "CHN", target: "USA", weight: 3, ..EdgeRow::default() }]);
    /// let weights: u64 = table.typed::<EdgeRow>().into_iter().flatten().map(|edge| edge.weight).sum();
    /// assert_eq!(weights, 3);
    /// ```
    pub fn typed<'t, R: Row + FromRow<'t>>(
        &'t self,
    ) -> Option<impl Iterator<Item = R> + use<'t, R>> {
        let same = self.columns.iter().map(|c| c.spec).eq(columns_of::<R>());
        same.then(|| (0..self.rows).map(|row| R::read(&mut RowReader::new(&self.columns, row))))
    }

    /// The column of that heading.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.spec.name == name)
    }

    /// The value in a row, counted from 0, under a heading; [`Cell::Empty`] where there is none.
    pub fn cell(&self, row: usize, name: &str) -> Cell<'_> {
        self.column(name)
            .map_or(Cell::Empty, |column| column.cell(row))
    }
}
