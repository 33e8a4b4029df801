/* checkpoint.h -- an exhaustive run's state in a file, from which the run can go on. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_CHECKPOINT_H
#define GANLOSS_HARNESS_EXHAUSTIVE_CHECKPOINT_H

#include "harness/judge/judge.h"

/* Tasks are done in rounds; a state is so many whole rounds, and some tasks of the next. */
enum { ROUND = 16 };

struct state {
    size_t rounds;
    unsigned char done[ROUND];
    struct summary *summaries; /* one per choice of the selection, each with binades */
};

/* Writes the state, whole or not at all, to the plan's file. */
enum status checkpoint_write(const struct state *state, const struct selection *selection,
                             const struct plan *plan);

/* Reads it back into *state, whose summaries exist; a file that is not there leaves it alone. A checkpoint of
   another build or instruction set, or of other kernels, seed or shard, and a damaged one, is STATUS_DATA. */
enum status checkpoint_read(struct state *state, const struct selection *selection, const struct plan *plan);

#endif
