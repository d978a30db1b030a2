//! `GraphML`, read by igraph, networkx, yEd, Cytoscape.

use crate::tables::{Column, write_integer};

use super::atomic::Text;
use super::network::{Network, text, type_name, write_value};
use super::xml::attribute;
use super::{ExportError, Sink};

/// Igraph and Gephi know the weight of an edge by this name.
const WEIGHT: &str = "weight";

/// Columns by the name of their attribute.
type Attributes<'a> = Vec<(&'a str, &'a Column)>;

fn declare(out: &mut Text<'_>, class: &str, prefix: char, columns: &Attributes<'_>) {
    for (i, (name, column)) in columns.iter().enumerate() {
        out.push("  <key");
        attribute(&mut out.buffer, "id", &format!("{prefix}{i}"));
        attribute(&mut out.buffer, "for", class);
        attribute(&mut out.buffer, "attr.name", name);
        attribute(&mut out.buffer, "attr.type", type_name(column.spec.kind));
        out.push("/>\n");
    }
}

fn values(out: &mut Text<'_>, prefix: char, columns: &Attributes<'_>, row: usize) {
    for (i, (_, column)) in columns.iter().enumerate() {
        let start = out.buffer.len();
        out.push("<data key=\"");
        out.buffer.push(prefix);
        write_integer(&mut out.buffer, i as i64);
        out.push("\">");
        if write_value(&mut out.buffer, column.cell(row)) {
            out.push("</data>");
        } else {
            out.buffer.truncate(start);
        }
    }
}

fn column_name(column: &Column) -> &'static str {
    column.spec.name
}

pub(super) fn write(network: &Network<'_>, sink: Sink<'_>) -> Result<(), ExportError> {
    let (actors, edges) = (network.actors.as_ref(), network.edges);
    let named = |column| -> (&str, &Column) { (column_name(column), column) };
    let of_actors: Attributes<'_> = actors
        .columns()
        .iter()
        .filter(|column| column.spec.name != "Id")
        .map(named)
        .collect();
    let weight = edges.column(network.weight).map(|column| (WEIGHT, column));
    let of_edges: Attributes<'_> = weight
        .into_iter()
        .chain(network.edge_attributes().into_iter().map(named))
        .collect();
    let mut out = Text::new(sink);
    out.push(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    ));
    declare(&mut out, "node", 'n', &of_actors);
    declare(&mut out, "edge", 'e', &of_edges);
    out.push(if network.directed {
        "  <graph edgedefault=\"directed\">\n"
    } else {
        "  <graph edgedefault=\"undirected\">\n"
    });
    for row in 0..actors.rows() {
        out.push("    <node");
        attribute(&mut out.buffer, "id", text(actors, row, "Id"));
        out.push(">");
        values(&mut out, 'n', &of_actors, row);
        out.push("</node>\n");
        out.flush_if_large()?;
    }
    for row in 0..edges.rows() {
        out.push("    <edge");
        attribute(&mut out.buffer, "source", text(edges, row, "Source"));
        attribute(&mut out.buffer, "target", text(edges, row, "Target"));
        out.push(">");
        values(&mut out, 'e', &of_edges, row);
        out.push("</edge>\n");
        out.flush_if_large()?;
    }
    out.push("  </graph>\n</graphml>\n");
    out.flush()?;
    Ok(())
}
