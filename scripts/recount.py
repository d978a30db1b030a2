#!/usr/bin/env python3
"""Counts a network a second time, in plain Python from the names that `demarche annotate` finds, and compares every number.

    demarche analyze corpus/articles.jsonl -o out
    demarche annotate corpus/articles.jsonl > names.jsonl
    python3 scripts/recount.py names.jsonl out

Nothing here comes from the program but which name stands where: articles, sentences, pairs and weights are counted again,
Expected, NPMI, G2, P, Q, Backbone and whatever else of the measures below edges.csv has are computed again from their
formulas, SDSMExpected and SDSMP from a fit of their own, and Degree, Strength and PageRank of actors.csv from the recounted edges. The tables hold six significant digits,
so a number agrees if it is the recomputed one rounded, give or take 1e-9 of it. The folder must hold all edges at the
level of articles, of the same articles (no lens), corrected by Benjamini and Hochberg.

Exit status: 0 if all agree, 1 if not, 2 if the folder is not such a one.
"""

import csv
import json
import math
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

EXACT = 1e-9
DIFFERENCES = {"NPMI", "PMI", "G2", "ChiSquare", "LnP", "LogOdds", "LogOddsLow", "LogOddsHigh", "TScore"}


def count(lines):
    """Counts articles, sentences and mentions of actors and pairs."""
    articles, sentences, mentions = Counter(), Counter(), Counter()
    both, both_sentences = Counter(), Counter()
    seen, total, lengths = set(), 0, Counter()
    for line in lines:
        found = json.loads(line)
        if "error" in found:
            continue
        if found["id"] in seen:
            sys.exit(f"id {found['id']!r} occurs twice; give a corpus in which each id is of one article")
        if found["id"] is not None:
            seen.add(found["id"])
        total += 1
        places = defaultdict(set)
        for mention in found["mentions"]:
            # Ids that begin with ? are names outside the dictionary, which are not counted.
            if mention["reading"] == "actor" and not mention["actor"].startswith("?"):
                places[mention["actor"]].add(mention["sentence"])
                mentions[mention["actor"]] += 1
        lengths[len(places)] += 1
        for actor, where in places.items():
            articles[actor] += 1
            sentences[actor] += len(where)
        for a, b in combinations(sorted(places, key=str.encode), 2):
            both[a, b] += 1
            both_sentences[a, b] += len(places[a] & places[b])
    return total, articles, sentences, mentions, both, both_sentences, lengths


class Factorials:
    """Logarithms of factorials, each as a sum of two floats, so that differences of large ones keep their digits."""

    def __init__(self, most):
        self.high, self.low = [0.0], [0.0]
        high = low = 0.0
        for i in range(1, most + 1):
            term = math.log(i)
            total = high + term
            low += (high - total) + term if high >= term else (term - total) + high
            high = total
            self.high.append(high)
            self.low.append(low)

    def ln_choose(self, n, k):
        parts = (n, 1), (k, -1), (n - k, -1)
        return [sign * x for i, sign in parts for x in (self.high[i], self.low[i])]


def ln_tail(f, n, n_i, n_j, n_ij):
    """ln P(X >= n_ij), X hypergeometric: every term on that side summed."""
    if n_ij <= max(0, n_i + n_j - n):
        return 0.0
    first = math.fsum(
        f.ln_choose(n_i, n_ij) + f.ln_choose(n - n_i, n_j - n_ij) + [-x for x in f.ln_choose(n, n_j)]
    )
    term, terms = 1.0, [1.0]
    for x in range(n_ij, min(n_i, n_j)):
        term *= (n_i - x) * (n_j - x) / ((x + 1) * (n - n_i - n_j + x + 1))
        terms.append(term)
    return min(first + math.log(math.fsum(terms)), 0.0)


def benjamini_hochberg(p, tests):
    """Adjusted p-values of the smallest of that many tests; the others have P = 1."""
    order = sorted(range(len(p)), key=p.__getitem__, reverse=True)
    q, least = [1.0] * len(p), 1.0
    for place, i in enumerate(order):
        least = min(least, p[i] * tests / (len(p) - place))
        q[i] = least
    return q


def measures(n, n_i, n_j, n_ij, ln_p):
    """What the columns hold for one pair, by their names; None where a measure is not defined."""
    a, b, c, d = n_ij, n_i - n_ij, n_j - n_ij, n - n_i - n_j + n_ij
    expected = n_i * n_j / n
    full = n_i in (0, n) or n_j in (0, n)
    g2 = chi2 = odds = low = high = None
    if not full:
        cells = [(a, n_i, n_j), (b, n_i, n - n_j), (c, n - n_i, n_j), (d, n - n_i, n - n_j)]
        g2 = 2 * math.fsum(o * math.log(o * n / (r * s)) for o, r, s in cells if o)
        chi2 = math.fsum((o - r * s / n) ** 2 / (r * s / n) for o, r, s in cells)
        odds = math.log((a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)))
        error = 1.959963984540054 * math.sqrt(sum(1 / (x + 0.5) for x in (a, b, c, d)))
        low, high = odds - error, odds + error
    return {
        "Expected": expected,
        "NPMI": math.log(n_ij / expected) / -math.log(n_ij / n) if n_ij < n else None,
        "G2": g2,
        "P": max(math.exp(ln_p), 1e-300),
        "LnP": ln_p,
        "PMI": math.log2(n_ij / expected),
        "ChiSquare": chi2,
        "LogOdds": odds,
        "LogOddsLow": low,
        "LogOddsHigh": high,
        "Jaccard": n_ij / (n_i + n_j - n_ij),
        "Dice": 2 * n_ij / (n_i + n_j),
        "Lift": n_ij / expected,
        "TScore": (n_ij - expected) / math.sqrt(n_ij),
    }


def page_rank(actors, edges):
    """PageRank by repeated multiplication: damping 0.85, actors without edges spread evenly."""
    weight = defaultdict(list)
    strength = Counter()
    for (a, b), w in edges.items():
        weight[a].append((b, w))
        weight[b].append((a, w))
        strength[a] += w
        strength[b] += w
    n = len(actors)
    rank = {a: 1 / n for a in actors}
    for _ in range(1000):
        lost = math.fsum(rank[a] for a in actors if not strength[a])
        new = {
            a: 0.15 / n + 0.85 * (lost / n + math.fsum(rank[b] * w / strength[b] for b, w in weight[a])) for a in actors
        }
        change = sum(abs(new[a] - rank[a]) for a in actors)
        rank = new
        if change < 1e-14:
            break
    return rank


class DegreeSequences:
    """The stochastic degree sequence model as published: the probabilities of maximal entropy with the mean degrees given
    (Saracco et al. 2015), solved by repeated substitution, and tails added up article by article."""

    def __init__(self, articles, lengths):
        self.lengths = sorted((d, n) for d, n in lengths.items() if d)
        actors = Counter(articles.values())
        x = {d: d / math.sqrt(sum(articles.values())) for d in actors}
        y = {d: d / math.sqrt(sum(articles.values())) for d, _ in self.lengths}
        for _ in range(100_000):
            new = {d: d / math.fsum(n * y[e] / (1 + x[d] * y[e]) for e, n in self.lengths) for d in x}
            change = max(abs(new[d] / x[d] - 1) for d in x)
            x = new
            y = {e: e / math.fsum(n * x[d] / (1 + x[d] * y[e]) for d, n in actors.items()) for e, _ in self.lengths}
            if change < 1e-13:
                break
        self.p = {(d, e): x[d] * y[e] / (1 + x[d] * y[e]) for d in x for e in y}
        self.known = {}

    def tail(self, n_i, n_j, k):
        """Expected number of shared articles, and the chance of k or more: the complement below the mean, the sum above."""
        key = min(n_i, n_j), max(n_i, n_j)
        if key not in self.known:
            mass = [1.0]
            for e, n in self.lengths:
                p = self.p[n_i, e] * self.p[n_j, e]
                for _ in range(n):
                    mass = [a * (1 - p) + b * p for a, b in zip(mass + [0.0], [0.0] + mass)]
                    # What is beyond any doubt 0 need not be carried.
                    while len(mass) > 100 and mass[-1] < 1e-320:
                        mass.pop()
            expected = math.fsum(n * self.p[n_i, e] * self.p[n_j, e] for e, n in self.lengths)
            self.known[key] = expected, mass
        expected, mass = self.known[key]
        return expected, math.fsum(mass[k:]) if k > expected else 1 - math.fsum(mass[:k])


class Report:
    """Compares columns and prints a line for each."""

    def __init__(self):
        self.failed = 0
        print(f"{'column':<22}{'compared':>10}{'differ':>8}{'largest difference':>21}")

    def column(self, name, triples, exact=EXACT):
        """Triples of a name, the number found in the table (or None) and the recomputed one (or None)."""
        # Measures that are differences lose digits near 0; probabilities and shares do not.
        near_zero = 1e-12 if name.split()[-1] in DIFFERENCES else 0.0
        differ, largest, where, compared = 0, 0.0, "", 0
        for what, found, known in triples:
            compared += 1
            if found is None or known is None:
                wrong, size = (found is None) != (known is None), 0.0
            else:
                # Six significant digits: half a unit of the sixth, and 1e-9 of the number itself.
                unit = 10.0 ** (math.floor(math.log10(abs(known))) - 5) if known else 0.0
                miss = max(0.0, abs(found - known) - 0.5 * min(unit, 1.0))
                size = miss / max(abs(known), 1e-300)
                wrong = size > exact and miss > near_zero
            if wrong:
                differ += 1
                where = where or f"{what}: {found} in the table, {known} recounted"
            largest = max(largest, size)
        print(f"{name:<22}{compared:>10}{differ:>8}{largest:>21.1e}")
        if differ:
            print(f"    {where}")
        self.failed += differ


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cell(row, name):
    text = row[name]
    return float(text) if text else None


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    folder = Path(sys.argv[2])
    settings = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    wanted = {"level": "article", "min-weight": 1, "top": None, "correction": "bh", "roll-up": None, "readings": "actor"}
    for name, value in wanted.items():
        if settings["settings"].get(name) != value:
            print(f"{folder}: {name} is {settings['settings'].get(name)!r}, recounted is {value!r}")
            return 2
    with open(sys.argv[1], encoding="utf-8") as lines:
        total, articles, sentences, mentions, both, both_sentences, lengths = count(lines)
    actors, edges = read(folder / "actors.csv"), read(folder / "edges.csv")
    print(f"{total} articles, {len(articles)} actors, {len(both)} pairs recounted\n")
    report = Report()
    pairs = [(row["Source"].removeprefix("'"), row["Target"].removeprefix("'")) for row in edges]
    report.column("articles in all", [("manifest", settings["counts"]["articles"], total)])
    report.column("rows of edges", [("edges.csv", len(edges), len(both))])
    missing = set(both) ^ set(pairs)
    if missing:
        print(f"    pairs on one side only: {sorted(missing)[:5]}")
        return 1
    counted = {"Weight": both, "Articles": both, "Sentences": both_sentences}
    for name, values in counted.items():
        report.column(f"edges {name}", [(p, cell(row, name), values[p]) for p, row in zip(pairs, edges)])
    factorials = Factorials(total)
    known = {}
    for a, b in pairs:
        ln_p = ln_tail(factorials, total, articles[a], articles[b], both[a, b])
        known[a, b] = measures(total, articles[a], articles[b], both[a, b], ln_p)
    # Every pair of actors is a test. P is rounded before Q is made of it, as tables hold it.
    rounded = [float(f"{known[p]['P']:.5e}") for p in pairs]
    for p, q in zip(pairs, benjamini_hochberg(rounded, len(articles) * (len(articles) - 1) // 2)):
        known[p]["Q"] = q
    degree, strength = Counter(), Counter()
    for (a, b), w in both.items():
        for end in (a, b):
            degree[end] += 1
            strength[end] += w
    for (a, b), w in both.items():
        ends = [(1 - w / strength[e]) ** (degree[e] - 1) if degree[e] > 1 else 1.0 for e in (a, b)]
        known[a, b]["Backbone"] = min(ends)
    for name in known[pairs[0]] if pairs else []:
        if name in edges[0]:
            report.column(f"edges {name}", [(p, cell(row, name), known[p][name]) for p, row in zip(pairs, edges)])
    if pairs and edges[0].get("SDSMP") and settings["settings"].get("sdsm") != "exact":
        model = DegreeSequences(articles, lengths)
        found = {(a, b): model.tail(articles[a], articles[b], both[a, b]) for a, b in pairs}
        # The fit ends at 1e-10 of a degree, and beyond 80 shared articles demarche approximates.
        few = [(p, row) for p, row in zip(pairs, edges) if both[p] <= 80]
        report.column("edges SDSMExpected", [(p, cell(row, "SDSMExpected"), found[p][0]) for p, row in few], 1e-7)
        report.column("edges SDSMP", [(p, cell(row, "SDSMP"), max(found[p][1], 1e-300)) for p, row in few], 1e-7)
    # Who is only spoken of, not mentioned as an actor, has no count of its own but may stand in the table.
    ids = [row["Id"].removeprefix("'") for row in actors]
    rank = page_rank(ids, both)
    for name, values in {
        "Articles": articles,
        "Sentences": sentences,
        "Mentions": mentions,
        "Degree": degree,
        "Strength": strength,
        "PageRank": rank,
    }.items():
        report.column(f"actors {name}", [(i, cell(row, name), values[i]) for i, row in zip(ids, actors)])
    report.column("rows of actors", [("actors.csv", len(set(ids)), len(set(ids) | set(articles)))])
    print(f"\n{report.failed} numbers differ" if report.failed else "\nEvery number agrees.")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
