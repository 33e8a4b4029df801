# Job arrays: which part a job takes, and which parts are missing when they are joined.

bats_require_minimum_version 1.5.0

load common

# As if no test ran in a job of an array.
unset SLURM_ARRAY_TASK_ID PBS_ARRAY_INDEX PBS_ARRAYID LSB_JOBINDEX SGE_TASK_ID PARALLEL_SEQ

# job VARIABLE=VALUE... -- ARGUMENT...: a small run of verify as a job of an array.
job() {
    local variables=()
    while [ "$1" != -- ]; do
        variables+=("$1")
        shift
    done
    env "${variables[@]}" "$ganloss" verify 'wasserstein.g/stable/f32' -q "${@:2}"
}

# slurm ID FIRST LAST STEP COUNT
slurm() {
    echo "SLURM_ARRAY_TASK_ID=$1 SLURM_ARRAY_TASK_MIN=$2 SLURM_ARRAY_TASK_MAX=$3 SLURM_ARRAY_TASK_STEP=$4 SLURM_ARRAY_TASK_COUNT=$5"
}

# section: the README's commands for N = 1, 2: of Slurm, of GNU parallel.
section() {
    sed -n '/^## On a cluster$/,/^## In CI$/p' "$root/README.md" |
        awk -v n="$1" '$0 == "```sh" { here++; on = 1; next } /^```$/ { on = 0 } on && here == n'
}

@test "each system's job takes its part, as if it was typed" {
    takes() { # takes I/N SHARD VARIABLE=VALUE...
        job "${@:3}" -- --shard "$2" --save auto.json >/dev/null
        job -- --shard "$1" --save typed.json >/dev/null
        same_result auto.json typed.json || { echo "$*"; return 1; }
    }
    takes 3/4 auto $(slurm 3 1 4 1 4)
    takes 1/4 auto $(slurm 0 0 3 1 4)
    takes 4/4 auto $(slurm 16 10 16 2 4)
    takes 1/1 auto $(slurm 7 7 7 1 1)
    takes 7/9 auto/9 $(slurm 7 3 7 1 2)
    takes 2/4 auto/4 PBS_ARRAY_INDEX=2
    takes 2/4 auto/4 PBS_ARRAYID=2
    takes 3/5 auto LSB_JOBINDEX=3 LSB_JOBINDEX_END=5 LSB_JOBINDEX_STEP=1
    takes 2/3 auto LSB_JOBINDEX=3 LSB_JOBINDEX_END=5 LSB_JOBINDEX_STEP=2
    takes 2/3 auto LSB_JOBINDEX=0 SGE_TASK_ID=4 SGE_TASK_FIRST=2 SGE_TASK_LAST=6 SGE_TASK_STEPSIZE=2
    takes 4/4 auto/4 PARALLEL_SEQ=4 SGE_TASK_ID=undefined
}

@test "what is no job of an array, or of two, or says what cannot be, is one line" {
    bad() { # bad PATTERN SHARD VARIABLE=VALUE...
        refuses 64 "--shard $2: $1" job "${@:3}" -- --shard "$2"
    }
    bad 'this is no job of an array: none of SLURM_ARRAY_TASK_ID, PBS_ARRAY_INDEX, PBS_ARRAYID, LSB_JOBINDEX, SGE_TASK_ID, PARALLEL_SEQ is set' auto
    bad 'this is no job' auto/4 LSB_JOBINDEX=0 SGE_TASK_ID=undefined
    bad 'a job of two arrays: SLURM_ARRAY_TASK_ID is 3, and PARALLEL_SEQ is 3' auto/4 SLURM_ARRAY_TASK_ID=3 PARALLEL_SEQ=3
    bad 'PBS_ARRAY_INDEX is 2, and no variable says of how many; give --shard auto/N' auto PBS_ARRAY_INDEX=2
    bad 'SLURM_ARRAY_TASK_ID is 2, and no variable' auto SLURM_ARRAY_TASK_ID=2
    bad "PBS_ARRAY_INDEX is '-1', not a whole number" auto/4 PBS_ARRAY_INDEX=-1
    bad "SLURM_ARRAY_TASK_COUNT is '4x', not" auto SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=4x
    bad 'SLURM_ARRAY_TASK_COUNT is 3, and SLURM_ARRAY_TASK_MIN to SLURM_ARRAY_TASK_MAX (1 to 7 by 1) are 7; with gaps' auto $(slurm 3 1 7 1 3)
    bad 'SLURM_ARRAY_TASK_ID is 8, which is none of 1 to 7 by 1' auto $(slurm 8 1 7 1 7)
    bad 'SLURM_ARRAY_TASK_ID is 1, which is none of 2 to 7 by 1' auto $(slurm 1 2 7 1 6)
    bad 'LSB_JOBINDEX is 2, which is none of 1 to 5 by 2' auto LSB_JOBINDEX=2 LSB_JOBINDEX_END=5 LSB_JOBINDEX_STEP=2
    bad 'SLURM_ARRAY_TASK_ID is 3, which is none of 1 to 7 by 0' auto $(slurm 3 1 7 0 7)
    bad 'PBS_ARRAY_INDEX is 5, and parts are numbered from 1 to 4' auto/4 PBS_ARRAY_INDEX=5
    bad 'PBS_ARRAY_INDEX is 0, and parts' auto/4 PBS_ARRAY_INDEX=0
    bad 'SLURM_ARRAY_TASK_MIN is 0, and parts' auto/4 $(slurm 2 0 3 1 4)
    bad 'SLURM_ARRAY_TASK_MAX is 5, and parts' auto/4 $(slurm 2 1 5 1 5)
    bad 'the array has 10000 jobs, and 9999 parts' auto $(slurm 1 1 10000 1 10000)
    for shard in auto/0 auto/ auto/10000 auto/x automatic 1/auto; do
        refuses 64 "--shard takes I/N .* or auto, or auto/N, not '$shard'" job PARALLEL_SEQ=1 -- --shard "$shard"
    done
    refuses 64 '--shard auto: this is no job' "$ganloss" inputs minimax.g/f32 --shard auto --out in
}

@test "merge names the shards of a folder that are missing or unfinished" {
    mkdir parts
    for part in 2 4 5; do job -- --shard $part/6 --save parts/$part.json >/dev/null; done
    cp parts/2.json parts/.hidden.json
    cp parts/2.json parts/2.json.bak
    expects() { # expects PATTERN: in the one line, beside a document that is not complete
        run -75 --separate-stderr "$ganloss" merge --expect 6 parts --save all.json
        echo "$stderr"
        [ "$stderr" = "ganloss: INCOMPLETE: of 6 shards, $1" ]
        grep -q '"complete": false' all.json
    }
    expects '3 missing (1,3,6)'
    sed -i 's/"complete": true/"complete": false/' parts/4.json
    expects '3 missing (1,3,6), 1 unfinished (4)'
    for part in 1 3 6; do job -- --shard $part/6 --save parts/$part.json >/dev/null; done
    expects '1 unfinished (4)'
    job -- --shard 4/6 --save parts/4.json >/dev/null
    "$ganloss" merge --expect 6 parts/ --save all.json
    "$ganloss" merge parts/[1-6].json --save typed.json
    same_result all.json typed.json
    grep -q '"complete": true' all.json
    rm parts/[2-5].json
    run -75 --separate-stderr "$ganloss" merge --expect 6 parts
    [ "$stderr" = 'ganloss: INCOMPLETE: of 6 shards, 4 missing (2-5)' ]
    mv parts/6.json 6.json
    run -75 --separate-stderr "$ganloss" merge --expect 6 parts
    [ "$stderr" = 'ganloss: INCOMPLETE: of 6 shards, 5 missing (2-6)' ]
    mv 6.json parts
    run -75 --separate-stderr "$ganloss" merge parts
    [ -z "$stderr" ]
}

@test "what is not of the shards that are expected is refused" {
    mkdir parts empty
    for part in 1 2; do job -- --shard $part/2 --save parts/$part.json >/dev/null; done
    job -- --save whole.json >/dev/null
    refuses 65 'parts/1.json: a shard of 2, not of the 3 that are expected' "$ganloss" merge --expect 3 parts
    refuses 65 'whole.json: a whole run, not one of the 2 shards that are expected' "$ganloss" merge --expect 2 parts whole.json
    refuses 65 'parts/1.json: a shard of 2, not of the 1 that' "$ganloss" merge --expect 1 parts
    "$ganloss" merge --expect 1 whole.json --save one.json
    refuses 65 'one.json: shard 1 is given twice, in whole.json before' "$ganloss" merge --expect 1 whole.json one.json
    cp parts/1.json parts/again.json
    refuses 65 'parts/again.json: shard 1 is given twice, in parts/1.json before' "$ganloss" merge --expect 2 parts
    refuses 66 'empty: there is no \*.json in this folder' "$ganloss" merge --expect 2 empty
    refuses 64 'expect' "$ganloss" merge --expect 0 parts
    echo '{}' >parts/again.json
    refuses 65 'parts/again.json: ' "$ganloss" merge --expect 2 parts
}

@test "the script for GNU parallel gives what one run gives" {
    command -v parallel >/dev/null || skip 'GNU parallel is not installed'
    mkdir bin && ln -s "$ganloss" bin/ganloss
    section 2 | sed "s/100/3/g; s/--level full/--level quick/; s/'minimax.g@D.*' /wasserstein.g /" >script
    [ "$(grep -c 'auto/3\|--expect 3' script)" -eq 2 ]
    HOME=$scratch PATH=$scratch/bin:$PATH bash -e script >/dev/null
    [ "$(ls parts/*.json | wc -l)" -eq 3 ]
    "$ganloss" verify wasserstein.g -q --save whole.json >/dev/null
    diff <(made_apart whole.json | grep '"max_ulp"\|"inputs"\|"pass"') <(made_apart all.json | grep '"max_ulp"\|"inputs"\|"pass"')
    grep -q '"complete": true' all.json
}

@test "the script for Slurm does the part of its job, and what is missing once more" {
    mkdir bin parts && ln -s "$ganloss" bin/ganloss
    section 1 | sed "s/100/9999/g; s|'\*/stable/f32'|wasserstein.g/stable/f32|" >script
    grep -q '^#SBATCH --array=1-9999$' script
    array() { # array ID FIRST LAST STEP COUNT
        env $(slurm "$@") SLURM_CPUS_PER_TASK=1 PATH="$scratch/bin:$PATH" sh script >out
        grep -A2 '"shard": \[' "parts/$1.json" | tr -d ' \n' | grep -q "\"shard\":\[$1,9999\$"
        [ -e "parts/$1.checkpoint" ]
    }
    array 3000 1 9999 1 9999
    array 17 17 80 1 2
    run -75 --separate-stderr "$ganloss" merge --expect 9999 parts
    [ "$stderr" = 'ganloss: INCOMPLETE: of 9999 shards, 9997 missing (1-16,18-2999,3001-9999)' ]
}
