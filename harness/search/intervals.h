/* intervals.h -- intervals of inputs, scored by the largest errors seen there: those that score
   highest are halved first. */
#ifndef GANLOSS_HARNESS_SEARCH_INTERVALS_H
#define GANLOSS_HARNESS_SEARCH_INTERVALS_H

#include "harness/search/lane.h"
#include "harness/search/range.h"

struct search_interval {
    struct range range;
    double score[OUTPUTS]; /* the largest error in ulps of its own samples */
    size_t targeting;
};

enum { INTERVALS = 1024, PICKS = 16, SAMPLES = 64 };

/* The intervals of a kernel, and those that a round works on. */
struct intervals {
    struct search_interval at[INTERVALS];
    size_t count;
    struct search_interval picked[PICKS][2]; /* each the halves of one */
    size_t picks;
    uint64_t random;
};

/* Divides a term's space where its scale changes. */
void intervals_make(struct intervals *intervals, const struct term *term, uint64_t seed);

/* Takes the intervals to work on: by the largest error of the loss and of the gradient, by width, and at
   random, so that no region starves. */
void intervals_pick(struct intervals *intervals);

/* Samples the halves of the picks `first`, `first` + `step`, ...: different lanes may do so together. */
void intervals_sample(struct intervals *intervals, struct lane *lane, size_t first, size_t step);

/* Puts the halves back. Where there is no room, those with the smallest errors go. */
void intervals_return(struct intervals *intervals);

#endif
