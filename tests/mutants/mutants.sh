#!/bin/sh
# Judges the tests: each row of tests/mutants/mutants.txt, FILE|SED-EXPRESSION, is one wrong sign, constant or branch,
# applied by itself to a scratch copy of the tree. The unit tests are built and run there, those that are
# about the file first, until one fails. Prints a line per row; fails if a row was missed, or does not apply
# or compile.
# Usage: sh tests/mutants/mutants.sh [PATTERN]: only the rows that contain PATTERN.
set -u
pattern=${1:-}
all='reference/format reference/tiny reference/value losses/registry losses/classes losses/batch reference/decimal
     losses/properties losses/variants reference/arb'
scratch=$(mktemp -d) || exit 70
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM
cp -a Makefile losses reference harness tests "$scratch" && cd "$scratch" || exit 70

# The tests in the order in which they are likely to fail for a file.
order() {
    case $1 in
        losses/kernels/*) echo "losses/variants $all" ;;
        losses/*) echo "losses/batch losses/classes $all" ;;
        reference/*) echo "reference/tiny reference/value reference/format losses/batch reference/decimal reference/arb" ;;
        *) echo "$all" ;;
    esac
}

# Sets $verdict: the first test that fails, "missed", or what is wrong with the row.
judge() {
    verdict=missed
    for test in $1; do
        if ! make -s "build/release/tests/unit/$test" >make.log 2>&1; then
            verdict='does not compile'
            return
        fi
        if ! timeout 300 "build/release/tests/unit/$test" >test.log 2>&1; then
            verdict="caught by unit/$test"
            return
        fi
    done
}

judge "$all"
if [ "$verdict" != missed ]; then
    echo "mutants: without a change already: $verdict" >&2
    exit 1
fi
rows=0
bad=0
while IFS='|' read -r file expression; do
    case $file in '' | \#*) continue ;; esac
    case "$file|$expression" in *"$pattern"*) ;; *) continue ;; esac
    cp -p "$file" original
    sed "$expression" original >"$file"
    if cmp -s original "$file"; then
        verdict='does not apply'
    else
        judge "$(order "$file")"
    fi
    cat original >"$file"
    rows=$((rows + 1))
    case $verdict in caught*) ;; *) bad=$((bad + 1)) ;; esac
    printf '%s: %s|%s\n' "$verdict" "$file" "$expression"
done <tests/mutants/mutants.txt
echo "$((rows - bad)) of $rows caught"
[ "$bad" -eq 0 ] && [ "$rows" -gt 0 ]
