#!/bin/sh
# The order of the house: losses <- reference <- harness <- tests, and within harness/ the rooms as they are named
# (Makefile, ROOMS): a room includes earlier ones and itself only. Includes are written from the root, and none
# leads back to where it came from. harness/adapters is outside of the house: what others bring. It includes itself and
# losses/ganloss.h, as they do, and nobody includes it.
# Usage: sh tests/tools/house.sh ROOM...: a line for each include that breaks the order, and status 1.
set -u
edges=$(mktemp) || exit 70
trap 'rm -f "$edges"' EXIT
trap 'exit 1' INT TERM
find losses reference harness tests -name '*.[ch]' -o -name '*.cpp' -o -name '*.def' | LC_ALL=C sort | xargs grep -nH '^[ \t]*#[ \t]*include' |
    awk -v rooms="$*" -v edges="$edges" '
    function floor_of(path,   part) { # the higher may include the lower
        split(path, part, "/")
        if (part[1] != "harness") return top[part[1]]
        if (part[3] == "") return top["harness"] + 0.99
        if (!(part[2] in room)) { print path ": harness/" part[2] " is not among the rooms: " rooms; bad = 1 }
        return top["harness"] + room[part[2]] / 100
    }
    BEGIN {
        adapters = "^harness/adapters/"
        top["losses"] = 1; top["reference"] = 2; top["harness"] = 3; top["tests"] = 4
        n = split(rooms, names, " ")
        for (i = 1; i <= n; i++) room[names[i]] = i
    }
    {
        split($0, at, ":")
        from = at[1]
        if (from ~ /^losses\// && $0 ~ /<(mpfr|gmp|jansson)\.h>/) {
            print from ":" at[2] ": losses/ needs libm alone"; bad = 1
        }
        if (!match($0, /"[^"]*"/)) next
        to = substr($0, RSTART + 1, RLENGTH - 2)
        if (to ~ /\.def$/ && to !~ /\//) next
        split(to, part, "/")
        if (from ~ adapters || to ~ adapters) {
            if (to !~ adapters && to != "losses/ganloss.h") {
                print from ":" at[2] ": an adapter includes losses/ganloss.h and adapters only"; bad = 1
            }
            if (from !~ adapters) { print from ":" at[2] ": includes " to ", an adapter"; bad = 1 }
            next
        }
        if (!(part[1] in top)) { print from ":" at[2] ": \"" to "\" is not written from the root"; bad = 1; next }
        if (floor_of(to) > floor_of(from)) {
            print from ":" at[2] ": includes " to ", which comes later in the order of the house"; bad = 1
        }
        print from, to >edges
    }
    END { exit bad }'
status=$?
if ! circle=$(tsort "$edges" 2>&1 >/dev/null); then
    echo "includes in a circle:"
    echo "$circle" | sed -n 's/^tsort: \([a-z]*\/[a-zA-Z_\/0-9]*\.[a-z]*\)$/  \1/p'
    status=1
fi
exit "$status"
