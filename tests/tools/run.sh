#!/bin/sh
# Runs every unit test under $1 (a build directory), then the command line's; counts what ran. Criterion
# exits 0 on a bad flag or an empty suite, so the number of tests is checked, not the status alone.
set -u
build=$1
passed=0
failed=0
for test in "$build"/tests/unit/*/*; do
    case $test in *.*) continue ;; esac
    [ -x "$test" ] || continue
    name=${test#"$build/tests/"}
    log=$test.log
    "$test" --color=never >"$log" 2>&1
    status=$?
    tested=$(sed -n 's/.*Synthesis: Tested: \([0-9]*\) .*/\1/p' "$log")
    good=$(sed -n 's/.*Passing: \([0-9]*\) .*/\1/p' "$log")
    if [ "$status" -ne 0 ] || [ "${tested:-0}" -eq 0 ] || [ "$tested" -ne "${good:-0}" ]; then
        cat "$log"
        echo "FAIL $name: status $status, ${good:-0} of ${tested:-0} passed"
        failed=$((failed + 1))
        [ "${tested:-0}" -gt "${good:-0}" ] && failed=$((failed + tested - good - 1))
    fi
    passed=$((passed + ${good:-0}))
done
if [ -d tests/cli ]; then
    log=$build/cli.tap
    GANLOSS=$(cd "$build" && pwd)/ganloss bats --tap tests/cli >"$log" 2>&1 </dev/null
    status=$?
    good=$(grep -c '^ok ' "$log")
    bad=$(grep -c '^not ok ' "$log")
    [ "$bad" -gt 0 ] && sed -n '/^not ok/,/^ok/p' "$log"
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && { cat "$log"; bad=1; }
    [ "$good" -eq 0 ] && [ "$bad" -eq 0 ] && { echo "FAIL tests/cli: no test ran"; bad=1; }
    passed=$((passed + good))
    failed=$((failed + bad))
fi
[ "$passed" -eq 0 ] && failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
