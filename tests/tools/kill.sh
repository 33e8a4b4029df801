#!/bin/bash
# Kills every command that writes (writers.bash) with SIGKILL, at COUNT moments in all: in turn after a random time,
# and at the start of a random one of its calls that change files (by strace, where that is there). Afterwards no
# file may be half-written, and when the command has been run again, no file may be left over and all must be as in
# a run that was never killed. Usage: bash tests/tools/kill.sh BUILD [COUNT [SEED]]
set -u
build=$(cd "$1" && pwd)
count=${2:-500}
RANDOM=${3:-1}
ganloss=$build/ganloss
data=$PWD/tests/data
. "$PWD/tests/tools/writers.bash"
calls=(openat write rename renameat2 fsync unlink rmdir mkdir linkat fchmod flock)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch" || exit
writers_prepare || exit 1
traced=1
strace -o /dev/null true 2>/dev/null || { traced=0; echo "kill: strace does not work here: at random times alone"; }

# How long each takes, in milliseconds, and how often it makes each call.
declare -A lasts made
for name in "${writers[@]}"; do
    cp -r "before/$name" run
    start=${EPOCHREALTIME/./}
    (cd run && "writer_$name" >/dev/null 2>&1)
    lasts[$name]=$(((${EPOCHREALTIME/./} - start) / 1000))
    rm -rf run
    [ $traced -eq 1 ] || continue
    cp -r "before/$name" run
    (cd run && under=(strace -o ../trace -e "trace=$(IFS=,; echo "${calls[*]}")") && "writer_$name" >/dev/null 2>&1)
    for call in "${calls[@]}"; do made[$name,$call]=$(grep -c "^$call(" trace); done
    rm -rf run
done

# kill_after NAME SECONDS SIGNAL, kill_at NAME CALL NUMBER: runs it in run/; 137 where it was killed.
kill_after() {
    (cd run && under=(timeout --foreground -s "$3" "$2") && "writer_$1") >/dev/null 2>&1
}

kill_at() {
    (cd run && under=(strace -o /dev/null -e "trace=$2" -e "inject=$2:signal=KILL:when=$3") && "writer_$1") >/dev/null 2>&1
}

# Of milliseconds.
seconds() { printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)); }

bad() {
    echo "kill: moment $moment, $name, $when: $1"
    find run
    failed=$((failed + 1))
}

failed=0 killed=0
for ((moment = 0; moment < count; moment++)); do
    name=${writers[moment % ${#writers[@]}]}
    rm -rf run
    cp -r "before/$name" run
    call=${calls[RANDOM % ${#calls[@]}]}
    # from a state in the middle
    if [ "$name" = resume ]; then
        kill_after "$name" "$(seconds $((1 + RANDOM % lasts[$name])))" INT
        cp before/resume/out.json run
    fi
    if [ $traced -eq 1 ] && [ $((moment / ${#writers[@]} % 2)) -eq 0 ] && [ "${made[$name,$call]}" -gt 0 ]; then
        nth=$((1 + RANDOM % made[$name,$call]))
        when="$call $nth"
        kill_at "$name" "$call" $nth
    else
        when=$(seconds $((1 + RANDOM % lasts[$name])))
        kill_after "$name" "$when" KILL
    fi
    [ $? -ne 137 ] || killed=$((killed + 1))
    whole "$name" run || bad 'a half-written file'
    (cd run && "writer_$name") >log 2>&1 || bad "does not run again: $(cat log)"
    same_files "$name" run after || bad 'comes to something else when it is run again'
    tidy "$name" run || bad 'leaves files over'
    [ $failed -lt 5 ] || break
done
echo "$moment moments, $killed of them before the end of the run; $failed failures"
[ $failed -eq 0 ] && [ $killed -gt 0 ]
