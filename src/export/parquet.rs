//! Apache Parquet: texts as UTF-8, all columns optional, Snappy.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::tables::{Cell, Column, Kind, Table};

use super::{ExportError, ExportOptions, Sink};

/// Rows of a row group.
const GROUP: usize = 1 << 18;

fn schema(table: &Table) -> Result<Type, ParquetError> {
    let fields = table
        .columns()
        .iter()
        .map(|column| {
            let physical = match column.spec.kind {
                Kind::Text => Physical::BYTE_ARRAY,
                Kind::Integer => Physical::INT64,
                Kind::Real => Physical::DOUBLE,
            };
            let logical = (column.spec.kind == Kind::Text).then_some(LogicalType::String);
            Type::primitive_type_builder(column.spec.name, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(logical)
                .build()
                .map(Arc::new)
        })
        .collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("schema")
        .with_fields(fields)
        .build()
}

/// The values that are not missing, and for each row whether there is one.
fn part<T>(
    column: &Column,
    from: usize,
    to: usize,
    value: impl Fn(Cell<'_>) -> Option<T>,
) -> (Vec<T>, Vec<i16>) {
    let mut values = Vec::with_capacity(to - from);
    let levels = (from..to)
        .map(|row| {
            let found = value(column.cell(row));
            let level = i16::from(found.is_some());
            values.extend(found);
            level
        })
        .collect();
    (values, levels)
}

pub(super) fn write(
    table: &Table,
    _: &ExportOptions<'_>,
    sink: Sink<'_>,
) -> Result<(), ExportError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut file = SerializedFileWriter::new(sink, Arc::new(schema(table)?), Arc::new(properties))?;
    let mut from = 0;
    while from < table.rows() {
        let to = (from + GROUP).min(table.rows());
        let mut group = file.next_row_group()?;
        for column in table.columns() {
            let Some(mut writer) = group.next_column()? else {
                break;
            };
            match column.spec.kind {
                Kind::Text => {
                    let (values, levels) = part(column, from, to, |cell| match cell {
                        Cell::Text(text) => Some(ByteArray::from(text)),
                        _ => None,
                    });
                    writer
                        .typed::<ByteArrayType>()
                        .write_batch(&values, Some(&levels), None)?;
                }
                Kind::Integer => {
                    let (values, levels) = part(column, from, to, |cell| match cell {
                        Cell::Integer(n) => Some(n),
                        _ => None,
                    });
                    writer
                        .typed::<Int64Type>()
                        .write_batch(&values, Some(&levels), None)?;
                }
                Kind::Real => {
                    let (values, levels) = part(column, from, to, |cell| match cell {
                        Cell::Real(x) => Some(x),
                        _ => None,
                    });
                    writer
                        .typed::<DoubleType>()
                        .write_batch(&values, Some(&levels), None)?;
                }
            }
            writer.close()?;
        }
        group.close()?;
        from = to;
    }
    file.close()?;
    Ok(())
}
