/* batch.h -- inputs on their way through the probe, and what came of them. */
#ifndef GANLOSS_HARNESS_SEARCH_BATCH_H
#define GANLOSS_HARNESS_SEARCH_BATCH_H

#include "harness/inputs/input.h"
#include "harness/judge/guard.h"
#include "harness/record/summary.h"
#include "harness/search/probe.h"
#include "harness/selection/select.h"

struct search_batch {
    size_t n, limit; /* of these many inputs it is full */
    double x[PROBE_BLOCK], target[PROBE_BLOCK], got[OUTPUTS][PROBE_BLOCK];
    struct probed result[OUTPUTS];
    unsigned char code[OUTPUTS][PROBE_BLOCK]; /* what came of each (search/tried.h) */
    bool done;           /* result[] and got[] belong to these inputs */
    struct guard *guard; /* with room for PROBE_BLOCK */
};

/* Fills got[] with the kernel's results; `number` is the batch's. One batch in sixteen is called once more, in another
   order and at other addresses: results that differ are faults, and are added to what was found. */
void search_batch_run(struct search_batch *batch, const struct choice *choice, struct summary *found,
                      uint64_t number);

struct input search_batch_input(const struct search_batch *batch, size_t i);

#endif
