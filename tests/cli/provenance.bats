# What a document says about its making stands apart: all else is the same to the last byte for the same run.

load common

# alike NAME ARGUMENT...: the document of the arguments, made here on one thread and in another directory on three; DATA
# in them is where the recorded runs are, seen from there.
alike() {
    local name=$1
    shift
    (cd here && "$ganloss" "${@//DATA/../data}" --jobs 1 --save "$name.json" >/dev/null)
    (cd there/deeper && "$ganloss" "${@//DATA/../../data}" --jobs 3 --save "$name.json" >/dev/null)
    same_result "here/$name.json" "there/deeper/$name.json"
    [ "$(cmp "here/$name.json" "there/deeper/$name.json" | wc -l)" -eq 1 ]
    [ "$(made_apart "here/$name.json" | wc -l)" -ge 30 ]
}

@test "two runs of the same differ in provenance alone, whatever the directory and the number of threads" {
    mkdir -p here there/deeper data
    for file in minimax-real minimax-fake conditional-real conditional-fake conditional-labels; do
        first_steps 20 "$root/tests/data/$file.npy" data/$file.npy
    done
    alike quick verify 'minimax.g@D/*' 'bce.target/stable/f32'
    alike modes verify 'wasserstein.g/*' --modes --seed 7
    alike batch batch 'wasserstein.g/stable/*' --batch 1,100 --regime early,cancelling
    alike trace trace DATA/minimax-real.npy DATA/minimax-fake.npy --loss minimax --compute f32
    alike classes trace DATA/conditional-real.npy DATA/conditional-fake.npy --labels DATA/conditional-labels.npy --loss conditional --compute f32
    for i in 1 2; do alike "$i" verify 'minimax.g@D/stable/*' --level exhaustive --rounds 1 --shard "$i/9999"; done
    for i in 1 2; do alike "part$i" verify 'minimax.g@D/stable/*' --shard "$i/2"; done
    (cd here && "$ganloss" verify 'minimax.g@D/stable/*' --against quick.json --save against.json -q >/dev/null)
    (cd there && "$ganloss" verify 'minimax.g@D/stable/*' --against deeper/quick.json --save against.json -q >/dev/null)
    same_result here/against.json there/against.json
    (cd here && "$ganloss" merge part1.json part2.json --save merged.json)
    (cd there && "$ganloss" merge deeper/part1.json ../here/part2.json --save merged.json)
    same_result here/merged.json there/merged.json
    [ "$(grep -c '"date"' here/merged.json)" -eq 3 ]
}

@test "provenance is what was typed, when, where, on how many threads and for how long" {
    before=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    "$ganloss" verify 'wasserstein.g/*' -q --save v.json --jobs 3 >out
    after=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    sed -n '/^ "provenance"/,/^ }/p' v.json >said
    [ "$(sed -n '/"argv"/,/\]/p' said | sed '1d;$d' | tr -d ' ",' | paste -sd' ')" = "$ganloss verify wasserstein.g/* -q --save v.json --jobs 3" ]
    grep -q "^  \"host\": \"$(uname -n)\",$" said
    grep -q '^  "jobs": 3,$' said
    began=$(sed -n 's/^  "date": "\(.*\)",$/\1/p' said)
    [[ ! $began < $before && ! $began > $after ]]
    awk '/"seconds"/ { found = $2 > 0 && $2 < 600 } END { exit !found }' said
}

@test "comparisons leave it out, and a document without it is read" {
    "$ganloss" verify 'wasserstein.g/stable/*' -q --save v.json >/dev/null
    sed 's/"host": ".*"/"host": "another"/; s/"jobs": .*,/"jobs": 99,/' v.json >other.json
    made_apart v.json >without.json
    for file in other without; do
        "$ganloss" verify 'wasserstein.g/stable/*' -q --against $file.json | grep -q '0 better, 0 worse, 2 unchanged$'
        "$ganloss" merge $file.json --save again.json
        same_result again.json v.json
    done
    grep -q '"host": "another"' <("$ganloss" merge other.json)
    sed 's/"jobs": .*,/"jobs": "many",/' v.json >odd.json
    refuses 65 'odd.json: provenance.jobs is "many"; a whole number' "$ganloss" merge odd.json
    sed 's/"argv": \[/&7, /' v.json >odd.json
    refuses 65 'odd.json: provenance.argv is .*; an array of strings is read' "$ganloss" merge odd.json
    "$ganloss" merge v.json --save merged.json
    sed 's/^    "date": .*,/    "date": 7,/' merged.json >odd.json
    refuses 65 'odd.json: provenance.of\[0\].date is 7; a string is read' "$ganloss" report odd.json --out page
}

@test "words that are no UTF-8 are kept as far as JSON can hold them" {
    "$ganloss" verify 'wasserstein.g/stable/f32' -q --save $'v\xff.json' >/dev/null
    grep -q '"v?.json"' $'v\xff.json'
    "$ganloss" merge $'v\xff.json' >/dev/null
}

@test "documents of schema 1 are read: merged, reported, compared with" {
    old=$root/tests/data/result-1.json
    grep -q '"schema": "ganloss-result/1"' "$old"
    "$ganloss" merge "$old" --save new.json
    grep -q '"schema": "ganloss-result/2"' new.json
    diff <(sed 's|"ganloss-result/1"|"ganloss-result/2"|; s/ *,$//; s/,$//' "$old") <(made_apart new.json | sed 's/,$//')
    "$ganloss" report "$old" --out page --table table.md --exact none -q
    grep -q 'small' page/index.html
    grep -q '^wasserstein.g/stable/f32.*early.16' page/data/bench.tsv
    grep -q '| \*\*stable\*\*, bound 0 | loss | ≥ 0 |' table.md
    mkdir empty
    n=$("$ganloss" verify 'wasserstein.g/stable/*' --worst empty --format json | grep -m1 -o '"inputs": [0-9]*')
    sed "s/\"inputs\": [0-9]*/$n/" "$old" >same.json
    "$ganloss" verify 'wasserstein.g/stable/*' --worst empty -q --against same.json | grep -q '0 better, 0 worse, 2 unchanged$'
    "$ganloss" bench 'wasserstein.g/stable/f32' --batch 16 --regime early --time-budget 60 --precision 1000 --counters off --accuracy "$old" --format json |
        grep -q '"max_ulp_is": "sampled"'
    sed 's|ganloss-result/1|ganloss-result/3|' "$old" >later.json
    refuses 65 'later.json: schema is ganloss-result/3; a result of schema ganloss-result/2 or ganloss-result/1 is read' "$ganloss" merge later.json
}

# bats test_tags=slow
@test "a report shows when and where its documents were made, and is the same whenever it is made" {
    "$ganloss" verify 'wasserstein.g/stable/*' --shard 1/2 -q --save 1.json >/dev/null
    "$ganloss" verify 'wasserstein.g/stable/*' --shard 2/2 -q --save 2.json >/dev/null
    "$ganloss" merge 1.json 2.json --save v.json
    sed -i 's/"host": ".*"/"host": "<a host>"/; s/"date": ".*"/"date": "2001-02-03T04:05:06Z"/' v.json
    for i in 1 2; do
        "$ganloss" report v.json --out page$i --table table$i.md --exact none -q
        sleep 1
    done
    diff -r page1 page2
    cmp table1.md <(sed 's/table2.md/table1.md/' table2.md)
    [ "$(grep -c '^<p>Begun 2001-02-03T04:05:06Z on &lt;a host&gt;, threads: [0-9]*, done after [0-9.]* s: <code>' page1/index.html)" -eq 3 ]
    grep -qF "verify &#39;wasserstein.g/stable/*&#39; --shard 1/2 -q --save 1.json</code></p>" page1/index.html
    grep -q '^| Begun | 2001-02-03T04:05:06Z |$' table1.md
    made_apart v.json >without.json
    "$ganloss" report without.json --out page3 --table table3.md --exact none -q
    [ "$(cat page3/index.html table3.md | grep -c Begun)" -eq 0 ]
}
