# Timing: what bench and compare print and return, on any machine, with or without counters.

load common

few=(--batch 1,4096 --time-budget 6)

@test "bench: rows with limits, noise, and what is skipped" {
    "$ganloss" bench 'wasserstein.g/stable/f32' "${few[@]}" >out 2>err
    [ "$(grep -c '^wasserstein.g/stable/f32 ' out)" -eq 11 ]
    grep -q '^wasserstein.g/stable/f32  latency ' out
    grep -q '^limits: copying, GB/s.*: L2 [0-9]*; .*multiply-adds per s: any [0-9]* f32' out
    grep -q '^noise: wasserstein.g/stable/f32 against itself: ' out
    grep -Eq ' [0-9.]+% (copy|vector) ' out
    [ ! -s err ]
}

@test "bench --dry-run measures nothing and says how long it would take" {
    "$ganloss" bench 'wasserstein.g/*' --dry-run --time-budget 5 >out
    grep -q 'calls, .* s$' out
    grep -Eq '^[0-9]+ rows, about [0-9]+ s' out
    ! grep -q 'ns/element' out
}

@test "bench --format json and tsv" {
    "$ganloss" bench 'minimax.g/stable/f32' --batch 64 --time-budget 6 --format json >out
    for key in ns_per_element ns_per_call ns_median_low of_bound max_ulp ns_per_bit instructions_per_element \
        copy_bytes_per_ns fma_per_ns smallest_detectable; do
        grep -q "\"$key\"" out || { echo "$key"; return 1; }
    done
    "$ganloss" bench 'minimax.g/stable/f32' --batch 64 --time-budget 6 --format tsv >out
    [ "$(wc -l <out)" -eq 6 ]
    [ "$(awk -F'\t' '{print NF}' out | sort -u | wc -l)" -eq 1 ]
    [ "$(head -1 out | cut -f1-5 | tr '\t' ' ')" = 'id kind reduction regime batch' ]
}

@test "bench takes traces, special values and cache levels" {
    "$ganloss" bench 'wasserstein.g/stable/f32' --batch 256 --time-budget 6 --cache L1 \
        --regime "special,trace:$root/tests/data/minimax-real.npy" >out
    [ "$(grep -c ' special  .* L1 ' out)" -eq 5 ]
    [ "$(grep -c ' trace:.* L1 ' out)" -eq 5 ]
}

@test "bench: each row carries the error that verify found" {
    "$ganloss" verify 'minimax.g/stable/f32' 'minimax.g/naive/f32' -q --save v.json >/dev/null
    "$ganloss" bench 'minimax.g/stable/f32' 'minimax.g/naive/f32' --batch 64 --time-budget 6 --accuracy v.json \
        --format tsv >out
    column() { awk -F'\t' -v name="$1" -v id="$2" 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == name) c = i}
        $1 == id {print $c; exit}' out; }
    [ "$(column max_ulp_is minimax.g/stable/f32)" = measured ]
    [ "$(column correct_bits minimax.g/naive/f32)" = 0 ]
    [ -z "$(column ns_per_bit minimax.g/naive/f32)" ]
    [ -n "$(column ns_per_bit minimax.g/stable/f32)" ]
}

@test "counters: 69 only when they are demanded and absent" {
    status=0
    "$ganloss" bench 'wasserstein.g/*' --batch 64 --time-budget 6 --counters required >out 2>err || status=$?
    if "$ganloss" doctor | grep -q '^counters *available'; then
        [ "$status" -eq 0 ]
    else
        [ "$status" -eq 69 ]
        [ ! -s out ]
        grep -q '^ganloss: no counters: ' err
        "$ganloss" bench 'wasserstein.g/*' --batch 64 --time-budget 6 | grep -q '^counters: skipped: '
    fi
    "$ganloss" bench 'wasserstein.g/*' --batch 64 --time-budget 6 --counters off | grep -q '^counters: skipped: not wanted'
}

@test "two runs of the same build: no regression; one instruction fewer before: exit status 2" {
    select=('wasserstein.g/*/f32' 'minimax.g@D/naive/f32' --batch 64 --time-budget 6)
    "$ganloss" bench "${select[@]}" --save a.json >/dev/null
    grep -q '"instructions_per_element": [0-9]' a.json
    for i in 1 2 3; do
        "$ganloss" bench "${select[@]}" --against a.json >out
        grep -q '^against a.json: 0 worse, 0 better, 6 unchanged' out
    done
    python=$(sed -n 's/.*"instructions_per_element": \([0-9.]*\),/\1/p' a.json | head -1)
    sed "s/\"instructions_per_element\": $python,/\"instructions_per_element\": $(awk "BEGIN {print $python - 1}"),/" \
        a.json >fewer.json
    run "$ganloss" bench "${select[@]}" --against fewer.json
    [ "$status" -eq 2 ]
    [[ "$output" == *'instructions per element'* ]]
    sed 's/"libc": "[^"]*"/"libc": "0"/' a.json >other.json
    run "$ganloss" bench "${select[@]}" --against other.json
    [ "$status" -eq 65 ]
    [[ "$output" == *"machine's libc is 0"* ]]
    refuses 66 'cannot read none.json' "$ganloss" bench --against none.json
}

# On a machine whose cores are all taken, three seconds may be too few: tries with 3, 12 and 48 of them.
eventually() {
    for seconds in 3 12 48; do
        "$@" "$seconds" && return 0
    done
    return 1
}

interrupted_after() {
    local seconds=${*: -1} pid
    "$ganloss" "${@:1:$#-1}" >out 2>err &
    pid=$!
    sleep "$seconds"
    kill -INT $pid
    wait $pid
}

@test "an interrupted bench and compare report what was measured" {
    eventually interrupted_after bench --save part.json --time-budget 100
    grep -q '^interrupted: ' out
    grep -q '"complete": false' part.json
    eventually interrupted_after compare minimax.g/stable/f32 minimax.g/naive/f32 --time-budget 200 --batch 64,65,66,67
    grep -q 'not measured' out
    grep -q 'B takes' out
}

slower_is_found() {
    "$ganloss" compare wasserstein.g/stable/f32 nonsaturating.g/stable/f32 --time-budget "$1" >out
    grep -q '^  slower .* fresh process: +' out
}

faster_is_found() {
    "$ganloss" compare nonsaturating.g/stable/f32 wasserstein.g/stable/f32 --time-budget "$1" --format tsv >out
    [ "$(tail -1 out | cut -f7)" = faster ]
}

@test "compare finds what is twice as fast, both ways round, and not what is the same" {
    eventually slower_is_found
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

@test "bad options of bench and compare" {
    refuses 64 'batch takes up to 64 sizes from 1 to 16777216' "$ganloss" bench --batch 2^25
    refuses 64 'regime takes up to 16 of equilibrium, .*trace:FILE' "$ganloss" bench --regime nowhere
    refuses 66 'none.npy' "$ganloss" bench --regime trace:none.npy
    echo nothing >bad.npy
    refuses 65 'bad.npy' "$ganloss" bench --regime trace:bad.npy
    refuses 64 'cache is one of auto, L1, L2, L3, memory' "$ganloss" bench --cache L4
    refuses 64 'counters is one of auto, off, required' "$ganloss" bench --counters on
    refuses 64 'format is one of text, json, tsv' "$ganloss" bench --format xml
    refuses 64 'counts none' "$ganloss" bench --counters off --against bad.npy
    refuses 64 'compare takes two kernels' "$ganloss" compare minimax.g/stable/f32
    refuses 66 "no kernel 'nope'" "$ganloss" compare nope minimax.g/stable/f32
    refuses 64 'different inputs' "$ganloss" compare minimax.g/stable/f32 minimax.g@D/stable/f32
    refuses 64 'takes --batch 1' "$ganloss" compare minimax.g/stable/f32 minimax.g/naive/f32 --of latency
    refuses 64 'threshold takes a positive number' "$ganloss" compare a b --threshold 0
}

@test "the trials run, and tell false verdicts from true ones" {
    trials=$(dirname "$ganloss")/trials
    [ -x "$trials" ] || skip "no $trials"
    "$trials" 2 1 1 >out || true
    grep -q '^a kernel with itself: 0 false verdicts in 2 ' out
    grep -Eq '^2 % slower: [01] of 1 found; 5 % slower: [01] of 1 found$' out
    grep -Eq '^\+2 % into .* [1-3]\.[0-9]* % more instructions' out
}
