/* exchange.h -- what the lanes of a round have found, from each rank of a run (harness/ranks) to all others. */
#ifndef GANLOSS_HARNESS_SEARCH_EXCHANGE_H
#define GANLOSS_HARNESS_SEARCH_EXCHANGE_H

#include "harness/search/hunted.h"

/* What this rank has done in a round: begins as {0}. */
struct exchange {
    char *bytes;
    size_t size;
};

/* After a task, lane task % LANES of hunted[task / LANES]. Any thread may call it. */
void exchange_add(struct exchange *exchange, const struct hunted hunted[], size_t task);

/* Called by all ranks at the end of a round: `hunted` is then as if this rank had done all tasks. */
void exchange_end(struct exchange *exchange, struct hunted hunted[]);

#endif
