/* grade_floats.h -- answers to every float, held against screened values as exhaustive_run() does it, part
   by part. */
#ifndef GANLOSS_HARNESS_GRADE_GRADE_FLOATS_H
#define GANLOSS_HARNESS_GRADE_GRADE_FLOATS_H

#include "harness/grade/grading.h"
#include "harness/record/summary.h"

/* Fills the summary, which gets binades. Statuses as grade_run()'s. */
enum status grade_floats(struct summary *summary, const struct grading *grading);

#endif
