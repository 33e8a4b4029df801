/* lost_size.h -- how large the gradients are that a kernel loses: all that a generator learns from, or next to nothing. */
#ifndef GANLOSS_HARNESS_REPORT_LOST_SIZE_H
#define GANLOSS_HARNESS_REPORT_LOST_SIZE_H

#include "harness/report/degree.h"

/* The badge of what is lost in training, where it is less than what trace takes for saturated (SATURATED, trace/measure.h). */
#define LOST_SIZE_TINY "negligible"

/* On each side, the largest magnitude of the exact gradient at finite logits where it is lost, from the curves of the documents; NaN
   where nothing is lost there, or no curve tells. */
void report_lost_size(double of[ONSET_SIDES], const struct report *report, const struct judgement *judgement);

#endif
