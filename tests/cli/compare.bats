# Timing: verdicts of compare. Runs alone (tests/tools/run.sh), and not under sanitizers.

load common

slower_is_found() {
    status=0
    "$ganloss" compare wasserstein.g/stable/f32 nonsaturating.g/stable/f32 --time-budget "${@: -1}" "${@:1:$#-1}" >out || status=$?
    unwrapped <out | grep -q '^  slower .* fresh process: +'
}

slower_is_gated() {
    slower_is_found --gate --github "$1" && [ "$status" -eq 2 ] &&
        grep -q '^::error title=nonsaturating.g/stable/f32 speed%3A slower::element, equilibrium, batch 4096: slower: +' out
}

faster_is_found() {
    "$ganloss" compare nonsaturating.g/stable/f32 wasserstein.g/stable/f32 --time-budget "$1" --format tsv >out
    [ "$(tail -1 out | cut -f7)" = faster ]
}

@test "compare finds what is twice as fast, both ways round, and not what is the same" {
    eventually slower_is_found
    [ "$status" -eq 0 ]
    eventually slower_is_gated
    eventually faster_is_found
    "$ganloss" compare nonsaturating.g/stable/f64 nonsaturating.g/stable/f64 --format json >out
    grep -Eq '"verdict": "(same|inconclusive)"' out
    "$ganloss" compare nonsaturating.g/stable/f64 nonsaturating.g/stable/f32 --dry-run | grep -q 'about 2 s'
    run "$ganloss" compare minimax.g/stable/f32 minimax.g/stable/f32 --batch 2^24 --time-budget 0.1 --strict
    [ "$status" -eq 3 ]
}

faster_build_is_found() {
    run "$ganloss" compare --with ./fast nonsaturating.g/stable/f32 --time-budget "$1"
    [ "$status" -eq 2 ] && [[ "$output" == *'  slower '*'fresh process'* ]]
}

slower_build_is_found() {
    run "$ganloss" compare --with ./slow 'wasserstein.g/*/f32' --time-budget "$1"
    [ "$status" -eq 0 ] && [[ "$output" == *'  faster '* ]]
}

# bats test_tags=slow
@test "compare --with: another build that is faster makes exit status 2" {
    printf '#!/bin/bash\nexec "%s" "${@//nonsaturating/wasserstein}"\n' "$ganloss" >fast
    printf '#!/bin/bash\nexec "%s" "${@//wasserstein/nonsaturating}"\n' "$ganloss" >slow
    chmod +x fast slow
    eventually faster_build_is_found
    eventually slower_build_is_found
    printf '#!/bin/bash\nexec "%s" "${@//stable/older}"\n' "$ganloss" >without
    chmod +x without
    run "$ganloss" compare --with ./without 'wasserstein.g/*/f32' --strict
    [ "$status" -eq 3 ]
    [[ "$output" == *'not measured'* ]]
    refuses 69 'gives no samples' "$ganloss" compare --with /bin/true 'wasserstein.g/*/f32'
    refuses 66 'cannot run ./none' "$ganloss" compare --with ./none 'wasserstein.g/*/f32'
}

# bats test_tags=slow
@test "the trials run, and tell false verdicts from true ones" {
    trials=$(dirname "$ganloss")/trials
    [ -x "$trials" ] || skip "no $trials"
    "$trials" 2 1 1 'minimax.g/stable/f64' >out || true
    grep -q '^a kernel with itself: 0 false verdicts in 2 ' out
    grep -Eq '^2 % slower: [01] of 1 found; 5 % slower: [01] of 1 found$' out
    grep -Eq '^\+2 % into .* [1-3]\.[0-9]* % more instructions' out
}

# plugin: makes v.so of tests/foreign/variants.c.
plugin() {
    cc -O2 -ffp-contract=off -fno-math-errno -fno-trapping-math '-DLIBRARY="variants"' -shared -fPIC -I"$root" -o v.so \
        "$root/tests/foreign/variants.c" -lm
}

# By the trampoline, one call of 16 elements would take a hundred times as long as the kernel.
times_agree() {
    "$ganloss" bench --plugin v.so nonsaturating.g/same/f32 nonsaturating.g/stable/f32 --batch 16,4096 --counters off \
        --time-budget "$1" --save b.json >out || return 1
    python3 - <<'END'
import json
ns = {}
for row in json.load(open("b.json"))["bench"]:
    if row["kind"] == "element":
        ns[row["id"].split("/")[1], row["batch"]] = row["ns_per_element"]
        assert ("round_trip_ns" in row) == ("/same/" in row["id"]), row
for batch in 16, 4096:
    ratio = ns["same", batch] / ns["stable", batch]
    assert 1 / 3 < ratio < 3, ratio
END
}

# bats test_tags=slow
@test "bench: a plugin's kernel takes as long as the same code built in, and says what its round trips leave uncertain" {
    plugin
    eventually times_agree
    grep -q '^Foreign kernels are timed inside their programs' out
    ! grep -q '^nonsaturating.g/same/f32 *\(latency\|naive\)' out || false
    "$ganloss" bench --plugin v.so nonsaturating.g/same/f32 --batch 4096,2^24 --time-budget 1 --counters off >out 2>err
    grep -q 'not timed at batch 16777216: their blocks have 2097152 elements at most' err
    cc -O2 -o alone "$root/tests/foreign/loss_only.c" -lm
    "$ganloss" bench --exec ./alone nonsaturating.g/alone/f32 --batch 4096 --time-budget 2 --counters off >out
    grep -q '^The way to a program and back (up to .* uncertain by ' out
    run "$ganloss" bench --plugin v.so nonsaturating.g/ends/f32 nonsaturating.g/same/f32 --batch 4096 --time-budget 1 --counters off
    [ "$status" -eq 1 ]
    [[ "$output" == *'FAIL nonsaturating.g/ends/f32 crash: '* ]]
    [[ "$output" == *'nonsaturating.g/same/f32 '*' equilibrium '* ]]
}

foreign_is_slower() {
    "$ganloss" compare wasserstein.g/stable/f32 nonsaturating.g/same/f32 --plugin v.so --time-budget "$1" --format tsv >out
    [ "$(tail -1 out | cut -f7)" = slower ]
}

# bats test_tags=slow
@test "compare: a plugin's kernel that takes longer is slower" {
    plugin
    eventually foreign_is_slower
}
