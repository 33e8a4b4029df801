# How the program treats people: help in every form, what may have been meant, selectors without all of their parts.

load common

commands() {
    "$ganloss" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\) .*/\1/p'
}

# on_terminal COLUMNS COMMAND...: what it shows on a terminal, both streams, without the carriage returns.
on_terminal() {
    local words
    printf -v words '%q ' "${@:2}"
    TERM=xterm script -qec "stty cols $1 rows 24; $words" /dev/null | tr -d '\r'
}

@test "-h, --help and help COMMAND say the same, for every command" {
    "$ganloss" --help >long
    "$ganloss" -h | cmp - long
    "$ganloss" help | cmp - long
    [ "$(commands | wc -l)" -ge 13 ]
    for command in $(commands); do
        "$ganloss" $command --help >long
        "$ganloss" $command -h | cmp - long
        "$ganloss" help $command | cmp - long
        [ "$("$ganloss" $command --no-such --help 2>&1 | wc -l)" -eq 1 ]
    done
    "$ganloss" help selectors | grep -q "means '\*/stable/\*'\|\`stable\`"
    refuses 64 "unknown command 'verfy'; did you mean verify?" "$ganloss" help verfy
    refuses 64 'one too many' "$ganloss" help verify eval
}

@test "help is as wide as it is asked to be, and no word of it is lost" {
    for command in $(commands); do
        COLUMNS=80 "$ganloss" $command -h | tr -s ' \n' '\n\n' >words
        for width in 40 61 200; do
            COLUMNS=$width "$ganloss" $command -h >help
            ! grep -v '^  ganloss\|^  python3\|^ *[^ ]*$' help | grep -E "^.{$((width + 1))}" || { echo "$command at $width"; false; }
            tr -s ' \n' '\n\n' <help | diff - words
        done
    done
    COLUMNS=7 "$ganloss" list -h | cmp - <(COLUMNS=40 "$ganloss" list -h)
    COLUMNS=999 "$ganloss" list -h | cmp - <(COLUMNS=200 "$ganloss" list -h)
    [ "$(on_terminal 50 "$ganloss" list -h | awk 'length > longest { longest = length } END { print longest }')" -le 58 ]
}

@test "a message is one line in a file, and as many as it takes on a terminal" {
    refuses 64 'did you mean --level? (see ganloss verify --help)$' "$ganloss" verify --levle quick
    on_terminal 60 "$ganloss" verify --levle quick | sed 's/\x1b\[[0-9]*m//g' >shown
    [ "$(wc -l <shown)" -ge 2 ]
    ! grep -E '^.{61}' shown || false
    [ "$(tr -s ' \n' '  ' <shown)" = "$("$ganloss" verify --levle quick 2>&1 | tr -s ' \n' '  ')" ]
}

@test "what may have been meant: commands, options, terms, variants, formats, losses" {
    refuses 64 "unknown command 'vefiry'; did you mean verify? " "$ganloss" vefiry
    refuses 64 "unknown command '--hlep'; did you mean --help? " "$ganloss" --hlep
    refuses 64 "unknown command 'frobnicate' (see" "$ganloss" frobnicate
    refuses 64 'did you mean --fail-on?' "$ganloss" verify --failon nan
    refuses 64 'unknown option, or one without its value: --seed (see' "$ganloss" verify --seed
    refuses 64 "no term 'nonsaturating'; did you mean nonsaturating.g?" "$ganloss" eval nonsaturating 1
    refuses 64 'did you mean bce.target/f32' "$ganloss" inputs bce.traget/f32 --out in
    refuses 66 "no variant 'stabel'; did you mean stable?" "$ganloss" verify minimax.g/stabel/f32
    refuses 66 "no format 'f46'; did you mean f64?" "$ganloss" bench minimax.g/stable/f46
    refuses 66 "did you mean minimax.g?" "$ganloss" batch minimx.g
    refuses 66 "did you mean fused?" "$ganloss" compare minimax.g/stable/f32 minimax.g/fusde/f32
    refuses 64 'could mean \*/f\*/\* or \*/\*/f\*' "$ganloss" verify 'f*'
    refuses 64 'minimax.g/stable. is 2 kernels, where one is asked for; write one of them, such as minimax.g/stable/f32' \
        "$ganloss" compare minimax.g/stable minimax.g/fused/f32
}

@test "a selector may leave parts out, also where a stored run is compared" {
    "$ganloss" verify wasserstein.g/stable --save parts.json -q >/dev/null
    "$ganloss" verify 'wasserstein.g/stable/*' --save whole.json -q >/dev/null
    # but for the selectors as they were typed
    diff <(made_apart parts.json) <(made_apart whole.json) >different && return 1
    [ "$(grep '^[<>]' different)" = '<    "wasserstein.g/stable"
>    "wasserstein.g/stable/*"' ]
    "$ganloss" verify wasserstein.g/f32 --against whole.json -q | grep -q '0 better, 0 worse, 1 unchanged$'
    # what is gone is covered by the same selector
    sed 's|"wasserstein.g/stable/f32"|"wasserstein.g/gone/f32"|' whole.json >renamed.json
    run "$ganloss" verify wasserstein.g --against renamed.json -q
    [ "$status" -eq 1 ]
    [[ $output == *'wasserstein.g/gone/f32'* ]]
    "$ganloss" verify wasserstein.g/f64 --against renamed.json -q
}

# alone: the hexadecimal numbers of a text that have no decimal beside them; what is to be typed again needs none.
alone() {
    sed -e 's/where 0x1p-[0-9]* <= .* < 0x1p[-+][0-9]* (/(/; s/rerun: .*//; s/0b[0-9]*:[0-9a-f]*//g' -e 's/-\?0x[0-9a-f.]*p[-+][0-9]* \(= -\?[0-9]\|(-\?[0-9]\)/\1/g' | grep -- '0x'
}

# bats test_tags=slow
@test "beside every hexadecimal number that people read stands the decimal" {
    { "$ganloss" eval bce.target -50 0.1 --target 0.9
        "$ganloss" verify minimax.d_fake bce.target/naive --fail-on nan,vanished --modes
        "$ganloss" verify minimax.g@D/f64 --level exhaustive --rounds 1
        "$ganloss" verify minimax.g/naive --same-as minimax.g/stable/f32
        "$ganloss" compare minimax.g/naive/f32 minimax.g/stable/f32 --time-budget 0.1; } >out 2>&1 || true
    [ "$(grep -c '0x' out)" -ge 60 ]
    [ "$(grep -c ' = ' out)" -ge 60 ]
    ! alone <out || false
    [ "$(echo 'at 0x1.8p+0 [got -0x1p+0 = -1]' | alone)" = 'at 0x1.8p+0 [got = -1]' ]
}

@test "a long output ends with what is worst, failures first; a short one does not" {
    "$ganloss" verify nonsaturating.g/f32 >long
    sed -n '/^worst first$/,$p' long >shown
    [ "$(wc -l <shown)" -eq 13 ]
    sed -n 2p shown | grep -q '^  nonsaturating.g/clip1e7/f32  [0-9.]* % of results wrong, bounded, vanished, lost; loss max >= 8.507e+37 ulp at '
    [ "$(sed -n 12p shown)" = '  and 4 more' ]
    [[ "$(tail -1 shown)" == '14 kernels on '* ]]
    ! "$ganloss" verify nonsaturating.g/f32 -q | grep 'worst first' || false
    ! "$ganloss" verify nonsaturating.g/f32 --format json | grep 'worst first' || false
    ! "$ganloss" verify 'nonsaturating.g/*log*/f32' | grep 'worst first' || false
    # one that fails stands before all that only have larger errors
    "$ganloss" verify nonsaturating.g/f32 --max-ulp 1e30 2>err >out || [ $? -eq 1 ]
    [ "$(sed '1,/^worst first$/d' out | head -10 | grep -c '^  FAIL ')" -eq 10 ]
    [ "$(tail -2 out | head -1)" = '  and 4 more, 1 of which failed' ]
    "$ganloss" verify nonsaturating.g/f32 --fail-on overflow 2>err >out || [ $? -eq 1 ]
    sed '1,/^worst first$/d' out >shown
    [ "$(sed -n '1,2p' shown | grep -c '^  FAIL .* overflow')" -eq 2 ]
    [ "$(grep -c FAIL shown)" -eq 2 ]
}

@test "colour: red what failed, yellow what is unfinished, on a terminal or when asked; none in files and documents" {
    red=$'\e[31mFAIL\e[0m'
    fails='verify minimax.g/naive/f32 --max-ulp 1 --save v.json'
    # shellcheck disable=SC2086 # words
    on_terminal 100 "$ganloss" $fails >shown
    grep -qF "$red" shown
    grep -qF $'\e[1m1 kernels' shown
    # shellcheck disable=SC2086
    NO_COLOR=1 on_terminal 100 "$ganloss" $fails >shown
    ! grep -q $'\e\\[[0-9]*m' shown || false
    # shellcheck disable=SC2086
    on_terminal 100 "$ganloss" $fails --color never >shown
    ! grep -q $'\e\\[[0-9]*m' shown || false
    # shellcheck disable=SC2086
    run "$ganloss" $fails
    [[ $output == *FAIL* && $output != *$'\e'* ]]
    # shellcheck disable=SC2086
    run "$ganloss" $fails --color always
    [[ $output == *"$red"* ]]
    # shellcheck disable=SC2086
    run "$ganloss" $fails --color always --format json
    [[ $output == *'"pass": false'* && $output != *$'\e[31m'*'"'* ]]
    ! grep -q $'\e' v.json || false
    refuses 64 "color is one of auto, always, never, not 'sometimes'" "$ganloss" list --color sometimes
}
