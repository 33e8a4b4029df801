# Memory that runs out, at some requests of small runs; `make allocations` tries every one.

load common

# bats test_tags=slow
@test "out of memory: one line and status 70, whoever asked" {
    case $ganloss in *sanitize*) skip 'sanitizers bring a malloc of their own' ;; esac
    (cd "$root" && JOBS=2 sh tests/tools/allocations.sh "${ganloss%/ganloss}" 397) >out || { cat out; return 1; }
    grep -q '^[0-9]* requests for memory refused: 0 with a false end$' out
}

@test "a thread that cannot be had is no numerical failure" {
    case $ganloss in *sanitize*) skip 'sanitizers need more threads' ;; esac
    cc -shared -fPIC -D_GNU_SOURCE -o nothreads.so -x c - <<'END'
#include <errno.h>
#include <pthread.h>
int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*s)(void *), void *x)
{
    (void)t, (void)a, (void)s, (void)x;
    return EAGAIN;
}
END
    run env LD_PRELOAD=./nothreads.so "$ganloss" verify 'wasserstein.g/stable/f32' --jobs 2
    [ "$status" -eq 70 ]
    [[ "$output" == *'Thread creation failed'* ]]
}
