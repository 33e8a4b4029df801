# Plugins of other libraries: what is built, what is told of the rest, and whether one that is wrong is found. With libmvec, which
# every glibc for x86-64 has; .ci/run tries all.

load common

setup() {
    case $ganloss in */release/*) ;; *) skip 'once, in the release build' ;; esac
    case $(cc -dumpmachine) in x86_64*) ;; *) skip 'no libmvec' ;; esac
    scratch=$(mktemp -d)
    cd "$scratch" || return
    copy_tree
    cd tree || return
}

# peers GOAL ARGUMENTS...: as if libmvec were all there is; one instruction set is enough.
peers() {
    make "$1" PEERS_FOUND=libmvec PEER_ISAS=any "${@:2}" >../out 2>../err
}

# bats test_tags=slow
@test "make peers builds what is found and says what is missing, and in which package it is" {
    peers peers
    grep -qx 'glibc [0-9.]*  *40 kernels  build/release/peers/libmvec.so' ../out
    [ -s build/release/peers/libmvec.so ]
    grep -qx 'sleef     missing: Debian has it in libsleef-dev' ../out
    grep -qx 'rmath     missing: Debian has it in r-mathlib' ../out
    [ "$(grep -c 'missing' ../out)" -eq 9 ]
    [ "$(nm -D --defined-only build/release/peers/libmvec.so | awk '{ print $NF }' | sort | xargs)" = 'ganloss_plugin ganloss_plugin_library' ]
    # every package that is named is one that deps-peers installs
    make -n deps-peers >../deps
    for package in $(sed -n 's/.*Debian has it in //p' ../out); do
        grep -qw -- "$package" ../deps || { echo "$package"; return 1; }
    done
    # and nothing is built again
    peers peers
    ! grep '^CC\|^LD' ../out || false
}

# bats test_tags=slow
@test "make peers-short fails where a library is missing, and where a kernel is not what it says" {
    run peers peers-short
    grep -q '^peers: missing: sleef onednn .*; make deps-peers installs them$' ../err
    ! grep 'as stated' ../out || false
    peers peers-short PEERS_MISSING=
    grep -qx 'glibc [0-9.]*: 40 kernels are as stated' ../out
    [ "$(grep -c ' ulp within ' ../out)" -eq 40 ]

    sed -i 's/grad\[i\] = sign \* scale \*/grad[i] = scale */' harness/adapters/peers/libmvec.c
    run peers peers-short PEERS_MISSING=
    grep -q '^WRONG nonsaturating.g/libmvec/f32 grad at ' ../out
    ! grep '^WRONG nonsaturating.d_fake/' ../out || false
    grep -qx 'glibc [0-9.]*: 40 kernels are not all as stated' ../out
}
