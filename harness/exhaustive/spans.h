/* spans.h -- an exhaustive run by several ranks (harness/ranks). */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_SPANS_H
#define GANLOSS_HARNESS_EXHAUSTIVE_SPANS_H

#include "harness/exhaustive/run.h"

/* Does what is left to do after the leader's state; the leader's state then has the results of all. What an interrupted span
   came to is in them, and not in the checkpoint: that some of a span's tasks are done, this cannot say. */
void spans_do(struct run *run);

#endif
