#!/bin/sh
# Runs every test and counts: each unit test that has a source (tests/unit/*/*.c) from build directory $1, and each
# file of the command line's (tests/cli/*.bats); with SHARE=I/N one of N parts of these files. Side by side, as many as
# there are cores (JOBS=N: so many); those that judge by the machine's clock run alone afterwards, and not at all with
# sanitizers, which time something else. Each writes to $1/logs/NAME.log; of what fails, the log is shown. Criterion
# exits 0 on a bad flag or an empty suite, so the number of tests is checked, not the status alone.
#
# What takes long, the programs of `slow` and the command line's tests with the tag slow, is left out, unless TESTS says
# otherwise: quick, slow, or all, which GANLOSS_TEST_LENGTH=long makes the default.
set -u
alone='unit/bench/timed unit/machine/limits cli/compare'
# Kernels that crash by the hundred: a sanitizer's account of each takes longer than it may.
crashing='cli/foreign'
# Programs that `make slow` runs, as it does the tests with the tag slow.
slow='unit/verify/planted'
# What takes longest begins first, so that nothing is left waiting for it.
longest='cli/foreign unit/verify/planted cli/readme cli/library cli/bench cli/commands cli/build unit/exhaustive/exhaustive unit/reference/arb unit/losses/variants'

# one BUILD NAME: runs one, leaves its log and the line "PASSED FAILED NAME MILLISECONDS", then what `times` prints.
one() {
    name=$2
    start=$(date +%s%N)
    log=$1/logs/$name.log
    passed=0 failed=0
    mkdir -p "${log%/*}"
    case $name in
        unit/*)
            "$1/tests/$name" --color=never -j1 >"$log" 2>&1
            status=$?
            tested=$(sed -n 's/.*Synthesis: Tested: \([0-9]*\) .*/\1/p' "$log")
            good=$(sed -n 's/.*Passing: \([0-9]*\) .*/\1/p' "$log")
            passed=${good:-0}
            if [ "$status" -ne 0 ] || [ "${tested:-0}" -eq 0 ] || [ "$tested" -ne "$passed" ]; then
                failed=$((${tested:-0} > passed ? tested - passed : 1))
                echo "FAIL $name: status $status, $passed of ${tested:-0} passed" >>"$log"
            fi ;;
        *)
            case $TESTS in quick) tags='--filter-tags !slow' ;; slow) tags='--filter-tags slow' ;; *) tags= ;; esac
            # shellcheck disable=SC2086 # a flag and its argument
            GANLOSS=$(cd "$1" && pwd)/ganloss bats --tap $tags "tests/$name.bats" >"$log" 2>&1 </dev/null
            status=$?
            passed=$(grep -c '^ok ' "$log")
            failed=$(grep -c '^not ok ' "$log")
            planned=$(sed -n '1s/^1\.\.//p' "$log")
            if [ "$failed" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$passed" -eq 0 ] || [ "$passed" -ne "$planned" ]; }; then
                failed=1
                echo "FAIL $name: status $status, $passed of ${planned:-0} passed" >>"$log"
            fi ;;
    esac
    echo "$passed $failed $name $((($(date +%s%N) - start) / 1000000))" >"$1/logs/$name.result"
    times >>"$1/logs/$name.result"
}

if [ "$1" = --one ]; then
    one "$2" "$3"
    exit
fi
# --list BUILD: only says what would be run.
only_list=
[ "$1" != --list ] || { only_list=1; shift; }
build=$1
[ "${GANLOSS_TEST_LENGTH:-}" = long ] && TESTS=${TESTS:-all} || TESTS=${TESTS:-quick}
case $TESTS in
    quick | slow | all) export TESTS ;;
    *) echo "run.sh: TESTS is '$TESTS', must be quick, slow or all" >&2; exit 64 ;;
esac

is_in() {
    case " $2 " in *" $1 "*) ;; *) return 1 ;; esac
}

# has_any NAME: whether it is, or has, tests of the kind that is to be run.
has_any() {
    case $TESTS,$1 in
        all,*) return 0 ;;
        slow,unit/*) is_in "$1" "$slow" ;;
        quick,unit/*) ! is_in "$1" "$slow" ;;
        slow,*) grep -q '^# bats test_tags=slow$' "tests/$1.bats" ;;
        *) [ "$(grep -c '^@test ' "tests/$1.bats")" -gt "$(grep -c '^# bats test_tags=slow$' "tests/$1.bats")" ] ;;
    esac
}

# The files in the order in which they begin; they are dealt out to the shares in turn, so that each takes about as long.
names=$longest
for source in tests/unit/*/*.c tests/cli/*.bats; do
    name=${source#tests/}
    name=${name%.*}
    is_in "$name" "$longest" || names="$names $name"
done
SHARE=${SHARE:-1/1}
together='' last='' left=0 dealt=0
for name in $names; do
    has_any "$name" || continue
    case $build in *sanitize*) ! is_in "$name" "$crashing $alone" || { left=$((left + 1)); continue; } ;; esac
    dealt=$((dealt + 1))
    [ $(((dealt - 1) % ${SHARE#*/} + 1)) -eq "${SHARE%/*}" ] || continue
    if is_in "$name" "$alone"; then last="$last $name"; else together="$together $name"; fi
done
for name in $longest $alone $crashing $slow; do
    [ -e "tests/$name.c" ] || [ -e "tests/$name.bats" ] ||
        { echo "run.sh: there is no test tests/$name" >&2; exit 1; }
done
if [ "$only_list" ]; then
    # shellcheck disable=SC2086 # the lists are split on purpose
    printf '%s\n' $together $last
    exit
fi
rm -rf "$build/logs"
mkdir -p "$build/logs"

# at_once JOBS NAME...: in a process group of their own, so that an interrupt ends them all.
at_once() {
    jobs=$1
    shift
    [ $# -gt 0 ] || return 0
    printf '%s\n' "$@" | setsid env --default-signal=INT,QUIT OMP_WAIT_POLICY=passive \
        xargs -P "$jobs" -n 1 sh "$0" --one "$build" &
    group=$!
    wait "$group"
}
trap 'kill -s TERM -- "-$group"; echo "interrupted" >&2; exit 130' INT TERM HUP
group=
# shellcheck disable=SC2086 # the lists are split on purpose
at_once "${JOBS:-$(nproc)}" $together
# shellcheck disable=SC2086
at_once 1 $last

passed=0
failed=0
for name in $together $last; do
    good=0 bad=1
    if [ -s "$build/logs/$name.result" ]; then
        read -r good bad name _ <"$build/logs/$name.result"
    else
        echo "FAIL $name: it did not end"
    fi
    [ "$bad" -eq 0 ] || case $name in
        cli/*) sed -n '/^not ok/,/^ok/{/^ok/!p}; /^FAIL/p' "$build/logs/$name.log" ;;
        *) cat "$build/logs/$name.log" ;;
    esac
    passed=$((passed + good))
    failed=$((failed + bad))
done
# What took how long, the slowest first: seconds of the processors, seconds passed, name.
find "$build/logs" -name '*.result' -exec awk '
    FNR == 1 { passed = $4 / 1000; name = $3 }
    FNR == 3 { split($1 "m" $2, t, /[ms]+/); printf "%7.1f %7.1f  %s\n", 60 * t[1] + t[2] + 60 * t[3] + t[4], passed, name }
    ' {} + | sort -rn >"$build/logs/times"
[ "$left" -eq 0 ] || echo "$left files of tests that judge by the clock, or crash by the hundred: not with sanitizers"
[ "$passed" -eq 0 ] && failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
