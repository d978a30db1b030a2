#!/usr/bin/env python3
"""Reads an output folder back with the programs that its readers use and compares what they see.

    pip install networkx pandas openpyxl pyarrow        (igraph too, if it is there)
    demarche analyze corpus -o out --format csv,json,xlsx,parquet,gexf,graphml,pajek
    python3 scripts/validate_exports.py out

Every table is read from CSV (the reference), JSON, Parquet and the workbook, and every network from GEXF, GraphML and
Pajek; columns, rows and values must agree, and totals must reconcile. Formats that the folder lacks are named and passed over.
Exit status: 0 if all that is there agrees, 1 if not.
"""

import csv
import json
import math
import re
import sys
from pathlib import Path

import networkx as nx
import openpyxl
import pandas as pd

TAIL = "Articles Stories Sentences Positive Negative Neutral Score Low High P Q".split()
PUBLISHED = {
    "actors": "Id Label Type Country Articles Stories Sentences Mentions Degree Strength PageRank Betweenness "
    "Community Tone".split(),
    "edges": "Source Target Type Weight Articles Stories Sentences Expected NPMI G2 P Q Backbone Stance StanceLow "
    "StanceHigh".split(),
    "stance": ["Source", "Target", "Period", *TAIL],
    "tone": ["Outlet", "Target", "Period", *TAIL],
    "evidence": "Article Date Outlet Title Sentence Source Target Label Score Text Url".split(),
    "rejects": "Input Line Offset Reason Excerpt".split(),
}
TEXT = set(
    "Id Label Type Country Source Target Period Outlet Article Date Title Text Url Input Reason Excerpt".split()
)
CELL_UNITS = 32_767

failures = 0
checks = 0


def check(holds, what):
    """Counts a check and says what does not hold."""
    global failures, checks
    checks += 1
    if not holds:
        failures += 1
        print(f"FAILED  {what}")


def read_csv(path):
    """The rows of a CSV file as dicts; missing values are None, numbers are numbers, texts lose their safety mark."""
    raw = path.read_bytes()
    check(b"\r\n" not in raw.replace(b'"', b"") or path.stem in ("evidence", "rejects"), f"{path.name}: line ends")
    text = raw.decode("utf-8-sig")
    csv.field_size_limit(1 << 30)
    rows = []
    for record in csv.DictReader(text.splitlines(keepends=True), strict=True):
        row = {}
        for key, value in record.items():
            if value == "":
                row[key] = None
            elif key in TEXT:
                check(value[0] not in "=+-@\t\r", f"{path.name}: {value!r} runs as a formula")
                row[key] = value[1:] if re.match(r"'[=+\-@\t\r]", value) else value
            else:
                row[key] = number(value)
        rows.append(row)
    header = next(csv.reader([text.split("\n", 1)[0]]))
    return header, rows


def number(value):
    """The number in a cell, or its text if it is none."""
    try:
        x = float(value)
    except ValueError:
        return value
    check(math.isfinite(x) and value != "-0", f"{value!r} is no number for a table")
    return x


def same(a, b):
    """Whether two cells hold the same value; None, NaN and '' are all missing."""
    missing = lambda v: v is None or v == "" or (isinstance(v, float) and math.isnan(v)) or v is pd.NA
    if missing(a) or missing(b):
        return missing(a) and missing(b)
    if isinstance(a, str) or isinstance(b, str):
        return str(a) == str(b)
    return math.isclose(float(a), float(b), rel_tol=1e-12, abs_tol=0)


def compare(name, how, expected, found):
    """Checks that two lists of rows are the same."""
    check(len(expected) == len(found), f"{name}: {len(expected)} rows in CSV, {len(found)} in {how}")
    for i, (a, b) in enumerate(zip(expected, found)):
        for key in a:
            if not (key in b and same(a[key], b[key])):
                check(False, f"{name} row {i} {key}: CSV {a[key]!r}, {how} {b.get(key)!r}")
                return
    check(True, "")


def workbook_rows(book, name, header):
    """The rows of a table in a workbook; long tables go on in further sheets."""
    rows, part = [], 1
    while (sheet := f"{name} {part}" if part > 1 else name) in book.sheetnames:
        values = book[sheet].iter_rows(values_only=True)
        check(list(next(values))[: len(header)] == header, f"sheet {sheet}: heading")
        rows += [dict(zip(header, line)) for line in values]
        part += 1
    return rows


def fitting(row):
    """A row as a workbook can hold it: very long texts are shortened there."""
    short = {}
    for key, value in row.items():
        if isinstance(value, str):
            value = re.sub(r"\r\n?", "\n", value)
            if len(value.encode("utf-16-le")) // 2 > CELL_UNITS:
                value = None
        short[key] = value
    return short


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


def check_network(folder, tables):
    """Reads the network in each format and compares it with the tables."""
    if "actors" not in tables or "edges" not in tables:
        return
    ids = {row["Id"] for row in tables["actors"]}
    weights = {frozenset((row["Source"], row["Target"])): row["Weight"] for row in tables["edges"]}
    readers = {"gexf": nx.read_gexf, "graphml": nx.read_graphml, "net": nx.read_pajek}
    for ending, reader in readers.items():
        path = folder / f"network.{ending}"
        if not path.exists():
            print(f"no {path.name}")
            continue
        graph = nx.Graph(reader(path))
        # Pajek has no way to write a quotation mark inside a name.
        name = (lambda i: i.replace('"', "'")) if ending == "net" else (lambda i: i)
        check(set(graph) == {name(i) for i in ids}, f"{path.name}: actors differ")
        found = {frozenset((a, b)): data["weight"] for a, b, data in graph.edges(data=True)}
        expected = {frozenset(map(name, pair)): weight for pair, weight in weights.items()}
        check(found == expected, f"{path.name}: edges differ")
        if ending == "net":
            continue
        for row in tables["actors"]:
            node = graph.nodes[row["Id"]]
            for key, value in row.items():
                if key in ("Id", "Label") or value is None:
                    continue
                check(same(value, node.get(key)), f"{path.name}: {row['Id']} {key} {node.get(key)!r} for {value!r}")
        for row in tables["edges"]:
            edge = graph.edges[row["Source"], row["Target"]]
            for key in ("Expected", "NPMI", "P", "Q", "Stance"):
                if row[key] is not None:
                    check(same(row[key], edge.get(key)), f"{path.name}: {row['Source']}-{row['Target']} {key}")
    if (folder / "network.graphml").exists():
        try:
            import igraph
        except ImportError:
            print("no igraph")
            return
        graph = igraph.Graph.Read_GraphML(str(folder / "network.graphml"))
        check(graph.vcount() == len(ids) and graph.ecount() == len(weights), "network.graphml: igraph sees another size")
        if graph.ecount():
            check(sum(graph.es["weight"]) == sum(weights.values()), "network.graphml: igraph sees other weights")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    tables, headers = {}, {}
    for name, published in PUBLISHED.items():
        path = folder / f"{name}.csv"
        if not path.exists():
            print(f"no {path.name}")
            continue
        headers[name], tables[name] = read_csv(path)
        check(headers[name][: len(published)] == published, f"{path.name}: columns {headers[name]}")
        # pandas without any options must see the same size.
        frame = pd.read_csv(path, keep_default_na=False)
        check(frame.shape == (len(tables[name]), len(headers[name])), f"{path.name}: pandas sees {frame.shape}")
    books = [openpyxl.load_workbook(path, read_only=True) for path in sorted(folder.glob("*.xlsx"))]
    for name, rows in tables.items():
        path = folder / f"{name}.json"
        if path.exists():
            compare(name, "JSON", rows, json.loads(path.read_text(encoding="utf-8")))
        path = folder / f"{name}.parquet"
        if path.exists():
            frame = pd.read_parquet(path)
            check(list(frame.columns) == headers[name], f"{path.name}: columns")
            compare(name, "Parquet", rows, frame.astype(object).to_dict("records"))
        for book in books:
            if name in book.sheetnames:
                expected, found = [fitting(r) for r in rows], workbook_rows(book, name, headers[name])
                for a, b in zip(expected, found):
                    for key in a:
                        if a[key] is None and isinstance(b.get(key), str) and b[key].endswith("…"):
                            a[key] = b[key]
                compare(name, "XLSX", expected, found)
    for book in books:
        check(book.sheetnames[0] == "read me", "the first sheet of the workbook explains the others")
    check_totals(tables)
    check_network(folder, tables)
    manifest = folder / "manifest.json"
    if manifest.exists():
        for note in json.loads(manifest.read_text(encoding="utf-8"))["tables"]:
            if note["name"] in tables:
                check(note["rows"] == len(tables[note["name"]]), f"manifest: rows of {note['name']}")
                check(note["columns"] == headers[note["name"]], f"manifest: columns of {note['name']}")
    print(f"{checks} checks, {failures} failed; " + ", ".join(f"{len(r)} {n}" for n, r in tables.items()))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
