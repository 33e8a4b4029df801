#!/bin/bash
# whole.sh -- ganloss verify over every float of a selection, by one process and by 1, 2, 3 and 4 ranks: one document.
#
# usage: whole.sh [SELECTOR...]   (make ranks-whole; else nonsaturating.g/*/f32, some four minutes a run on two cores)
#
# Processes share what cores there are: every rank has as many threads as leave none idle. Exit status: 1, a document differs.
set -euo pipefail
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
ganloss=${GANLOSS:-build/release/ganloss}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- 'nonsaturating.g/*/f32'

# document FILE: what it says, without its provenance.
document() {
    python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); del d["provenance"]; print(json.dumps(d))' "$1"
}

# one NAME COMMAND...: a run, its document and its seconds.
one() {
    local from=$SECONDS status=0
    "${@:2}" verify "${selectors[@]}" --level exhaustive --save "$work/$1.json" -q >"$work/$1.txt" 2>"$work/$1.err" || status=$?
    document "$work/$1.json" >"$work/$1.document"
    echo "$1: status $status, $((SECONDS - from)) s, $(sha256sum <"$work/$1.document" | cut -c 1-16)"
}

selectors=("$@")
one process "$ganloss"
differ=0
for n in 1 2 3 4; do
    jobs=$((n == 1 ? $(nproc) : ($(nproc) + n - 1) / n))
    OMP_NUM_THREADS=$jobs one "ranks-$n" mpirun --oversubscribe --bind-to none -n "$n" "$ganloss"
    cmp "$work/process.document" "$work/ranks-$n.document" || differ=1
done
[ "$differ" -eq 0 ] && echo "5 runs, one document"
exit "$differ"
