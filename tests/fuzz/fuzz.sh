#!/bin/sh
# Gives each reader of what others may have written (tests/fuzz/fuzz.def) inputs that libFuzzer makes up, beginning with those
# in corpus/NAME; what it finds besides stays in BUILD/corpus/NAME, for the next time. An input that crashes a reader,
# or hangs it, is kept as tests/fuzz/crashes/NAME/HASH, which make check tries from then on.
# Usage: sh tests/fuzz/fuzz.sh BUILD SECONDS [NAME]: so long each, JOBS=N at once (default: as many as there are cores).
set -u
build=$1 seconds=$2 only=${3:-}

# fuzz_one NAME: a line with what came of it, status 1 if it crashed; all that was said is in BUILD/logs/NAME.log.
fuzz_one() {
    name=$1 from=tests/fuzz/corpus/$1 log=$build/logs/$1.log dictionary=tests/fuzz/json.dict
    [ ! -e "tests/fuzz/$name.dict" ] || dictionary=tests/fuzz/$name.dict
    mkdir -p "$build/corpus/$name" "$build/logs" "tests/fuzz/crashes/$name"
    GANLOSS_FUZZ=$name "$build/fuzz_readers" -max_total_time="$seconds" -timeout=120 -report_slow_units=120 -rss_limit_mb=4096 -close_fd_mask=3 \
        -dict="$dictionary" -artifact_prefix="tests/fuzz/crashes/$name/" -print_final_stats=1 \
        "$build/corpus/$name" "$from" >"$log" 2>&1 </dev/null
    status=$?
    rmdir "tests/fuzz/crashes/$name" 2>/dev/null
    awk -v name="$name" -v status="$status" '
        / cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
        / inline 8-bit counters/ { for (i = 1; i < NF; i++) if ($i ~ /^\(/) of = substr($i, 2) }
        /stat::number_of_executed_units/ { runs = $2 }
        /SUMMARY|it does not hold/ { what = $0 }
        END { printf "%-10s %9d runs, %5d of %d edges: %s\n", name, runs, edges, of, status == 0 ? "silent" : "FOUND " what }' "$log"
    [ "$status" -eq 0 ]
}

if [ "$1" = --one ]; then
    build=$2 seconds=$3
    fuzz_one "$4"
    exit
fi
sed -n 's/^READER(\([a-z]*\),.*/\1/p' tests/fuzz/fuzz.def | grep -x "${only:-.*}" |
    OMP_NUM_THREADS=1 xargs -P "${JOBS:-$(nproc)}" -n 1 sh "$0" --one "$build" "$seconds" || exit 1
