#!/usr/bin/env python3
"""Measures `demarche score` on sentences judged by people.

usage: measure_stance.py DATA... [--run "demarche score"] [--part all|0..4]

DATA are files newsmtsc*.jsonl[.zst] (attitude towards one target) and dse*.jsonl[.zst] (attitude between two
actors) with the fields that scripts/train_stance.rs describes. Prints precision, recall and F1 of each class,
macro-F1, micro-F1, the calibration error, and for pairs the correlation of mean score and mean gold
by pair of names. The weights that come with the program were learned from these very files: figures on them
are held in and too good; they show that the program does what training meant. Held-out figures are those that
training prints by cross-validation (corpus/MODEL.md). --part picks the sentences of one of its parts.
"""

import argparse
import collections
import json
import shlex
import subprocess
import sys

LABELS = ["negative", "neutral", "positive"]
SHORT = {"neg": "negative", "neu": "neutral", "pos": "positive"}
PARTS = 5


def part_of(text):
    """The part of a text in cross-validation, as scripts/train_stance/data.rs has it."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return (value >> 17) % PARTS


def records(path):
    command = ["zstd", "-dc", path] if path.endswith(".zst") else ["cat", path]
    return [json.loads(line) for line in subprocess.run(command, capture_output=True, check=True).stdout.splitlines()]


def targets(rows):
    """Lines for `score`, and the gold label of each, for attitudes towards a target."""
    for row in rows:
        for target in row["gold"]["targets"]:
            line = {"text": row["text"], "target": {"start": target["from"], "end": target["to"]}}
            yield line, SHORT[target["label"]], None


def pairs(rows):
    """The same for attitudes of the holder towards the target; first towards second where there is none."""
    for row in rows:
        gold = row["gold"]
        p, q = gold["p"], gold["q"]
        if None in (p["start"], q["start"]):
            continue
        source, target = (q, p) if gold["direction"] == "q->p" else (p, q)
        span = lambda actor: {"start": actor["start"], "end": actor["end"]}
        line = {"text": row["text"], "source": span(source), "target": span(target)}
        names = tuple(sorted((p["text"].rstrip("'\u2019 "), q["text"].rstrip("'\u2019 "))))
        yield line, SHORT[gold["label"]], names


def score(command, lines):
    text = "".join(json.dumps({"id": i, **line}) + "\n" for i, line in enumerate(lines))
    out = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    found = {row["id"]: row for row in map(json.loads, out.splitlines())}
    return [found[i] for i in range(len(lines))]


def report(gold, found):
    usable = [(g, f) for g, f in zip(gold, found) if "label" in f]
    if len(usable) < len(gold):
        print(f"{len(gold) - len(usable)} lines could not be used")
    print("| class | precision | recall | F1 | sentences |\n|---|---|---|---|---|")
    total = 0.0
    for label in LABELS:
        hit = sum(g == f["label"] == label for g, f in usable)
        real = sum(g == label for g, _ in usable)
        said = sum(f["label"] == label for _, f in usable)
        f1 = 2 * hit / max(1, real + said)
        total += f1
        print(f"| {label} | {hit / max(1, said):.3f} | {hit / max(1, real):.3f} | {f1:.3f} | {real} |")
    micro = sum(g == f["label"] for g, f in usable) / max(1, len(usable))
    bins = collections.defaultdict(lambda: [0, 0.0, 0])
    for g, f in usable:
        p = [f["p_negative"], f["p_neutral"], f["p_positive"]]
        top = max(range(3), key=p.__getitem__)
        cell = bins[min(9, int(p[top] * 10))]
        cell[0] += 1
        cell[1] += p[top]
        cell[2] += LABELS[top] == g
    error = sum(abs(p - hit) for _, p, hit in bins.values()) / max(1, len(usable))
    charged = [(g, f) for g, f in usable if g != "neutral"]
    sign = sum((f["score"] > 0) == (g == "positive") for g, f in charged) / max(1, len(charged))
    print(f"macro-F1 {total / 3:.3f}, micro-F1 {micro:.3f}, calibration error {error:.3f}, "
          f"polarity of non-neutral {sign:.3f}\n")


def correlation(xs, ys):
    n = len(xs)
    mx, my = sum(xs) / n, sum(ys) / n
    sxy = sum((x - mx) * (y - my) for x, y in zip(xs, ys))
    sxx, syy = sum((x - mx) ** 2 for x in xs), sum((y - my) ** 2 for y in ys)
    return sxy / (sxx * syy) ** 0.5 if sxx and syy else float("nan")


def aggregates(names, gold, found):
    cells = collections.defaultdict(list)
    for name, g, f in zip(names, gold, found):
        if "score" in f:
            cells[name].append((LABELS.index(g) - 1, f["score"]))
    for least in (5, 10, 20):
        means = [tuple(sum(c) / len(c) for c in zip(*cell)) for cell in cells.values() if len(cell) >= least]
        if len(means) > 2:
            r = correlation([m[0] for m in means], [m[1] for m in means])
            print(f"pairs with n >= {least}: {len(means)}, r = {r:.3f}")
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+")
    parser.add_argument("--run", default="demarche score", help="the command that scores lines from standard input")
    parser.add_argument("--part", default="all", help="only the sentences of this part, 0 to 4")
    options = parser.parse_args()
    for path in options.data:
        rows = [r for r in records(path) if options.part == "all" or part_of(r["text"]) == int(options.part)]
        if not rows:
            sys.exit(f"{path}: no sentences")
        read = targets if "targets" in rows[0]["gold"] else pairs
        lines, gold, names = map(list, zip(*read(rows)))
        for rule in ("balanced", "argmax"):
            found = score(shlex.split(options.run) + ["--label-rule", rule], lines)
            print(f"## {path}, {rule}: {len(lines)} judgements\n")
            report(gold, found)
        if names[0]:
            aggregates(names, gold, found)


if __name__ == "__main__":
    main()
