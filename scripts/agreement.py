#!/usr/bin/env python3
"""Agreement of the two passes over judged pairs, as Cohen's kappa.

    agreement.py [--differences]

Reads corpus/training/second_pass.jsonl, which holds the labels of the first pass as they were (some were
corrected afterwards in the files that train) and those of the second, and prints for both directed labels
of every pair: the share that agrees and kappa (Cohen 1960) over three classes (negative, neutral,
positive) and over six, without pairs that either pass sets aside as X, and over seven with them; then
macro-F1 over three classes of the second pass against the first. 95 %
intervals come from 2,000 bootstrap samples of sentences with a fixed seed. Both passes are one machine
reader's, so this is how stable its reading is, not agreement between people.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "training"
SIGN = {"MC": "negative", "VC": "negative", "N": "neutral", "C": "neutral", "VP": "positive", "MP": "positive"}


def rows(name):
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def kappa(pairs):
    """Share that agrees, and Cohen's kappa."""
    count = len(pairs)
    agree = sum(one == two for one, two in pairs) / count
    first, second = (Counter(side) for side in zip(*pairs))
    chance = sum(first[label] * second[label] for label in first) / count**2
    return agree, (agree - chance) / (1 - chance)


def macro_f1(pairs):
    """Macro-F1 of the second label against the first."""
    scores = []
    for label in sorted({one for one, _ in pairs}):
        hits = sum(one == two == label for one, two in pairs)
        marked = sum(one == label for one, _ in pairs) + sum(two == label for _, two in pairs)
        scores.append(2 * hits / marked)
    return sum(scores) / len(scores)


def bootstrap(groups, figure):
    """95 % interval of a figure over samples of sentences."""
    draw = random.Random(1960)
    names = sorted(groups)
    values = []
    for _ in range(2000):
        sample = [pair for name in draw.choices(names, k=len(names)) for pair in groups[name]]
        values.append(figure(sample))
    values.sort()
    return values[49], values[1949]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--differences", action="store_true", help="list the pairs on which the passes differ")
    arguments = parser.parse_args()
    seven, six, three = defaultdict(list), defaultdict(list), defaultdict(list)
    counts = Counter()
    for row in rows("second_pass.jsonl"):
        group = row["id"].rsplit("-", 1)[0]
        kind = "own" if group.startswith("more") else "real"
        counts[kind] += 1
        for one, two in zip(row["first"], row["second"]):
            seven[group].append((one, two))
            if "X" not in (one, two):
                six[group].append((one, two))
                three[group].append((SIGN[one], SIGN[two]))
        if arguments.differences and row["first"] != row["second"]:
            print(row["id"], *row["first"], "|", *row["second"])
    print(f"{sum(counts.values())} pairs judged twice: {counts['own']} in sentences of our own, {counts['real']} real")
    for name, groups in (("three classes", three), ("six classes", six), ("seven with X", seven)):
        pairs = [pair for group in groups.values() for pair in group]
        agree, value = kappa(pairs)
        low, high = bootstrap(groups, lambda sample: kappa(sample)[1])
        print(f"{name}: {len(pairs)} labels, agreement {agree:.3f}, kappa {value:.3f} [{low:.3f}, {high:.3f}]")
    for own, name in ((True, "own"), (False, "real")):
        pairs = [pair for group, labels in three.items() if group.startswith("more") is own for pair in labels]
        print(f"three classes, {name} sentences: {len(pairs)} labels, kappa {kappa(pairs)[1]:.3f}")
    pairs = [pair for group in three.values() for pair in group]
    low, high = bootstrap(three, macro_f1)
    print(f"macro-F1 of one against the other, three classes: {macro_f1(pairs):.3f} [{low:.3f}, {high:.3f}]")


if __name__ == "__main__":
    main()
