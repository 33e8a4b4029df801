/* sweep.h -- every binade swept evenly, so that what was tried can be said for certain: how wide an interval
   cannot have been missed, wherever it is.

   Each binade of each sign is filled by a sequence of its own (sequence.h): of a logit, 2^e <= |s| < 2^(e +
   1); of D below 1/2 those of D, above it those of 1 - D. Those in the middle, where discriminators are, get
   most: in the first SWEEP_EARLY rounds so many that an interval of relative width 10^-5 is found. No input
   comes twice. */
#ifndef GANLOSS_HARNESS_SEARCH_SWEEP_H
#define GANLOSS_HARNESS_SEARCH_SWEEP_H

#include "harness/inputs/input.h"
#include "harness/record/searched.h"
#include "harness/search/lane.h"

/* The sides of 0, or of 1/2. */
enum { SWEEP_SIDES = 2, SWEEP_EARLY = 56 };

struct sweep {
    const struct term *term;
    uint64_t seed;
    uint64_t rounds[SWEEP_SIDES]; /* that are done */
};

/* Tries what one side has in the coming round; with a target, each input with the usual labels by turns. */
void sweep_round(const struct sweep *sweep, struct lane *lane, int side);

/* Whether an input was among those of the rounds that are done. */
bool sweep_has(const struct sweep *sweep, const struct input *input);

/* What intervals were found then, in the middle and elsewhere (of all of D, say, the least of both sides). */
void sweep_widths(const struct sweep *sweep, struct searched_width to[SEARCHED_WIDTHS]);

#endif
