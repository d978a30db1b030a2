#!/usr/bin/env python3
"""Shows how often P and the interval of a mean score are right, and finds the model's error that they need.

    cargo run --release --features scripts --example train_stance -- FOLDER WEIGHTS 5 JUDGEMENTS.tsv
    scripts/simulate_intervals.py JUDGEMENTS.tsv [--spread X] [--dse DSE.jsonl]

JUDGEMENTS.tsv holds a line `set gold score label …` for each sentence, gold and label -1, 0 or 1, by weights that have not seen it. For
pairs (dse, own, real and the two halves of world_stance) and tones (newsmtsc) by itself it prints

* the mean score of sentences that readers judged neutral, over all and by set, and how many of them are labelled negative and positive;
* level: how often P < .05 for n sentences of one set drawn among the neutral ones, n = 20, 100, 300. P is that of
  `tables::attitudes`, the larger of two: Student's t of the mean against the mean of neutral text, with the variance of chance and of
  the model added; and twice the binomial tail of the labels of the mean's sign, against the greatest share of such labels on neutral
  text among the sets;
* coverage: how often the 95 % interval of n sentences of one set contains their gold mean, over planted mixes: shares of negative and
  positive drawn so that they are what pairs of actors have, from none to nine of ten;
* with --dse, the file that set came from, shrinkage: the slope through the origin of gold means on mean scores over pairs of actors with
  at least ten sentences there, and the standard deviation of what is left.

Without --spread two spreads are found, in steps of 0.01: the least one with which no level is above .07 (for P), and the least one
with which the coverage of every n is at least .90 (for the interval: scores are shrunk towards neutral, which is most of the
model's error). All draws are keyed by a fixed seed.
"""

import argparse
import collections
import json
import math
import random
import statistics

SIZES = (20, 100, 300)
ROUNDS = 400
PAIRS = ("dse", "own", "real", "world_stance")


def read(path):
    sets = collections.defaultdict(lambda: {-1: [], 0: [], 1: []})
    for line in open(path, encoding="utf-8"):
        name, gold, score, label, *_ = line.split("\t")
        sets[name][int(gold)].append((float(score), int(label)))
    return sets


def tail(part, whole, rate):
    """P of at least `part` successes in `whole` trials."""
    return sum(math.comb(whole, k) * rate**k * (1 - rate) ** (whole - k) for k in range(part, whole + 1)) if part else 1.0


def labels(judged):
    """How many are labelled negative and positive."""
    return tuple(sum(label == sign for _, label in judged) for sign in (-1, 1))


def mean_and_error(judged):
    values = [score for score, _ in judged]
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


def draws(sets, names, rng):
    """Samples of every set and size: of neutral sentences, and of planted mixes with their gold mean."""
    neutral, mixed = [], []
    for name in names:
        for n in SIZES:
            for _ in range(ROUNDS):
                drawn = rng.choices(sets[name][0], k=n)
                neutral.append((name, n, *mean_and_error(drawn), labels(drawn)))
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


def level(neutral, base, spread, rates, name, n):
    hits = []
    for s, k, m, e, labelled in neutral:
        if (s, k) != (name, n):
            continue
        side = int(m >= base)
        by_score = abs(m - base) > student(n) * math.hypot(e, spread)
        hits.append(by_score and 2 * tail(labelled[side], n, rates[side]) < 0.05)
    return statistics.fmean(hits)


def coverage(mixed, spread, n):
    return statistics.fmean(abs(g - m) <= 1.96 * math.hypot(e, spread) for _, k, m, e, g in mixed if k == n)


def shrinkage(path, judgements):
    """Prints how much gold means of pairs of actors exceed mean scores. The judgements are in the order of the file."""
    judged = [line.split("\t") for line in open(judgements, encoding="utf-8") if line.startswith("dse\t")]
    golds = [json.loads(line)["gold"] for line in open(path, encoding="utf-8")]
    golds = [g for g in golds if None not in (g["p"]["start"], g["q"]["start"])]
    if len(golds) != len(judged):
        raise SystemExit(f"{len(golds)} pairs in {path}, {len(judged)} judgements")
    groups = collections.defaultdict(list)
    for gold, (_, label, score, *_) in zip(golds, judged):
        ends = gold["p"]["text"], gold["q"]["text"]
        groups[ends[::-1] if gold["direction"] == "q->p" else ends].append((float(score), int(label)))
    means = [tuple(map(statistics.fmean, zip(*group))) for group in groups.values() if len(group) >= 10]
    slope = sum(m * g for m, g in means) / sum(m * m for m, _ in means)
    left = math.sqrt(statistics.fmean((g - slope * m) ** 2 for m, g in means))
    print(f"shrinkage over {len(means)} pairs of actors: gold means are {slope:.2f} x mean scores, error {left:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("judgements")
    parser.add_argument("--spread", type=float)
    parser.add_argument("--dse")
    options = parser.parse_args()
    sets = read(options.judgements)
    for title, names in (("pairs", PAIRS), ("tones", ("newsmtsc",))):
        names = [n for n in names if n in sets]
        base = statistics.fmean(s for n in names for s, _ in sets[n][0])
        print(f"## {title}: neutral {base:+.3f}; " + ", ".join(f"{n} {mean_and_error(sets[n][0])[0]:+.3f}" for n in names))
        shares = {n: [count / len(sets[n][0]) for count in labels(sets[n][0])] for n in names}
        rates = [max(share[side] for share in shares.values()) for side in (0, 1)]
        print("neutral sentences labelled negative and positive: " + ", ".join(f"{n} {a:.3f} {b:.3f}" for n, (a, b) in shares.items()))
        neutral, mixed = draws(sets, names, random.Random(1))

        def levels(spread):
            return max(level(neutral, base, spread, rates, s, n) for s in names for n in SIZES)

        steps = [s / 100 for s in range(0, 40)]
        for_p = next((s for s in steps if levels(s) <= 0.07), steps[-1])
        for_interval = next((s for s in steps if min(coverage(mixed, s, n) for n in SIZES) >= 0.90), steps[-1])
        if options.spread is not None:
            for_p = for_interval = options.spread
        print(f"P, spread {for_p:.2f}:")
        for name in names:
            line = ", ".join(f"{n}: {level(neutral, base, for_p, rates, name, n):.3f}" for n in SIZES)
            print(f"  P < .05 on neutral text of {name}: {line}")
        for shown in (0.0, for_interval):
            line = ", ".join(f"{n}: {coverage(mixed, shown, n):.3f}" for n in SIZES)
            print(f"interval, spread {shown:.2f}: coverage {line}")
    if options.dse:
        shrinkage(options.dse, options.judgements)


if __name__ == "__main__":
    main()
