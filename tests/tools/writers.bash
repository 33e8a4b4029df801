# shellcheck shell=bash disable=SC2154
# writers.bash -- every command that writes, on small inputs, for kill.sh and failing_io.sh; and what must hold of its
# files whatever became of it. Sourced with $ganloss and $data set, in an empty directory; `under` is
# a command that runs it. WRITERS names some of them.

under=()
inputs=
read -ra writers <<<"${WRITERS:-verify keep resume batch bench trace merge report report_within table inputs grade junit sarif}"

# What they read; and for each, in before/NAME, the directory it begins in, with what an earlier run left.
writers_prepare() {
    inputs=$PWD
    "$ganloss" verify 'wasserstein.g/stable/f32' -q --save v.json >/dev/null
    "$ganloss" verify 'wasserstein.d_real/stable/f32' -q --save w.json >/dev/null
    "$ganloss" inputs wasserstein.d_fake/f32 --out in -q >/dev/null
    for name in "${writers[@]}"; do
        mkdir -p "before/$name" after
        (cd "before/$name" && case $name in
            keep) mkdir worst && "$ganloss" verify 'wasserstein.g/stable/f32' -q --worst worst --keep >/dev/null ;;
            report | report_within) "$ganloss" report "$inputs/v.json" --out page -q && echo mine >page/mine ;;
            inputs) ;;
            *) echo old >out.json ;;
        esac)
        [ "$name" != report_within ] || mkdir "before/$name/page/other"
        cp -r "before/$name" after
        (cd "after/$name" && "writer_$name") >/dev/null 2>&1 || { echo "writers: $name fails"; return 1; }
        rm -f "after/$name/checkpoint" "before/$name/checkpoint"
    done
}

writer_verify() { "${under[@]}" "$ganloss" verify 'minimax.g@D/stable/f32' -q --jobs 1 --save out.json; }
writer_keep() { "${under[@]}" "$ganloss" verify 'minimax.g@D/stable/f32' -q --jobs 1 --worst worst --keep; }
writer_resume() {
    "${under[@]}" "$ganloss" verify 'wasserstein.g/stable/f32' --level exhaustive --jobs 1 --shard 1/997 -q --resume checkpoint --save out.json
}
writer_batch() { "${under[@]}" "$ganloss" batch 'wasserstein.g/stable/f32' --batch 1,64 --regime uniform --jobs 1 -q --save out.json; }
writer_bench() {
    "${under[@]}" "$ganloss" bench 'minimax.g/naive/f32' --batch 16 --regime uniform --time-budget 1 --counters off -q --save out.json
}
writer_trace() {
    "${under[@]}" "$ganloss" trace "$data/minimax-real.npy" "$data/minimax-fake.npy" --loss wasserstein --compute f32 --jobs 1 -q --save out.json
}
writer_merge() { "${under[@]}" "$ganloss" merge "$inputs/v.json" "$inputs/w.json" --save out.json; }
writer_report() { "${under[@]}" "$ganloss" report "$inputs/v.json" "$inputs/w.json" --out page -q; }
writer_report_within() { writer_report; }
writer_table() { "${under[@]}" "$ganloss" report "$inputs/v.json" "$inputs/w.json" --table out.json -q; }
# Inputs go to a folder that is not there yet; those of wasserstein.d_fake are its losses.
writer_inputs() {
    rm -rf in
    "${under[@]}" "$ganloss" inputs wasserstein.d_fake/f32 --part 4096 --out in -q
}
writer_grade() { "${under[@]}" "$ganloss" grade "$inputs/in/manifest.json" --loss "$inputs/in/x" --name same --jobs 1 -q --save out.json; }

# What CI reads.
writer_junit() { "${under[@]}" "$ganloss" verify 'wasserstein.g/stable/f32' -q --jobs 1 --junit out.json; }
writer_sarif() { "${under[@]}" "$ganloss" verify 'wasserstein.g/stable/f32' -q --jobs 1 --sarif out.json; }

# What of a document does not depend on the moment, or on what of the machine could be read.
steady() {
    case $2 in
        bench) "$ganloss" merge "$1" | sed -n '/^ "schema"/p; /^ "bench"/p' ;;
        *) sed '/^ "provenance": {/,/^ }/d; /^ "machine": {/,/^ }/d' "$1" ;;
    esac
}

# same_files NAME DIRECTORY KIND: whether NAME's files in DIRECTORY are those of before/ or after/ (KIND), all of them.
same_files() {
    case $1 in
        report*) diff -r -x '.*.ganloss' "$3/$1/page" "$2/page" ;;
        keep) diff -r -x '.*.ganloss' "$3/$1/worst" "$2/worst" ;;
        inputs) [ "$3" = before ] && [ ! -e "$2/in" ] || diff -r "$3/$1/in" "$2/in" ;;
        *) cmp <(steady "$3/$1/out.json" "$1") <(steady "$2/out.json" "$1") ;;
    esac >/dev/null 2>&1
}

# whole NAME DIRECTORY: the files are the old ones or the new ones; where they go one by one, there may be neither, but
# then the page says so.
whole() {
    case $1 in bench) same=$(cat "$2/out.json"); [ "$same" = old ] && return ;; esac
    same_files "$1" "$2" before || same_files "$1" "$2" after ||
        { [ "$1" = report_within ] && grep -q 'This report is being replaced' "$2/page/index.html"; }
}

# tidy NAME DIRECTORY: nothing is there but what belongs there.
tidy() { [ -z "$(find "$2" -name '.*' ! -path "$2")" ]; }
