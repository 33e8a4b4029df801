/* gate.h -- kernels that lose gradients or losses of a run in a way that fails them: what the user named
   (record/fail_on.h), or what fails a foreign kernel without a bound. */
#ifndef GANLOSS_HARNESS_TRACE_GATE_H
#define GANLOSS_HARNESS_TRACE_GATE_H

#include "harness/trace/trace.h"

#include <stdio.h>

/* Gives each kernel of a trace that is laid out its set. */
void trace_gate_set(struct trace *trace, unsigned named);

/* Those of its set that a kernel shows at any step, in its mean loss or in a gradient; *first is the first such step. */
unsigned trace_gate_met(const struct kernel_trace *kernel, size_t steps, size_t *first);

/* A line for each kernel that shows any; returns how many do. */
size_t trace_gate_print(const struct trace *trace, FILE *to);

#endif
