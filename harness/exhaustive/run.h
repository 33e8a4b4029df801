/* run.h -- an exhaustive run under way: what it has, and a task of it. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_RUN_H
#define GANLOSS_HARNESS_EXHAUSTIVE_RUN_H

#include "harness/exhaustive/bundle.h"
#include "harness/exhaustive/checkpoint.h"
#include "harness/exhaustive/lots.h"

/* What each thread has: room for a bundle, and what its kernels have come to since the last gathering. */
struct worker {
    struct bundle_room *room;
    struct summary *summaries;
};

struct run {
    const struct selection *selection;
    const struct plan *plan;
    const struct comparer *comparer;
    struct group *groups;
    struct lots *lots;         /* of each group */
    size_t group_count, tasks; /* of the shard: bundles of all groups */
    size_t all_lots;
    size_t *same_as;              /* per choice, the first of its group with the same function and sign */
    struct contender *contenders; /* per choice */
    struct state state;
    struct worker *workers;
    int threads;
    bool sound;
    enum status status; /* of writing checkpoints */
};

struct run run_make(const struct selection *selection, const struct plan *plan);
void run_free(struct run *run);

/* Judges a task, a bundle; they are numbered group by group. False: a screen is outside its bound. */
bool run_judge_task(struct run *run, struct worker *worker, size_t task);

/* Adds to the state what the threads have found, and takes it from them. */
void run_gather(struct run *run);

/* The same; then the plan's checkpoint, if there is to be one. */
void run_checkpoint(struct run *run);

/* A summary with binades for each of so many choices. */
struct summary *run_summaries(size_t count);

#endif
