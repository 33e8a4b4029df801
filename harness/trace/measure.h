/* measure.h -- every kernel's mean loss and scaled gradients at every step, against the exact ones. */
#ifndef GANLOSS_HARNESS_TRACE_MEASURE_H
#define GANLOSS_HARNESS_TRACE_MEASURE_H

#include "harness/trace/trace.h"

extern const char *const trace_damage_names[DAMAGES]; /* "vanished", "overflow", "nan", "sign", "lost" */

/* A mean |g| below this is saturated. */
#define SATURATED      1e-3
#define SATURATED_TEXT "1e-3"

/* Fills in the tracks of a trace that is laid out, all steps in parallel. The result does not depend on the
   number of threads. Interrupted, it holds nothing that may be shown. */
void trace_measure(struct trace *trace);

/* Elements of the batch that a kernel loses at a step, in whichever way. */
size_t trace_step_damaged(const struct kernel_step *step);

#endif
