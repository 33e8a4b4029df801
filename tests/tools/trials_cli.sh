#!/bin/sh
# Trials of known outcome through the command line: runs of one build against each other must show no
# regression; a build with a kernel that is really 2 % slower must be found, in both directions; a build must
# not differ from itself. The slower build is made here from a copy of the sources, in which the kernel runs
# once more on a part of each batch; how great a part, is calibrated against the kernel as it was.
# Usage: sh trials_cli.sh GANLOSS [RUNS [COMPARISONS]] (50 and 20); a few minutes. Exit status 1: a
# regression, a false verdict, or fewer than 95 % of the differences found.
set -u
ganloss=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
runs=${2:-50}
comparisons=${3:-20}
kernel=nonsaturating.g/stable/f64
scratch=$(mktemp -d) || exit 70
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM
bad=0

# --- bench --save, --against -------------------------------------------------------------------------------
few="wasserstein.g/*/f32 minimax.g@D/naive/f32 --batch 64 --time-budget 1 --quiet"
set -f # $few holds globs for ganloss
"$ganloss" bench $few --save "$scratch/saved.json" >/dev/null || exit
regressions=0
failed=0
for run in $(seq "$runs"); do
    "$ganloss" bench $few --against "$scratch/saved.json" >"$scratch/out" 2>&1
    case $? in
        0) grep -q '^against .*: 0 worse, 0 better' "$scratch/out" || regressions=$((regressions + 1)) ;;
        2) regressions=$((regressions + 1)) ;;
        *) failed=$((failed + 1)) && cat "$scratch/out" ;;
    esac
done
echo "bench --against the same build: $regressions regressions in $runs runs, $failed failed"
[ "$regressions" -eq 0 ] && [ "$failed" -eq 0 ] || bad=1

# --- compare --with ----------------------------------------------------------------------------------------
copy=$scratch/copy
mkdir "$copy" && cp -R Makefile losses reference harness reports tests "$copy" || exit
echo 'KERNEL(nonsaturating_g, cross_entropy_real, plain, ANY, SHOWN, UNBOUNDED, UNBOUNDED)' >"$scratch/row"
sed -i "/^CROSS_ENTROPY_KERNELS(nonsaturating_g,/r $scratch/row" "$copy/losses/losses.def"

# Builds the copy so that `stable` runs once more on $1 in 100,000 of its batch; `plain` is what it was.
build() {
    {
        echo '#include "kernel.h"'
        for format in f32 f64; do
            echo "#define cross_entropy_real_stable_$format cross_entropy_real_plain_$format"
        done
        cat losses/kernels/cross_entropy_real.c
        for format in f32 f64; do echo "#undef cross_entropy_real_stable_$format"; done
        echo 'void FN(cross_entropy_real_stable)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])'
        echo '{'
        echo '    FN(cross_entropy_real_plain)(n, x, y, loss, grad);'
        echo "    FN(cross_entropy_real_plain)(n * $1 / 100000, x, y, loss, grad);"
        echo '}'
    } >"$copy/losses/kernels/cross_entropy_real.c"
    make -C "$copy" build/release/ganloss >"$scratch/make.log" 2>&1 || { cat "$scratch/make.log"; exit 70; }
}

# From the table that `compare --format tsv` prints, the last row's columns named $@.
columns() {
    awk -F '\t' -v names="$*" 'NR == 1 {for (i = 1; i <= NF; i++) at[$i] = i; count = split(names, name, " ")}
        END {for (i = 1; i <= count; i++) printf "%s%s", $at[name[i]], i < count ? " " : "\n"}'
}

part=2000
for try in 1 2 3 4; do
    build "$part"
    ratio=$("$copy/build/release/ganloss" compare nonsaturating.g/plain/f64 "$kernel" --time-budget 10 \
        --format tsv --quiet | columns ratio)
    echo "calibration: with $part in 100000 run again, the ratio is $ratio"
    awk "BEGIN {exit !($ratio > 1.017 && $ratio < 1.023)}" && break
    [ "$try" -eq 4 ] && { echo "not calibrated: the machine is too noisy"; exit 1; }
    part=$(awk "BEGIN {p = $part * 0.02 / ($ratio > 1.002 ? $ratio - 1 : 0.002); print int(p)}")
done

# compares WHAT BINARY OTHER VERDICTS: so often, and counts those that ended in one of the verdicts.
compares() {
    found=0
    for comparison in $(seq "$comparisons"); do
        row=$("$2" compare --with "$3" "$kernel" --format tsv --quiet | columns verdict ratio low high again_ratio)
        echo "$1: $row"
        case " $4 " in *" ${row%% *} "*) found=$((found + 1)) ;; esac
    done
}

compares 'B faster' "$ganloss" "$copy/build/release/ganloss" faster
faster=$found
compares 'B slower' "$copy/build/release/ganloss" "$ganloss" slower
slower=$found
compares 'A with A' "$ganloss" "$ganloss" 'same inconclusive'
echo "2 % faster: $faster of $comparisons found; 2 % slower: $slower of $comparisons found;" \
    "a build with itself: $((comparisons - found)) false verdicts in $comparisons"
[ $((20 * faster)) -ge $((19 * comparisons)) ] && [ $((20 * slower)) -ge $((19 * comparisons)) ] &&
    [ "$found" -eq "$comparisons" ] || bad=1
[ "$bad" -eq 0 ] && echo 'as promised' || echo 'NOT as promised'
exit "$bad"
