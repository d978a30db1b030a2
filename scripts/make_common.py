#!/usr/bin/env python3
"""Writes corpus/names/common.txt: words that general English writes in small letters.

usage: make_common.py ../shared/data/sotu/sotu.jsonl.zst > corpus/names/common.txt

Source: the State of the Union addresses (public domain). A word counts that stands in small letters at least twice away from
the beginning of sentences, and at least twice as often as with a capital.
"""
import collections, json, re, subprocess, sys

small, capital = collections.Counter(), collections.Counter()
text = subprocess.run(["zstd", "-dc", sys.argv[1]], capture_output=True, check=True).stdout.decode()
for line in text.splitlines():
    for match in re.finditer(r"(?<![.!?:;\"'“”(\[—-]) ([A-Za-z][a-z]+)\b", json.loads(line)["text"]):
        word = match.group(1)
        (capital if word[0].isupper() else small)[word.lower()] += 1
words = sorted(w for w, n in small.items() if n >= 2 and n >= 2 * capital[w] and len(w) > 1)
print("# Words that State of the Union addresses (public domain) write in small letters; made by scripts/make_common.py.")
for i in range(0, len(words), 16):
    print(" ".join(words[i:i + 16]))
