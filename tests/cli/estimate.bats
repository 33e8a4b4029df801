# What a run would take, before it begins. That estimates are what runs take is held by tests/unit/verify/estimate.c, on a clock that
# no load disturbs; here, that the command tells it and does nothing else.

bats_require_minimum_version 1.5.0

load common

# field NAME FILE: a number of the document's own, not of its parts.
field() {
    sed -n "s/^ \"$1\": \([0-9.e+-]*\),\?$/\1/p" "$2"
}

# within SHARE A B
within() {
    awk -v share="$1" -v a="$2" -v b="$3" 'BEGIN { exit !(b > 0 && a >= b * (1 - share) && a <= b * (1 + share)) }' || { echo "$2 is not $3"; return 1; }
}

# bats test_tags=slow
@test "files and inputs are those of the run, which is not done" {
    run=(verify nonsaturating.g/naive bce.target/stable/f32 --level exhaustive --rounds 1 --shard 17/2000 --save x.json --resume y)
    "$ganloss" "${run[@]}" --estimate --format json >estimate
    [ "$(ls)" = estimate ]
    "$ganloss" "${run[@]}" -q >/dev/null
    bytes() { grep -A1 "\"path\": \"$1\"" estimate | sed -n 's/.*"bytes": \([0-9]*\).*/\1/p'; }
    within 0.05 "$(bytes x.json)" "$(wc -c <x.json)"
    within 0.05 "$(bytes y)" "$(wc -c <y)"

    "$ganloss" verify minimax.g --save x.json -q >/dev/null
    inputs=$(grep '^   "inputs"' x.json | tr -dc '0-9\n' | paste -sd+ | bc)
    "$ganloss" verify minimax.g --estimate --format json >estimate
    [ "$(field inputs estimate)" -eq "$inputs" ]
    [ "$(field kernels estimate)" -eq "$(grep -c '"id"' x.json)" ]
}

# bats test_tags=slow
@test "the text says what the document does, and of how many threads" {
    export COLUMNS=120
    "$ganloss" verify wasserstein.g --level exhaustive --shard 1/9999 --rounds 3 --save x.json --estimate >out
    grep -q '^2 kernels at level exhaustive, shard 1 of 9999, on ' out
    grep -q '^  every float  *458752 ' out
    grep -q '^  search, 3 rounds  *[0-9]* ' out
    grep -q '^  cases of level full  *[0-9]* ' out
    grep -q '^[0-9.e-]* CPU hours; .* if nothing else runs' out
    grep -q '^memory  [0-9.]* MB$' out
    grep -q '^files   x.json [0-9.]* [kM]B$' out
    "$ganloss" verify 'minimax.g/*' --estimate >out
    grep -q '^files   none$' out
    wall() {
        "$ganloss" verify nonsaturating.g/naive/f32 --level exhaustive --jobs "$1" --estimate --format json >estimate
        [ "$(field threads estimate)" -eq "$1" ]
        field wall_seconds estimate
    }
    # 16 windows are given out at once: 64 threads take as long as 16
    awk -v one="$(wall 1)" -v many="$(wall 64)" 'BEGIN { exit !(many > 0 && one / many > 8 && one / many < 32) }'
}

# In CPU time, which load makes longer, but not by half; a run and its estimate are beside each other, three times at most.
# bats test_tags=slow
@test "the CPU time is about what the run takes" {
    once() {
        "$ganloss" verify 'nonsaturating.g/*/f32' --level full --estimate --format json >estimate
        TIMEFORMAT='%U %S'
        taken=$({ time "$ganloss" verify 'nonsaturating.g/*/f32' --level full -q >/dev/null; } 2>&1 | awk '{ print $1 + $2 }')
        within 0.4 "$(field cpu_seconds estimate)" "$taken"
    }
    once || once || once
}

@test "what an estimate does not go with" {
    refuses 64 'estimate says nothing of --same-as' "$ganloss" verify minimax.g --same-as minimax.g/stable/f32 --estimate
    refuses 64 'estimate says nothing of --keep' "$ganloss" verify minimax.g --keep --worst . --estimate
    refuses 64 'estimate has no table' "$ganloss" verify minimax.g --format tsv --estimate
    refuses 64 'estimate judge nothing that --junit' "$ganloss" verify minimax.g --junit x.xml --estimate
    refuses 66 'no kernel matches' "$ganloss" verify nothing --estimate
    cc -shared -fPIC -I"$root" "-DLIBRARY=\"variants\"" -o v.so "$root/tests/foreign/variants.c" -lm
    refuses 64 'estimate times its own process' "$ganloss" verify --plugin ./v.so --estimate
    interrupted_after 0.3 verify --level exhaustive --estimate || status=$?
    [ "$status" -eq 75 ]
    [ ! -s out ]
    [ "$(cat err)" = 'ganloss: INCOMPLETE: interrupted: there is no estimate' ]
}
