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
    shared_before=$(ls /dev/shm)
}

# Whether no process that a test started, or that one of these did, is there still, nor a file in shared memory.
nothing_is_left() {
    local left
    left=$(grep -lsza "^GANLOSS_MARK=$GANLOSS_MARK\$" /proc/[0-9]*/environ | grep -v "/proc/\($$\|$BASHPID\)/" | while read -r file; do
        id=${file#/proc/}
        tr '\0' ' ' <"/proc/${id%%/*}/cmdline" 2>/dev/null | grep -E 'ganloss|answer-blocks|program|sleep' || true
    done)
    [ -z "$left" ] || { echo "left: $left"; return 1; }
    [ "$(ls /dev/shm)" = "$shared_before" ] || { echo "left in /dev/shm: $(ls /dev/shm)"; return 1; }
}

# rows [SOURCE]: those of the table.
rows() {
    grep -v '^#\|^$' "$foreign/hostile.txt" | grep "^${1:-}"
}

# verdicts DOCUMENT: a line for each kernel: variant, pass, inputs, unanswered, names of its faults.
verdicts() {
    awk '
        function done() { if (id != "") print id, pass, inputs, unanswered + 0, faults == "" ? "-" : faults }
        /^   "id": / { done(); split($2, part, "/"); id = part[2]; faults = unanswered = ""; within = 0 }
        /^   "pass": / { pass = $2; sub(",", "", pass) }
        /^   "inputs": / { inputs = $2 + 0 }
        /^   "unanswered": / { unanswered = $2 + 0 }
        /^   "faults": / { within = 1 }
        /^   }/ { within = 0 }
        within && /^    "[a-z]*": {/ { name = $1; gsub("[\":]", "", name); faults = faults (faults == "" ? "" : ",") name }
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
        [ "$source" = plugin ] || sources+=(--exec "./program $name beside-$name") selected+=("nonsaturating.g/beside-$name/f32")
    done <rows
    [ "$2" != plugin ] || sources=(--plugin ./hostile.so)
    shift 2
    run_status=0
    "$ganloss" verify "${sources[@]}" "${selected[@]}" nonsaturating.g/stable/f32 --timeout 1 -q "$@" --save "$document" >out 2>err ||
        run_status=$?
    [ -e "$document" ] || { cat out err; return 1; }
}

# rows_of SHARE: as above. What moves all of a source's files away is alone in its run.
rows_of() {
    case $1 in
        plugin) rows plugin ;;
        *) rows program | awk -v share="$1" 'NR % 2 == share' ;;
    esac
}

# all_judged DOCUMENT: whether the rows came out as they say.
all_judged() {
    local source name pass faults beside bad=0
    while read -r source name pass faults beside; do
        judged "$source" "$name" "$pass" "$faults" "$1" || bad=1
        [ "$source" = plugin ] || [ -n "$beside" ] || whole "beside-$name" "$1" || bad=1
    done <rows
    whole stable "$1" || bad=1
    [ "$source" != plugin ] || whole correct "$1" || bad=1
    [ "$bad" -eq 0 ]
}

# all_in_one_run SHARE ARGUMENT...: the rows have their verdicts, in a complete run, and nothing is left of them.
all_in_one_run() {
    together "$1.json" "$@"
    all_judged "$1.json"
    [ "$run_status" -eq 1 ]
    grep -q '^  "complete": true' "$1.json"
    nothing_is_left
}

@test "hostile kernels of a plugin, all in one run: each has its verdict, and colours no other" {
    all_in_one_run plugin
}

@test "hostile programs, many in one run: each has its verdict, and colours no other" {
    all_in_one_run 0
    all_in_one_run 1
}
