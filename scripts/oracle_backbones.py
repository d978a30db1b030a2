#!/usr/bin/env python3
"""Values for tests/oracles/les_miserables_noise_corrected.csv, by a second implementation that shares nothing with the library.

    python3 scripts/oracle_backbones.py > tests/oracles/les_miserables_noise_corrected.csv

Coscia & Neffke (2017), "Network backboning with noisy data", step by step in exact fractions, square root and normal tail in
floating point (math.erfc). `published_code_p` is what the authors' backboning.py gives: there the second parameter of the prior has
`1 - mean**2` where the moments of a beta distribution (and the paper) have `(1 - mean)**2`.
"""
import csv
import math
import pathlib
from fractions import Fraction as F

ORACLES = pathlib.Path(__file__).resolve().parent.parent / "tests" / "oracles"


def noise_corrected(w, a, b, n, published_code):
    mean = F(a * b, n * n)
    variance = F(a * b * (n - a) * (n - b), n**4 * (n - 1))
    alpha = mean**2 / variance * (1 - mean) - mean
    spread = 1 - mean**2 if published_code else (1 - mean) ** 2
    beta = mean / variance * spread - (1 - mean)
    p = (alpha + w) / (alpha + beta + n)
    kappa = F(n, a * b)
    d = F(1, a * b) - n * F(a + b, (a * b) ** 2)
    score = (kappa * w - 1) / (kappa * w + 1)
    variance = n * p * (1 - p) * (2 * (kappa + w * d) / (kappa * w + 1) ** 2) ** 2
    deviation = math.sqrt(variance)
    return float(score), deviation, math.erfc(float(score) / deviation / math.sqrt(2)) / 2


def main():
    edges = [(r[0], r[1], int(r[2])) for r in list(csv.reader(open(ORACLES / "les_miserables_edges.csv")))[1:]]
    strength = {}
    for a, b, w in edges:
        strength[a] = strength.get(a, 0) + w
        strength[b] = strength.get(b, 0) + w
    total = sum(strength.values())
    print("source,target,score,deviation,p,published_code_p")
    for a, b, w in edges:
        score, deviation, p = noise_corrected(w, strength[a], strength[b], total, False)
        print(f"{a},{b},{score!r},{deviation!r},{p!r},{noise_corrected(w, strength[a], strength[b], total, True)[2]!r}")


if __name__ == "__main__":
    main()
