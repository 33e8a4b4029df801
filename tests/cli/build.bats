# The makefile: what a change rebuilds, and what a user's flags can do.

load common

setup() {
    case $ganloss in */release/*) ;; *) skip 'once, in the release build' ;; esac
    scratch=$(mktemp -d)
    cd "$scratch" || return
}

# makes ARGUMENTS...: what make says that it makes, on one line, sorted.
makes() {
    make "$@" 2>make.err | sed -n 's|^\([A-Z]*\) build/release/|\1 |p' | sort | paste -sd' '
}

# bats test_tags=slow
@test "a change rebuilds what depends on it, and nothing else" {
    copy_tree
    cd tree
    library='AR libganloss.a'
    shared="LD $(cd build/release && ls libganloss.so.*.*)"
    batch='CC losses/batch.f32.o CC losses/batch.f64.o'

    # The copy is elsewhere, and no longer described by git.
    [ "$(makes)" = 'CC harness/machine/machine.o LD ganloss' ]
    [ -z "$(makes)" ]
    touch harness/main.c
    [ "$(makes)" = 'CC harness/main.o LD ganloss' ]
    touch losses/batch.c
    [ "$(makes)" = "$library $batch LD ganloss $shared" ]
    touch losses/sum.h
    [ "$(makes)" = "$library $batch LD ganloss $shared" ]
    touch losses/kernels/wasserstein.c
    [ "$(makes)" = "$library CC losses/kernels/wasserstein.f32.o CC losses/kernels/wasserstein.f64.o LD ganloss $shared OBJCOPY harness/exhaustive/memo_kernels.o" ]
    touch Makefile README.md tests/cli/build.bats reports/style.gp
    [ -z "$(makes)" ]
    [ "$(makes DESCRIPTION=other)" = 'CC harness/machine/machine.o LD ganloss' ]
    [ -z "$(makes PREFIX=/other DESCRIPTION=other)" ]
    # What one file alone is compiled with does not show in the flags of all.
    [ "$(makes build/release/harness/machine/machine.o)" = 'CC harness/machine/machine.o' ]
    [ "$(makes)" = 'LD ganloss' ]
    # Other flags rebuild.
    cp build/release/losses/isa.o before.o
    [ "$(makes CFLAGS=-DOTHER build/release/losses/isa.o)" = 'CC losses/isa.o' ]
    [ -z "$(makes CFLAGS=-DOTHER build/release/losses/isa.o)" ]
    [ "$(makes build/release/losses/isa.o)" = 'CC losses/isa.o' ]
    # The same sources give the same objects in another folder, whatever is told to debuggers.
    cmp build/release/losses/isa.o before.o
}

# The command that compiles the file $1, and the one that links the program, with the arguments and the environment given.
compiles() {
    local file=$1
    shift
    make -n V=1 "$@" "build/release/${file%.c}.o" | grep -- " -c $file "
}
links() {
    make -n V=1 "$@" build/release/ganloss | grep -- ' -o build/release/ganloss '
}

@test "CFLAGS and LDFLAGS are the user's; what results depend on stands behind them" {
    cd "$root"
    theirs='-O1 -ffp-contract=fast -fmath-errno -ftrapping-math -fno-openmp -std=c11 -flto -fno-PIC'
    ours='-std=c17 .*-ffp-contract=off -fno-math-errno -fno-trapping-math .*-fno-lto -fopenmp -fPIC '
    for file in losses/isa.c harness/main.c reference/format.c; do
        compiles $file | grep -q -- " -O2 -g .*-Wall .*$ours"
        compiles $file CFLAGS="$theirs" LDFLAGS=-Wl,-z,now | grep -q -- " -O2 -g .*-Wall .* $theirs $ours"
        CFLAGS=$theirs LDFLAGS=-Wl,-z,now compiles $file | grep -q -- " -O2 -g .*-Wall .* $theirs $ours"
    done
    make -n V=1 CFLAGS=-O1 build/release/reference/screen_f32.any.o | grep -q -- ' -O3 .* -O1 .*-c reference/screen_f32.c '
    compiles losses/isa.c CFLAGS="-fvisibility=default" | grep -q -- '-fvisibility=default .*-fvisibility=hidden '
    links LDFLAGS=-Wl,-z,now | grep -q -- ' -fopenmp -Wl,-z,now -o '
    LDFLAGS=-Wl,-z,now links | grep -q -- ' -fopenmp -Wl,-z,now -o '
    links CFLAGS=-O1 | grep -q -- ' -O1 -fno-lto -fopenmp '
    compiles harness/machine/machine.c CFLAGS='-O1 -DX="a"' | grep -qF -- "-DGANLOSS_FLAGS='\"-O2 -g -O1 -DX=\\\"a\\\" -ffp-contract=off "
}

@test "flags that change results are refused in one line, wherever they stand" {
    cd "$root"
    unset MAKEFLAGS MAKELEVEL
    for bad in CFLAGS={-ffast-math,-Ofast,-funsafe-math-optimizations,-ffinite-math-only} {CC='cc ',CPPFLAGS=,LDFLAGS=}-Ofast; do
        run make -n "$bad"
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
        [[ "$output" == *"*** ${bad##*[= ]}: it changes the results"* ]]
    done
    CFLAGS='-g -ffast-math' run make -n
    [ "$status" -eq 2 ]
}

# bats test_tags=slow
@test "warnings stop the build where WERROR=1 says so, a kernel without a row always" {
    cd "$root"
    [[ "$(compiles harness/main.c WERROR=1)" == *' -Werror '* ]]
    [[ "$(WERROR=1 compiles harness/main.c)" == *' -Werror '* ]]
    for off in WERROR= WERROR=0; do
        [[ "$(compiles harness/main.c $off)" != *' -Werror '* ]]
        [[ "$(compiles harness/main.c $off)" == *' -Werror=missing-prototypes '* ]]
    done
}
