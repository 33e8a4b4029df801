/* search.h -- the hardest doubles that can be found: an adversarial search of every selected f64 kernel.

   What it finds are lower bounds: there are 2^64 doubles, and no search tries them all. It goes in rounds,
   and rounds are what repeats it: the same kernel, seed, shard and number of rounds give the same inputs,
   whatever other kernels are selected and however many threads there are. The clock only decides after how
   many whole rounds to stop. */
#ifndef GANLOSS_HARNESS_SEARCH_SEARCH_H
#define GANLOSS_HARNESS_SEARCH_SEARCH_H

#include "harness/judge/plan.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

enum search_end {
    SEARCH_DONE,
    SEARCH_INTERRUPTED, /* the summaries hold what was done until then */
    SEARCH_VOID,        /* an audit failed (reported): nothing holds */
};

/* Fills summaries[selection->count], all of whose choices are in f64, as judge_run() does. plan->rounds of them,
   or with 0 as many as fit into plan->budget seconds, and one at the least. Each input counts
   once (tried.h), and searched.evaluations are the visits; MPFR confirms each maximum and each end of an extent. Each
   shard searches everywhere, with other random inputs. Own formulas are not judged. */
enum search_end search_run(struct summary summaries[], const struct selection *selection,
                           const struct plan *plan);

#endif
