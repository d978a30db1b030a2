#!/usr/bin/env python3
"""Refreshes the excerpts of tables in README.md and docs/guide.md from the program's output.

    cargo run --release -- analyze corpus/articles.jsonl -o out
    python3 scripts/readme_tables.py out             # writes the pages
    python3 scripts/readme_tables.py out --check     # only says whether they would change (exit status 1 if so)

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
    """Whether the score differs from that of neutral text."""
    p = number(row, "P")
    return p is not None and p <= 0.05


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
    # The README shows fewer columns than the guide.
    "edges-short": (edges, "Source Target Weight Expected NPMI Q Stance"),
    "stance-short": (stance, "Source Target Articles Sentences Positive Negative Neutral Score Low High P"),
    "evidence-short": (evidence, "Article Source Target Label Score Text"),
}

PAGES = ("README.md", "docs/guide.md")


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


def refreshed(text, folder):
    """The page with every excerpt made anew."""
    parts = re.split(r"(<!-- excerpt: ([\w-]+) -->\n).*?(<!-- end -->)", text, flags=re.S)
    out = parts[0]
    for i in range(1, len(parts), 4):
        begin, name, end, rest = parts[i : i + 4]
        rows, columns = EXCERPTS[name]
        out += begin + table(rows(folder), columns) + end + rest
    return out


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    folder = Path(arguments[0])
    root = Path(__file__).resolve().parent.parent
    changed = []
    for page in PAGES:
        before = (root / page).read_text(encoding="utf-8")
        after = refreshed(before, folder)
        if after != before:
            changed.append(page)
            if "--check" not in sys.argv:
                (root / page).write_text(after, encoding="utf-8")
    if not changed:
        print("the excerpts agree with the tables")
    elif "--check" in sys.argv:
        sys.exit(f"{' and '.join(changed)}: excerpts differ from the tables; run scripts/readme_tables.py OUT without --check")
    else:
        print(f"refreshed: {', '.join(changed)}")


if __name__ == "__main__":
    main()
