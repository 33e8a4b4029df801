# What keeps verify from slipping: comparison with a stored run, worst cases, rounding modes and flags.

load common

@test "a run equals itself, and --against counts by kernel" {
    "$ganloss" verify 'minimax.g@D/*' -q --save base.json >/dev/null
    "$ganloss" verify 'minimax.g@D/*' -q --against base.json >out
    grep -q '^against base.json: 0 better, 0 worse, 14 unchanged$' out
    "$ganloss" verify 'minimax.g@D/stable/*' --format json --against base.json --save again.json >out
    grep -A5 '"against"' out | grep -q '"unchanged": 2'
    grep -q '"against"' again.json
    "$ganloss" verify 'minimax.*@D/stable/f32' -q --against base.json | grep -q '0 worse, 1 unchanged, 2 not in it$'
}

@test "a kernel that got worse fails, with a line that reruns it" {
    "$ganloss" verify 'minimax.g@D/stable/*' -q --save base.json >/dev/null
    sed 's/"max_ulp": 1\.4994/"max_ulp": 1.3/' base.json >better.json
    ! cmp -s base.json better.json || false
    run bash -c '"$0" verify "minimax.g@D/stable/*" -q --against better.json 2>err' "$ganloss"
    [ "$status" -eq 1 ]
    [[ "$output" == *'against better.json: 0 better, 1 worse, 1 unchanged' ]]
    [ "$(wc -l <err)" -eq 1 ]
    grep -q '^WORSE minimax.g@D/stable/f32 grad: 1\.4.* ulp, was 1\.3.* at 0x1.*bits 0b32:.*; rerun: ganloss eval ' err
    arguments=$(sed 's/.*rerun: ganloss //' err)
    "$ganloss" $arguments | grep -q 'stable/f32 .* grad .*1\.4.* ulp'

    sed 's/"not_rounded": [0-9]*/"not_rounded": 100000/; s/"max_ulp": 1\.4/"max_ulp": 1.5/' base.json >worse.json
    "$ganloss" verify 'minimax.g@D/stable/*' -q --against worse.json | grep -q ' 2 better, 0 worse, 0 unchanged$'
}

@test "a kernel that is gone fails, where the selector covers it" {
    "$ganloss" verify 'minimax.g@D/*/f32' -q --save base.json >/dev/null
    sed 's|"minimax.g@D/naive/f32"|"minimax.g@D/gone/f32"|' base.json >gone.json
    run "$ganloss" verify 'minimax.g@D/*' -q --against gone.json
    [ "$status" -eq 1 ]
    [[ "$output" == *'WORSE minimax.g@D/gone/f32: it is in gone.json, but not among the kernels'* ]]
    [[ "$output" == *'0 better, 1 worse, 6 unchanged, 8 not in it'* ]]
    "$ganloss" verify 'minimax.g@D/stable/*' -q --against gone.json
}

@test "--against refuses what it cannot compare" {
    "$ganloss" verify 'minimax.g@D/stable/*' -q --save base.json >/dev/null
    "$ganloss" verify 'minimax.g@D/stable/*' -q --shard 1/2 --save shard.json >/dev/null
    "$ganloss" merge shard.json --save part.json || [ $? -eq 75 ]
    echo '{' >broken.json
    echo '{"schema": "ganloss-result/1", "options": {"level": "quick", "seed": 1, "complete": true}}' >other.json
    verify="$ganloss verify minimax.g@D/stable/*"
    refuses 66 'cannot read none.json' $verify --against none.json
    refuses 65 'broken.json:.*not a JSON document' $verify --against broken.json
    refuses 65 'other.json: kernels is missing' $verify --against other.json
    refuses 65 'shard.json holds one shard' $verify --against shard.json
    refuses 65 'part.json is not the result of a complete run' $verify --against part.json
    refuses 65 'base.json is of level quick, seed 1, this run of level quick, seed 2:' $verify --against base.json --seed 2
    refuses 65 'base.json is of level quick, seed 1, this run of level full, seed 1:' $verify --against base.json --level full
    refuses 66 'base.json holds none of the selected' "$ganloss" verify 'minimax.g/stable/*' --against base.json
    refuses 64 'compares whole runs' $verify --against base.json --shard 1/2
}

@test "worst cases are judged, recorded, and part of what must be equal" {
    mkdir empty some
    echo '0x1.2p-3 # ours' >some/wasserstein.g.wc
    verify="$ganloss verify minimax.g/stable/* -q"
    $verify --worst empty --save empty.json >/dev/null
    $verify --worst some --save some.json >/dev/null
    grep -q '"worst": 0' empty.json
    grep -q '"worst": 1' some.json
    inputs() { grep -m1 -o '"inputs": [0-9]*' $1 | tr -dc 0-9; }
    [ "$(inputs some.json)" -eq $(($(inputs empty.json) + 1)) ]
    run $verify --worst some --against empty.json
    [ "$status" -eq 65 ]
    [[ "$output" == *'empty.json: minimax.g/stable/f32 was judged on '* ]]
    $verify --worst empty --shard 1/2 --save 1.json >/dev/null
    $verify --worst some --shard 2/2 --save 2.json >/dev/null
    refuses 65 'not a shard of the same run' "$ganloss" merge 1.json 2.json
}

@test "worst cases that cannot be read" {
    mkdir worst odd
    printf '# ours\n0x1p+0\n1.5 # decimal\n' >worst/minimax.g.wc
    echo 0x1p+0 >odd/minimax.wc
    refuses 65 "worst/minimax.g.wc:3: '1.5 # decimal' is no worst case: a line holds a hex float" "$ganloss" verify --worst worst
    refuses 65 "odd/minimax.wc: there is no term 'minimax'" "$ganloss" verify --worst odd
    refuses 66 'cannot read the worst cases in none' "$ganloss" verify --worst none
}

@test "--keep adds maxima, and a second run nothing" {
    mkdir worst
    keep="$ganloss verify minimax.d_fake@D/stable/* -q --worst worst --keep"
    $keep | grep -q '^4 inputs added to the worst cases in worst$'
    [ "$(grep -c '  # verify: stable/f.. .* ulp, level quick, seed 1$' worst/minimax.d_fake@D.wc)" -eq 4 ]
    cp worst/minimax.d_fake@D.wc before
    $keep | grep -q '^0 inputs added'
    cmp before worst/minimax.d_fake@D.wc
    [ "$(ls -A worst)" = minimax.d_fake@D.wc ]
    chmod a-w worst
    [ -w worst ] || refuses 74 'cannot write worst' $keep --seed 2
}

@test "--keep has room for some of each format and output: the smallest errors go" {
    local i most
    most=$(sed -n 's/.*KEEP_LINES = \([0-9]*\).*/\1/p' "$root/harness/verify/keep.h")
    mkdir worst
    for ((i = 1; i <= most; i++)); do
        echo "0x1.${i}p-3  # verify: stable/f32 grad 0.00$i ulp, level quick, seed 9"
    done >worst/minimax.d_fake@D.wc
    cp worst/minimax.d_fake@D.wc before
    "$ganloss" verify minimax.d_fake@D/stable/f32 -q --worst worst --keep >out
    [ "$(grep -c ' grad .* ulp' worst/minimax.d_fake@D.wc)" -eq "$most" ]
    [ "$(grep -c 'seed 1$' worst/minimax.d_fake@D.wc)" -eq 2 ]
    [ "$(diff before worst/minimax.d_fake@D.wc | grep '^<')" = '< 0x1.1p-3  # verify: stable/f32 grad 0.001 ulp, level quick, seed 9' ]
}

@test "the bugs that were found are among the worst cases, and judged by default" {
    [ "$("$ganloss" verify 'bce.d_real/stable/f32' --format json | sed -n 's/.*"worst": \([0-9]*\).*/\1/p')" -ge 50 ]
    for x in 0x1.9b9bf6p+6 0x1.74385446d715fp+9; do grep -q "^$x  # " "$root/tests/worst/bce.d_real.wc"; done
}

@test "--modes finds 1/(1 - D) at D = 1, where rounding down makes 1 - 1 a negative zero" {
    "$ganloss" verify 'minimax.d_fake@D/stable/f64' 'wasserstein.g/*/f64' --modes >out
    grep -q '^  rounding down .* grad in no ulp at 0x1p+0 = 1: OUTSIDE 0.92 and 1.5 + 1 each$' out
    grep -q '^  rounding up .*: within 0.92 and 1.5 + 1 each$' out
    grep -q '^  raises invalid without cause on .* inputs, first nan$' out
    grep -q '^rounding modes: 1 of the 2 kernels with a bound exceed it + 1 ulp' out
    [ "$(grep -A8 '^wasserstein.g' out | grep -c 'rounding .* grad max >= 0 ulp .*: within 0 + 1')" -eq 4 ]
    ! "$ganloss" verify 'minimax.d_fake@D/stable/f64' | grep -q rounding || false
}

@test "--modes is in the record, and shards of it merge" {
    verify="$ganloss verify minimax.g@D/*/f32 bce.target/stable/f32 -q --modes"
    $verify --save all.json | grep -q '^rounding modes: '
    for i in 1 2; do $verify --shard $i/2 --save $i.json >/dev/null; done
    "$ganloss" merge 2.json 1.json --save merged.json
    same_result all.json merged.json
    grep -A40 '"modes"' all.json | grep -q '"invalid"'
    ! "$ganloss" verify 'minimax.g@D/stable/f32' --format json | grep -q '"modes": {' || false
    "$ganloss" report all.json --out page -q
}

@test "--fail-on names what fails any kernel, and the document says what was named" {
    for class in vanished nan,sign zero-sign overflow; do
        run bash -c '"$0" verify minimax.g/naive/f32 -q --fail-on $1 --save v.json 2>err' "$ganloss" $class
        [ "$status" -eq 1 ]
        [[ "$output" == *', 1 outside, '* ]]
        grep -q "\"fail_on\": \"$class\"" v.json
        grep -q '"pass": false' v.json
        [ "$(grep -c "^FAIL minimax.g/naive/f32 .*: ${class%,*} at .*; rerun: ganloss eval " err)" -ge 1 ]
    done
    "$ganloss" verify minimax.g/naive/f32 --fail-on lost,nan 2>err | grep -q '^minimax.g/naive/f32 .* sampled: FAIL: nan,lost$'
    grep -q '^FAIL minimax.g/naive/f32 loss: lost at ' err
    # what is not met fails nothing
    "$ganloss" verify minimax.g/naive/f32 -q --fail-on position,bounded
    "$ganloss" verify 'wasserstein.g/*' -q --fail-on nan,overflow,bounded,vanished,sign,zero-sign,lost,position
    "$ganloss" verify minimax.g/naive/f32 -q --save v.json
    ! grep -q fail_on v.json || false
    refuses 64 "fail-on takes one or more of nan,overflow,.*,lost,position, not 'wrong'" "$ganloss" verify --fail-on nan,wrong
    refuses 64 "not ''" "$ganloss" verify --fail-on ''
}

@test "shards keep what --fail-on named, and do not add up without it" {
    verify="$ganloss verify minimax.g/naive/f32 -q --fail-on vanished"
    $verify --save whole.json || [ $? -eq 1 ]
    $verify --shard 1/2 --save a.json || [ $? -eq 1 ]
    $verify --shard 2/2 --save b.json || [ $? -eq 1 ]
    "$ganloss" merge a.json b.json --save merged.json
    grep -q '"pass": false' merged.json
    cmp <(sed -n '/"kernels"/,$p' whole.json) <(sed -n '/"kernels"/,$p' merged.json)
    "$ganloss" verify minimax.g/naive/f32 -q --shard 2/2 --save c.json
    refuses 65 'c.json: not a shard of the same run as the files before: another --fail-on' "$ganloss" merge a.json c.json
}

@test "the sign of a zero is shown, and more of them is worse" {
    "$ganloss" verify minimax.g/naive/f32 --save v.json >out
    grep -q '^ *zero-sign  *>= *[1-9][0-9]*  from .*got 0x0p+0 = 0, exact -' out
    count=$(grep -A1 '"zero-sign"' v.json | sed -n 's/.*"count": \([0-9]*\).*/\1/p')
    [ "$count" -gt 0 ]
    sed "/\"zero-sign\"/,/count/s/\"count\": $count/\"count\": $((count - 1))/" v.json >fewer.json
    run bash -c '"$0" verify minimax.g/naive/f32 -q --against fewer.json 2>&1' "$ganloss"
    [ "$status" -eq 1 ]
    [[ "$output" == *"WORSE minimax.g/naive/f32 loss: zero-sign on $count inputs, was $((count - 1)) at "* ]]
}

@test "verify --max-ulp fails what is off by more, bound or not" {
    local status
    "$ganloss" verify nonsaturating.g/stable/f32 --max-ulp 3 --save m.json -q >out
    grep -q '"max_ulp": 3.0' m.json
    "$ganloss" verify nonsaturating.g/stable/f32 --max-ulp 1.5 -q >out 2>err && status=0 || status=$?
    [ "$status" -eq 1 ]
    grep -q '^FAIL nonsaturating.g/stable/f32 loss: >= 1.541 ulp, bound 1.5' err
    "$ganloss" verify nonsaturating.g/naive/f32 -q >out
    "$ganloss" verify nonsaturating.g/naive/f32 --max-ulp 1e9 -q >out 2>err && status=0 || status=$?
    [ "$status" -eq 1 ]
    grep -q '^FAIL nonsaturating.g/naive/f32 grad: ' err
    refuses 64 '--max-ulp takes a positive number' "$ganloss" verify --max-ulp 0
}
