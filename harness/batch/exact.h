/* exact.h -- the exact terms of a batch, block by block, as sums of two doubles with a proved error. */
#ifndef GANLOSS_HARNESS_BATCH_EXACT_H
#define GANLOSS_HARNESS_BATCH_EXACT_H

#include "harness/batch/exact_sum.h"
#include "harness/selection/group.h"
#include "reference/screen.h"
#include "reference/screen_f64.h"

enum { EXACT_BLOCK = 1024 };

/* Element i of an output is (high[i] + low[i]) / (lifted[i] ? 2^EXACT_LIFT : 1). */
struct exact_terms {
    double high[OUTPUTS][EXACT_BLOCK], low[OUTPUTS][EXACT_BLOCK];
    bool lifted[OUTPUTS][EXACT_BLOCK];
};

/* Where a group's exact terms come from, and how far a loss may be from the one given:
   relative |loss| + 2^absolute. */
struct exact_source {
    const struct group *group;
    const struct screen *screen; /* both NULL: MPFR, or the scores themselves */
    const struct screen_f64 *screen_f64;
    bool scores;
    double relative;
    int absolute;
};

/* The fastest source for a group; the one by MPFR, which serves any. */
struct exact_source exact_source_best(const struct group *group);
struct exact_source exact_source_mpfr(const struct group *group);

/* Whether each term costs microseconds. */
bool exact_source_is_slow(const struct exact_source *source);

/* Fills *to for inputs start .. start + n - 1 of x[], labels y[] (NULL for terms that take none), arrays of
   the group's format; n <= EXACT_BLOCK. */
void exact_terms(struct exact_terms *to, const struct exact_source *source, const void *x, const void *y,
                 size_t start, size_t n);

#endif
