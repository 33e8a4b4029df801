#!/bin/sh
# Short runs of the program under valgrind's memcheck, and unit tests of what reads: no value that was never set decides
# anything, nothing is read or written where nothing is; of a run, no memory is lost either. What valgrind computes in long double it
# computes in double, so that tests of errors beyond a double are not among them.
# Usage: sh tests/tools/valgrind.sh BUILD
set -u
build=$1
command -v valgrind >/dev/null || { echo "valgrind is missing; make deps-valgrind installs it" >&2; exit 69; }
export OMP_WAIT_POLICY=passive # it runs one thread at a time
memcheck='valgrind -q --fair-sched=yes --error-exitcode=99'
failed=0
for name in base/fail base/npy cli/number cli/options foreign/hello foreign/slots fuzz/readers verify/outcome; do
    log=$build/logs/memcheck/$name.log
    mkdir -p "${log%/*}"
    # A test runs in a process of its own, the status of which is not passed on.
    # shellcheck disable=SC2086 # a command is split into its words on purpose
    if $memcheck --trace-children=yes "$build/tests/unit/$name" --color=never -j1 >"$log" 2>&1 && ! grep -qa '^==[0-9]*== ' "$log" &&
        grep -qa 'Synthesis: Tested: [1-9]' "$log"; then
        continue
    fi
    failed=$((failed + 1))
    echo "valgrind: tests/unit/$name"
    grep -a '^==\|FAIL\|Synthesis' "$log" | head -n 60
done
# shellcheck disable=SC2086
sh tests/tools/short_runs.sh "$build/ganloss" . $memcheck --leak-check=full --show-leak-kinds=definite,indirect \
    --errors-for-leak-kinds=definite,indirect || failed=$((failed + 1))
[ "$failed" -eq 0 ]
