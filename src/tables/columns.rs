//! Columns as data: each is declared once, with its name, its unit and its meaning, where its kind of row is declared.
//!
//! [`row!`] makes from one declaration the type of the row, its columns and the code that fills them. All formats, `codebook.csv` and
//! `docs/columns.md` follow from it.

use super::cells::{Cell, Column, RowWriter};
use super::spec::Spec;

/// A kind of row.
pub trait Row {
    /// Adds its columns, in the published order.
    fn columns(columns: &mut Vec<Spec>);

    /// Writes its values, one for each column.
    fn write(&self, out: &mut RowWriter<'_>);
}

/// The columns of a kind of row, in the published order.
///
/// # Example
///
/// ```
/// # use demarche::tables::{EdgeRow, columns_of};
/// let columns = columns_of::<EdgeRow>();
/// assert_eq!(columns[3].name, "Weight");
/// ```
pub fn columns_of<R: Row>() -> Vec<Spec> {
    let mut columns = Vec::new();
    R::columns(&mut columns);
    columns
}

/// A value of a row.
pub(super) trait Value {
    fn write(&self, out: &mut RowWriter<'_>);
}

impl Value for &str {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self);
    }
}

impl Value for String {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self);
    }
}

impl Value for u64 {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.integer(*self);
    }
}

impl Value for Option<u64> {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.integer(*self);
    }
}

impl Value for f64 {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.real(*self);
    }
}

impl Value for Option<f64> {
    fn write(&self, out: &mut RowWriter<'_>) {
        out.real(*self);
    }
}

/// Reads the values of one row of a table, in the order of the columns; the counterpart of [`RowWriter`].
#[derive(Debug)]
pub struct RowReader<'t> {
    columns: std::slice::Iter<'t, Column>,
    row: usize,
}

impl<'t> RowReader<'t> {
    pub(super) fn new(columns: &'t [Column], row: usize) -> Self {
        Self {
            columns: columns.iter(),
            row,
        }
    }

    fn next(&mut self) -> Cell<'t> {
        let column = self.columns.next();
        column.map_or(Cell::Empty, |column| column.cell(self.row))
    }
}

/// What can be read back from a row of a table: a value or a whole row ([`Table::typed`](super::Table::typed)).
pub trait FromRow<'t>: Sized {
    /// Takes as many columns as it has. A missing value of a type that knows none is 0 or empty.
    fn read(from: &mut RowReader<'t>) -> Self;
}

impl<'t> FromRow<'t> for &'t str {
    fn read(from: &mut RowReader<'t>) -> Self {
        match from.next() {
            Cell::Text(text) => text,
            _ => "",
        }
    }
}

impl FromRow<'_> for String {
    fn read(from: &mut RowReader<'_>) -> Self {
        match from.next() {
            Cell::Text(text) => text.to_owned(),
            _ => Self::new(),
        }
    }
}

impl FromRow<'_> for Option<u64> {
    fn read(from: &mut RowReader<'_>) -> Self {
        match from.next() {
            Cell::Integer(number) => u64::try_from(number).ok(),
            _ => None,
        }
    }
}

impl FromRow<'_> for u64 {
    fn read(from: &mut RowReader<'_>) -> Self {
        Option::<Self>::read(from).unwrap_or(0)
    }
}

impl FromRow<'_> for Option<f64> {
    fn read(from: &mut RowReader<'_>) -> Self {
        match from.next() {
            Cell::Real(number) => Some(number),
            _ => None,
        }
    }
}

impl FromRow<'_> for f64 {
    fn read(from: &mut RowReader<'_>) -> Self {
        Option::<Self>::read(from).unwrap_or(0.0)
    }
}

/// Declares a kind of row. Each field names the unit of its column ([`ColumnUnit`](super::ColumnUnit)), its heading and its meaning; the meaning is the
/// field's documentation too. A field of the unit `Columns` is itself a row, whose columns stand at its place.
macro_rules! row {
    (
        $(#[$about:meta])*
        pub struct $row:ident $(<$life:lifetime>)? {
            $( $(#[$doc:meta])* $field:ident: $type:ty = $unit:ident $(($name:literal, $meaning:literal))?, )*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $row $(<$life>)? {
            $( $(#[$doc])* $(#[doc = concat!("`", $name, "`: ", $meaning, ".")])? pub $field: $type, )*
        }

        impl $(<$life>)? $crate::tables::columns::Row for $row $(<$life>)? {
            fn columns(columns: &mut Vec<$crate::tables::spec::Spec>) {
                $( $crate::tables::columns::row!(@column columns, $type, $unit $(, $name, $meaning)?); )*
            }

            fn write(&self, out: &mut $crate::tables::cells::RowWriter<'_>) {
                $( $crate::tables::columns::row!(@value self, $field, out, $unit); )*
            }
        }

        $crate::tables::columns::row!(@read $row, ($($life)?), { $($field: $type,)* });
    };
    (@read $row:ident, (), { $($field:ident: $type:ty,)* }) => {
        impl<'t> $crate::tables::columns::FromRow<'t> for $row {
            fn read(from: &mut $crate::tables::columns::RowReader<'t>) -> Self {
                Self { $($field: <$type as $crate::tables::columns::FromRow<'t>>::read(from)),* }
            }
        }
    };
    (@read $row:ident, ($life:lifetime), { $($field:ident: $type:ty,)* }) => {
        impl<$life> $crate::tables::columns::FromRow<$life> for $row<$life> {
            fn read(from: &mut $crate::tables::columns::RowReader<$life>) -> Self {
                Self { $($field: <$type as $crate::tables::columns::FromRow<$life>>::read(from)),* }
            }
        }
    };
    (@column $columns:ident, $type:ty, Columns) => {
        <$type as $crate::tables::columns::Row>::columns($columns)
    };
    (@column $columns:ident, $type:ty, $unit:ident, $name:literal, $meaning:literal) => {
        $columns.push($crate::tables::spec::Spec::new($name, $crate::tables::spec::ColumnUnit::$unit, $meaning))
    };
    (@value $row:ident, $field:ident, $out:ident, Columns) => {
        $crate::tables::columns::Row::write(&$row.$field, $out)
    };
    (@value $row:ident, $field:ident, $out:ident, $unit:ident) => {
        $crate::tables::columns::Value::write(&$row.$field, $out)
    };
}

pub(super) use row;
