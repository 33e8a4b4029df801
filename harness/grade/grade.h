/* grade.h -- answers in files against the exact values: what verify comes to where it calls a kernel that
   answers so. */
#ifndef GANLOSS_HARNESS_GRADE_GRADE_H
#define GANLOSS_HARNESS_GRADE_GRADE_H

#include "harness/grade/grading.h"
#include "harness/record/summary.h"

/* Fills the summary. STATUS_DATA where a file of inputs is not what it was (one line), STATUS_IO,
   STATUS_INTERNAL where MPFR finds a screen outside its bound: nothing holds. Interrupted, the summary
   holds what was done until then. */
enum status grade_run(struct summary *summary, struct grading *grading, bool quiet);

#endif
