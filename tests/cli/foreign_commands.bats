# Kernels of plugins and programs in the commands besides verify, and in documents that are read without them.

load common

setup_file() {
    local flags='-O2 -ffp-contract=off -fno-math-errno -fno-trapping-math'
    for i in 1 2; do
        cc $flags "-DLIBRARY=\"variants $i\"" -shared -fPIC -I"$root" -o "$BATS_FILE_TMPDIR/v$i.so" \
            "$root/tests/foreign/variants.c" -lm
    done
    cc $flags -shared -fPIC -I"$root" -o "$BATS_FILE_TMPDIR/hostile.so" "$root/tests/foreign/hostile.c" -lm -lpthread
    cc $flags -o "$BATS_FILE_TMPDIR/loss_only" "$root/tests/foreign/loss_only.c" -lm
}

v1=--plugin=$BATS_FILE_TMPDIR/v1.so
v2=--plugin=$BATS_FILE_TMPDIR/v2.so
alone=--exec=$BATS_FILE_TMPDIR/loss_only
hostile=--plugin=$BATS_FILE_TMPDIR/hostile.so

@test "eval: a kernel that ends its program, one without gradients, libraries by name" {
    run "$ganloss" eval nonsaturating.g 3 "$v1" "$alone"
    [ "$status" -eq 0 ]
    [[ "$output" == *'same/f32 '*'(variants 1)'* ]]
    [[ "$output" == *'alone/f32 '*'grad not given'*'(loss only 1)'* ]]
    run "$ganloss" eval nonsaturating.g -3 "$v1" "$alone"
    [ "$status" -eq 1 ]
    [[ "$output" == *'ends/f32 '*'loss no answer'*'grad no answer'* ]]
    [[ "$output" == *'FAIL nonsaturating.g/ends/f32 crash: '*'-0x1.8p+1'* ]]
    [[ "$output" == *'alone/f32 '*'ulp'*'grad not given'* ]]
    "$ganloss" eval nonsaturating.g -3 "$v1" "$alone" --format json >out 2>err || [ $? -eq 1 ]
    python3 - <<'END'
import json
kernels = {k["id"].split("/")[1]: k for k in json.load(open("out"))["points"][0]["kernels"]}
assert kernels["alone"]["grad"] is None and kernels["alone"]["grad_ulp"] is None and kernels["alone"]["grad_class"] is None
assert kernels["alone"]["library"] == "loss only 1" and kernels["alone"]["lacks"] == "grad"
assert kernels["ends"]["loss"] is None and "crash" in kernels["ends"]["faults"]
assert "library" not in kernels["stable"]
END
}

@test "list names libraries" {
    "$ganloss" list kernels "$v1" "$alone" >out
    grep -q '^nonsaturating.g/same/f32 .* variants 1$' out
    grep -q '^nonsaturating.g/alone/f32 .* loss only 1$' out
    grep -q '^nonsaturating.g/stable/f32 .* ganloss$' out
}

@test "a report of foreign kernels needs neither plugin nor program" {
    "$ganloss" verify nonsaturating.g/{same,alone,stable}/f32 "$v1" "$alone" --save a.json -q
    "$ganloss" bench "$v1" nonsaturating.g/same/f32 --batch 16,64 --time-budget 2 --counters off --save b.json >/dev/null
    "$ganloss" report a.json b.json --out page --table table.md
    grep -q '^| \*\*same (variants 1)\*\* | loss ' table.md
    grep -q '^| \*\*stable\*\*' table.md
    grep -q 'same (variants 1)' page/index.html
    grep -q 'same (variants 1)' page/charts/speed-*.tsv
    grep -q 'alone (loss only 1)' page/charts/error-*.tsv
    [ -s page/charts/error-nonsaturating.g-f32.svg ]
    "$ganloss" merge a.json b.json --save all.json
    "$ganloss" report all.json --out again
    "$ganloss" bench "$v1" nonsaturating.g/same/f32 --batch 16 --time-budget 1 --counters off --accuracy a.json --format tsv >t
    [ "$(awk -F'\t' 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == "max_ulp_is") c = i} NR == 2 {print $c}' t)" = sampled ]
    "$ganloss" bench "$v2" nonsaturating.g/same/f32 --batch 16 --time-budget 1 --counters off --accuracy a.json --format tsv >t
    [ "$(awk -F'\t' 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == "max_ulp_is") c = i} NR == 2 {print $c}' t)" = '' ]
}

once_is_found() {
    ONCE=1 "$ganloss" bench "$alone" nonsaturating.g/alone/f32 --batch 64 --time-budget "$1" --counters off >out 2>err
    [ $? -eq 1 ] && grep -q '^FAIL nonsaturating.g/alone/f32 protocol: ' err
}

@test "bench times nothing that a program did not do" {
    eventually once_is_found
}

@test "bench counts the instructions of plugins, of programs none, and what cannot be counted is no fault" {
    cc -O2 -ffp-contract=off -fno-math-errno -fno-trapping-math -shared -fPIC -I"$root" -o worker.so "$root/tests/foreign/worker.c" \
        -lm -lpthread
    local kernels=(nonsaturating.g/{stable,same,ends,alone,waits}/f32) status=0
    timeout 120 "$ganloss" bench "$v1" "$alone" --plugin worker.so "${kernels[@]}" --batch 64 --time-budget 1 --precision 100 \
        --save c.json -q >out 2>err || status=$?
    [ "$status" -eq 1 ] # ends/f32 does
    [ "$(grep -c '^FAIL' err)" -eq 1 ]
    python3 - "$ganloss" <<'END'
import json, sys
steps = {row["id"].split("/")[1]: row["instructions_per_element"] for row in json.load(open("c.json"))["bench"] if row["kind"] == "element"}
assert steps["stable"] > 20 and steps["same"] > 20, steps
assert abs(steps["same"] / steps["stable"] - 1) < 0.2 or "/release/" not in sys.argv[1], steps # compiled with other flags
assert set(steps) == {"stable", "same", "alone", "waits"} and steps["alone"] is None and steps["waits"] is None, steps # ends: no row
END
    "$ganloss" bench "$v1" nonsaturating.g/same/f32 --batch 64 --time-budget 1 --against c.json >out
    grep -q '^against c.json: 0 worse, 0 better, 1 unchanged' out
}

@test "two libraries' kernels of one name stay two in a report" {
    "$ganloss" verify nonsaturating.g/same/f32 "$v1" --save a.json -q
    "$ganloss" verify nonsaturating.g/same/f32 "$v2" --save b.json -q
    "$ganloss" report a.json b.json --out page --table table.md
    grep -q 'same (variants 1)' table.md
    grep -q 'same (variants 2)' table.md
}

@test "shards of foreign kernels merge without their library, and never with another's" {
    for i in 1 2; do
        "$ganloss" verify wasserstein.g/exact/f32 nonsaturating.g/same/f32 "$v1" --shard $i/2 --save $i.json -q
    done
    "$ganloss" verify wasserstein.g/exact/f32 nonsaturating.g/same/f32 "$v1" --save whole.json -q
    "$ganloss" merge 1.json 2.json --save merged.json
    python3 - <<'END'
import json
whole, merged = json.load(open("whole.json")), json.load(open("merged.json"))
assert merged["kernels"] == whole["kernels"] and merged["key"] == whole["key"] and len(whole["key"]["foreign"]) == 1
assert whole["key"]["foreign"][0].startswith("variants 1 file "), whole["key"]
END
    "$ganloss" verify wasserstein.g/exact/f32 nonsaturating.g/same/f32 "$v2" --shard 2/2 --save other.json -q
    refuses 65 'foreign is .*variants 2.*, not .*variants 1' "$ganloss" merge 1.json other.json
    sed 's/variants 1/variants 2/' "$BATS_FILE_TMPDIR/v1.so" >named.so # the same name, another file
    "$ganloss" verify wasserstein.g/exact/f32 nonsaturating.g/same/f32 --plugin named.so --shard 2/2 --save named.json -q
    refuses 65 'foreign is ' "$ganloss" merge other.json named.json
}

@test "--against: another version of a library is compared, and said to be one; one that is gone is worse" {
    "$ganloss" verify nonsaturating.g/same/f32 "$v1" --save a.json -q
    run "$ganloss" verify nonsaturating.g/same/f32 "$v2" --against a.json
    [ "$status" -eq 0 ]
    [[ "$output" == *'0 better, 0 worse, 1 unchanged'* ]]
    [[ "$output" == *'a.json was not made with the same code around the kernels: foreign is '* ]]
    run "$ganloss" verify nonsaturating.g/same/f32 "$v1" --against a.json
    [ "$status" -eq 0 ]
    [[ "$output" != *'not made with the same code'* ]]
    run "$ganloss" verify 'nonsaturating.g/s*e/f32' --against a.json
    [ "$status" -eq 1 ]
    [[ "$output" == *'WORSE nonsaturating.g/same/f32: it is in a.json, but not among the kernels that run here'* ]]
}

@test "--same-as: the very bits, or the first input that differs" {
    run "$ganloss" verify wasserstein.g/exact/f32 "$v1" --same-as wasserstein.g/stable/f32
    [ "$status" -eq 0 ]
    [[ "$output" == *'wasserstein.g/exact/f32  the same bits as wasserstein.g/stable/f32 on '*' inputs, sampled'* ]]
    run "$ganloss" verify nonsaturating.g/nan_at_inf/f32 "$v1" --fail-on lost --same-as nonsaturating.g/same/f32 --save s.json
    [ "$status" -eq 1 ]
    [[ "$output" == *'FAIL nonsaturating.g/nan_at_inf/f32 loss: not the same as nonsaturating.g/same/f32 on 2 of '*' first at -inf: got nan, there inf; rerun: ganloss eval nonsaturating.g -inf'* ]]
    [[ "$output" != *'nan_at_inf/f32 grad: not the same'* ]]
    python3 - <<'END'
import json
same = json.load(open("s.json"))["kernels"][0]
assert same["pass"] is False and same["same_as"]["loss"]["different"] == 2 and same["same_as"]["loss"]["nans"] == 2
assert same["same_as"]["grad"]["different"] == 0 and same["same_as"]["library"] == "variants 1"
END
    run "$ganloss" verify nonsaturating.g/ends/f32 "$v1" --same-as nonsaturating.g/same/f32
    [ "$status" -eq 1 ]
    [[ "$output" == *'FAIL nonsaturating.g/ends/f32: no answer for '* ]]
    run "$ganloss" verify nonsaturating.g/alone/f32 "$alone" --same-as nonsaturating.g/stable/f32
    [[ "$output" == *'alone/f32 loss: not the same as'* || "$output" == *'alone/f32  the same bits as'* ]]
    refuses 66 "no kernel matches 'none'" "$ganloss" verify nonsaturating.g/stable/f32 --same-as none
    refuses 64 'their formats differ' "$ganloss" verify nonsaturating.g/stable/f64 --same-as nonsaturating.g/stable/f32
    refuses 64 'different functions' "$ganloss" verify minimax.g/stable/f32 --same-as nonsaturating.g/stable/f32
    refuses 64 'not on a --shard' "$ganloss" verify nonsaturating.g/stable/f32 --same-as nonsaturating.g/stable/f32 --shard 1/2
}

@test "batch: gates, kernels without gradients, ends" {
    run "$ganloss" batch "$v1" "$alone" nonsaturating.g/{same,alone}/f32 --batch 1,16,100 --regime early,special --save b.json
    [ "$status" -eq 0 ]
    [[ "$output" == *'48 batch means: 48 within their bounds, 0 failures'* ]]
    grep -q '"library": "loss only 1"' b.json
    run "$ganloss" batch "$v1" nonsaturating.g/nan_at_inf/f32 --batch 100 --regime special --reduction wide
    [ "$status" -eq 1 ]
    [[ "$output" == *'FAIL nonsaturating.g/nan_at_inf/f32, special, n = 100, wide: the mean of its losses, however they are summed, or a gradient is in a class that fails it'* ]]
    run "$ganloss" batch "$v1" nonsaturating.g/nan_at_inf/f32 --batch 100 --regime special --reduction wide --fail-on lost
    [ "$status" -eq 0 ]
    run "$ganloss" batch nonsaturating.g/clip1e7/f32 --batch 100 --regime saturated --reduction wide
    [ "$status" -eq 0 ]
    run "$ganloss" batch nonsaturating.g/clip1e7/f32 --batch 100 --regime saturated --reduction wide --fail-on vanished,lost
    [ "$status" -eq 1 ]
    refuses 64 'not .hat' "$ganloss" batch --fail-on nan,hat
    run "$ganloss" batch "$v1" nonsaturating.g/{ends,same}/f32 --batch 100 --regime early --reduction wide
    [ "$status" -eq 1 ]
    [[ "$output" == *'FAIL nonsaturating.g/ends/f32 crash: '* ]]
    [[ "$output" == *'nonsaturating.g/same/f32  early '* ]]
    [[ "$output" != *'nonsaturating.g/ends/f32  early '* ]]
}

@test "batch without a selector takes the foreign kernels, and tells of what depends on its place" {
    "$ganloss" batch "$alone" --batch 16 --regime early --reduction wide | grep -q '^1 batch means: 1 within'
    run "$ganloss" batch "$hostile" nonsaturating.g/{position,correct}/f32 --batch 100 --regime early --reduction wide
    [ "$status" -eq 0 ]
    [[ "$output" == *'nonsaturating.g/position/f32 position: results depend on position'*' before, in a call of '* ]]
    [[ "$output" != *'nonsaturating.g/correct/f32 position'* ]]
    run "$ganloss" batch "$hostile" nonsaturating.g/position/f32 --batch 100 --regime early --reduction wide --fail-on position
    [ "$status" -eq 1 ]
}

@test "trace: gates, kernels without gradients, ends" {
    local run=(real.npy fake.npy --loss nonsaturating --compute f32)
    first_steps 20 "$root/tests/data/minimax-real.npy" real.npy
    first_steps 20 "$root/tests/data/minimax-fake.npy" fake.npy
    "$ganloss" trace "${run[@]}" "$alone" --save t.json >out
    grep -q 'lose no gradient.*, alone (' out
    grep -q '"library": "loss only 1"' t.json
    "$ganloss" trace "${run[@]}" >/dev/null
    run "$ganloss" trace "${run[@]}" --fail-on lost
    [ "$status" -eq 1 ]
    [[ "$output" == *'FAIL nonsaturating.g/add1e8/f32: lost in its mean loss or gradients, first at step '* ]]
    [[ "$output" != *'FAIL nonsaturating.g/stable/f32'* ]]
    run "$ganloss" trace "${run[@]}" --fail-on vanished
    [ "$status" -eq 1 ]
    [[ "$output" == *'FAIL nonsaturating.d_real/naive/f32: vanished in its mean loss or gradients, first at step 9; '* ]]
    run "$ganloss" trace "${run[@]}" "$v1"
    [ "$status" -eq 1 ]
    [[ "$output" == *'FAIL nonsaturating.g/ends/f32 crash: '* ]]
    [[ "$output" == *'lose no gradient'*', same ('* ]]
    refuses 64 'not .hat' "$ganloss" trace "${run[@]}" --fail-on hat
}

# bats test_tags=slow
@test "what depends on position, length or alignment is found at quick and full, whatever the number of threads" {
    local kernels=(nonsaturating.g/{correct,position,length,aligned_in,aligned_out}/f32)
    for level in quick full; do
        for jobs in 1 2; do
            "$ganloss" verify "$hostile" "${kernels[@]}" --level $level --jobs $jobs --fail-on bounded --save $jobs.json -q
        done
        same_result 1.json 2.json
        python3 - <<'END'
import json
for kernel in json.load(open("1.json"))["kernels"]:
    found = "position" in kernel.get("faults", {})
    assert found == ("correct" not in kernel["id"]), kernel["id"]
    assert kernel["pass"], kernel["id"]
END
    done
    run "$ganloss" verify "$hostile" "${kernels[@]}" -q --fail-on position
    [ "$status" -eq 1 ]
    for kernel in position length aligned_in aligned_out; do
        [[ "$output" == *"FAIL nonsaturating.g/$kernel/f32 position: "* ]]
    done
    [[ "$output" != *'nonsaturating.g/correct/f32 position'* ]]
}

@test "compare: accuracy and bits of a plugin's kernel beside a built-in one" {
    run "$ganloss" compare nonsaturating.g/stable/f32 nonsaturating.g/nan_at_inf/f32 "$v1" --time-budget 0.5 --save c.json
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -lt 40 ] && [ "$(wc -L <<<"$output")" -le 80 ] # a screen
    output=$(unwrapped <<<"$output")
    [[ "$output" == *'B nonsaturating.g/nan_at_inf/f32 (variants 1): '*' inputs, sampled; bound none'* ]]
    [[ "$output" == *'nan >= 2, first at -inf'* ]]
    [[ "$output" == *'  loss: differ on 2 of '*'a NaN against a number on 2), first at -inf: A inf, B nan'*'in 2 binades: [-inf, -inf] or NaN, [inf, inf] or NaN'* ]]
    [[ "$output" == *'smaller error, by binade of the input'*'  loss: A in 2 binades, B in 0, '* ]]
    "$ganloss" report c.json --out page
    [ -s page/charts/error-nonsaturating.g-f32.svg ]
    grep -q 'nan_at_inf (variants 1)' page/index.html
    run "$ganloss" compare wasserstein.g/stable/f32 wasserstein.g/planted/f32 "$v1" --time-budget 0.5
    [[ "$output" == *'  grad: the same on all '* ]]
    run "$ganloss" compare nonsaturating.g/stable/f32 nonsaturating.g/stable/f64 --time-budget 0.5
    [[ "$output" == *'bits: not compared: their formats differ'* ]]
    run "$ganloss" compare nonsaturating.g/stable/f32 minimax.g/stable/f32 --time-budget 0.5
    [[ "$output" == *'bits: not compared: their terms are different functions'* ]]
    run "$ganloss" compare nonsaturating.g/stable/f32 nonsaturating.g/ends/f32 "$v1" --time-budget 0.5
    [ "$status" -eq 1 ]
    [[ "$output" == *'FAIL nonsaturating.g/ends/f32 crash: '* ]]
    run "$ganloss" compare wasserstein.g/exact/f32 nonsaturating.g/same/f32 "$v1" --time-budget 0.5
    [[ "$output" != *'ganloss: '* ]] # each in a fresh process, which has the plugin, too
    refuses 64 '--plugin and --exec go with A B' "$ganloss" compare --with "$ganloss" nonsaturating.g/stable/f32 "$v1"
}

@test "rounding modes are not said to have been tried on a plugin's kernel" {
    "$ganloss" verify nonsaturating.g/stable/f32 nonsaturating.g/same/f32 "$v1" --modes >out
    grep -q '^rounding modes: 0 of the 1 kernels with a bound .* divide-by-zero; not tried on 1, as ' out
}

@test "the programs that the protocol's page shows are judged; they have no kernel of the format that they do not name" {
    page=$root/harness/foreign/README.md
    sed -n '/^```c$/,/^```$/p' "$page" | sed '1d;$d' >client.c
    [ "$(wc -l <client.c)" -le 40 ]
    ${CC:-cc} -O2 -o client client.c -lm
    "$ganloss" verify 'nonsaturating.g/c/*' --exec ./client --level full --max-ulp 3 >out
    grep -q '^nonsaturating.g/c/f32 (mine)  [0-9]* inputs, sampled: none outside its bound of 3 ulp' out
    ! grep -q '/f64 ' out || false
    refuses 66 "no kernel matches 'nonsaturating.g/c/f64'" "$ganloss" verify nonsaturating.g/c/f64 --exec ./client
    python3 -c 'import numpy' 2>/dev/null || return 0
    sed -n '/^```python$/,/^```$/p' "$page" | sed '1d;$d' >client.py
    [ "$(wc -l <client.py)" -le 25 ]
    "$ganloss" verify 'nonsaturating.g/numpy/*' --exec 'python3 client.py' --max-ulp 3 >out
    [ "$(grep -c '^nonsaturating.g/numpy/f[36][24] (NumPy .*) .*none outside its bound' out)" -eq 2 ]
}

@test "the page names what a kernel does besides its results, with the input that shows it" {
    "$ganloss" verify nonsaturating.g/ends/f32 "$v1" -q --save v.json >/dev/null || [ $? -eq 1 ]
    "$ganloss" report v.json --out page --exact none -q
    first=$(sed -n '/"crash": {/,/}/s/.*"x": "\(.*\)".*/\1/p' v.json)
    [ -n "$first" ]
    grep -q "crash [1-9][0-9]*: first $first, element [0-9]* of [1-9]" page/index.html
}
