/* plan.h -- how kernels are judged: what judge_run, exhaustive_run and search_run are asked for. */
#ifndef GANLOSS_HARNESS_JUDGE_PLAN_H
#define GANLOSS_HARNESS_JUDGE_PLAN_H

#include "harness/inputs/cases.h"
#include "harness/inputs/worst.h"
#include "losses/ganloss.h"
#include "reference/screen.h"

struct plan {
    enum level level;
    uint64_t seed;
    bool quiet;
    const struct screen *screen;               /* NULL: each formula's own; for tests: another, or one
                                                   whose run is NULL for none at all */
    ganloss_f32 *(*twin)(ganloss_f32 *kernel); /* NULL: memo_twin; for tests: another */
    size_t shard, shards;                      /* only the blocks whose number is `shard` modulo `shards` */
    unsigned positions;        /* each input at so many lanes more (exhaustive/bundle.h, search/batch.h) */
    size_t longest;            /* elements of one call more (judge/places.h); 0: none */
    const struct worst *worst; /* inputs to judge first; NULL: none */
    const char *resume;        /* the checkpoint of an exhaustive run; NULL: none */
    double checkpoint_seconds; /* between two, besides at most a round (exhaustive/checkpoint.h) */
    bool modes;                /* under the other rounding modes too, and what flags are raised */
    double budget;             /* seconds, for a search (search/search.h) */
    uint64_t rounds;           /* of it, whatever time they take; 0: what the budget allows */
};

#endif
