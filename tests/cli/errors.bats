# Bad input: one line that says what and where, the documented status, nothing left behind.

load common

@test "usage: unknown command, option, value, term" {
    refuses 64 'no command' "$ganloss"
    refuses 64 "unknown command 'foo'" "$ganloss" foo
    refuses 64 'unknown option.*--foo' "$ganloss" verify --foo
    refuses 64 'unknown option.*--seed' "$ganloss" verify --seed
    # letters, alone or among others, before words and behind them
    refuses 64 'without its value: -z (see' "$ganloss" verify -z
    refuses 64 'without its value: -z1 (see' "$ganloss" verify -z1
    refuses 64 'without its value: -z1 (see' "$ganloss" verify minimax.g -z1
    refuses 64 'without its value: -z1 (see' "$ganloss" verify minimax.g -q -z1
    refuses 64 'without its value: -qz (see' "$ganloss" verify -qz -q
    refuses 64 'without its value: -qz1 (see' "$ganloss" verify minimax.g -qz1
    refuses 64 'without its value: -z (see' "$ganloss" verify -q -z -q minimax.g
    refuses 64 'level is one of quick, full, exhaustive' "$ganloss" verify --level lightly
    refuses 64 'at --level exhaustive' "$ganloss" verify --budget 3
    refuses 64 'at --level exhaustive' "$ganloss" verify --level full --rounds 3
    refuses 64 'positive number' "$ganloss" verify --level exhaustive --budget 0
    refuses 64 'positive number' "$ganloss" verify --level exhaustive --budget soon
    refuses 64 'whole number from 1' "$ganloss" verify --level exhaustive --rounds 0
    refuses 64 'give one of them' "$ganloss" verify --level exhaustive --budget 3 --rounds 3
    refuses 64 'jobs takes a whole number' "$ganloss" verify --jobs -3
    refuses 64 'jobs takes a whole number' "$ganloss" verify --jobs 1e308
    for shard in 4/3 0/2 1/0 1/-2 -1/-2 -1/2 1/ /2 1 1/2/3 ' 1/2' +1/2 1/10000 1/18446744073709551618; do
        refuses 64 'shard takes I/N' "$ganloss" verify --shard "$shard"
    done
    for command in verify bench batch 'compare minimax.g/stable/f32 minimax.g/naive/f32'; do
        # shellcheck disable=SC2086 # a command and its operands
        refuses 64 'seed takes a whole number from 0 to 9223372036854775807' "$ganloss" $command --seed 9223372036854775808
    done
    for command in bench batch 'compare minimax.g/stable/f32 minimax.g/naive/f32'; do
        # shellcheck disable=SC2086
        refuses 64 'time-budget takes a positive number up to 1000000000,' "$ganloss" $command --time-budget 1e308
    done
    refuses 64 'budget takes a positive number up to' "$ganloss" verify --level exhaustive --budget 1e308
    refuses 64 'threshold takes a positive number up to' "$ganloss" compare minimax.g/stable/f32 minimax.g/naive/f32 \
        --threshold 1e308
    refuses 64 'takes up to' "$ganloss" bench --batch 99999999999999999999
    refuses 64 'takes up to' "$ganloss" batch --batch 2^64
    refuses 64 'format is one of text, json' "$ganloss" list --format xml
    refuses 64 "no term 'foo'" "$ganloss" eval foo 1
    refuses 64 "'1x' is not a number" "$ganloss" eval minimax.g 1x
    refuses 64 'takes a TERM' "$ganloss" eval minimax.g
    refuses 64 'one operand' "$ganloss" eval minimax.g 1 --target 0.5
    refuses 64 'in \[0, 1\]' "$ganloss" eval bce.target 1 --target 1.5
    refuses 64 'digits takes a whole number from 1 to 1000' "$ganloss" eval minimax.g 1 --digits 1001
    refuses 64 'at least one result' "$ganloss" merge
}

@test "a selector that matches nothing" {
    refuses 66 "no kernel matches 'nope/\*'" "$ganloss" verify 'nope/*'
    refuses 66 "no kernel matches 'nope'" "$ganloss" verify '*/stable/f32' nope
    refuses 66 "no kernel matches" "$ganloss" bench 'nope'
}

@test "results that are missing or malformed" {
    echo '{"schema": "other/1"}' >other.json
    echo '{' >broken.json
    : >empty.json
    refuses 66 'cannot read none.json' "$ganloss" merge none.json
    refuses 65 'schema is other/1' "$ganloss" merge other.json
    refuses 65 'broken.json:.*not a JSON document' "$ganloss" merge broken.json
    refuses 65 'empty.json:.*not a JSON document' "$ganloss" merge empty.json
    refuses 66 'cannot read none.json' "$ganloss" report none.json --out page
    refuses 65 'schema is other/1' "$ganloss" report other.json --out page
    refuses 65 'not a JSON document' "$ganloss" report broken.json --out page
    sed '0,/"batch": [0-9][0-9]*/s//"batch": 1e308/' "$root/tests/data/history-bench.json" >huge.json
    refuses 65 'batch is 1e308; a whole number' "$ganloss" report huge.json --out page
    echo '{"schema": "ganloss-result/1", "kernels": [{"id": "x"}, 5]}' >odd.json
    refuses 65 'odd.json: kernels\[0\].id is "x"; a kernel id' "$ganloss" merge odd.json odd.json
}

@test "shards that do not belong together" {
    "$ganloss" verify 'minimax.g@D/*' -q --shard 1/2 --save a.json >/dev/null
    "$ganloss" verify 'minimax.g@D/*' -q --shard 1/2 --seed 2 --save b.json >/dev/null
    "$ganloss" verify 'minimax.g@D/*' -q --save c.json >/dev/null
    refuses 65 'shard 1 is given twice' "$ganloss" merge a.json a.json
    refuses 65 'not a shard of the same run' "$ganloss" merge a.json b.json
    refuses 65 'not a shard of the same run' "$ganloss" merge a.json c.json
}

@test "output that cannot be written: no such directory, no permission, a full disk" {
    run "$ganloss" verify 'minimax.g/stable/f32' -q --save none/v.json
    [ "$status" -eq 74 ]
    [[ "$output" == *'cannot write none/v.json: No such file or directory'* ]]
    run bash -c '"$0" eval minimax.g 1 --format json >/dev/full' "$ganloss"
    [ "$status" -eq 74 ]
    [[ "$output" == *'cannot write to standard output: No space left'* ]]
    run bash -c '"$0" verify "minimax.g/stable/f32" >/dev/full' "$ganloss"
    [ "$status" -eq 74 ]
    run bash -c '"$0" list >/dev/full' "$ganloss"
    [ "$status" -eq 74 ]
    echo >file
    run "$ganloss" verify 'minimax.g/stable/f32' -q --save file/v.json
    [ "$status" -eq 74 ]
    [ "$(ls -A)" = file ]
}

@test "a file is never half-written: an old result survives a failed run" {
    mkdir results
    "$ganloss" verify 'minimax.g/stable/f32' -q --save results/v.json >/dev/null
    cp results/v.json before.json
    (ulimit -f 1; trap '' XFSZ; ! "$ganloss" verify 'minimax.g/*' -q --save results/v.json >/dev/null 2>err)
    grep -q 'cannot write results/v.json' err
    cmp results/v.json before.json
    [ "$(ls -A results)" = v.json ]
}
