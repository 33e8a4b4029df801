/* note.h -- a probed batch into what was found. */
#ifndef GANLOSS_HARNESS_SEARCH_NOTE_H
#define GANLOSS_HARNESS_SEARCH_NOTE_H

#include "harness/record/summary.h"
#include "harness/search/batch.h"
#include "harness/selection/group.h"

/* Adds one output of a batch that was probed. False, after a line on stderr: MPFR contradicts the probe, and
   nothing that was searched holds. */
bool note_batch(struct summary *found, struct search_batch *batch, const struct choice *choice,
                const struct ideal *ideal, enum output output);

#endif
