# The gate: exit statuses, annotations, JUnit and SARIF of the same findings; files tried first, never half, never "passed"
# where something was not done.

load common

setup_file() {
    cc -O2 -ffp-contract=off -fno-math-errno -fno-trapping-math -shared -fPIC -I"$root" -o "$BATS_FILE_TMPDIR/faulty.so" \
        "$root/tests/foreign/faulty.c" -lm
}

faulty=--plugin=$BATS_FILE_TMPDIR/faulty.so

# valid NAME...: each NAME.xml and NAME.sarif by its schema; what no schema says: a rule's number is that of its name, and
# JUnit's sums are those of its cases.
valid() {
    local xml=("${@/%/.xml}") sarif=("${@/%/.sarif}")
    xmllint --noout --schema "$root/tests/data/gate/junit.xsd" "${xml[@]}" 2>xmllint || { cat xmllint; return 1; }
    python3 - "$root/tests/data/gate/sarif.schema.json" "$@" <<'END'
import json, jsonschema, sys
import xml.etree.ElementTree as xml
schema = jsonschema.Draft7Validator(json.load(open(sys.argv[1])))
for name in sys.argv[2:]:
    log = json.load(open(name + ".sarif"))
    schema.validate(log)
    rules = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    for result in log["runs"][0]["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"], result
    root = xml.parse(name + ".xml").getroot()
    for counted in [root, *root.findall("testsuite")]:
        for count, found in ("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"):
            if count in counted.attrib:
                assert int(counted.get(count)) == len(list(counted.iter(found))), (name, count)
END
}

# told NAME...: what JUnit and SARIF say fails: kernel, part and kind of each, one a line; and how the run ended.
told() {
    python3 - "$@" <<'END'
import json, sys
import xml.etree.ElementTree as xml
for name in sys.argv[1:]:
    for line in sorted((case.get("classname"), case.get("name"), bad.tag, bad.get("type"))
                       for case in xml.parse(name + ".xml").iter("testcase") for bad in case if bad.tag != "system-out"):
        print("junit", *line)
    run = json.load(open(name + ".sarif"))["runs"][0]
    for line in sorted((result["properties"]["kernel"], result["properties"]["part"], result["level"], result["ruleId"])
                       for result in run["results"]):
        print("sarif", *line)
    print("done", run["invocations"][0]["executionSuccessful"], run["invocations"][0]["exitCode"])
END
}

formats() {
    echo --junit "$1.xml" --sarif "$1.sarif" --github
}

# The fault, what it is held to, and what has to be told: part and kind.
faults='
none     bound    0 -    -
1ulp     bound    1 loss bound
nan      bound    1 loss nan
sign     bound    1 grad sign
vanished bound    1 grad vanished
1ulp     baseline 1 loss against
none     baseline 0 -    -
'

@test "faults of a plugin: exit status, annotation, JUnit, SARIF and summary of each" {
    export GITHUB_STEP_SUMMARY=summary
    BOUND=none "$ganloss" verify "$faulty" --save baseline.json -q >/dev/null
    count=0
    while read -r fault by want part kind; do
        [ -n "$fault" ] || continue
        name=$fault-$by options=()
        [ "$by" = bound ] || options=(--against baseline.json)
        rm -f summary
        status=0
        FAULT=$fault BOUND=$([ "$by" = bound ] || echo none) "$ganloss" verify "$faulty" "${options[@]}" $(formats $name) -q \
            >out 2>err || status=$?
        [ "$status" -eq "$want" ] || { echo "$name: $status"; cat out err; return 1; }
        grep '^::' out >annotations || true
        if [ "$want" -eq 0 ]; then
            echo 'done True 0' >>want
            [ ! -s annotations ]
            grep -q '^### ganloss verify: passed$' summary
        else
            {
                echo "junit nonsaturating.g/mine/f32 $part failure $kind"
                echo "sarif nonsaturating.g/mine/f32 $part error $kind"
                echo 'done True 1'
            } >>want
            # one line, with the input in both ways and with what shows it again
            [ "$(wc -l <annotations)" -eq 1 ]
            grep -q "^::error title=nonsaturating.g/mine/f32 $part%3A $kind::.* at 0x1.43ff2p+0 .*; input 0x1.43ff2p+0 = 1.2656116485595703; rerun: ganloss eval nonsaturating.g 0x1.43ff2p+0 --plugin=" annotations
            grep -q '^### ganloss verify: FAILED$' summary
            grep -q "^| nonsaturating.g/mine/f32 | $part | $kind | .*rerun" summary
        fi
        grep -q '<property name="evidence" value="sampled"/>' $name.xml
        names+=("$name")
        count=$((count + 1))
    done <<<"$faults"
    [ "$count" -eq 7 ]
    diff <(told "${names[@]}") want
    valid "${names[@]}"
    # and each is an entry of the history, from the version on that has it
    for fault in 1ulp nan sign vanished; do
        rm -f h.db
        "$ganloss" record h.db baseline.json --label before -q
        FAULT=$fault BOUND=none "$ganloss" verify "$faulty" --save after.json -q >/dev/null 2>&1 || true
        "$ganloss" record h.db after.json --label after -q
        status=0
        "$ganloss" history h.db --gate -q >out 2>&1 || status=$?
        [ "$status" -eq 1 ] || { echo "$fault: $status"; cat out; return 1; }
        part=loss figure=$fault
        case $fault in 1ulp) figure=max_ulp ;; sign | vanished) part=grad ;; esac
        grep -q "^WORSE since after (before it before): nonsaturating.g/mine/f32 .*$part.$figure" out || { echo "$fault:"; cat out; return 1; }
    done
    # the same failure has the same fingerprint, whatever its figures; another one has another
    [ "$(grep -hA1 '"fingerprints"' {1ulp-bound,nan-bound,1ulp-baseline}.sarif | grep -c v1)" -eq 3 ]
    [ "$(grep -hA1 '"fingerprints"' {1ulp-bound,nan-bound,1ulp-baseline}.sarif | grep v1 | sort -u | wc -l)" -eq 3 ]
    cp 1ulp-bound.sarif before.sarif
    FAULT=1ulp "$ganloss" verify "$faulty" --seed 2 $(formats 1ulp-bound) -q >/dev/null 2>&1 && return 1
    diff <(grep -A1 '"fingerprints"' before.sarif) <(grep -A1 '"fingerprints"' 1ulp-bound.sarif)
}

# Two plugins that differ by nothing but 2 % more work.
@test "2 %: a plugin that has so much more to do is slower, in every format and in the history" {
    local select=(bench nonsaturating.g/mine/f32 --batch 4096 --precision 100 --time-budget 5 -q) status=0
    cc -O2 -ffp-contract=off -fno-math-errno -fno-trapping-math -shared -fPIC -I"$root" -DAGAIN=50 -o slower.so \
        "$root/tests/foreign/faulty.c" -lm
    "$ganloss" "${select[@]}" "$faulty" --save before.json >/dev/null
    "$ganloss" "${select[@]}" "$faulty" --against before.json $(formats same) --save same.json >out
    ! grep -q '^::' out || false
    export GITHUB_STEP_SUMMARY=summary
    "$ganloss" "${select[@]}" --plugin ./slower.so --against before.json $(formats slower) --save after.json >out 2>err || status=$?
    [ "$status" -eq 2 ]
    grep -q '^::error title=nonsaturating.g/mine/f32 speed%3A slower::element - equilibrium: .* instructions per element, .* before (+1.[5-9].*%25); rerun: ' out
    [ "$(grep -c '^::' out)" -eq 1 ]
    grep -q '^### ganloss bench: FAILED$' summary
    diff <(told same slower) - <<'END'
done True 0
junit nonsaturating.g/mine/f32 speed failure slower
sarif nonsaturating.g/mine/f32 speed error slower
done True 2
END
    valid same slower
    for run in before same after; do "$ganloss" record h.db $run.json --label $run -q; done
    status=0
    "$ganloss" history h.db --gate -q >out 2>&1 || status=$?
    [ "$status" -eq 2 ]
    [ "$(grep -c '^WORSE since after (before it same): nonsaturating.g/mine/f32 .*instructions_per_element' out)" -eq 1 ]
}

@test "what is unfinished, or ended with an error, has passed in no format" {
    unset GITHUB_STEP_SUMMARY
    # interrupted, by its own plugin
    victim() { bash -c 'VICTIM=$$ FAULT=interrupt exec "$@"' - "$ganloss" "$@" "$faulty" --jobs 1 -q >out 2>err; }
    status=0
    victim verify 'wasserstein.g/stable/f32' nonsaturating.g/mine/f32 $(formats cut) || status=$?
    [ "$status" -eq 75 ]
    grep -q '^::error title=ganloss verify run%3A unfinished::exit status 75' out
    told cut >what
    for id in wasserstein.g/stable/f32 nonsaturating.g/mine/f32; do
        for part in loss grad faults; do grep -q "^junit $id $part error unfinished$" what; done
    done
    grep -q '^junit ganloss verify run error unfinished$' what
    grep -q '^done False 75$' what
    # what is proved stands, whatever was not done
    status=0
    victim verify minimax.g@D/clip1e7/f32 nonsaturating.g/mine/f32 --fail-on vanished $(formats both) || status=$?
    [ "$status" -eq 1 ]
    told both >what
    grep -q '^junit minimax.g@D/clip1e7/f32 grad failure vanished$' what
    grep -q '^junit minimax.g@D/clip1e7/f32 loss error unfinished$' what
    grep -q '^sarif ganloss verify run error unfinished$' what
    grep -q '^done False 1$' what
    # ended with an error
    status=0
    "$ganloss" verify "$faulty" --against none.json $(formats missing) >out 2>err || status=$?
    [ "$status" -eq 66 ]
    diff <(told missing) <(printf '%s\n' 'junit ganloss verify run error error' 'sarif ganloss verify run error error' 'done False 66')
    grep -q 'message="exit status 66: [^"]*none.json' missing.xml
    valid missing both cut
}

@test "files are tried before the work, and the same one is not given twice; a dry run has none" {
    unset GITHUB_STEP_SUMMARY
    refuses 74 'cannot write none/j.xml' "$ganloss" verify "$faulty" --junit none/j.xml
    refuses 74 'cannot write \.' "$ganloss" trace "$root"/tests/data/minimax-{real,fake}.npy --sarif .
    refuses 64 'both name f' "$ganloss" verify --junit f --sarif f
    refuses 64 'dry-run' "$ganloss" bench --dry-run --junit f
    refuses 64 'dry-run' "$ganloss" compare minimax.g/stable/f32 minimax.g/naive/f32 --dry-run --github
    GITHUB_STEP_SUMMARY=none/s refuses 74 'cannot write none/s' "$ganloss" batch --github
    mkdir folder
    GITHUB_STEP_SUMMARY=folder refuses 74 'cannot add to GITHUB_STEP_SUMMARY, folder' "$ganloss" batch --github
    # A file that was there stays what it was, and is replaced as a whole.
    echo old >j.xml
    ln -s j.xml link.xml
    refuses 66 'nosuch' "$ganloss" verify nosuch --junit none.xml
    "$ganloss" verify "$faulty" --junit link.xml -q >/dev/null
    [ -L link.xml ]
    grep -q '^</testsuites>$' j.xml
    ! grep -q old j.xml || false
    for option in junit sarif; do
        run "$ganloss" verify wasserstein.g/stable/f32 --$option /dev/full -q
        [ "$status" -eq 74 ]
        [[ $output == *'cannot write /dev/full'* ]]
    done
    [ -z "$(find . -name '.*ganloss')" ]
}

@test "hostile names are text in every format" {
    hostile=$'we<ird>&"\'%0A::error::|`x`\001\xff\xef\xbf\xbf\n::error::y.so'
    cp "$BATS_FILE_TMPDIR/faulty.so" "./$hostile"
    export GITHUB_STEP_SUMMARY=summary
    status=0
    FAULT=nan LIBRARY=$'<b>&"\'\001|`%0A::error::' "$ganloss" verify "--plugin=./$hostile" $(formats h) -q >out 2>err || status=$?
    [ "$status" -eq 1 ] || { cat err; false; }
    valid h
    [ "$(grep -c '^::' out)" -eq 1 ]
    # a row of the table has its four cells, and no more
    [ "$(grep -c '^| non' summary)" -eq 1 ]
    [ "$(grep '^| non' summary | sed 's/\\|//g' | tr -cd '|' | wc -c)" -eq 5 ]
    # the table goes where --format json and tsv leave standard output alone
    FAULT=nan "$ganloss" verify "$faulty" --format json --github >out 2>err && return 1
    python3 -m json.tool <out >/dev/null
    [ "$(grep -c '^::error' err)" -eq 1 ]
}

@test "every command that judges has the formats" {
    unset GITHUB_STEP_SUMMARY
    for command in verify grade batch trace bench compare; do
        "$ganloss" $command --help >help
        for option in junit=FILE sarif=FILE github save=FILE; do
            grep -q -- "--$option" help || { echo "$command: $option"; false; }
        done
    done
    "$ganloss" trace "$root"/tests/data/minimax-{real,fake}.npy --loss minimax --compute f32 --max-ulp 1e6 $(formats t) -q >out 2>err && return 1
    grep -q '^FAIL minimax.g/naive/f32: .*max-ulp.* first at step' err
    [ "$(grep -c '^::error' out)" -eq 10 ]
    more=$(sed -n 's/^::notice title=ganloss trace::and \([0-9]*\) more.*/\1/p' out)
    [ "$(told t | grep -c ^sarif)" -eq $((10 + more)) ]
    "$ganloss" compare minimax.g/stable/f32 minimax.g/naive/f32 --time-budget 0.05 $(formats c) >/dev/null
    "$ganloss" bench minimax.g/stable/f32 --batch 16 --counters off --time-budget 0.5 $(formats b) >/dev/null || [[ $? =~ ^(66|75)$ ]] # slow is no failure here
    "$ganloss" batch nonsaturating.g/clip1e7/f32 --batch 16,32 --regime saturated --max-ulp 3 $(formats a) -q >out 2>err && return 1
    grep -q '^::error title=nonsaturating.g/clip1e7/f32 grad%3A vanished::' out
    again=$(sed -n 's/^FAIL .*; rerun: ganloss //p' err | head -1)
    [[ $again == *'--max-ulp 3' ]]
    eval "$ganloss" "$again" >/dev/null 2>&1 && return 1
    "$ganloss" batch nonsaturating.g/stable/f32 --batch 16,32 --regime saturated --max-ulp 3 -q >/dev/null
    # a gradient in a class, and a loss that is off while the gradients are exact
    "$ganloss" batch nonsaturating.g/logsigmoid/f32 --batch 16 --regime saturated --max-ulp 1e3 -q >/dev/null 2>&1 && return 1
    "$ganloss" batch wasserstein.g/stable/f32 --batch 16 --regime uniform --reduction wide --max-ulp 0.01 $(formats l) -q >/dev/null 2>&1 && return 1
    diff <(told l) <(printf '%s\n' 'junit wasserstein.g/stable/f32 loss failure bound' 'sarif wasserstein.g/stable/f32 loss error bound' 'done True 1')
    valid t c b a
}

@test "the README's section: its command, and the annotation that it shows" {
    load walk
    block() { sed -n '/^## In CI$/,/^## Over versions$/p' "$root/README.md" | awk -v fence="\`\`\`$1" '$0 == fence { on = 1; next } /^```$/ { on = 0 } on'; }
    unset GITHUB_STEP_SUMMARY
    fenced c 1 >mine.c
    cc -O2 -shared -fPIC -I"$root/losses" mine.c -o mine.so -lm
    "$ganloss" verify --plugin ./mine.so --save before.json -q >/dev/null 2>&1 && return 1
    ganloss() { "$ganloss" "$@"; }
    [ "$(block sh | wc -l)" -eq 1 ]
    eval "$(block sh)" >out 2>/dev/null && return 1
    [ "$(block text | wc -l)" -eq 1 ]
    grep -qxF "$(block text)" out
    valid verify
}
