#!/usr/bin/env python3
"""Measures `demarche score` on judged sentences.

usage: measure_stance.py DATA... [--run "demarche score"] [--part all|0..4]

DATA are files, plain or compressed with zstd, told by their fields:

* world_stance: pairs judged in both directions (`a`, `b`, `ab`, `ba`), by stratum, with right signs by class. Nothing was learned from
  it; the threshold of labels was chosen on it together with others;
* dse_directed: attitude of a holder towards a target, three classes; newsmtsc: attitude towards a target. The weights that come with
  the program were learned from these: figures on them are held in and too good. Those of training by cross-validation are in
  corpus/MODEL.md. --part picks the sentences of one of its parts;
* events_cameo: English events whose source and target are found in the text by their names: labelled with the sign of the event's
  quad class.

Intervals are 95 % bootstrap intervals over sentences (1,000 draws, fixed seed).
"""

import argparse
import collections
import json
import random
import shlex
import subprocess
import sys

LABELS = ["negative", "neutral", "positive"]
SHORT = {"neg": "negative", "neu": "neutral", "pos": "positive"}
CLASSES = {"MC": "negative", "VC": "negative", "N": "neutral", "C": "neutral", "VP": "positive", "MP": "positive"}
QUADS = {1: "VP", 2: "MP", 3: "VC", 4: "MC"}
PARTS = 5


def part_of(text):
    """The part of a text in cross-validation, as scripts/train_stance/data.rs has it."""
    value = 0xCBF29CE484222325
    for byte in "".join(text.split()).encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return (value >> 17) % PARTS


def records(path):
    command = ["zstd", "-dc", path] if path.endswith(".zst") else ["cat", path]
    return [json.loads(line) for line in subprocess.run(command, capture_output=True, check=True).stdout.splitlines()]


def span(place, start="start", end="end"):
    return {"start": place[start], "end": place[end]}


def questions(rows):
    """Lines for `score`, each with its gold label, class and group."""
    for row in rows:
        gold = row.get("gold", {})
        if "ab" in row:
            for source, target, key in (("a", "b", "ab"), ("b", "a", "ba")):
                if row[key] in CLASSES:
                    line = {"text": row["text"], "source": span(row[source]), "target": span(row[target])}
                    yield line, CLASSES[row[key]], row[key], row["stratum"]
        elif "targets" in gold:
            for target in gold["targets"]:
                yield {"text": row["text"], "target": span(target, "from", "to")}, SHORT[target["label"]], None, None
        elif "p" in gold:
            p, q = gold["p"], gold["q"]
            if None in (p["start"], q["start"]):
                continue
            source, target = (q, p) if gold["direction"] == "q->p" else (p, q)
            if gold["direction"] is None and q["start"] < p["start"]:
                source, target = q, p
            yield {"text": row["text"], "source": span(source), "target": span(target)}, SHORT[gold["label"]], None, None
        elif "quad_derived_here" in gold and row.get("lang") == "en":
            yield from event(row, gold)


def event(row, gold):
    """An event of PLOVER's gold records, where both ends are found in the text."""
    quad = QUADS.get(gold["quad_derived_here"])
    ends = []
    for role in ("source", "target"):
        names = gold.get(role) if isinstance(gold.get(role), list) else []
        places = [(row["text"].find(n["actorText"]), len(n["actorText"])) for n in names if isinstance(n, dict) and n.get("actorText")]
        ends.append(next(({"start": at, "end": at + length} for at, length in places if at >= 0), None))
    if quad and all(ends) and (ends[0]["end"] <= ends[1]["start"] or ends[1]["end"] <= ends[0]["start"]):
        yield {"text": row["text"], "source": ends[0], "target": ends[1]}, CLASSES[quad], quad, None


def score(command, lines):
    text = "".join(json.dumps({"id": i, **line}) + "\n" for i, line in enumerate(lines))
    out = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    found = {row["id"]: row for row in map(json.loads, out.splitlines())}
    return [found[i] for i in range(len(lines))]


def figures(pairs):
    """Precision, recall and F1 of each label from pairs of gold and found, and their mean F1."""
    table = {}
    for label in LABELS:
        hit = sum(g == f == label for g, f in pairs)
        real = sum(g == label for g, _ in pairs)
        said = sum(f == label for _, f in pairs)
        table[label] = (hit / max(1, said), hit / max(1, real), 2 * hit / max(1, real + said), real)
    return table, sum(row[2] for row in table.values()) / 3


def interval(items, measure, draws=1000):
    rng = random.Random(1)
    values = sorted(measure(rng.choices(items, k=len(items))) for _ in range(draws))
    return values[draws // 40], values[-draws // 40 - 1]


def report(name, usable):
    pairs = [(g, f["label"]) for g, f, _ in usable]
    table, macro = figures(pairs)
    low, high = interval(pairs, lambda drawn: figures(drawn)[1])
    print(f"### {name}: {len(pairs)} judgements, macro-F1 {macro:.3f} ({low:.3f} to {high:.3f})\n")
    print("| label | precision | recall | F1 | sentences |\n|---|---|---|---|---|")
    for label, (precision, recall, f1, real) in table.items():
        print(f"| {label} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {real} |")
    print()


def by_class(usable):
    groups = collections.defaultdict(list)
    for gold, found, kind in usable:
        if kind:
            groups[kind].append(float(gold == found["label"]))
    if groups:
        print("| class | right sign | interval | sentences |\n|---|---|---|---|")
        for kind in CLASSES:
            if groups[kind]:
                low, high = interval(groups[kind], lambda drawn: sum(drawn) / len(drawn))
                print(f"| {kind} | {sum(groups[kind]) / len(groups[kind]):.2f} | {low:.2f} to {high:.2f} | {len(groups[kind])} |")
        print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+")
    parser.add_argument("--run", default="demarche score", help="the command that scores lines from standard input")
    parser.add_argument("--part", default="all", help="only the sentences of this part, 0 to 4")
    options = parser.parse_args()
    for path in options.data:
        rows = [r for r in records(path) if options.part == "all" or part_of(r["text"]) == int(options.part)]
        asked = list(questions(rows))
        if not asked:
            sys.exit(f"{path}: no sentences")
        found = score(shlex.split(options.run), [line for line, *_ in asked])
        judged = [(gold, f, kind, group) for (_, gold, kind, group), f in zip(asked, found) if "label" in f]
        print(f"## {path}\n")
        if len(judged) < len(asked):
            print(f"{len(asked) - len(judged)} lines could not be used\n")
        usable = [row[:3] for row in judged]
        report("all", usable)
        by_class(usable)
        for group in sorted({row[3] for row in judged if row[3]}):
            report(f"stratum {group}", [row[:3] for row in judged if row[3] == group])


if __name__ == "__main__":
    main()
