/* hostile.c -- a plugin whose kernels compute the right thing and do something besides: the variant says what. The
   expected verdicts stand in hostile.txt. */
#include "losses/ganloss.h"
#include "tests/foreign/daemon.h"

#include <fcntl.h>
#include <fenv.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#if defined __SSE__
#include <xmmintrin.h>
#endif

/* The input that some of them cannot bear, and the one that a library refuses. */
static const float bad = 1.0F;

static void right(size_t n, const float x[], float loss[], float grad[])
{
    for (size_t i = 0; i < n; i++) {
        float e = expf(-fabsf(x[i]));
        loss[i] = (x[i] < 0 ? -x[i] : 0) + log1pf(e);
        grad[i] = -(x[i] < 0 ? 1 : e) / (1 + e);
    }
}

static int has(size_t n, const float x[], float what)
{
    for (size_t i = 0; i < n; i++)
        if (x[i] == what)
            return 1;
    return 0;
}

/* The number beside a result, of ordinary inputs. */
static void nudge(float *result, float x)
{
    if (fabsf(x) < 8)
        *result = nextafterf(*result, INFINITY);
}

static int is_aligned(const void *at, uintptr_t to)
{
    return (uintptr_t)at % to == 0;
}

static _Thread_local volatile float sink;
static _Thread_local unsigned long calls;
static sigjmp_buf escape;
static volatile int *volatile nowhere = NULL;

static void leave(int signal)
{
    siglongjmp(escape, signal);
}

static void *spin(void *nothing)
{
    for (;;)
        usleep(1000);
    return nothing;
}

/* Writes into an array that it was once given. */
static void *scribble(void *array)
{
    for (;;)
        *(volatile float *)array = 7;
    return array;
}

static void begin_thread(void *(*what)(void *), void *with)
{
    pthread_t id;
    if (pthread_create(&id, NULL, what, with) == 0)
        pthread_detach(id);
}

/* What its host would say of a touched page, of one that there is not. */
static void forge_report(void)
{
    uint32_t *report = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, 6, 0);
    if (report != MAP_FAILED) {
        memset(report, 0x7f, 24);
        report[0] = SIGSEGV;
    }
    _exit(4);
}

static int recurse(volatile int depth)
{
    volatile char much[4096] = {0};
    much[depth % 4096] = 1;
    return depth < 0 ? 0 : recurse(depth + 1) + much[0];
}

/* Which thread computes it decides what it is. */
struct job {
    size_t n;
    const float *x;
    float *loss;
    unsigned number;
};
static void *take_turn(void *with)
{
    const struct job *job = with;
    if (job->n > 0 && job->number % 3 == 2)
        nudge(job->loss, job->x[0]);
    return NULL;
}
static void by_turns(size_t n, const float x[], float loss[])
{
    pthread_t id;
    struct job job = {n, x, loss, (unsigned)calls++};
    if (pthread_create(&id, NULL, take_turn, &job) == 0)
        pthread_join(id, NULL);
}

/* Before the right thing, or instead of it (true). */
#define HOSTILE(name, before, after)                                                                         \
    static void do_##name(size_t n, const float x[], const float y[], float loss[], float grad[])            \
    {                                                                                                        \
        (void)y;                                                                                             \
        before;                                                                                              \
        right(n, x, loss, grad);                                                                             \
        after;                                                                                               \
    }
HOSTILE(correct, , )
HOSTILE(segfault, if (has(n, x, bad)) *nowhere = 1, )
HOSTILE(aborts, if (has(n, x, bad)) abort(), )
HOSTILE(exits, if (has(n, x, bad)) exit(0), )
HOSTILE(loops, if (has(n, x, bad)) for (;;) usleep(1000), )
HOSTILE(slow, usleep(2000), )
HOSTILE(beyond, , loss[n] = 1)
HOSTILE(before, , grad[-1] = 1)
HOSTILE(overread, for (size_t i = 0; i < 64; i++) sink = x[n + i], )
HOSTILE(underread, for (int i = 1; i < 64; i++) sink = x[-i], )
HOSTILE(inputs, float *in; memcpy(&in, &x, sizeof in); if (n > 0) in[n / 2] = 0, )
HOSTILE(unwritten, if (n > 7) n -= 1, )
HOSTILE(forks, if (calls++ == 3 && fork() == 0) for (;;) pause(), )
HOSTILE(closes, (void)!close(1), )
HOSTILE(prints, if (calls++ == 3) printf("hello\n"), )
HOSTILE(state, calls++, if (calls % 5 == 4 && n > 0) nudge(&loss[0], x[0]))
HOSTILE(position, , if (n > 5) nudge(&loss[5], x[5]))
HOSTILE(length, , if (n % 7 == 6) for (size_t i = 0; i < n; i++) nudge(&grad[i], x[i]))
HOSTILE(aligned_in, , if (!is_aligned(x, 16)) for (size_t i = 0; i < n; i++) nudge(&loss[i], x[i]))
HOSTILE(aligned_out, , if (!is_aligned(loss, 16)) for (size_t i = 0; i < n; i++) nudge(&grad[i], x[i]))
HOSTILE(rounding, , fesetround(FE_UPWARD))
HOSTILE(flushing, , if (has(n, x, bad)) _mm_setcsr(_mm_getcsr() | 0x8040))
HOSTILE(handler, signal(SIGSEGV, leave); if (sigsetjmp(escape, 1) == 0 && has(n, x, bad)) *nowhere = 1, )
HOSTILE(thread, if (calls++ == 3) begin_thread(spin, NULL), )
HOSTILE(scribbler, , if (calls++ == 3 && n > 0) begin_thread(scribble, loss))
HOSTILE(threads, , by_turns(n, x, loss))
HOSTILE(gigabyte, char *much = malloc(1 << 30); if (much) much[n] = 1; free(much), )
static char *volatile leaked;
HOSTILE(leaks, leaked = malloc(1 << 30); if (leaked) * (volatile char *)leaked = 1, )
HOSTILE(kills, if (has(n, x, bad)) kill(getpid(), SIGKILL), )
HOSTILE(interferes, if (calls++ == 3)(void) !write(4, "garbage that is no answer", 25), )
HOSTILE(closes_answers, if (calls++ == 3) close(4), )
HOSTILE(closes_requests, if (calls++ == 3) close(3), )
HOSTILE(kills_parent, if (calls++ == 3) kill(getppid(), SIGKILL), )
HOSTILE(stops, if (has(n, x, bad)) raise(SIGSTOP), )
HOSTILE(stops_parent, if (has(n, x, bad)) for (kill(getppid(), SIGSTOP);;) pause(), )
HOSTILE(outlives, prctl(PR_SET_PDEATHSIG, 0); if (calls++ == 3) for (kill(getppid(), SIGKILL);;) pause(), )
HOSTILE(daemon, if (calls++ == 3) begin_daemon(); if (has(n, x, bad)) _exit(3), )
HOSTILE(becomes, if (has(n, x, bad)) execl("/bin/true", "true", (char *)NULL), )
HOSTILE(floods, for (int i = 0; i < 100; i++) fputs("what nobody asked for\n", stderr), )
HOSTILE(moves, if (chdir("/") != 0) _exit(5), )
HOSTILE(recursive, if (has(n, x, bad)) sink = (float)recurse(0), )
HOSTILE(forges, if (has(n, x, bad)) forge_report(), )
HOSTILE(sends_signal, if (has(n, x, bad)) raise(SIGSEGV), )
HOSTILE(traps, , feenableexcept(FE_INVALID))
HOSTILE(nan, , for (size_t i = 0; i < n; i++) grad[i] = x[i] > 80 ? NAN : grad[i])

#define ROW(function)                                                                                        \
    {.size = sizeof(struct ganloss_kernel),                                                                  \
     .kind = "element",                                                                                      \
     .format = "f32",                                                                                        \
     .term = "nonsaturating.g",                                                                              \
     .variant = #function,                                                                                   \
     .f32 = do_##function,                                                                                   \
     .loss_ulp = (double)INFINITY,                                                                           \
     .grad_ulp = (double)INFINITY},

/* clang-format off */
static const struct ganloss_kernel rows[] = {
    ROW(correct) ROW(segfault) ROW(aborts) ROW(exits) ROW(loops) ROW(slow) ROW(beyond) ROW(before)
    ROW(overread) ROW(underread) ROW(inputs) ROW(unwritten) ROW(forks) ROW(closes) ROW(prints) ROW(state)
    ROW(position) ROW(length) ROW(aligned_in) ROW(aligned_out) ROW(rounding) ROW(flushing) ROW(handler)
    ROW(thread) ROW(scribbler) ROW(threads) ROW(gigabyte) ROW(leaks) ROW(kills) ROW(interferes)
    ROW(closes_answers) ROW(closes_requests) ROW(kills_parent) ROW(stops) ROW(stops_parent) ROW(outlives)
    ROW(daemon) ROW(becomes) ROW(floods) ROW(moves) ROW(recursive) ROW(forges) ROW(sends_signal)
    ROW(traps) ROW(nan)
};
/* clang-format on */

const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    *count = sizeof rows / sizeof *rows;
    return abi == GANLOSS_ABI ? rows : NULL;
}
