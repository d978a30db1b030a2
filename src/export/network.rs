//! The two tables of a network, as its formats need them.

use crate::tables::{Cell, Column, Kind, Table, write_integer, write_real};

/// Columns that formats for networks have a place of their own for.
const BUILT_IN: [&str; 6] = ["Id", "Label", "Source", "Target", "Type", "Weight"];

/// Actors and edges, and the edges of each period if there is such a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Network<'a> {
    pub(super) actors: &'a Table,
    pub(super) edges: &'a Table,
    pub(super) by_period: Option<&'a Table>,
}

impl<'a> Network<'a> {
    pub(super) fn of(tables: &'a [Table]) -> Option<Self> {
        let table = |name: &str| tables.iter().find(|table| table.name == name);
        Some(Self {
            actors: table("actors")?,
            edges: table("edges")?,
            by_period: table("edges_by_period"),
        })
    }

    /// Columns of the actors that become attributes. `Type` (the kind of actor) is among them.
    pub(super) fn actor_attributes(&self) -> Vec<&'a Column> {
        self.actors
            .columns()
            .iter()
            .filter(|c| c.spec.name == "Type" || !BUILT_IN.contains(&c.spec.name))
            .collect()
    }

    /// Columns of the edges that become attributes.
    pub(super) fn edge_attributes(&self) -> Vec<&'a Column> {
        self.edges
            .columns()
            .iter()
            .filter(|c| !BUILT_IN.contains(&c.spec.name))
            .collect()
    }
}

/// The text in a row, or an empty one.
pub(super) fn text<'t>(table: &'t Table, row: usize, column: &str) -> &'t str {
    match table.cell(row, column) {
        Cell::Text(text) => text,
        _ => "",
    }
}

/// The whole number in a row, or 0.
pub(super) fn integer(table: &Table, row: usize, column: &str) -> i64 {
    match table.cell(row, column) {
        Cell::Integer(n) => n,
        _ => 0,
    }
}

/// What GEXF and `GraphML` call the kinds of values.
pub(super) fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "string",
        Kind::Integer => "long",
        Kind::Real => "double",
    }
}

/// Appends a value for XML; `false`, and nothing appended, if it is missing.
pub(super) fn write_value(out: &mut String, cell: Cell<'_>) -> bool {
    match cell {
        Cell::Text(text) => super::xml::escape(out, text),
        Cell::Integer(n) => write_integer(out, n),
        Cell::Real(x) => write_real(out, x),
        Cell::Empty => return false,
    }
    true
}
