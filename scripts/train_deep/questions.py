"""Questions to train on and to measure with: a sentence, who is asked about, and what is right.

A question is a dict: `id` of its record (of a tone also the `number` of its target); `ids` and `places`, as the program's own code makes them (`scripts/deep_questions.rs`); `task`, "pair" or
"tone"; `answer`, for a pair the sets of classes that are right from first to second and back (first is who stands first), for
a tone 0 negative, 1 neutral, 2 positive; `weight`; `part`, 0 to 4.
"""

import json
import subprocess

CLASSES = ["MC", "VC", "N", "C", "VP", "MP"]
SIGNS = {"neg": (0, 1), "neu": (2, 3), "pos": (4, 5)}
TONES = {"neg": 0, "neu": 1, "pos": 2}
PARTS = 5


def part_of(text):
    """The part of a text: part 0 is held out."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return (value >> 17) % PARTS


def records(path):
    """The records of a JSON Lines file, compressed with zstd or plain."""
    if path.endswith(".zst"):
        lines = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout.splitlines()
    else:
        with open(path, "rb") as file:
            lines = file.read().splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def place(start, end):
    return {"start": start, "end": end}


def pair(text, first, second, forth, back, **rest):
    """A question about a pair; the actors are put in order of place."""
    if first > second:
        first, second, forth, back = second, first, back, forth
    return {"text": text, "source": place(*first), "target": place(*second), "task": "pair", "answer": (forth, back), **rest}


def tones(rows):
    """Questions of NewsMTSC: attitude of the sentence towards a target."""
    for row in rows:
        text, targets = row["text"], row["gold"]["targets"]
        for number, target in enumerate(targets):
            yield {
                "id": row["id"], "number": number,
                "text": text, "target": place(target["from"], target["to"]), "task": "tone", "answer": TONES[target["label"]],
                "weight": 1.0, "part": part_of(text), "several": len(targets) > 1,
            }


def directed(rows):
    """Questions of the directed set: three classes in the direction that was judged.

    The other direction counts as neutral with half of the weight: a row tells of one direction only.
    """
    for row in rows:
        gold, text = row["gold"], row["text"]
        p, q = gold["p"], gold["q"]
        if None in (p["start"], q["start"]):
            continue
        neutral, said = SIGNS["neu"], SIGNS[gold["label"]]
        forth, back = (neutral, said) if gold["direction"] == "q->p" else (said, neutral)
        sure = (1.0, 1.0) if gold["direction"] is None else ((0.5, 1.0) if gold["direction"] == "q->p" else (1.0, 0.5))
        if p["start"] > q["start"]:
            sure = sure[::-1]
        yield pair(
            text, (p["start"], p["end"]), (q["start"], q["end"]), forth, back,
            id=row["id"], weight=0.7, sure=sure, part=part_of(text), holder=holder(gold, p, q),
        )


def holder(gold, p, q):
    """0 if who stands first is the holder (or nobody is), else 1."""
    first_is_p = p["start"] <= q["start"]
    return int((gold["direction"] == "q->p") == first_is_p) if gold["direction"] else 0


def judged(rows, articles=None, weight=1.5):
    """Questions of pairs judged in both directions with six classes; X is left out.

    `articles` gives the text that a row's sentence comes from, which decides its part.
    """
    for row in rows:
        if "X" in (row["ab"], row["ba"]):
            continue
        text = row["text"]
        whole = (articles or {}).get(row.get("article"), text)
        a, b = ((row[x]["start"], row[x]["end"]) for x in "ab")
        if a == b:
            continue
        yield pair(
            text, a, b, (CLASSES.index(row["ab"]),), (CLASSES.index(row["ba"]),),
            id=row["id"], weight=weight * (0.7 if row.get("conf", 3) == 1 else 1.0), sure=(1.0, 1.0), part=part_of(whole),
            stratum=row.get("stratum", ""), set=row.get("set", ""),
        )


def encode(program, rows):
    """The rows that can be asked, with `ids` and `places`; `program` is the built `deep_questions`."""
    keys = ("text", "source", "target")
    lines = (json.dumps({key: row[key] for key in keys if key in row}) for row in rows)
    done = subprocess.run([program], input="\n".join(lines).encode(), capture_output=True, check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return [{**row, **one} for row, one in zip(rows, told, strict=True) if one]
