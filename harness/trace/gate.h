/* gate.h -- kernels that lose gradients or losses of a run in a way that fails them: what the user named
   (record/fail_on.h), what is further off than the user allows, or what fails a foreign kernel without a bound. */
#ifndef GANLOSS_HARNESS_TRACE_GATE_H
#define GANLOSS_HARNESS_TRACE_GATE_H

#include "harness/trace/trace.h"

#include <stdio.h>

/* Gives each kernel of a trace that is laid out its set, and the largest error that the user allows; 0: any. */
void trace_gate_set(struct trace *trace, unsigned named, double max_ulp);

/* What of it a kernel shows at a step, in its mean loss or in its gradients: classes of its set and, with the largest
   error allowed, every class of failure and TRACE_GATE_ULP, an error beyond. */
#define TRACE_GATE_ULP (1U << 31)
unsigned trace_gate_shown(const struct kernel_trace *kernel, size_t step, enum output output);

/* The same at any step, of both; *first is the first such step. */
unsigned trace_gate_met(const struct kernel_trace *kernel, size_t steps, size_t *first);

/* "vanished,sign,max-ulp": a set of those. */
enum { TRACE_GATE_TEXT = 96 };
void trace_gate_text(char text[TRACE_GATE_TEXT], unsigned set);

/* A line for each kernel that shows any; returns how many do. Findings (record/finding.h) of all kernels. */
size_t trace_gate_print(const struct trace *trace, FILE *to);

#endif
