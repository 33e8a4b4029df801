/* hostile.c -- a plugin whose kernels compute the right thing and do something besides: the variant says what. The
   expected verdicts stand in hostile.txt. */
#include "losses/ganloss.h"

#include <fenv.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static int is_aligned(const void *at, uintptr_t to)
{
    return (uintptr_t)at % to == 0;
}

static _Thread_local volatile float sink;
static _Thread_local unsigned long calls;
static sigjmp_buf escape;

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

/* Before the right thing, or instead of it (true). */
#define HOSTILE(name, before, after)                                                                         \
    static void name(size_t n, const float x[], const float y[], float loss[], float grad[])                 \
    {                                                                                                        \
        (void)y;                                                                                             \
        before;                                                                                              \
        right(n, x, loss, grad);                                                                             \
        after;                                                                                               \
    }
HOSTILE(correct, , )
HOSTILE(segfault, if (has(n, x, bad)) * (volatile int *)8 = 1, )
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
HOSTILE(state, calls++, if (calls % 5 == 4 && n > 0) loss[0] = nextafterf(loss[0], INFINITY))
HOSTILE(position, , if (n > 5) loss[5] = nextafterf(loss[5], INFINITY))
HOSTILE(length, , if (n % 7 == 6) for (size_t i = 0; i < n; i++) grad[i] = nextafterf(grad[i], INFINITY))
HOSTILE(aligned_in, ,
        if (!is_aligned(x, 16)) for (size_t i = 0; i < n; i++) loss[i] = nextafterf(loss[i], INFINITY))
HOSTILE(aligned_out, ,
        if (!is_aligned(loss, 16)) for (size_t i = 0; i < n; i++) grad[i] = nextafterf(grad[i], 0))
HOSTILE(rounding, , fesetround(FE_UPWARD))
HOSTILE(flushing, , if (has(n, x, bad)) _mm_setcsr(_mm_getcsr() | 0x8040))
HOSTILE(handler, signal(SIGSEGV, leave);
        if (sigsetjmp(escape, 1) == 0 && has(n, x, bad)) * (volatile int *)8 = 1, )
HOSTILE(thread, pthread_t id;
        if (calls++ == 3 && pthread_create(&id, NULL, spin, NULL) == 0) pthread_detach(id), )
HOSTILE(gigabyte, char *much = malloc(1 << 30); if (much) much[n] = 1; free(much), )
HOSTILE(kills, if (has(n, x, bad)) kill(getpid(), SIGKILL), )
HOSTILE(interferes, if (calls++ == 3)(void) !write(4, "garbage that is no answer", 25), )
HOSTILE(closes_answers, if (calls++ == 3) close(4), )
HOSTILE(kills_parent, if (calls++ == 3) kill(getppid(), SIGKILL), )

#define ROW(function)                                                                                        \
    {.size = sizeof(struct ganloss_kernel),                                                                  \
     .kind = "element",                                                                                      \
     .format = "f32",                                                                                        \
     .term = "nonsaturating.g",                                                                              \
     .variant = #function,                                                                                   \
     .f32 = function,                                                                                        \
     .loss_ulp = (double)INFINITY,                                                                           \
     .grad_ulp = (double)INFINITY},

static const struct ganloss_kernel rows[] = {
    ROW(correct) ROW(segfault) ROW(aborts) ROW(exits) ROW(loops) ROW(slow) ROW(beyond) ROW(before)
        ROW(overread) ROW(underread) ROW(inputs) ROW(unwritten) ROW(forks) ROW(closes) ROW(prints) ROW(state)
            ROW(position) ROW(length) ROW(aligned_in) ROW(aligned_out) ROW(rounding) ROW(flushing)
                ROW(handler) ROW(thread) ROW(gigabyte) ROW(kills) ROW(interferes) ROW(closes_answers)
                    ROW(kills_parent)};

const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    *count = sizeof rows / sizeof *rows;
    return abi == GANLOSS_ABI ? rows : NULL;
}
