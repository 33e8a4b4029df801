#!/bin/sh
# Short runs of the program, built with ThreadSanitizer: no two threads use the same memory without order. OpenMP is clang's, which tells
# the sanitizer of its barriers and locks through Archer; gcc's does not, and is all false alarms. First a planted race has to be
# found, and the same loop without it not: else silence means nothing.
# Usage: sh tests/tools/tsan.sh BUILD
set -u
build=$1
archer=$(dirname "$(realpath "$(command -v clang)")" 2>/dev/null)/../lib/libarcher.so
[ -e "$archer" ] || { echo "clang with its OpenMP (libarcher.so) is missing; make deps-tsan installs it" >&2; exit 69; }
export OMP_TOOL_LIBRARIES="$archer" OMP_WAIT_POLICY=passive
export TSAN_OPTIONS='ignore_noninstrumented_modules=1 halt_on_error=1 exitcode=98'

# planted FLAG: the status of the loop.
planted() {
    clang -O1 -g -fsanitize=thread -fopenmp $1 -o "$build/race" tests/tools/race.c || return
    "$build/race" >"$build/race.log" 2>&1
}
planted -DGUARDED || { echo "tsan: a false alarm:"; cat "$build/race.log"; exit 1; }
planted ''
[ $? -eq 98 ] || { echo "tsan: the planted race is not found"; exit 1; }
sh tests/tools/short_runs.sh "$build/ganloss"
