/* outcome.h -- what a run comes to: its failures, each with a line that reruns it, and the exit status. */
#ifndef GANLOSS_HARNESS_VERIFY_OUTCOME_H
#define GANLOSS_HARNESS_VERIFY_OUTCOME_H

#include "harness/base/fail.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"

#include <stdio.h>

/* A run as it is shown. */
struct outcome_shown {
    const char *level;
    uint64_t seed;
    double seconds;
    bool complete, quiet; /* quiet: the last line alone */
};

/* Prints each kernel's lines, and the line that counts them. */
void outcome_print(FILE *to, const struct selection *selection, const struct summary summaries[],
                   const struct outcome_shown *shown);

/* Prints to stderr what failed. STATUS_NUMERICAL where anything did; else STATUS_UNFINISHED where the run is not
   complete. */
enum status outcome_of(const struct selection *selection, const struct summary summaries[],
                       const struct outcome_shown *shown);

/* For the files that CI reads (record/finding.h): what of each kernel was judged, on what, and what was not. */
void outcome_findings(const struct selection *selection, const struct summary summaries[],
                      const struct outcome_shown *shown);

#endif
