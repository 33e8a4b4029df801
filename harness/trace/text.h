/* text.h -- a trace for people. */
#ifndef GANLOSS_HARNESS_TRACE_TEXT_H
#define GANLOSS_HARNESS_TRACE_TEXT_H

#include "harness/trace/trace.h"

#include <stdio.h>

/* The report on a trace that is measured, and its classes with it; `explain` tells what the columns are. */
void trace_print(const struct trace *trace, FILE *to, bool explain);

/* A line for each fault of a kernel that is none of its results. Returns how many kernels fail so. */
size_t trace_print_faults(const struct trace *trace, FILE *to);

#endif
