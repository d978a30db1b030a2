#!/usr/bin/env python3
"""Attacks the program for some minutes and compares what is left with undisturbed runs.

    cargo build --release
    python3 scripts/attack.py target/release/demarche --minutes 30 [--seed N] [--markdown FILE]

Runs on Linux. Each attempt disturbs one command, then looks the store over (`check --sample all`), completes the work by running the
same command again, and compares every table with those of an undisturbed run, byte for byte:

* kills     SIGKILL at a random moment of ingest, delete, delete --purge, merge, reannotate, analyze and the writing of tables;
* Ctrl-C    SIGINT at a random moment of ingest;
* bits      one bit of one file of a sound store is flipped: the tables must be refused, or be the right ones; one bit of a file of an
            output folder: `check --tables` must name the file;
* disk      a small file system in memory fills up while a store is written or changed, or tables are written (needs a mount
            namespace; else a limit on the size of files, for ingest only);
* limits    few file handles (ulimit -n), little memory (ulimit -v): refusal is fine, a wrong table or the word "damaged" is not;
* hostile   inputs, queries and dictionaries that once took too much memory, time or stack, each under a limit of both. The store must
            be sound, take the other inputs afterwards, and read nothing twice.

Outcomes: survived (whole, and complete with the right tables after the same command was run again), refused (an error that says so, and
nothing wrong in the tables), lost (work that was committed is gone, or cannot be completed), wrong (a wrong table or a false word). The
exit status is 1 if anything was lost or wrong.
"""

import argparse
import collections
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRET = "xylophonquarzvoltwidgetjumbo"
SURVIVED, REFUSED, LOST, WRONG = "survived", "refused", "lost", "wrong"


class Verdict(Exception):
    """The outcome of an attempt, other than survival, with its reason."""

    def __init__(self, outcome, reason):
        super().__init__(f"{outcome}: {reason}")
        self.outcome, self.reason = outcome, reason


class Lab:
    """The program, prepared inputs and stores, and the tables that are right."""

    def __init__(self, program, folder, rng, copies):
        self.program, self.folder, self.rng = str(program), folder, rng
        self.inputs = folder / "inputs"
        self.inputs.mkdir()
        lines = (ROOT / "corpus/articles.jsonl").read_text().splitlines()
        for part in range(4):
            with open(self.inputs / f"part{part}.jsonl", "w") as out:
                for copy in range(copies):
                    for line in lines:
                        record = json.loads(line)
                        record["id"] = f"p{part}c{copy}-{record['id']}"
                        # Each copy a story of its own.
                        record["text"] += f" Report {part * copies + copy} of the agency."
                        if copy == 0 and record["id"].endswith("7"):
                            record["text"] += f" The word is {SECRET}."
                        out.write(json.dumps(record) + "\n")
                out.write("this record is none\n")
        self.extra = folder / "own.csv"
        self.extra.write_text("id,label,type,country,kind,alias\nTALKS,The Talks,organisation,,name,talks\n")
        self.store = folder / "store"
        self.must("ingest", self.inputs, "--store", self.store, "--threads", "2")
        inputs = json.loads(self.must("info", "--json", "--store", self.store).stdout)["inputs"]
        self.records = sum(n["records"] for n in inputs)
        self.half = [folder / "north", folder / "south"]
        for store, parts in zip(self.half, ((0, 1), (2, 3))):
            self.must("ingest", *(self.inputs / f"part{i}.jsonl" for i in parts), "--store", store)
        self.expected = {"whole": self.tables(self.store)}
        for name, command in (
            ("deleted", ["delete", "--query", SECRET, "--purge"]),
            ("reannotated", ["reannotate", "--dictionary", self.extra]),
        ):
            store = folder / f"expected-{name}"
            shutil.copytree(self.store, store)
            self.must(*command, "--store", store)
            self.expected[name] = self.tables(store)
        self.out = folder / "expected-out"
        self.must(*self.network(self.store, self.out))
        self.expected["out"] = files_of(self.out)

    def run(self, *args, prefix=(), seconds=600):
        args = [*prefix, self.program, *map(str, args), "--no-progress"]
        return subprocess.run(args, capture_output=True, timeout=seconds)

    def must(self, *args):
        done = self.run(*args)
        if done.returncode:
            raise RuntimeError(f"{args}: {said(done)}")
        return done

    def network(self, store, out):
        return ["network", "--store", store, "-o", out, "--format", "csv,json,xlsx", "--seed", "1"]

    def tables(self, store):
        """The tables of a store, by name."""
        with tempfile.TemporaryDirectory(dir=self.folder) as out:
            self.must("network", "--store", store, "-o", out, "--seed", "1")
            self.must("stance", "--store", store, "-o", f"{out}/stance", "--seed", "1")
            return {p.name: p.read_bytes() for p in sorted(Path(out).rglob("*.csv"))}

    def kill(self, args, number=signal.SIGKILL, most=None):
        """Sends a signal to a command at a random moment. Returns whether it was still running."""
        began = time.monotonic()
        with open(self.folder / "killed.err", "wb") as err:
            child = subprocess.Popen(
                [self.program, *map(str, args), "--no-progress"], stdout=subprocess.DEVNULL, stderr=err
            )
            usual = most or self.usual.get(str(args[0]), 1.0)
            try:
                child.wait(self.rng.uniform(0.0, 1.1 * usual))
            except subprocess.TimeoutExpired:
                child.send_signal(number)
            child.wait()
        if child.returncode == 0:
            took = time.monotonic() - began
            self.usual[str(args[0])] = 0.5 * self.usual.get(str(args[0]), took) + 0.5 * took
        return child.returncode != 0

    usual: dict = {}

    def sound(self, store, *more):
        done = self.run("check", "--sample", "all", "--store", store, *more)
        if done.returncode:
            raise Verdict(WRONG, f"check: {said(done)} {done.stdout.decode(errors='replace')[-300:]}")

    def same(self, store, name):
        if self.tables(store) != self.expected[name]:
            raise Verdict(WRONG, "other tables than those of an undisturbed run")

    def again(self, *args):
        """Completes the work; whatever fails now is lost."""
        done = self.run(*args)
        if done.returncode:
            raise Verdict(LOST, f"{args[0]} again: {said(done)}")


def said(done):
    return done.stderr.decode(errors="replace").strip()[-300:]


def files_of(folder):
    return {p.name: p.read_bytes() for p in sorted(Path(folder).iterdir())}


def left(folder):
    """Files that were written aside and nobody finishes."""
    return [p.name for p in Path(folder).iterdir() if re.search(r"\.partial$|^\.tmp\w{6}$", p.name)]


# Kills


def kill_ingest(lab, work, number=signal.SIGKILL):
    store = work / "store"
    args = ["ingest", lab.inputs, "--store", store, "--commit-mb", "1", "--threads", "2"]
    for _ in range(lab.rng.choice([1, 1, 2, 3])):
        lab.kill(args, number)
        if store.exists() and any(store.glob("meta.json")):
            lab.run("check", "--store", store).returncode and lab.sound(store)
    lab.again(*args)
    lab.sound(store)
    lab.same(store, "whole")
    if left(store):
        raise Verdict(WRONG, f"left behind: {left(store)}")


def interrupt_ingest(lab, work):
    kill_ingest(lab, work, signal.SIGINT)


def kill_delete(lab, work, purge=()):
    store = work / "store"
    shutil.copytree(lab.store, store)
    args = ["delete", "--query", SECRET, *purge, "--store", store]
    for _ in range(lab.rng.choice([1, 1, 2])):
        lab.kill(args, most=0.6)
        lab.sound(store)
    lab.again(*args)
    lab.sound(store)
    lab.same(store, "deleted")
    lab.again("delete", "--query", SECRET, "--purge", "--store", store)
    for path in store.iterdir():
        if SECRET.encode() in path.read_bytes():
            raise Verdict(WRONG, f"the deleted text is in {path.name}")
    if left(store):
        raise Verdict(WRONG, f"left behind: {left(store)}")


def kill_purge(lab, work):
    kill_delete(lab, work, ["--purge"])


def kill_merge(lab, work):
    out = work / "both"
    args = ["merge", *lab.half, "-o", out]
    if lab.kill(args):
        if out.exists() and any(out.iterdir()):
            lab.sound(out)
            shutil.rmtree(out)
        lab.again(*args)
    lab.sound(out)
    lab.same(out, "whole")
    for store in lab.half:
        lab.sound(store)


def kill_reannotate(lab, work):
    store = work / "store"
    shutil.copytree(lab.store, store)
    args = ["reannotate", "--dictionary", lab.extra, "--store", store]
    lab.kill(args)
    done = lab.run("check", "--store", store)
    if done.returncode:
        raise Verdict(LOST, f"the store after a kill: {said(done)}")
    lab.again(*args)
    lab.sound(store, "--dictionary", lab.extra)
    lab.same(store, "reannotated")


def kill_analyze(lab, work):
    out = work / "out"
    args = ["analyze", lab.inputs, "-o", out, "--seed", "1"]
    lab.kill(args)
    lab.again(*args)
    lab.sound(out / "store")
    lab.same(out / "store", "whole")
    done = lab.run("check", "--tables", out)
    if done.returncode or left(out):
        raise Verdict(WRONG, f"{said(done)} {left(out)}")


def as_a_set(lab, out, before):
    """The folder holds the tables of one run, or says that it does not."""
    done = lab.run("check", "--tables", out)
    names = {"actors.csv", "edges.csv"}
    now = {p.name: p.read_bytes() for p in out.iterdir() if p.name in names}
    of = [{n: files[n] for n in names} for files in (before, lab.expected["out"])]
    if done.returncode == 0 and now not in of:
        raise Verdict(WRONG, "tables of two runs under a manifest that names them")


def kill_tables(lab, work):
    out = work / "out"
    lab.must(*lab.network(lab.half[0], out))
    before = files_of(out)
    args = lab.network(lab.store, out)
    lab.kill(args, most=lab.usual.get("network", 0.5))
    as_a_set(lab, out, before)
    lab.again(*args)
    if files_of(out) != lab.expected["out"]:
        raise Verdict(WRONG, f"other files than those of an undisturbed run: {sorted(files_of(out))}")


# Bits


def flip(lab, path):
    """Flips one bit of a file. Returns where."""
    at = lab.rng.randrange(path.stat().st_size)
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << lab.rng.randrange(8)]))
    return at


def flip_bit(lab, work):
    store = work / "store"
    shutil.copytree(lab.store, store)
    path = lab.rng.choice([p for p in sorted(store.iterdir()) if p.stat().st_size])
    at = flip(lab, path)
    out = work / "out"
    done = lab.run("network", "--store", store, "-o", out, "--seed", "1")
    if done.returncode == 0:
        wanted = lab.expected["whole"]
        if any((out / n).read_bytes() != wanted[n] for n in ("actors.csv", "edges.csv")):
            raise Verdict(WRONG, f"a wrong table from {path.name} at {at}")
    elif done.returncode != 1 or b"panicked" in done.stderr:
        raise Verdict(WRONG, f"{path.name} at {at}: status {done.returncode}: {said(done)}")
    found = lab.run("check", "--sample", "all", "--store", store)
    if found.returncode not in (0, 1):
        raise Verdict(WRONG, f"check: status {found.returncode}: {said(found)}")
    if found.returncode == 0 and path.suffix not in (".json", ".lock"):
        raise Verdict(WRONG, f"check overlooks {path.name} at {at}")
    if done.returncode:
        raise Verdict(REFUSED, "")


def flip_bit_of_tables(lab, work):
    out = work / "out"
    shutil.copytree(lab.out, out)
    path = lab.rng.choice([p for p in sorted(out.iterdir()) if p.stat().st_size])
    at = flip(lab, path)
    done = lab.run("check", "--tables", out)
    if done.returncode != 1 or path.name.encode() not in done.stdout + done.stderr:
        raise Verdict(WRONG, f"check --tables overlooks {path.name} at {at}: status {done.returncode}")
    lab.again(*lab.network(lab.store, out))
    if files_of(out) != lab.expected["out"]:
        raise Verdict(WRONG, "other files than those of an undisturbed run")


# Disk


def can_mount():
    test = "mount -t tmpfs -o size=64k none /mnt"
    return subprocess.run(["unshare", "-rm", "sh", "-c", test], capture_output=True).returncode == 0


def full_disk(lab, work):
    store, limit = "disk/store", lab.rng.randrange(100, 6000)
    args = f"'{lab.program}' ingest '{lab.inputs}' --store {store} --commit-mb 1 --no-progress --quiet"
    if lab.mounts:
        script = (
            f"mkdir disk && mount -t tmpfs -o size={limit}k none disk && {args}; echo $? >first; "
            f"mount -o remount,size=500m disk && {args}; echo $? >second; cp -r {store} kept"
        )
        prefix = ["unshare", "-rm", "sh", "-c", script]
    else:
        script = f"mkdir disk; (trap '' XFSZ; ulimit -f {limit}; {args}); echo $? >first; {args}; echo $? >second; cp -r {store} kept"
        prefix = ["sh", "-c", script]
    done = subprocess.run(prefix, cwd=work, capture_output=True)
    first, second = ((work / n).read_text().strip() for n in ("first", "second"))
    if first not in ("0", "1") or b"panicked" in done.stderr:
        raise Verdict(WRONG, f"status {first}: {said(done)}")
    if b"damaged" in done.stderr:
        raise Verdict(WRONG, f"called damage: {said(done)}")
    if second != "0":
        raise Verdict(LOST, said(done))
    lab.sound(work / "kept")
    lab.same(work / "kept", "whole")


def full_disk_tables(lab, work):
    if not lab.mounts:
        raise Verdict(REFUSED, "no mount namespace")
    lab.must(*lab.network(lab.half[0], work / "before"))
    before = files_of(work / "before")
    limit = (sum(map(len, before.values())) + lab.rng.randrange(0, 400_000)) // 1024 + 8
    args = " ".join(f"'{a}'" for a in [lab.program, *lab.network(lab.store, "disk/out"), "--no-progress", "--quiet"])
    script = (
        f"mkdir disk && mount -t tmpfs -o size={limit}k none disk && cp -r before disk/out && {args}; echo $? >first; "
        f"cp -r disk/out kept; mount -o remount,size=100m disk; {args}; echo $? >second; cp -r disk/out done"
    )
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=work, capture_output=True)
    if (work / "first").read_text().strip() == "1" and files_of(work / "kept") != before:
        raise Verdict(WRONG, f"a full disk changed the folder: {said(done)}")
    as_a_set(lab, work / "kept", before)
    if (work / "second").read_text().strip() != "0":
        raise Verdict(LOST, said(done))
    if files_of(work / "done") != lab.expected["out"]:
        raise Verdict(WRONG, "other files than those of an undisturbed run")


def full_disk_change(lab, work):
    """The disk fills up while a store is changed. A merge starts again; the others start from what is there."""
    if not lab.mounts:
        raise Verdict(REFUSED, "no mount namespace")
    kind = lab.rng.choice(["deleted", "reannotated", "whole"])
    if kind == "whole":
        source, command = None, ["merge", *lab.half, "-o", "disk/store"]
    else:
        source = lab.store
        change = ["delete", "--query", SECRET, "--purge"] if kind == "deleted" else ["reannotate", "--dictionary", lab.extra]
        command = [*change, "--store", "disk/store"]
    size = sum(p.stat().st_size for p in source.iterdir()) if source else 0
    limit = size // 1024 + lab.rng.randrange(20, 6000)
    args = " ".join(f"'{a}'" for a in [lab.program, *command, "--no-progress", "--quiet"])
    copy = f"cp -r '{source}' disk/store &&" if source else ""
    script = (
        f"mkdir disk && mount -t tmpfs -o size={limit}k none disk && {copy} {{ {args}; echo $? >first; "
        f"'{lab.program}' check --sample all --store disk/store >sound 2>&1; echo $? >>sound; "
        f"mount -o remount,size=500m disk; [ $(cat first) = 0 ] || {{ {'rm -rf disk/store;' if not source else ''} {args}; }}; "
        f"echo $? >second; cp -r disk/store kept; }}"
    )
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=work, capture_output=True)
    if not (work / "second").exists():
        raise RuntimeError(f"the test itself: {said(done)}")
    first, second = ((work / n).read_text().strip() for n in ("first", "second"))
    sound = (work / "sound").read_text()
    if first not in ("0", "1") or b"panicked" in done.stderr or b"damaged" in done.stderr:
        raise Verdict(WRONG, f"{kind}, status {first}: {said(done)}")
    if source and not sound.endswith("0\n"):
        raise Verdict(WRONG, f"{kind}, check on a full disk: {sound[-300:]}")
    if second != "0":
        raise Verdict(LOST, f"{kind}: {said(done)}")
    dictionary = ["--dictionary", lab.extra] if kind == "reannotated" else []
    lab.sound(work / "kept", *dictionary)
    lab.same(work / "kept", kind)


# Limits


def limited(lab, work, limit):
    """A command under a limit of the system: right, or refused without a false word; and right when run again without it."""
    store, out = work / "store", work / "out"
    shutil.copytree(lab.store, store)
    command, kind = lab.rng.choice(
        [
            (["network", "--store", store, "-o", out, "--seed", "1"], "whole"),
            (["ingest", lab.inputs, "--store", work / "fresh"], "whole"),
            (["check", "--store", store], "whole"),
            (["delete", "--query", SECRET, "--purge", "--store", store], "deleted"),
            (["reannotate", "--dictionary", lab.extra, "--store", store], "reannotated"),
            (["merge", *lab.half, "-o", work / "fresh"], "whole"),
        ]
    )
    name = command[0]
    done = lab.run(*command, prefix=["sh", "-c", f'{limit}; exec "$@"', "sh"])
    words = done.stderr + done.stdout
    if done.returncode and (b"damaged" in words or b"FAULT" in words):
        raise Verdict(WRONG, f"{name} under {limit}: {said(done)}")
    if name == "network" and done.returncode == 0:
        wanted = lab.expected["whole"]
        if any((out / n).read_bytes() != wanted[n] for n in ("actors.csv", "edges.csv")):
            raise Verdict(WRONG, f"a wrong table under {limit}")
    if done.returncode:
        if name == "merge":
            shutil.rmtree(work / "fresh", ignore_errors=True)
        lab.again(*command)
    if name in ("delete", "reannotate", "merge", "ingest"):
        changed = work / "fresh" if name in ("merge", "ingest") else store
        lab.sound(changed, *(["--dictionary", lab.extra] if name == "reannotate" else []))
        lab.same(changed, kind)
    else:
        lab.sound(store)
    if done.returncode:
        raise Verdict(REFUSED, f"{limit}: {said(done)}")


def few_handles(lab, work):
    limited(lab, work, f"ulimit -n {lab.rng.randrange(8, 48)}")


def little_memory(lab, work):
    limited(lab, work, f"ulimit -v {lab.rng.randrange(40, 700) * 1024}")


# Hostile input


def hostile_cases(lab):
    def record(text, **more):
        return json.dumps({"id": "h", "text": text, **more}) + "\n"

    nested = "<div>" * 200_000 + "text" + "</div>" * 200_000
    headlines = '<span itemprop="headline">' * 20_000 + "text" + "</span>" * 20_000
    members = io.BytesIO()
    with zipfile.ZipFile(members, "w") as archive:
        for i in range(40_000):
            archive.writestr(f"{i}.txt", f"Russia met China, report {i}.")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("h.jsonl", record("Russia met China. " * 2_000_000))
    names = ", ".join(line.split(",")[5] for line in (ROOT / "corpus/dictionary/states.csv").read_text().splitlines()[1:900])
    inputs = {
        "sentences": ("h.jsonl", record("Yes! " * 3_000_000)),
        "dots": ("h.jsonl", record(". " * 6_000_000)),
        "one word": ("h.jsonl", record("a" * 20_000_000)),
        "no blanks": ("h.jsonl", record("Russia,China," * 100_000, language="en")),
        "all names": ("h.jsonl", record((names + ". ") * 30, language="en")),
        "deep json": ("h.jsonl", "[" * 1_000_000),
        "deep page": ("h.html", f"<html><body>{nested}</body></html>"),
        "nested headlines": ("h.html", f"<html><body>{headlines}</body></html>"),
        "many members": ("h.zip", members.getvalue()),
        "a long record in a small archive": ("h.zip", bomb.getvalue()),
        "one open quotation mark": ("h.csv", 'id,text\n1,"' + "Russia met China,\n" * 400_000),
        "no format": ("h.jsonl", bytes(lab.rng.randrange(256) for _ in range(1_000_000))),
        "nul": ("h.jsonl", "\0" * 5_000_000),
        "controls": ("h.jsonl", record("Russia \x1b]0;x\x07 \u202e met \u0000 China.")),
    }
    for name, (file, content) in inputs.items():
        yield name, file, content, None
    yield "deep query", None, None, ["search", "(" * 60_000 + "a" + ")" * 60_000]
    yield "nots", None, None, ["search", "NOT " * 25_000 + "a"]
    yield "long query", None, None, ["search", "a OR " * 24_000 + "a"]
    yield "endless dictionary", None, None, ["network", "--dictionary", "/dev/zero", "-o", "out"]


def hostile(lab, work):
    cases = list(hostile_cases(lab))
    name, file, content, args = cases[lab.turns["hostile"] % len(cases)]
    lab.turns["hostile"] += 1
    # Memory beside that of the file, and time; the machine may be busy.
    prefix = ["sh", "-c", 'ulimit -v 4000000; exec "$@"', "sh"]
    try:
        if args:
            if args[0] == "search" or args[0] == "network":
                args = [*args, "--store", lab.store]
            done = lab.run(*args, prefix=prefix, seconds=300)
        else:
            (work / file).write_bytes(content if isinstance(content, bytes) else content.encode())
            done = lab.run("ingest", work / file, "--store", work / "store", "--threads", "1", prefix=prefix, seconds=300)
    except subprocess.TimeoutExpired:
        raise Verdict(WRONG, f"{name}: not done after 300 s") from None
    if done.returncode not in (0, 1) or b"panicked" in done.stderr:
        raise Verdict(WRONG, f"{name}: status {done.returncode}: {said(done)}")
    if any(c < 32 and c not in (9, 10) for c in done.stderr):
        raise Verdict(WRONG, f"{name}: control characters on standard error")
    if not args:
        if done.returncode:
            raise Verdict(LOST, f"{name}: {said(done)}")
        lab.sound(work / "store")
        lab.again("ingest", work / file, lab.inputs, "--store", work / "store")
        lab.sound(work / "store")
        info = json.loads(lab.must("info", "--json", "--store", work / "store").stdout)
        others = sum(n["records"] for n in info["inputs"] if n["done"] and "part" in n["name"])
        if others != lab.records:
            raise Verdict(LOST, f"{name}: {others} of {lab.records} records of the other inputs")
    elif done.returncode:
        raise Verdict(REFUSED, f"{name}: {said(done)}")


ATTACKS = {
    "kill: ingest": kill_ingest,
    "kill: delete": kill_delete,
    "kill: delete --purge": kill_purge,
    "kill: merge": kill_merge,
    "kill: reannotate": kill_reannotate,
    "kill: analyze": kill_analyze,
    "kill: tables": kill_tables,
    "Ctrl-C: ingest": interrupt_ingest,
    "flipped bit: store": flip_bit,
    "flipped bit: tables": flip_bit_of_tables,
    "full disk: ingest": full_disk,
    "full disk: delete, reannotate, merge": full_disk_change,
    "full disk: tables": full_disk_tables,
    "few file handles": few_handles,
    "little memory": little_memory,
    "hostile input": hostile,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=int, default=4, help="copies of the bundled articles in each of four inputs")
    parser.add_argument("--only", help="attacks whose names hold this word")
    parser.add_argument("--markdown", type=Path, help="write the table there")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    counts = {name: collections.Counter() for name in ATTACKS if not args.only or args.only in name}
    reasons = []
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        lab = Lab(args.program.resolve(), Path(folder), rng, args.copies)
        lab.turns = collections.Counter()
        lab.mounts = can_mount()
        until = time.monotonic() + 60 * args.minutes
        names = list(counts)
        for turn in range(1_000_000):
            # Every attack once, then at random; bits are cheap, so they come more often.
            name = names[turn] if turn < len(names) else rng.choices(names, [3 if n == "flipped bit: store" else 1 for n in names])[0]
            if time.monotonic() > until:
                break
            with tempfile.TemporaryDirectory(dir=folder) as work:
                try:
                    ATTACKS[name](lab, Path(work))
                    outcome = SURVIVED
                except Verdict as verdict:
                    outcome = verdict.outcome
                    if outcome in (LOST, WRONG):
                        reasons.append(f"{name}: {verdict}")
                        print(reasons[-1], file=sys.stderr, flush=True)
                counts[name][outcome] += 1
    lines = ["| attack | tried | survived | refused | lost | wrong |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    total = collections.Counter()
    for name, count in counts.items():
        total.update(count)
        lines.append(row(name, count))
    lines.append(row("all", total))
    print("\n".join(lines))
    if args.markdown:
        args.markdown.write_text("\n".join(lines) + "\n")
    return 1 if reasons else 0


def row(name, count):
    cells = [sum(count.values()), *(count[o] for o in (SURVIVED, REFUSED, LOST, WRONG))]
    return f"| {name} | {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    sys.exit(main())
