#!/usr/bin/env python3
"""Chooses how the deep tier is mixed with the fast one: the numbers of src/stance/deep/mix.rs.

usage: tune.py --network deep.onnx --data DIR --questions PROGRAM --judgements FILE [--part SHARE]

The network is run as it ships (onnxruntime). The fast tier's probabilities are those of its cross-validation: FILE is what
train_stance writes last. So neither has learned from the sentences: they are those of part 0, which the network has not
seen, and all of world_own_acts and world_real_more, which it was not trained on. world_stance is measured, by the stored fast weights, and nothing is chosen
on it. --part draws a share of the other sets at random.

For each share of the network it prints the shift with which neutral text has a mean score of 0, the thresholds (least size of a
negative and of a positive score, most of neutral) with the best macro-F1 of three classes on average over the sets, and what each
set has there: macro-F1, mean score of neutral text, precision of negative and positive labels.
"""

import argparse
import collections
import random

import numpy as np
import onnxruntime

import questions as q
import train

GRID = 256
SURE = 0.85  # the network is asked where neutral is less probable
UNSEEN = ("world_own_acts", "world_real_more")


def judgements(path):
    """The fast tier's probabilities by record and direction; several of one record in their order."""
    told = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        told[cells[6]].append([float(p) for p in cells[7:]])
    return told


def chosen(sets, part, rng):
    """The questions to ask, by set."""
    for name, rows in sets.items():
        seen = [row for row in rows if row["part"] == 0] if name not in (*UNSEEN, "world_stance") else rows
        yield name, [row for row in seen if name == "world_stance" or rng.random() < part]


def network(session, rows):
    """What the network says: 12 numbers of a pair, 3 of a tone."""
    for row in rows:
        wanted = "pair" if row["task"] == "pair" else "tone"
        inputs = {"ids": np.array([row["ids"]]), "places": np.array(row["places"])[None, :, None]}
        yield session.run([wanted], inputs)[0].reshape(-1)


def gather(rows, answers, fast):
    """Gold, fast and deep probabilities, by judgement; pairs keep both directions together."""
    gold, one, other, group = [], [], [], []
    taken = collections.Counter()
    for row, deep in zip(rows, answers, strict=True):
        if row["task"] == "tone":
            told = fast.get(row["id"], [])
            at = row["number"]
            if at < len(told):
                gold.append(row["answer"] - 1)
                one.append(told[at])
                other.append(deep)
                group.append(len(group))
            continue
        number = taken[row["id"]]
        for side, mark in enumerate("><"):
            told = fast.get(row["id"] + mark)
            if told:
                gold.append(row["answer"][side][0] // 2 - 1)
                one.append(told[0])
                other.append(deep[6 * side : 6 * side + 6])
                group.append((row["id"], number))
    return np.array(gold), np.array(one), np.array(other), group


def signs(classes):
    return np.arange(classes) // (classes // 3) - 1


def softmax(logits):
    told = np.exp(logits - logits.max(-1, keepdims=True))
    return told / told.sum(-1, keepdims=True)


def mixed(one, other, group, share, shift):
    """As `deep::mix` does it: only where the fast tier is not sure of neutral in one direction."""
    classes = one.shape[1]
    deep = np.maximum(np.rint(other * GRID) / GRID, 0.5 / GRID)
    told = softmax((1 - share) * np.log(np.maximum(one, 1e-6)) + share * np.log(deep) + shift * signs(classes))
    unsure = one[:, signs(classes) == 0].sum(1) < SURE
    asked = {g for g, u in zip(group, unsure, strict=True) if u}
    return np.where(np.array([g in asked for g in group])[:, None], told, one)


def labels(p, at):
    score, calm = p @ signs(p.shape[1]), p[:, signs(p.shape[1]) == 0].sum(1)
    return np.where(calm >= at[2], 0, np.where(score <= -at[0], -1, np.where(score >= at[1], 1, 0)))


def figures(gold, label):
    """Macro-F1, precision of negative and of positive."""
    hit = {c: ((label == c) & (gold == c)).sum() for c in (-1, 0, 1)}
    f1 = [2 * hit[c] / max(1, (label == c).sum() + (gold == c).sum()) for c in (-1, 0, 1)]
    return float(np.mean(f1)), *(hit[c] / max(1, (label == c).sum()) for c in (-1, 1))


def centre(sets, share):
    low, high = -1.0, 1.0
    for _ in range(14):
        middle = (low + high) / 2
        means = []
        for gold, one, other, group in sets:
            p = mixed(one, other, group, share, middle)
            means.append((p @ signs(p.shape[1]))[gold == 0].mean())
        low, high = (middle, high) if np.mean(means) < 0 else (low, middle)
    return (low + high) / 2


def report(sets, names):
    """`sets` by name, `names` those to choose on."""
    for share in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0):
        shift = centre([sets[n] for n in names], share)
        told = {n: (s[0], mixed(*s[1:], share, shift)) for n, s in sets.items()}
        grid = [(a, b, c) for a in np.arange(0.1, 0.4, 0.04) for b in np.arange(0.1, 0.5, 0.04) for c in (0.4, 0.5, 0.6, 0.65, 0.7, 1.01)]
        best = max(grid, key=lambda at: np.mean([figures(told[n][0], labels(told[n][1], at))[0] for n in names]))
        print(f"share {share:.1f}, shift {shift:+.3f}, thresholds {best[0]:.2f} {best[1]:.2f} {best[2]:.2f}")
        for name, (gold, p) in told.items():
            macro, negative, positive = figures(gold, labels(p, best))
            neutral = (p @ signs(p.shape[1]))[gold == 0].mean()
            print(f"    {name}: {len(gold)} judgements, macro-F1 {macro:.3f}, neutral text {neutral:+.3f}, precision {negative:.2f} {positive:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("network", "data", "questions", "judgements"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--part", type=float, default=1.0)
    arguments = parser.parse_args()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(arguments.network, options)
    fast = judgements(arguments.judgements)
    sets = {}
    for name, rows in chosen(train.load(arguments.data), arguments.part, random.Random(1)):
        rows = q.encode(arguments.questions, rows)
        sets[name] = gather(rows, network(session, rows), fast)
        print(f"{name}: {len(rows)} questions", flush=True)
    print("## pairs")
    pairs = {n: s for n, s in sets.items() if n != "newsmtsc" and len(s[0])}
    report(pairs, [n for n in pairs if n != "world_stance"])
    print("## tones")
    report({"newsmtsc": sets["newsmtsc"]}, ["newsmtsc"])


if __name__ == "__main__":
    main()
