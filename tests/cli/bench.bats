# Timing: what bench prints and returns, on any machine, with or without counters. No verdict by time is among
# it (see compare.bats), and budgets are far more than is needed.

load common

few=(--batch 1,4096 --time-budget 60)

@test "bench: rows with limits, noise, and what is skipped" {
    "$ganloss" bench 'wasserstein.g/stable/f32' "${few[@]}" >out 2>err
    [ "$(grep -c '^wasserstein.g/stable/f32 ' out)" -eq 13 ]
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
    ! grep -q 'ns/element' out || false
}

@test "bench --format json and tsv" {
    "$ganloss" bench 'minimax.g/stable/f32' --batch 64 --time-budget 60 --format json >out
    for key in ns_per_element ns_per_call ns_median_low of_bound max_ulp ns_per_bit instructions_per_element \
        copy_bytes_per_ns fma_per_ns smallest_detectable; do
        grep -q "\"$key\"" out || { echo "$key"; return 1; }
    done
    "$ganloss" bench 'minimax.g/stable/f32' --batch 64 --time-budget 60 --format tsv >out
    [ "$(wc -l <out)" -eq 6 ]
    [ "$(awk -F'\t' '{print NF}' out | sort -u | wc -l)" -eq 1 ]
    [ "$(head -1 out | cut -f1-5 | tr '\t' ' ')" = 'id kind reduction regime batch' ]
}

@test "bench --precision is said in the document, and only there where it is given" {
    "$ganloss" bench 'minimax.g/stable/f32' --batch 64 --time-budget 60 --precision 1e6 --format json >out
    grep -q '"precision": 1000000.0' out
    [ "$(grep -c '"samples": 8,' out)" -eq 5 ]
    "$ganloss" bench 'minimax.g/stable/f32' --batch 64 --time-budget 60 --format json >out
    ! grep -q '"precision"' out || false
    refuses 64 '--precision takes a positive number' "$ganloss" bench --precision 0
}

@test "bench takes traces, special values and cache levels" {
    "$ganloss" bench 'wasserstein.g/stable/f32' --batch 256 --time-budget 60 --cache L1 \
        --regime "special,trace:$root/tests/data/minimax-real.npy" >out
    [ "$(grep -c ' special  .* L1 ' out)" -eq 6 ]
    [ "$(grep -c ' trace:.* L1 ' out)" -eq 6 ]
}

@test "bench: each row carries the error that verify found" {
    "$ganloss" verify 'minimax.g/stable/f32' 'minimax.g/naive/f32' -q --save v.json >/dev/null
    "$ganloss" bench 'minimax.g/stable/f32' 'minimax.g/naive/f32' --batch 64 --time-budget 60 --accuracy v.json \
        --format tsv >out
    column() { awk -F'\t' -v name="$1" -v id="$2" 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == name) c = i}
        $1 == id {print $c; exit}' out; }
    [ "$(column max_ulp_is minimax.g/stable/f32)" = sampled ]
    [ "$(column correct_bits minimax.g/naive/f32)" = 0 ]
    [ -z "$(column ns_per_bit minimax.g/naive/f32)" ]
    [ -n "$(column ns_per_bit minimax.g/stable/f32)" ]
}

# bats test_tags=slow
@test "counters: 69 only when they are demanded and absent" {
    status=0
    "$ganloss" bench 'wasserstein.g/*' --batch 64 --time-budget 60 --counters required >out 2>err || status=$?
    if "$ganloss" doctor | grep -q '^counters *available'; then
        [ "$status" -eq 0 ]
    else
        [ "$status" -eq 69 ]
        [ ! -s out ]
        grep -q '^ganloss: no counters: ' err
        "$ganloss" bench 'wasserstein.g/*' --batch 64 --time-budget 60 | grep -q '^counters: skipped: '
    fi
    "$ganloss" bench 'wasserstein.g/*' --batch 64 --time-budget 60 --counters off | grep -q '^counters: skipped: not wanted'
}

# bats test_tags=slow
@test "two runs of the same build: no regression; one instruction fewer before: exit status 2" {
    # counting instructions takes no samples; what is timed may as well be imprecise
    select=('wasserstein.g/*/f32' 'minimax.g@D/naive/f32' --batch 64 --time-budget 60 --precision 1000)
    "$ganloss" bench "${select[@]}" --save a.json >/dev/null
    grep -q '"instructions_per_element": [0-9]' a.json
    # what is exact repeats exactly: once, but at length
    for i in $([ "${GANLOSS_TEST_LENGTH:-}" = long ] && seq 3 || echo 1); do
        "$ganloss" bench "${select[@]}" --against a.json >out
        grep -q '^against a.json: 0 worse, 0 better, 7 unchanged' out
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

bench_is_interrupted() {
    interrupted_after "$1" bench '*' --batch 64,65,66,67 --save part.json --time-budget 1000
    [ $? -eq 75 ] && grep -q '^INCOMPLETE: interrupted, [1-9]' out
}

against_is_interrupted() {
    interrupted_after "$1" bench '*' --batch 64,65,66,67 --against part.json --time-budget 1000
    [ $? -eq 75 ] && grep -q '^INCOMPLETE: not compared with part.json' out
}

comparison_is_interrupted() {
    interrupted_after "$1" compare minimax.g/stable/f32 minimax.g/naive/f32 --time-budget 40 --batch 64,65,66,67,68,69,70,71
    [ $? -eq 75 ] && grep -q 'B takes' out
}

# bats test_tags=slow
@test "an interrupted bench and compare report what was measured" {
    eventually bench_is_interrupted
    grep -q '"complete": false' part.json
    eventually against_is_interrupted
    eventually comparison_is_interrupted
    grep -q '^  INCOMPLETE: not measured$' out
    grep -q '^INCOMPLETE: 8 rows: ' out
}

# Small batches fit the budget, large ones do not.
some_rows_fit() {
    for budget in 0.5 1 2 4 8 16; do
        status=0
        "$ganloss" bench wasserstein.g/stable/f32 minimax.g/stable/f64 --batch '16,2^24' --counters off --time-budget $budget "$@" >out || status=$?
        [ "$status" -eq 66 ] || break
    done
    [ "$status" -eq 75 ]
}

@test "a time budget that leaves rows out is unfinished: 75, and every format says so" {
    some_rows_fit --save part.json
    grep -q '^INCOMPLETE: [1-9][0-9]* of 22 rows measured$' out
    grep -q '"complete": false' part.json
    some_rows_fit --format tsv 2>/dev/null
    [ "$(cut -f7 out | grep -cx INCOMPLETE)" -ge 1 ]
    [ "$(awk -F'\t' '{print NF}' out | sort -u | wc -l)" -eq 1 ]
}

@test "--against refuses another recording of the same name" {
    cp "$root/tests/data/minimax-real.npy" run.npy
    run=(bench wasserstein.g/stable/f32 --regime trace:run.npy --batch 64 --time-budget 1 --precision 100 -q)
    "$ganloss" "${run[@]}" --save real.json >out
    "$ganloss" "${run[@]}" --against real.json >out
    cp "$root/tests/data/minimax-fake.npy" run.npy
    refuses 65 'real.json cannot be compared: its trace:run.npy held other logits' "$ganloss" "${run[@]}" --against real.json
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
    refuses 66 "no kernel matches 'nope'" "$ganloss" compare nope minimax.g/stable/f32
    refuses 64 'different inputs' "$ganloss" compare minimax.g/stable/f32 minimax.g@D/stable/f32
    refuses 64 'takes --batch 1' "$ganloss" compare minimax.g/stable/f32 minimax.g/naive/f32 --of latency
    refuses 64 'threshold takes a positive number' "$ganloss" compare a b --threshold 0
}

@test "the call that training makes is timed beside the kernel that it takes" {
    "$ganloss" bench nonsaturating.g/fused/f32 nonsaturating.g/stable/f32 --batch 16 --time-budget 2 --counters off >out
    [ "$(grep -c 'fused/f32 *training' out)" -eq 1 ]
    ! grep -q 'stable/f32 *training' out || false
    "$ganloss" bench bce.target/fused/f64 --batch 16 --time-budget 2 --counters off | grep -q 'fused/f64 *training'
}
