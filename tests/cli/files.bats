# Files: what they replace and what they leave alone, when that is known, and what killed runs and hostile names do.

load common

# refused_at_once COMMAND...: it is refused at once, though its work would take long, with status 74.
refused_at_once() {
    refuses 74 'cannot write\|cannot make' timeout 20 "$@"
}

small=('minimax.g@D/stable/f32' -q)

@test "a device and a pipe are written to, a link's target is replaced, not the link" {
    "$ganloss" verify "${small[@]}" --save v.json >/dev/null
    "$ganloss" merge v.json --save /dev/null
    [ -c /dev/null ]
    refuses 74 'cannot write /dev/full: No space left' "$ganloss" merge v.json --save /dev/full
    "$ganloss" merge v.json --save /dev/stdout | same_result /dev/stdin v.json
    "$ganloss" merge v.json --save /dev/stdout >both.json
    same_result both.json v.json
    mkfifo pipe
    timeout 20 cat pipe >through.json &
    timeout 20 "$ganloss" merge v.json --save pipe
    wait $!
    same_result through.json v.json
    [ -p pipe ]
    mkdir there
    echo old >there/old.json
    ln -s there/old.json link
    ln -s there/new.json dangling
    "$ganloss" merge v.json --save link
    "$ganloss" merge v.json --save dangling
    [ -L link ]
    [ -L dangling ]
    same_result there/old.json v.json
    same_result there/new.json v.json
    ln -s loop loop
    refuses 74 'loop: Too many levels' "$ganloss" merge v.json --save loop
    refuses 74 'there: Is a directory' "$ganloss" merge v.json --save there
}

@test "an existing file keeps its mode and its other names what they had; a new one has the umask's" {
    echo old >v.json
    chmod 640 v.json
    ln v.json other.json
    (umask 027; "$ganloss" verify "${small[@]}" --save v.json >/dev/null; "$ganloss" merge v.json --save new.json)
    [ "$(stat -c %a v.json)" = 640 ]
    [ "$(stat -c %a new.json)" = 640 ]
    [ "$(cat other.json)" = old ]
    same_result v.json new.json
    chmod 444 v.json
    if [ "$(id -u)" -ne 0 ]; then
        refuses 74 'v.json: Permission denied' "$ganloss" merge new.json --save v.json
    fi
}

@test "what cannot be written is known before the work, in every command" {
    "$ganloss" verify "${small[@]}" --save v.json >/dev/null
    data=$root/tests/data
    refused_at_once "$ganloss" verify --level exhaustive --save none/v.json
    refused_at_once "$ganloss" verify '*/f32' --level exhaustive --resume none/c
    mkdir -p worst/minimax.g.wc.d
    ln -s none/x worst/bce.g.wc
    refuses 74 'bce.g.wc' timeout 20 "$ganloss" verify bce.g/stable/f64 --level exhaustive --worst worst --keep
    refused_at_once "$ganloss" verify '*/f64' --level exhaustive --worst /proc --keep # it is read, and has none
    refused_at_once "$ganloss" batch --save none/b.json
    refused_at_once "$ganloss" bench --save none/b.json
    refused_at_once "$ganloss" trace "$data/minimax-real.npy" "$data/minimax-fake.npy" --save none/t.json
    refused_at_once "$ganloss" compare minimax.g/stable/f32 minimax.g/fused/f32 --level exhaustive --save none/c.json
    refused_at_once "$ganloss" compare --with "$ganloss" --save none/c.json
    refused_at_once "$ganloss" grade manifest-that-is-read-later.json --loss loss.npy --name mine --save none/g.json
    refused_at_once "$ganloss" inputs minimax.g/f32 --level exhaustive --out none/in
    refused_at_once "$ganloss" inputs minimax.g/f32 --level exhaustive --out v.json
    refused_at_once "$ganloss" merge v.json --save none/v.json
    refuses 74 'none/v.json' "$ganloss" merge read-later.json --save none/v.json
    refused_at_once "$ganloss" report v.json --out page --table none/a.md
    refused_at_once "$ganloss" report v.json --out v.json/page
    refused_at_once "$ganloss" report v.json --out v.json
    "$ganloss" record history.db v.json -q >/dev/null
    refused_at_once "$ganloss" history history.db --out v.json/charts
    refuses 74 'cannot make directory v.json: it is a file' "$ganloss" history history.db --out v.json/charts
    # and these are all: the commands above are those that have an option for a file or a folder to write
    writing=$(for command in $("$ganloss" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
        "$ganloss" help "$command" | grep -q -- '--save\|--out=' && echo "$command"
    done | sort | xargs)
    for command in $writing; do
        sed -n '/^@test "what cannot be written/,/^}/p' "$root/tests/cli/files.bats" | grep -q "ganloss\" $command " || { echo "$command"; return 1; }
    done
}

@test "standard output that cannot be written is an error, whatever was asked for" {
    "$ganloss" verify "${small[@]}" --save v.json >/dev/null
    for words in --version --help list 'list kernels' 'eval minimax.g 1' 'verify --help' 'bench --version' doctor \
        'merge v.json' 'bench --dry-run' 'verify minimax.g@D/stable/f32' 'report v.json --table a.md'; do
        # shellcheck disable=SC2086 # words
        run bash -c '"$@" >/dev/full' - "$ganloss" $words
        [ "$status" -eq 74 ] && [ "${#lines[@]}" -eq 1 ] || { echo "$words: $status: $output"; return 1; }
        # what fills more than a buffer has failed before its end, where the reason is not known any more
        [[ $output == *'cannot write to standard output: '@('No space left on device'|'an earlier write failed') ]]
    done
    run bash -c '"$0" --version >&-' "$ganloss"
    [ "$status" -eq 74 ]
    "$ganloss" merge v.json --save closed.json >&- 2>&- <&-
    same_result closed.json v.json
}

@test "a reader that is gone, and a file that grows too large, end nothing: what was asked for is kept" {
    (trap - PIPE; "$ganloss" verify 'minimax.g@D/stable/*' --format json --save v.json -q 2>err || echo $? >status) | true
    [ "$(cat status)" = 74 ]
    grep -q '^ganloss: cannot write to standard output: Broken pipe$' err
    "$ganloss" merge v.json >again.json
    same_result v.json again.json
    cp v.json before.json
    (trap - XFSZ; ulimit -f 1; "$ganloss" verify 'minimax.g/*' -q --save v.json >/dev/null 2>err || echo $? >status)
    [ "$(cat status)" = 74 ]
    grep -q 'cannot write v.json: File too large' err
    cmp v.json before.json
}

@test "what a killed run left goes with the next, what a living one has stays; nothing is followed" {
    touch .v.json.abcdef.ganloss .own .v.json.abcdef
    mkdir -p .page.abcdef.ganloss/data
    touch .page.abcdef.ganloss/data/x.tsv .living.abcdef.ganloss
    echo victim >victim
    ln -s victim .v.json.abcdeg.ganloss
    ln -s victim v.json.new
    ln -s victim c.new
    ln -s victim .c.lock.ganloss
    exec 9>.living.abcdef.ganloss
    flock 9
    "$ganloss" verify "${small[@]}" --save v.json >/dev/null
    [ "$(ls -A | sort | tr '\n' ' ')" = '.c.lock.ganloss .living.abcdef.ganloss .own .v.json.abcdef .v.json.abcdeg.ganloss c.new v.json v.json.new victim ' ]
    refuses 74 'cannot lock c: Too many' timeout 20 "$ganloss" verify 'minimax.g@D/stable/f32' -q --level exhaustive --resume c
    rm .c.lock.ganloss
    "$ganloss" verify 'minimax.g@D/stable/f32' -q --level exhaustive --shard 1/9999 --resume c >/dev/null
    [ -f c ] && [ ! -L c ] && [ -L c.new ]
    [ "$(cat victim)" = victim ]
    exec 9>&-
    "$ganloss" merge v.json --save v.json
    [ ! -e .living.abcdef.ganloss ]
}

@test "two runs with one --resume file: the second ends at once" {
    run_long() { "$ganloss" verify 'bce.target/*/f32' --level exhaustive --resume "$1" -q >/dev/null 2>"$2"; }
    run_long c err &
    first=$!
    while [ ! -s c ]; do sleep 0.05; done
    ln -s c same
    refuses 74 'c is in use by another run' timeout 20 "$ganloss" verify 'bce.target/*/f32' --level exhaustive --resume c
    refuses 74 'same is in use by another run' timeout 20 "$ganloss" verify 'bce.target/*/f32' --level exhaustive --resume same
    pkill -INT -P $first
    wait $first || true
    grep -q 'go on with --resume c' err
    [ "$(ls -A | tr '\n' ' ')" = 'c err same ' ]
}

@test "an error is one line, whatever is in a name" {
    refuses 66 'cannot read a\\x0ab\\x1b\[31m' "$ganloss" merge $'a\nb\e[31m'
    refuses 64 'unknown command' "$ganloss" $'a\nb'
}

@test "report: other files stay, the directory changes in one step; where it cannot, the page says so until the end" {
    "$ganloss" verify "${small[@]}" --save v.json >/dev/null
    mkdir page
    chmod 750 page
    echo mine >page/mine
    before=$(stat -c %i page)
    "$ganloss" report v.json --out page -q
    [ "$(stat -c %i page)" != "$before" ]
    [ "$(stat -c %a page)" = 750 ]
    [ "$(cat page/mine)" = mine ]
    mkdir page/other
    before=$(stat -c %i page)
    "$ganloss" report v.json --out page -q
    (cd page && "$ganloss" report ../v.json --out . -q)
    [ "$(stat -c %i page)" = "$before" ]
    [ -d page/other ]
    [ -s page/index.html ]
    ln -s page link
    "$ganloss" report v.json --out link -q
    [ -L link ]
    [ "$(ls -A | tr '\n' ' ')" = 'link page v.json ' ]
}

@test "report: a gnuplot that hangs, or leaves half a chart, ends with it and all it started" {
    "$ganloss" verify "${small[@]}" --save v.json >/dev/null
    local forever="sleep 987.$$" # nobody else's
    printf '#!/bin/sh\n%s &\nexec %s\n' "$forever" "$forever" >hang
    printf '#!/bin/sh\nfor kind in svg png; do sed -n "s/^load .\\(.*\\).gp.$/\\1.$kind/p" "$2"; done | while read -r name; do\necho "<svg" >$name; done\n' >half
    chmod +x hang half
    refuses 69 'hang did not end within 0.3 s' env GANLOSS_GNUPLOT=./hang GANLOSS_GNUPLOT_SECONDS=0.3 "$ganloss" report v.json --out page
    refuses 74 'only a part of the chart' env GANLOSS_GNUPLOT=./half "$ganloss" report v.json --out page
    GANLOSS_GNUPLOT=./hang "$ganloss" report v.json --out page 2>err &
    sleep 0.5
    kill -TERM $!
    status=0
    wait $! || status=$?
    [ "$status" -eq 75 ]
    grep -q 'interrupted: no report was made' err
    [ -z "$(pgrep -f "$forever")" ]
    [ ! -e page ]
}

# bats test_tags=slow
@test "killed at some moments, and with some calls that fail, nothing is half-written (make kill, make failing-io: all of them)" {
    cd "$root"
    WRITERS='keep resume merge report_within' bash tests/tools/kill.sh "${ganloss%/ganloss}" 12 "$RANDOM" 3>&-
    WRITERS='merge report_within' bash tests/tools/failing_io.sh "${ganloss%/ganloss}" 43 3>&-
}

# on_disk NAME: whether the file of which the temporary one is named after NAME is on the disk before it has its name, and its folder after.
on_disk() {
    awk -v name="$1" -v folder="$(basename "$PWD")" '
        $1 == "fsync" && index($2, "." name) == 1 { written = 1 }
        $1 == "rename" && $2 == name { renamed = written }
        $1 == "fsync" && $2 == folder && renamed { good = 1 }
        END { exit !good }' synced || { cat synced; return 1; }
}

@test "what has its name is on the disk: documents, checkpoints and the files of a page" {
    ${CC:-cc} -D_GNU_SOURCE -O2 -fPIC -shared -o synced.so "$root/tests/cli/synced.c" -ldl
    synced() { rm -f synced; LD_PRELOAD=./synced.so GANLOSS_SYNCED=$PWD/synced "$@" >/dev/null; }
    synced "$ganloss" verify "${small[@]}" --save v.json
    on_disk v.json
    synced "$ganloss" verify 'minimax.g@D/stable/f32' -q --level exhaustive --shard 1/9999 --resume c
    on_disk c
    synced "$ganloss" report v.json --out page --exact none -q
    [ "$(ls page/data page/charts page/index.html | grep -c '[.]')" -gt 5 ]
    for file in index.html $(ls page/data page/charts | grep '[.]'); do
        grep -qx "fsync $file" synced || { echo "$file"; cat synced; return 1; }
    done
}
