# The order of the house: a file in the wrong place, a circle, a name that does not say whose it is.

load common

rooms() {
    sed -n '/^ROOMS := /,/[^\\]$/{s/^ROOMS := //;s/\\$//;p}' "$root/Makefile" | xargs
}

house() {
    (cd tree && sh tests/tools/house.sh $(rooms))
}

@test "the house is in order, and README and harness/README.md name its rooms in that order" {
    (cd "$root" && sh tests/tools/house.sh $(rooms))
    # adapters is no room: it belongs to those who bring an implementation
    [ "$(cd "$root" && find harness -mindepth 1 -maxdepth 1 -type d ! -name adapters ! -name package -printf '%f\n' | sort)" = "$(rooms | tr ' ' '\n' | sort)" ]
    for page in README.md harness/README.md; do
        [ "$(sed -n 's/^| `\([a-z]*\)\/` .*/\1/p' "$root/$page" | xargs)" = "$(rooms)" ] || { echo "$page"; return 1; }
    done
}

@test "an include against the order, one not from the root, one of what losses/ does without" {
    mkdir tree && (cd "$root" && cp -a losses reference harness tests "$scratch/tree")
    house
    echo '#include "harness/report/report.h"' >>tree/harness/base/output.c
    run house
    [ "$status" -eq 1 ]
    [[ $output == *"harness/base/output.c:"*"includes harness/report/report.h, which comes later"* ]]
    echo '#include "output.h"' >tree/harness/base/output.c
    run house
    [[ $status -eq 1 && $output == *"output.h\" is not written from the root"* ]]
    : >tree/harness/base/output.c
    echo '#include <mpfr.h>' >>tree/losses/isa.c
    run house
    [[ $status -eq 1 && $output == *"losses/ needs libm alone"* ]]
    : >tree/losses/isa.c
    echo '#include "harness/base/fail.h"' >>tree/reference/value.c
    run house
    [[ $status -eq 1 && $output == *"reference/value.c:"*"comes later"* ]]
    : >tree/reference/value.c
    mkdir tree/harness/attic && echo '#include "harness/base/fail.h"' >tree/harness/attic/old.c
    run house
    [[ $status -eq 1 && $output == *"harness/attic is not among the rooms"* ]]
    rm -r tree/harness/attic
    house
}

@test "an adapter includes what its users have, and nobody includes an adapter" {
    mkdir tree && (cd "$root" && cp -a losses reference harness tests "$scratch/tree")
    for header in losses/real.h harness/base/fail.h tests/support/said.h peer.h; do
        echo "#include \"$header\"" >>tree/harness/adapters/peers/eigen.cpp
        run house
        [[ $status -eq 1 && $output == *"harness/adapters/peers/eigen.cpp:"*"an adapter includes losses/ganloss.h and adapters only"* ]]
        sed -i '$d' tree/harness/adapters/peers/eigen.cpp
    done
    for file in harness/base/output.c tests/tools/trials.c losses/isa.c; do
        echo '#include "harness/adapters/peers/peer.h"' >>tree/$file
        run house
        [[ $status -eq 1 && $output == *"$file:"*"includes harness/adapters/peers/peer.h, an adapter"* ]]
        sed -i '$d' tree/$file
    done
    house
}

@test "a circle of includes" {
    mkdir tree && (cd "$root" && cp -a losses reference harness tests "$scratch/tree")
    echo '#include "harness/record/record.h"' >>tree/harness/record/summary.h
    run house
    [[ $status -eq 1 && $output == *circle*harness/record/record.h* ]]
}

@test "a name that does not say whose it is, a call of a later room, files that call each other" {
    case $ganloss in */release/*) ;; *) skip "once, in the release build" ;; esac
    names() { (cd tree && sh tests/tools/symbols.sh "$(rooms)" $(find build -name '*.o')); }
    object() { mkdir -p "tree/build/harness/${1%/*}" && cc -c -x c -o "tree/build/harness/$1.o" - ; }
    mkdir tree && (cd "$root" && cp -a losses reference harness tests "$scratch/tree")
    echo 'void fail(void) {} ' | object base/fail
    echo 'void fail(void); void record_one(void) { fail(); }' | object record/record
    names
    echo 'void oops(void) {}' | object record/stray
    run names
    [[ $status -eq 1 && $output == *"harness/record/stray.c: oops does not say whose it is"* ]]
    rm tree/build/harness/record/stray.o
    echo 'void record_one(void); void fail(void) { record_one(); }' | object base/fail
    run names
    [[ $status -eq 1 && $output == *"harness/base/fail.c: calls record_one of a later room, record"* ]]
    echo 'void fail(void) {}' | object base/fail
    echo 'void record_two(void); void record_one(void) { record_two(); }' | object record/record
    echo 'void record_one(void); void record_two(void) { record_one(); }' | object record/summary
    run names
    [[ $status -eq 1 && $output == *"call each other"*harness/record/record.c* ]]
}
