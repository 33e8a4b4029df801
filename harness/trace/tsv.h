/* tsv.h -- a trace's kernels as a table with tabs between. */
#ifndef GANLOSS_HARNESS_TRACE_TSV_H
#define GANLOSS_HARNESS_TRACE_TSV_H

#include "harness/trace/trace.h"

#include <stdio.h>

/* A row for each kernel and side: its largest errors over all steps, the largest share of a batch that it loses in each
   way, the first step at which it loses any gradient and half of them, and the verdict. */
void trace_tsv_print(FILE *to, const struct trace *trace);

#endif
