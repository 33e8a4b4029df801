/* summary_gather.h -- what the ranks of a run (harness/ranks) have found, together. */
#ifndef GANLOSS_HARNESS_RECORD_SUMMARY_GATHER_H
#define GANLOSS_HARNESS_RECORD_SUMMARY_GATHER_H

#include "harness/record/summary.h"

/* Called by all ranks: adds to the leader's summaries those of the others, who keep theirs. */
void summary_gather(struct summary summaries[], size_t count);

#endif
