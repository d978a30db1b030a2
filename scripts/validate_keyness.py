#!/usr/bin/env python3
"""Compares chi-square and G2 with what quanteda.textstats documents for the keyness of words in US inaugural addresses.

    cargo build --release --features scripts --example validate_statistics
    python3 scripts/validate_keyness.py INAUGURAL.jsonl[.zst] DOCUMENTED.csv [path of the example]

INAUGURAL holds one address a line with `date` and `text` (quanteda's data_corpus_inaugural; that of 2025 is left out, since the documentation
is older). DOCUMENTED has the rows that the documentation of textstat_keyness() prints: `block`, `feature`, `statistic`, `n_target`,
`n_reference`. The words are cut and counted here; chi-square and G2 come from demarche's own code. quanteda takes Yates's correction where a
cell expects fewer than 5.

Exit status: 0 if counts and statistics agree, 1 if not.
"""

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import regex

# Words with inner hyphens and apostrophes, numbers, and every other sign by itself: near enough to quanteda's tokens().
TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*(?:['’.\-–][\p{L}\p{N}]+)*|\p{N}+(?:[.,]\p{N}+)*|\S")
# Tokens that quanteda counts since 1945, in all and in 2017, where its rules for rare signs differ from those above.
POSTWAR, PREWAR, TRUMP = 43_002, 108_539, 1_660


def lines(path):
    if path.suffix == ".zst":
        import zstandard

        return io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(path.open("rb")), encoding="utf-8")
    return path.open(encoding="utf-8")


def main():
    if len(sys.argv) < 3:
        print(__doc__)
        return 2
    example = sys.argv[3] if len(sys.argv) > 3 else "target/release/examples/validate_statistics"
    postwar, prewar, trump = Counter(), Counter(), Counter()
    for line in lines(Path(sys.argv[1])):
        address = json.loads(line)
        year = int(address["date"][:4])
        if year >= 2025:
            continue
        words = Counter(word.lower() for word in TOKEN.findall(address["text"]))
        (postwar if year >= 1945 else prewar).update(words)
        if year == 2017:
            trump.update(words)
    with open(sys.argv[2], encoding="utf-8", newline="") as file:
        documented = list(csv.DictReader(file))
    failed = 0
    print(f"tokens since 1945: {postwar.total()} here, {POSTWAR} documented; before: {prewar.total()} and {PREWAR}; 2017: {trump.total()}")
    failed += abs(postwar.total() / POSTWAR - 1) > 1e-3 or abs(prewar.total() / PREWAR - 1) > 1e-3 or trump.total() != TRUMP
    # Smoothing adds 1 to each word of each of the 20 addresses since 1945.
    words = len(postwar)
    rows = []
    for row in documented:
        word, a, b = row["feature"], int(row["n_target"]), int(row["n_reference"])
        if row["block"] in "234":
            counted, target, reference = (postwar[word], prewar[word]), POSTWAR, PREWAR
        elif row["block"] == "5":
            counted, target, reference = (trump[word], postwar[word] - trump[word]), TRUMP, POSTWAR - TRUMP
        else:
            counted = trump[word] + 1, postwar[word] - trump[word] + 19
            target, reference = TRUMP + words, POSTWAR - TRUMP + 19 * words
        if counted != (a, b):
            failed += 1
            print(f"{word!r}: counted {counted}, documented {(a, b)}")
        rows.append((row, a, b, target, reference))
    counts = "".join(f"{t + r} {a + b} {t} {a}\n" for _, a, b, t, r in rows)
    found = subprocess.run([example, "--measures"], input=counts, capture_output=True, text=True, check=True).stdout.splitlines()
    print(f"\n{'word':<16}{'measure':<22}{'documented':>14}{'found':>16}")
    for (row, a, b, target, reference), line in zip(rows, found):
        chi2, yates, g2 = (float(x) for x in line.split(","))
        few = (a + b) * min(target, reference) / (target + reference) < 5
        known = float(row["statistic"])
        if row["block"] != "6":
            name, value, allowed = ("chi-square, Yates", yates, 1e-6) if few else ("chi-square", chi2, 1e-6)
        elif few:
            # quanteda corrects the cells of G2 too, which demarche has no use for.
            continue
        else:
            # The number of different words is ours, so the last digits differ.
            name, value, allowed = "G2, smoothed", g2, 1e-4
        value = -value if known < 0 else value
        wrong = abs(value / known - 1) > allowed
        failed += wrong
        print(f"{row['feature']:<16}{name:<22}{known:>14}{value:>16.5f}{'  FAILED' if wrong else ''}")
    print(f"\n{failed} differences" if failed else f"\nAll {len(documented)} counts and the statistics shown agree.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
