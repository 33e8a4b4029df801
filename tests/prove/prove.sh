#!/bin/sh
# Proves the bounds that losses.def declares of the fused kernels in double, from the sources as they stand: Sollya encloses the errors
# of the polynomials, Gappa those of each step of losses/fused/f64_steps.h, and ulps.sollya puts them together. Prints what is
# proved; fails where something is not, and where the registry declares more or less than is proved, to 0.01 ulp.
#
# Usage: sh tests/prove/prove.sh FOLDER: scripts and what came out go there; a Gappa script that is there as it is now is not run
# again. From the root; `make prove` does it in the build.
set -eu
place=$1
here=tests/prove
header=losses/fused/polynomials_f64.h
for tool in sollya gappa; do
    command -v $tool >/dev/null || { echo "$tool is missing; make deps-prove installs it" >&2; exit 69; }
done
mkdir -p "$place"
rm -rf "$place.last"
mv "$place" "$place.last"
mkdir "$place"

fail() {
    echo "prove: $*" >&2
    exit 1
}

# --- the polynomials ---------------------------------------------------------------------------------------

# array NAME: its numbers, for Sollya.
array() {
    sed -n "/ $1\[.*= {/,/};/{s/^ *\(-\{0,1\}0x.*\),\$/\1/p}" $header | paste -sd,
}
# number NAME: of a #define, or of a constant.
number() {
    sed -n "s/^#define $1 //p; s/.*[ ,]$1 = \([-0-9a-fxp.+]*\)[,;].*/\1/p" $header
}
{
    echo 'verbosity = 1!; prec = 200!; display = decimal!;'
    echo "exp_coefficients = [|$(array f64_exp)|]; exp_reach = $(number F64_EXP_REACH); exp_declared = $(number F64_EXP_ERROR);"
    echo "atanh_coefficients = [|$(array f64_atanh)|]; atanh_reach = $(number F64_ATANH_REACH); atanh_declared = $(number F64_ATANH_ERROR);"
    echo "log_2_high = $(number f64_log_2_high); log_2_low = $(number f64_log_2_low);"
    cat $here/supnorm.sollya
} >"$place/supnorm.sollya"
sollya "$place/supnorm.sollya" </dev/null >"$place/supnorm.out" 2>&1 || true
echo >>"$place/supnorm.out"
sed '/^$/d' "$place/supnorm.out"
[ "$(grep -c ' kept$' "$place/supnorm.out")" -eq 3 ] || fail 'a polynomial is not what its header says'

# --- the steps ---------------------------------------------------------------------------------------------

for name in reduced_of exp_of quotients_of softplus_of product_of with_log_2_of; do
    awk -v called=$name -f $here/gappa.awk $header losses/fused/f64_steps.h >"$place/$name.steps"
done

# script STEP NUMBER KEY=VALUE...: the step's template with its keys replaced, as NAME.NUMBER.gappa.
script() {
    template=$1
    file=$place/$1.$2
    shift 2
    echo "$*" >"$file.keys"
    for key; do printf '%s\n' "s/\\b${key%%=*}\\b/${key#*=}/g"; done >"$file.sed"
    sed -f "$file.sed" $here/"$template".gappa | sed -e "/^@steps/{r $place/$template.steps" -e 'd}' >"$file.gappa"
}

# e by 16 binades at a time; z likewise, but for the first
script reduced_of 0
script product_of 0 FROM=0 TO=0
script with_log_2_of 0 FROM=-0.03 TO=0.03
for i in 0 1 2 3 4 5 6 7; do
    t=$((16 * i))
    top=0x1.001p0
    [ $i -eq 0 ] || top=0x1p-$t
    keys="FROM=0x1p-$((t + 16)) TO=$top MOST_E_LOW=0x1.8p-$((t + 53)) Z_ERROR=0x1p-$((t + 101)) MOST_Z_LOW=0x1p-$((t + 51))"
    # shellcheck disable=SC2086 # the list is split on purpose
    script quotients_of $i.e $keys NUMERATOR=e NUMERATOR_LOW=e_low Q_ERROR=0x1p-$((t + 100)) MOST_Q_LOW=0x1p-$((t + 50))
    # shellcheck disable=SC2086
    script quotients_of $i.1 $keys NUMERATOR=1 NUMERATOR_LOW=0 Q_ERROR=0x1p-100 MOST_Q_LOW=0x1p-50
    [ $i -eq 0 ] || script softplus_of $i FROM=0x1p-$((t + 18)) TO=0x1p-$((t + 1)) MOST_Z_LOW=0x1p-$((t + 51))
done
# on D, e is from -1/2 to -2^-100, and one double
for i in 0 1 2 3 4 5 6; do
    t=$((16 * i + 1))
    script quotients_of $i.D FROM=-0x1p-$t TO=-0x1p-$((t + 16)) MOST_E_LOW=0 Z_ERROR=0x1p-$((t + 101)) MOST_Z_LOW=0x1p-$((t + 51)) \
        NUMERATOR=1 NUMERATOR_LOW=0 Q_ERROR=0x1p-99 MOST_Q_LOW=0x1p-50
done
pieces() {
    step=$1 keys=$2 from=$3
    shift 3
    for to; do
        # shellcheck disable=SC2086
        script "$step" "$from" FROM="$from" TO="$to" $keys
        from=$to
    done
}
# where results pass a power of two, or a rounding's size changes, a piece ends
pieces softplus_of MOST_Z_LOW=0x1p-51 0x1p-18 0x1p-9 0.03 0.0625 0.09 0.125 0.15 0.175 0.2 0.22 0.24492 0.25 0.2684 0.2753 0.28183 0.3 0.3159 0.3334
pieces exp_of '' -0.34658 -0.31 -0.275 -0.2423 -0.17 -0.08 0 0.17 0.2604 0.34658

# One takes a second or two; where there is no proof, Gappa may look for it for hours. The first that fails is the last to begin.
# shellcheck disable=SC2016 # what is in quotes is another shell's
for script in "$place"/*.gappa; do
    last=$place.last/${script##*/}
    if cmp -s "$script" "$last" && [ -e "$last.proved" ]; then cp "$last.proved" "$script.proved"; else echo "$script"; fi
done | xargs -r -P "$(nproc)" -n 1 sh -c '
    ulimit -t 10
    gappa "$1" </dev/null >"$1.out" 2>&1 || exit 255
    mv "$1.out" "$1.proved"' sh 2>/dev/null || true
left=$(find "$place" -name '*.gappa.out' | sort)
if [ -n "$left" ]; then
    echo "$left" | xargs -n 1 grep -v ^Warning >&2
    fail "Gappa does not prove $(echo "$left" | xargs -n 1 basename -s .gappa.out | paste -sd' ')"
fi
echo "Gappa: $(find "$place" -name '*.proved' | wc -l) scripts proved"

# --- ulps --------------------------------------------------------------------------------------------------

# errors STEP PATTERN: [|from, to, error|] of each script, the error being the larger end of the interval on the line that matches.
errors() {
    for output in "$place/$1".*.proved; do
        keys=$(cat "${output%.gappa.proved}.keys")
        sed -n "/^  $2/s/.* in \[\(-\{0,1\}[0-9]*\)b\(-\{0,1\}[0-9]*\).*, \(-\{0,1\}[0-9]*\)b\(-\{0,1\}[0-9]*\) .*/\1 \2 \3 \4/p" "$output" |
            while read -r a b c d; do
                from=${keys#FROM=} to=${keys#*TO=}
                echo "[|${from%% *}, ${to%% *}, max(abs($a * 2^($b)), abs($c * 2^($d)))|]"
            done
    done | paste -sd,
}
# The error of the one script that there is.
error() {
    errors "$@" | sed 's/.*, \(max.*\)|]$/\1/'
}
{
    echo 'verbosity = 1!; prec = 120!; display = decimal!;'
    echo "exp_reach = $(number F64_EXP_REACH); exp_declared = $(number F64_EXP_ERROR); atanh_declared = $(number F64_ATANH_ERROR);"
    echo "exp_pieces = [|$(errors exp_of 'e + e_low - ')|];"
    echo "rest_pieces = [|$(errors softplus_of 'rest - ')|];"
    echo "product = $(error product_of 'p + tail - '); second = $(error with_log_2_of 'second - ');"
    cat $here/ulps.sollya
} >"$place/ulps.sollya"
sollya "$place/ulps.sollya" </dev/null >"$place/ulps.out" 2>&1 || true
! grep -q 'Warning\|gap' "$place/ulps.out" || fail "$(head -3 "$place/ulps.out")"
proved=$(sed -n 's/^hundredths of an ulp: \([0-9]*\) \([0-9]*\)$/\1 \2/p' "$place/ulps.out" |
    while read -r loss gradient; do printf '(%d.%02d, %d.%02d)\n' $((loss / 100)) $((loss % 100)) $((gradient / 100)) $((gradient % 100)); done)
trained=$(sed -n 's/^hundredths of an ulp in training: \([0-9]*\) \([0-9]*\)$/\1 \2/p' "$place/ulps.out" |
    while read -r mean gradient; do printf '(%d.%02d, %d.%02d)\n' $((mean / 100)) $((mean % 100)) $((gradient / 100)) $((gradient % 100)); done)
[ -n "$proved" ] || fail "no bound came out: $(cat "$place/ulps.out")"
echo "proved, in ulps of (loss, gradient): $proved"

sed -n '/^KERNEL_FUSED(bce_target/d; /^KERNEL_FUSED([a-z_]*_at_D/d; s/^KERNEL_FUSED(.*, *\(([0-9., ]*)\))$/\1/p' losses/losses.def >"$place/declared"
[ "$(wc -l <"$place/declared")" -eq 9 ] || fail "losses.def has $(wc -l <"$place/declared") rows of fused kernels, not 9"
[ "$(sort -u "$place/declared")" = "$proved" ] || fail "losses.def declares $(sort -u "$place/declared" | paste -sd' '), and $proved is proved"
label=$(sed -n 's/^hundredths of an ulp with a label: \([0-9]*\)$/\1/p' "$place/ulps.out")
declared=$(sed -n 's/^KERNEL_FUSED(bce_target.* (0\.\([0-9]*\), (double)INFINITY))$/\1/p' losses/losses.def)
[ -n "$label" ] && [ "$declared" = "$label" ] || fail "losses.def declares 0.$declared of a loss with a label, and 0.$label is proved"
echo "losses.def declares the same, and 0.$label of a loss with a label"
at_D=$(sed -n 's/^hundredths of an ulp on D: \([0-9]*\) \([0-9]*\)$/0.\1 0.\2/p' "$place/ulps.out")
declared=$(sed -n 's/^KERNEL_FUSED([a-z_]*_at_D.*_\(real\|fake\)_at_D, .*, *(\([0-9., ]*\)))$/\1 \2/p' losses/losses.def | LC_ALL=C sort -u | paste -sd' ')
[ -n "$at_D" ] && [ "$declared" = "fake ${at_D% *}, ${at_D#* } real ${at_D% *}, 0.5" ] ||
    fail "losses.def declares on D $declared, and ${at_D:-nothing} is proved"
echo "and ${at_D% *} of a loss on D, ${at_D#* } of 1/(1 - D)"
echo "proved, in ulps of a training call's (mean, gradient): $trained"
stated=$(sed -n 's/^#define TRAINING_F64_[A-Z]*_ULP *\([0-9.]*\)$/\1/p' losses/training/training.h | paste -sd, | sed 's/,/, /; s/.*/(&)/')
[ "$stated" = "$trained" ] || fail "training.h declares $stated, and $trained is proved"
echo 'training.h declares the same'
