# ganloss batch: means over a batch, taken apart.

load common

@test "batch prints each series' worst row, and with -v all of them" {
    "$ganloss" batch 'nonsaturating.g/stable/*' --batch 3,2^9,100 --regime early,cancelling >out
    grep -q '^48 batch means: 48 within their bounds, 0 failures (sampled, seed 1)$' out
    grep -q '^means per class: [0-9]* of a kernel.s losses, [0-9]* classes empty; .* 0 failures$' out
    [ "$(wc -l <out)" -eq 19 ]
    grep -q '^kernel .* error, ulp  *element  *sum  *scale  *sum bound  *condition' out
    [ "$("$ganloss" batch 'nonsaturating.g/stable/*' --batch 3,2^9,100 --regime early,cancelling -v | wc -l)" -eq 51 ]
    [ "$("$ganloss" batch 'nonsaturating.g/stable/f32' --batch 5 --reduction wide,naive -q | wc -l)" -eq 1 ]
}

@test "batch of one: the sum and the division are exact" {
    "$ganloss" batch '*/stable/*' --batch 1 --regime uniform -v >out
    [ "$(grep -c '/stable/' out)" -eq 136 ]
    awk '/\/stable\// && !($7 == 0 && $8 == 0) {exit 1}' out
}

@test "batch by default takes the stable kernels, and the default sizes reach 2^20" {
    "$ganloss" batch --batch 2 --regime early --format json >out
    [ "$(sed '/"class_means"/,$d' out | grep -c '"id": ".*/stable/f32"')" -eq 68 ]
    ! grep '"id"' out | grep -vq /stable/ || false
    "$ganloss" batch 'wasserstein.g/stable/f32' --regime early --reduction wide --format json >out
    for n in 1 2 3 4 5 6 7 8 9 15 16 17 1535 1536 1537 4095 4096 4097 1048575 1048576 1048577; do
        grep -q "\"batch\": $n," out
    done
}

# bats test_tags=slow
@test "batch draws sizes by the seed and says which, so that one can be run again" {
    "$ganloss" batch 'wasserstein.g/stable/f32' --regime early,uniform --reduction wide --seed 5 --format json >5.json
    "$ganloss" batch 'wasserstein.g/stable/f32' --regime early,uniform --reduction wide --seed 6 --format json >6.json
    sizes() { # sizes FILE REGIME
        tr -d ' \n' <"$1" | grep -o '"drawn":{[^}]*}' | grep -o "\"$2\":\[[0-9,]*" | grep -o '[0-9]*' | sort -n
    }
    rows() { # rows FILE REGIME
        tr -d ' \n' <"$1" | grep -o "\"regime\":\"$2\",\"reduction\":\"wide\",\"batch\":[0-9]*" | grep -o '[0-9]*$'
    }
    for regime in early uniform; do
        [ "$(sizes 5.json $regime | wc -l)" -gt 60 ]
        [ -z "$(comm -23 <(sizes 5.json $regime | sort) <(rows 5.json $regime | sort))" ]
    done
    [ "$(sizes 5.json early)" != "$(sizes 6.json early)" ]
    [ "$(sizes 5.json early)" != "$(sizes 5.json uniform)" ]
    n=$(sizes 5.json early | tail -1)
    "$ganloss" batch 'wasserstein.g/stable/f32' --regime early --reduction wide --seed 5 --batch "$n" --format json >again
    grep -q '"drawn": {}' again
    mean=$(grep '"mean"' again)
    grep -qF "$mean" 5.json
}

@test "means per class are judged, and their records are read and merged" {
    "$ganloss" batch 'wasserstein.g/stable/*' --batch 10,5000 --regime early,special --save b.json >out
    grep -q '^means per class: [1-9]' out
    [ "$(sed -n '/"class_means"/,/^  \]/p' b.json | grep -c '"id"')" -eq 4 ]
    [ "$(sed -n '/"class_means"/,/^  \]/p' b.json | grep -c '"pass": true')" -eq 4 ]
    "$ganloss" merge b.json --save again.json
    same_result b.json again.json
    sed -i '/"class_means"/,$s/"pass": true/"pass": 1/' b.json
    refuses 65 'class_means\[0\].pass' "$ganloss" merge b.json
}

@test "the parts in a document add up, and the document is read, merged and drawn" {
    "$ganloss" batch 'nonsaturating.g/stable/f32' 'wasserstein.g/*' --batch 3,100,4097 --regime early,special --save b.json -q
    grep -q '"schema": "ganloss-result/2"' b.json
    grep -q '"class": null' b.json
    awk -F'[:,]' '/"total"/ {t = $2} /"element"/ && !seen {e = $2} /"sum":/ {s = $2}
        /"scale"/ {if (t + 0 == t) {d = t - e - s - $2; if (d * d > 1e-18 * (1 + t * t + s * s)) bad = 1; n++}}
        END {exit bad || n < 10}' <(sed '/"grad"/,/}/d' b.json)
    "$ganloss" merge b.json --save again.json
    same_result b.json again.json
    "$ganloss" report b.json --out page -q
    [ -s page/charts/batch-nonsaturating.g-stable-f32-early.png ]
    grep -q 'batch-nonsaturating.g-stable-f32-early.svg' page/index.html
}

@test "NaN and infinities are classes, never ulps" {
    "$ganloss" batch 'wasserstein.g/stable/f32' --batch 2^16 --regime special -v >out
    [ "$(grep -c 'nan, right *- *- *- *- *-' out)" -eq 4 ]
    "$ganloss" batch 'nonsaturating.g/clamp100/f32' --batch 256 --regime special --format json >out
    grep -q '"class": "bounded"' out
    grep -q '"total": null' out
    "$ganloss" batch 'wasserstein.g/stable/f32' --batch 16 --regime special -v >out
    grep -q ' naive .* overflow  ' out
    awk '/ wide / && !($5 < 1 && $5 > -1) {exit 1}' out
}

@test "the results do not depend on the number of threads" {
    for jobs in 1 3; do
        "$ganloss" batch '*/stable/f32' --batch 1,2^10,5000 --regime uniform --jobs $jobs --format json >$jobs.json
    done
    same_result 1.json 3.json
}

batch_is_interrupted() {
    interrupted_after "$1" batch --save part.json
    [ $? -eq 75 ] && grep -q '^INCOMPLETE: [1-9][0-9]* batch means: [0-9]* within their bounds, 0 failures' out
}

@test "an interrupted batch keeps what it did and says so" {
    eventually batch_is_interrupted
    grep -q '"complete": false' part.json
    grep -q '^ganloss: interrupted: [1-9][0-9]* of [0-9]* rows are missing$' err
}

@test "large f64 batches do not wait for MPFR" {
    "$ganloss" batch 'nonsaturating.g/stable/f64' --batch 4,2^20 --regime early --time-budget 0.001 --format json >out 2>err
    [ ! -s err ]
    grep -q '"skipped": 0' out
    grep -q '"batch": 1048576,' out
}

@test "batch refuses what it cannot do, in one line" {
    refuses 64 '--batch takes up to .* sizes from 1 to .*, not .0.' "$ganloss" batch --batch 0
    refuses 64 '--batch takes .* not .4,0x.*\|--batch takes .* not .0x2.' "$ganloss" batch --batch 4,0x2
    refuses 64 '--regime takes some of .*cancelling.*, not .odd.' "$ganloss" batch --regime odd
    refuses 64 '--reduction is one of naive, pairwise, compensated, wide, not .tree.' "$ganloss" batch --reduction naive,tree
    refuses 64 '--time-budget takes a positive number' "$ganloss" batch --time-budget 0
    refuses 66 "no kernel matches 'none'" "$ganloss" batch none
    refuses 74 'none/b.json' "$ganloss" batch --save none/b.json
}
