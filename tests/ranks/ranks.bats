# Runs by several processes, under mpirun: the same documents, whatever the number of ranks, and whoever dies.

load ../cli/common

setup_file() {
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
}

# ranks N ARGUMENT...: ganloss by so many processes of one thread each, however few cores there are.
ranks() {
    mpirun --oversubscribe --bind-to none -n "$1" "$ganloss" "${@:2}"
}

# same FILE FILE: whether two documents are equal but for their provenance.
same() {
    python3 - "$@" <<'END'
import json, sys
a, b = (json.load(open(name)) for name in sys.argv[1:])
for document in a, b:
    del document["provenance"]
sys.exit(json.dumps(a) != json.dumps(b))
END
}

# numbers N...: of ranks: of `make ranks` all, else the last but one.
numbers() {
    if [ "${GANLOSS_TEST_LENGTH:-}" = long ]; then echo "$@"; else echo "${@: -2:1}"; fi
}

# any_number ARGUMENT...: by 1 to 4 ranks (numbers), and without mpirun: one document and one status, and the leader alone prints.
any_number() {
    local n alone=0
    "$ganloss" "$@" --save one.json -q >one.txt 2>err || alone=$?
    for n in $(numbers 1 2 3 4); do
        status=0
        ranks "$n" "$@" --jobs 1 --save "$n.json" -q >"$n.txt" 2>err || status=$?
        [ "$status" -eq "$alone" ] && same one.json "$n.json" && [ "$(wc -l <"$n.txt")" -eq "$(wc -l <one.txt)" ] || return 1
    done
}

@test "every float, by any number of ranks" {
    any_number verify 'nonsaturating.g/*/f32' --level exhaustive --shard 3/1024
    any_number verify wasserstein.g/stable/f32 --level exhaustive --shard 3/16 # short tasks: many are asked for at once
}

@test "a search of doubles" {
    any_number verify minimax.g/stable/f64 'wasserstein.g/*/f64' bce.target/stable/f64 --level exhaustive --rounds 4
    ranks 2 verify minimax.g/stable/f64 --level exhaustive --budget 1 --save timed.json -q >out
    rounds=$(python3 -c 'import json; print(json.load(open("timed.json"))["options"]["rounds"])')
    "$ganloss" verify minimax.g/stable/f64 --level exhaustive --rounds "$rounds" --save one.json -q >out
    same one.json timed.json
}

@test "levels quick and full, with worst cases and a shard" {
    any_number verify 'nonsaturating.*/naive' 'bce.target/stable' --level quick
    any_number verify nonsaturating.g/stable/f32 --level full --shard 2/3
}

@test "means over batches" {
    any_number batch 'nonsaturating.g/*/f32' minimax.g/stable/f64 --batch 1,17,1000,4096
    cc -O2 -fPIC -shared -I"$root" -o means.so "$root/tests/foreign/means.c" -lm
    any_number batch --plugin ./means.so nonsaturating.g/{losses,negated}/f32 --batch 1,17
    cc -O2 -D_GNU_SOURCE -fPIC -shared -I"$root" -o hostile.so "$root/tests/foreign/hostile.c" -lm -lpthread
    any_number batch --plugin ./hostile.so nonsaturating.g/{beyond,correct}/f32 --batch 1,17
}

@test "foreign kernels: a child for each thread of each rank, and none left" {
    local library=./v-$$.so program=./program-of-ranks-$$ # nobody else's
    cc -O2 -fPIC -shared -ffp-contract=off -fno-math-errno -fno-trapping-math '-DLIBRARY="variants"' -I"$root" -o $library \
        "$root/tests/foreign/variants.c" -lm
    any_number verify --plugin $library nonsaturating.g/same/f32 --level exhaustive --shard 5/4096
    ! pgrep -f "supervise.*$library" || false
    cc -O2 -D_GNU_SOURCE -I"$root" -o $program "$root/tests/foreign/program.c" -lm
    any_number verify --exec "$program good" --level exhaustive --shard 5/4096
    any_number verify --exec "$program piped-loss-only" --level quick
    # One that ends has so many lives in each rank: how much is answered until it has none may differ, the verdict may not.
    for n in 2 3; do
        status=0
        ranks "$n" verify --exec "$program segfault" --level quick --jobs 1 --save ends.json -q >out 2>err || status=$?
        [ "$status" -eq 1 ]
        python3 -c '
import json
ends, beside = sorted(json.load(open("ends.json"))["kernels"], key=lambda kernel: kernel["pass"])
assert not ends["pass"] and list(ends["faults"]) == ["crash"] and ends["unanswered"] > 0, ends
assert beside["pass"] and beside["inputs"] == ends["inputs"] + ends["unanswered"], beside'
    done
    ! pgrep -f "$program" || false
}

@test "ranks that would not answer alike are refused, with the names of both; so is what one of them cannot do" {
    local one=(-n 1 "$ganloss" verify nonsaturating.g/stable/f64 -q) host
    host=$(hostname)
    refused() { mpirun --oversubscribe --bind-to none "$@" >out 2>err || return "$?"; }
    status=0
    refused "${one[@]}" : -n 1 env GANLOSS_ISA=any "$ganloss" verify nonsaturating.g/stable/f64 -q || status=$?
    [ "$status" -eq 65 ]
    grep -q "^ganloss: ranks 0 on $host and 1 on $host would not answer alike: isa is " err
    status=0
    refused "${one[@]}" : -n 1 "$ganloss" verify nonsaturating.g/stable/f64 -q --seed 2 || status=$?
    [ "$status" -eq 65 ]
    grep -q '^ganloss: ranks .* would not answer alike: seed is 1, not 2$' err
    status=0
    refused "${one[@]}" : -n 1 "$ganloss" verify nonsaturating.g/stable/f64 -q --plugin ./none.so || status=$?
    [ "$status" -eq 69 ]
    [ "$(grep -c '^ganloss' err)" -eq 1 ]
    grep -q "^ganloss: rank 1 on $host: --plugin ./none.so: " err
    [ ! -s out ]
}

@test "what is wrong for all is told once; what is the work of one process is refused" {
    run ranks 3 verify none/x
    [ "$status" -eq 66 ]
    [ "$(grep -c "^ganloss: no kernel matches 'none/x'" <<<"$output")" -eq 1 ]
    run ranks 2 compare a b
    [ "$status" -eq 64 ]
    [ "$(grep -c '^ganloss: compare is the work of one process' <<<"$output")" -eq 1 ]
    ranks 1 list losses >out
    "$ganloss" list losses | cmp - out
}

@test "bench: a rank on each node, and how nodes differ; never two on one" {
    local bench=(bench nonsaturating.g/stable/f32 --batch 16,4096 --regime equilibrium --time-budget 1 --counters off)
    run ranks 2 "${bench[@]}"
    [ "$status" -eq 64 ]
    [[ "$output" == "ganloss: two ranks on $(hostname) would disturb each other's timing"* ]]
    unshare --uts true || skip "no other host name can be had"
    local elsewhere=(unshare --uts sh -c 'hostname elsewhere && exec "$@"' - "$ganloss" "${bench[@]}")
    run mpirun --oversubscribe --bind-to none -n 1 "$ganloss" "${bench[@]}" : -n 2 "${elsewhere[@]}"
    [ "$status" -eq 64 ]
    [[ "$output" == "ganloss: two ranks on elsewhere would disturb each other's timing"* ]]
    mpirun --oversubscribe --bind-to none -n 1 "$ganloss" "${bench[@]}" --save bench.json : \
        -n 1 "${elsewhere[@]}" >out
    grep -Eq "^node elsewhere takes [-+][0-9.]+ % against $(hostname), median of [1-9][0-9]* rows; from" out
    python3 - "$root" <<'END'
import json, sys
import jsonschema
document = json.load(open("bench.json"))
jsonschema.validate(document, json.load(open(sys.argv[1] + "/reports/schemas/result.schema.json")))
(node,) = document["nodes"]
assert node["node"] == "elsewhere" and node["least_percent"] <= node["percent"] <= node["most_percent"], node
END
}

@test "a failure is the run's status, and is in what the gate writes, once" {
    status=0
    ranks 3 verify nonsaturating.g/naive/f32 --level quick -q --fail-on nan --junit j.xml >out 2>err || status=$?
    [ "$status" -eq 1 ]
    [ "$(grep -c '<testcase' j.xml)" -eq "$("$ganloss" verify nonsaturating.g/naive/f32 --level quick -q --fail-on nan --junit k.xml >/dev/null; grep -c '<testcase' k.xml)" ]
}

# begins N ARGUMENT...: the same in the background, as $id; what is in the background ignores SIGINT, but for this.
begins() {
    env --default-signal=INT mpirun --oversubscribe --bind-to none -n "$1" "$ganloss" "${@:2}" >out 2>err 3>&- &
    id=$!
}

# Two network namespaces, each with a host name and shared memory of its own: what ranks tell each other goes over TCP.
two_hosts() {
    local host
    for host in a b; do ip netns add "ganloss-$host" || return 1; done
    ip link add ganloss-a netns ganloss-a type veth peer name ganloss-b netns ganloss-b
    ip -n ganloss-a addr add 10.77.0.1/24 dev ganloss-a
    ip -n ganloss-b addr add 10.77.0.2/24 dev ganloss-b
    for host in a b; do
        ip -n "ganloss-$host" link set lo up
        ip -n "ganloss-$host" link set "ganloss-$host" up
    done
    cat >agent <<'END'
#!/bin/sh
case $1 in 10.77.0.1) host=ganloss-a ;; *) host=ganloss-b ;; esac
shift
exec ip netns exec "$host" unshare --uts --ipc --mount sh -c "hostname $host; mount -t tmpfs none /dev/shm; $*"
END
    chmod +x agent
}

no_hosts() {
    local host
    for host in a b; do ip netns del "ganloss-$host" 2>/dev/null || true; done
}

# over N ARGUMENT...: ranks dealt out to both hosts.
over() {
    ip netns exec ganloss-a unshare --uts sh -c 'hostname ganloss-a; exec "$@"' - mpirun --mca plm_rsh_agent "$PWD/agent" \
        --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 --host 10.77.0.1:2,10.77.0.2:2 \
        --map-by node --bind-to none -n "$1" "$ganloss" "${@:2}"
}

@test "two hosts, by network namespaces" {
    no_hosts
    two_hosts 2>err || { no_hosts; skip "no network namespaces: $(tail -1 err)"; }
    local case=0 n
    while read -r -a words; do
        "$ganloss" "${words[@]}" --save one.json -q >out
        for n in $(numbers 2 3 4); do
            over "$n" "${words[@]}" --jobs 1 --save over.json -q >out || case=1
            same one.json over.json || case=1
        done
    done <<'END'
verify nonsaturating.g/stable/f32 --level exhaustive --shard 3/512
verify minimax.g/stable/f64 --level exhaustive --rounds 2
batch nonsaturating.g/stable/f32 minimax.g/stable/f64 --batch 1,1000
END
    over 2 bench nonsaturating.g/stable/f32 --batch 4096 --regime equilibrium --time-budget 1 --counters off >out || case=1
    no_hosts
    [ "$case" -eq 0 ]
    grep -q '^node ganloss-b takes .* against ganloss-a' out
}

# gone PATTERN: whether no process is left; mpirun may end some moments before those that it ends.
gone() {
    local i
    for ((i = 0; i < 50; i++)); do
        pgrep -f "$1" >/dev/null || return 0
        sleep 0.1
    done
    pgrep -af "$1"
    return 1
}

# killed SECONDS...: one of three ranks is killed after each; then fewer ranks go on.
killed() {
    local after ids hit=0 run=('nonsaturating.g/*/f32' --level exhaustive --shard 3/256 -q)
    "$ganloss" verify "${run[@]}" --save one.json >out
    for after; do
        rm -f checkpoint killed.json
        begins 3 verify "${run[@]}" --jobs 1 --resume checkpoint --save killed.json
        sleep "$after"
        mapfile -t ids < <(pgrep -P "$id" ganloss)
        [ "${#ids[@]}" -eq 0 ] || ! kill -9 "${ids[RANDOM % ${#ids[@]}]}" || hit=$((hit + 1))
        status=0
        wait "$id" || status=$?
        # A rank may end after all was written.
        [ ! -e killed.json ] || same one.json killed.json
        [ "$status" -ne 0 ] || [ -e killed.json ]
        gone "verify.*--resume checkpoint --save killed.json"
        ranks 2 verify "${run[@]}" --jobs 1 --resume checkpoint --save resumed.json >out
        same one.json resumed.json
    done
    echo "$hit of $# killed in time"
    [ $((2 * hit)) -ge $# ]
}

@test "kill -9 of one rank ends all; fewer go on, to the same bytes" {
    if [ "${GANLOSS_TEST_LENGTH:-}" = long ]; then
        killed $(for i in $(seq 20); do echo "$((RANDOM % 3)).$((RANDOM % 900 + 100))"; done)
    else
        killed 0.6 1 1.4
    fi
}

@test "an interrupt of mpirun, or of one rank, leaves a valid partial result, from which a run goes on" {
    local run=('nonsaturating.g/*/f32' --level exhaustive --shard 3/128 -q) whom
    "$ganloss" verify "${run[@]}" --save one.json >out
    for whom in mpirun rank; do
        rm -f checkpoint part.json
        begins 2 verify "${run[@]}" --jobs 1 --resume checkpoint --save part.json
        until [ -s checkpoint ] || ! kill -0 "$id"; do sleep 0.1; done
        sleep 0.5
        if [ "$whom" = mpirun ]; then kill -INT "$id"; else kill -INT "$(pgrep -P "$id" ganloss | tail -1)"; fi
        wait "$id" || true
        grep -q '^ganloss: INCOMPLETE: interrupted' err
        grep -q '^  "complete": false' part.json
        ranks 2 verify "${run[@]}" --jobs 1 --resume checkpoint --save resumed.json >out
        same one.json resumed.json
    done
}

@test "ranks go on where one process was interrupted, and the other way round" {
    local run=('nonsaturating.g/*/f32' --level exhaustive --shard 3/256 -q) status=0
    "$ganloss" verify "${run[@]}" --save one.json >out
    timeout -s INT 0.5 "$ganloss" verify "${run[@]}" --resume checkpoint >out 2>err || status=$?
    [ "$status" -eq 124 ]
    begins 2 verify "${run[@]}" --jobs 1 --resume checkpoint --save two.json
    wait "$id"
    same one.json two.json
    "$ganloss" verify "${run[@]}" --resume checkpoint --save again.json >out
    same one.json again.json
}

@test "an installed program finds its module; one without is refused, instead of doing all the work once for each rank" {
    mkdir -p p/bin p/libexec/ganloss
    cp "$ganloss" p/bin
    cp "${ganloss%/ganloss}/ranks_mpi.so" p/libexec/ganloss
    p/bin/ganloss --version --verbose | grep -q 'MPI: Open MPI v'
    p/bin/ganloss doctor | grep -q '^mpi  *Open MPI v'
    mpirun --oversubscribe -n 2 p/bin/ganloss verify nonsaturating.g/stable/f32 -q --worst "$root/tests/worst" >out
    [ "$(wc -l <out)" -eq 1 ]
    rm p/libexec/ganloss/ranks_mpi.so
    p/bin/ganloss --version --verbose | grep -q 'MPI: none'
    p/bin/ganloss verify nonsaturating.g/stable/f32 -q --worst "$root/tests/worst" >out
    run mpirun --oversubscribe -n 2 p/bin/ganloss verify nonsaturating.g/stable/f32 -q
    [ "$status" -eq 69 ]
    [[ "$output" == *'ganloss: started by mpirun, but this build is without MPI: '* ]]
}
