/* plan.h -- which kernels run on which side of a recording, and which share their exact values. */
#ifndef GANLOSS_HARNESS_TRACE_PLAN_H
#define GANLOSS_HARNESS_TRACE_PLAN_H

#include "harness/trace/trace.h"

/* Lays out the tracks of some losses, each once; `list` and `run` must outlive the trace. */
void trace_plan(struct trace *trace, const struct recording *run, const struct loss *const list[],
                size_t count, const bool computed[FORMATS]);

/* Frees the tracks; the classes, if any, before it (classes.h). */
void trace_free(struct trace *trace);

/* The track of a loss's term in a format. */
const struct track *trace_find(const struct trace *trace, const struct loss *loss, int role,
                               const struct format *format);

#endif
