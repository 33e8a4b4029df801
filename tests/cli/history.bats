# record and history: what is kept of results, by whom and whatever ends them, and what became of a kernel.

bats_require_minimum_version 1.5.0
load common

document=$root/tests/data/history.json # of verify, of one kernel, at version 0

# version N EXPRESSION...: the document as version N, changed by sed, in N.json.
version() {
    local name=$1 expression=() change
    shift
    for change in "$@"; do expression+=(-e "$change"); done
    sed -e 's/"version": "0"/"version": "'"$name"'"/' "${expression[@]}" "$document" >"$name.json"
}
worse='s/"max_ulp": 2.40187674016852/"max_ulp": 2.5/'
lost='/"grad": {/,/}/s/"classes": {}/"classes": {"vanished": {"count": 3, "first": "0x1p+4", "last": "0x1p+5", "below": null, "above": null}}/'

@test "--help of both has examples and statuses" {
    for command in record history; do
        "$ganloss" --help | grep -q "^  $command "
        "$ganloss" $command --help >help
        grep -q "^Usage: ganloss $command" help
        grep -q 'Examples:' help
        grep -q 65 help
    done
}

@test "a version has each run once, whoever made it and when; what it found makes it another one" {
    version one
    "$ganloss" record h.db one.json >out
    [ "$(cat out)" = 'one.json: recorded as one, 1 records' ]
    sed 's/"host": "[^"]*"/"host": "elsewhere"/; s/"date": "[^"]*"/"date": "later"/' one.json >again.json
    ! cmp -s one.json again.json || false
    "$ganloss" record h.db again.json | grep -qx 'again.json: is there already, as one, 1 records'
    "$ganloss" record h.db one.json --label two | grep -qx 'one.json: recorded as two, 1 records'
    version one "$worse"
    "$ganloss" record h.db one.json | grep -q 'recorded as one'
    version one 's/"max_ulp": 2.40187674016852/"max_ulp": 2.45/'
    "$ganloss" record h.db one.json -q
    [ "$(sqlite3 h.db 'SELECT count(*) FROM document')" -eq 4 ]
    # of several that differ, the worst one is the version's
    "$ganloss" history h.db >out
    grep -q '^    one  .*>= 2.5 .*  3 documents$' out
    grep -q 'better at two: grad.max_ulp >= 2.5 -> >= 2.402' out
}

@test "history names the first version that got worse, what else changed there, and gates the last one" {
    for v in a b; do version $v; done
    version c "$worse" 's/"compiler": "[^"]*"/"compiler": "99.1"/' 's/"kernel_code": "./"kernel_code": "x/'
    version d "$worse"  's/"compiler": "[^"]*"/"compiler": "99.1"/' 's/"kernel_code": "./"kernel_code": "x/'
    "$ganloss" record h.db a.json b.json c.json d.json -q
    "$ganloss" history h.db 'nonsaturating.g/*' --gate >out
    grep -qx "  worse at c: grad.max_ulp >= 2.402 -> >= 2.5; also changed: the kernels' machine code; compiler [0-9.]* -> 99.1" out
    grep -q '^WORSE since c (before it b): nonsaturating.g/stable/f32 ' out
    # not since e, which is worse in another way
    version e "$worse" "$lost"
    "$ganloss" record h.db e.json -q
    run -1 "$ganloss" history h.db --gate -q
    [[ $output == *'WORSE since e (before it d): '*'grad.vanished 0 -> 3'* ]]
    [[ $output == *'WORSE since c (before it b): '*'grad.max_ulp'* ]]
    "$ganloss" history h.db -q >out # without --gate it tells
    version f 's/"id": "nonsaturating.g/"id": "minimax.g/'
    "$ganloss" record h.db f.json -q
    run -75 "$ganloss" history h.db --gate -q
    [[ $output == *'INCOMPLETE: nothing of nonsaturating.g/stable/f32 is recorded of f'* ]]
}

@test "versions stand in the order that is given, else in that of their first recording" {
    for v in new old; do version $v; done
    version middle "$worse"
    "$ganloss" record h.db new.json old.json middle.json -q
    "$ganloss" history h.db --tsv | cut -f 7 | uniq | paste -sd' ' | grep -qx 'version new old middle'
    "$ganloss" record h.db new.json --order 30 -q
    "$ganloss" record h.db old.json --order 10 -q
    "$ganloss" record h.db middle.json --order 20 -q
    "$ganloss" history h.db --tsv | cut -f 7 | uniq | paste -sd' ' | grep -qx 'version old middle new'
    "$ganloss" history h.db --tsv | awk -F'\t' '$9 == "grad.max_ulp" { print $7, $10, $11, $12 }' >out
    [ "$(sed -n 2p out)" = 'middle 2.5 worse 2.40187674016852' ]
    [ "$(sed -n 3p out)" = 'new 2.40187674016852 better 2.5' ]
}

@test "only what was judged alike is compared: evidence, level, seed, inputs" {
    version a
    version b "$worse" 's/"seed": 1/"seed": 2/'
    version c "$worse" 's/"inputs": 14306/"inputs": 14307/'
    version d "$worse" 's/"level": "quick"/"level": "full"/'
    version e "$worse" 's/"library": .*//' 's/"id": "nonsaturating.g/"library": "Other 1.0", "id": "nonsaturating.g/'
    version f "$worse" 's/"id": "nonsaturating.g/"library": "Other 2.0", "id": "nonsaturating.g/'
    "$ganloss" record h.db {a,b,c,d,e,f}.json -q
    "$ganloss" history h.db >out
    [ "$(grep -c '^nonsaturating' out)" -eq 5 ]
    grep -qx '6 versions, the last is f; 5 lists, 4 with nothing to compare; 0 figures worse than they were' out
}

@test "what is unfinished, a shard, merged of runs that differ, malformed or not there is refused; the others are recorded" {
    version good
    version cut 's/"complete": true/"complete": false/'
    version part 's/"complete": true/"complete": true, "shard": [1, 4]/'
    version merged '/^  "seed": 1,$/d'
    "$ganloss" batch nonsaturating.g/stable/f32 --batch 4 --regime early --save batch.json -q >/dev/null
    "$ganloss" merge batch.json "$root/tests/data/history-bench.json" --save joined.json
    version nameless 's/"version": "nameless"/"version": "unknown"/'
    echo '{' >bad.json
    refuses 75 'cut.json is not recorded: it is INCOMPLETE' "$ganloss" record h.db cut.json
    refuses 75 'part.json is not recorded: it is shard 1 of 4; ganloss merge' "$ganloss" record h.db part.json
    refuses 65 'merged.json is not recorded: it is merged of runs that differ' "$ganloss" record h.db merged.json
    refuses 65 'joined.json is not recorded: it is merged of runs that differ' "$ganloss" record h.db joined.json
    refuses 65 'does not say of which version it is; --label does' "$ganloss" record h.db nameless.json
    refuses 65 'bad.json:' "$ganloss" record h.db bad.json
    refuses 66 'no.json' "$ganloss" record h.db no.json
    refuses 64 'record takes a FILE.db and at least one' "$ganloss" record h.db
    refuses 64 '--label is empty' "$ganloss" record h.db good.json --label ''
    refuses 64 '--order' "$ganloss" record h.db good.json --order -1
    run -75 "$ganloss" record h.db cut.json good.json
    [[ $output == *'good.json: recorded as good'* ]]
    run -65 "$ganloss" record h.db cut.json bad.json good.json
    "$ganloss" record h.db nameless.json --label named -q
    [ "$(sqlite3 h.db 'SELECT group_concat(label) FROM version')" = good,named ]
}

@test "a file that is no database, another program's, a newer one, a damaged one, and a name that SQLite would take for something else" {
    version v
    cp v.json no.db
    refuses 65 'no.db is no SQLite database' "$ganloss" record no.db v.json
    cmp v.json no.db
    sqlite3 theirs.db 'CREATE TABLE t (x)'
    refuses 65 'theirs.db is a SQLite database of another program' "$ganloss" record theirs.db v.json
    refuses 65 'theirs.db is a SQLite database of another program' "$ganloss" history theirs.db
    refuses 66 'cannot read none.db' "$ganloss" history none.db
    mkdir folder.db
    refuses 74 'cannot open folder.db' "$ganloss" record folder.db v.json
    "$ganloss" record :memory: v.json -q
    [ -s :memory: ]
    cp :memory: h.db
    refuses 66 "h.db has no kernel that matches 'x\*'" "$ganloss" history h.db 'x*'
    cp h.db damaged.db
    printf 'not a page at all' | dd of=damaged.db bs=1 seek=4096 conv=notrunc status=none
    refuses 65 'damaged.db is damaged' "$ganloss" history damaged.db
    sqlite3 h.db 'PRAGMA user_version = 99'
    refuses 65 'h.db has schema version 99; this ganloss knows up to' "$ganloss" record h.db v.json
    : >empty.db
    refuses 66 'nothing is recorded in empty.db' "$ganloss" history empty.db
}

@test "a database that may not be written is read, and not recorded in" {
    version v
    mkdir place
    "$ganloss" record place/h.db v.json -q
    chmod a-w place/h.db place
    as() { "$@"; }
    if [ "$(id -u)" -eq 0 ]; then
        chmod a+rx "$scratch"
        as() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
        as test -x "$ganloss" || skip 'nobody else may run the program here'
    fi
    as "$ganloss" history place/h.db -q
    refuses 74 'place/h.db cannot be written: it is read-only' as "$ganloss" record place/h.db v.json
}

@test "hostile documents are data: quotes, newlines, statements and huge numbers" {
    version v 's|"id": "nonsaturating.g/stable/f32"|"id": "x'"'"'); DROP TABLE figure; --\\n\\u001b[31m/stable/f32", "library": "\\" OR 1=1 \\u0009"|' \
        's/"max_ulp": 2.40187674016852/"max_ulp": "1.5e4000"/' 's/"not_rounded": 653/"not_rounded": 9007199254740992/'
    "$ganloss" record h.db v.json --label "it's; DROP TABLE version --" -q
    [ "$(sqlite3 h.db 'SELECT count(*) FROM version, record')" -eq 1 ]
    "$ganloss" history h.db >out
    ! grep -q $'\e' out || false
    grep -q '1.5e+4000' out
    grep -q 9007199254740992 out
    "$ganloss" history h.db --tsv >out
    [ "$(awk -F'\t' '{ print NF }' out | sort -u)" = 13 ]
    version w 's|"id": "nonsaturating.g/stable/f32"|"id": "x'"'"'); DROP TABLE figure; --\\n\\u001b[31m/stable/f32", "library": "\\" OR 1=1 \\u0009"|'
    "$ganloss" record h.db w.json -q
    "$ganloss" history h.db | grep -q 'better at w: grad.max_ulp >= 1.5e+4000 -> >= 2.402'
    "$ganloss" history h.db --out charts -q
    [ "$(ls charts/charts/*.svg | wc -l)" -eq 2 ]
    for chart in charts/charts/*.gp; do # each draws its chart alone
        mkdir alone && cp "$chart" "${chart%.gp}.tsv" alone
        (cd alone && gnuplot "$(basename "$chart")" 2>/dev/null)
        cmp "${chart%.gp}.svg" "alone/$(basename "$chart" .gp).svg"
        rm -r alone
    done
}

@test "instructions and times: of the same machine only; a shift of times is found and the version named" {
    bench=$root/tests/data/history-bench.json
    for i in $(seq 10 49); do
        sed -e 's/"version": "0"/"version": "v'"$i"'"/' -e "s/\"ns_per_element\": [0-9.]*/\"ns_per_element\": $((i < 30 ? 10 : 11)).$((i * 7919 % 100 + 100))/" \
            -e "s/\"instructions_per_element\": [0-9.]*/\"instructions_per_element\": $((i < 40 ? 148 : 149)).6$i/" "$bench" >"v$i.json"
    done
    "$ganloss" record h.db v*.json -q
    "$ganloss" history h.db >out
    grep -q 'worse at v30: ns_per_element 10.[0-9]* -> 11.[0-9]*; nothing else' out
    grep -q 'worse at v40: instructions_per_element 148.6 -> 149.6; nothing else' out
    [ "$(grep -c ' worse at ' out)" -eq 2 ]
    sed 's/"cpu": "[^"]*",/"cpu": "another",/; s/"ns_per_element": [0-9.]*/"ns_per_element": 99/' v49.json >v50.json
    "$ganloss" record h.db v50.json --label v50 -q
    "$ganloss" history h.db >out
    grep -q '; another, avx' out
    ! grep -q 'at v50' out || false
    # a recording is what it holds, whatever it is called
    for i in 1 2; do
        sed 's/"regime": "equilibrium"/"regime": "trace:run.npy"/; s/"regime": \[/"trace_hash": {"trace:run.npy": "hash'$i'"}, &/' v49.json >r$i.json
        "$ganloss" record h.db r$i.json --label r$i -q
    done
    "$ganloss" history h.db >out
    [ "$(grep -c 'instructions: .*trace:run.npy hash[12], seed' out)" -eq 2 ]
    sed 's/"instructions_per_element": [0-9.]*/"instructions_per_element": 160/' v49.json >v51.json
    "$ganloss" record h.db v51.json --label v51 -q
    run -2 "$ganloss" history h.db --gate -q
}

@test "two writers at once, and many killed at any moment: all of a document or nothing, and the database is whole" {
    local i pid
    for i in $(seq 40); do version "v$i"; done
    "$ganloss" record h.db v{1..20}.json -q &
    pid=$!
    "$ganloss" record h.db v{21..40}.json -q
    wait $pid
    [ "$(sqlite3 h.db 'SELECT count(*) FROM document, (SELECT count(*) AS n FROM record) WHERE n = 40')" -eq 40 ]
    ask() { sqlite3 -cmd '.timeout 10000' h.db "$1"; } # whoever is killed may take a moment to be gone
    local parts=0 count=0
    for ((i = 12; parts < 8 && i < 30000; i += 1 + i / 5)); do
        [ "$count" -lt 40 ] || { rm -f h.db && count=0; } # else the next two go on where these were killed
        timeout --foreground -s KILL "${i}e-3" "$ganloss" record h.db v{1..40}.json -q &
        timeout --foreground -s KILL "$((i / 2 + 20))e-3" "$ganloss" record h.db v{40..1}.json -q || true
        wait $! || true
        [ -s h.db ] || continue
        [ "$(ask 'PRAGMA integrity_check')" = ok ]
        [ -s h.db ] || continue # what a killed writer had begun, its tables among it, is undone
        # what is there is there with its figures
        [ "$(ask 'SELECT count(*) FROM document WHERE id NOT IN (SELECT document FROM record JOIN figure ON record = record.id)')" -eq 0 ]
        count=$(ask 'SELECT count(*) FROM document')
        parts=$((parts + (count > 0 && count < 40)))
    done
    [ "$parts" -gt 0 ] # or none was killed in the middle
    "$ganloss" record h.db v{1..40}.json -q
    [ "$(sqlite3 h.db 'SELECT count(*) FROM document')" -eq 40 ]
    [ "$(sqlite3 h.db 'PRAGMA integrity_check; PRAGMA foreign_key_check')" = ok ]
    [ "$(ls h.db*)" = h.db ]
}

@test "killed at any write, flush or removal of a file: what was there is there, and the rest is all or nothing" {
    strace -o /dev/null true 2>/dev/null || skip 'strace does not work here'
    version one
    version two "$lost"
    "$ganloss" record before.db one.json -q
    local call n killed=0 bad=0
    for call in pwrite64 fdatasync unlink; do
        for ((n = 1; n < 40; n++)); do
            rm -f h.db h.db-journal
            cp before.db h.db
            status=0
            strace -o trace -e trace=$call -e inject=$call:signal=KILL:when=$n "$ganloss" record h.db two.json -q 2>/dev/null || status=$?
            [ "$status" -ne 0 ] || break # it makes fewer
            killed=$((killed + 1))
            sqlite3 h.db 'PRAGMA integrity_check; SELECT label FROM version ORDER BY 1; SELECT count(*) FROM document;
                SELECT count(DISTINCT document) FROM record JOIN figure ON record = record.id' >found
            case $(paste -sd' ' found) in
                'ok one 1 1' | 'ok one two 2 2') ;;
                *) echo "killed at $call $n:"; cat found; bad=1 ;;
            esac
        done
    done
    [ "$bad" -eq 0 ]
    [ "$killed" -gt 10 ]
}

@test "the README's lines for CI, commit after commit" {
    mkdir bin
    # less of the same: one kernel, and times that are there already
    cat >bin/ganloss <<EOF
#!/bin/sh
case \$1 in
    verify) exec "$ganloss" verify nonsaturating.g/stable/f32 --save verify.json -q ;;
    bench) sed 's/"seconds": .*/"seconds": 0/' "$root/tests/data/history-bench.json" >bench.json ;;
    *) exec "$ganloss" "\$@" ;;
esac
EOF
    chmod +x bin/ganloss
    sed -n '/^## Over versions$/,/^## /p' "$root/README.md" | sed -n '/^```sh$/,/^```$/p' | sed '1d;$d' >lines.sh
    [ "$(grep -c ganloss lines.sh)" -eq 3 ]
    git init -q .
    for i in 1 2; do
        git -c user.name=a -c user.email=a@b commit -q --allow-empty -m "$i"
        PATH=$scratch/bin:$PATH sh -e lines.sh >out
    done
    [ "$(sqlite3 history.db 'SELECT group_concat(place) FROM (SELECT place FROM version ORDER BY place)')" = 1,2 ]
    [ "$(sqlite3 history.db "SELECT count(*) FROM version WHERE label = '$(git describe --always)' AND place = 2")" -eq 1 ]
    grep -q '^2 versions, the last is ' out
}
