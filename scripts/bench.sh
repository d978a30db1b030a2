#!/usr/bin/env bash
# Measures ingest and every analysis on a corpus, beside raw tantivy on the same text.
#
#   scripts/bench.sh CORPUS.jsonl [RUNS]
#
# Make a corpus of any size with scripts/make_corpus.py. Prints, per command, the median of RUNS (3)
# runs: seconds on the wall, CPU seconds, MB/s, articles/s, peak memory; then the ratios to raw
# tantivy. The commands take turns, so that a machine that slows down slows down all of them.
# Needs /usr/bin/time (GNU).
set -euo pipefail
corpus=${1:?usage: scripts/bench.sh CORPUS.jsonl [RUNS]}
runs=${2:-3}
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --release --quiet
raw=$(cargo bench --no-run --bench raw_tantivy --message-format=json 2>/dev/null |
  sed -n 's/.*"executable":"\([^"]*raw_tantivy[^"]*\)".*/\1/p' | tail -1)
bin=$(cargo metadata --format-version 1 --no-deps | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')/release/demarche
bytes=$(wc -c <"$corpus")
articles=$(wc -l <"$corpus")
echo "corpus: $articles lines, $((bytes / 1000000)) MB; $(nproc) cores; $runs runs"

measure() { # NAME COMMAND...
  local name=$1
  shift
  /usr/bin/time -f "%e %U %S %M" -o "$work/time" "$@" >/dev/null 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
  tail -1 "$work/time" >>"$work/$name"
}
median() { # NAME FIELD-EXPRESSION
  awk "{print $2}" "$work/$1" | sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'
}
for run in $(seq "$runs"); do
  rm -rf "$work/store" "$work/raw" "$work/stem"
  measure raw_tantivy "$raw" "$corpus" "$work/raw" default 2
  measure raw_en_stem "$raw" "$corpus" "$work/stem" en_stem 2
  rm -rf "$work/raw" "$work/stem"
  measure ingest "$bin" ingest "$corpus" --store "$work/store" --quiet
  measure network "$bin" network --store "$work/store" -o "$work/out" --quiet
  measure stance "$bin" stance --store "$work/store" -o "$work/out" --by month --quiet
  measure info "$bin" info --store "$work/store" --json --quiet
  measure search "$bin" search "minister AND talks" --store "$work/store" --quiet
done
printf '%-12s %8s %8s %8s %11s %9s\n' command wall_s cpu_s MB/s articles/s peak_MB
for name in raw_tantivy raw_en_stem ingest network stance info search; do
  wall=$(median $name '$1') cpu=$(median $name '$2+$3') peak=$(median $name '$4')
  awk -v n=$name -v w="$wall" -v c="$cpu" -v p="$peak" -v b="$bytes" -v a="$articles" 'BEGIN {
    if (w < 0.01) w = 0.01
    printf "%-12s %8.2f %8.2f %8.1f %11.0f %9.0f\n", n, w, c, b / 1e6 / w, a / w, p / 1024 }'
done
awk -v i="$(median ingest '$2+$3')" -v r="$(median raw_tantivy '$2+$3')" -v s="$(median raw_en_stem '$2+$3')" \
  'BEGIN { printf "ingest / raw tantivy, CPU: %.2f\ningest / raw tantivy with en_stem, CPU: %.2f\n", i / r, i / s }'
