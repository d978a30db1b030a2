#!/usr/bin/env python3
"""Coverage of corrected scores (`demarche audit read`) on sentences that people have labelled.

Each labelled sentence is scored by `demarche score`. Cells are the sentences of one actor towards another (of one name in its role where the data
name no actors), as the rows of stance.csv are. The truth of a cell is the mean of its labels. In each run a sample is drawn as `demarche audit
draw` does, the same number from each label of the machine, and the means of all cells are corrected as src/stats/corrected.rs does, which this
script repeats in plain Python.

Prints, for cells corrected by their own coded sentences and by those of all cells, the share of intervals that hold the truth, beside that of
intervals of the machine's scores alone (Student's over sentences).

usage: simulate_audit.py PROGRAM DATA.jsonl… [--items 200] [--runs 200] [--least 1]
"""

import argparse
import json
import math
import random
import subprocess
from collections import defaultdict

Z = 1.959963984540054
LEAST_CODED = 5
PRIOR = 4.0
SIGN = {"MC": -1, "VC": -1, "N": 0, "C": 0, "VP": 1, "MP": 1}


def student(df):
    """The 97.5 % point of Student's distribution (Cornish-Fisher; exact enough from 4 degrees of freedom on)."""
    z = Z
    return (z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3))


def judgements(path):
    """Judgements of a file: cell, text, source, target, value."""
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        if "ab" in row:
            a, b = row["a"], row["b"]
            for source, target, label in ((a, b, row["ab"]), (b, a, row["ba"])):
                if label not in SIGN:
                    continue  # the coder could not tell
                yield (source["actor"], target["actor"]), row["text"], source, target, SIGN[label]
        elif row.get("gold", {}).get("p"):
            gold = row["gold"]
            p, q = gold["p"], gold["q"]
            value = {"neg": -1, "neu": 0, "pos": 1}[gold["label"]]
            for source, target, way in ((p, q, "p->q"), (q, p, "q->p")):
                held = value if gold["direction"] == way else 0
                # The data name no actors: a cell is all that is said by or of one name.
                yield ("target", target["text"].lower()), row["text"], source, target, held
        else:
            raise SystemExit(f"{path}: labels of a kind that is not known here")


def scored(program, found):
    lines = []
    for number, (_, text, source, target, _) in enumerate(found):
        place = lambda span: {"start": span["start"], "end": span["end"]}
        lines.append(json.dumps({"id": number, "text": text, "source": place(source), "target": place(target)}))
    done = subprocess.run([program, "score"], input="\n".join(lines), capture_output=True, text=True, check=True)
    units = []
    for line in done.stdout.splitlines():
        out = json.loads(line)
        if "score" in out:
            cell, _, _, _, value = found[out["id"]]
            units.append((cell, out["label"], round(out["score"], 3), value))
    return units


def errors_of(units, coded):
    by = defaultdict(list)
    sizes = defaultdict(int)
    for i, (_, stratum, machine, human) in enumerate(units):
        sizes[stratum] += 1
        if i in coded:
            by[stratum].append(human - machine)
    found = {}
    for stratum, size in sizes.items():
        e = by[stratum]
        mean = sum(e) / len(e)
        found[stratum] = (size, len(e), mean, sum((x - mean) ** 2 for x in e) / (len(e) - 1))
    return found


def spread(units, coded, errors):
    own = defaultdict(list)
    for i in coded:
        cell, stratum, machine, human = units[i]
        own[cell].append(human - machine - errors[stratum][2])
    every = [e for cell in own.values() for e in cell]
    variance = sum(e * e for e in every) / (len(every) - 1)
    products = sum((sum(e) ** 2 - sum(x * x for x in e)) / 2 for e in own.values())
    pairs = sum(len(e) * (len(e) - 1) / 2 for e in own.values())
    if pairs < 1:
        return variance
    return min(max(products / pairs, 0.0) + SPREAD_ERRORS * variance / math.sqrt(pairs), variance)


SPREAD_ERRORS = 0.25


def corrected(units, cells, coded):
    """Estimate, half the width of the interval, and basis of each cell."""
    errors = errors_of(units, coded)
    between = spread(units, coded, errors)
    found = {}
    for cell, members in cells.items():
        weight = 1 / len(members)
        parts = defaultdict(lambda: [0, []])
        machine = 0.0
        for i in members:
            _, stratum, score, human = units[i]
            machine += weight * score
            parts[stratum][0] += 1
            if i in coded:
                parts[stratum][1].append(human - score)
        if all(len(e) >= min(LEAST_CODED, n) for n, e in parts.values()):
            shift = variance = scale = 0.0
            for stratum, (n, e) in parts.items():
                share, mean = n * weight, sum(e) / len(e)
                shift += share * mean
                left = 1 - len(e) / n
                if left > 0:
                    df = PRIOR + len(e) - 1
                    s2 = (PRIOR * errors[stratum][3] + sum((x - mean) ** 2 for x in e)) / df
                    v = share**2 * left * s2 / len(e)
                    variance += v
                    scale += v * v / df
            reach = student(variance**2 / scale) * math.sqrt(variance) if variance > 0 else 0.0
            found[cell] = (machine + shift, reach, "own")
        else:
            shift = variance = open_share = 0.0
            for stratum, (n, e) in parts.items():
                size, count, mean, s2 = errors[stratum]
                left = (n - len(e)) * weight
                shift += weight * sum(e) + left * mean
                open_share += left
                variance += left**2 * s2 / count * (1 - count / size) + (n - len(e)) * weight**2 * s2
            variance += open_share**2 * between
            found[cell] = (machine + shift, Z * math.sqrt(variance), "pooled")
    return found


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("data", nargs="+")
    options.add_argument("--items", type=int, default=200)
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--least", type=int, default=1, help="sentences of a cell that is counted")
    args = options.parse_args()
    for path in args.data:
        units = scored(args.program, list(judgements(path)))
        cells = defaultdict(list)
        for i, unit in enumerate(units):
            cells[unit[0]].append(i)
        strata = defaultdict(list)
        for i, unit in enumerate(units):
            strata[unit[1]].append(i)
        truth = {c: sum(units[i][3] for i in m) / len(m) for c, m in cells.items()}
        whole = sum(u[3] for u in units) / len(units)
        hits, seen, widths = defaultdict(float), defaultdict(int), defaultdict(float)
        raw_hits = raw_seen = 0
        for c, members in cells.items():
            if len(members) < max(args.least, 2):
                continue
            scores = [units[i][2] for i in members]
            mean = sum(scores) / len(scores)
            error = math.sqrt(sum((s - mean) ** 2 for s in scores) / (len(scores) - 1) / len(scores))
            raw_hits += abs(truth[c] - mean) <= (student(len(scores) - 1) if len(scores) > 4 else 3.2) * error
            raw_seen += 1
        scores = [u[2] for u in units]
        mean = sum(scores) / len(scores)
        error = math.sqrt(sum((s - mean) ** 2 for s in scores) / (len(scores) - 1) / len(scores))
        for run in range(args.runs):
            draw = random.Random(run)
            left, coded = args.items, set()
            for k, members in enumerate(sorted(strata.values(), key=len)):
                n = min(len(members), left // (len(strata) - k))
                left -= n
                coded.update(draw.sample(members, n))
            found = corrected(units, cells, coded)
            for c, (estimate, reach, basis) in found.items():
                if len(cells[c]) >= args.least:
                    seen[basis] += 1
                    hits[basis] += abs(truth[c] - min(max(estimate, -1), 1)) <= reach
                    widths[basis] += reach
            one = corrected([("all", *u[1:]) for u in units], {"all": list(range(len(units)))}, coded)["all"]
            seen["all sentences"] += 1
            hits["all sentences"] += abs(whole - one[0]) <= one[1]
            widths["all sentences"] += one[1]
        print(f"{path}: {len(units)} judgements in {len(cells)} cells, {args.items} coded, {args.runs} runs")
        print(f"  machine alone: cells {raw_hits / max(raw_seen, 1):.3f} of {raw_seen}; "
              f"all sentences {'held' if abs(whole - mean) <= Z * error else 'missed'} ({mean:+.3f}, truth {whole:+.3f})")
        for basis in seen:
            print(f"  corrected, {basis}: {hits[basis] / seen[basis]:.3f} of {seen[basis]}, "
                  f"mean half width {widths[basis] / seen[basis]:.3f}")


if __name__ == "__main__":
    main()
