/* outcome.h -- what a run comes to: its failures, each with a line that reruns it, and the exit status. */
#ifndef GANLOSS_HARNESS_VERIFY_OUTCOME_H
#define GANLOSS_HARNESS_VERIFY_OUTCOME_H

#include "harness/base/fail.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

/* Prints to stderr what failed. STATUS_NUMERICAL where anything did; else STATUS_UNFINISHED where the run is not
   complete. */
enum status outcome_of(const struct selection *selection, const struct summary summaries[], bool complete,
                       uint64_t seed);

#endif
