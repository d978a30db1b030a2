//! A workbook: a sheet that explains, then a sheet for each table with its heading frozen and filters on, the heaviest rows first and
//! scores in colours.
//!
//! Texts are written as texts, never as formulas, links or dates, whatever they begin with.

use std::borrow::Cow;

use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormat3ColorScale, ConditionalFormatType,
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
};

use crate::tables::{Cell, Column, ColumnUnit, Kind, Table};

use super::{ExportError, ExportOptions, Sink};

/// Rows of a sheet below its heading; longer tables go on in further sheets.
const SHEET_ROWS: usize = 1_048_575;
/// Characters (UTF-16 units) that a cell holds.
const CELL_UNITS: usize = 32_767;
/// Rows that a column's width is taken from.
const WIDTH_ROWS: usize = 200;
/// Widest column, in characters.
const WIDEST: usize = 60;

/// How a spreadsheet shows values of a unit. Cells hold the full number either way.
fn number_format(unit: ColumnUnit) -> Format {
    Format::new().set_num_format(match unit {
        ColumnUnit::Text
        | ColumnUnit::Actor
        | ColumnUnit::Period
        | ColumnUnit::Day
        | ColumnUnit::Word => "@",
        ColumnUnit::Count => "#,##0",
        ColumnUnit::Ordinal => "0",
        ColumnUnit::Probability => "0.00E+00",
        ColumnUnit::Centrality => "0.000000",
        ColumnUnit::Share | ColumnUnit::Score | ColumnUnit::Coefficient => "0.000",
        ColumnUnit::Bits | ColumnUnit::Nats | ColumnUnit::Amount => "#,##0.000",
        ColumnUnit::Mixed => "General",
    })
}

/// The width of a column, in characters: its heading with the arrow of the filter, or the widest of its first cells.
fn width(column: &Column, rows: usize) -> f64 {
    let heading = column.spec.name.chars().count() + 4;
    let widest = match column.spec.kind {
        Kind::Text => (0..rows.min(WIDTH_ROWS))
            .map(|row| match column.cell(row) {
                Cell::Text(text) => text.chars().take(WIDEST).count() + 1,
                _ => 0,
            })
            .max()
            .unwrap_or(0),
        Kind::Integer | Kind::Real => 11,
    };
    heading.max(widest).min(WIDEST) as f64
}

fn fits(text: &str) -> bool {
    text.len() <= CELL_UNITS || text.encode_utf16().count() <= CELL_UNITS
}

/// A text that fits a cell, shortened with an ellipsis if need be.
fn fitting(text: &str) -> Cow<'_, str> {
    if fits(text) {
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

/// Tables whose rows a workbook shows in descending order of a column.
const ORDERS: [(&str, &str); 5] = [
    ("actors", "Articles"),
    ("edges", "Weight"),
    ("stance", "Articles"),
    ("stance_by_outlet", "Articles"),
    ("tone", "Articles"),
];

/// The column by which a workbook orders a table, if it does.
fn order_column(table: &Table) -> Option<&Column> {
    let (_, column) = ORDERS.iter().find(|order| order.0 == table.name)?;
    table.column(column)
}

/// The rows of a table in the order of a workbook: the largest first, ties in the order of the table.
fn order(table: &Table) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..table.rows()).collect();
    if let Some(column) = order_column(table) {
        rows.sort_by_key(|&row| match column.cell(row) {
            Cell::Integer(n) => std::cmp::Reverse(n),
            _ => std::cmp::Reverse(i64::MIN),
        });
    }
    rows
}

/// Colours: scores from red over white to blue, the column that the rows are ordered by from white to grey.
fn colour(sheet: &mut Worksheet, table: &Table, last: u32) -> Result<(), ExportError> {
    let ordered = order_column(table).map(|column| column.spec.name);
    for (place, column) in (0_u16..).zip(table.columns()) {
        if column.spec.unit == ColumnUnit::Score {
            let scale = ConditionalFormat3ColorScale::new()
                .set_minimum(ConditionalFormatType::Number, -1)
                .set_midpoint(ConditionalFormatType::Number, 0)
                .set_maximum(ConditionalFormatType::Number, 1)
                .set_minimum_color("D6604D")
                .set_midpoint_color("FFFFFF")
                .set_maximum_color("4393C3");
            sheet.add_conditional_format(1, place, last, place, &scale)?;
        } else if Some(column.spec.name) == ordered {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum_color("FFFFFF")
                .set_maximum_color("BDBDBD");
            sheet.add_conditional_format(1, place, last, place, &scale)?;
        }
    }
    Ok(())
}

/// Fills a sheet with some rows of a table.
fn fill(
    sheet: &mut Worksheet,
    table: &Table,
    rows: &[usize],
    heading: &Format,
) -> Result<(), ExportError> {
    for (place, column) in (0_u16..).zip(table.columns()) {
        let spec = &column.spec;
        sheet.write_string_with_format(0, place, spec.name, heading)?;
        sheet.set_column_format(place, &number_format(spec.unit))?;
        sheet.set_column_width(place, width(column, table.rows()))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = u16::try_from(table.columns().len())
        .unwrap_or(u16::MAX)
        .saturating_sub(1);
    sheet.autofilter(0, 0, rows.len() as u32, last)?;
    if !rows.is_empty() {
        colour(sheet, table, rows.len() as u32)?;
    }
    let formats: Vec<Format> = table
        .columns()
        .iter()
        .map(|c| number_format(c.spec.unit))
        .collect();
    for (line, &row) in (1_u32..).zip(rows) {
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

/// Number of sheets that a table takes.
fn sheets_of(table: &Table) -> usize {
    table.rows().div_ceil(SHEET_ROWS).max(1)
}

/// The name of a table's sheet, parts counted from 0.
fn sheet_name(table: &Table, part: usize) -> String {
    match part {
        0 => table.name.clone(),
        part => format!("{} {}", table.name, part + 1),
    }
}

/// What the reader must know of a table's sheets, if anything.
fn note(table: &Table) -> String {
    let mut notes = Vec::new();
    let sheets = sheets_of(table);
    if sheets > 1 {
        notes.push(format!(
            "A sheet holds {SHEET_ROWS} rows below its heading; the table goes on in the sheets up to \"{}\".",
            sheet_name(table, sheets - 1)
        ));
    }
    let long: usize = table
        .columns()
        .iter()
        .filter(|column| column.spec.kind == Kind::Text)
        .map(|column| {
            let cut = |row: &usize| matches!(column.cell(*row), Cell::Text(text) if !fits(text));
            (0..table.rows()).filter(cut).count()
        })
        .sum();
    if long > 0 {
        notes.push(format!(
            "{long} texts of more than {CELL_UNITS} characters are cut short and end with …; csv and parquet hold them whole."
        ));
    }
    notes.join(" ")
}

/// The first sheet: what made the workbook, its sheets, its columns.
fn explain(
    sheet: &mut Worksheet,
    tables: &[Table],
    options: &ExportOptions<'_>,
    heading: &Format,
) -> Result<(), ExportError> {
    let wrapped = Format::new().set_text_wrap();
    let count = Format::new()
        .set_num_format("#,##0")
        .set_align(FormatAlign::Left);
    sheet.set_name("read me")?;
    for (place, width) in [(0, 18.0), (1, 28.0), (2, 90.0)] {
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
    for (place, title) in (0_u16..).zip(["Sheet", "Rows", "Note"]) {
        sheet.write_string_with_format(line, place, title, heading)?;
    }
    line += 1;
    for table in tables {
        sheet.write_string(line, 0, &table.name)?;
        sheet.write_number_with_format(line, 1, table.rows() as f64, &count)?;
        sheet.write_string_with_format(line, 2, note(table), &wrapped)?;
        line += 1;
    }
    line += 1;
    let empty =
        "An empty cell is a missing value, never zero. Cells hold more digits than they show.";
    sheet.write_string_with_format(line, 2, empty, &wrapped)?;
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
        let rows = order(table);
        for part in 0..sheets_of(table) {
            let sheet = workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name(sheet_name(table, part))?;
            let from = part * SHEET_ROWS;
            let to = (from + SHEET_ROWS).min(table.rows());
            fill(sheet, table, &rows[from..to], &heading)?;
        }
    }
    sink.write_all(&workbook.save_to_buffer()?)?;
    Ok(())
}
