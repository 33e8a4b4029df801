/* branch.h -- where a kernel changes its way of computing, found from its errors. */
#ifndef GANLOSS_HARNESS_SEARCH_BRANCH_H
#define GANLOSS_HARNESS_SEARCH_BRANCH_H

#include "harness/search/lane.h"
#include "harness/search/range.h"

/* Inputs of interest: on the two sides of each the class differs, or the error. */
struct branches {
    struct {
        int64_t at; /* ordinal of the first input beyond */
        struct targeting by;
    } point[BRANCH_POINTS];
    size_t count;
};

/* Samples the interval evenly; where classes change, or the size of the errors (and no power of two is
   crossed by the results, where an ulp changes), narrows the interval down to adjacent inputs, adds what it
   finds, and samples around it. The largest errors of the interval's own samples are put into score[]. */
void branches_hunt(struct branches *branches, struct lane *lane, struct range interval,
                   const struct targeting *targeting, double score[OUTPUTS]);

/* The same on an interval drawn at random; `small`: with more samples, for small changes. */
void branches_hunt_anywhere(struct branches *branches, struct lane *lane, bool small);

#endif
