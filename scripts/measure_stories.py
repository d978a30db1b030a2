#!/usr/bin/env python3
"""Measure how well demarche finds stories: near-copies are planted into a corpus and looked for.

    scripts/measure_stories.py CORPUS.jsonl[.gz|.zst] [--demarche PROGRAM] [--originals N] [--seed S] [--keep DIR] [--show N]

From N articles (1500, or all) of the corpus one to four near-copies each are made, as other outlets print the text of an
agency: words replaced, the end cut off, a new lead, sentences added, other datelines, bylines, credits and copyright lines. The
corpus and the copies are ingested, and the stories are read back with `demarche info --members`.

What is true is computed here, without the program: the exact Jaccard similarity of the sets of runs of five words (of the body; of
headline and body where the body has less than 50 words; planted datelines and the like not counted) for every pair of articles in
the corpus that shares half of them or more.

Prints, by band of similarity, how many of these pairs are in one story (recall), and how many of the pairs in one story are
right: similarity of at least 0.7, or copies of the same original, or joined by a chain of such pairs. Python 3 only; `.zst` needs the `zstd`
program.
"""

import argparse
import collections
import csv
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from make_corpus import lines

WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
SHINGLE = 5
SHORT_BODY = 50
OUTLETS = ["Daily Planet", "Evening Star", "The Courier", "Morning Chronicle", "The Herald"]
LEAST = 0.5
BANDS = [(0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)]


def words(text):
    return [w.lower() for w in WORD.findall(text)]


def shingles(title, body):
    found = words(body)
    if len(found) < SHORT_BODY:
        found = found + words(title)
    if len(found) < SHINGLE:
        return frozenset([hash(tuple(found))])
    return frozenset(hash(tuple(found[i : i + SHINGLE])) for i in range(len(found) - SHINGLE + 1))


def edit(draw, text, vocabulary, foreign):
    """A near-copy of a text, and what was done."""
    kind = draw.choice(["words", "cut", "lead", "added", "mixed", "same"])
    sentences = SENTENCE.split(text)
    if kind in ("cut", "mixed") and len(sentences) > 3:
        sentences = sentences[: max(2, round(len(sentences) * draw.uniform(0.6, 0.97)))]
    if kind in ("lead", "mixed") and len(sentences) > 3:
        lead = foreign()[: draw.choice([1, 1, 2])]
        sentences = lead + sentences[draw.choice([0, 1]) :]
    if kind in ("added", "mixed"):
        extra = foreign()[: draw.choice([1, 2, 3])]
        at = draw.randint(1, len(sentences))
        sentences = sentences[:at] + extra + sentences[at:]
    text = " ".join(sentences) if kind != "same" else text
    if kind in ("words", "mixed"):
        rate = draw.uniform(0.0, 0.05)
        text = re.sub(r"\w+", lambda m: draw.choice(vocabulary) if draw.random() < rate else m.group(), text)
    return kind, text


def dress(draw, text):
    """Other boilerplate around a text."""
    text = re.sub(r"^(?:[A-Z][A-Z,./ ]+)?\(Reuters\) - ", "", text)
    head = draw.choice(
        ["", "LONDON (Reuters) - ", "PARIS, March 3 (AFP) - ", "By John Smith\n\nWASHINGTON (AP) — ", "BERLIN — ", "By Mary Jane Doe and Ann Lee\n\n"]
    )
    tail = draw.choice(
        [
            "",
            "\n\n(Reporting by Ann Lee in Paris and Bob Ray; Editing by Carl Day)",
            "\n\nCopyright 2020 The Daily Planet. All rights reserved.",
            "\n\nThis material may not be published, broadcast, rewritten or redistributed.",
            "\n\nSign up for our newsletter to get the news every morning.",
            "\n\nAdditional reporting by Dan Fox. Editing by Eve Orr.",
        ]
    )
    return head + text + tail


def similar_pairs(sets):
    """All pairs with a Jaccard similarity of at least LEAST, exactly: by the rarest elements of each set."""
    frequency = collections.Counter(x for s in sets for x in s)
    index = collections.defaultdict(list)
    pairs = {}
    for i in sorted(range(len(sets)), key=lambda i: len(sets[i])):
        own = sorted(sets[i], key=lambda x: (frequency[x], x))
        prefix = own[: len(own) - int(-(-LEAST * len(own) // 1)) + 1]
        candidates = set()
        for x in prefix:
            candidates.update(index[x])
            index[x].append(i)
        for j in candidates:
            if len(sets[j]) < LEAST * len(sets[i]):
                continue
            both = len(sets[i] & sets[j])
            similarity = both / (len(sets[i]) + len(sets[j]) - both)
            if similarity >= LEAST:
                pairs[min(i, j), max(i, j)] = similarity
    return pairs


class Components:
    def __init__(self, n):
        self.parents = list(range(n))

    def root(self, x):
        while self.parents[x] != x:
            self.parents[x] = self.parents[self.parents[x]]
            x = self.parents[x]
        return x

    def join(self, a, b):
        self.parents[self.root(a)] = self.root(b)


def main():
    parser = argparse.ArgumentParser(description="Measure how well stories are found.")
    parser.add_argument("corpus")
    parser.add_argument("--demarche", default="target/release/demarche")
    parser.add_argument("--originals", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="folder for the corpus with the copies and the store")
    parser.add_argument("--show", type=int, default=0, help="show so many wrong and missed pairs")
    args = parser.parse_args()
    draw = random.Random(args.seed)

    articles = []
    for line in lines(args.corpus):
        record = json.loads(line)
        title, text = record.get("title") or "", record.get("text") or ""
        if words(title + " " + text):
            date = (record.get("date") or "")[:10]
            articles.append((title, text, date, record.get("source") or record.get("outlet") or ""))
    vocabulary = sorted({w for _, text, _, _ in articles[:2000] for w in words(text)})
    family = list(range(len(articles)))
    clean = [(title, text) for title, text, _, _ in articles]
    full = [i for i in range(len(articles)) if len(words(articles[i][1])) >= SHORT_BODY]
    foreign = lambda: SENTENCE.split(articles[draw.choice(full)][1])
    kinds = collections.Counter()
    for i in draw.sample(full, min(args.originals, len(full))):
        title, text, date, _ = articles[i]
        for _ in range(draw.choice([1, 1, 2, 4])):
            kind, copy = edit(draw, text, vocabulary, foreign)
            kinds[kind] += 1
            family.append(i)
            clean.append((title, copy))
            headline = draw.choice([title, "Update: " + title, " ".join(draw.sample(vocabulary, 5))])
            articles.append((headline, dress(draw, copy), date, draw.choice(OUTLETS)))
    planted = len(articles) - kinds.total()
    print(f"{planted} articles, {kinds.total()} near-copies: {dict(sorted(kinds.items()))}")

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(args.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        order = list(range(len(articles)))
        draw.shuffle(order)
        with open(folder / "corpus.jsonl", "w", encoding="utf-8") as out:
            for i in order:
                title, text, date, outlet = articles[i]
                out.write(json.dumps({"id": str(i), "title": title, "text": text, "date": date, "outlet": outlet}) + "\n")
        run = lambda *a: subprocess.run([args.demarche, *a, "--quiet"], check=True, stdout=subprocess.DEVNULL)
        store = str(folder / "store")
        run("ingest", str(folder / "corpus.jsonl"), "--store", store)
        run("info", "--store", store, "--members", str(folder / "stories.csv"))
        story_of = {}
        with open(folder / "stories.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                story_of[int(row["Article"])] = row["Story"]

    sets = [shingles(*c) for c in clean]
    length = [len(words(text)) for _, text in clean]
    pairs = similar_pairs(sets)
    together = lambda a, b: a in story_of and story_of.get(a) == story_of.get(b)
    for name, fits in [
        ("all", lambda p: True),
        ("bodies of 60 words or more", lambda p: min(length[p[0]], length[p[1]]) >= 60),
        ("a shorter body", lambda p: min(length[p[0]], length[p[1]]) < 60),
    ]:
        print(f"recall, {name}:")
        for low, high in BANDS + [(0.7, 1.01)]:
            band = [p for p, similarity in pairs.items() if low <= similarity < high and fits(p)]
            found = sum(together(*p) for p in band)
            share = f"{found / len(band):.4f}" if band else "-"
            print(f"  {low:.1f} to {min(high, 1.0):.1f}: {found:7} of {len(band):7}  {share}")
    missed = [(similarity, p) for p, similarity in pairs.items() if similarity >= 0.7 and not together(*p)]

    truth = Components(len(articles))
    for (a, b), similarity in pairs.items():
        if similarity >= 0.7:
            truth.join(a, b)
    for i, original in enumerate(family):
        truth.join(i, original)
    stories = collections.defaultdict(list)
    for article, story in story_of.items():
        stories[story].append(article)
    tally, wrong = collections.Counter(), []
    for members in stories.values():
        for x in range(len(members)):
            for y in range(x):
                a, b = min(members[x], members[y]), max(members[x], members[y])
                similarity = pairs.get((a, b), 0.0)
                if family[a] == family[b]:
                    tally["copies of the same original"] += 1
                elif similarity >= 0.7:
                    tally["similarity of 0.7 or more"] += 1
                elif truth.root(a) == truth.root(b):
                    tally["joined by a chain of such pairs"] += 1
                elif similarity >= LEAST:
                    tally["wrong: similarity of 0.5 to 0.7"] += 1
                    wrong.append((similarity, (a, b)))
                else:
                    tally["wrong: similarity below 0.5"] += 1
                    wrong.append((similarity, (a, b)))
    total = tally.total()
    print(f"precision: pairs in one story, {total} of {len(stories)} stories, the largest with {max(map(len, stories.values()), default=0)} articles")
    for name, count in sorted(tally.items()):
        print(f"  {count:8}  {name}")
    strict = tally["copies of the same original"] + tally["similarity of 0.7 or more"]
    right = strict + tally["joined by a chain of such pairs"]
    if total:
        print(f"  precision {right / total:.4f}; without chains {strict / total:.4f}")
    for title, list_ in [("wrong", wrong), ("missed", missed)]:
        draw.shuffle(list_)
        for similarity, (a, b) in list_[: args.show]:
            print(f"--- {title}, {similarity:.2f}")
            for i in (a, b):
                print(f"  [{i}] {articles[i][0][:80]!r} {articles[i][1][:300]!r}")


if __name__ == "__main__":
    main()
