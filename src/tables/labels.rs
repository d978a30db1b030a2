//! The names of actors beside their identifiers.

use std::collections::{BTreeMap, HashMap};

use super::cells::Cell;
use super::columns::row;
use super::table::Table;

/// Columns of identifiers with the columns of their names, each pair in the tables that have both.
const LABELS: [(&str, &str); 2] = [("Source", "SourceLabel"), ("Target", "TargetLabel")];
/// The same in tables where only one actor of a row is named.
const SINGLE: [(&str, &str); 2] = [("Target", "Label"), ("Actor", "Label")];

/// Fills the columns `SourceLabel`, `TargetLabel` and `Label` of all tables. Names are those of the table `actors` where there is one;
/// of other identifiers `label` gives the name.
pub fn add_labels(tables: &mut [Table], label: &dyn Fn(&str) -> String) {
    let mut known: HashMap<String, String> = HashMap::new();
    for table in tables.iter().filter(|table| table.name == "actors") {
        for row in 0..table.rows() {
            if let (Cell::Text(id), Cell::Text(name)) =
                (table.cell(row, "Id"), table.cell(row, "Label"))
            {
                known.insert(id.to_owned(), name.to_owned());
            }
        }
    }
    let name = |id: &str| known.get(id).cloned().unwrap_or_else(|| label(id));
    for table in tables {
        // The column `Label` of evidence is that of the judgement.
        let columns = if table.column("TargetLabel").is_some() {
            LABELS
        } else {
            SINGLE
        };
        for (from, column) in columns {
            table.fill(column, from, name);
        }
    }
}

/// Fills the column `Within` of the edges: whether two actors belong together.
pub fn add_within(edges: &mut Table, within: &dyn Fn(&str, &str) -> bool) {
    edges.fill_from_two("Within", ("Source", "Target"), |source, target| {
        if within(source, target) {
            "true"
        } else {
            "false"
        }
    });
}

row! {
    /// An end of an edge, as a node of a network of which no more is known.
    pub struct EndRow<'a> {
        id: &'a str = Actor("Id", "Identifier of the actor"),
        label: &'a str = Text("Label", "Name"),
    }
}

/// The actors in the columns `Source` and `Target` of a table, by identifier, with their names from `SourceLabel` and `TargetLabel`.
pub fn ends_table(edges: &Table) -> Table {
    let mut ends: BTreeMap<&str, &str> = BTreeMap::new();
    for row in 0..edges.rows() {
        for (from, label) in LABELS {
            if let Cell::Text(id) = edges.cell(row, from) {
                let name = match edges.cell(row, label) {
                    Cell::Text(name) => name,
                    _ => id,
                };
                ends.insert(id, name);
            }
        }
    }
    let rows = ends.into_iter().map(|(id, label)| EndRow { id, label });
    Table::new("actors", rows)
}
