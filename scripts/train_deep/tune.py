#!/usr/bin/env python3
"""Chooses how the deep tier is mixed with the fast one: the numbers of src/stance/deep/mix.rs.

usage: tune.py --weights deep.safetensors --base DIR --data DIR --questions PROGRAM --program demarche

The sets are world_stance, of which neither tier has learned anything, and the part of newsmtsc that the network has not seen
(the fast tier has, so that its share comes out too large there, if anything). For each share of the network it prints
macro-F1 of three classes at the best thresholds, and the calls that remain where the fast tier's neutral is at least a limit.
"""

import argparse
import json
import os
import subprocess

import numpy as np
from safetensors.torch import load_file

import encoder
import measures
import questions as q
import train

GRID = 256


def fast(program, rows):
    """The fast tier's probabilities: (n, 12) of pairs, (n, 3) of tones."""
    lines, back = [], []
    for row in rows:
        sides = [("source", "target"), ("target", "source")] if row["task"] == "pair" else [(None, "target")]
        for source, target in sides:
            line = {"text": row["text"], "target": row[target]}
            lines.append(json.dumps({**line, "source": row[source]} if source else line))
        back.append(len(sides))
    done = subprocess.run([program, "score", "--quiet"], input="\n".join(lines).encode(), capture_output=True, check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    keys = ["p_mc", "p_vc", "p_n", "p_c", "p_vp", "p_mp"] if back[0] == 2 else ["p_negative", "p_neutral", "p_positive"]
    return np.array([[row[key] for key in keys] for row in told]).reshape(len(rows), -1)


def pool(one, other, share, classes):
    """The normalised geometric mean that `mix::mixed` makes."""
    deep = np.maximum(np.rint(other * GRID) / GRID, 0.5 / GRID).reshape(len(other), -1, classes)
    logs = (1 - share) * np.log(np.maximum(one, 1e-6)).reshape(deep.shape) + share * np.log(deep)
    told = np.exp(logs - logs.max(-1, keepdims=True))
    return told / told.sum(-1, keepdims=True)


def scores(p):
    return measures.score(p) if p.shape[-1] == 6 else p[..., 2] - p[..., 0]


def best(gold, values):
    """The best thresholds, one for each sign."""
    grid = np.arange(0.1, 0.61, 0.02)
    told = ((measures.macro(gold, measures.label(values, (low, high))), low, high) for low in grid for high in grid)
    return max(told)


def report(name, rows, one, other, classes):
    gold = np.array([measures.sign(side) for row in rows for side in row["answer"]] if classes == 6 else [row["answer"] - 1 for row in rows])
    fast_p = one.reshape(len(rows), -1, classes)
    neutral = (fast_p[..., 2] + fast_p[..., 3] if classes == 6 else fast_p[..., 1]).min(-1)
    print(f"{name}: {len(gold)} judgements")
    for share in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0):
        mixed = pool(one, other, share, classes)
        values = scores(mixed).reshape(-1)
        macro, low, high = best(gold, values)
        parts = [f"share {share:.1f}: macro-F1 {macro:.3f} at {low:.2f} {high:.2f}, r {np.corrcoef(values, gold)[0, 1]:.3f}, mean where neutral {values[gold == 0].mean():+.3f}"]
        for sure in (0.95, 0.9, 0.85, 0.8, 0.7):
            kept = np.where((neutral < sure)[:, None, None], mixed, fast_p)
            value = measures.macro(gold, measures.label(scores(kept).reshape(-1), (low, high)))
            parts.append(f"{sure}: {value:.3f} for {(neutral < sure).mean():.2f}")
        print("; ".join(parts))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("weights", "base", "data", "questions", "program"):
        parser.add_argument("--" + name, required=True)
    arguments = parser.parse_args()
    import torch

    torch.set_num_threads(1)
    with open(os.path.join(arguments.base, "vocab.txt"), encoding="utf-8") as lines:
        base = [line.rstrip("\n") for line in lines]
    vocabulary = train.VOCABULARY.read_text(encoding="utf-8").splitlines()
    model = encoder.from_base(os.path.join(arguments.base, "model.safetensors"), base, vocabulary)
    model.load_state_dict(load_file(arguments.weights))
    sets = train.load(arguments.data)
    for name, classes in (("world_stance", 6), ("world_real", 6), ("world_real_more", 6), ("dse_directed", 6), ("newsmtsc", 3)):
        rows = [row for row in sets[name] if name == "world_stance" or row["part"] == 0]
        rows = q.encode(arguments.questions, rows)
        report(name, rows, fast(arguments.program, rows), np.stack(encoder.predict(model, rows)), classes)


if __name__ == "__main__":
    main()
