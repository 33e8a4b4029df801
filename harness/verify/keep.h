/* keep.h -- a run's maxima into the files of worst cases. */
#ifndef GANLOSS_HARNESS_VERIFY_KEEP_H
#define GANLOSS_HARNESS_VERIFY_KEEP_H

#include "harness/inputs/worst.h"
#include "harness/record/summary.h"

/* Whether the files of the selected terms can be written, found out before the work. */
enum status keep_check(const char *directory, const struct selection *selection);

/* Adds to the files the inputs of the maxima that the summaries show, where a maximum is more than 0.5 ulp (a
   rounding) and larger than the same kernel's error at every input of its term's file. Of the lines added
   in this way no more than KEEP_LINES stay for a term, format and output: first those of kernels with a
   declared bound, then the largest. Other lines, and comments, are never touched. A file appears whole or
   stays as it was. *added receives the number of new lines. */
enum { KEEP_LINES = 3 };
enum status keep_worst(size_t *added, const char *directory, struct worst *worst,
                       const struct selection *selection, const struct summary summaries[], const char *level,
                       uint64_t seed);

#endif
