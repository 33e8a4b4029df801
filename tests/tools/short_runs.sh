#!/bin/sh
# Short runs of every command, under something that looks on (make tsan valgrind qemu): each has to end with the status that
# it has without. Usage: sh tests/tools/short_runs.sh GANLOSS [ROW [WORD...]]: the WORDs are put before each run; ROW: only
# the rows that match this pattern.
set -u
ganloss=$(realpath "$1") only=${2:-.}
shift $(($# < 2 ? $# : 2))
root=$PWD

# STATUS COMMAND, a row each, in the order in which they need each other's files.
rows() {
    cat <<'END'
0 list kernels
0 eval nonsaturating.g -50 17 inf nan 0x1p-149 --digits 40
0 eval bce.target 1 --target 0.5 --format json
64 eval nonsaturating.g 1x
0 verify wasserstein.*/stable/* minimax.g/*/f32 --jobs 4 --save whole.json
0 verify bce.target/stable/f32 --jobs 3 --modes
0 verify wasserstein.g/stable/* --shard 1/2 --jobs 2 --save 1.json
0 verify wasserstein.g/stable/* --shard 2/2 --jobs 2 --save 2.json
0 verify wasserstein.*/stable/* minimax.g/*/f32 --jobs 2 --against whole.json
0 verify wasserstein.d_fake/stable/f32 --worst worst --keep
0 verify wasserstein.g/stable/f32 minimax.g/stable/f32 --level exhaustive --shard 3/9999 --jobs 4 --positions 2 --resume checkpoint --save part.json
0 verify minimax.g/stable/f64 --level exhaustive --rounds 2 --jobs 4
0 merge 1.json 2.json --save merged.json
65 merge 1.json 1.json
0 batch wasserstein.g/stable/f32 minimax.g/stable/f64 --regime early --batch 1,100,5000 --jobs 4 --save batch.json
0 trace real.npy fake.npy --loss minimax --jobs 4 --save trace.json
0 bench minimax.g/stable/f32 --batch 1 --precision 50 --time-budget 100 --counters off --save bench.json
0 inputs wasserstein.d_fake/f32 --part 4096 --out in
0 grade in/manifest.json --loss in/x --name same --jobs 4 --save grade.json
0 inputs wasserstein.d_fake/f32 --level exhaustive --shard 9998/9999 --part 65536 --out floats
0 grade floats/manifest.json --loss floats/x --name same --jobs 4
1 grade floats/manifest.json --grad floats/x --name same --jobs 4
65 grade floats/manifest.json --loss in/x --name same
0 record h.db whole.json batch.json trace.json bench.json --label one
75 record h.db part.json
0 record h.db whole.json --label two --order 1
0 history h.db wasserstein.*/stable/* --gate --out charts
0 report whole.json trace.json batch.json bench.json --out page --table table.md
END
}

scratch=$(mktemp -d) || exit 70
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch" || exit
mkdir worst
for name in real fake; do # two steps of two
    printf '\223NUMPY\1\0\166\0%-117s\n0123456789ab0123' "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }" >$name.npy
done
set -f
failed=0 number=0
rows | grep -- "$only" >rows
while read -r want words; do
    number=$((number + 1))
    # shellcheck disable=SC2086 # a command is split into its words on purpose
    "$@" "$ganloss" $words >out 2>err </dev/null
    status=$?
    [ "$status" -eq "$want" ] && continue
    failed=$((failed + 1))
    echo "short_runs: status $status, not $want: $words"
    head -n 60 err
done <rows
cd "$root" || exit
echo "$number short runs, $failed with another end than it has to be"
[ "$number" -gt 0 ] && [ "$failed" -eq 0 ]
