#!/usr/bin/env python3
"""Clusters of words that stand in like company, for the features of the stance model.

    word_clusters.py SOTU.jsonl.zst DSE.jsonl.zst NEWSMTSC.jsonl.zst > corpus/stance_clusters.txt

Word vectors are learned from these texts alone (the first is in the public domain, see corpus/SOURCES.md
for the others): positive pointwise mutual information of stems within four words, with context
distribution smoothing 0.75, reduced to 100 dimensions by a truncated singular value decomposition (Levy,
Goldberg and Dagan 2015), then k-means with 80 and with 300 centres. Names and numbers are masked.

Needs numpy, scipy, scikit-learn, snowballstemmer and the program zstd. Seeds are fixed; the same library
versions give the same file.
"""

import collections
import json
import re
import subprocess
import sys

import numpy as np
import scipy.sparse as sp
import snowballstemmer
from scipy.sparse.linalg import svds
from sklearn.cluster import KMeans

LEAST = 4
REACH = 4
DIMENSIONS = 100
COARSE, FINE = 80, 300
TOKEN = re.compile(r"[A-Za-z]+(?:['\u2019][a-z]+)?|\d[\d.,]*|[.!?]")


def texts(path):
    """The distinct texts of a JSONL file."""
    command = ["zstd", "-dc", path] if path.endswith(".zst") else ["cat", path]
    lines = subprocess.run(command, capture_output=True, check=True).stdout.decode().splitlines()
    return sorted({json.loads(line)["text"] for line in lines})


def symbols(text, stem):
    """Stems in order; `None` stands for names, numbers and the ends of sentences."""
    begins = True
    for token in TOKEN.findall(text):
        if token in ".!?":
            begins = True
            yield None
            continue
        is_name = token[0].isupper() and not begins
        begins = False
        yield None if is_name or token[0].isdigit() else stem(token.lower().replace("\u2019", "'"))


def main():
    stemmer = snowballstemmer.stemmer("english")
    known = {}

    def stem(word):
        if word not in known:
            known[word] = stemmer.stemWord(word)
        return known[word]

    sequences = [list(symbols(t, stem)) for path in sys.argv[1:] for t in texts(path)]
    counts = collections.Counter(s for sequence in sequences for s in sequence if s)
    words = sorted((w for w, n in counts.items() if n >= LEAST), key=lambda w: (-counts[w], w))
    index = {w: i for i, w in enumerate(words)}
    rows, columns, weights = [], [], []
    for sequence in sequences:
        ids = np.array([index.get(s, -1) for s in sequence])
        for distance in range(1, REACH + 1):
            left, right = ids[:-distance], ids[distance:]
            both = (left >= 0) & (right >= 0)
            rows.append(left[both])
            columns.append(right[both])
            weights.append(np.full(both.sum(), 1 / distance))
    rows, columns, weights = map(np.concatenate, (rows, columns, weights))
    size = len(words)
    counts = sp.coo_matrix((weights, (rows, columns)), shape=(size, size)).tocsr()
    counts = (counts + counts.T).tocoo()
    total = counts.data.sum()
    word = np.asarray(counts.tocsr().sum(1)).ravel()
    context = word**0.75
    context /= context.sum()
    information = np.log(counts.data / total / (word[counts.row] / total * context[counts.col]))
    kept = information > 0
    matrix = sp.csr_matrix(
        (information[kept], (counts.row[kept], counts.col[kept])), shape=(size, size)
    )
    left, values, _ = svds(matrix, k=DIMENSIONS, v0=np.ones(size))
    vectors = left * np.sqrt(values)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    coarse, fine = (
        KMeans(k, n_init=1, max_iter=30, random_state=1).fit(vectors).labels_ for k in (COARSE, FINE)
    )
    groups = collections.defaultdict(list)
    for w, c, f in zip(words, coarse, fine):
        if re.fullmatch(r"[a-z']+", w):
            groups[c, f].append(w)
    print("# Stems by coarse and fine cluster, made by scripts/word_clusters.py; see MODEL.md.")
    for (c, f), members in sorted(groups.items()):
        print(f"{c} {f}: {' '.join(sorted(members))}")


if __name__ == "__main__":
    main()
