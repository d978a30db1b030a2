#!/usr/bin/env python3
"""Make a JSON Lines corpus of any size from the articles of a given one, for measuring.

    scripts/make_corpus.py INPUT.jsonl[.gz|.zst] MEGABYTES [SEED] > corpus.jsonl

Each new article takes its headline and outlet from one article of the input and its paragraphs (or
sentences, where there are no paragraphs) from others, so that no two are alike while words and names
stay as frequent as they are. Ids are new, dates run over ten years. The same input, size and seed
give the same bytes. `.zst` needs the `zstd` program.
"""

import gzip
import json
import random
import re
import subprocess
import sys


def lines(path):
    if path.endswith(".gz"):
        yield from gzip.open(path, "rt", encoding="utf-8")
    elif path.endswith(".zst"):
        process = subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE)
        for line in process.stdout:
            yield line.decode("utf-8")
    else:
        with open(path, encoding="utf-8") as file:
            yield from file


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    path, size = sys.argv[1], float(sys.argv[2]) * 1e6
    draw = random.Random(int(sys.argv[3]) if len(sys.argv) == 4 else 1)
    heads, parts = [], []
    for line in lines(path):
        article = json.loads(line)
        text = article.get("text") or ""
        pieces = [p.strip() for p in re.split(r"\n\s*\n|\n {3,}", text) if p.strip()]
        if len(pieces) < 2:
            pieces = [p for p in re.split(r"(?<=[.!?])\s+", text) if p]
        if not pieces:
            continue
        parts.extend(pieces)
        outlet = article.get("outlet") or article.get("source") or "unknown"
        heads.append((article.get("title") or "", outlet, len(pieces)))
    written = 0
    number = 0
    while written < size:
        title, outlet, count = heads[draw.randrange(len(heads))]
        body = "\n\n".join(parts[draw.randrange(len(parts))] for _ in range(min(count, 60)))
        year, month, day = draw.randint(2010, 2019), draw.randint(1, 12), draw.randint(1, 28)
        record = {
            "id": f"made-{number:09d}",
            "date": f"{year:04d}-{month:02d}-{day:02d}",
            "outlet": outlet,
            "title": title,
            "text": body,
            "language": "en",
        }
        line = json.dumps(record, ensure_ascii=False) + "\n"
        sys.stdout.write(line)
        written += len(line.encode("utf-8"))
        number += 1


if __name__ == "__main__":
    main()
