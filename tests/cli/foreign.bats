# Kernels of outside programs and plugins, hostile ones above all (tests/foreign): each has its verdict, the rest of the run
# goes on, and nothing is left of them.

load common

foreign=$root/tests/foreign

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    local flags=(-std=c17 -D_GNU_SOURCE -O2 -I"$root" -fno-trapping-math)
    ${CC:-cc} "${flags[@]}" -fPIC -shared -o hostile.so "$foreign/hostile.c" -lm -lpthread
    ${CC:-cc} "${flags[@]}" -fPIC -shared -o refused.so "$foreign/refused.c" -lm
    ${CC:-cc} "${flags[@]}" -o program "$foreign/program.c" -lm
}

# Each test has copies of its own, and a mark in the environment that whatever it starts has as well.
setup() {
    scratch=$(mktemp -d)
    cd "$scratch" || return
    cp "$BATS_FILE_TMPDIR"/{hostile.so,refused.so,program} .
    export GANLOSS_MARK="foreign-$$-$RANDOM-$RANDOM"
}

# Processes with the mark: what a test started, and what these did, wherever it is now. Not the test's own shells.
marked() {
    local file id
    grep -lsza "^GANLOSS_MARK=$GANLOSS_MARK\$" /proc/[0-9]*/environ | while read -r file; do
        id=${file//[!0-9]/}
        case $(tr '\0' ' ' 2>/dev/null <"/proc/$id/cmdline") in *bats* | '') ;; *) echo "$id" ;; esac
    done
}

# Whether nothing is left of what a test started: no process, and so none of the memory, which has no name.
nothing_is_left() {
    local id
    for id in $(marked); do
        kill -0 "$id" 2>/dev/null && { echo "left: $id $(tr '\0' ' ' <"/proc/$id/cmdline")"; return 1; }
    done
    ! ls /dev/shm | grep ganloss || return 1
}

# The same within some seconds.
nothing_is_left_within() {
    local i
    for ((i = 0; i < $1 * 10; i++)); do
        nothing_is_left >/dev/null && return 0
        sleep 0.1
    done
    nothing_is_left
}

# rows [SOURCE]: those of the table.
rows() {
    grep -v '^#\|^$' "$foreign/hostile.txt" | grep "^${1:-}"
}

# verdicts DOCUMENT: a line for each kernel: variant, pass, inputs, unanswered, names of its faults, classes of its results.
verdicts() {
    awk '
        function done() {
            if (id != "") print id, pass, inputs, unanswered + 0, faults == "" ? "-" : faults, classes == "" ? "-" : classes
        }
        /^   "id": / { done(); split($2, part, "/"); id = part[2]; faults = classes = unanswered = ""; within = 0 }
        /^   "pass": / { pass = $2; sub(",", "", pass) }
        /^   "inputs": / { inputs = $2 + 0 }
        /^   "unanswered": / { unanswered = $2 + 0 }
        /^   "faults": / { within = 1 }
        /^   }/ { within = 0 }
        within && /^    "[a-z]*": {/ { name = $1; gsub("[\":]", "", name); faults = faults (faults == "" ? "" : ",") name }
        /^    "classes": {$/ { among = 1 }
        /^    }/ { among = 0 }
        among && /^     "[a-z-]*": {/ { name = $1; gsub("[\":]", "", name); classes = classes (classes == "" ? "" : ",") name }
        END { done() }' "$1"
}

# has_faults WANTED FOUND: whether all that must be there is, and no more than may be.
has_faults() {
    local must=${1%%(*} may= one
    case $1 in *'('*) may=${1#*(} && may=${may%)} ;; esac
    [ "$must" != - ] || must=
    for one in ${must//,/ }; do
        case ",$2," in *",$one,"*) ;; *) return 1 ;; esac
    done
    for one in ${2//,/ }; do
        case ",$must,$may,-," in *",$one,"*) ;; *) return 1 ;; esac
    done
}

# judged SOURCE NAME PASS FAULTS DOCUMENT: whether the document says that of the kernel.
judged() {
    local found
    found=$(verdicts "$5" | awk -v name="$2" '$1 == name')
    # shellcheck disable=SC2086 # words
    set -- "$@" $found
    [ "${7:-}" = "$3" ] && has_faults "$4" "${10}" ||
        { echo "$1 $2: expected $3 $4, not '$found'"; return 1; }
    [ "$3" != true ] || [ "$9" -eq 0 ] || { echo "$1 $2: passes with inputs unanswered: '$found'"; return 1; }
    # What is answered is right, what is not is not judged, and each input is one or the other.
    case $2 in nan) [ "${11}" = nan ] ;; scribbler | unwritten | inputs) ;; *) [ "${11}" = - ] ;; esac ||
        { echo "$1 $2: results in classes: '$found'"; return 1; }
    [ $(($8 + $9)) -eq "$(verdicts "$5" | awk '$1 == "stable" { print $3 }')" ] || { echo "$1 $2: inputs are lost: '$found'"; return 1; }
}

# whole NAME DOCUMENT: whether this kernel passes, without faults, on as many inputs as the built-in one beside it.
whole() {
    verdicts "$2" | awk -v name="$1" '
        $1 == "stable" { inputs = $3 }
        $1 == name { found = 1; good = $2 == "true" && $4 == 0 && $5 == "-"; mine = $3; line = $0 }
        END { if (!found || !good || mine != inputs) { print "not whole: " name ": " line; exit 1 } }'
}

# together DOCUMENT SHARE ARGUMENT...: a part of the table in one run: the plugin's rows (`plugin`), or every other one of the
# programs' (`0` or `1`), each program for itself.
together() {
    local document=$1 name selected=() sources=()
    rows_of "$2" >rows
    while read -r source name _; do
        selected+=("nonsaturating.g/$name/f32")
        [ "$name" != removes ] || cp program "$name"
        [ "$source" = plugin ] || sources+=(--exec "./$([ -e "$name" ] && echo "$name" || echo program) $name beside-$name") selected+=("nonsaturating.g/beside-$name/f32")
    done <rows
    [ "$2" != plugin ] || sources=(--plugin ./hostile.so)
    shift 2
    run_status=0
    "$ganloss" verify "${sources[@]}" "${selected[@]}" nonsaturating.g/stable/f32 --timeout 1 -q "$@" --save "$document" >out 2>err ||
        run_status=$?
    [ -e "$document" ] || { cat out err; return 1; }
}

# rows_of SHARE: as above.
rows_of() {
    case $1 in
        plugin) rows plugin ;;
        *) rows program | awk -v share="$1" 'NR % 2 == share' ;;
    esac
}

# seldom: what few calls do not show; level exhaustive, of which this is a small part, has large ones.
seldom=state,position,scribbler,threads,length,aligned_in,aligned_out,raises-when-short

# all_judged DOCUMENT [NAMES]: whether the rows came out as they say; of those named, nothing else may be there.
all_judged() {
    local source name pass faults beside bad=0
    while read -r source name pass faults beside; do
        case ",$2," in *",$name,"*) pass=$(verdicts "$1" | awk -v name="$name" '$1 == name { print $2 }') faults="($faults)" ;; esac
        judged "$source" "$name" "$pass" "${faults/(position))/,position)}" "$1" || bad=1
        [ "$source" = plugin ] || [ -n "$beside" ] || whole "beside-$name" "$1" || bad=1
    done <rows
    whole stable "$1" || bad=1
    [ "$source" != plugin ] || whole correct "$1" || bad=1
    [ "$bad" -eq 0 ]
}

# all_in_one_run SHARE ARGUMENT...: the rows have their verdicts, in a complete run, and nothing is left of them.
all_in_one_run() {
    together "$1.json" "$@"
    case $* in *exhaustive*) all_judged "$1.json" "$seldom" ;; *) all_judged "$1.json" ;; esac
    [ "$run_status" -eq 1 ]
    grep -q '^  "complete": true' "$1.json"
    nothing_is_left
}

# bats test_tags=slow
@test "hostile kernels of a plugin, all in one run: each has its verdict, and colours no other" {
    all_in_one_run plugin
}

# at_length ARGUMENT...: a run that `make long` has besides.
at_length() {
    [ "${GANLOSS_TEST_LENGTH:-}" != long ] || all_in_one_run "$@"
}

# bats test_tags=slow
@test "hostile programs, many in one run: each has its verdict, and colours no other" {
    all_in_one_run 0
    at_length 1
}

# In the chunk of floats that has the input which some cannot bear.
# bats test_tags=slow
@test "hostile kernels at level exhaustive" {
    all_in_one_run plugin --level exhaustive --shard 8065/8192
    at_length 0 --level exhaustive --shard 8065/8192
    at_length 1 --level exhaustive --shard 8065/8192
}

# Each float at every lane: what depends on the place is found there by itself, what depends on a call's length by the calls of
# many lengths that level full, which is contained, has.
# bats test_tags=slow
@test "hostile kernels at every position" {
    [ "${GANLOSS_TEST_LENGTH:-}" = long ] || skip 'make long'
    local ids=(nonsaturating.g/{position,aligned_in,aligned_out,length,correct}/f32) name
    "$ganloss" verify --plugin ./hostile.so "${ids[@]}" --level exhaustive --shard 8065/8192 --positions 16 -q --save e.json
    for name in position aligned_in aligned_out; do
        verdicts e.json | grep -q "^$name .* 524288 0 position -$" || { verdicts e.json; return 1; }
    done
    verdicts e.json | grep -q '^correct .* 524288 0 - -$'
    "$ganloss" verify --plugin ./hostile.so "${ids[@]}" --level full -q --save f.json
    [ "$(verdicts f.json | grep -c ' 0 position -$')" -eq 4 ]
    verdicts f.json | grep -q '^correct .* 0 - -$'
    nothing_is_left
}

# bats test_tags=slow
@test "hostile kernels on one thread, and on seven" {
    all_in_one_run 1 --jobs 7
    at_length 0 --jobs 1
    at_length plugin --jobs 1
    at_length plugin --jobs 7
}

@test "the exit status is that of the verdict" {
    local source name pass rest option
    rows | if [ "${GANLOSS_TEST_LENGTH:-}" = long ]; then cat; else grep -E ' (correct|segfault|loops|position|raises-at-nan|twice) '; fi >some
    while read -r source name pass rest; do
        option=(--exec "./program $name")
        [ "$source" = program ] || option=(--plugin ./hostile.so)
        run_status=0
        "$ganloss" verify "${option[@]}" "nonsaturating.g/$name/f32" nonsaturating.g/stable/f32 --timeout 1 -q --save one.json >out 2>err || run_status=$?
        judged "$source" "$name" "$pass" "${rest%% *}" one.json
        [ "$run_status" -eq "$([ "$pass" = true ] && echo 0 || echo 1)" ] || { echo "$name: status $run_status"; return 1; }
        [ "$pass" = true ] || grep -q "^FAIL nonsaturating.g/$name/f32" err
        nothing_is_left
    done <some
}

# It answers the long calls that come first, and raises in those that repeat them: what is not answered is not compared.
@test "a repeated call that is not answered says nothing of what was answered before" {
    "$ganloss" verify --exec './program raises-when-short' nonsaturating.g/raises-when-short/f32 --level exhaustive --shard 30/2048 -q --save d.json || [ $? -eq 1 ]
    verdicts d.json | grep -q '^raises-when-short false [0-9]* [0-9]* raised -$' || { verdicts d.json; return 1; }
    ! verdicts d.json | grep position
}

# hostile.c nudges the sixth loss of a call: alone, that input has another.
@test "a maximum is shown as it was judged; where a result depends on its place, one that is asked for again is alone" {
    "$ganloss" verify --plugin ./hostile.so nonsaturating.g/{position,correct}/f32 --max-ulp 1.6 --save d.json >out 2>err || [ $? -eq 1 ]
    at() { sed -n "s/.* at \([^ ]*\) = .*\[$1 \([^ ]*\) = .*/\1 \2/p"; }
    read -r where judged < <(grep -A 1 '^nonsaturating.g/position' out | at got)
    read -r again alone < <(grep '^FAIL nonsaturating.g/position/f32 loss: .*bound' err | at alone)
    [ -n "$judged" ] && [ "$where" = "$again" ]
    [ "$judged" != "$alone" ]
    grep -q "\"got\": \"$judged\"" d.json
    "$ganloss" eval nonsaturating.g "$where" --plugin ./hostile.so | grep -q "position.*$alone"
    grep -q '^FAIL nonsaturating.g/correct/f32 .*\[got ' err
}

@test "malformed plugins are refused in one line" {
    local name status pattern got
    grep -v '^#\|^$' "$foreign/refused.txt" >refused.rows
    while IFS='|' read -r name status pattern; do
        name=${name// /}
        got=0
        GANLOSS_REFUSED=$name "$ganloss" verify --plugin ./refused.so -q >out 2>err || got=$?
        [ "$got" -eq "$status" ] || { echo "$name: $got"; cat err; return 1; }
        tail -n 1 err | grep -q -- "${pattern# }" || { echo "$name: no '$pattern' in"; cat err; return 1; }
        [ "$status" -le 1 ] || [ ! -s out ]
        ! grep -q "$(printf '\033')" err || { echo "$name: a terminal is told things"; return 1; }
    done <refused.rows
    refuses 69 'none.so: No such file or directory' "$ganloss" verify --plugin none.so
    refuses 69 'program: .*cannot dynamically load' "$ganloss" verify --plugin program
    refuses 69 'it exports no function ganloss_plugin' "$ganloss" verify --plugin "$(${CC:-cc} -print-file-name=libjansson.so)"
    echo text >text.so
    refuses 69 'text.so' "$ganloss" verify --plugin text.so
    refuses 69 'Is a directory' "$ganloss" verify --plugin /
    # A library that it needs is not there.
    echo 'int needed(void) { return 1; }' | ${CC:-cc} -shared -fPIC -xc - -o libneeded.so
    echo 'int needed(void); int ganloss_plugin(void) { return needed(); }' | ${CC:-cc} -shared -fPIC -xc - -o needs.so -L. -lneeded
    rm libneeded.so
    refuses 69 'libneeded.so: cannot open shared object file' "$ganloss" verify --plugin ./needs.so
    nothing_is_left
}

# hello_is STATUS PATTERN COMMAND: what is said of a program.
hello_is() {
    local got=0
    timeout 60 "$ganloss" verify --exec "$3" -q >out 2>err || got=$?
    [ "$got" -eq "$1" ] || { echo "status $got, not $1: $3"; cat err; return 1; }
    [ "$1" -eq 0 ] || [ ! -s out ]
    [ -z "$2" ] || tail -n 1 err | grep -q -- "$2" || { echo "no '$2' in:"; cat err; return 1; }
    ! grep -q "$(printf '\033')" err
}

# bats test_tags=slow
# Its own supervisor asks it: an empty request is no call.
@test "what a plugin changed when it was loaded is said until a call is over" {
    truncate -s 64M inputs results
    mkfifo life
    python3 -c '
import struct, sys
for number, repeat in (1, 0), (2, 1), (3, 1):
    sys.stdout.buffer.write(struct.pack("<QIII44x", number, 0, 0, repeat))' >requests
    GANLOSS_REFUSED=flushing-on-load "$ganloss" answer-blocks plugin ./refused.so 3<requests 4>answers 5<inputs 6<>results 7<>life
    tail -c 48 answers | od -An -v -tu4 -w16 >parts
    [ "$(awk '{ print ($4 != 0) }' parts | xargs)" = '1 1 0' ] || { cat parts; return 1; }
}

@test "first lines that are no hello are refused in one line" {
    local status pattern text row='{"term": "nonsaturating.g", "variant": "v", "format": "f32"}'
    grep -v '^#\|^$' "$foreign/hellos.txt" >hellos.rows
    [ "$(wc -l <hellos.rows)" -gt 40 ]
    while IFS='|' read -r status pattern text; do
        pattern=$(sed 's/^ //; s/ *$//' <<<"$pattern")
        text=${text# }
        printf '%s\n' "${text//@/$row}" >hello
        if [ "$status" -eq 0 ]; then
            hello_is 0 "$pattern" './program good beside hello' || return 1
        else
            hello_is "$status" "$pattern" 'cat hello >&4' || return 1
        fi
    done <hellos.rows
    hello_is 69 'no line of text' "printf '{\"ganloss\": 1}\\0 more\\n' >&4"
    hello_is 69 'no line of text' 'yes "[[[[[[[[" | tr -d "\n" >&4'
    hello_is 69 'no line of text' 'cat /dev/zero >&4'
    # a mebibyte is the longest line, and one and a half are not
    {
        printf '{"ganloss": 1, "library": "l", "version": "1", "memory": true, "kernels": [%s]' "$row"
        head -c 1500000 /dev/zero | tr '\0' ' '
        echo '}'
    } >hello
    hello_is 69 'no line of text' 'cat hello >&4'
    tr -s ' ' <hello >short
    run timeout 60 "$ganloss" verify --exec 'cat short >&4' -q # it is one, and the program ends
    [ "$status" -eq 1 ]
    hello_is 69 'ended before its hello, with status 0' 'true'
    hello_is 69 'ended before its hello, with status 127' 'none-such-program'
    hello_is 69 'ended before its hello, with status 3' 'printf "{" >&4; exit 3'
    hello_is 69 'ended before its hello, by signal 9' 'kill -9 $$'
    hello_is 69 'closed its descriptors before its hello' 'exec sleep 100 3<&- 4>&-'
    nothing_is_left
}

# begun: whether a program or plugin of a run is there.
begun() {
    local id
    for id in $(marked); do
        tr '\0' ' ' <"/proc/$id/cmdline" 2>/dev/null | grep -q answer-blocks && return 0
    done
    return 1
}

@test "kill -9 leaves nothing" {
    local option pid i
    for option in '--plugin ./hostile.so nonsaturating.g/loops/f32 nonsaturating.g/forks/f32' '--exec ./program\ late nonsaturating.g/late/f32' \
        '--exec ./program\ daemon nonsaturating.g/daemon/f32' '--exec ./program\ stops-supervisor nonsaturating.g/stops-supervisor/f32'; do
        eval "set -- $option"
        "$ganloss" verify --level exhaustive --timeout 100 "$@" >out 2>err &
        pid=$!
        for ((i = 0; i < 100; i++)); do
            ! begun || break
            sleep 0.1
        done
        begun
        sleep 0.2
        kill -9 "$pid"
        wait "$pid" || true
        case $option in *stops-supervisor*) for id in $(marked); do kill -CONT "$id" 2>/dev/null || true; done ;; esac
        nothing_is_left_within 20
    done
}

# interrupted_group SIGNAL ARGUMENT...: sent to ganloss and all that is in its group, as a keyboard does.
interrupted_group() {
    local pid i status=0
    setsid env --default-signal=INT "$ganloss" "${@:2}" >out 2>err &
    pid=$!
    for ((i = 0; i < 200; i++)); do
        ! begun || break
        sleep 0.1
    done
    sleep 1
    kill -s "$1" -- "-$pid"
    wait "$pid" || status=$?
    return "$status"
}

@test "an interrupt leaves a valid partial result, whatever a kernel does" {
    local status
    interrupted_group INT verify --plugin ./hostile.so nonsaturating.g/slow/f32 nonsaturating.g/correct/f32 --level exhaustive --save part.json -q && status=0 || status=$?
    [ "$status" -eq 75 ]
    grep -q '^  "complete": false' part.json
    "$ganloss" report part.json --out page -q 2>/dev/null || [ $? -eq 75 ]
    nothing_is_left
    # In a call that takes for ever.
    interrupted_group INT verify --plugin ./hostile.so nonsaturating.g/loops/f32 --timeout 1000 --jobs 1 --save hung.json -q && status=0 || status=$?
    [ "$status" -eq 75 ]
    grep -q '^  "complete": false' hung.json
    verdicts hung.json | grep -q '^loops null '
    nothing_is_left
}

@test "--timeout says how long an answer may take" {
    local seconds
    SECONDS=0
    "$ganloss" verify --plugin ./hostile.so nonsaturating.g/loops/f32 --timeout 0.2 --jobs 1 -q >out 2>err && false
    grep -q 'hang: gave no answer in time' err
    [ "$SECONDS" -lt 20 ]
    "$ganloss" verify --exec './program good' --timeout 30 -q >out 2>err
    for seconds in 0 -1 nan x '' 1e7; do
        refuses 64 '--timeout' "$ganloss" verify --exec './program good' --timeout "$seconds"
    done
    nothing_is_left
}

# bats test_tags=slow
@test "eval shows that there is no answer, and why" {
    "$ganloss" eval nonsaturating.g 1 --plugin ./hostile.so --timeout 1 >out 2>err && status=0 || status=$?
    [ "$status" -eq 1 ]
    for fault in segfault:crash exits:exit loops:hang; do
        grep -q "^  ${fault%:*}/f32  *loss no answer  *grad no answer " out
        grep -q "^FAIL nonsaturating.g/${fault%:*}/f32 ${fault#*:}: " err
    done
    grep -q '^  correct/f32  *loss 0x1.40c7acp-2 = 0.313262  *0.007965 ulp' out
    "$ganloss" eval nonsaturating.g 1 --exec './program loss-only' >out
    grep -q '^  loss-only/f32  *loss 0x1.40c7acp-2 = 0.313262  *0.007965 ulp  *grad not given ' out
    nothing_is_left
}
