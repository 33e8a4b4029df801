/* judge.h -- every selected kernel against the exact values, on every case. */
#ifndef GANLOSS_HARNESS_JUDGE_JUDGE_H
#define GANLOSS_HARNESS_JUDGE_JUDGE_H

#include "harness/judge/gauge.h"
#include "harness/judge/plan.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

/* Cases pass through in blocks: block k of all dockets belongs to shard k modulo the number of shards. */
enum { JUDGE_BLOCK = 256 };

/* Fills summaries[selection->count]. The exact value of a case is found once for all terms that share it up
   to sign, and judges every kernel of those terms; the result does not depend on the number of threads.
   False: interrupted, and the summaries hold what was done until then. */
bool judge_run(struct summary summaries[], const struct selection *selection, const struct plan *plan);

/* What judge_run() would take. A few blocks of each group's cases, evenly spaced, and of a few kernels what is done in other places are
   done and timed on all threads; summaries[selection->count] receive what they found. */
struct gauge judge_gauge(struct summary summaries[], const struct selection *selection,
                         const struct plan *plan);

#endif
