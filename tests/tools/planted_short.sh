#!/bin/sh
# Which planted faults the levels quick and full find: exactly those that reports/planted.md says, in the same way, and
# no good kernel is flagged. Usage: sh planted_short.sh BUILD
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
