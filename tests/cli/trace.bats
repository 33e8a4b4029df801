# trace: what it says of a recorded run, and every kind of file that it refuses.

load common

# npy FILE DICTIONARY BYTES: version 1.0 with this header and that many zero bytes of data; LENGTH overrides the
# header's length field.
npy() {
    local length=${LENGTH:-${#2}}
    {
        printf '\x93NUMPY\x01\x00'
        printf "\\x$(printf %02x $((length % 256)))\\x$(printf %02x $((length / 256)))"
        printf '%s' "$2"
        head -c "$3" /dev/zero
    } >"$1"
}

good="{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"

@test "the minimax run: where the gradient is lost, per variant; the non-saturating loss does not saturate" {
    data=$root/tests/data
    "$ganloss" trace "$data/minimax-real.npy" "$data/minimax-fake.npy" --save t.json >out
    grep -q 'minimax.g: the true gradient itself saturates: .* below 1e-3 from step 2 on' out
    grep -q 'nonsaturating.g: does not saturate' out
    grep -Eq 'minimax.g/clip1e7/f32 +9 +61 +6.1e-07 ' out
    grep -Eq 'minimax.d_real/naive/f32 +8 +29 +2.8e-07 ' out
    ! grep -Eq '^ +minimax.*/stable/' out || false
    grep -q '"traces"' t.json
}

@test "per class with labels" {
    data=$root/tests/data
    "$ganloss" trace "$data/conditional-real.npy" "$data/conditional-fake.npy" \
        --labels "$data/conditional-labels.npy" --loss conditional >out
    grep -q '^conditional' out
    refuses 64 'labels' "$ganloss" trace "$data/conditional-real.npy" "$data/conditional-fake.npy" --loss conditional
}

@test "the results do not depend on the number of threads" {
    for file in conditional-real conditional-fake conditional-labels; do
        first_steps 30 "$root/tests/data/$file.npy" $file.npy
    done
    for jobs in 1 3; do
        "$ganloss" trace conditional-real.npy conditional-fake.npy --labels conditional-labels.npy \
            --loss conditional --jobs $jobs --format json >$jobs.json
    done
    same_result 1.json 3.json
    [ -s 1.json ]
    refuses 64 'jobs takes a whole number' "$ganloss" trace a.npy b.npy --jobs 0
}

trace_is_interrupted() {
    rm -f t.json
    interrupted_after "$1" trace long.npy long.npy --save t.json
    [ $? -eq 75 ]
}

@test "of a trace that was interrupted nothing is reported" {
    npy long.npy "${good/2, 3/4000, 100}" 1600000
    eventually trace_is_interrupted
    [ ! -s out ]
    [ ! -e t.json ]
    [ "$(cat err)" = 'ganloss: INCOMPLETE: interrupted; of a trace that is not whole nothing is reported' ]
}

@test "files that are not what is read" {
    npy ok.npy "$good" 24
    "$ganloss" trace ok.npy ok.npy >/dev/null
    : >empty.npy
    head -c 40 ok.npy >short-header.npy
    head -c 90 ok.npy >short-data.npy
    { cat ok.npy; echo; } >trailing.npy
    echo 'not an array, but long enough to have had a header' >text.npy
    LENGTH=65000 npy hostile.npy "$good" 24
    npy dtype.npy "${good/<f4/>f4}" 24
    npy half.npy "${good/<f4/<f2}" 12
    npy fortran.npy "${good/False/True}" 24
    npy three.npy "${good/2, 3/2, 3, 1}" 24
    npy huge.npy "${good/2, 3/4294967296, 4294967296}" 24
    npy other.npy "${good/2, 3/3, 2}" 24
    refuses 66 'none.npy' "$ganloss" trace none.npy ok.npy
    for file in empty short-header short-data trailing text hostile dtype half fortran three huge; do
        refuses 65 "$file.npy" "$ganloss" trace ok.npy $file.npy
        refuses 65 "$file.npy" "$ganloss" trace $file.npy ok.npy --save t.json
    done
    refuses 65 '2 x 3.*3 x 2\|(2, 3).*(3, 2)' "$ganloss" trace ok.npy other.npy
    npy labels.npy "${good/<f4/<i4}" 24
    "$ganloss" trace ok.npy ok.npy --labels labels.npy >/dev/null
    npy floats.npy "$good" 24
    refuses 65 'floats.npy' "$ganloss" trace ok.npy ok.npy --labels floats.npy
    npy negative.npy "${good/<f4/<i4}" 0
    printf '\xff\xff\xff\xff%020d' 0 | tr 0 '\0' >>negative.npy
    refuses 65 'negative.npy' "$ganloss" trace ok.npy ok.npy --labels negative.npy
    refuses 64 'REAL.npy' "$ganloss" trace ok.npy
}

@test "report: gnuplot missing, a directory that cannot be written, nothing left half-drawn" {
    "$ganloss" verify 'wasserstein.g/*/f32' -q --save v.json >/dev/null
    refuses 69 'gnuplot' env PATH=/none "$ganloss" report v.json --out page
    refuses 69 'gnuplot' env GANLOSS_GNUPLOT=/none "$ganloss" report v.json --out page
    echo >file
    refuses 74 'file' "$ganloss" report v.json --out file
    refuses 64 'out' "$ganloss" report v.json
    "$ganloss" report v.json --out page
    [ -s page/index.html ]
    # a bound of 0 is a bound, and a critic's score is no logit of a D; fonts have names that browsers know
    grep -q 'declared bound 0 ulp' page/charts/error-wasserstein.g-f32.svg
    for chart in error saturation; do grep -q "the critic.*s score s" page/charts/$chart-wasserstein.g-f32.svg; done
    ! grep -q 'sigmoid' page/charts/saturation-wasserstein.g-f32.svg || false
    grep -q 'font-family="[^"]*, sans-serif"' page/charts/error-wasserstein.g-f32.svg
    grep -q 'font-weight="bold"' page/charts/error-wasserstein.g-f32.svg
    ! grep -q 'font-family="[^",]*"' page/charts/*.svg || false
    cp page/index.html before
    GANLOSS_GNUPLOT=/bin/true run "$ganloss" report v.json --out page
    [ "$status" -ne 0 ]
    cmp page/index.html before
    [ -z "$(find page -name '.*' -not -name . | tail -n +2)" ]
}

@test "report: the table of accuracy, alone and with the page" {
    "$ganloss" verify 'minimax.g@D/*' -q --save v.json >/dev/null
    refuses 64 'table' "$ganloss" report v.json
    refuses 64 'table' "$ganloss" report v.json --table ''
    refuses 74 'none/a.md' "$ganloss" report v.json --table none/a.md
    echo '{"schema": "ganloss-result/1"}' >empty.json
    refuses 66 'no kernel is among' "$ganloss" report empty.json --table a.md
    env PATH=/none "$ganloss" report v.json --table a.md --exact none | grep -q '^a.md: the accuracy of 14 kernels from 1 result$'
    [ "$(ls)" = "$(printf 'a.md\nempty.json\nv.json')" ]
    grep -q '^## `minimax.g@D`$' a.md
    grep -q '^f32, sampled: ' a.md
    grep -q '^| \*\*stable\*\*, bounds 0.86 and 1.5 | loss | ≥ 0.' a.md
    grep -q 'ganloss verify SELECTOR... --level quick --seed 1 --save v.json$' a.md
    "$ganloss" report v.json --out page --table b.md --exact none --format json | grep -q '"charts": .*"table": "b.md"'
    [ -s page/index.html ]
    diff a.md b.md | grep -q 'table b.md'
}
