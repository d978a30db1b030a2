//! A workbook: a sheet that explains, then a sheet for each table with its heading frozen and filters on.

use std::borrow::Cow;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use crate::tables::{Cell, Kind, Spec, Table};

use super::{ExportError, ExportOptions, Sink};

/// Rows of a sheet below its heading; longer tables go on in further sheets.
const SHEET_ROWS: usize = 1_048_575;
/// Characters (UTF-16 units) that a cell holds.
const CELL_UNITS: usize = 32_767;
/// Columns whose small numbers matter.
const SCIENTIFIC: [&str; 4] = ["P", "Q", "Backbone", "PageRank"];

fn number_format(spec: &Spec) -> Format {
    Format::new().set_num_format(match spec.kind {
        Kind::Text => "@",
        Kind::Integer => "0",
        Kind::Real if SCIENTIFIC.contains(&spec.name) => "0.00E+00",
        Kind::Real => "0.000",
    })
}

/// A text that fits a cell, shortened with an ellipsis if need be.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= CELL_UNITS || text.encode_utf16().count() <= CELL_UNITS {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let mut short: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units < CELL_UNITS
        })
        .collect();
    short.push('…');
    Cow::Owned(short)
}

fn fill(
    sheet: &mut Worksheet,
    table: &Table,
    from: usize,
    to: usize,
    heading: &Format,
) -> Result<(), ExportError> {
    for (place, column) in (0_u16..).zip(table.columns()) {
        let spec = &column.spec;
        sheet.write_string_with_format(0, place, spec.name, heading)?;
        sheet.set_column_format(place, &number_format(spec))?;
        sheet.set_column_width(place, if spec.kind == Kind::Text { 18.0 } else { 11.0 })?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = u16::try_from(table.columns().len())
        .unwrap_or(u16::MAX)
        .saturating_sub(1);
    sheet.autofilter(0, 0, (to - from) as u32, last)?;
    let formats: Vec<Format> = table
        .columns()
        .iter()
        .map(|c| number_format(&c.spec))
        .collect();
    for row in from..to {
        let line = (row - from + 1) as u32;
        for ((place, column), format) in (0_u16..).zip(table.columns()).zip(&formats) {
            match column.cell(row) {
                Cell::Text(text) => sheet.write_string(line, place, fitting(text))?,
                Cell::Integer(n) => {
                    sheet.write_number_with_format(line, place, n as f64, format)?
                }
                Cell::Real(x) => sheet.write_number_with_format(line, place, x, format)?,
                Cell::Empty => continue,
            };
        }
    }
    Ok(())
}

fn explain(
    sheet: &mut Worksheet,
    tables: &[Table],
    options: &ExportOptions<'_>,
    heading: &Format,
) -> Result<(), ExportError> {
    let wrapped = Format::new().set_text_wrap();
    sheet.set_name("read me")?;
    for (place, width) in [(0, 16.0), (1, 26.0), (2, 90.0)] {
        sheet.set_column_width(place, width)?;
    }
    let mut line = 0;
    sheet.write_string_with_format(line, 0, "Made by", heading)?;
    line += 1;
    for (name, value) in options
        .manifest
        .map(super::Manifest::lines)
        .unwrap_or_default()
    {
        sheet.write_string(line, 1, fitting(&name))?;
        sheet.write_string_with_format(line, 2, fitting(&value), &wrapped)?;
        line += 1;
    }
    line += 1;
    for (place, title) in (0_u16..).zip(["Sheet", "Column", "Meaning"]) {
        sheet.write_string_with_format(line, place, title, heading)?;
    }
    line += 1;
    for table in tables {
        for column in table.columns() {
            sheet.write_string(line, 0, &table.name)?;
            sheet.write_string(line, 1, column.spec.name)?;
            sheet.write_string_with_format(line, 2, column.spec.meaning, &wrapped)?;
            line += 1;
        }
    }
    Ok(())
}

pub(super) fn write(
    tables: &[Table],
    options: &ExportOptions<'_>,
    sink: Sink<'_>,
) -> Result<(), ExportError> {
    let mut workbook = Workbook::new();
    // Always the same, so that the same tables give the same bytes.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_author("demarche")
            .set_creation_datetime(&created),
    );
    let heading = Format::new().set_bold();
    explain(workbook.add_worksheet(), tables, options, &heading)?;
    for table in tables {
        let sheets = table.rows().div_ceil(SHEET_ROWS).max(1);
        for part in 0..sheets {
            let sheet = workbook.add_worksheet_with_constant_memory()?;
            let name = if part == 0 {
                table.name.clone()
            } else {
                format!("{} {}", table.name, part + 1)
            };
            sheet.set_name(name)?;
            let from = part * SHEET_ROWS;
            fill(
                sheet,
                table,
                from,
                (from + SHEET_ROWS).min(table.rows()),
                &heading,
            )?;
        }
    }
    sink.write_all(&workbook.save_to_buffer()?)?;
    Ok(())
}
