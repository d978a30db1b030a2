#!/usr/bin/env python3
"""Recomputes the numbers of a network that demarche wrote, with other software, and prints how far they differ.

Usage:  pip install scipy networkx statsmodels
        demarche analyze corpus/articles.jsonl -o out
        python3 scripts/validate_statistics.py out

Reads actors.csv and edges.csv of the folder. Expected, NPMI, G2, P come from scipy, Q from statsmodels, the disparity
alpha from its formula, PageRank and betweenness from networkx; the communities are compared with networkx's Louvain.
Exit status 0 if everything agrees to the digits written, 1 otherwise.

What demarche shows of its own statistics in simulation (levels, false discovery rate, coverage of intervals) is printed by
`cargo run --release --example validate_statistics`.
"""

import argparse
import csv
import math
import sys
from pathlib import Path

import networkx as nx
from scipy.stats import chi2_contingency, hypergeom
from statsmodels.stats.multitest import multipletests

# Tables carry six significant digits.
DIGITS = 2e-5


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(cell):
    return None if cell == "" else float(cell)


class Report:
    """Collects and prints comparisons."""

    def __init__(self):
        self.failed = False
        print(f"{'column':<14}{'compared':>9}{'differ':>8}  {'largest difference':>20}  with")

    def row(self, column, pairs, source, tolerance=DIGITS, absolute=1e-12):
        """Pairs of (found, known); None where there is no value."""
        differ, largest, where = 0, 0.0, ""
        for name, found, known in pairs:
            if found is None or known is None or math.isnan(known):
                wrong = (found is None) != (known is None or math.isnan(known))
                difference = math.inf if wrong else 0.0
            else:
                difference = abs(found - known)
                wrong = difference > max(absolute, tolerance * abs(known))
                difference /= max(abs(known), absolute)
            differ += wrong
            if wrong and difference >= largest:
                where = f"{name}: {found} against {known}"
            largest = max(largest, difference)
        print(f"{column:<14}{len(pairs):>9}{differ:>8}  {largest:>20.2e}  {source}")
        if differ:
            self.failed = True
            print(f"    {where}")

    def note(self, text):
        print(text)


def units(edges, articles):
    """The number of units, which Expected = n_i n_j / N gives away."""
    estimates = [articles[e["Source"]] * articles[e["Target"]] / number(e["Expected"]) for e in edges]
    if not estimates:
        return 0
    estimates.sort()
    n = round(estimates[len(estimates) // 2])
    # Six digits of Expected leave a few candidates for large N; take the one that fits best.
    width = max(2, int(n * 1e-5))

    def misfit(candidate):
        return sum(abs(candidate - x) / x for x in estimates)

    return min(range(n - width, n + width + 1), key=misfit) if width < 5000 else n


def measures(n, n_i, n_j, n_ij):
    """NPMI, G2 and ln P of one pair by scipy."""
    npmi = None
    if 0 < n_ij < n:
        npmi = math.log(n_ij * n / (n_i * n_j)) / -math.log(n_ij / n)
    g2 = None
    if 0 < n_i < n and 0 < n_j < n:
        table = [[n_ij, n_i - n_ij], [n_j - n_ij, n - n_i - n_j + n_ij]]
        g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    return npmi, g2, hypergeom.sf(n_ij - 1, n, n_i, n_j)


def check_edges(report, edges, articles, n):
    known = []
    for e in edges:
        known.append(measures(n, articles[e["Source"]], articles[e["Target"]], int(e["Weight"])))
    names = [f"{e['Source']}-{e['Target']}" for e in edges]

    def column(name, values, source, **options):
        report.row(name, [(m, number(e[name]), v) for m, e, v in zip(names, edges, values)], source, **options)

    expected = [articles[e["Source"]] * articles[e["Target"]] / n for e in edges]
    column("Expected", expected, "n_i n_j / N")
    column("NPMI", [k[0] for k in known], "formula of Bouma 2009", absolute=1e-6)
    column("G2", [k[1] for k in known], "scipy chi2_contingency", absolute=1e-5)
    # scipy's own tail loses digits where it is small; demarche writes nothing below 1e-300.
    column("P", [max(k[2], 1e-300) for k in known], "scipy hypergeom", tolerance=1e-4)
    # The correction covers all tested pairs; it can be repeated only if the table holds them all.
    q = multipletests([number(e["P"]) for e in edges], method="fdr_bh")[1]
    column("Q", q, "statsmodels fdr_bh")


def check_graph(report, edges, actors):
    graph = nx.Graph()
    graph.add_nodes_from(a["Id"] for a in actors)
    graph.add_weighted_edges_from((e["Source"], e["Target"], int(e["Weight"])) for e in edges)
    strength = dict(graph.degree(weight="weight"))

    def column(name, values, source, **options):
        pairs = [(a["Id"], number(a[name]), values[a["Id"]]) for a in actors]
        report.row(name, pairs, source, **options)

    column("Degree", dict(graph.degree()), "networkx")
    column("Strength", strength, "networkx")
    rank = nx.pagerank(graph, alpha=0.85, weight="weight", tol=1e-12, max_iter=1000)
    column("PageRank", rank, "networkx")
    if len(graph) <= 5000 and any(a["Betweenness"] for a in actors):
        column("Betweenness", nx.betweenness_centrality(graph), "networkx", absolute=1e-9)

    def alpha(node, weight):
        k = graph.degree(node)
        return 1.0 if k <= 1 else (1 - weight / strength[node]) ** (k - 1)

    pairs = []
    for e in edges:
        weight = int(e["Weight"])
        known = min(alpha(e["Source"], weight), alpha(e["Target"], weight))
        pairs.append((f"{e['Source']}-{e['Target']}", number(e["Backbone"]), known))
    report.row("Backbone", pairs, "formula of Serrano et al. 2009", absolute=1e-12)

    communities = {}
    for a in actors:
        communities.setdefault(a["Community"], set()).add(a["Id"])
    if graph.size() and "" not in communities:
        found = nx.community.modularity(graph, communities.values(), weight="weight")
        louvain = max(
            nx.community.modularity(
                graph, nx.community.louvain_communities(graph, weight="weight", seed=seed), weight="weight"
            )
            for seed in range(10)
        )
        worse = found < louvain - 1e-9
        report.failed |= found < louvain - 5e-3
        report.note(
            f"Community: {len(communities)} communities of modularity {found:.6f}; the best of ten runs of Louvain reaches "
            f"{louvain:.6f}{' (better)' if worse else ''}"
        )
        split = sum(not nx.is_connected(graph.subgraph(c)) for c in communities.values())
        report.failed |= split > 0
        report.note(f"           {split} of them not connected")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder with actors.csv and edges.csv, all edges, --level article")
    folder = parser.parse_args().folder
    actors, edges = read(folder / "actors.csv"), read(folder / "edges.csv")
    articles = {a["Id"]: int(a["Articles"]) for a in actors}
    n = units(edges, articles)
    print(f"{len(actors)} actors, {len(edges)} edges, {n} articles (from the column Expected)\n")
    if not edges:
        print("No edges: nothing to compare.")
        return 0
    report = Report()
    check_edges(report, edges, articles, n)
    check_graph(report, edges, actors)
    print("\nDifferences beyond the digits written." if report.failed else "\nAll agree to the digits written.")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
