//! GEXF 1.3, the format of Gephi: attributes of nodes and edges, communities as colours, the layout of
//! [`place_actors`](crate::tables::place_actors) as positions and sizes, and the periods in which edges were there.
//!
//! With times ([`Times`]) the graph is dynamic: nodes and edges have spells, and the attribute `weight`, which Gephi knows as the weight of an
//! edge that changes, has a value for each period. Days are whole and both ends belong to a spell, so that the spells of two months do
//! not overlap. Elements without a spell are always there.

use crate::tables::{Column, write_integer, write_real};

use super::atomic::Text;
use super::dynamic::{Span, Times};
use super::network::{Network, integer, text, type_name, write_value};
use super::xml::attribute;
use super::{ExportError, Sink};

/// Colours of communities, told apart also by readers with colour blindness (after Okabe & Ito 2008); further ones are grey.
const COLOURS: [[u8; 3]; 8] = [
    [0, 114, 178],
    [213, 94, 0],
    [0, 158, 115],
    [204, 121, 167],
    [230, 159, 0],
    [86, 180, 233],
    [240, 228, 66],
    [60, 60, 60],
];
const GREY: [u8; 3] = [170, 170, 170];

fn declare(out: &mut Text<'_>, class: &str, columns: &[&Column]) {
    out.push("    <attributes");
    attribute(&mut out.buffer, "class", class);
    attribute(&mut out.buffer, "mode", "static");
    out.push(">\n");
    for (i, column) in columns.iter().enumerate() {
        out.push("      <attribute");
        attribute(&mut out.buffer, "id", &i.to_string());
        attribute(&mut out.buffer, "title", column.spec.name);
        attribute(&mut out.buffer, "type", type_name(column.spec.kind));
        out.push("/>\n");
    }
    out.push("    </attributes>\n");
}

/// The attributes of a row, and its weights in time.
fn values(out: &mut Text<'_>, columns: &[&Column], row: usize, weights: &[(Span, i64)]) {
    out.push("<attvalues>");
    for (i, column) in columns.iter().enumerate() {
        let start = out.buffer.len();
        out.push("<attvalue for=\"");
        write_integer(&mut out.buffer, i as i64);
        out.push("\" value=\"");
        if write_value(&mut out.buffer, column.cell(row)) {
            out.push("\"/>");
        } else {
            out.buffer.truncate(start);
        }
    }
    for ((first, last), weight) in weights {
        out.push(&format!(
            "<attvalue for=\"weight\" value=\"{weight}\" start=\"{first}\" end=\"{last}\"/>"
        ));
    }
    out.push("</attvalues>");
}

fn spells(out: &mut Text<'_>, spans: &[Span]) {
    if spans.is_empty() {
        return;
    }
    out.push("<spells>");
    for (first, last) in spans {
        out.push(&format!("<spell start=\"{first}\" end=\"{last}\"/>"));
    }
    out.push("</spells>");
}

pub(super) fn write(network: &Network<'_>, sink: Sink<'_>) -> Result<(), ExportError> {
    let (actors, edges) = (network.actors.as_ref(), network.edges);
    let times = Times::of(network);
    let mut out = Text::new(sink);
    out.push(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n",
        "  <meta>\n    <creator>demarche</creator>\n    <description>",
    ));
    let (about, direction) = if network.directed {
        ("Who takes which stance towards whom", "directed")
    } else {
        ("Who appears with whom", "undirected")
    };
    out.push(about);
    out.push("</description>\n  </meta>\n  <graph defaultedgetype=\"");
    out.push(direction);
    out.push("\" idtype=\"string\" mode=");
    out.push(if times.is_some() {
        "\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n"
    } else {
        "\"static\">\n"
    });
    let (of_actors, of_edges) = (network.actor_attributes(), network.edge_attributes());
    declare(&mut out, "node", &of_actors);
    declare(&mut out, "edge", &of_edges);
    if times.is_some() {
        out.push(concat!(
            "    <attributes class=\"edge\" mode=\"dynamic\">\n",
            "      <attribute id=\"weight\" title=\"Weight\" type=\"double\"/>\n",
            "    </attributes>\n",
        ));
    }
    out.push("    <nodes>\n");
    for (row, spot) in network.places().into_iter().enumerate() {
        out.push("      <node");
        attribute(&mut out.buffer, "id", text(actors, row, "Id"));
        attribute(&mut out.buffer, "label", text(actors, row, "Label"));
        out.push(">");
        values(&mut out, &of_actors, row, &[]);
        if let Some(times) = &times {
            spells(&mut out, &times.actors[row]);
        }
        let community = usize::try_from(integer(actors, row, "Community")).unwrap_or(0);
        let [r, g, b] = community
            .checked_sub(1)
            .and_then(|i| COLOURS.get(i))
            .copied()
            .unwrap_or(GREY);
        out.push(&format!("<viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/>"));
        // Gephi's vertical axis points upwards.
        out.push("<viz:position x=\"");
        write_real(&mut out.buffer, spot.x);
        out.push("\" y=\"");
        write_real(&mut out.buffer, 0.0 - spot.y);
        out.push("\" z=\"0\"/><viz:size value=\"");
        write_real(&mut out.buffer, spot.radius);
        out.push("\"/></node>\n");
        out.flush_if_large()?;
    }
    out.push("    </nodes>\n    <edges>\n");
    for row in 0..edges.rows() {
        out.push("      <edge");
        attribute(&mut out.buffer, "id", &row.to_string());
        attribute(&mut out.buffer, "source", text(edges, row, "Source"));
        attribute(&mut out.buffer, "target", text(edges, row, "Target"));
        attribute(&mut out.buffer, "weight", &network.weight(row).to_string());
        out.push(">");
        let weights = times.as_ref().map_or(&[][..], |t| &t.edges[row]);
        values(&mut out, &of_edges, row, weights);
        if let Some(times) = &times {
            spells(&mut out, &times.of_edge(row));
        }
        out.push("</edge>\n");
        out.flush_if_large()?;
    }
    out.push("    </edges>\n  </graph>\n</gexf>\n");
    out.flush()?;
    Ok(())
}
