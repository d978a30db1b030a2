#!/usr/bin/env bash
# Measures what a small daily file costs when it is added to a large store.
#
#   scripts/measure_increment.sh DEMARCHE LARGE.jsonl SMALL.jsonl
#
# Ingests LARGE once, then says what four runs cost: nothing new; SMALL into an empty store; SMALL into the large
# store; the same articles again under another name. The third should cost as much as the second and one pass over
# a column more. Make inputs of any size with scripts/make_corpus.py (SMALL with another SEED and other ids).
# Needs /usr/bin/time (GNU).
set -euo pipefail
bin=$(realpath "${1:?usage: scripts/measure_increment.sh DEMARCHE LARGE.jsonl SMALL.jsonl}")
large=$(realpath "$2") small=$(realpath "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# Ids of the small file must not be those of the large one.
sed 's/"id": "/"id": "day-/; s/"id":"/"id":"day-/' "$small" >day.jsonl
cp day.jsonl again.jsonl
measure() { # NAME ARGUMENTS...
  local name=$1
  shift
  /usr/bin/time -f '%e %U %S %M' -o time "$bin" "$@" --quiet
  awk -v n="$name" '{ printf "%-28s %7.2f s wall %7.2f s CPU %6.0f MB\n", n, $1, $2 + $3, $4 / 1024 }' <(tail -1 time)
}
measure "large, once" ingest "$large" --store store
measure "nothing new" ingest "$large" --store store
measure "small into an empty store" ingest day.jsonl --store empty
measure "small into the large store" ingest day.jsonl --store store
measure "the same articles again" ingest again.jsonl --store store
"$bin" info --store store --quiet 2>/dev/null | head -1
"$bin" check --store store --quiet
