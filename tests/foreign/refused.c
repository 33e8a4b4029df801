/* refused.c -- a plugin that is malformed, or does something when it is loaded: GANLOSS_REFUSED in the environment says
   what. What is said of each stands in refused.txt. */
#include "losses/ganloss.h"

#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined __SSE__
#include <xmmintrin.h>
#endif

static bool is(const char *name)
{
    const char *how = getenv("GANLOSS_REFUSED");
    return how && strcmp(how, name) == 0;
}

static void right(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        float e = expf(-fabsf(x[i]));
        loss[i] = (x[i] < 0 ? -x[i] : 0) + log1pf(e);
        grad[i] = -(x[i] < 0 ? 1 : e) / (1 + e);
    }
}

__attribute__((constructor)) static void begin(void)
{
    if (is("crash-on-load"))
        raise(SIGSEGV);
    if (is("exit-on-load"))
        exit(0);
#if defined __SSE__
    if (is("flushing-on-load"))
        _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
}

/* A byte more than there is, so that the next row would begin at an odd address. */
static struct ganloss_kernel rows[2];

const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    for (int i = 0; i < 2; i++)
        rows[i] = (struct ganloss_kernel){.size = sizeof *rows,
                                          .kind = "element",
                                          .format = "f32",
                                          .term = "nonsaturating.g",
                                          .variant = i == 0 ? "right" : "other",
                                          .f32 = right,
                                          .loss_ulp = (double)INFINITY,
                                          .grad_ulp = (double)INFINITY};
    struct ganloss_kernel *row = &rows[1];
    *count = 2;
    if (is("wrong-abi"))
        return abi == 1 ? rows : NULL;
    if (is("null"))
        return NULL;
    if (is("no-rows"))
        *count = 0;
    if (is("too-many-rows"))
        *count = (size_t)-1 / sizeof *rows;
    if (is("crash-when-asked"))
        raise(SIGSEGV);
    if (is("small-rows"))
        rows[0].size = row->size = sizeof *rows - sizeof(void *);
    if (is("odd-rows"))
        rows[0].size = row->size = sizeof *rows + 1;
    if (is("rows-of-two-sizes"))
        row->size += sizeof(void *);
    if (is("no-kind"))
        row->kind = NULL;
    if (is("no-term"))
        row->term = NULL;
    if (is("no-variant"))
        row->variant = NULL;
    if (is("no-format"))
        row->format = NULL;
    if (is("no-function"))
        row->f32 = NULL;
    if (is("negative-bound"))
        row->loss_ulp = -1;
    if (is("bound-that-is-nan"))
        row->grad_ulp = (double)NAN;
    if (is("string-that-is-none"))
        memset(&row->term, 0x7f, sizeof row->term);
    if (is("odd-variant"))
        row->variant = "a\033[2J\"b";
    if (is("bytes-that-are-no-text"))
        row->variant = "\xff\xfe";
    if (is("empty-variant"))
        row->variant = "";
    if (is("same-twice"))
        row->variant = "right";
    if (is("shipped"))
        row->variant = "stable";
    if (is("unknown-terms"))
        rows[0].term = row->term = "no.such\033term";
    if (is("unknown-kinds"))
        rows[0].kind = row->kind = "penalty";
    if (is("unknown-formats"))
        rows[0].format = row->format = "f16";
    if (is("one-unknown-term"))
        row->term = "no.such";
    return rows;
}
