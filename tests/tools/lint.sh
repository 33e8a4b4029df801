#!/bin/sh
# The format of every source, whether each row of tests/mutants still changes something, then clang-tidy on a few files at a time, as many times over as there are cores (JOBS=N:
# so many). Any finding fails it, and so does a tool that is missing: make deps-lint installs them. What is written over
# headers of other people's libraries (harness/adapters, harness/ranks/mpi.c, tests/torch) is formatted alone: there need not be any of these.
# Usage: sh lint.sh all|short FLAG... (of the compiler); short: without the analysis of paths, most of the time.
# SHARE=I/N: clang-tidy on one file in N.
set -u
share=${SHARE:-1/1}
checks=
[ "$1" = short ] && checks=--checks=-clang-analyzer-*
shift
for tool in clang-format clang-tidy git; do
    command -v "$tool" >/dev/null || { echo "lint: $tool is missing; make deps-lint installs it" >&2; exit 69; }
done
git ls-files '*.c' '*.h' '*.cpp' | xargs clang-format --dry-run -Werror || exit 1
sh tests/mutants/mutants.sh --rows || exit 1

# What is said of each few files goes to a file of its own, so that nothing is mixed.
said=$(mktemp -d) || exit 70
trap 'rm -rf "$said"' EXIT
trap 'exit 1' INT TERM
git ls-files '*.c' ':!harness/adapters' ':!harness/ranks/mpi.c' ':!tests/torch' | awk -v i="${share%/*}" -v n="${share#*/}" 'NR % n == i % n' | split -e -n "r/$((8 * $(nproc)))" - "$said/files."
for list in "$said"/files.*; do echo "$list"; done |
    xargs -P "${JOBS:-$(nproc)}" -I LIST sh -c '
        list=$1 checks=$2
        shift 2
        clang-tidy --quiet $checks $(cat "$list") -- "$@" >"$list.said" 2>&1 || touch "$list.bad"' - LIST "$checks" "$@"
found=0
for list in "$said"/files.??; do
    [ -e "$list.said" ] && [ ! -e "$list.bad" ] && continue
    found=1
    cat "$list.said"
done
exit "$found"
