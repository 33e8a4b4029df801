/* gauge.h -- what an exhaustive run would take. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_GAUGE_H
#define GANLOSS_HARNESS_EXHAUSTIVE_GAUGE_H

#include "harness/judge/gauge.h"
#include "harness/judge/plan.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <stddef.h>

/* What exhaustive_run() would take, without a checkpoint: a shard of the plan's shard is done and timed, one in 1024 of
   all floats or, where that is too little to tell, more. summaries[selection->count] receive what it found. */
struct gauge exhaustive_gauge(struct summary summaries[], const struct selection *selection,
                              const struct plan *plan);

/* How many bytes a checkpoint of a run with these summaries has, but for the text that says whose it is. */
size_t exhaustive_gauge_checkpoint(struct summary summaries[], size_t count);

#endif
