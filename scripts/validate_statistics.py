#!/usr/bin/env python3
"""Recomputes the numbers of a network that demarche wrote, and its tails and special functions, with other software.

Usage:  pip install scipy networkx statsmodels mpmath
        demarche analyze corpus/articles.jsonl -o out
        python3 scripts/validate_statistics.py out

        cargo run --release --features scripts --example validate_statistics -- --tails > tails.csv
        python3 scripts/validate_statistics.py --tails tails.csv

Of a folder it reads actors.csv and edges.csv. Expected, NPMI, G2, P come from scipy, Q from statsmodels (a test for every pair of
actors), the disparity alpha from its formula, PageRank, betweenness, core, closeness and clustering from networkx; the communities are
compared with networkx's Louvain. Of a file of tails it computes every value again with 40 digits (mpmath): hypergeometric tails up to
10^8 units, Poisson binomial tails, chi-square, Student, normal, incomplete beta, gamma.
Exit status 0 if everything agrees (a table to the digits written), 1 otherwise.

What demarche shows of its own statistics in simulation (levels, false discovery rate, coverage of intervals) is printed by
`cargo run --release --features scripts --example validate_statistics`; scripts/recount.py counts the network itself again.
"""

import argparse
import csv
import math
import sys
from pathlib import Path

import mpmath
import networkx as nx
import numpy as np
from scipy.stats import binom, chi2_contingency, hypergeom
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
    # Every pair of actors is a test, those that never meet with P = 1; it can be repeated only if the table holds all that meet.
    actors = sum(count > 0 for count in articles.values())
    tests = actors * (actors - 1) // 2
    if tests <= 20_000_000:
        p = np.ones(tests)
        p[: len(edges)] = [number(e["P"]) for e in edges]
        column("Q", multipletests(p, method="fdr_bh")[1][: len(edges)], f"statsmodels fdr_bh, {tests} tests")
    else:
        report.note(f"Q             not compared: {tests} tests")


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

    # Columns that later versions have.
    for name, make, source in [
        ("Core", nx.core_number, "networkx"),
        ("Closeness", nx.closeness_centrality, "networkx, Wasserman and Faust"),
        ("Clustering", nx.clustering, "networkx"),
    ]:
        if name in actors[0] and len(graph) <= 5000 and any(a[name] for a in actors):
            values = make(graph)
            pairs = [(a["Id"], number(a[name]), values[a["Id"]]) for a in actors if a[name]]
            report.row(name, pairs, source, absolute=1e-9)

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


def ln_hypergeometric(n, n_i, n_j, k):
    """ln P(X >= k) with mpmath: the tail on the side of k away from the mean, summed to 1e-30 of itself."""
    n, n_i, n_j, k = (int(x) for x in (n, n_i, n_j, k))
    low, high = max(0, n_i + n_j - n), min(n_i, n_j)
    if k <= low:
        return mpmath.mpf(0)
    ln_choose = lambda a, b: mpmath.loggamma(a + 1) - mpmath.loggamma(b + 1) - mpmath.loggamma(a - b + 1)
    ln_mass = lambda x: ln_choose(n_i, x) + ln_choose(n - n_i, n_j - x) - ln_choose(n, n_j)
    upwards = k > n_i * n_j / n
    x, end, step = (k, high, 1) if upwards else (k - 1, low, -1)
    term = total = mpmath.mpf(1)
    start = x
    while x != end:
        if upwards:
            term *= mpmath.mpf((n_i - x) * (n_j - x)) / ((x + 1) * (n - n_i - n_j + x + 1))
        else:
            term *= mpmath.mpf(x * (n - n_i - n_j + x)) / ((n_i - x + 1) * (n_j - x + 1))
        total += term
        x += step
        if term < total * mpmath.mpf(10) ** -30:
            break
    ln_sum = ln_mass(start) + mpmath.log(total)
    return ln_sum if upwards else mpmath.log1p(-mpmath.exp(ln_sum))


def ln_poisson_binomial(k, *groups):
    """ln P(X >= k): binomials folded one by one. All terms are positive, so nothing is lost but a few last digits."""
    mass = np.ones(1)
    for group in groups:
        p, trials = group.split(":")
        mass = np.convolve(mass, binom.pmf(np.arange(int(trials) + 1), int(trials), float(p)))
    tail = math.fsum(mass[int(k) :])
    return math.log(tail) if tail > 1e-290 else None


def student(t, df):
    """P(|T| > t) by the incomplete beta function; with many degrees of freedom, where that does not converge, by the density."""
    t, df = mpmath.mpf(t), mpmath.mpf(df)
    if df > 1e4:
        if t > 40:
            return None
        ln_scale = mpmath.loggamma((df + 1) / 2) - mpmath.loggamma(df / 2) - mpmath.log(mpmath.pi * df) / 2
        density = lambda u: mpmath.exp(ln_scale - (df + 1) / 2 * mpmath.log1p(u * u / df))
        step = 1 / (t + 1)
        return 2 * mpmath.quad(density, [t, t + step, t + 4 * step, t + 16 * step, t + 64 * step])
    return mpmath.betainc(df / 2, mpmath.mpf(1) / 2, 0, df / (df + t * t), regularized=True)


def normal_quantile(p):
    """The point with lower tail p; the start for the search from scipy."""
    from scipy.special import ndtri

    return mpmath.findroot(lambda z: mpmath.erfc(-z / mpmath.sqrt(2)) / 2 / mpmath.mpf(p) - 1, ndtri(float(p)))


# What each function is, and how far the found value may be off: relative, and for logarithms absolute where they are small.
KNOWN = {
    "ln_hypergeometric": (ln_hypergeometric, 1e-12),
    "ln_poisson_binomial": (ln_poisson_binomial, 3e-3),
    "chi2_upper_1": (lambda x: mpmath.erfc(mpmath.sqrt(mpmath.mpf(x) / 2)), 1e-12),
    "erfc": (lambda x: mpmath.erfc(mpmath.mpf(x)), 1e-12),
    "normal_upper": (lambda x: mpmath.erfc(mpmath.mpf(x) / mpmath.sqrt(2)) / 2, 1e-12),
    "ln_normal_upper": (lambda x: mpmath.log(mpmath.erfc(mpmath.mpf(x) / mpmath.sqrt(2)) / 2), 1e-12),
    "normal_quantile": (normal_quantile, 1e-12),
    "ln_gamma": (lambda x: mpmath.loggamma(mpmath.mpf(x)), 1e-12),
    "student_two_sided": (student, 1e-11),
    "student_two_sided, many": (student, 1e-8),
    "incomplete_beta": (lambda a, b, x: mpmath.betainc(mpmath.mpf(a), mpmath.mpf(b), 0, mpmath.mpf(x), regularized=True), 1e-11),
}


def check_tails(path):
    """Every value of a file of tails, with 40 digits."""
    mpmath.mp.dps = 40
    rows = {}
    for row in read(path):
        name, arguments = row["function"], row["arguments"].split(" ")
        # Beyond a million degrees of freedom another formula stands in.
        if name == "student_two_sided" and float(arguments[1]) > 1e6:
            name = "student_two_sided, many"
        rows.setdefault(name, []).append((arguments, float(row["value"])))
    print(f"{'function':<26}{'values':>8}{'allowed':>10}{'largest difference':>20}  verdict")
    failed = False
    for name, values in rows.items():
        function, allowed = KNOWN[name]
        largest, where, compared = 0.0, "", 0
        for arguments, found in values:
            known = function(*arguments)
            # Below the smallest f64 a tail is 0; its logarithm is compared instead where there is one.
            if known is None or (abs(known) < 1e-300 and not name.startswith("ln_")):
                continue
            compared += 1
            # A logarithm of a probability is right if the probability is: absolute while it is small.
            scale = max(1, abs(known)) if name.startswith("ln_") else abs(known)
            difference = float(abs(found - known) / scale)
            if difference >= largest:
                largest, where = difference, f"{arguments}: {found}, {mpmath.nstr(known, 17)}"
        wrong = largest > allowed
        failed |= wrong
        print(f"{name:<26}{compared:>8}{allowed:>10.0e}{largest:>20.2e}  {'FAILED at ' + where if wrong else 'ok'}")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="folder with actors.csv and edges.csv, all edges, --level article")
    parser.add_argument("--tails", type=Path, metavar="FILE", help="what the example prints with --tails")
    arguments = parser.parse_args()
    if arguments.tails:
        return check_tails(arguments.tails)
    if not arguments.folder:
        parser.error("name a folder, or a file with --tails")
    folder = arguments.folder
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
