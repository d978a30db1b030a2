#!/usr/bin/env python3
"""Compares mean scores of pairs of states with what is known of them from outside the news.

    demarche analyze CORPUS.jsonl -o OUT --roll-up country
    scripts/measure_pairs.py OUT... [--anchors DIR] [--least 5]

For each folder OUT (its stance.csv and manifest.json) it prints

* the panel: of the ordered pairs in scripts/panel/pairs.csv whose years overlap with the corpus and that have at least
  --least articles, how many have the expected sign, by sign, with Wilson's 95 % interval. The panel was written from common
  knowledge before any score was looked at;
* with --anchors, a folder with un_votes_dyad_year_*.csv.gz and atop_alliance_*.csv.gz (columns as their README says): Pearson's
  and Spearman's correlation of a pair's score (both directions, weighted by articles) with its mean agreement in the General
  Assembly, with Fisher's 95 % interval, and the mean score of allied pairs against the others.

Needs nothing beside Python 3.
"""

import argparse
import collections
import csv
import gzip
import json
import math
from pathlib import Path

PANEL = Path(__file__).resolve().parent / "panel" / "pairs.csv"


def rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8-sig")
    with opened as file:
        return list(csv.DictReader(file))


def years(folder):
    """First and last year of the corpus, from its manifest or its evidence."""
    found = [int(r["Date"][:4]) for r in rows(folder / "evidence.csv") if r["Date"]] if (folder / "evidence.csv").exists() else []
    return (min(found), max(found)) if found else (None, None)


def scores(folder, least):
    """(source, target) -> (score, articles) of pairs that rest on enough articles."""
    out = {}
    for row in rows(folder / "stance.csv"):
        if row.get("Period") or not row["Score"] or int(row["Articles"]) < least:
            continue
        out[row["Source"], row["Target"]] = (float(row["Score"]), int(row["Articles"]))
    return out


def wilson(part, whole):
    z = 1.959963984540054
    share = part / whole
    centre = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return centre - half, centre + half


def panel(found, span):
    count = collections.Counter()
    wrong = []
    for row in rows(PANEL):
        pair = row["Source"], row["Target"]
        if pair not in found or (span[0] and (int(row["To"]) < span[0] or int(row["From"]) > span[1])):
            continue
        score, articles = found[pair]
        right = score < 0 if row["Sign"] == "-" else score > 0
        count[row["Sign"], right] += 1
        if not right:
            wrong.append(f"{pair[0]}->{pair[1]} {score:+.3f} (n {articles}), expected {row['Sign']}")
    for sign, name in [("-", "hostile"), ("+", "friendly")]:
        part, whole = count[sign, True], count[sign, True] + count[sign, False]
        if whole:
            low, high = wilson(part, whole)
            print(f"  panel, {name}: {part} of {whole} with the expected sign ({part / whole:.2f}, {low:.2f} to {high:.2f})")
        else:
            print(f"  panel, {name}: no pair with enough articles")
    for line in wrong:
        print(f"    {line}")


def undirected(found):
    sums = collections.defaultdict(lambda: [0.0, 0])
    for (a, b), (score, n) in found.items():
        if len(a) == 3 and len(b) == 3 and a.isupper() and b.isupper():
            entry = sums[min(a, b), max(a, b)]
            entry[0] += score * n
            entry[1] += n
    return {pair: total / n for pair, (total, n) in sums.items()}


def pearson(x, y):
    n = len(x)
    mx, my = sum(x) / n, sum(y) / n
    sxy = sum((a - mx) * (b - my) for a, b in zip(x, y))
    sxx, syy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    return sxy / math.sqrt(sxx * syy) if sxx > 0 and syy > 0 else None


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in range(i, j + 1):
            out[order[k]] = (i + j) / 2
        i = j + 1
    return out


def interval(r, n):
    if n < 4 or abs(r) >= 1:
        return (-1.0, 1.0)
    z, half = math.atanh(r), 1.959963984540054 / math.sqrt(n - 3)
    return math.tanh(z - half), math.tanh(z + half)


def anchors(folder, found):
    pairs = undirected(found)
    votes = collections.defaultdict(list)
    for row in (r for path in sorted(folder.glob("un_votes_dyad_year_*.csv.gz")) for r in rows(path)):
        votes[min(row["iso3_a"], row["iso3_b"]), max(row["iso3_a"], row["iso3_b"])].append(float(row["agree_lijphart"]))
    both = sorted(p for p in pairs if p in votes)
    if len(both) >= 4:
        x, y = [pairs[p] for p in both], [sum(votes[p]) / len(votes[p]) for p in both]
        for name, r in [("Pearson", pearson(x, y)), ("Spearman", pearson(ranks(x), ranks(y)))]:
            if r is not None:
                low, high = interval(r, len(both))
                print(f"  votes, {name}: r = {r:.2f} ({low:.2f} to {high:.2f}), {len(both)} pairs")
    else:
        print(f"  votes: only {len(both)} pairs with enough articles")
    allied = set()
    for row in (r for path in sorted(folder.glob("atop_alliance_*.csv.gz")) for r in rows(path)):
        if float(row["atop_defense"] or 0) > 0:
            allied.add((min(row["iso3_1"], row["iso3_2"]), max(row["iso3_1"], row["iso3_2"])))
    for name, group in [("allied", [s for p, s in pairs.items() if p in allied]), ("not allied", [s for p, s in pairs.items() if p not in allied])]:
        if group:
            print(f"  {name}: mean score {sum(group) / len(group):+.3f}, {sum(s > 0 for s in group)} of {len(group)} above zero")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--anchors", type=Path)
    parser.add_argument("--least", type=int, default=5)
    args = parser.parse_args()
    for folder in args.folders:
        found = scores(folder, args.least)
        span = years(folder)
        program = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        print(f"{folder}: demarche {program.get('version')}, years {span[0]} to {span[1]}, {len(found)} ordered pairs with {args.least} articles or more")
        panel(found, span)
        if args.anchors:
            anchors(args.anchors, found)


if __name__ == "__main__":
    main()
