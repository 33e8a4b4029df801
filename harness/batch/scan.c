/* scan.c -- the inputs of one regime and the exact sums of the terms that a group of kernels computes,
   after every batch size: a smaller batch is the beginning of a larger one. */
#include "harness/batch/scan.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/progress.h"
#include "harness/base/timing.h"
#include "harness/batch/parts.h"

#include <stdlib.h>

/* The gradients of this many inputs are kept, 17 bytes each; MPFR's cannot be asked for again. */
static const size_t gradients_most = (size_t)1 << 20;

/* What is done between two looks at the clock. */
enum { BLOCKS_AT_ONCE = 16 };

static void keep_gradients(struct batch_gradients *to, const struct exact_terms *from, size_t start, size_t n)
{
    for (size_t i = 0; i < n && start + i < to->count; i++) {
        to->high[start + i] = from->high[GRAD][i];
        to->low[start + i] = from->low[GRAD][i];
        to->lifted[start + i] = from->lifted[GRAD][i];
    }
}

/* Adds the exact losses of inputs start .. end - 1, at most BLOCKS_AT_ONCE blocks; the sums of the threads
   are exact, so that their order does not matter. gradients: NULL, or where to keep them. */
static void add_terms(struct exact_sum *sum, struct batch_gradients *gradients,
                      const struct exact_source *source, const struct batch_scan *scan, size_t start,
                      size_t end)
{
    size_t blocks = (end - start + EXACT_BLOCK - 1) / EXACT_BLOCK;
#pragma omp parallel if (blocks > 1)
    {
        struct exact_sum part = {0};
        struct exact_terms terms_of_block;
#pragma omp for schedule(dynamic)
        for (size_t b = 0; b < blocks; b++) {
            size_t from = start + b * EXACT_BLOCK, n = end - from < EXACT_BLOCK ? end - from : EXACT_BLOCK;
            exact_terms(&terms_of_block, source, scan->x, scan->y, from, n);
            for (size_t i = 0; i < n; i++)
                exact_sum_add(&part, terms_of_block.high[LOSS][i], terms_of_block.low[LOSS][i],
                              terms_of_block.lifted[LOSS][i]);
            if (gradients)
                keep_gradients(gradients, &terms_of_block, from, n);
        }
#pragma omp critical(exact_sum)
        exact_sum_merge(sum, &part);
    }
}

/* Adds up to `end`; false: the time did not reach. */
static bool add_until(struct exact_sum *sum, struct batch_gradients *gradients,
                      const struct exact_source *source, const struct batch_scan *scan, size_t start,
                      size_t end, int64_t deadline)
{
    bool slow = exact_source_is_slow(source);
    while (start < end) {
        size_t most = BLOCKS_AT_ONCE * EXACT_BLOCK, n = end - start < most ? end - start : most;
        if (interrupted() || (slow && timing_now() > deadline))
            return false;
        add_terms(sum, gradients, source, scan, start, start + n);
        start += n;
        progress_add(n);
    }
    return true;
}

/* Where the source leaves more than 2^-8 ulp of the mean open, the sum is made again by MPFR. */
static bool settle(struct batch_exact *exact, const struct batch_scan *scan, size_t n, int64_t deadline)
{
    const struct group *group = scan->source.group;
    if (exact_source_is_slow(&scan->source) || batch_open(exact, n, group->format) <= 0x1p-8)
        return true;
    struct exact_source source = exact_source_mpfr(group);
    *exact = (struct batch_exact){.relative = source.relative, .absolute = source.absolute};
    return add_until(&exact->sum, NULL, &source, scan, 0, n, deadline);
}

static void draw(struct batch_scan *scan, size_t n)
{
    const struct group *group = scan->source.group;
    const struct format *format = group->format;
    scan->x = allocate(n + SCAN_SLACK, format->size);
    regime_fill(scan->regime, group->space, format, scan->plan->seed, n, scan->x);
    if (group->operands == 2) {
        scan->y = allocate(n, format->size);
        regime_labels(format, scan->plan->seed, n, scan->y);
    }
}

void batch_scan_start(struct batch_scan *scan, const struct batch_plan *plan, size_t regime,
                      const struct exact_source *source, double ns)
{
    const size_t *size = plan->size + regime * plan->sizes;
    size_t largest = size[plan->sizes - 1], done = 0;
    struct exact_sum sum = {0};
    *scan = (struct batch_scan){plan, plan->regime[regime], size, .source = *source};
    draw(scan, largest);
    int64_t deadline = ns < 0x1p62 ? timing_now() + (int64_t)ns : INT64_MAX;
    scan->exact = allocate(plan->sizes, sizeof *scan->exact);
    struct batch_gradients *g = &scan->gradients;
    g->count = largest < gradients_most ? largest : gradients_most;
    g->high = allocate(g->count, sizeof *g->high);
    g->low = allocate(g->count, sizeof *g->low);
    g->lifted = allocate(g->count, sizeof *g->lifted);
    for (; scan->reached < plan->sizes; scan->reached++) {
        size_t n = size[scan->reached];
        if (!add_until(&sum, g, source, scan, done, n, deadline))
            return;
        done = n;
        scan->exact[scan->reached] = (struct batch_exact){sum, source->relative, source->absolute};
        if (!settle(&scan->exact[scan->reached], scan, n, deadline))
            return;
    }
}

const void *batch_scan_x(const struct batch_scan *scan, size_t start)
{
    return (const char *)scan->x + start * scan->source.group->format->size;
}

const void *batch_scan_y(const struct batch_scan *scan, size_t start)
{
    return scan->y ? (const char *)scan->y + start * scan->source.group->format->size : NULL;
}

void batch_scan_end(struct batch_scan *scan)
{
    free(scan->x);
    free(scan->y);
    free(scan->exact);
    free(scan->gradients.high);
    free(scan->gradients.low);
    free(scan->gradients.lifted);
}
