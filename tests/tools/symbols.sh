#!/bin/sh
# What the linker knows of the house: no file of harness/ calls one of a later room, no two files call each other, and
# every external name says whose it is: it begins with the name of its file or room, or of a struct or an enum that a
# header of its room declares.
# Usage: sh tests/tools/symbols.sh 'ROOM...' OBJECT...: a line for each that breaks this, and status 1.
set -u
rooms=$1
shift
edges=$(mktemp) || exit 70
trap 'rm -f "$edges"' EXIT
trap 'exit 1' INT TERM
status=0
{
    for room in $rooms; do
        grep -hoE '^(struct|enum) [a-z_0-9]+ \{' harness/"$room"/*.h 2>/dev/null |
            sed "s/^[a-z]* \([a-z_0-9]*\) {/tag $room \1/"
    done
    nm -gA "$@" | sed -n '/memo_kernels/d; s|^.*harness/\([a-z_]*\)/\([a-z_0-9]*\)[.a-z0-9]*\.o:|\1 \2 |p'
} | awk -v rooms="$rooms" -v edges="$edges" '
    # Whether the name is of the word, or of more than one of it (choice, choices_; branch, branches_; interrupt, interrupted).
    function says(name, word) {
        sub(/s$/, "", word)
        return name ~ ("^" word "(s|es|ed)?(_|$)")
    }
    BEGIN { n = split(rooms, names, " "); for (i = 1; i <= n; i++) place[names[i]] = i }
    $1 == "tag" { tags[$2] = tags[$2] " " $3; next }
    { name = $NF; type = $(NF - 1); file = $1 "/" $2 }
    name ~ /^\.gomp_critical/ { next }
    name ~ /^(malloc|calloc|realloc|posix_memalign|aligned_alloc)$/ { next } # base/memory.c: for the whole process
    type == "U" { wants[++wanted] = file " " name; next }
    type ~ /^[A-Z]$/ {
        home[name] = file
        good = says(name, $1) || says(name, $2)
        count = split(tags[$1], tag, " ")
        for (i = 1; i <= count && !good; i++) good = says(name, tag[i])
        if (!good && !((file, name) in told)) {
            print "harness/" file ".c: " name " does not say whose it is"; bad = 1
            told[file, name] = 1
        }
    }
    END {
        for (i = 1; i <= wanted; i++) {
            split(wants[i], w, " ")
            if (!(w[2] in home) || home[w[2]] == w[1]) continue
            split(w[1], from, "/"); split(home[w[2]], to, "/")
            if (place[to[1]] > place[from[1]]) {
                print "harness/" w[1] ".c: calls " w[2] " of a later room, " to[1]; bad = 1
            }
            print w[1], home[w[2]] >edges
        }
        if (wanted == 0) { print "no objects"; bad = 1 }
        exit bad
    }' || status=1
if ! circle=$(tsort "$edges" 2>&1 >/dev/null); then
    echo "files that call each other in a circle:"
    echo "$circle" | sed -n 's/^tsort: \([a-z_0-9]*\/[a-z_0-9]*\)$/  harness\/\1.c/p'
    status=1
fi
exit "$status"
