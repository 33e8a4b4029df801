# The README keeps its word: its commands run, the diff that adds a loss builds, and each part of it is needed.

load common

# The lines that a console block shows after "$ ".
shown_commands() {
    sed -n '/^```console$/,/^```$/s/^\$ //p' "$root/README.md"
}

@test "every command that the README shows succeeds" {
    cd "$scratch"
    ln -s "$root/tests" tests
    mkdir bin && ln -s "$ganloss" bin/ganloss
    PATH=$scratch/bin:$PATH
    [ "$(shown_commands | wc -l)" -ge 4 ]
    while read -r line; do
        echo "$line"
        bash -c "$line" >out </dev/null
        [ -s out ]
    done < <(shown_commands)
}

@test "the answers that the README shows are what eval prints" {
    "$ganloss" eval nonsaturating.g -50 >answers
    sed -n '/^\$ ganloss eval nonsaturating.g -50$/,/^```$/p' "$root/README.md" | sed '1d;$d' | grep -v '^ *\.\.\.$' >shown
    [ "$(wc -l <shown)" -ge 6 ]
    while IFS= read -r line; do
        sed 's/ *$//' answers | grep -qxF -- "$line" || { echo "not printed: $line"; return 1; }
    done <shown
}

# shown_below COMMAND: the lines that the README shows below it, to the end of the block.
shown_below() {
    awk -v command="\$ $1" '$0 == command { on = 1; next } /^```$/ { on = 0 } on' "$root/README.md"
}

@test "the figures of verify that the README shows are what it prints" {
    # every float takes half a minute: the worst of them are among the worst cases, which quick judges too
    shown_below 'ganloss verify nonsaturating.g/stable/f32 --level exhaustive' >shown
    [ "$(wc -l <shown)" -eq 3 ]
    "$ganloss" verify nonsaturating.g/stable/f32 >out
    diff <(sed -n '2,3s/exact max/sampled max >=/p' shown) <(sed -n 2,3p out)
    [ "$(sed -n '1s/.* within its bounds //p' shown)" = "$(sed -n '1s/.* none outside its bounds //p' out)" ]

    shown_below 'ganloss verify nonsaturating.g/stable/f64 --level exhaustive --rounds 56' >shown
    [ "$(wc -l <shown)" -eq 4 ]
    diff shown <("$ganloss" verify nonsaturating.g/stable/f64 --level exhaustive --rounds 56 | head -4)
}

@test "the numbers of things that the README tells are theirs" {
    cd "$root"
    kernels=$("$ganloss" list kernels | grep -c '/f32')
    grep -q "All $kernels f32 kernels" README.md
    mutants=$(grep -vc '^#\|^$' tests/mutants/mutants.txt)
    grep -q "do the tests find each of $mutants changes for the worse" README.md
    hostile=$(sed -n 's/^\([0-9]*\) of them, behind `good_among_hostile`.*/\1/p' reports/planted.md)
    grep -q "Which of $hostile kernels that are wrong in such ways" README.md
    faults=$(sed -n '/^```text$/,/^```$/p' reports/planted.md | sed '1,2d; /^good_/d; /^f[36][24] .* of /d; /^```$/d' | grep -c .)
    grep -q "plants $faults faults" reports/planted.md
    grep -q "which of $faults faults, planted" README.md
}

# tells TEXT: the README says it, wherever its lines end.
tells() {
    tr '\n' ' ' <"$root/README.md" | grep -qF -- "$1" || { echo "the README does not say: $1"; return 1; }
}

# defined NAME FILE: the value of a constant of the sources or the Makefile.
defined() {
    sed -n "s/.*\b$1 *:\?= *\([0-9][0-9 <]*\).*/\1/p" "$root/$2" | head -1
}

grouped() {
    echo "$1" | sed ':a; s/\B[0-9]\{3\}\>/,&/; ta'
}

@test "the constants that the README tells are those of the sources" {
    tells "every float there is, all $(grouped $((1 << 32))) of them"
    tells "audits one input in $(grouped $(($(defined CHUNK harness/exhaustive/lots.h))))"
    [ "$(($(defined CASES_LABELS harness/inputs/cases.h)))" -eq 5 ]
    tells 'terms with a label at five labels'
    [ "$(($(defined STRIPS harness/exhaustive/order.h)))" -eq 8 ]
    tells 'a window that mixes eight chunks'
    tells "called with 0 to $(grouped $(($(defined USUAL harness/judge/places.c)))) elements and more"
    "$ganloss" verify --help | tr -s ' \n' ' ' | grep -q 'default: 60)' && tells 'in all (60 unless given)'
    tells "\`kill -9\` at $(defined COUNT tests/tools/long.mk) moments"
    tells "$(grouped $(($(defined usual_comparisons tests/tools/screen_audit.c)))) comparisons each"
}

@test "the exact figures that the README shows are those that are kept" {
    kept=$root/reports/exact.json
    [ -e "$kept" ] || skip 'none are kept'
    awk '/"id"/ { on = /"nonsaturating.g.stable.f32"/ } on && /"(loss|grad)": \{/ { kind = $1; gsub(/[":]/, "", kind) }
        on && /"(max_ulp|at|got)"/ { gsub(/[",:]/, ""); value[$1] = $2 }
        on && /"compared"/ { printf "  %s  exact max %.4g ulp at %s [got %s\n", kind, value["max_ulp"], value["at"], value["got"] }' "$kept" >figures
    [ "$(wc -l <figures)" -eq 2 ]
    diff figures <(shown_below 'ganloss verify nonsaturating.g/stable/f32 --level exhaustive' | sed '1d; s/ = [^ ,]*//; s/ = .*//')
}

@test "the largest errors that reports/accuracy.md found are among the worst cases" {
    "$ganloss" verify '*/stable/f32' --format json >quick.json
    # "term kind exact": what the table says of the first term of each section
    awk -F'|' '/^## /{split($0, a, "`"); term = a[2]} /^f32, /{on = 1} /^f64, /{on = 0}
        on && $2 ~ /stable/ {kind = "loss"} on && $3 ~ /loss|gradient/ && ($2 ~ /stable/ || (kind == "grad" && $2 ~ /^ *$/)) {
            gsub(/ /, "", $4); print term "/stable/f32", $3 ~ /loss/ ? "loss" : "grad", $4; kind = $3 ~ /loss/ ? "grad" : ""}' \
        "$root/reports/accuracy.md" >exact
    [ "$(wc -l <exact)" -ge 18 ]
    awk '/"id"/{gsub(/[",]/, ""); id = $2} /"(loss|grad)": \{/{gsub(/[":{]/, ""); kind = $1}
        /"max_ulp"/{gsub(/,/, ""); printf "%s %s %.4g\n", id, kind, $2}' quick.json >judged
    while read -r id kind ulp; do
        awk -v id="$id" -v kind="$kind" -v ulp="$ulp" '$1 == id && $2 == kind && $3 >= ulp * 0.9999 { found = 1 } END { exit !found }' judged ||
            { echo "$id $kind: no input of the worst cases gives $ulp ulp"; return 1; }
    done <exact
}

@test "what can be seen within a minute is there to be seen; what is cited is this version" {
    line=$(sed -n 's/^    make deps && make build.release.ganloss && \(build.release.ganloss [^#]*[^# ]\) *#.*/\1/p' "$root/README.md")
    [[ $line == 'build/release/ganloss eval '* ]]
    # shellcheck disable=SC2086 # words
    "$ganloss" ${line#build/release/ganloss } | grep -q '^  clip1e7/f32 .*vanished'
    tells "version = {$("$ganloss" --version | sed 's/^ganloss \([^ ]*\).*/\1/')}"
}

@test "the tables of commands and exit statuses are complete" {
    for command in $("$ganloss" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
        grep -q "^| .ganloss $command" "$root/README.md" || { echo "$command"; return 1; }
    done
    for status in $(sed -n 's/^ *STATUS_[A-Z]* = \([0-9]*\).*/\1/p' "$root/harness/base/fail.h"); do
        grep -q "^| .*\b$status\b" "$root/README.md" || { echo "$status"; return 1; }
    done
}

# Without optimisation, which takes two thirds of the time; as a build of its own, whatever make this runs in.
built() {
    env -u MAKEFLAGS -u MAKELEVEL make OPTIMISE=-O0 VECTORISE= "$1"
}

# bats test_tags=slow
@test "adding a loss: the diff builds and passes; without any of its parts it does not build" {
    case $ganloss in */release/*) ;; *) skip "once, in the release build" ;; esac
    mkdir tree
    (cd "$root" && cp -a Makefile losses reference harness reports tests "$scratch/tree")
    cd tree
    sed -n '/^```diff$/,/^```$/p' "$root/losses/README.md" | sed '1d;$d' >../adding.diff
    git apply ../adding.diff
    built build/release/ganloss >../log 2>&1 || { cat ../log; return 1; }
    build/release/ganloss verify 'lsgan.g/*' | grep -q '2 kernels .* 2 within their bounds, 0 outside'

    # a bound that is left, by a kernel that is built in: exit status 1, by text and by document; of all that is made from
    # the table, the registry alone reads bounds, so only that is built again
    sed -i.bak '/^KERNEL(lsgan_g/s/(3, 0.5),     (3/(0.1, 0.5),   (3/' losses/losses.def
    touch -r losses/losses.def.bak losses/losses.def
    touch losses/registry.c
    built build/release/ganloss >../log 2>&1
    run build/release/ganloss verify 'lsgan.g/*' -q --save ../failed.json
    [ "$status" -eq 1 ]
    [[ "$output" == *'1 within their bounds, 1 outside'* ]]
    [[ "$output" == *'FAIL lsgan.g/stable/f32 loss: '*', bound 0.1 at '*'rerun: ganloss eval lsgan.g '* ]]
    grep -q '"pass": false' ../failed.json
    mv losses/losses.def.bak losses/losses.def

    mv losses/kernels/lsgan.c ..
    ! built build/release/ganloss >../log 2>&1 || false
    grep -q "undefined reference to .lsgan_g_stable_f32'" ../log
    mv ../lsgan.c losses/kernels

    mv reference/lsgan.c ..
    ! built build/release/ganloss >../log 2>&1 || false
    grep -q "undefined reference to .formula_lsgan_g'" ../log
    mv ../lsgan.c reference

    sed -i.bak '/^KERNEL(lsgan_g/d' losses/losses.def
    ! built build/release/losses/kernels/lsgan.f32.o >../log 2>&1 || false
    grep -q 'error: no previous prototype for .*lsgan_g_stable_f' ../log
    mv losses/losses.def.bak losses/losses.def

    sed -i '/^TERM(lsgan_g/d' losses/losses.def
    ! built build/release/losses/registry.o >../log 2>&1 || false
    grep -q "lsgan_g.* undeclared" ../log
}
