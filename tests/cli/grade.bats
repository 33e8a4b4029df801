# Judging without a live process: files of inputs, answers to them, and what is refused.

load common

# answered DIRECTORY TERM VARIANT FORMAT: the answers of a kernel to the inputs there, in DIRECTORY/loss and DIRECTORY/grad.
answered() {
    local flags=()
    case $ganloss in
        */sanitize/*) flags=(-fsanitize=address,undefined) ;;
        */coverage/*) flags=(--coverage) ;;
    esac
    [ -x answers ] || cc -O1 -I"$root" "$root/tests/cli/answers.c" "${ganloss%/ganloss}/libganloss.a" -lm "${flags[@]}" -o answers
    mkdir -p "$1/loss" "$1/grad"
    for part in "$1"/x/*.npy; do
        ./answers "$2" "$3" "$4" "$1" "${part##*/}" "$1/loss/${part##*/}" "$1/grad/${part##*/}"
    done
}

# made TERM/FORMAT VARIANT OPTION...: in/, with inputs and answers.
made() {
    "$ganloss" inputs "$1" --out in "${@:3}" -q >/dev/null
    answered in "${1%/*}" "$2" "${1#*/}"
}

graded=(grade in/manifest.json --loss in/loss --grad in/grad --name mine)

# without NAME FILE: a text or a document without what tells of the kernel's name, or of the time.
without() {
    made_apart "$2" | sed "s|/$1/|/NAME/|g; s| in [0-9.]* s:|:|; /\"selection\":/d; /\"command\":/d"
}

# The kernel declares no bound, so that even the verdict is the same.
@test "text and document of answers are those of verify, to the letter" {
    made minimax.d_real/f32 naive --part 3000
    "$ganloss" verify minimax.d_real/naive/f32 --fail-on nan,overflow,vanished,sign --save v.json >v.txt 2>v.err && return 1
    status=0
    "$ganloss" "${graded[@]}" --save g.json >g.txt 2>g.err || status=$?
    [ "$status" -eq 1 ]
    diff <(without naive v.txt) <(without mine g.txt)
    diff <(without naive v.err) <(without mine g.err)
    diff <(without naive v.json | sed '/^  "selectors": \[/,/\]/d; /^ "curves"/,$d; s/,$//') <(without mine g.json | sed 's/,$//; /^}$/d')
    "$ganloss" "${graded[@]}" --format json >j.json 2>/dev/null && return 1
    same_result j.json g.json
}

@test "every float of a shard is judged as verify judges it, and shards add up" {
    made nonsaturating.g/f32 stable --level exhaustive --shard 4/9999 --part 65536
    [ "$(ls in/x | wc -l)" -ge 7 ]
    "$ganloss" verify nonsaturating.g/stable/f32 --level exhaustive --shard 4/9999 --save v.json -q >/dev/null
    "$ganloss" "${graded[@]}" --max-ulp 2.45 --save g.json -q >/dev/null
    figures() { without "$1" "$2" | sed -n '/^ "kernels"/,$p' | sed '/^ "curves"/,$d; /bound_ulp/d; s/,$//'; }
    diff <(figures stable v.json) <(figures mine g.json | sed '/^}$/d')
    for i in 1 2; do
        rm -r in
        made bce.target/f64 stable --shard $i/2
        "$ganloss" "${graded[@]}" --fail-on nan --max-ulp 2 --save $i.json -q >/dev/null 2>&1 && return 1
    done
    rm -r in
    made bce.target/f64 stable
    "$ganloss" "${graded[@]}" --fail-on nan --max-ulp 2 --save whole.json -q >/dev/null 2>&1 && return 1
    "$ganloss" merge 2.json 1.json --save both.json
    diff <(made_apart both.json | sed -n '/^ "kernels"/,$p') <(made_apart whole.json | sed -n '/^ "kernels"/,$p')
    sed 's/"max_ulp": 2.0$/"max_ulp": 3.0/; s/"max_ulp": 2.0,$/"max_ulp": 3.0,/' 2.json >other.json
    refuses 65 'another --max-ulp' "$ganloss" merge 1.json other.json
    refuses 65 'mine/f64 has other outputs' "$ganloss" merge 1.json <(sed '0,/"compared"/s//"given": false, "compared"/' 2.json)
}

@test "what fails: four classes unless told otherwise, a bound, what is named; one output alone is judged alone" {
    made nonsaturating.g/f32 clip1e7
    run "$ganloss" "${graded[@]}"
    [ "$status" -eq 1 ]
    [[ $output == *'FAIL nonsaturating.g/mine/f32 grad: vanished at -inf [got -0x0p+0'* ]]
    "$ganloss" grade in/manifest.json --loss in/loss --name mine >out
    grep -q '^  grad  not given$' out
    run "$ganloss" grade in/manifest.json --loss in/loss --name mine --fail-on lost
    [ "$status" -eq 1 ]
    rm -r in
    made nonsaturating.g/f32 stable
    "$ganloss" "${graded[@]}" --max-ulp 2.45 | grep -q 'none outside its bound of 2.45 ulp'
    run "$ganloss" "${graded[@]}" --max-ulp 2.4
    [ "$status" -eq 1 ]
    [[ $output == *'grad: >= 2.402 ulp, bound 2.4 at 0x1.0a111ap+2'* ]]
    "$ganloss" grade in/manifest.json --loss in/loss --name mine --max-ulp 1.6 --save g.json | grep -q 'bounds of 1.6 and none'
    [ "$(sed -n '/^   "grad"/,/^   }/p' g.json | grep -c '"given": false\|"bound_ulp": null\|"max_ulp": null')" -eq 3 ]
    "$ganloss" report g.json --out page -q
    grep -q mine page/index.html
}

# one NAME: the parts of in/NAME as one file, in the order of the parts.
one() {
    local count
    count=$(for part in "in/$1"/*; do echo $((($(stat -c %s "$part") - 128) / 4)); done | paste -sd+ | bc)
    { printf '\223NUMPY\1\0\166\0%-117s\n' "{'descr': '<f4', 'fortran_order': False, 'shape': ($count,), }"
        for part in "in/$1"/*; do tail -c +129 "$part"; done; } >"$1.npy"
}

@test "all answers in one file are those in a folder with a file for each part" {
    for options in '--part 1024' '--level exhaustive --shard 5/9999 --part 131072'; do
        rm -rf in
        # shellcheck disable=SC2086 # words
        made nonsaturating.g/f32 stable $options
        "$ganloss" "${graded[@]}" --save folder.json >folder.txt
        one loss
        one grad
        "$ganloss" grade in/manifest.json --loss loss.npy --grad grad.npy --name mine --save file.json >file.txt
        same_result folder.json file.json
        diff <(without mine folder.txt) <(without mine file.txt)
    done
}

@test "folders of inputs appear whole or not at all, and where nothing is lost" {
    mkdir full empty
    touch full/mine
    refuses 74 'cannot write full: Directory not empty; inputs go to' "$ganloss" inputs minimax.g/f32 --out full
    refuses 74 'cannot write full/mine: Not a directory' "$ganloss" inputs minimax.g/f32 --out full/mine
    refuses 74 'cannot write none/in: ' "$ganloss" inputs minimax.g/f32 --out none/in
    (cd empty && refuses 74 'cannot write \.: .*busy' "$ganloss" inputs minimax.g/f32 --out .)
    refuses 64 'needs --out' "$ganloss" inputs minimax.g/f32
    refuses 64 "no 'minimax.g'" "$ganloss" inputs minimax.g --out in
    refuses 64 "no 'minimax.h/f32'" "$ganloss" inputs minimax.h/f32 --out in
    refuses 64 'takes one TERM/FORMAT' "$ganloss" inputs minimax.g/f32 minimax.g/f64 --out in
    refuses 64 'level exhaustive searches f64' "$ganloss" inputs minimax.g/f64 --level exhaustive --out in
    refuses 64 'multiple of 65536' "$ganloss" inputs minimax.g/f32 --level exhaustive --part 3000 --out in
    refuses 64 'shard takes I/N' "$ganloss" inputs minimax.g/f32 --shard 3/2 --out in
    "$ganloss" inputs minimax.g/f32 --out slash// -q >/dev/null
    [ -e slash/manifest.json ]
    chmod 750 empty
    "$ganloss" inputs minimax.g/f32 --out empty | grep -q '^minimax.g/f32: [0-9]* inputs (level quick, seed 1) in 1 part: empty/manifest.json$'
    [ "$(stat -c %a empty)" = 750 ]
    [ "$(ls -A empty)" = $'manifest.json\nx' ]
    # a disk that fills up, an interrupt, a kill
    (ulimit -f 8 && refuses 74 'cannot write in: File too large' "$ganloss" inputs minimax.g/f32 --out in)
    "$ganloss" inputs minimax.g/f32 --level exhaustive --out in -q 2>err &
    sleep 0.3
    kill -INT $!
    status=0
    wait $! || status=$?
    [ "$status" -eq 75 ]
    [ "$(cat err)" = 'ganloss: interrupted: nothing is written to in' ]
    [ "$(ls -A | grep -c ganloss)" -eq 0 ]
    [ ! -e in ]
    "$ganloss" inputs minimax.g/f32 --level exhaustive --out in -q &
    sleep 0.3
    kill -KILL $!
    wait $! || true
    [ ! -e in ]
    "$ganloss" inputs minimax.g/f32 --out in -q >/dev/null
    [ "$(ls -A | grep -c ganloss)" -eq 0 ]
}

@test "a run of grade that is interrupted is INCOMPLETE" {
    made bce.target/f64 stable --level full
    status=0
    interrupted_after 0.5 "${graded[@]}" --fail-on nan --jobs 1 --save g.json || status=$?
    [ "$status" -eq 75 ]
    grep -q '^INCOMPLETE: ' out
    grep -q '"complete": false' g.json
    grep -q '"pass": null' g.json
}

# refused_with PATTERN OPTION...: the answers in in/ with such options.
refused_with() {
    refuses 65 "$1" "$ganloss" grade in/manifest.json --name mine "${@:2}"
}

@test "answers of another number, type or shape are refused, and so is what is no answer" {
    made nonsaturating.g/f32 stable --part 8192
    refuses 64 'needs --loss' "$ganloss" grade in/manifest.json --name mine
    refuses 64 'needs --name' "$ganloss" grade in/manifest.json --loss in/loss
    refuses 64 'takes one MANIFEST' "$ganloss" grade --loss in/loss --name mine
    for name in '' a/b 'a b' 'a*' $'a\nb' "$(printf 'a%.0s' {1..41})"; do
        refuses 64 'name takes up to 40' "$ganloss" grade in/manifest.json --loss in/loss --name "$name"
    done
    refuses 64 "'stable' is a variant of ganloss itself" "$ganloss" grade in/manifest.json --loss in/loss --name stable
    refuses 64 'max-ulp takes a positive' "$ganloss" "${graded[@]}" --max-ulp 0
    refuses 66 'cannot read none' "$ganloss" grade none/manifest.json --loss in/loss --name mine
    refuses 66 'cannot read none' "$ganloss" grade in/manifest.json --loss none --name mine
    refuses 74 'cannot write none/g.json' "$ganloss" "${graded[@]}" --save none/g.json
    run "$ganloss" "${graded[@]}" --save /dev/full
    [ "$status" -eq 74 ]
    [[ $output == *'cannot write /dev/full: No space left'* ]]
    refused_with '00000.npy: 8192 elements; there are [0-9]* inputs' --loss in/loss/00000.npy
    refused_with 'no regular file' --loss /dev/zero
    mkfifo pipe
    refused_with 'no regular file' --loss pipe
    cp -r in/loss longer && cp in/loss/00000.npy longer/00002.npy
    refused_with 'longer: 3 .npy files; the inputs have 2 parts' --loss longer
    cp -r in/loss swapped && cp in/loss/00001.npy swapped/00000.npy
    refused_with 'swapped/00000.npy: [0-9]* elements; there are 8192 inputs' --loss swapped
    cp -r in/loss longest && cp in/loss/00000.npy longest/00001.npy
    refused_with 'longest/00001.npy: 8192 elements; there are [0-9]* inputs' --loss longest
    cp -r in/loss shorter && rm shorter/00001.npy
    refuses 66 'cannot read shorter/00001.npy' "$ganloss" grade in/manifest.json --grad shorter --name mine
    cp -r in/loss cut && truncate -s -4 cut/00001.npy
    refused_with 'cut/00001.npy: truncated' --loss cut
    cp -r in/loss typed && sed -i '1s/<f4/<i4/' typed/00000.npy
    refused_with 'typed/00000.npy: elements of type <i4; <f4 is taken' --loss typed
    cp -r in/loss shaped && sed -i '1s/(8192,), }  /(8192, 1), }/' shaped/00000.npy
    refused_with 'shaped/00000.npy: shape 8192 x 1; one dimension' --loss shaped
}

# hostile SED PATTERN: the manifest so changed is refused.
hostile() {
    cp in/manifest.json good
    sed -i "$1" in/manifest.json
    cmp -s good in/manifest.json && { echo "unchanged by $1"; return 1; }
    refused_with "$2" --loss in/loss || { echo "$1"; return 1; }
    mv good in/manifest.json
}

@test "manifests of another schema, of other inputs, with other files, or changed are refused" {
    made nonsaturating.g/f32 stable --part 8192
    hostile 's/ganloss-inputs.1/ganloss-inputs\/2/' 'schema is "ganloss-inputs/2"; a manifest of schema ganloss-inputs/1 is read'
    hostile 's/"schema"/"scheme"/' 'schema is missing'
    hostile 's/"nonsaturating.g"/"\\u001b[2Jx"/' 'term is "..001[bB].*see ganloss list terms'
    hostile 's/"nonsaturating.g"/"bce.target"/' 'inputs is [0-9]*; level quick has [0-9]* here'
    hostile 's/"nonsaturating.g"/"minimax.g@D"/' 'inputs is [0-9]*; level quick has [0-9]* here'
    hostile 's/"f32"/"f64"/' 'inputs is [0-9]*; level quick has\|worst cases\|elements of type'
    hostile 's/"quick"/"slow"/' 'level is "slow"'
    hostile 's/"quick"/"full"/' 'level full has'
    hostile 's/"quick"/"exhaustive"/' 'part is 8192'
    hostile 's/"seed": 1/"seed": 2/' 'no input of level quick'
    hostile 's/"seed": 1/"seed": -1/' 'seed is -1'
    hostile 's/"seed": 1/"seed": 1.0/' 'seed is 1.0'
    hostile '/"shard"/,/]/s/1$/2/' 'shard is \[1,2\]\|shard is\|level quick has'
    hostile 's/\([0-9]\) inputs/\11 inputs/' 'other worst cases'
    hostile 's/"part": 8192/"part": 1/' 'part is 1;'
    hostile 's/"part": 8192/"part": 1024/' '2 parts; [0-9]* inputs in parts of 1024 are 14'
    hostile 's/"name": "00000.npy"/"name": "..\/..\/etc\/passwd"/' 'part 0 is .*; name 00000.npy'
    hostile 's/"name": "00001.npy"/"name": "00000.npy"/' 'part 1 is .*; name 00001.npy'
    hostile 's/"inputs": 8192/"inputs": 8191/' 'part 0 is'
    hostile 's/\("x": "\)../\1zz/' 'part 0 is'
    hostile '0,/"x": "./s//&0/' 'part 0 is'
    hostile '0,/\("x": "\).\{32\}/s//\100000000000000000000000000000000/' 'the x of part 00000 are [0-9a-f]*, not 0000'
    hostile 's/{$/[/' 'not a JSON document'
    hostile '2s/$/"schema": "ganloss-inputs\/1",/' 'duplicate'
    hostile '$s/$/ 1/' 'not a JSON document'
    hostile '/"parts"/,$d' 'not a JSON document'
    # too many parts
    sed -i 's/^ "parts": \[/&\n{"name": "00002.npy", "inputs": 1, "x": "0"},/' in/manifest.json
    refused_with '3 parts; [0-9]* inputs in parts of 8192 are 2' --loss in/loss
}

@test "files of inputs that were changed, moved or exchanged are refused" {
    made bce.target/f64 stable --part 65536
    cp -r in kept
    printf '\1' | dd of=in/x/00001.npy bs=1 seek=4000 conv=notrunc status=none
    refused_with 'in/x/00001.npy: element 484 is no input of level quick' --loss in/loss
    cp kept/x/00000.npy in/x/00001.npy
    refused_with 'in/x/00001.npy: 65536 elements' --loss in/loss
    cp kept/x/00001.npy in/x/
    printf '\1' | dd of=in/y/00000.npy bs=1 seek=128 conv=notrunc status=none
    refused_with 'in/y/00000.npy: element 0 is no input' --grad in/grad
    rm in/y/00000.npy
    refuses 66 'cannot read in/y/00000.npy' "$ganloss" grade in/manifest.json --loss in/loss --name mine
    cp kept/y/00000.npy in/y/
    # answers with the manifest that they are answers to
    cp in/manifest.json in/loss
    "$ganloss" grade in/manifest.json --loss in/loss --name mine --fail-on nan -q >/dev/null
    "$ganloss" inputs bce.target/f64 --part 65536 --seed 2 --out other -q >/dev/null
    refuses 65 'in/loss: answers to other inputs than those of other/manifest.json' "$ganloss" grade other/manifest.json --loss in/loss --name mine
    echo '{}' >in/loss/manifest.json
    refused_with 'in/loss/manifest.json: schema is missing' --loss in/loss
    rm in/loss/manifest.json
    # other worst cases than the inputs begin with
    mkdir worst
    refused_with 'other worst cases' --loss in/loss --worst worst
    "$ganloss" grade in/manifest.json --loss in/loss --name mine --fail-on nan -q >/dev/null
}

# What the page shows of Python, where there is NumPy.
@test "the README's lines of NumPy do what they say" {
    python3 -c 'import numpy' 2>/dev/null || skip 'python3-numpy is not there'
    sed -n '/^```python$/,/^```$/p' "$root/harness/README.md" | sed '1d;$d' >walk.py
    [ "$(wc -l <walk.py)" -ge 5 ]
    "$ganloss" inputs nonsaturating.g/f32 --out in -q >/dev/null
    mkdir loss grad
    python3 walk.py
    "$ganloss" grade in/manifest.json --loss loss --grad grad --name numpy --max-ulp 3
}
