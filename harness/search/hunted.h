/* hunted.h -- a kernel in a search: its lanes, and what they share between rounds. */
#ifndef GANLOSS_HARNESS_SEARCH_HUNTED_H
#define GANLOSS_HARNESS_SEARCH_HUNTED_H

#include "harness/search/branch.h"
#include "harness/search/intervals.h"
#include "harness/search/lane.h"
#include "harness/search/sweep.h"
#include "harness/search/tried.h"

/* What each lane does, in the first round and in those after. Beside the sweep, half of the inputs go where
   the errors were the largest (a quarter of these by width and by chance), a quarter to new branch points,
   the rest anywhere. */
enum { KNOWN, CONSTANTS, BRANCH, RANDOM, GRID, SWEEP, LANES = SWEEP + SWEEP_SIDES };

struct hunted {
    struct lane lane[LANES];
    struct intervals intervals;
    struct branches branches;
    struct sweep sweep;
    struct tried tried;
    size_t known;                        /* branches at the start of the round */
    struct output_summary best[OUTPUTS]; /* as of the start of the round */
    uint64_t round;
};

#endif
