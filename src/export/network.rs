//! The networks of the tables, as the formats for networks need them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::tables::{
    ActorRow, Cell, Column, EdgeRow, Kind, Spot, Table, ends_table, place_actors, write_integer,
    write_real,
};

/// Columns that formats for networks have a place of their own for, or that repeat what the nodes say.
const BUILT_IN: [&str; 9] = [
    "Id",
    "Label",
    "Source",
    "Target",
    "Type",
    "Weight",
    "Period",
    "SourceLabel",
    "TargetLabel",
];

/// Nodes and edges, and the edges of each period if there is such a table.
#[derive(Debug, Clone)]
pub(super) struct Network<'a> {
    /// Name of its files: `network` or `stance`.
    pub(super) name: &'static str,
    pub(super) actors: Cow<'a, Table>,
    pub(super) edges: &'a Table,
    pub(super) by_period: Option<&'a Table>,
    /// Whether an edge leads from its source to its target.
    pub(super) directed: bool,
    /// The column of the edges' weights.
    pub(super) weight: &'static str,
    /// The table of who appears with whom, by which actors are laid out; without it they are by `edges`.
    ties: Option<&'a Table>,
}

impl<'a> Network<'a> {
    /// The networks of the tables: who appears with whom, and who takes a stance towards whom.
    pub(super) fn all(tables: &'a [Table]) -> Vec<Self> {
        let table = |name: &str| tables.iter().find(|table| table.name == name);
        let actors = table("actors");
        let mut networks = Vec::new();
        if let (Some(actors), Some(edges)) = (actors, table("edges")) {
            networks.push(Self {
                name: "network",
                actors: Cow::Borrowed(actors),
                edges,
                by_period: table("edges_by_period"),
                directed: false,
                weight: "Weight",
                ties: Some(edges),
            });
        }
        if let Some(edges) = table("stance") {
            networks.push(Self {
                name: "stance",
                actors: Cow::Owned(ends_of(edges, actors)),
                edges,
                by_period: table("stance_by_period"),
                directed: true,
                weight: "Articles",
                ties: table("edges"),
            });
        }
        networks
    }

    /// Columns of the actors that become attributes. `Type` (the kind of actor) is among them.
    pub(super) fn actor_attributes(&self) -> Vec<&Column> {
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

    /// Where the actors are drawn, in their order.
    pub(super) fn places(&self) -> Vec<Spot> {
        let known: Option<Vec<ActorRow<'_>>> = self.actors.typed().map(Iterator::collect);
        let rows = self.actors.rows();
        let actors = known.unwrap_or_else(|| {
            let id = |row| ActorRow {
                id: text(&self.actors, row, "Id"),
                ..ActorRow::default()
            };
            (0..rows).map(id).collect()
        });
        let ties: Option<Vec<EdgeRow<'_>>> =
            self.ties.and_then(Table::typed).map(Iterator::collect);
        let edges = ties.unwrap_or_else(|| {
            let edge = |row| EdgeRow {
                source: text(self.edges, row, "Source"),
                target: text(self.edges, row, "Target"),
                weight: u64::try_from(self.weight(row)).unwrap_or(0),
                ..EdgeRow::default()
            };
            (0..self.edges.rows()).map(edge).collect()
        });
        place_actors(&actors, &edges)
    }

    /// The weight of an edge.
    pub(super) fn weight(&self, row: usize) -> i64 {
        integer(self.edges, row, self.weight)
    }
}

/// The ends of the edges, with all that the table of actors says of them if it has every one.
fn ends_of(edges: &Table, actors: Option<&Table>) -> Table {
    let ends: BTreeSet<&str> = (0..edges.rows())
        .flat_map(|row| [text(edges, row, "Source"), text(edges, row, "Target")])
        .collect();
    if let Some(actors) = actors {
        let found = actors.filtered(|row| ends.contains(text(actors, row, "Id")));
        if found.rows() == ends.len() {
            return found;
        }
    }
    ends_table(edges)
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
