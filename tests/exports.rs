//! Every format with the worst that names can be, read back by other readers than wrote it, and with little or nothing to write.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read as _;

use demarche::export::{ExportOptions, Format, export};
use demarche::tables::{ActorRow, Cell, ColumnUnit, EdgeRow, Row, RowWriter, Spec, Table};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Ids and labels that break careless writers, ascending by bytes.
const NAMES: [(&str, &str); 9] = [
    ("<&>'", "<b>&amp;\"' ]]> <!-- -->"),
    ("=1+1", "=HYPERLINK(\"x\")"),
    ("A B", "two\nlines,\tand \"quotes\""),
    ("_x0041_", "_x0041_ is no A"),
    ("a;b,c", "  blanks at both ends  "),
    ("ctrl\u{1}\u{b}", "NUL\0 and \u{fffe}\u{ffff}\u{85}"),
    ("c\u{301}", "combining \u{301}, zero\u{200b}width"),
    ("\u{5e9}\u{5dc}", "\u{202e}right to left \u{5e9}\u{5dc}"),
    ("\u{1f600}", "emoji \u{1f469}\u{200d}\u{1f680}"),
];

struct PeriodRow(&'static str, usize, usize, u64);

impl Row for PeriodRow {
    fn columns(columns: &mut Vec<Spec>) {
        columns.extend([
            Spec::new("Period", ColumnUnit::Period, "Period"),
            Spec::new("Source", ColumnUnit::Actor, "Actor"),
            Spec::new("Target", ColumnUnit::Actor, "Actor"),
            Spec::new("Weight", ColumnUnit::Count, "Articles with both"),
        ]);
    }

    fn write(&self, out: &mut RowWriter<'_>) {
        out.text(self.0)
            .text(NAMES[self.1].0)
            .text(NAMES[self.2].0)
            .integer(self.3);
    }
}

fn actor((id, label): (&'static str, &'static str)) -> ActorRow<'static> {
    ActorRow {
        id,
        label,
        kind: "other",
        country: "",
        articles: 1_234_567,
        pagerank: Some(1.0 / 9.0),
        betweenness: None,
        community: Some(id.len() as u64),
        ..ActorRow::default()
    }
}

fn edge(a: usize, b: usize) -> EdgeRow<'static> {
    EdgeRow {
        source: NAMES[a].0,
        target: NAMES[b].0,
        weight: (10 * a + b) as u64,
        p: Some(1e-300),
        expected: Some(1e15),
        npmi: Some(-0.5),
        q: None,
        ..EdgeRow::default()
    }
}

/// All pairs but one, so that the network has a gap.
fn pairs() -> Vec<(usize, usize)> {
    (0..NAMES.len())
        .flat_map(|a| (a + 1..NAMES.len()).map(move |b| (a, b)))
        .filter(|&pair| pair != (0, 8))
        .collect()
}

fn hostile() -> Vec<Table> {
    vec![
        Table::new("actors", NAMES.map(actor)),
        Table::new("edges", pairs().into_iter().map(|(a, b)| edge(a, b))),
    ]
}

fn file(format: Format, tables: &[Table]) -> Vec<u8> {
    let mut files = export(format, tables, &ExportOptions::default()).expect("written");
    files.swap_remove(0).1
}

/// A cell as a CSV field.
fn field(cell: Cell<'_>) -> String {
    let mut out = String::new();
    match cell {
        Cell::Text(text) => out.push_str(&demarche::export::safe_text(text)),
        Cell::Integer(n) => demarche::tables::write_integer(&mut out, n),
        Cell::Real(x) => demarche::tables::write_real(&mut out, x),
        Cell::Empty => {}
    }
    out
}

#[test]
fn csv_reads_back() {
    for table in hostile() {
        let bytes = file(Format::Csv, std::slice::from_ref(&table));
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let names: Vec<&str> = table.columns().iter().map(|c| c.spec.name).collect();
        assert_eq!(reader.headers().expect("a heading"), names);
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
        assert_eq!(rows.len(), table.rows());
        for (row, record) in rows.iter().enumerate() {
            for (column, found) in table.columns().iter().zip(record) {
                assert_eq!(found, field(column.cell(row)), "{}", column.spec.name);
            }
        }
    }
}

#[test]
fn json_reads_back() {
    for table in hostile() {
        let bytes = file(Format::Json, std::slice::from_ref(&table));
        let rows: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(rows.len(), table.rows());
        for (row, object) in rows.iter().enumerate() {
            for column in table.columns() {
                let found = &object[column.spec.name];
                let same = match column.cell(row) {
                    Cell::Text(text) => found.as_str() == Some(text),
                    Cell::Integer(n) => found.as_i64() == Some(n),
                    Cell::Real(x) => found.as_f64() == Some(x),
                    Cell::Empty => found.is_null(),
                };
                assert!(same, "{}: {found}", column.spec.name);
            }
        }
    }
}

#[test]
fn parquet_reads_back() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let folder = tempfile::tempdir().expect("a folder");
    for table in hostile() {
        let path = folder.path().join("table.parquet");
        std::fs::write(&path, file(Format::Parquet, std::slice::from_ref(&table)))
            .expect("written");
        let reader = SerializedFileReader::try_from(path.as_path()).expect("Parquet");
        let rows: Vec<_> = reader
            .get_row_iter(None)
            .expect("rows")
            .map(|row| row.expect("a row"))
            .collect();
        assert_eq!(rows.len(), table.rows());
        for (row, record) in rows.iter().enumerate() {
            for (column, (name, found)) in table.columns().iter().zip(record.get_column_iter()) {
                let known = match column.cell(row) {
                    Cell::Text(text) => Field::Str(text.to_owned()),
                    Cell::Integer(n) => Field::Long(n),
                    Cell::Real(x) => Field::Double(x),
                    Cell::Empty => Field::Null,
                };
                assert_eq!((name.as_str(), found), (column.spec.name, &known));
            }
        }
    }
}

#[test]
fn pairs_stand_in_both_directions() {
    let bytes = file(Format::Tidy, &hostile());
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(
        reader.headers().expect("a heading"),
        vec!["item1", "item2", "n"]
    );
    let rows: Vec<(String, String, usize)> = reader
        .records()
        .map(|r| {
            let r = r.expect("a row");
            (
                r[0].to_owned(),
                r[1].to_owned(),
                r[2].parse().expect("a number"),
            )
        })
        .collect();
    let name = |i: usize| demarche::export::safe_text(NAMES[i].0).into_owned();
    let known: BTreeSet<(String, String, usize)> = pairs()
        .into_iter()
        .flat_map(|(a, b)| {
            [
                (name(a), name(b), 10 * a + b),
                (name(b), name(a), 10 * a + b),
            ]
        })
        .collect();
    assert_eq!(rows.len(), 2 * pairs().len());
    assert_eq!(rows.iter().cloned().collect::<BTreeSet<_>>(), known);
    // Sorted by the ids themselves, before cells are made safe.
    let place = |text: &str| (0..NAMES.len()).find(|&i| name(i) == text);
    assert!(rows.is_sorted_by_key(|(a, b, _)| (place(a), place(b))));
}

/// What XML 1.0 allows (§2.2).
fn legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// A text as XML holds it.
fn in_xml(text: &str) -> String {
    text.chars()
        .map(|c| if legal(c) { c } else { '\u{fffd}' })
        .collect()
}

type Attributes = BTreeMap<String, String>;

fn attributes(element: &BytesStart<'_>) -> Attributes {
    element
        .attributes()
        .map(|a| {
            let a = a.expect("an attribute, once");
            let value = quick_xml::escape::unescape(&a.value)
                .expect("known entities")
                .into_owned();
            let name = a.key.as_ref().to_owned();
            (name, value)
        })
        .collect()
}

/// An element with its children and text.
#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: Attributes,
    children: Vec<Node>,
    text: String,
}

impl Node {
    fn all<'n>(&'n self, name: &str) -> Vec<&'n Node> {
        self.children.iter().filter(|c| c.name == name).collect()
    }

    fn only<'n>(&'n self, name: &str) -> &'n Node {
        let found = self.all(name);
        assert_eq!(found.len(), 1, "{name} in {}", self.name);
        found[0]
    }

    fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// Reads a document whole; panics where it is not well-formed.
fn parse(bytes: &[u8]) -> Node {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    assert!(text.chars().all(legal), "a character that XML forbids");
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    let node = |e: &BytesStart<'_>| Node {
        name: e.name().as_ref().to_owned(),
        attributes: attributes(e),
        ..Node::default()
    };
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(e) => open.push(node(&e)),
            Event::Empty(e) => {
                let done = node(&e);
                open.last_mut().expect("open").children.push(done);
            }
            Event::End(_) => {
                let done = open.pop().expect("open");
                open.last_mut().expect("open").children.push(done);
            }
            Event::Text(t) => {
                open.last_mut().expect("open").text.push_str(&t);
            }
            Event::GeneralRef(r) => {
                let text = format!("&{};", &*r);
                let text = quick_xml::escape::unescape(&text).expect("a known entity");
                open.last_mut().expect("open").text.push_str(&text);
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?} has no place in an export"),
        }
    }
    assert_eq!(open.len(), 1);
    open.swap_remove(0).children.swap_remove(0)
}

/// A name and three lists of names.
type Rule = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

/// What the schema of GEXF 1.3 says of each element: attributes that it must and may have, elements that may stand in it.
const GEXF: &[Rule] = &[
    (
        "gexf",
        &["version", "xmlns"],
        &["variant", "xmlns:viz"],
        &["meta", "graph"],
    ),
    (
        "meta",
        &[],
        &["lastmodifieddate"],
        &["creator", "keywords", "description"],
    ),
    ("creator", &[], &[], &[]),
    ("description", &[], &[], &[]),
    (
        "graph",
        &[],
        &[
            "timeformat",
            "timerepresentation",
            "timezone",
            "start",
            "end",
            "defaultedgetype",
            "idtype",
            "mode",
        ],
        &["attributes", "nodes", "edges"],
    ),
    ("attributes", &["class"], &["mode"], &["attribute"]),
    (
        "attribute",
        &["id", "title", "type"],
        &[],
        &["default", "options"],
    ),
    ("nodes", &[], &["count"], &["node"]),
    (
        "node",
        &["id"],
        &["label"],
        &[
            "attvalues",
            "spells",
            "viz:color",
            "viz:position",
            "viz:size",
        ],
    ),
    ("edges", &[], &["count"], &["edge"]),
    (
        "edge",
        &["source", "target"],
        &["id", "type", "label", "weight", "kind"],
        &["attvalues", "spells", "viz:color"],
    ),
    ("attvalues", &[], &[], &["attvalue"]),
    ("attvalue", &["for", "value"], &["start", "end"], &[]),
    ("spells", &[], &[], &["spell"]),
    ("spell", &[], &["start", "end"], &[]),
    ("viz:color", &[], &["r", "g", "b", "a", "hex"], &[]),
    ("viz:position", &["x", "y"], &["z"], &[]),
    ("viz:size", &["value"], &[], &[]),
];

fn check_grammar(node: &Node) {
    let (_, must, may, children) = GEXF
        .iter()
        .find(|rule| rule.0 == node.name)
        .unwrap_or_else(|| panic!("{} is no element of GEXF", node.name));
    for name in *must {
        assert!(
            node.attributes.contains_key(*name),
            "{} without {name}",
            node.name
        );
    }
    for name in node.attributes.keys() {
        assert!(
            must.contains(&name.as_str()) || may.contains(&name.as_str()),
            "{} with {name}",
            node.name
        );
    }
    assert!(
        node.name != "spells" || !node.children.is_empty(),
        "no spell in spells"
    );
    for child in &node.children {
        assert!(
            children.contains(&child.name.as_str()),
            "{} in {}",
            child.name,
            node.name
        );
        check_grammar(child);
    }
}

/// Checks a GEXF document: grammar, order of the parts, declared attributes, values of their types, ends of edges, days.
fn gexf(tables: &[Table]) -> Node {
    let root = parse(&file(Format::Gexf, tables));
    assert_eq!(
        (root.get("xmlns"), root.get("version")),
        ("http://gexf.net/1.3", "1.3")
    );
    assert_eq!(root.get("xmlns:viz"), "http://gexf.net/1.3/viz");
    check_grammar(&root);
    let graph = root.only("graph");
    let order: Vec<&str> = graph.children.iter().map(|c| c.name.as_str()).collect();
    let parts = ["attributes", "nodes", "edges"];
    assert!(order.is_sorted_by_key(|name| parts.iter().position(|p| p == name)));
    let ids: BTreeSet<&str> = graph
        .only("nodes")
        .children
        .iter()
        .map(|n| n.get("id"))
        .collect();
    assert_eq!(ids.len(), graph.only("nodes").children.len());
    for (class, list) in [("node", graph.only("nodes")), ("edge", graph.only("edges"))] {
        let declared: BTreeMap<&str, (&str, &str)> = graph
            .all("attributes")
            .into_iter()
            .filter(|a| a.get("class") == class)
            .flat_map(|a| {
                a.children
                    .iter()
                    .map(|d| (d.get("id"), (d.get("type"), a.get("mode"))))
            })
            .collect();
        for element in &list.children {
            assert!(
                class == "node"
                    || ids.contains(element.get("source")) && ids.contains(element.get("target"))
            );
            for value in &element.only("attvalues").children {
                let (kind, mode) = declared[value.get("for")];
                let text = value.get("value");
                match kind {
                    "string" => assert!(!text.is_empty()),
                    "long" => assert!(text.parse::<i64>().is_ok(), "{text}"),
                    "double" => assert!(text.parse::<f64>().is_ok_and(f64::is_finite), "{text}"),
                    other => panic!("{other}"),
                }
                assert_eq!(mode == "dynamic", value.attributes.contains_key("start"));
            }
            for timed in element
                .all("spells")
                .iter()
                .flat_map(|s| &s.children)
                .chain(
                    element
                        .only("attvalues")
                        .children
                        .iter()
                        .filter(|v| !v.get("start").is_empty()),
                )
            {
                let day = |name| {
                    timed
                        .get(name)
                        .parse::<demarche::model::Date>()
                        .expect("a day")
                };
                assert!(day("start") <= day("end"));
            }
        }
    }
    root
}

#[test]
fn gexf_is_valid_and_keeps_names() {
    let root = gexf(&hostile());
    let graph = root.only("graph");
    assert_eq!(graph.get("mode"), "static");
    for (node, (id, label)) in graph.only("nodes").children.iter().zip(NAMES) {
        assert_eq!(
            (node.get("id"), node.get("label")),
            (&*in_xml(id), &*in_xml(label))
        );
    }
    for (edge, (a, b)) in graph.only("edges").children.iter().zip(pairs()) {
        assert_eq!(edge.get("source"), in_xml(NAMES[a].0));
        assert_eq!(edge.get("weight"), (10 * a + b).to_string());
    }
    // Q is missing everywhere: no value for it.
    let edges = graph.all("attributes")[1];
    let q = edges
        .children
        .iter()
        .find(|d| d.get("title") == "Q")
        .expect("declared")
        .get("id");
    for edge in &graph.only("edges").children {
        assert!(
            edge.only("attvalues")
                .children
                .iter()
                .all(|v| v.get("for") != q)
        );
    }
}

#[test]
fn gexf_with_periods_is_dynamic() {
    let mut tables = hostile();
    tables.push(Table::new(
        "edges_by_period",
        [
            PeriodRow("2022-01", 0, 1, 2),
            PeriodRow("2022-02", 0, 1, 3),
            PeriodRow("2022-02", 1, 2, 7),
            PeriodRow("2022-04", 0, 1, 1),
            // No weight: the edge is gone. No date: nobody knows when.
            PeriodRow("2022-05", 0, 1, 0),
            PeriodRow("", 3, 4, 9),
        ],
    ));
    let root = gexf(&tables);
    let graph = root.only("graph");
    assert_eq!(
        (graph.get("mode"), graph.get("timeformat")),
        ("dynamic", "date")
    );
    let times = |element: &Node| -> Vec<(String, String)> {
        element
            .all("spells")
            .iter()
            .flat_map(|s| &s.children)
            .map(|s| (s.get("start").to_owned(), s.get("end").to_owned()))
            .collect()
    };
    let span = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let winter = span("2022-01-01", "2022-02-28");
    let april = span("2022-04-01", "2022-04-30");
    let edges = &graph.only("edges").children;
    assert_eq!(times(&edges[0]), [winter.clone(), april.clone()]);
    let weights: Vec<(&str, &str, &str)> = edges[0]
        .only("attvalues")
        .children
        .iter()
        .filter(|v| v.get("for") == "weight")
        .map(|v| (v.get("value"), v.get("start"), v.get("end")))
        .collect();
    assert_eq!(
        weights,
        [
            ("2", "2022-01-01", "2022-01-31"),
            ("3", "2022-02-01", "2022-02-28"),
            ("1", "2022-04-01", "2022-04-30"),
        ]
    );
    let nodes = &graph.only("nodes").children;
    assert_eq!(times(&nodes[1]), [winter, april]);
    assert_eq!(times(&nodes[2]), [span("2022-02-01", "2022-02-28")]);
    let place = pairs().iter().position(|&p| p == (3, 4)).expect("a pair");
    assert!(times(&edges[place]).is_empty() && times(&nodes[3]).is_empty());
    // Without any time to tell, the graph is static.
    tables[2] = Table::new("edges_by_period", [PeriodRow("", 3, 4, 9)]);
    assert_eq!(gexf(&tables).only("graph").get("mode"), "static");
}

#[test]
fn graphml_is_well_formed_and_keeps_names() {
    let root = parse(&file(Format::Graphml, &hostile()));
    assert_eq!(root.get("xmlns"), "http://graphml.graphdrawing.org/xmlns");
    let graph = root.only("graph");
    let label = root
        .all("key")
        .iter()
        .find(|k| k.get("attr.name") == "Label")
        .map(|k| k.get("id").to_owned());
    let nodes = graph.all("node");
    assert_eq!(nodes.len(), NAMES.len());
    for (node, (id, known)) in nodes.iter().zip(NAMES) {
        assert_eq!(node.get("id"), in_xml(id));
        let data = node
            .all("data")
            .into_iter()
            .find(|d| Some(d.get("key")) == label.as_deref());
        assert_eq!(data.expect("a label").text, in_xml(known));
    }
    assert_eq!(graph.all("edge").len(), pairs().len());
}

/// The texts of the first sheet after the one that explains, by address; numbers as they stand.
fn cells(workbook: &[u8], sheet: usize) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a ZIP");
    let mut read = |name: &str| -> Option<Node> {
        let mut bytes = Vec::new();
        archive
            .by_name(name)
            .ok()?
            .read_to_end(&mut bytes)
            .expect("read");
        Some(parse(&bytes))
    };
    let root = read(&format!("xl/worksheets/sheet{sheet}.xml")).expect("a sheet");
    let shared: Vec<String> = read("xl/sharedStrings.xml").map_or_else(Vec::new, |s| {
        s.children
            .iter()
            .map(|si| si.only("t").text.clone())
            .collect()
    });
    let mut found = BTreeMap::new();
    for row in &root.only("sheetData").children {
        for cell in &row.children {
            assert!(cell.all("f").is_empty(), "a formula in {}", cell.get("r"));
            let text = match cell.get("t") {
                "inlineStr" => cell.only("is").only("t").text.clone(),
                "s" => shared[cell.only("v").text.parse::<usize>().expect("a number")].clone(),
                "" => cell.only("v").text.clone(),
                other => panic!("a cell of type {other}"),
            };
            found.insert(cell.get("r").to_owned(), text);
        }
    }
    assert_eq!(
        root.only("autoFilter").get("ref").split(':').next(),
        Some("A1")
    );
    let view = root.only("sheetViews").only("sheetView").only("pane");
    assert_eq!((view.get("ySplit"), view.get("state")), ("1", "frozen"));
    found
}

/// A text as a spreadsheet writes it: control characters and look-alikes of their escapes as `_xHHHH_`.
fn in_sheet(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                write!(out, "_x{:04X}_", c as u32).expect("a text grows");
            }
            c => out.push(c),
        }
    }
    out
}

#[test]
fn workbooks_hold_texts_as_texts() {
    let book = file(Format::Xlsx, &hostile());
    let actors = cells(&book, 2);
    for (i, (id, label)) in NAMES.into_iter().enumerate() {
        let row = i + 2;
        let escaped = |text: &str| in_sheet(&text.replace("_x0041_", "_x005F_x0041_"));
        assert_eq!(actors[&format!("A{row}")], escaped(id));
        assert_eq!(actors[&format!("B{row}")], escaped(label));
        // Country is missing: no cell, or one without a value.
        assert!(actors.get(&format!("D{row}")).is_none_or(String::is_empty));
        assert_eq!(actors[&format!("E{row}")], "1234567");
    }
    let edges = cells(&book, 3);
    // The heaviest edge comes first.
    let heaviest = pairs().into_iter().map(|(a, b)| 10 * a + b).max();
    assert_eq!(edges["D2"], heaviest.expect("pairs").to_string());
    assert!(!edges.values().any(|v| v == "NaN" || v == "inf"));
}

#[test]
fn pajek_numbers_every_name() {
    let text = String::from_utf8(file(Format::Pajek, &hostile())).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "*Vertices 9");
    assert_eq!(lines.len(), 2 + NAMES.len() + pairs().len());
    for (i, line) in lines[1..=NAMES.len()].iter().enumerate() {
        let start = format!("{} \"", i + 1);
        assert!(line.starts_with(&start) && line.ends_with('"') && line.matches('"').count() == 2);
    }
}

#[test]
fn little_and_nothing_can_be_written() {
    let nothing = || {
        vec![
            Table::new::<ActorRow<'_>>("actors", []),
            Table::new::<EdgeRow<'_>>("edges", []),
            Table::new::<PeriodRow>("edges_by_period", []),
        ]
    };
    let mut one = nothing();
    one[0] = Table::new("actors", [actor(NAMES[2])]);
    for (tables, actors) in [(nothing(), 0), (one, 1)] {
        for format in Format::ALL {
            let files = export(format, &tables, &ExportOptions::default()).expect("written");
            assert!(
                !files.is_empty() && files.iter().all(|f| !f.1.is_empty()),
                "{}",
                format.name()
            );
        }
        let graph = gexf(&tables);
        assert_eq!(graph.only("graph").only("nodes").children.len(), actors);
        assert_eq!(
            parse(&file(Format::Graphml, &tables))
                .only("graph")
                .children
                .len(),
            actors
        );
        assert_eq!(file(Format::Tidy, &tables), b"item1,item2,n\n");
        let adjacency = String::from_utf8(file(Format::Adjacency, &tables)).expect("UTF-8");
        let rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(adjacency.as_bytes())
            .records()
            .count();
        assert_eq!(rows, 1 + actors);
        assert_eq!(cells(&file(Format::Xlsx, &tables), 2)["A1"], "Id");
    }
}
