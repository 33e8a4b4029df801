/* gauge.h -- what a search would take. */
#ifndef GANLOSS_HARNESS_SEARCH_GAUGE_H
#define GANLOSS_HARNESS_SEARCH_GAUGE_H

#include "harness/judge/gauge.h"
#include "harness/judge/plan.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

/* A kernel's rounds are of three kinds: the first, the early ones up to SWEEP_EARLY, and later ones, whose sweep is thinner. */
enum search_round { ROUND_FIRST, ROUND_EARLY, ROUND_LATER, SEARCH_ROUNDS };

/* What a round of all kernels takes; what a search of plan->rounds, or of so many as fit into plan->budget on so many
   threads, does, and its rounds. */
struct search_gauge {
    struct gauge round[SEARCH_ROUNDS], all;
    uint64_t rounds;
    double tried; /* kernels that were searched to find that out */
};

/* Searches a few kernels, evenly from those with a label and from the others, for one round and for some more, and sweeps as
   later rounds do. summaries[selection->count] receive what was found of these; the others are empty. */
struct search_gauge search_gauge(struct summary summaries[], const struct selection *selection,
                                 const struct plan *plan, double threads);

#endif
