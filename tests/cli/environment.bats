# A program that is started with another floating-point environment sets it right, says so, and judges as always.

bats_require_minimum_version 1.5.0
load common

# preload NAME: a library NAME.so from the C on stdin.
preload() {
    cc -shared -fPIC -D_GNU_SOURCE -o "$1.so" -x c - -lm
}

setup() {
    scratch=$(mktemp -d)
    cd "$scratch" || return
    case $ganloss in *sanitize*) skip 'ASan wants to be the first library' ;; esac
    [ "$(uname -m)" = x86_64 ] || skip 'written for x86-64'
    preload flushing <<<'#include <immintrin.h>
        __attribute__((constructor)) static void begin(void) { _mm_setcsr(_mm_getcsr() | 0x8040); }'
    preload upward <<<'#include <fenv.h>
        __attribute__((constructor)) static void begin(void) { fesetround(FE_UPWARD); }'
    preload threads <<<'#include <dlfcn.h>
        #include <immintrin.h>
        #include <pthread.h>
        #include <stdlib.h>
        struct start { void *(*run)(void *); void *argument; };
        static void *flush(void *start)
        {
            struct start s = *(struct start *)start;
            _mm_setcsr(_mm_getcsr() | 0x8040);
            return s.run(s.argument);
        }
        int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*run)(void *), void *argument)
        {
            int (*next)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) = dlsym(RTLD_NEXT, "pthread_create");
            struct start *start = malloc(sizeof *start);
            *start = (struct start){run, argument};
            return next(t, a, flush, start);
        }'
}

@test "FTZ and DAZ, or rounding upwards, from a constructor or in threads: set right, said, and recorded" {
    verify="$ganloss verify nonsaturating.g/stable/* minimax.g@D/naive/* --format json --jobs 3"
    $verify >good.json 2>err
    [ ! -s err ]
    [ "$(grep -c '"environment"' good.json)" -eq 0 ]
    for name in flushing upward threads; do
        case $name in upward) what='the rounding mode, the x87 control word' ;; *) what='flushing of subnormals' ;; esac
        LD_PRELOAD=./$name.so $verify >"$name.json" 2>err
        echo "ganloss: started with another floating-point environment, set right now: $what" | diff - err
        grep -q "^  \"environment\": \"$what" "$name.json"
        same_result good.json "$name.json"
    done
}

@test "doctor shows the environment, and processes that are started do not say it again" {
    "$ganloss" doctor | grep -q '^floats     the usual environment$'
    LD_PRELOAD=./flushing.so "$ganloss" doctor 2>err | grep -q '^floats     flushing of subnormals: not as usual at the start, set right$'
    LD_PRELOAD=./flushing.so "$ganloss" compare wasserstein.g/stable/f32 wasserstein.g/stable/f32 --batch 16 --time-budget 0.5 \
        >/dev/null 2>err
    [ "$(wc -l <err)" -eq 1 ]
}

# bats test_tags=slow
@test "GANLOSS_ISA takes another instruction set, which is in the document; fused results are the same to the last bit" {
    for isa in any avx2 avx512; do
        grep -qw "avx512dq\|$isa" <(echo any; grep -m1 ^flags /proc/cpuinfo) || continue
        GANLOSS_ISA=$isa "$ganloss" verify '*/fused/*' --format json >"$isa.json"
        grep -q "\"isa\": \"$isa\"" "$isa.json"
        diff <(sed -n '/"kernels"/,$p' any.json) <(sed -n '/"kernels"/,$p' "$isa.json")
    done
    refuses 64 "GANLOSS_ISA names an instruction set that this CPU can run, one of any.*, not 'sse9'" \
        env GANLOSS_ISA=sse9 "$ganloss" list
    refuses 64 "isa .*names an instruction set that this CPU can run, one of any.*, not 'sse9'" "$ganloss" list --isa sse9
    GANLOSS_ISA=avx2 "$ganloss" verify minimax.g/fused/f32 --isa any --format json | grep -q '"isa": "any"'
}

@test "a program, a libm or a plugin that cannot be read is said before the work: no key would tell it from another" {
    strace -o /dev/null true 2>/dev/null || skip 'strace does not work here'
    local path libm
    libm=$(strace -e trace=openat "$ganloss" list losses 2>&1 | sed -n 's/.*"\([^"]*libm\.so[^"]*\)".*/\1/p' | tail -1)
    for path in /proc/self/exe "$libm"; do
        run -74 timeout 60 strace -o trace -P "$path" -e trace=mmap,openat -e inject=$([ "$path" = "$libm" ] && echo 'openat:error=EACCES:when=2' || echo 'openat:error=EACCES') \
            "$ganloss" verify --level exhaustive --save out.json
        grep -q INJECTED trace
        [[ $output == *"ganloss: cannot read $path, which says whose results these are: Permission denied" ]]
        [ ! -e out.json ]
    done
    cc -O2 -shared -fPIC -I"$root" -o faulty.so "$root/tests/foreign/faulty.c" -lm
    run -74 timeout 60 strace -o trace -P "$PWD/faulty.so" -P ./faulty.so -e trace=openat -e inject=openat:error=EACCES "$ganloss" list kernels --plugin ./faulty.so
    [[ $output == *"ganloss: cannot read ./faulty.so, which says whose results these are: Permission denied" ]]
}
