/* batch.h -- inputs on their way through the probe, and what came of them. */
#ifndef GANLOSS_HARNESS_SEARCH_BATCH_H
#define GANLOSS_HARNESS_SEARCH_BATCH_H

#include "harness/inputs/input.h"
#include "harness/judge/guard.h"
#include "harness/record/summary.h"
#include "harness/search/probe.h"
#include "harness/selection/select.h"

/* Lanes of a vector at which each input is tried at most, besides its first place; elements of the longest
   call. */
enum { SEARCH_LANES = 16, SEARCH_ROOM = PROBE_BLOCK + SEARCH_LANES };

struct search_batch {
    size_t n, limit; /* of these many inputs it is full */
    double x[PROBE_BLOCK], target[PROBE_BLOCK], got[OUTPUTS][PROBE_BLOCK];
    struct probed result[OUTPUTS];
    unsigned char code[OUTPUTS][PROBE_BLOCK]; /* what came of each (search/tried.h) */
    bool done;                                /* result[] and got[] belong to these inputs */
    struct guard *guard;                      /* with room for SEARCH_ROOM */
};

/* Fills got[] with the kernel's results; `number` is the batch's. One batch in sixteen is called once more,
   in another order and at other addresses; and every batch at so many `positions`, up to SEARCH_LANES, each
   one place further on than the last: results that differ are faults, and are added to what was found. False: a foreign
   kernel left inputs unanswered. */
bool search_batch_run(struct search_batch *batch, const struct choice *choice, struct summary *found,
                      uint64_t number, unsigned positions);

struct input search_batch_input(const struct search_batch *batch, size_t i);

#endif
