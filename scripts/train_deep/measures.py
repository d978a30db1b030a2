"""Figures for judgements in three and six classes."""

import numpy as np

import questions as q


def macro(gold, told, classes=(-1, 0, 1)):
    """Macro-F1."""
    gold, told = np.asarray(gold), np.asarray(told)
    both = [((gold == c) & (told == c)).sum() for c in classes]
    sizes = [(gold == c).sum() + (told == c).sum() for c in classes]
    return float(np.mean([2 * b / max(1, n) for b, n in zip(both, sizes, strict=True)]))


def sign(classes):
    """-1, 0 or 1 of a set of classes."""
    return -1 if min(classes) < 2 else 1 if min(classes) > 3 else 0


def score(p):
    """p(positive) - p(negative) of probabilities of six classes (..., 6)."""
    return p[..., 4] + p[..., 5] - p[..., 0] - p[..., 1]


def label(scores, threshold):
    """-1, 0 or 1: the sign of scores that reach the threshold (one number, or one for either sign)."""
    low, high = threshold if isinstance(threshold, tuple) else (threshold, threshold)
    return np.where(scores <= -low, -1, np.where(scores >= high, 1, 0))


def best_threshold(gold, scores):
    """The threshold with the best macro-F1, the same for both signs."""
    return max((macro(gold, label(scores, t)), round(float(t), 2)) for t in np.arange(0.05, 0.91, 0.01))


def directed(rows, probabilities):
    """Gold signs, gold class names, probabilities (n, 6): both directions of every pair."""
    p = np.stack(probabilities).reshape(-1, 2, 6).reshape(-1, 6)
    gold = [sign(side) for row in rows for side in row["answer"]]
    kinds = [q.CLASSES[side[0]] if len(side) == 1 else "" for row in rows for side in row["answer"]]
    return np.array(gold), np.array(kinds), p


def world(rows, probabilities, threshold=None):
    """Figures for a set judged in both directions with six classes."""
    gold, kinds, p = directed(rows, probabilities)
    scores = score(p)
    best, chosen = best_threshold(gold, scores)
    told = label(scores, threshold or chosen)
    six = [q.CLASSES[i] for i in p.argmax(1)]

    def of(sign_):
        hit = ((told == sign_) & (gold == sign_)).sum()
        return round(float(hit / max(1, (told == sign_).sum())), 3), round(float(hit / max(1, (gold == sign_).sum())), 3)

    return {
        "n": len(gold), "macro": round(macro(gold, told), 3), "threshold": threshold or chosen, "best": round(best, 3),
        "six": round(macro(kinds, six, q.CLASSES), 3), "r": round(float(np.corrcoef(scores, gold)[0, 1]), 3),
        "negative": of(-1), "positive": of(1),
        "right sign": {k: round(float((told[kinds == k] == (-1 if k in ("MC", "VC") else 1)).mean()), 2) for k in ("MC", "VC", "VP", "MP")},
    }


def ordered(rows, probabilities, threshold=None):
    """Macro-F1 of DSE from the holder to the target (first to second where nobody is one)."""
    p = np.stack(probabilities).reshape(-1, 2, 6)
    side = np.array([row["holder"] for row in rows])
    scores = score(p)[np.arange(len(rows)), side]
    gold = np.array([sign(row["answer"][row["holder"]]) for row in rows])
    best, chosen = best_threshold(gold, scores)
    return {"n": len(rows), "macro": round(macro(gold, label(scores, threshold or chosen)), 3), "threshold": threshold or chosen, "best": round(best, 3)}


def tones(rows, probabilities):
    """Macro-F1 of NewsMTSC: sentences with one target (as its part rw has them mostly), with several (as mt), all."""
    told = np.stack(probabilities).argmax(1)
    gold = np.array([row["answer"] for row in rows])
    several = np.array([row["several"] for row in rows])
    f = lambda keep: round(macro(gold[keep], told[keep], (0, 1, 2)), 3)
    return {"n": len(rows), "all": f(several | ~several), "one": f(~several), "several": f(several)}
