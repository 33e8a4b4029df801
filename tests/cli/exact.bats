# Exact figures that are kept stand in reports where they are of the same kernels and libm, and are named where they are not.

load common

# A run of level quick, and figures as an exhaustive one might have given: with another maximum of one kernel's gradient.
setup() {
    scratch=$(mktemp -d)
    cd "$scratch" || return
    "$ganloss" verify 'minimax.g@D/*' -q --save v.json >/dev/null
    sed 's/"inputs": [0-9]*/"inputs": 4294967296/; s/"level": "quick"/"level": "exhaustive"/; s/"max_ulp": 1\.4994[0-9]*/"max_ulp": 1.5/' v.json >all.json
    "$ganloss" merge all.json --exact --save exact.json
}

# rows FILE: of each kernel in the directory's table, whether its gradient's figures are exact, whether it passed, its maximum.
rows() {
    awk -F'\t' '$2 == "ideal" && $3 == "grad" { printf "%s %s %s %.5f\n", $1, $4, $7, $8 }' "$1/data/kernels.tsv"
}

@test "exact figures alone are kept: of kernels tried on every float, no curves, no binades, nothing of the making" {
    "$ganloss" verify 'minimax.g@D/clip1e7/f32' 'minimax.g@D/stable/f32' --level exhaustive --shard 3000/9999 -q --save e.json >/dev/null
    refuses 66 'no kernel was tried on every float' "$ganloss" merge e.json --exact
    # as a run that was interrupted when it was done with the first of them
    sed '1,/"inputs"/s/"inputs": [0-9]*/"inputs": 4294967296/' e.json >one.json
    [ "$(grep -c '"binades"' one.json)" -ge 4 ]
    "$ganloss" merge one.json --exact --save few.json
    [ "$(grep -c '"id"' few.json)" -eq 1 ]
    grep -q '"complete": true' few.json
    [ "$(grep -c '"binades"\|"histogram"\|"provenance"\|"curves"' few.json)" -eq 0 ]
    figures() { grep '"max_ulp"\|"compared"\|"not_rounded"\|"count"\|"at"\|"got"' "$1" | tr -d ' ,'; }
    diff <(figures few.json) <(made_apart one.json | sed '/"id": "minimax.g@D.stable.f32"/,$d' >first; figures first)
    grep -q '"curves"' all.json
    [ "$(grep -c '"curves"\|/f64"' exact.json)" -eq 0 ]
}

@test "exact figures stand in place of sampled ones, and say so" {
    "$ganloss" report v.json --out page --table table.md --exact exact.json >out
    grep -q '^exact.json: exact figures of 7 kernels$' out
    "$ganloss" report v.json --out sampled --exact none >out
    [ "$(grep -c exact out)" -eq 0 ]
    rows page | grep -q '^minimax.g@D/stable/f32 exact yes 1.50000$'
    rows sampled | grep -q '^minimax.g@D/stable/f32 sampled yes 1.4994.$'
    diff <(rows page | grep f64) <(rows sampled | grep f64)
    [ "$(rows page | grep -c '/f32 exact')" -eq 7 ]
    grep -q '^<tr><th>stable.*</th><td><span class="use">use</span></td>.*<td class="n">0.8[0-9]* <small>exact</small></td><td class="n">1.5 <small>exact</small></td>' page/index.html
    grep -q '^<tr><th>stable.*</th><td><span class="use">use</span></td>.*<td class="n">≥ 0.8[0-9]* <small>sampled</small></td>' page/index.html
    [ "$(grep -c '<small>exact' sampled/index.html)" -eq 0 ]
    grep -q '^<tr><th>stable.*</th><td><span class="use">use</span></td>.*<td class="n">≥ 0.8[0-9]* <small>sampled' sampled/index.html
    grep -q 'Exact figures of 7 kernels are those of exact.json' page/index.html
    grep -q '^<h3>exact.json: ganloss verify</h3>$' page/index.html
    [ "$(grep -c 'exact.json' sampled/index.html)" -eq 0 ]
    grep -q '^f32, exact: all 4,294,967,296 inputs\.$' table.md
    grep -q '^|  | gradient | 1.5 |' table.md
    "$ganloss" report v.json --table t.md --exact exact.json --format json | grep -q '"used": 7'
}

# bats test_tags=slow
@test "of another build, libm or CPU nothing is taken, and the difference is named" {
    "$ganloss" report v.json --out sampled --exact none -q
    for part in kernel_code libm libm_code cpu; do
        sed "s/\"$part\": \"/&x/" exact.json >other.json
        "$ganloss" report v.json --out page --exact other.json >out
        grep -q "^other.json: made for another build, not used for it: its $part is \"x.*\", not \"" out
        grep -q "<span class=\"care\">another build</span> other.json was made for another one, and is not used for it: its $part is " page/index.html
        diff <(rows page) <(rows sampled)
    done
    for part in program seed selection; do # of the harness and the run: no part of what kernels answer
        sed "s/\"$part\": \"\\?/&9/" exact.json >other.json
        "$ganloss" report v.json --table t.md --exact other.json | grep -q '^other.json: exact figures of 7 kernels$'
    done
    sed '/"key"/,/}/d' v.json >without.json
    "$ganloss" report without.json --table t.md --exact exact.json | grep -q '^exact.json: made for another build, .*kernel_code is .*, not missing'
    sed '/"libm_code"/d' exact.json >keyless.json
    refuses 65 'keyless.json: key.libm_code is missing' "$ganloss" report v.json --table t.md --exact keyless.json
    refuses 66 'cannot read none.json' "$ganloss" report v.json --table t.md --exact none.json
}

# bats test_tags=slow
@test "what failed stays failed, and what exact figures show fails; what is unfinished or not of all inputs is left alone" {
    sed '/"minimax.g@D.stable.f32"/,/"pass"/s/"pass": true/"pass": false/' v.json >failed.json
    "$ganloss" report failed.json --out page --exact exact.json -q
    rows page | grep -q '^minimax.g@D/stable/f32 exact no 1.50000$'
    sed 's/"max_ulp": 1\.5,/"max_ulp": 99.5,/' exact.json >outside.json
    "$ganloss" report v.json --out page --exact outside.json -q
    rows page | grep -q '^minimax.g@D/stable/f32 exact no 99.50000$'
    grep -q '^<tr><th>stable.*</th><td><span class="training">inaccurate</span>' page/index.html
    sed '/"minimax.g@D.stable.f32"/,/"pass"/s/"pass": true/"pass": false/' exact.json >fails.json
    "$ganloss" report v.json --out page --exact fails.json -q
    rows page | grep -q '^minimax.g@D/stable/f32 exact no 1.50000$'
    sed 's/"complete": true/"complete": false/' v.json >part.json
    "$ganloss" report part.json --out page --exact exact.json -q
    rows page | grep -q '^minimax.g@D/stable/f32 sampled INCOMPLETE 1.4994.$'
    sed 's/"inputs": 4294967296/"inputs": 4294967295/' exact.json >almost.json
    "$ganloss" report v.json --out page --exact almost.json -q
    rows page | grep -q '^minimax.g@D/stable/f32 sampled yes 1.4994.$'
}

@test "doctor and report know which figures are kept beside the scripts, and whether for this build" {
    mkdir -p bin share/ganloss
    cp "$ganloss" bin/ganloss
    cp -r "$root/reports" share/ganloss
    rm -f share/ganloss/reports/exact.json
    bin/ganloss doctor | grep -q '^figures    none are kept (make exact)$'
    [ "$(bin/ganloss report v.json --table t.md | grep -c exact)" -eq 0 ]
    cp exact.json share/ganloss/reports
    bin/ganloss doctor | grep -q '^figures    exact.json has exact ones of 7 kernels, for this build$'
    bin/ganloss report v.json --table t.md | grep -q '^exact.json: exact figures of 7 kernels$'
    sed -i 's/"libm": "/&x/' share/ganloss/reports/exact.json
    bin/ganloss doctor | grep -q '^figures    exact.json was made for another build: its libm is "x.*", not ".*" (make exact makes it anew)$'
    bin/ganloss doctor --format json | grep -q '"difference": "libm is '
    echo '{' >share/ganloss/reports/exact.json
    refuses 65 'exact.json:.*not a JSON document' bin/ganloss doctor
}
