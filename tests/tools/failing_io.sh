#!/bin/bash
# Fails, one after the other, the calls of every command that writes (writers.bash) that open, read, write, flush,
# rename, make and remove files, by strace: each with an error of its kind. The run must then end with an error, of which
# one line tells, or, where it can do without the call, as ever; its files are the old ones or the new ones, none is
# left over but where removing itself failed, and a run without the error takes that away. Usage:
# bash tests/tools/failing_io.sh BUILD [STEP]: every STEP-th call alone.
set -u
# Under strace LeakSanitizer, where the program has it, does not work.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
build=$(cd "$1" && pwd)
step=${2:-1}
ganloss=$build/ganloss
data=$PWD/tests/data
. "$PWD/tests/tools/writers.bash"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch" || exit
strace -o /dev/null true || { echo "failing_io: strace does not work here"; exit 69; }
writers_prepare || exit 1

# CALL ERROR
faults=(openat:EIO read:EIO write:ENOSPC fsync:EIO rename:EIO renameat2:EINVAL unlink:EIO rmdir:EIO mkdir:ENOSPC
    linkat:EPERM fchmod:EPERM fchown:EPERM flock:ENOLCK fcntl:EMFILE pipe2:EMFILE
    pread64:EIO pwrite64:ENOSPC fdatasync:EIO)

bad() {
    echo "failing_io: $name, $call $nth, $error, status $status: $1"
    cat err
    failed=$((failed + 1))
}

judge() {
    case $status in
        0) same_files "$name" run after || bad 'success, with other files' ;;
        6[4-9] | 70 | 74 | 127) [ "$(grep -c . err)" -eq 1 ] || [ "$call" = write ] || bad 'not one line' ;;
        *) bad 'an undocumented status' ;;
    esac
    whole "$name" run || bad 'a half-written file'
    # The file of a lock that was not had may be another's.
    case $call in unlink | rmdir | openat | fcntl | flock) ;; *) tidy "$name" run || bad 'a file is left over' ;; esac
    rm -f run/checkpoint
    (cd run && "writer_$name") >/dev/null 2>&1
    same_files "$name" run after || bad 'comes to something else when it is run again'
    tidy "$name" run || bad 'a file is left over for good'
}

# run_traced CALLS OPTION...: sets status, and leaves in trace the calls that there were.
run_traced() {
    status=0
    rm -rf run
    cp -r "before/$name" run
    (cd run && under=(strace -o ../trace -e "trace=$1" "${@:2}" -e signal=none) && "writer_$name") >/dev/null 2>err || status=$?
}

number=0 tried=0 failed=0 errors=0
for name in "${writers[@]}"; do
    run_traced "$(IFS=,; echo "${faults[*]%:*}")"
    cp trace all
    for fault in "${faults[@]}"; do
        call=${fault%:*} error=${fault#*:}
        calls=$(grep -c "^$call(" all)
        for ((nth = 1; nth <= calls && failed < 5; nth++)); do
            number=$((number + 1))
            [ $((number % step)) -eq 0 ] || continue
            run_traced "$call" -e "inject=$call:error=$error:when=$nth"
            grep -q INJECTED trace || continue # a run that makes fewer
            tried=$((tried + 1))
            [ $status -eq 0 ] || errors=$((errors + 1))
            judge
        done
    done
done
echo "$tried calls failed, $errors of them ended the run; $failed failures"
[ $failed -eq 0 ] && [ $errors -gt 0 ]
