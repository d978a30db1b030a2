#!/usr/bin/env python3
"""Reads an output folder back with the programs that its readers use and compares what they see.

    pip install networkx igraph pandas openpyxl pyarrow         (duckdb too, if it is there)
    demarche analyze corpus -o out --format csv,json,xlsx,parquet,gexf,graphml,pajek,adjacency,tidy
    python3 scripts/validate_exports.py out [--graphology DIR]

Every table that the manifest names is read from CSV (the reference), JSON, Parquet (pandas, duckdb) and the workbook (openpyxl),
and the network from GEXF (networkx), GraphML (networkx, igraph), Pajek (networkx, igraph), adjacency.csv (pandas, networkx) and
pairs.csv (pandas). Columns, rows and values must agree, totals must reconcile, and network.gexf must follow the schema of GEXF 1.3;
with the table edges_by_period it must be dynamic and hold its weights. With --graphology, a folder with the npm packages graphology,
graphology-gexf and graphology-graphml, a third reader is asked (scripts/read_graphs.mjs). Formats that the folder lacks are named.

Exit status: 0 if all that is there agrees, 1 if not.
"""

import argparse
import csv
import json
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as xml
from datetime import date, timedelta
from pathlib import Path

import igraph
import networkx as nx
import openpyxl
import pandas as pd
import pyarrow.parquet as parquet

TAIL = "Articles Stories Sentences Positive Negative Neutral Score Low High P Q".split()
# The first columns of each table, which never change; new ones come after them.
PUBLISHED = {
    "actors": "Id Label Type Country Articles Stories Sentences Mentions Degree Strength PageRank Betweenness "
    "Community Tone".split(),
    "edges": "Source Target Type Weight Articles Stories Sentences Expected NPMI G2 P Q Backbone Stance StanceLow "
    "StanceHigh".split(),
    "stance": ["Source", "Target", "Period", *TAIL],
    "tone": ["Outlet", "Target", "Period", *TAIL],
    "evidence": "Article Date Outlet Title Sentence Source Target Label Score Text Url".split(),
    "rejects": "Input Line Offset Reason Excerpt".split(),
    "edges_by_period": "Period Source Target Weight Articles Stories Sentences Expected NPMI G2 P Q Status".split(),
    "network_summary": "Measure Value Low High Note".split(),
}
CELL_UNITS = 32_767
FORMULA = re.compile(r"'[=+\-@\t\r]")
GEXF = "{http://gexf.net/1.3}"
# Elements of GEXF 1.3 with the attributes that they must and may have and the elements that may stand in them.
GRAMMAR = {
    "gexf": ({"version"}, {"variant"}, {"meta", "graph"}),
    "meta": (set(), {"lastmodifieddate"}, {"creator", "keywords", "description"}),
    "creator": (set(), set(), set()),
    "description": (set(), set(), set()),
    "graph": (
        set(),
        {"timeformat", "timerepresentation", "timezone", "start", "end", "defaultedgetype", "idtype", "mode"},
        {"attributes", "nodes", "edges"},
    ),
    "attributes": ({"class"}, {"mode"}, {"attribute"}),
    "attribute": ({"id", "title", "type"}, set(), {"default", "options"}),
    "nodes": (set(), {"count"}, {"node"}),
    "node": ({"id"}, {"label"}, {"attvalues", "spells", "color"}),
    "edges": (set(), {"count"}, {"edge"}),
    "edge": ({"source", "target"}, {"id", "type", "label", "weight", "kind"}, {"attvalues", "spells", "color"}),
    "attvalues": (set(), set(), {"attvalue"}),
    "attvalue": ({"for", "value"}, {"start", "end"}, set()),
    "spells": (set(), set(), {"spell"}),
    "spell": (set(), {"start", "end"}, set()),
    "color": (set(), {"r", "g", "b", "a", "hex"}, set()),
}

failures = 0
checks = 0


def check(holds, what):
    """Counts a check and says what does not hold."""
    global failures, checks
    checks += 1
    if not holds:
        failures += 1
        if failures <= 50:
            print(f"FAILED  {what}")


def plain(text):
    """A text without its mark of safety."""
    return text[1:] if FORMULA.match(text) else text


def read_csv(path, texts):
    """The columns and rows of a CSV file; missing values are None, numbers are numbers, texts lose their safety mark."""
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        header, *records = reader
    rows = []
    for record in records:
        check(len(record) == len(header), f"{path.name}: {len(record)} cells in {record[:3]}")
        row = {}
        for key, value in zip(header, record):
            if value == "":
                row[key] = None
            elif key in texts:
                check(value[0] not in "=+-@\t\r", f"{path.name}: {value!r} runs as a formula")
                row[key] = plain(value)
            else:
                row[key] = number(value)
        rows.append(row)
    return header, rows


def number(value):
    """The number in a cell; a whole one as int."""
    if re.fullmatch(r"-?\d+", value):
        check(value != "-0", "a negative zero")
        return int(value)
    try:
        x = float(value)
    except ValueError:
        check(False, f"{value!r} is no number")
        return value
    check(math.isfinite(x), f"{value!r} is no number for a table")
    return x


def missing(value):
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value)) or value is pd.NA


def same(a, b):
    """Whether two cells hold the same value; None, NaN and '' are all missing."""
    if missing(a) or missing(b):
        return missing(a) and missing(b)
    if isinstance(a, str) or isinstance(b, str):
        return str(a) == str(b)
    return float(a) == float(b)


def compare(name, how, expected, found):
    """Checks that two lists of rows are the same."""
    check(len(expected) == len(found), f"{name}: {len(expected)} rows in CSV, {len(found)} in {how}")
    for i, (a, b) in enumerate(zip(expected, found)):
        for key in a:
            if not (key in b and same(a[key], b[key])):
                check(False, f"{name} row {i} {key}: CSV {a[key]!r}, {how} {b.get(key)!r}")
                return
    check(True, "")


def kinds(folder, name):
    """Names of the columns of a table that hold texts: from Parquet, else from JSON, else from the CSV itself."""
    path = folder / f"{name}.parquet"
    if path.exists():
        schema = parquet.read_schema(path)
        for field in schema:
            check(str(field.type) in ("string", "int64", "double"), f"{path.name}: {field.name} is {field.type}")
        return {field.name for field in schema if str(field.type) == "string"}
    path = folder / f"{name}.json"
    if path.exists():
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {key for row in rows for key, value in row.items() if isinstance(value, str)}
    known = "Id Label Type Country Source Target Period Outlet Article Date Title Text Url Input Reason Excerpt Status Measure Note "
    known += "Fragile Actor Kind From To Story Outlets"
    return set(known.split())


def in_sheet(value):
    """A text as openpyxl gives it: line ends as XML has them, control characters as they are escaped."""
    value = re.sub(r"\r\n?", "\n", value)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", lambda m: f"_x{ord(m[0]):04X}_", value)


def check_workbook(book, tables, headers):
    """Each table in its sheets: heading, rows, filters, frozen heading, formats of numbers."""
    check(book.sheetnames[0] == "read me", "the first sheet of the workbook explains the others")
    explained = {(row[0], row[1]) for row in book["read me"].iter_rows(values_only=True)}
    for name, rows in tables.items():
        if name not in book.sheetnames:
            continue
        found, part = [], 1
        while (title := f"{name} {part}" if part > 1 else name) in book.sheetnames:
            sheet = book[title]
            lines = sheet.iter_rows()
            heading = [cell.value for cell in next(lines)]
            check(heading == headers[name], f"sheet {title}: heading {heading}")
            check(sheet.freeze_panes == "A2", f"sheet {title}: heading not frozen")
            check(sheet.auto_filter.ref is not None, f"sheet {title}: no filter")
            for line in lines:
                values = {}
                for key, cell in zip(heading, line):
                    check(cell.data_type != "f", f"sheet {title}: formula in {cell.coordinate}")
                    if isinstance(cell.value, (int, float)):
                        check(cell.number_format != "@", f"sheet {title}: number shown as text in {cell.coordinate}")
                    values[key] = cell.value
                found.append(values)
            part += 1
        for key in headers[name]:
            check((name, key) in explained, f"read me: {name} {key} is not explained")
        expected = []
        for row, seen in zip(rows, found):
            fitting = {}
            for key, value in row.items():
                if isinstance(value, str):
                    whole = in_sheet(value)
                    if len(value.encode("utf-16-le")) // 2 > CELL_UNITS:
                        shown = seen.get(key) or ""
                        check(shown.endswith("…") and whole.startswith(shown[:-1]), f"{name} {key}: a text cut wrongly")
                        whole = shown
                    value = whole
                fitting[key] = value
            expected.append(fitting)
        check(len(rows) == len(found), f"{name}: {len(rows)} rows in CSV, {len(found)} in the workbook")
        compare(name, "XLSX", expected, found)


def check_totals(tables):
    """The rules by which tables agree with each other."""
    for name in ("stance", "tone"):
        for row in tables.get(name, []):
            whole = row["Positive"] + row["Negative"] + row["Neutral"]
            check(whole == row["Sentences"], f"{name}: labels of {row} do not add up")
            check(1 <= row["Articles"] <= row["Sentences"], f"{name}: articles of {row}")
            if row["P"] is not None:
                check(0 < row["P"] <= row["Q"] <= 1, f"{name}: P, Q of {row}")
            if row["Low"] is not None:
                check(-1 <= row["Low"] <= row["High"] <= 1, f"{name}: interval of {row}")
    for name, rows in tables.items():
        for row in rows:
            for low in row:
                middle = low.removesuffix("Low")
                ends = row[low], row.get(f"{middle}High")
                if low.endswith("Low") and middle and None not in ends:
                    check(ends[0] <= ends[1], f"{name}: {low} above {middle}High in {row}")
            if "Stories" in row and row["Stories"] is not None and row.get("Articles") is not None:
                check(row["Stories"] <= row["Articles"], f"{name}: more stories than articles in {row}")
    if "actors" in tables and "edges" in tables:
        actors = {row["Id"]: row for row in tables["actors"]}
        check(len(actors) == len(tables["actors"]), "actors: an id occurs twice")
        check(list(actors) == sorted(actors, key=lambda s: s.encode()), "actors: not sorted by id")
        if actors:
            total = sum(row["PageRank"] for row in actors.values())
            check(abs(total - 1) < 1e-5 * len(actors), f"actors: PageRank sums to {total}")
        pairs = [(row["Source"], row["Target"]) for row in tables["edges"]]
        check(pairs == sorted(set(pairs), key=lambda p: (p[0].encode(), p[1].encode())), "edges: order or repeats")
        for row in tables["edges"]:
            ends = actors.get(row["Source"]), actors.get(row["Target"])
            check(all(ends), f"edges: an end of {row} is no actor")
            if all(ends):
                check(row["Articles"] <= min(e["Articles"] for e in ends), f"edges: articles of {row}")
                check(row["Sentences"] <= min(e["Sentences"] for e in ends), f"edges: sentences of {row}")
    if "stance" in tables and "evidence" in tables:
        counted = sum(row["Sentences"] for row in tables["stance"])
        check(counted == len(tables["evidence"]), f"{len(tables['evidence'])} rows of evidence, {counted} sentences")


def xml_text(text):
    """A text as XML can hold it."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def span(period):
    """First and last day of a period by its name, or None."""
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:\.\.|/)(\d{4}-\d\d-\d\d)", period):
        return match[1], match[2]
    if re.fullmatch(r"\d{4}", period):
        return f"{period}-01-01", f"{period}-12-31"
    if match := re.fullmatch(r"(\d{4})-(Q\d|W\d\d|\d\d)", period):
        year, part = int(match[1]), match[2]
        if part[0] == "W":
            first = date.fromisocalendar(year, int(part[1:]), 1)
            return first.isoformat(), (first + timedelta(days=6)).isoformat()
        month, months = (int(part[1]) * 3 - 2, 3) if part[0] == "Q" else (int(part), 1)
        after = date(year + (month + months > 12), (month + months - 1) % 12 + 1, 1)
        return date(year, month, 1).isoformat(), (after - timedelta(days=1)).isoformat()
    return (period, period) if re.fullmatch(r"\d{4}-\d\d-\d\d", period) else None


def check_grammar(element):
    """An element and all below it against the schema."""
    name = re.sub(r"\{.*\}", "", element.tag)
    if name not in GRAMMAR:
        check(False, f"network.gexf: {element.tag} is no element")
        return
    must, may, inside = GRAMMAR[name]
    keys = set(element.attrib)
    check(must <= keys <= must | may, f"network.gexf: attributes of {name}: {keys}")
    check(name != "spells" or len(element) > 0, "network.gexf: spells without a spell")
    for child in element:
        check(re.sub(r"\{.*\}", "", child.tag) in inside, f"network.gexf: {child.tag} in {name}")
        check_grammar(child)


def check_gexf(path, tables):
    """The schema, and the times if there are any."""
    root = xml.parse(path).getroot()
    check(root.tag == f"{GEXF}gexf" and root.get("version") == "1.3", "network.gexf: version")
    check_grammar(root)
    graph = root.find(f"{GEXF}graph")
    declared = {
        (a.get("class"), d.get("id")): a.get("mode", "static") for a in graph.iter(f"{GEXF}attributes") for d in a
    }
    times = {}
    rows = tables.get("edges_by_period", [])
    spans = sorted(filter(None, {span(row["Period"] or "") for row in rows}))
    for row in rows:
        days = span(row["Period"] or "")
        if days and row["Weight"]:
            # A window gives way to the next on the day before that begins.
            later = [first for first, _ in spans if days[0] < first <= days[1]]
            if later:
                days = days[0], (date.fromisoformat(later[0]) - timedelta(days=1)).isoformat()
            times.setdefault((xml_text(row["Source"]), xml_text(row["Target"])), []).append((*days, row["Weight"]))
    check((graph.get("mode") == "dynamic") == bool(times), f"network.gexf: mode {graph.get('mode')}")
    spells = {}
    for kind in ("node", "edge"):
        for element in graph.iter(f"{GEXF}{kind}"):
            values = list(element.iter(f"{GEXF}attvalue"))
            for value in values:
                mode = declared.get((kind, value.get("for")))
                check(mode is not None, f"network.gexf: {kind} attribute {value.get('for')} is not declared")
                check((mode == "dynamic") == ("start" in value.attrib), f"network.gexf: {value.attrib}")
            days = [(s.get("start"), s.get("end")) for s in element.iter(f"{GEXF}spell")]
            check(all(a <= b for a, b in days), f"network.gexf: spells {days}")
            check(all(a[1] < b[0] for a, b in zip(days, days[1:])), f"network.gexf: spells overlap {days}")
            if kind == "node":
                spells[element.get("id")] = days
                continue
            ends = element.get("source"), element.get("target")
            found = [(v.get("start"), v.get("end"), float(v.get("value"))) for v in values if v.get("for") == "weight"]
            check(sorted(found) == sorted(times.get(ends, [])), f"network.gexf: times of {ends}: {found}")
            for first, last in days:
                for end in ends:
                    held = any(a <= first and last <= b for a, b in spells[end])
                    check(held, f"network.gexf: {ends} is there while {end} is not")
    if times:
        # networkx takes any attribute with the id "weight" for the static one, so of the times it sees the spells.
        read = nx.read_gexf(path)
        for a, b, data in read.edges(data=True):
            known = joined(times.get((a, b)) or times.get((b, a)) or [])
            check(data.get("spells", []) == known, f"network.gexf: networkx reads other spells of {a}-{b}")


def joined(spans):
    """First and last days of spans, those that meet made one."""
    found = []
    for first, last, _ in sorted(spans):
        if found and date.fromisoformat(first) <= date.fromisoformat(found[-1][1]) + timedelta(days=1):
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def check_network(folder, tables, modules):
    """Reads the network in each format and compares it with the tables."""
    if "actors" not in tables or "edges" not in tables:
        return
    actors, edges = tables["actors"], tables["edges"]
    weights = {frozenset((row["Source"], row["Target"])): row["Weight"] for row in edges}
    # What each format can hold of a name.
    pajek = lambda text: re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text.replace('"', "'"))
    readers = {"gexf": (nx.read_gexf, xml_text), "graphml": (nx.read_graphml, xml_text), "net": (nx.read_pajek, pajek)}
    for ending, (reader, name) in readers.items():
        path = folder / f"network.{ending}"
        if not path.exists():
            print(f"no {path.name}")
            continue
        graph = nx.Graph(reader(path))
        check(set(graph) == {name(row["Id"]) for row in actors}, f"{path.name}: actors differ")
        found = {frozenset((a, b)): data["weight"] for a, b, data in graph.edges(data=True)}
        check(found == {frozenset(map(name, pair)): w for pair, w in weights.items()}, f"{path.name}: edges differ")
        if ending == "net":
            continue
        for row in actors:
            node = graph.nodes[name(row["Id"])]
            label = node.get("label" if ending == "gexf" else "Label")
            check(same(row["Label"] and name(row["Label"]), label), f"{path.name}: label of {row['Id']}")
            for key, value in row.items():
                if key not in ("Id", "Label"):
                    value = name(value) if isinstance(value, str) else value
                    check(same(value, node.get(key)), f"{path.name}: {row['Id']} {key} {node.get(key)!r} for {value!r}")
        for row in edges:
            edge = graph.edges[name(row["Source"]), name(row["Target"])]
            for key, value in row.items():
                if key not in ("Source", "Target", "Type", "Weight"):
                    value = name(value) if isinstance(value, str) else value
                    check(same(value, edge.get(key)), f"{path.name}: {row['Source']}-{row['Target']} {key}")
    path = folder / "network.gexf"
    if path.exists():
        check_gexf(path, tables)
    check_igraph(folder, actors, edges)
    check_matrices(folder, actors, weights)
    if modules:
        script = Path(__file__).with_name("read_graphs.mjs")
        seen = json.loads(subprocess.run(["node", script, modules, folder], capture_output=True, check=True).stdout)
        for form, graph in seen.items():
            if graph is None:
                print("graphology: reads no dynamic GEXF, passed over")
                continue
            found = {frozenset((e["source"], e["target"])): e["weight"] for e in graph["edges"]}
            check(found == {frozenset(map(xml_text, p)): w for p, w in weights.items()}, f"graphology: edges of {form}")
            for node, row in zip(graph["nodes"], actors):
                check(node["id"] == xml_text(row["Id"]), f"graphology: {form} {row['Id']}")
                for key in ("Articles", "PageRank", "Community", "Type"):
                    check(same(row[key], node.get(key)), f"graphology: {form} {row['Id']} {key}")
        print(f"graphology read {', '.join(form for form, graph in seen.items() if graph)}")


def check_igraph(folder, actors, edges):
    """GraphML and Pajek as igraph sees them."""
    path = folder / "network.graphml"
    if path.exists():
        graph = igraph.Graph.Read_GraphML(str(path))
        check(graph.vcount() == len(actors) and graph.ecount() == len(edges), f"{path.name}: igraph sees another size")
        check(not graph.is_directed(), f"{path.name}: igraph sees directions")
        for vertex, row in zip(graph.vs, actors):
            check(vertex["id"] == xml_text(row["Id"]), f"{path.name}: igraph sees {vertex['id']!r} for {row['Id']!r}")
            for key, value in row.items():
                if key != "Id":
                    value = xml_text(value) if isinstance(value, str) else value
                    check(same(value, vertex[key]), f"{path.name}: igraph, {row['Id']} {key} {vertex[key]!r}")
        for edge, row in zip(graph.es, edges):
            ends = graph.vs[edge.source]["id"], graph.vs[edge.target]["id"]
            check(set(ends) == {xml_text(row["Source"]), xml_text(row["Target"])}, f"{path.name}: igraph, ends {ends}")
            for key, value in row.items():
                if key not in ("Source", "Target", "Type"):
                    seen = edge["weight" if key == "Weight" else key]
                    value = xml_text(value) if isinstance(value, str) else value
                    check(same(value, seen), f"{path.name}: igraph, {ends} {key} {seen!r} for {value!r}")
    path = folder / "network.net"
    if path.exists():
        graph = igraph.Graph.Read_Pajek(str(path))
        check(graph.vcount() == len(actors) and graph.ecount() == len(edges), f"{path.name}: igraph sees another size")
        if edges:
            check(graph.es["weight"] == [row["Weight"] for row in edges], f"{path.name}: igraph sees other weights")
    # The way of the README: a data frame of edges, one of vertices.
    frame = pd.DataFrame(edges, columns=["Source", "Target", "Weight"])
    graph = igraph.Graph.DataFrame(frame, directed=False, vertices=pd.DataFrame({"Id": [a["Id"] for a in actors]}), use_vids=False)
    check(graph.ecount() == len(edges), "edges.csv: igraph sees another size")
    if edges:
        strength = dict(zip(graph.vs["name"], graph.strength(weights="Weight")))
        for row in actors:
            # Only where the table holds all edges.
            if len(edges) == sum(a["Degree"] for a in actors) // 2:
                check(strength[row["Id"]] == row["Strength"], f"igraph: strength of {row['Id']}")


def check_matrices(folder, actors, weights):
    """adjacency.csv and pairs.csv."""
    ids = [row["Id"] for row in actors]
    path = folder / "adjacency.csv"
    if path.exists():
        frame = pd.read_csv(path, index_col="Id", keep_default_na=False)
        check([plain(i) for i in frame.index] == ids == [plain(c) for c in frame.columns], "adjacency.csv: actors differ")
        values = frame.to_numpy()
        check((values == values.T).all() and (values.diagonal() == 0).all(), "adjacency.csv: not symmetric")
        found = {
            frozenset((ids[i], ids[j])): int(values[i, j]) for i, j in zip(*values.nonzero()) if i < j
        }
        check(found == weights, "adjacency.csv: weights differ")
        if len(ids):
            graph = nx.from_numpy_array(values)
            check(graph.size() == len(weights), "adjacency.csv: networkx sees another size")
    else:
        print("no adjacency.csv")
    path = folder / "pairs.csv"
    if path.exists():
        frame = pd.read_csv(path, keep_default_na=False)
        check(list(frame.columns) == ["item1", "item2", "n"], f"pairs.csv: columns {list(frame.columns)}")
        rows = [(plain(a), plain(b), n) for a, b, n in frame.itertuples(index=False)]
        check(len(rows) == 2 * len(weights), f"pairs.csv: {len(rows)} rows for {len(weights)} edges")
        check(rows == sorted(rows, key=lambda r: (r[0].encode(), r[1].encode())), "pairs.csv: not sorted")
        for a, b, n in rows:
            check(weights.get(frozenset((a, b))) == n, f"pairs.csv: {a} {b} {n}")
        check(len({(a, b) for a, b, _ in rows}) == len(rows), "pairs.csv: a row twice")
    else:
        print("no pairs.csv")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--graphology", metavar="DIR", help="folder with node_modules of graphology and its readers")
    args = parser.parse_args()
    folder = args.folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    tables, headers = {}, {}
    for note in manifest["tables"]:
        name = note["name"]
        path = folder / f"{name}.csv"
        if not path.exists():
            print(f"no {path.name}: name csv among the formats")
            continue
        headers[name], tables[name] = read_csv(path, kinds(folder, name))
        published = PUBLISHED.get(name, [])
        check(headers[name][: len(published)] == published, f"{path.name}: columns {headers[name]}")
        check(note["rows"] == len(tables[name]), f"manifest: rows of {name}")
        check(note["columns"] == headers[name], f"manifest: columns of {name}")
        # pandas without any options must see the same size.
        frame = pd.read_csv(path, keep_default_na=False)
        check(frame.shape == (len(tables[name]), len(headers[name])), f"{path.name}: pandas sees {frame.shape}")
    for name, rows in tables.items():
        path = folder / f"{name}.json"
        if path.exists():
            refuse = lambda x: check(False, f"{path.name}: {x}")
            compare(name, "JSON", rows, json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse))
        path = folder / f"{name}.parquet"
        if path.exists():
            table = parquet.read_table(path)
            check(table.column_names == headers[name], f"{path.name}: columns")
            compare(name, "Parquet", rows, table.to_pylist())
            frame = pd.read_parquet(path)
            check(frame.shape == (len(rows), len(headers[name])), f"{path.name}: pandas sees {frame.shape}")
            for column in frame:
                gaps = sum(row[column] is None for row in rows)
                check(frame[column].isna().sum() == gaps, f"{path.name}: pandas sees other gaps in {column}")
            check_duckdb(path, rows, headers[name])
    for path in sorted(folder.glob("*.xlsx")):
        check_workbook(openpyxl.load_workbook(path), tables, headers)
    check_totals(tables)
    check_network(folder, tables, args.graphology)
    print(f"{checks} checks, {failures} failed; " + ", ".join(f"{len(r)} {n}" for n, r in tables.items()))
    sys.exit(1 if failures else 0)


def check_duckdb(path, rows, header):
    """Parquet as duckdb sees it, if it is installed."""
    try:
        import duckdb
    except ImportError:
        return
    found = duckdb.sql(f"select * from read_parquet('{path}')").fetchall()
    compare(path.stem, "duckdb", rows, [dict(zip(header, row)) for row in found])


if __name__ == "__main__":
    main()
