# Strings in documents, and file names, that mean something to gnuplot, HTML, Markdown or a shell.

load common

# As JSON has them.
strings=("'; system('touch pwned'); a='" "'" "''x" '\"; system(\"touch pwned\") #' '\"x' 'a\\' '`touch pwned`' '@names' '$(touch pwned)'
    '# x' 'a\nb' '\tx' '<script>x</script>' 'a | b' '{/=99 x}' '| touch pwned' 'x\u001b[31m' '../../x' '%s%n' '-x')

# with NAME OLD NEW: the document of stdin with the string of this member replaced.
with() {
    local value=${3//\\/\\\\}
    value=${value//&/\\&}
    value=${value//|/\\|}
    sed "s|\"$1\": \"$2\"|\"$1\": \"$value\"|"
}

regimes=(early equilibrium saturated cancelling)

# A document of bench with three batches in each regime.
timings() {
    local regime batch between=
    echo '{"schema": "ganloss-result/1", "command": "bench", "machine": {}, "options": {}, "bench": ['
    for regime in "${regimes[@]}"; do
        for batch in 16 256 1024; do
            echo "$between{\"id\": \"wasserstein.g/stable/f32\", \"kind\": \"element\", \"regime\": \"$regime\"," \
                "\"batch\": $batch, \"ns_per_element\": 2.5}"
            between=,
        done
    done
    echo ']}'
}

# The marks of the times, of which each line has three: gnuplot draws none of a name that it reads otherwise.
marks() { cat "$1"/charts/speed-*.svg | grep -c "<use xlink:href='#[^']*gpPt" || true; }

@test "whatever is in a document, charts are drawn, nothing is run, and page and table stay as they are" {
    data=$root/tests/data
    "$ganloss" verify 'wasserstein.g/*/f32' -q --save v.json >/dev/null
    "$ganloss" trace "$data/minimax-real.npy" "$data/minimax-fake.npy" --compute f32 --loss wasserstein --save t.json >/dev/null
    timings >b.json
    "$ganloss" report v.json t.json b.json --out page --table a.md --exact none -q
    [ "$(marks page)" -gt 0 ]
    for ((i = 0; i < ${#strings[@]}; i += 4)); do
        cp b.json b2.json
        for ((k = 0; k < 4; k++)); do
            with regime "${regimes[k]}" "${strings[i + k]}" <b2.json >b3.json
            mv b3.json b2.json
        done
        with level '.*' "${strings[i + 2]}" <v.json | with cpu '.*' "${strings[i + 1]}" >v2.json
        with name '.*' "${strings[i]}" <t.json | with loss '.*' "${strings[i + 3]}" >t2.json
        "$ganloss" report v2.json t2.json b2.json --out page2 --table a2.md --exact none -q || { echo "from string $i"; return 1; }
        [ ! -e pwned ]
        [ ! -e page2/pwned ]
        ! grep -q '<script>x' page2/index.html || false
        ! grep -q $'\e' page2/index.html page2/charts/*.svg page2/charts/*.gp page2/charts/*.tsv a2.md page2/data/* || false
        [ "$(ls page2 page2/charts | wc -l)" -eq "$(ls page page/charts | wc -l)" ]
        [ "$(wc -l <a2.md)" -eq "$(wc -l <a.md)" ]
        [ "$(marks page2)" -eq "$(marks page)" ] || { echo "marks: from string $i"; return 1; }
        rm -r page2
    done
}

@test "a file's name is one word of the command that the table tells" {
    "$ganloss" verify 'wasserstein.g/*/f32' -q --save $'a b\n`x`;$(y)'"'.json" >/dev/null
    "$ganloss" report $'a b\n`x`;$(y)'"'.json" --table "t'.md" --exact none -q
    grep -qF "ganloss report 'a b?\`x\`;\$(y)'\\''.json' --table 't'\\''.md'" "t'.md"
}
