# What a failure says reruns it, does: the printed line brings the program or plugin along, and the same failure.

load common

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    local flags=(-std=c17 -D_GNU_SOURCE -O1 -I"$root" -fno-trapping-math)
    ${CC:-cc} "${flags[@]}" -fPIC -shared -o hostile.so "$root/tests/foreign/hostile.c" -lm -lpthread
    ${CC:-cc} "${flags[@]}" -o program "$root/tests/foreign/program.c" -lm
}

setup() {
    scratch=$(mktemp -d)
    cd "$scratch" || return
    cp "$BATS_FILE_TMPDIR"/{hostile.so,program} .
}

# again PATTERN MORE ARGUMENT...: the command fails with a line that matches; what it says reruns it, with MORE behind, says
# the same of the same kernel, and names the same source.
again() {
    local pattern=$1 more=$2 line status=0
    shift 2
    "$ganloss" "$@" >out 2>err || status=$?
    [ "$status" -eq 1 ] || { echo "status $status: $*"; cat err; return 1; }
    line=$(grep "^FAIL .*$pattern.*; rerun: ganloss " err | head -n 1)
    [ -n "$line" ] || { echo "no '$pattern' with a line that reruns it in:"; cat err; return 1; }
    status=0
    eval "\"\$ganloss\" ${line##*; rerun: ganloss } $more" >again.out 2>again.err || status=$?
    [ "$status" -eq 1 ] || { echo "status $status of: ${line##*; rerun: }"; cat again.err; return 1; }
    grep "^FAIL .*$pattern" again.err | grep -qF -- "$(cut -d' ' -f1-3 <<<"$line")" ||
        { echo "not of the same: ${line##*; rerun: }"; cat again.err; return 1; }
    grep -q -- "--\(plugin\|exec\)=" <<<"${line##*; rerun: }"
}

# bats test_tags=slow
@test "the printed line reruns what a plugin did: batch, bench, compare, trace" {
    local name=nonsaturating.g/closes_requests/f32
    again 'exit: its program ended' '--regime early --batch 16' batch --plugin ./hostile.so $name --regime early --batch 16 --jobs 1
    again 'exit: its program ended' '--batch 16 --regime early --counters off' \
        bench --plugin ./hostile.so $name --batch 16 --regime early --counters off
    again 'exit: its program ended' '' compare $name nonsaturating.g/stable/f32 --plugin ./hostile.so --batch 16 --time-budget 0.1 --jobs 1
    first_steps 2 "$root/tests/data/minimax-real.npy" 'a real.npy'
    first_steps 2 "$root/tests/data/minimax-fake.npy" 'a fake.npy'
    again 'exit: its program ended' '--jobs 1' trace 'a real.npy' 'a fake.npy' \
        --loss nonsaturating --compute f32 --plugin ./hostile.so --timeout 1 --jobs 1 --fail-on nan,lost
    grep -q -- "trace 'a real.npy' 'a fake.npy' --loss 'nonsaturating' --compute f32 --fail-on nan,lost --plugin='./hostile.so' --timeout 1" err
}

@test "the printed line reruns what a program did, its quotes and time limit included" {
    again 'overrun' '--regime early --batch 16' batch --exec "./program 'beyond'" nonsaturating.g/beyond/f32 --regime early --batch 16 --jobs 1 --timeout 7
    grep -qF -- "--exec='./program '\\''beyond'\\''' --timeout 7" err
}

@test "the printed line has what the user named" {
    again 'is in a class that fails it' '' batch --plugin ./hostile.so nonsaturating.g/nan/f32 --regime special --batch 4096 --fail-on nan,sign --jobs 1 --reduction wide
    grep -q -- '--fail-on nan,sign --plugin=' err
}

@test "as many programs and plugins as one likes" {
    local i sources=()
    for ((i = 0; i < 40; i++)); do
        sources+=(--exec "./program good beside-$i hello-$i")
        sed "s/NUMBER/$i/" <<<'{"ganloss": 1, "library": "many", "memory": true, "kernels": [{"term": "nonsaturating.g", "variant": "one-NUMBER", "format": "f32"}]}' >"hello-$i"
    done
    "$ganloss" list kernels "${sources[@]}" >out
    [ "$(grep -c '^nonsaturating.g/one-[0-9]*/f32 .*many' out)" -eq 40 ]
}
