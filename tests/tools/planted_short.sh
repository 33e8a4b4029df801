#!/bin/sh
# Which planted faults the levels quick and full find: exactly those that reports/planted.md says, in the same way, and
# no good kernel is flagged. Then the same kernels as a plugin's: exactly the same are found at level quick, and all f32 faults
# at level exhaustive, there among those floats alone where they show. Usage: sh planted_short.sh BUILD
set -u
found=$1/planted_short.txt
"$1/planted_table" --levels quick,full >"$found" || exit
# fault, kernel, quick, full: the first 85 characters of a row; and the totals of these levels. What kernels that remember
# earlier calls get wrong depends on which thread calls them.
remembering='^(every_seventh|first_of_the|same_length|once_nan|by_errno|by_chance)'
rows() {
    sed -n '/^fault  /,/^f64 full/p' "$1" | sed -E "/$remembering/s/class, bound|bound       |class       /found       /g" |
        grep -v ' exhaustive  *[0-9]' | cut -c1-85 | sed 's/ *$//'
}
rows "$found" >"$found.rows"
[ "$(wc -l <"$found.rows")" -gt 60 ] || { echo "planted: no table in $found" >&2; exit 1; }
rows reports/planted.md | diff - "$found.rows" >&2 ||
    { echo 'planted: not what reports/planted.md says (make planted makes its table)' >&2; exit 1; }
echo "planted: $(grep -c / "$found.rows") kernels at the levels quick and full, as in reports/planted.md"
# Name, and whether it is found at level quick: in what way depends on where the arrays of a plugin lie.
at_quick() {
    sed -n '/^fault  /,/^f64 /p' "$1" | awk '/\// { print $1, substr($0, 63, 12) ~ /^-/ ? "-" : "found" }'
}
"$1/planted_table" --levels quick --plugin "$1/planted.so" >"$found.plugin" || exit
at_quick "$found" >"$found.names"
at_quick "$found.plugin" | diff "$found.names" - >&2 || { echo 'planted: level quick finds others where they are a plugin'"'"'s' >&2; exit 1; }
faults=$(sed -n 's/^F32(\([A-Za-z0-9_]*\),.*/\1/p' tests/planted/planted.def)
# shellcheck disable=SC2086 # names
"$1/planted_table" --levels exhaustive --where-they-show --plugin "$1/planted.so" $faults >"$found.where" ||
    { grep ' - *$' "$found.where" >&2; echo 'planted: level exhaustive misses these where they are a plugin'"'"'s' >&2; exit 1; }
echo "planted: the same $(wc -l <"$found.names") as a plugin's at level quick; at level exhaustive $(tail -n 1 "$found.where")"
