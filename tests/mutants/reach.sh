#!/bin/sh
# Which tests reach which lines: runs every test of a build that counts lines (CONFIG=coverage), each with counts of its
# own under build/mutants/reach, where reaching.py reads them; `tests` there has a line for each: MS|TEST|NAME|FOLDER, NAME
# that of a test of the command line's, none for what a whole file of them sets up first. As many at once as there are cores.
#
# Usage: sh tests/mutants/reach.sh PROGRAMS; as `make mutants-reach` does.
set -u
place=$PWD/build/mutants/reach

# one TEST PROGRAMS: runs it and adds its lines to `tests`.
one() {
    folder=$place/${1##tests/}
    mkdir -p "$folder"
    case $1 in
        *.bats)
            GANLOSS=$2/ganloss REACHED=$folder timeout -k 5 1200 bats -T "$1" >"$folder/log" 2>&1 </dev/null
            [ ! -d "$folder/0" ] || echo "0|$1||$folder/0"
            sed -n "s,^\(not \)\?ok \([0-9]*\) \(.*\) in \([0-9]*\)ms$,\4|$1|\3|$folder/\2,p" "$folder/log"
            ;;
        *)
            start=$(date +%s%3N)
            GCOV_PREFIX=$folder timeout -k 5 120 "$2/$1" -j1 >"$folder/log" 2>&1 </dev/null
            echo "$(($(date +%s%3N) - start))|$1||$folder"
            ;;
    esac >>"$place/tests"
    ! grep -h '^not ok\|^\[FAIL\]' "$folder/log"
}

if [ "$1" = --one ]; then
    one "$3" "$2"
    exit 0
fi

programs=$PWD/$1
rm -rf "$place"
mkdir -p "$place" || exit 70
sh tests/tools/run.sh --list "$1" | grep -v 'bench/timed\|machine/limits\|cli/build\|cli/house' | sed 's,^,tests/,; s,/cli/.*,&.bats,' |
    xargs -P "$(nproc)" -I TEST sh tests/mutants/reach.sh --one "$programs" TEST
echo "$(wc -l <"$place/tests") tests in $place"
