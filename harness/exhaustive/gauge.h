/* gauge.h -- what an exhaustive run would take. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_GAUGE_H
#define GANLOSS_HARNESS_EXHAUSTIVE_GAUGE_H

#include "harness/judge/gauge.h"
#include "harness/judge/plan.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <stddef.h>

/* What exhaustive_run() would take, without a checkpoint: windows of bundles of each group, evenly from the plan's shard,
   are done and timed, for a second or two. None of the kernels is foreign. summaries[selection->count] receive what it found. */
struct gauge exhaustive_gauge(struct summary summaries[], const struct selection *selection,
                              const struct plan *plan);

/* In how many binades a run over one of so many shards has floats; a little more in some. */
double exhaustive_gauge_binades(const struct choice *choice, size_t shards);

/* How many bytes a checkpoint of a run with these summaries has, but for the text that says whose it is. */
size_t exhaustive_gauge_checkpoint(struct summary summaries[], size_t count);

#endif
