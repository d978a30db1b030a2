#!/usr/bin/env python3
"""Shows how often P and the interval of a mean score are right, and finds the model's error that they need.

    cargo run --release --features scripts --example train_stance -- FOLDER WEIGHTS 5 JUDGEMENTS.tsv
    scripts/simulate_intervals.py JUDGEMENTS.tsv [--spread X]

JUDGEMENTS.tsv holds a line `set gold score` for each sentence, gold -1, 0 or 1, by weights that have not seen it. For pairs
(dse, own, real, world_stance) and tones (newsmtsc) by itself it prints

* the mean score of sentences that readers judged neutral, over all and by set;
* level: how often P < .05 for n sentences of one set drawn among the neutral ones, n = 20, 100, 300. P is that of
  `tables::attitudes`: Student's t of the mean against the mean of neutral text, with the variance of chance and of the model added;
* coverage: how often the 95 % interval of n sentences of one set contains their gold mean, over planted mixes: shares of negative and
  positive drawn so that they are what pairs of actors have, from none to nine of ten.

Without --spread two spreads are found, in steps of 0.01: the least one with which no level is above .07 (for P), and the least one
with which the coverage of every n is at least .90 (for the interval: scores are shrunk towards neutral, which is most of the
model's error). All draws are keyed by a fixed seed.
"""

import argparse
import collections
import math
import random
import statistics

SIZES = (20, 100, 300)
ROUNDS = 400
PAIRS = ("dse", "own", "real", "world_stance")


def read(path):
    sets = collections.defaultdict(lambda: {-1: [], 0: [], 1: []})
    for line in open(path, encoding="utf-8"):
        name, gold, score = line.split("\t")
        sets[name][int(gold)].append(float(score))
    return sets


def mean_and_error(values):
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


def draws(sets, names, rng):
    """Samples of every set and size: of neutral sentences, and of planted mixes with their gold mean."""
    neutral, mixed = [], []
    for name in names:
        for n in SIZES:
            for _ in range(ROUNDS):
                neutral.append((name, n, *mean_and_error(rng.choices(sets[name][0], k=n))))
                charged = rng.choice((0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9))
                negative = charged * rng.random()
                golds = rng.choices((-1, 0, 1), weights=(negative, 1 - charged, charged - negative), k=n)
                scores = [rng.choice(sets[name][g]) for g in golds]
                mixed.append((name, n, *mean_and_error(scores), statistics.fmean(golds)))
    return neutral, mixed


def student(n):
    """The 97.5 % quantile of Student's t with n - 1 degrees of freedom, to two terms of its expansion."""
    z = 1.959964
    return z + (z**3 + z) / (4 * (n - 1)) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * (n - 1) ** 2)


def level(neutral, base, spread, name, n):
    found = [abs(m - base) > student(n) * math.hypot(e, spread) for s, k, m, e in neutral if s == name and k == n]
    return statistics.fmean(found)


def coverage(mixed, spread, n):
    return statistics.fmean(abs(g - m) <= 1.96 * math.hypot(e, spread) for _, k, m, e, g in mixed if k == n)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("judgements")
    parser.add_argument("--spread", type=float)
    options = parser.parse_args()
    sets = read(options.judgements)
    for title, names in (("pairs", PAIRS), ("tones", ("newsmtsc",))):
        names = [n for n in names if n in sets]
        base = statistics.fmean(s for n in names for s in sets[n][0])
        print(f"## {title}: neutral {base:+.3f}; " + ", ".join(f"{n} {statistics.fmean(sets[n][0]):+.3f}" for n in names))
        neutral, mixed = draws(sets, names, random.Random(1))

        def levels(spread):
            return max(level(neutral, base, spread, s, n) for s in names for n in SIZES)

        steps = [s / 100 for s in range(0, 40)]
        for_p = next((s for s in steps if levels(s) <= 0.07), steps[-1])
        for_interval = next((s for s in steps if min(coverage(mixed, s, n) for n in SIZES) >= 0.90), steps[-1])
        if options.spread is not None:
            for_p = for_interval = options.spread
        print(f"P, spread {for_p:.2f}:")
        for name in names:
            line = ", ".join(f"{n}: {level(neutral, base, for_p, name, n):.3f}" for n in SIZES)
            print(f"  P < .05 on neutral text of {name}: {line}")
        for shown in (0.0, for_interval):
            line = ", ".join(f"{n}: {coverage(mixed, shown, n):.3f}" for n in SIZES)
            print(f"interval, spread {shown:.2f}: coverage {line}")


if __name__ == "__main__":
    main()
