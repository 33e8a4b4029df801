# What the tests of the adapters share. A package that is missing fails them: none is skipped.

torch=$root/harness/adapters/python/ganloss-torch
numpy=$root/harness/adapters/python/ganloss-numpy
node=$root/harness/adapters/javascript/ganloss-node

# refused PATTERN COMMAND: ganloss says in one line why, with status 69.
refused() {
    local status=0
    "$ganloss" list kernels --exec "$2" >out 2>err || status=$?
    [ "$status" -eq 69 ] && [ "$(wc -l <err)" -eq 1 ] && grep -q -- "$1" err && [ ! -s out ] ||
        { echo "status $status of $2:"; cat err; return 1; }
}

# terms_of COMMAND: those that it has kernels of.
terms_of() {
    "$ganloss" list kernels --exec "$1" | grep -F "$2" | sed 's|/.*||' | sort -u
}

# judged COMMAND OPTION...: verify, whatever the verdict, into `out`, with as much as is needed to tell.
judged() {
    local command=$1 status=0
    shift
    "$ganloss" verify "$@" --exec "$command" >out 2>err || status=$?
    [ "$status" -le 1 ] || { cat err; return 1; }
}

# shows ID PATTERN: the record of a kernel has a line with it.
shows() {
    awk -v id="$1" '/^[^ ]/ { on = index($0, id " ") == 1 } on' out | grep -q -- "$2" ||
        { echo "not of $1: $2"; cat out; return 1; }
}
