# What every black-box test needs: the program, a scratch directory, and how an error must look.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ganloss=${GANLOSS:-$root/build/release/ganloss}

# For `make mutants-reach`: what each test runs counts the lines that it reaches, by itself.
[ -z "${REACHED:-}" ] || export GCOV_PREFIX=$REACHED/${BATS_TEST_NUMBER:-0}

setup() {
    scratch=$(mktemp -d)
    cd "$scratch" || return
}

teardown() {
    cd / && rm -rf "$scratch"
}

# Copies the sources and the release build, without the tests' programs, to the directory tree.
copy_tree() {
    mkdir -p tree/build/release
    (cd "$root" && cp -a Makefile README.md losses reference harness reports tests "$scratch/tree")
    (cd "${ganloss%/ganloss}" && cp -a flags objects recorded ganloss lib* harness losses reference "$scratch/tree/build/release")
}

# first_steps N FILE COPY: the first N steps of a recorded run, an .npy file of (steps, batch) floats.
first_steps() {
    python3 - "$@" <<'END'
import ast, struct, sys
steps, data = int(sys.argv[1]), open(sys.argv[2], "rb").read()
end = 10 + struct.unpack("<H", data[8:10])[0]
header = ast.literal_eval(data[10:end].decode())
row = (len(data) - end) // header["shape"][0]
header["shape"] = (steps,) + header["shape"][1:]
text = repr(header).encode().ljust(end - 11) + b"\n"
open(sys.argv[3], "wb").write(data[:10] + text + data[end:end + steps * row])
END
}

# Of standard input, lines that were cut to fit a screen, in one piece again.
unwrapped() {
    sed -z 's/\n    \+/ /g'
}

# eventually COMMAND...: succeeds with 1, 4, 16 or 64 as its last argument: seconds. One is enough, unless all cores
# are taken by others.
eventually() {
    local seconds
    for seconds in 1 4 16 64; do
        "$@" "$seconds" && return 0
    done
    return 1
}

# interrupted_after SECONDS ARGUMENT...: ganloss is interrupted; its output is in out and err, its status returned.
interrupted_after() {
    local pid
    "$ganloss" "${@:2}" >out 2>err &
    pid=$!
    sleep "$1"
    kill -INT $pid
    wait $pid
}

# made_apart FILE: a document without what it says about its making, which is all that differs between two runs of the same.
made_apart() {
    sed '/^ "provenance": {/,/^ }/d' "$1"
}

# same_result A B: whether two documents are equal but for that.
same_result() {
    cmp <(made_apart "$1") <(made_apart "$2")
}

# refuses STATUS PATTERN COMMAND...: the exit status, nothing on stdout, one line on stderr that matches, and no file
# left behind.
refuses() {
    local want=$1 pattern=$2 before after
    shift 2
    before=$(ls -A | sort)
    local status=0
    "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" </dev/null || status=$?
    after=$(ls -A | sort)
    [ "$status" -eq "$want" ] || { echo "status $status, not $want: $*"; cat "$BATS_TEST_TMPDIR/err"; return 1; }
    [ ! -s "$BATS_TEST_TMPDIR/out" ] || { echo "stdout is not empty: $*"; return 1; }
    [ "$(wc -l <"$BATS_TEST_TMPDIR/err")" -eq 1 ] || { echo "not one line: $*"; cat "$BATS_TEST_TMPDIR/err"; return 1; }
    grep -q -- "$pattern" "$BATS_TEST_TMPDIR/err" || { echo "no '$pattern' in:"; cat "$BATS_TEST_TMPDIR/err"; return 1; }
    [ "$before" = "$after" ] || { echo "left behind: $after"; return 1; }
}
