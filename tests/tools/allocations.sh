#!/bin/sh
# Refuses the program one request for memory after the other (tests/tools/failing.c), in small runs of the commands: each
# has to end in one line and status 70, with no file left behind or changed; or in what it does undisturbed.
# Usage: sh tests/tools/allocations.sh BUILD [STEP]: every request, or every STEP-th; of a run with more than 4000 requests
# the first and last 1000 and about 2000 of the others. JOBS=N: so many runs at once.
set -u
case $1 in /*) build=$1 ;; *) build=$PWD/$1 ;; esac
step=${2:-1}
root=$PWD

# A command a line, each in a folder with data/ in it, which it must leave as it is. Not `record`: what it leaves is a journal, from
# which SQLite puts the database back, as after a kill (tests/cli/history.bats). Not `bench` and `compare`, whose times differ.
commands() {
    cat <<'END'
list kernels
list nonsense
eval nonsaturating.g -50 17 inf nan --format json
eval bce.target 1 --target 0.5 --digits 100
verify wasserstein.g/stable/* --format json --save saved.json --jobs 1
verify wasserstein.g/stable/* --format json --against data/whole.json --jobs 2
verify wasserstein.g/stable/f64 --level exhaustive --rounds 1 --format json --jobs 1 --shard 3/64
merge data/1.json data/2.json --save merged.json
merge data/1.json data/1.json
report data/whole.json --table table.md
trace data/real.npy data/fake.npy --loss wasserstein --compute f32 --format json --save trace.json
batch wasserstein.g/stable/f32 --regime early --batch 1,100 --format json --save batch.json --jobs 1
bench wasserstein.g/stable/f32 --batch 1 --dry-run
verify wasserstein.g/stable/f32 --level exhaustive --shard 3000/9999 --resume checkpoint --format json --jobs 2
inputs wasserstein.d_fake/f32 --part 4096 --out in --format json
grade data/in/manifest.json --loss data/in/x --name same --save grade.json --jobs 1
history data/h.db --format json
END
}

# --- one run ---------------------------------------------------------------------------------------------------

# Takes out of documents what two runs of the same differ in (harness/record/provenance.h).
made_apart() { sed -i '/^ "provenance": {/,/^ }/d' "$@"; }

# run FOLDER NUMBER COMMAND...: in a folder of its own; what it printed, its status, and its files are in FOLDER.
run() {
    to=$1 number=$2
    shift 2
    mkdir -p "$to/at"
    cp -r "$place/data" "$to/at"
    (cd "$to/at" && GANLOSS_FAIL_AT=$number GANLOSS_FAIL_COUNT=$to/count LD_PRELOAD=$place/failing.so \
        timeout 60 "$build/ganloss" "$@" >"$to/out" 2>"$to/err" </dev/null)
    echo $? >"$to/status"
    made_apart "$to/out" $(find "$to/at" -maxdepth 1 -name '*.json')
    (cd "$to/at" && find . -type f -exec cksum {} + | sort) >"$to/files"
}

if [ "$1" = --one ]; then
    build=$2 place=$3 row=$4 number=$5
    set -f
    to=$place/run.$row.$number good=$place/good.$row
    # shellcheck disable=SC2046 # a command is split into its words on purpose
    run "$to" "$number" $(sed -n "${row}p" "$place/commands")
    # A checkpoint may be there: a whole one, from which the run goes on.
    if [ -e "$to/at/checkpoint" ] && [ "$(cat "$to/status")" = 70 ]; then
        sed -i '/ \.\/checkpoint$/d' "$to/files"
        # shellcheck disable=SC2046
        (cd "$to/at" && "$build/ganloss" $(sed -n "${row}p" "$place/commands") >"$to/again" 2>&1) && made_apart "$to/again" && cmp -s "$to/again" "$good/out" ||
            echo "$row: request $number: the run does not go on as it should"
    fi
    if [ "$(cat "$to/status")" = 70 ]; then
        # What was said before the end is its own; the last line is of the end.
        [ "$(tail -n 1 "$to/err" | grep -c '^ganloss: out of memory: \|^libgomp: ')" -eq 1 ] && cmp -s "$place/before" "$to/files" ||
            echo "$row: request $number: status 70, but files or words are not as they should be"
    elif ! cmp -s "$to/status" "$good/status" || ! cmp -s "$to/out" "$good/out" || ! cmp -s "$to/files" "$good/files"; then
        echo "$row: request $number: status $(cat "$to/status"): $(head -n 1 "$to/err")"
    else
        echo same >>"$place/same.$row"
    fi
    rm -rf "$to"
    exit 0
fi

# --- all of them -----------------------------------------------------------------------------------------------

place=$(mktemp -d) || exit 70
trap 'rm -rf "$place"' EXIT
trap 'exit 1' INT TERM
${CC:-cc} -shared -fPIC -D_GNU_SOURCE -O1 -o "$place/failing.so" tests/tools/failing.c || exit
mkdir "$place/data"
for name in real fake; do # two steps of two
    printf '\223NUMPY\1\0\166\0%-117s\n0123456789ab0123' "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }" \
        >"$place/data/$name.npy"
done
set -f
(cd "$place/data" &&
    "$build/ganloss" verify 'wasserstein.g/stable/*' --save whole.json -q &&
    "$build/ganloss" verify 'wasserstein.g/stable/*' --shard 1/2 --save 1.json -q &&
    "$build/ganloss" verify 'wasserstein.g/stable/*' --shard 2/2 --save 2.json -q &&
    "$build/ganloss" record h.db whole.json -q &&
    "$build/ganloss" inputs wasserstein.d_fake/f32 --out in -q) >/dev/null || exit
(cd "$place" && find ./data -type f -exec cksum {} + | sort) >"$place/before"
commands >"$place/commands"

row=0 all=0 bad=0
while read -r command; do
    row=$((row + 1))
    # shellcheck disable=SC2086
    run "$place/good.$row" 0 $command
    count=$(cat "$place/good.$row/count")
    seq 1 "$count" | awk -v count="$count" -v step="$step" '
        count <= 4000 || $1 <= 1000 || $1 > count - 1000 || $1 % int(count / 2000) == 0 { if (n++ % step == 0) print }' >"$place/numbers"
    xargs -P "${JOBS:-$(nproc)}" -n 1 sh "$root/tests/tools/allocations.sh" --one "$build" "$place" "$row" \
        <"$place/numbers" >"$place/bad"
    made=$(wc -l <"$place/numbers")
    : >>"$place/same.$row"
    echo "$made of $count requests refused, $(wc -l <"$place/same.$row") without a difference, $(wc -l <"$place/bad") bad: $command"
    head -n 5 "$place/bad"
    all=$((all + made)) bad=$((bad + $(wc -l <"$place/bad")))
done <"$place/commands"
echo "$all requests for memory refused: $bad with a false end"
[ "$bad" -eq 0 ]
