/* sum.h -- the four reductions of a batch, each fed block by block. Included once, by batch.c. */
#ifndef GANLOSS_LOSSES_SUM_H
#define GANLOSS_LOSSES_SUM_H

#include "losses/ganloss.h"
#include "losses/real.h"

#include <stdint.h>

struct sum {
    REAL total, correction;        /* naive, compensated */
    double high, low;              /* wide */
    REAL tree[8 * sizeof(size_t)]; /* pairwise: tree[k] sums 2^k blocks where bit k of `blocks` is set */
    size_t blocks;
};

static void add_naive(struct sum *s, size_t n, const REAL l[])
{
    for (size_t i = 0; i < n; i++)
        s->total += l[i];
}

static REAL pairwise(size_t n, const REAL l[])
{
    if (n <= 8) {
        REAL total = 0;
        for (size_t i = 0; i < n; i++)
            total += l[i];
        return total;
    }
    return pairwise(n / 2, l) + pairwise(n - n / 2, l + n / 2);
}

/* Adding a block is counting in binary: two sums of 2^k blocks carry into one of 2^(k+1). */
static void add_pairwise(struct sum *s, size_t n, const REAL l[])
{
    REAL total = pairwise(n, l);
    size_t k = 0;
    for (; s->blocks >> k & 1; k++)
        total = s->tree[k] + total;
    s->tree[k] = total;
    s->blocks++;
}

/* Neumaier 1974: a + b = t + e exactly (two-sum, Knuth), and the errors e are added at the end. */
static void add_compensated(struct sum *s, size_t n, const REAL l[])
{
    for (size_t i = 0; i < n; i++) {
        REAL t = s->total + l[i];
        REAL rounded = t - s->total;
        s->correction += (s->total - (t - rounded)) + (l[i] - rounded);
        s->total = t;
    }
}

/* Double-double accumulator: two-sum, then renormalised (Dekker 1971). For f32 losses the low part only
   sees what 53 bits cannot hold. */
static void add_wide(struct sum *s, size_t n, const REAL l[])
{
    for (size_t i = 0; i < n; i++) {
        double x = (double)l[i];
        double t = s->high + x;
        double rounded = t - s->high;
        double low = s->low + ((s->high - (t - rounded)) + (x - rounded));
        if (isfinite(t)) {
            s->high = t + low;
            s->low = low - (s->high - t);
        } else { /* an infinity or NaN stays what it is */
            s->high = t;
            s->low = 0;
        }
    }
}

static double total_naive(const struct sum *s)
{
    return (double)s->total;
}

static double total_pairwise(const struct sum *s)
{
    REAL total = 0;
    for (size_t k = 0; s->blocks >> k; k++)
        if (s->blocks >> k & 1)
            total = s->tree[k] + total;
    return (double)total;
}

/* Past an infinity or a NaN the errors are NaN and say nothing. */
static double total_compensated(const struct sum *s)
{
    return (double)(isfinite(s->total) ? s->total + s->correction : s->total);
}

static double total_wide(const struct sum *s)
{
    return s->high + s->low;
}

static void (*const sum_add[GANLOSS_REDUCTIONS])(struct sum *, size_t, const REAL[]) = {
    [GANLOSS_NAIVE] = add_naive,
    [GANLOSS_PAIRWISE] = add_pairwise,
    [GANLOSS_COMPENSATED] = add_compensated,
    [GANLOSS_WIDE] = add_wide,
};

static double (*const sum_total[GANLOSS_REDUCTIONS])(const struct sum *) = {
    [GANLOSS_NAIVE] = total_naive,
    [GANLOSS_PAIRWISE] = total_pairwise,
    [GANLOSS_COMPENSATED] = total_compensated,
    [GANLOSS_WIDE] = total_wide,
};

#endif
