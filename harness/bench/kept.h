/* kept.h -- inputs that were drawn once, for rows that need them again.

   In every round the rows' pool takes on the inputs of each regime, format and space in turn. To draw 2^24 of
   them takes as long as a sample of a fast kernel there; to copy them, a tenth of that. The rows still
   share the one pool, with its place in memory: what differs from kernel to kernel is the kernel. */
#ifndef GANLOSS_HARNESS_BENCH_KEPT_H
#define GANLOSS_HARNESS_BENCH_KEPT_H

#include "harness/inputs/regime.h"

#include <stddef.h>
#include <stdint.h>

/* What an array holds: the first `count` inputs of a regime, or labels where that is NULL. */
struct bench_inputs {
    const struct regime *regime;
    const struct format *format;
    enum space space;
    size_t count;
};

/* All zero: nothing is kept. The costs are for the plan. */
struct bench_kept {
    struct bench_kept_array {
        struct bench_inputs of;
        void *values;
    } * array;
    size_t arrays, bytes;
    double drawn_ns, drawn, copied_ns, copied; /* in all, and of so many inputs */
};

/* Whether an array that has `held` has all of `wanted`: the beginning of a longer array is the shorter one. */
bool bench_kept_covers(const struct bench_inputs *held, const struct bench_inputs *wanted);

/* Fills to[wanted->count]; from what is kept, if that is within the memory that may be used for it. */
void bench_kept_fill(struct bench_kept *kept, const struct bench_inputs *wanted, uint64_t seed, void *to);

/* Expected ns of filling so many times; 0 before the first time. */
double bench_kept_cost(const struct bench_kept *kept, const struct bench_inputs *wanted, double times);

void bench_kept_free(struct bench_kept *kept);

#endif
