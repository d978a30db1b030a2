#!/bin/sh
# Fuzzes every target for some minutes each, or only those named:
#   scripts/fuzz.sh MINUTES [TARGET...]
# SEEDS=DIR adds the files of DIR/TARGET as seeds. Needs cargo-fuzz (cargo install cargo-fuzz). Works with a stable compiler. Inputs that are found
# worth keeping go to fuzz/corpus, failures to fuzz/artifacts; the exit status is 1 when a target failed.
set -u
minutes=${1:?usage: scripts/fuzz.sh MINUTES [TARGET...]}
shift
cd "$(dirname "$0")/.." || exit 2
export RUSTC_BOOTSTRAP=1
targets=${*:-$(cargo fuzz list)}
cargo fuzz build -s none || exit 2
failed=
for target in $targets; do
    mkdir -p "fuzz/corpus/$target"
    echo "== $target, $minutes min"
    cargo fuzz run -s none "$target" "fuzz/corpus/$target" ${SEEDS:+"$SEEDS/$target"} -- \
        -max_total_time=$((minutes * 60)) -timeout=20 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        || failed="$failed $target"
done
if [ -n "$failed" ]; then
    echo "failed:$failed (see fuzz/artifacts)"
    exit 1
fi
