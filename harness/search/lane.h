/* lane.h -- one of the lanes in which a kernel is searched: a sequence of inputs that depends on
   nothing but the kernel, the seed and what the rounds before have found; and what came of it. */
#ifndef GANLOSS_HARNESS_SEARCH_LANE_H
#define GANLOSS_HARNESS_SEARCH_LANE_H

#include "harness/record/summary.h"
#include "harness/search/batch.h"
#include "harness/search/targeting.h"
#include "harness/search/tried.h"
#include "harness/selection/group.h"

struct lane {
    const struct choice *choice;
    struct ideal ideal; /* what the kernel should compute, and its screen */
    const struct screen_f64 *screen;
    uint64_t random, batches;
    struct summary
        found; /* every maximum and every end of an extent in it: confirmed by MPFR; counts are of visits */
    bool distinct;               /* no input comes twice, nor to another lane: each is counted at once */
    struct tried_counts counted; /* if so; else they are on the list */
    struct tried_list tried;
    uint64_t audited;
    bool sound;                 /* no audit has failed */
    size_t turn;                /* of the ways to choose a target */
    unsigned positions;         /* at which each input is tried again (search/batch.h); 0 unless set */
    struct search_batch *batch; /* set by whoever runs it */
};

struct lane lane_make(const struct choice *choice, uint64_t seed);

/* Adds an input; a full batch is probed and noted. */
void lane_add(struct lane *lane, double x, double target);

/* The same with a target that is picked in one of the term's ways, by turns. */
void lane_add_x(struct lane *lane, double x);

/* Flushes, then starts a batch that holds PROBE_BLOCK inputs, for one whose results are looked at. */
void lane_begin(struct lane *lane);

/* Probes the batch, if that has not been done, and notes what was found; the results can be read until the
   next lane_add. */
void lane_flush(struct lane *lane);

#endif
