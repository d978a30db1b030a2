#!/usr/bin/env python3
"""Judged pairs of actors for training the stance models, as one JSONL file.

    join_training.py NEWSMTSC.jsonl[.zst] DSE.jsonl[.zst] SOTU.jsonl[.zst] > pairs.jsonl

Reads the files of corpus/training/ (described in its README.md). The sentences written for demarche are
there with their text; of the real ones only ids, offsets and labels are, and the text is taken from the
sets given here. Each character of white space in a real sentence becomes a plain space.

One line is one pair of actors: `id`, `set` (the file of corpus/training/ without its ending), `source`
(`own`, `newsmtsc`, `dse_directed` or `sotu`), `text`, `a` and `b` with `start` and `end` in characters of
`text`, `ab` and `ba` (MC VC N C VP MP, or X for both where a span names no actor) and, of real pairs,
`conf` 1-3. Rows of one sentence share their text: split by text, never by row. The order is that of the
files, so the same input gives the same bytes.

With `--check WORLD_REAL.jsonl` nothing is written; the joined texts and spans are compared with those of
that file (`id`, `text`, `a`, `b`, `ab`, `ba`), and any difference is an error.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "training"
OWN = ("world_own", "world_own_more", "world_own_acts")
REAL = ("world_real", "world_real_more")
LABELS = {"MC", "VC", "N", "C", "VP", "MP", "X"}
SPACE = re.compile(r"\s")


def rows(path):
    """The records of a JSONL file, which may be compressed with zstd."""
    path = str(path)
    if path.endswith(".zst"):
        done = subprocess.run(["zstd", "-dcq", path], capture_output=True, check=True)
        lines = done.stdout.decode().splitlines()
    else:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def span(start, end, text):
    if not 0 <= start < end <= len(text):
        raise SystemExit(f"span {start}-{end} lies outside a text of {len(text)} characters")
    return {"start": start, "end": end}


def labels(row, ab, ba):
    if not {ab, ba} <= LABELS or (ab == "X") != (ba == "X"):
        raise SystemExit(f"{row['id']}: labels {ab} {ba}")
    return {"ab": ab, "ba": ba}


def own_pairs(name):
    """Pairs of sentences that stand in the repository."""
    for row in rows(FOLDER / f"{name}.jsonl"):
        count = len(row["actors"])
        if len(row["pairs"]) != count * (count - 1) // 2:
            raise SystemExit(f"{row['id']}: {count} actors and {len(row['pairs'])} pairs")
        for key, (ab, ba) in row["pairs"].items():
            first, second = (row["actors"][int(number) - 1] for number in key.split("-"))
            yield {
                "id": f"{row['id']}-{key.replace('-', '')}",
                "set": name,
                "source": "own",
                "text": row["text"],
                "a": span(*first, row["text"]),
                "b": span(*second, row["text"]),
                **labels(row, ab, ba),
            }


def real_pairs(name, texts):
    """Pairs of sentences that stand in the sets given."""
    for row in rows(FOLDER / f"{name}.jsonl"):
        if row["article"] not in texts:
            raise SystemExit(f"{row['id']}: {row['article']} is not in {row['source']}")
        begin, stop = row["sentence"]
        text = SPACE.sub(" ", texts[row["article"]][begin:stop])
        first, second = (span(start - begin, end - begin, text) for start, end in (row["a"], row["b"]))
        yield {
            "id": row["id"],
            "set": name,
            "source": row["source"],
            "text": text,
            "a": first,
            "b": second,
            **labels(row, row["ab"], row["ba"]),
            "conf": row["conf"],
        }


def check(pairs, path):
    """Compares joined pairs with a file that holds the texts."""
    joined = {pair["id"]: pair for pair in pairs}
    wanted = rows(path)
    for row in wanted:
        pair = joined.get(row["id"])
        same = pair and all(pair[key] == row[key] for key in ("source", "a", "b", "ab", "ba", "conf"))
        if not same or pair["text"] != row["text"]:
            raise SystemExit(f"{row['id']} differs")
    print(f"{len(wanted)} pairs, all the same", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("newsmtsc")
    parser.add_argument("dse_directed")
    parser.add_argument("sotu")
    parser.add_argument("--check", metavar="WORLD_REAL.jsonl")
    arguments = parser.parse_args()
    texts = {}
    for path in (arguments.newsmtsc, arguments.dse_directed, arguments.sotu):
        texts.update((row["id"], row["text"]) for row in rows(path))
    pairs = []
    for name in OWN:
        if (FOLDER / f"{name}.jsonl").exists():
            pairs.extend(own_pairs(name))
    for name in REAL:
        if (FOLDER / f"{name}.jsonl").exists():
            pairs.extend(real_pairs(name, texts))
    if arguments.check:
        check(pairs, arguments.check)
        return
    for pair in pairs:
        print(json.dumps(pair, ensure_ascii=False))


if __name__ == "__main__":
    main()
