/* checkpoint.h -- an exhaustive run's state in a file, from which the run can go on. */
#ifndef GANLOSS_HARNESS_EXHAUSTIVE_CHECKPOINT_H
#define GANLOSS_HARNESS_EXHAUSTIVE_CHECKPOINT_H

#include "harness/judge/judge.h"

/* Tasks are done in rounds; a state is so many whole rounds, and some tasks of the next. */
enum { ROUND = 16 };

struct state {
    size_t tasks; /* that there are, for the shard: not part of the file */
    size_t rounds;
    unsigned char done[ROUND];
    struct summary *summaries; /* one per choice of the selection, each with binades */
};

/* Writes the state, whole or not at all, to the plan's file. */
enum status checkpoint_write(const struct state *state, const struct selection *selection,
                             const struct plan *plan);

/* Reads it back into *state, which has its tasks, and whose summaries exist. A file
   that is not there leaves it alone, and so does one that is STATUS_DATA: of a run with another key (record/run_key.h)
   or shard, or damaged: the hash is wrong, or a field is not what it can be. */
enum status checkpoint_read(struct state *state, const struct selection *selection, const struct plan *plan);

#endif
