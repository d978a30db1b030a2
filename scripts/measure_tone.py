#!/usr/bin/env python3
"""Compares the tone towards the main actors of an article with what readers say of its author's feelings.

    scripts/measure_tone.py BASIL.jsonl --copy COPY.jsonl
    demarche analyze COPY.jsonl -o OUT
    scripts/measure_tone.py BASIL.jsonl --tables OUT

BASIL (Fan et al. 2019) has for each of 100 stories three articles with the author's feeling towards each main actor: negative,
neutral or positive. In the copy every article is an outlet of its own, so that tone.csv has a row for each article and actor. An actor is
matched with the actors that demarche finds by the last word of its name. Printed are the number of actors with a tone, Pearson's r of the mean tone score with the feeling (-1, 0, 1) and its 95 % interval by resampling stories (2,000
draws, fixed seed), and the mean tone by feeling.

Needs nothing beside Python 3.
"""

import argparse
import collections
import csv
import json
import math
import random
import statistics
from pathlib import Path

FEELINGS = {"neg": -1, "neu": 0, "pos": 1}


def records(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def pairs(articles, tones):
    """(story, feeling, mean tone) of each main actor that has a tone."""
    for article in articles:
        for key, feeling in article["gold"]["article"].items():
            name = key.removeprefix("author_feeling_")
            if name == key or feeling not in FEELINGS:
                continue
            last = name.split("_")[-1].lower()
            scores = tones.get((article["id"], last), [])
            if scores:
                yield article["triplet"], FEELINGS[feeling], statistics.fmean(scores)


def pearson(rows):
    x, y = [row[1] for row in rows], [row[2] for row in rows]
    mx, my = statistics.fmean(x), statistics.fmean(y)
    sxy = sum((a - mx) * (b - my) for a, b in zip(x, y))
    sxx, syy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    return sxy / math.sqrt(sxx * syy) if sxx * syy > 0 else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("basil")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--copy", help="write the articles to this file, each with its id as its outlet")
    way.add_argument("--tables", type=Path, help="the tables that demarche made of the copy")
    options = parser.parse_args()
    articles = records(options.basil)
    if options.copy:
        with open(options.copy, "w", encoding="utf-8") as file:
            for a in articles:
                file.write(json.dumps({"id": a["id"], "date": a["date"], "source": a["id"], "title": a["title"], "text": a["text"], "language": "en"}) + "\n")
        return
    tones = collections.defaultdict(list)
    with open(options.tables / "tone.csv", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["Score"] and row["Label"]:
                tones[row["Outlet"], row["Label"].lower().split()[-1]].append(float(row["Score"]))
    rows = list(pairs(articles, tones))
    stories = collections.defaultdict(list)
    for row in rows:
        stories[row[0]].append(row)
    names = sorted(stories)
    rng = random.Random(1)
    draws = sorted(pearson([row for name in rng.choices(names, k=len(names)) for row in stories[name]]) for _ in range(2000))
    print(f"{len(rows)} actors in {len(names)} stories: r = {pearson(rows):.2f} ({draws[50]:.2f} to {draws[-51]:.2f})")
    for name, value in FEELINGS.items():
        of = [row[2] for row in rows if row[1] == value]
        if of:
            print(f"  {name}: {len(of)} actors, mean tone {statistics.fmean(of):+.3f}")


if __name__ == "__main__":
    main()
