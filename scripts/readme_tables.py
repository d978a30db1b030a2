#!/usr/bin/env python3
"""Makes the excerpts of tables in README.md anew, so that they say what the program says.

    cargo run --release -- analyze corpus/articles.jsonl -o out
    python3 scripts/readme_tables.py out             # writes README.md
    python3 scripts/readme_tables.py out --check     # only says whether it would change (exit status 1 if so)

An excerpt stands between the lines `<!-- excerpt: NAME -->` and `<!-- end -->`; `EXCERPTS` says which rows and columns each
name means. Needs nothing beside Python 3.
"""

import csv
import re
import sys
from pathlib import Path


def read(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(row, column):
    """The number in a cell, or None for a missing one."""
    return float(row[column]) if row[column] else None


def first(rows, count, key):
    """The first rows by a key, which ends in names so that ties do not depend on the table's order."""
    return sorted(rows, key=key)[:count]


def actors(folder):
    return first(read(folder, "actors"), 5, lambda r: (-int(r["Articles"]), r["Id"]))


def edges(folder):
    strong = [r for r in read(folder, "edges") if number(r, "Q") is not None and number(r, "Q") <= 0.05]
    return first(strong, 5, lambda r: (-int(r["Weight"]), r["Source"], r["Target"]))


def clear(row):
    """Whether the interval of a score leaves out zero."""
    low, high = number(row, "Low"), number(row, "High")
    return low is not None and high is not None and (low > 0 or high < 0)


def stance(folder):
    rows = [r for r in read(folder, "stance") if int(r["Articles"]) >= 5 and clear(r)]
    rows = first(rows, 5, lambda r: (-int(r["Articles"]), r["Source"], r["Target"]))
    return sorted(rows, key=lambda r: (number(r, "Score"), r["Source"], r["Target"]))


def tone(folder):
    rows = [r for r in read(folder, "tone") if r["Target"] == "RUS" and int(r["Articles"]) >= 5]
    return sorted(rows, key=lambda r: (number(r, "Score"), r["Outlet"]))


def evidence(folder):
    rows = [r for r in read(folder, "evidence") if (r["Source"], r["Target"]) == ("RUS:putin", "UKR")]
    return [r for r in rows if r["Article"] in ("dm-0001", "dm-0006", "dm-0055", "dm-0076")]


def summary(folder):
    wanted = ("density", "modularity", "triads", "frustration", "balance")
    return [r for r in read(folder, "network_summary") if r["Measure"].lower().startswith(wanted)]


# Name: rows, columns.
EXCERPTS = {
    "actors": (
        actors,
        "Id Label Type Country Articles Stories Sentences Mentions Degree Strength PageRank Betweenness Community Tone",
    ),
    "edges": (
        edges,
        "Source Target Weight Stories Sentences Expected NPMI G2 Q SDSMQ Consensus OutletShare Stance StanceLow StanceHigh",
    ),
    "stance": (stance, "Source Target Articles Stories Sentences Positive Negative Neutral Score Low High P"),
    "tone": (tone, "Outlet Target Articles Sentences Positive Negative Neutral Score Low High"),
    "evidence": (evidence, "Article Date Sentence Label Score Text"),
    "summary": (summary, "Measure Value Low High Note"),
}


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def table(rows, columns):
    names = columns.split()
    if not rows:
        return "(no rows)\n"
    texts = [all(re.fullmatch(r"-?[\d.]+(e-?\d+)?|", r[c]) for r in rows) for c in names]
    lines = ["| " + " | ".join(names) + " |"]
    lines.append("| " + " | ".join("---:" if numeric else "---" for numeric in texts) + " |")
    lines += ["| " + " | ".join(cell(row[c]) for c in names) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    folder = Path(arguments[0])
    readme = Path(__file__).resolve().parent.parent / "README.md"
    before = readme.read_text(encoding="utf-8")
    parts = re.split(r"(<!-- excerpt: (\w+) -->\n).*?(<!-- end -->)", before, flags=re.S)
    after = parts[0]
    for i in range(1, len(parts), 4):
        begin, name, end, rest = parts[i : i + 4]
        rows, columns = EXCERPTS[name]
        after += begin + table(rows(folder), columns) + end + rest
    if after == before:
        print("README.md says what the tables say")
    elif "--check" in sys.argv:
        sys.exit("README.md differs from the tables: run scripts/readme_tables.py without --check")
    else:
        readme.write_text(after, encoding="utf-8")
        print("README.md is changed")


if __name__ == "__main__":
    main()
