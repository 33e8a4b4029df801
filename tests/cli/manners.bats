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
            ! grep -v '^  ganloss\|^  python3' help | grep -E "^.{$((width + 1))}" || { echo "$command at $width"; false; }
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
    same_result parts.json whole.json
    "$ganloss" verify wasserstein.g/f32 --against whole.json -q | grep -q '0 better, 0 worse, 1 unchanged$'
    # what is gone is covered by the same selector
    sed 's|"wasserstein.g/stable/f32"|"wasserstein.g/gone/f32"|' whole.json >renamed.json
    run "$ganloss" verify wasserstein.g --against renamed.json -q
    [ "$status" -eq 1 ]
    [[ $output == *'wasserstein.g/gone/f32'* ]]
    "$ganloss" verify wasserstein.g/f64 --against renamed.json -q
}
