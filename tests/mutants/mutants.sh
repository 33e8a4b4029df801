#!/bin/sh
# Judges the tests. Each row of tests/mutants/mutants.txt, FILE|SED-EXPRESSION, is one wrong sign, constant or branch;
# it is made by itself in a copy of the tree under build/mutants, built there, and the tests are run until one fails:
# first those of the file's own folder, then the command line's that are about it, those of the folders above, and the
# rest. As many rows at once as there are cores. Prints a line per row; fails if a row is missed, does not apply any more, or does not compile.
#
# What became of a row is kept in build/mutants/results under a hash of all sources and one of the row, so that a run
# goes on where the last one was interrupted, and is at once at its end where nothing has changed; where something has,
# the test that caught a row before is run first; which that was is kept in caught.txt, for other trees and machines.
# Which tests reach a row's lines is known after `make mutants-reach`; then those are run before the others: its folder's own,
# then the quickest.
#
# Usage: sh tests/mutants/mutants.sh [-n I/N] [PATTERN]: only the rows that contain PATTERN; only the I-th part of N,
# by a hash of the row. --keep: adds what build/mutants/results tells to caught.txt, and runs nothing; --rows: only sees whether
# each row would change its file, and README has their number. With NEAR=1 in the environment, only the first two kinds of
# tests, or those that are known to reach the row: what they miss is left for a run without it. `make mutants` builds what is
# copied, and says the order of the folders in ROOMS.
set -u
place=$PWD/build/mutants

# --- one row -----------------------------------------------------------------------------------------------

# The unit tests of one folder, without those that judge by the clock.
tests_of() {
    for source in tests/unit/"$1"/*.c; do
        name=${source%.c}
        case $name in */\* | tests/unit/bench/timed | tests/unit/machine/limits) ;; *) echo "$name" ;; esac
    done
}

# The command line's files that are about a folder; before them what has a file's own name.
first_of() {
    [ ! -e "tests/cli/$2.bats" ] || echo "tests/cli/$2.bats"
    case $1 in
        gate) first='gate workflow tsv' ;;
        batch) first='means batch foreign_commands rerun' ;;
        machine) first='environment bench' ;;
        bench) first='foreign_commands bench' ;;
        compare) first='walk foreign_commands bench' ;;
        report | reports) first='page charts exact provenance files' ;;
        foreign) first='means rerun foreign_commands foreign' ;;
        trace) first='trace foreign_commands provenance' ;;
        grade) first='grade' ;;
        history) first='history' ;;
        verify) first='ratchet commands rerun files' ;;
        record) first='commands ratchet merge exact' ;;
        exhaustive) first='commands merge files' ;;
        commands | cli) first='manners errors commands files' ;;
        judge) first=commands && echo tests/unit/verify/planted ;;
        base) first='files manners errors' ;;
        *) first=commands ;;
    esac
    for name in $first; do echo "tests/cli/$name.bats"; done
}

# All of them.
command_lines() {
    for name in commands ratchet merge provenance means rerun trace batch grade exact page charts errors manners gate tsv history environment \
        files memory bench foreign_commands foreign; do
        echo "tests/cli/$name.bats"
    done
}

# Of the folders above one, and all else.
far_from() {
    above=
    for floor in $ROOMS; do
        [ -z "$above" ] || tests_of "$floor"
        [ "$floor" != "$1" ] || above=1
    done
    tests_of fuzz
    command_lines
}

# The tests in the order in which they are likely to fail for a file.
order() {
    all='reference/format reference/tiny reference/value losses/registry losses/classes losses/batch reference/decimal
         losses/properties losses/variants reference/arb'
    case $1 in
        losses/kernels/*) set -- losses/variants $all ;;
        losses/fused/*) set -- losses/fused losses/fused_at_D losses/fused_f64 losses/fused_polynomials $all ;;
        losses/training/* | losses/openmp/*) set -- losses/training losses/training_bits losses/training_terms $all ;;
        losses/*) set -- losses/batch losses/classes $all losses/fused losses/fused_at_D losses/fused_f64 ;;
        reference/*) set -- $(tests_of reference | sed 's,^tests/unit/,,') $all ;;
        harness/ranks/* | */spans.c | */exchange.c | */shared.c | */nodes.c | */summary_gather.c)
            tests_of ranks
            echo tests/ranks/ranks.bats # with MPI: make deps-mpi
            return ;;
        harness/adapters/*)
            echo tests/cli/peers.bats
            return ;;
        *)
            folder=${1#harness/}
            folder=${folder%%/*}
            {
                tests_of "$folder"
                name=${1##*/}
                name=${name%.c}
                [ "$folder" != commands ] || tests_of "${name%%_*}"
                first_of "$folder" "${name%%_*}"
                [ -n "${NEAR:-}" ] || far_from "$folder"
            } | awk '!seen[$0]++'
            return ;;
    esac
    for name; do echo "tests/unit/$name"; done | awk '!seen[$0]++'
}

# runs_lines TEST PROGRAMS [FILTER]: of the command line's tests, until the first that fails; timeout ends all that bats has begun.
runs_lines() {
    : >../test.log # at once: what is begun below may be late, and the last test's failure be read as this one's
    GANLOSS=$2/ganloss TMPDIR=$room timeout -k 5 600 bats ${3:+-f "$3"} "$1" >>../test.log 2>&1 </dev/null &
    running=$!
    while kill -0 "$running" 2>/dev/null && ! grep -q '^not ok' ../test.log; do sleep 0.3; done
    ! grep -q '^not ok' ../test.log || kill "$running" 2>/dev/null
    wait "$running" 2>/dev/null
}

# runs TEST PROGRAMS [FILTER]: whether the test passes with what is built in PROGRAMS. Criterion exits 0 where it ran nothing.
runs() {
    case $1 in
        *.bats) runs_lines "$@" ;;
        *) timeout -k 5 300 "$2/$1" -j1 >../test.log 2>&1 && grep -q 'Synthesis: Tested: [1-9]' ../test.log ;;
    esac
}

# Of a file of the command line's tests that has just failed: a pattern for the one that did, which takes less than all of them do;
# none where what they share could not be set up.
failed_one() {
    sed -n '/ setup_file failed$/!s/^not ok [0-9]* //p' ../test.log | head -1 | sed 's/[][\.*^$+?(){}|]/\\&/g; s/.*/^&$/'
}

# caught_before HASH: the test that caught the row last, here or where caught.txt was made, whatever the sources were.
caught_before() {
    test=$(sed -n "s,^$1 \(.*\),tests/\1,p" tests/mutants/caught.txt
        sed -n "s,^[^ ]*-$1 caught by \([^:]*\): .*,tests/\1,p" "$place/results")
    test=${test##*
}
    [ ! -e "$test" ] && [ ! -e "$test.c" ] || echo "$test"
}

# reaching FILE: where `make mutants-reach` has said so, TEST|PATTERN of the tests that reach the lines that the row changes.
reaching() {
    [ ! -f "$place/reach/tests" ] || python3 tests/mutants/reaching.py "$place/reach" "$1" \
        $(diff "$room/original" "$1" | sed -n 's/^\([0-9]*\)[^0-9<>-].*/\1/p')
}

# settles FILE TEST [FILTER]: whether the test does it: it fails, with the change only, or the row does not compile; then
# $verdict is what became of the row.
settles() {
    case $2 in *.bats) goal=all ;; *) goal=build/release/$2 ;; esac
    case " $made " in
        *" $goal "*) ;;
        *) make -s -j1 BUILD_INFO="$built" "$goal" >../make.log 2>&1 || { verdict='does not compile'; return 0; } ;;
    esac
    made="$made $goal"
    runs "$2" "$PWD/build/release" "${3:-}" && return 1
    # a file of the command line's that fails once in a while has caught nothing, either
    one=$(failed_one)
    case $2 in *.bats) runs "$2" "$PWD/build/release" "$one" && { flaky="$flaky $2: $one;"; return 1; } ;; esac
    # a test that fails without the change, too, has caught nothing; scripts are read, not built
    cp -p "$room/original" "$1"
    if runs "$2" "$place/clean/build/release" "$one"; then verdict="caught by ${2#tests/}"; else verdict="broken: $2"; fi
}

# judge FILE HASH: sets $verdict: the first test that fails, "missed", or what is wrong with the row.
judge() {
    verdict=missed flaky= made=
    test=$(caught_before "$2")
    [ -n "$test" ] && settles "$1" "$test" && return
    reaching "$1" >../candidates
    [ -n "${NEAR:-}" ] && [ -s ../candidates ] || order "$1" | sed 's/$/|/' >>../candidates
    awk '!seen[$0]++' ../candidates >../once
    while IFS='|' read -r test pattern <&8; do
        settles "$1" "$test" "$pattern" && return
    done 8<../once
}

# One copy of the tree for each worker. What a row made anew is put back as it was, with its time, so that nothing
# else is ever built again.
worker() {
    number=$1
    room=$place/$number
    cd "$room/tree" || exit 70
    ulimit -v $((16 << 20)) # 16 GiB: a loop without an end may take all the memory that there is
    built=$(cat build/release/recorded) # which says that it was built where the original is, so that nothing is built anew
    while read -r key row; do
        grep -q "^$key " "$place/results" && continue
        mkdir "$place/claims/$key" 2>/dev/null || continue
        file=${row%%|*}
        expression=${row#*|}
        [ -f "$file" ] || { echo "$key does not apply, there is no such file: $row" >>"$place/results"; continue; }
        cp -p "$file" "$room/original"
        touch "$room/begun"
        sed "$expression" "$room/original" >"$file"
        touch build/release/house # includes are not what is tried
        if cmp -s "$room/original" "$file"; then verdict='does not apply'; else judge "$file" "${key#*-}"; fi
        pkill -KILL -f "^$room/tree/build/release/ganloss" # what the change, or the end of a test, has left running
        cp -p "$room/original" "$file"
        find build/release -type f -newer "$room/begun" | while read -r made; do
            cp -p "$place/clean/$made" "$made" 2>/dev/null || rm -f "$made"
        done
        [ "$verdict${NEAR:+ near}" != 'missed near' ] || verdict='missed near'
        echo "$key $verdict: $row" >>"$place/results"
        echo "$verdict: $row"
        [ -z "$flaky" ] || echo "failed once in a while:$flaky" | tee -a "$place/flaky"
    done <"$place/rows"
}

if [ "${1:-}" = --worker ]; then
    place=$3
    worker "$2"
    exit
fi

# --- which test caught which row -----------------------------------------------------------------------------

hash_of() { printf %s "$1" | sha1sum | cut -c1-10; }

# A line "HASH TEST" for each row that there is: the latest that is known.
if [ "${1:-}" = --keep ]; then
    grep -v '^#\|^$' tests/mutants/mutants.txt | while IFS= read -r row; do hash_of "$row"; done |
        { cat; cat tests/mutants/caught.txt; sed -n 's,^[^ ]*-\([0-9a-f]*\) caught by \([^:]*\): .*,\1 \2,p' "$place/results"; } |
        awk 'NF == 1 { row[$1] = 1 } NF == 2 && $1 in row { test[$1] = $2 } END { for (hash in test) print hash, test[hash] }' |
        LC_ALL=C sort >"$place/caught.txt" && mv "$place/caught.txt" tests/mutants/caught.txt
    wc -l <tests/mutants/caught.txt
    exit
fi

# --- does each row apply -------------------------------------------------------------------------------------

if [ "${1:-}" = --rows ]; then
    bad=0 rows=$(mktemp) || exit 70
    grep -v '^#\|^$' tests/mutants/mutants.txt >"$rows"
    while IFS= read -r row; do
        sed "${row#*|}" "${row%%|*}" 2>/dev/null | cmp -s - "${row%%|*}"
        [ $? -eq 1 ] || { bad=1; echo "does not apply: $row"; }
    done <"$rows"
    count=$(wc -l <"$rows")
    rm -f "$rows"
    grep -q "each of $count changes for the worse" README.md || { bad=1; echo "README has not their number, $count"; }
    exit $bad
fi

# --- all of them -------------------------------------------------------------------------------------------

part=1 parts=1
if [ "${1:-}" = -n ]; then
    part=${2%/*} parts=${2#*/}
    shift 2
fi
pattern=${1:-}
script=$PWD/tests/mutants/mutants.sh
sources='Makefile README.md losses reference harness reports tests'

mkdir -p "$place" && touch "$place/results" || exit 70
exec 9>"$place/lock"
flock -n 9 || { echo "mutants: another run works in $place" >&2; exit 75; }
[ "${NEAR:-}" ] || sed -i '/^[^ ]* missed near: /d' "$place/results"
tree=$(find $sources -type f ! -path 'tests/mutants/*' -exec sha1sum {} + | LC_ALL=C sort -k2 | sha1sum | cut -c1-12)
# The key of a row, then the row.
grep -v '^#\|^$' tests/mutants/mutants.txt | while IFS= read -r row; do
    case $row in *"$pattern"*) ;; *) continue ;; esac
    hash=$(hash_of "$row")
    [ $((0x${hash%???} % parts + 1)) -eq "$part" ] && printf '%s\n' "$tree-$hash $row"
done >"$place/rows"
total=$(wc -l <"$place/rows")
[ "$total" -gt 0 ] || { echo "mutants: no row contains '$pattern'" >&2; exit 66; }
left=0
while read -r key row; do grep -q "^$key " "$place/results" || left=$((left + 1)); done <"$place/rows"
echo "mutants: $total rows, of which $left have to be run"

if [ "$left" -gt 0 ]; then
    jobs=${JOBS:-$(nproc)}
    [ "$jobs" -le "$left" ] || jobs=$left
    rm -rf "$place/clean" "$place/claims" "$place"/[0-9]*
    mkdir "$place/claims"
    for tree in clean $(seq -f '%g/tree' "$jobs"); do # one that is left as it is, and one for each worker
        mkdir -p "$place/$tree/build"
        # shellcheck disable=SC2086 # the list is split on purpose
        cp -a $sources "$place/$tree" && cp -a build/release "$place/$tree/build" || exit 70
    done
    seq "$jobs" | setsid env -u MAKEFLAGS -u MAKELEVEL --default-signal=INT,QUIT \
        xargs -P "$jobs" -I N sh "$script" --worker N "$place" 9>&- &
    group=$!
    trap 'pkill -TERM -s "$group"; echo "mutants: interrupted; the next run goes on" >&2; exit 130' INT TERM HUP
    wait "$group"
fi

caught=0
while read -r key row; do
    verdict=$(sed -n "s/^$key //p" "$place/results" | head -1)
    case $verdict in
        'caught by '*) caught=$((caught + 1)) ;;
        '') echo "not run: $row" ;;
        *) echo "$verdict" ;;
    esac
done <"$place/rows"
echo "$caught of $total caught"
[ "$caught" -eq "$total" ]
