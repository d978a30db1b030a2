//! `GraphML`, read by igraph, networkx, yEd, Cytoscape.

use crate::tables::{Column, write_integer};

use super::atomic::Text;
use super::network::{Network, text, type_name, write_value};
use super::xml::attribute;
use super::{ExportError, Sink};

fn declare(out: &mut Text<'_>, class: &str, prefix: char, columns: &[&Column]) {
    for (i, column) in columns.iter().enumerate() {
        out.push("  <key");
        attribute(&mut out.buffer, "id", &format!("{prefix}{i}"));
        attribute(&mut out.buffer, "for", class);
        // Igraph and Gephi know the weight of an edge by this name in lower case.
        let name = if column.spec.name == "Weight" {
            "weight"
        } else {
            column.spec.name
        };
        attribute(&mut out.buffer, "attr.name", name);
        attribute(&mut out.buffer, "attr.type", type_name(column.spec.kind));
        out.push("/>\n");
    }
}

fn values(out: &mut Text<'_>, prefix: char, columns: &[&Column], row: usize) {
    for (i, column) in columns.iter().enumerate() {
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

pub(super) fn write(network: &Network<'_>, sink: Sink<'_>) -> Result<(), ExportError> {
    let (actors, edges) = (network.actors, network.edges);
    let of_actors: Vec<&Column> = actors
        .columns()
        .iter()
        .filter(|column| column.spec.name != "Id")
        .collect();
    let mut of_edges = network.edge_attributes();
    of_edges.splice(0..0, edges.column("Weight"));
    let mut out = Text::new(sink);
    out.push(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    ));
    declare(&mut out, "node", 'n', &of_actors);
    declare(&mut out, "edge", 'e', &of_edges);
    out.push("  <graph edgedefault=\"undirected\">\n");
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
