#!/usr/bin/env python3
"""Measures actor recognition on gold data.

usage: measure_actors.py DATA [--sets reuters,conll,metonymy,toponyms,wikineural,places,persons,words,cost]
                              [--half look|report|all] [--run "demarche annotate"] [--errors N]
                              [--sample N] [--judged FILE] [--against PROGRAM] [--turns N]

DATA holds one folder per set (reuters21578/reuters21578.jsonl.zst and so on). Each record goes through the
command as {"id","title","text","date","lang"}; its answer is compared with the gold. `--half` takes the records whose id
hashes even (look) or odd (report): whoever tunes looks at one half and reports the other.

reuters     states found in an article, actor or place, against PLACES (what the story is about); also a stricter
            reading that keeps a state only if it is salient (in the headline or dateline, or named twice, or
            among the first three found)
conll       exact spans and types of persons, organisations, places; MISC is ignored on both sides
metonymy    reading of the marked name: actor for metonymic, place for literal; coverage = marked names found
toponyms    GeoWebNews: spans of places found; literal against metonymic
wikineural  exact spans, by language
places      draws N readings of states as places from news (isot, basil, reddit_worldnews), to be judged blind: a
            tab-separated line each with a number, the sentence with the name in brackets, and nothing else; the same
            draw with --judged FILE (lines of number, TAB, right or wrong) gives the share that is right
persons     the same for mentions of persons of the dictionary and discovered ones, with who is meant
words       ids of discovered persons whose family name is a word (of corpus/names/common.txt) or holds no letter
cost        time of `demarche ingest` against another program (--against), in turns on the same file
"""
import argparse, collections, hashlib, json, os, re, shlex, subprocess, sys, tempfile

TYPES = {"person": "PER", "organisation": "ORG", "group": "ORG", "outlet": "ORG",
         "state": "LOC", "region": "LOC", "place": "LOC"}


def records(data, name, half):
    path = f"{data}/{name}/{name}.jsonl.zst"
    text = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout.decode()
    for line in text.splitlines():
        record = json.loads(line)
        even = int(hashlib.md5(record["id"].encode()).hexdigest(), 16) % 2 == 0
        if half == "all" or (half == "look") == even:
            yield record


def annotate(command, rows):
    lines = "\n".join(json.dumps({k: r.get(k) for k in ("id", "title", "text", "date", "lang") if r.get(k)} | {"text": r.get("text") or ""})
                      for r in rows) + "\n"
    done = subprocess.run(shlex.split(command), input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


class Score:
    def __init__(self):
        self.hit = self.found = self.gold = 0

    def __str__(self):
        p = self.hit / max(self.found, 1)
        r = self.hit / max(self.gold, 1)
        return f"P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}  (found {self.found}, gold {self.gold})"


def reuters(args):
    codes = json.load(open(f"{args.data}/reuters21578/places_iso3.json"))
    rows = list(records(args.data, "reuters21578", args.half))
    for shape in ("title and text", "dateline, title and text"):
        inputs = []
        for r in rows:
            text = r["text"] or ""
            if shape.startswith("dateline") and r.get("dateline"):
                text = f"{r['dateline']} {text}"
            inputs.append({"id": r["id"], "title": r["title"], "text": text, "date": r["date"][:10], "lang": "en"})
        scores = {"all": Score(), "salient": Score()}
        missed, wrong = collections.Counter(), collections.Counter()
        for r, a in zip(rows, annotate(args.run, inputs)):
            gold = {codes[p] for p in r["gold"]["places"] if p in codes}
            counts, order, title = collections.Counter(), [], set()
            for m in a["mentions"]:
                if m["type"] == "state":
                    if m["actor"] not in counts:
                        order.append(m["actor"])
                    counts[m["actor"]] += 1
                    if m["field"] == "title" or m["start"] < 60:
                        title.add(m["actor"])
            salient = {s for s in counts if s in title or counts[s] >= 2 or s in order[:2]}
            for name, found in (("all", set(counts)), ("salient", salient)):
                scores[name].hit += len(found & gold)
                scores[name].found += len(found)
                scores[name].gold += len(gold)
            missed.update(gold - set(counts))
            wrong.update(set(counts) - gold)
        for name, score in scores.items():
            print(f"reuters places, {shape}, {name}: {score}")
        if args.errors:
            print("  missed", missed.most_common(args.errors))
            print("  not gold", wrong.most_common(args.errors))


def spans(args, name, rows, label):
    by_type = collections.defaultdict(Score)
    free = Score()
    errors = collections.Counter()
    inputs = [{"id": r["id"], "text": r["text"], "date": r.get("date"), "lang": r["lang"]} for r in rows]
    for r, a in zip(rows, annotate(args.run, inputs)):
        gold = {(e["start"], e["end"]): e["type"] for e in r["gold"]["entities"]}
        misc = [span for span, t in gold.items() if t == "MISC"]
        gold = {span: t for span, t in gold.items() if t != "MISC"}
        found = {}
        for m in a["mentions"]:
            t = TYPES.get(m["type"])
            if t is None or m["text"] == m["text"].lower():
                continue
            if any(s < m["end"] and m["start"] < e for s, e in misc):
                continue
            found[(m["start"], m["end"])] = t
        for span, t in found.items():
            by_type[t].found += 1
            by_type["all"].found += 1
            free.found += 1
            if gold.get(span) == t:
                by_type[t].hit += 1
                by_type["all"].hit += 1
            else:
                errors[("extra", t, gold.get(span, "-"), r["text"][span[0]:span[1]])] += 1
            free.hit += span in gold
        for span, t in gold.items():
            by_type[t].gold += 1
            by_type["all"].gold += 1
            free.gold += 1
            if span not in found:
                errors[("missed", "-", t, r["text"][span[0]:span[1]])] += 1
    for t in ("PER", "ORG", "LOC", "all"):
        print(f"{label} {t}: {by_type[t]}")
    print(f"{label} spans whatever the type: {free}")
    if args.errors:
        print("  ", errors.most_common(args.errors))


def conll(args):
    spans(args, "conll2003_en", list(records(args.data, "conll2003_en", args.half)), "conll2003")


def wikineural(args):
    rows = list(records(args.data, "wikineural", args.half))
    for lang in ("en", "de", "fr", "es", "ru"):
        spans(args, "wikineural", [r for r in rows if r["lang"] == lang], f"wikineural {lang}")


def metonymy(args):
    rows = [r for r in records(args.data, "metonymy", args.half) if r["gold"]["reading"] in ("literal", "metonymic")]
    inputs = [{"id": r["id"], "text": r["text"], "lang": "en"} for r in rows]
    stats = collections.defaultdict(lambda: [0, 0, 0])
    table = collections.Counter()
    shown = 0
    for r, a in zip(rows, annotate(args.run, inputs)):
        g = r["gold"]
        best = None
        for m in a["mentions"]:
            if m["start"] < g["end"] and g["start"] < m["end"]:
                same = (m["start"], m["end"]) == (g["start"], g["end"])
                if best is None or same:
                    best = m
        kind = r["id"].split("-")[0]
        for key in (kind, "all"):
            stats[key][0] += 1
            if best:
                stats[key][1] += 1
                want = "actor" if g["reading"] == "metonymic" else "place"
                # A team is no actor of politics, and no place either: the gold calls it metonymic.
                got = "actor" if best["reading"] == "team" else best["reading"]
                stats[key][2] += got == want
                if key == "all":
                    table[(want, got)] += 1
                    if got != want and shown < args.errors:
                        shown += 1
                        a0 = max(0, g["start"] - 60)
                        print(f"  [{want} read as {got} {best['confidence']}] …{r['text'][a0:g['start']]}<<{g['name']}>>{r['text'][g['end']:g['end'] + 50]}")
        if not best and shown < args.errors:
            shown += 1
            print(f"  [missed] {r['text'][max(0, g['start'] - 40):g['start']]}<<{g['name']}>>{r['text'][g['end']:g['end'] + 30]}")
    for key, (n, found, right) in sorted(stats.items()):
        print(f"metonymy {key}: accuracy {right / max(found, 1):.3f} of those found, coverage {found / max(n, 1):.3f} ({n} names)")
    print("  gold, found:", dict(table))


def toponyms(args):
    rows = [r for r in records(args.data, "toponyms", args.half)]
    inputs = [{"id": r["id"], "title": r["title"], "text": r["text"], "date": (r["date"] or "")[:10], "lang": "en"} for r in rows]
    covered, named, right, read = 0, 0, 0, 0
    for r, a in zip(rows, annotate(args.run, inputs)):
        found = [m for m in a["mentions"] if m["field"] == "text"]
        for t in r["gold"]["toponyms"]:
            text = t.get("text") or ""
            if not text or text == text.lower() or t.get("nonLocational") == "Yes":
                continue
            named += 1
            over = [m for m in found if m["start"] < t["end"] and t["start"] < m["end"]]
            if over:
                covered += 1
                kind = t.get("type", "")
                if kind in ("Literal", "Metonymic"):
                    read += 1
                    right += (over[0]["reading"] == "actor") == (kind == "Metonymic")
    print(f"toponyms: {covered / max(named, 1):.3f} of {named} capitalised toponyms found; reading right for {right / max(read, 1):.3f} of {read} (GeoWebNews literal and metonymic)")


NEWS = ("isot_reuters2017", "basil", "reddit_worldnews")
MOST_NEWS = 600


def news(args):
    """The same records of each set for every version of the program."""
    for name in NEWS:
        rows = sorted(records(args.data, name, "all"), key=lambda r: hashlib.md5(r["id"].encode()).hexdigest())
        rows = rows[:MOST_NEWS]
        inputs = [{"id": r["id"], "title": r.get("title"), "text": r["text"] or "", "date": (r.get("date") or "")[:10], "lang": "en"} for r in rows]
        yield from zip(inputs, annotate(args.run, inputs))


def sentence_of(row, answer, m):
    """The sentence of a mention with the name in brackets."""
    text = row[m["field"]] or ""
    bounds = (0, len(text)) if m["sentence"] is None else answer["sentences"][m["sentence"]]
    shown = text[bounds[0]:m["start"]] + "[" + text[m["start"]:m["end"]] + "]" + text[m["end"]:bounds[1]]
    return " ".join(shown.split())


def drawn(args, wanted, told):
    found = [(row, answer, m) for row, answer in news(args) for m in answer["mentions"] if wanted(m)]
    found.sort(key=lambda f: hashlib.md5(f"{f[0]['id']} {f[2]['field']} {f[2]['start']}".encode()).hexdigest())
    found = found[:args.sample]
    if not args.judged:
        for number, (row, answer, m) in enumerate(found):
            print(number, sentence_of(row, answer, m), *told(m), sep="\t")
        return
    verdicts = dict(line.rstrip("\n").split("\t")[:2] for line in open(args.judged) if line.strip())
    right = sum(verdict == "right" for verdict in verdicts.values())
    print(f"{right} of {len(verdicts)} judged are right: {right / max(len(verdicts), 1):.3f} (drawn {len(found)})")


def places(args):
    drawn(args, lambda m: m["type"] == "state" and m["reading"] == "place", lambda m: ())


def persons(args):
    drawn(args, lambda m: m["type"] == "person" and not m["actor"].startswith("?:"), lambda m: (m["actor"], m["label"]))


def words(args):
    folder = os.path.dirname(os.path.abspath(__file__))
    lines = open(os.path.join(folder, "../corpus/names/common.txt"))
    common = {word for line in lines if not line.startswith("#") for word in line.split()}
    listed = subprocess.run([shlex.split(args.run)[0], "actors", "list"], capture_output=True, check=True).stdout.decode()
    known = {line.split(",", 1)[0] for line in listed.splitlines()}
    ids = {}
    for _, answer in news(args):
        for m in answer["mentions"]:
            if m["type"] == "person" and not m["actor"].startswith("?:") and m["actor"] not in known:
                ids[m["actor"]] = m["label"]
    single = {i: label for i, label in ids.items() if " " not in label and label.lower() in common}
    print(f"words: {len(single)} of {len(ids)} ids of discovered persons are a single everyday word {sorted(single.items())[:args.errors or 20]}")


def cost(args):
    """Ratio of the median times of ingest, in turns so that a change of load hits both."""
    mine, other = shlex.split(args.run)[0], args.against
    if not other:
        sys.exit("cost: name the other program with --against")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "news.jsonl")
        with open(path, "w") as out:
            for row in records(args.data, "reuters21578", "all"):
                out.write(json.dumps({k: row.get(k) for k in ("id", "title", "text", "date")}) + "\n")
        times = {mine: [], other: []}
        for turn in range(args.turns):
            for program in (mine, other) if turn % 2 else (other, mine):
                before = os.times()
                subprocess.run([program, "ingest", path, "--store", os.path.join(folder, f"{turn}-{program == mine}"), "--threads", "1", "--quiet", "--no-progress"], check=True)
                after = os.times()
                times[program].append(after.children_user - before.children_user)
        median = {program: sorted(t)[len(t) // 2] for program, t in times.items()}
        print(f"cost: {median[mine]:.2f} s of processor time against {median[other]:.2f} s, ratio {median[mine] / median[other]:.3f} ({args.turns} turns each)")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--sets", default="reuters,conll,metonymy,toponyms,wikineural")
    parser.add_argument("--half", default="all", choices=["look", "report", "all"])
    parser.add_argument("--run", default="demarche annotate")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--judged")
    parser.add_argument("--against")
    parser.add_argument("--turns", type=int, default=5)
    args = parser.parse_args()
    known = {f.__name__: f for f in (reuters, conll, metonymy, toponyms, wikineural, places, persons, words, cost)}
    for name in args.sets.split(","):
        known[name](args)


if __name__ == "__main__":
    main()
