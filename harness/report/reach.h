/* reach.h -- what the recorded training runs reach, and which of a kernel's failures they meet. */
#ifndef GANLOSS_HARNESS_REPORT_REACH_H
#define GANLOSS_HARNESS_REPORT_REACH_H

#include "harness/report/report.h"

#include <stdbool.h>

/* Of the run that a failure hits most. */
struct reach_hits {
    bool known;      /* false: no recorded run tells */
    double share;    /* of the run's steps at which it loses a gradient; 0: at none of any run */
    const char *run; /* NULL where the share is 0 */
};

/* From what the runs say of this very kernel. */
struct reach_hits report_reach_of_kernel(const struct report *report, const char *id);

/* From the logits of the side that the term is applied to (of both, where a term says none), for failures from `below` down and
   from `above` up: infinite where there is none on that side. */
struct reach_hits report_reach_beyond(const struct report *report, const char *term, double below,
                                      double above);

#endif
