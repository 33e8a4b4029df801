/* page_runs.h -- the sections on training runs, batch means, timing, and what the results were made on. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_RUNS_H
#define GANLOSS_HARNESS_REPORT_PAGE_RUNS_H

#include "harness/report/report.h"

#include <stdio.h>

void report_page_traces(FILE *to, const struct report *report);
void report_page_batch(FILE *to, const struct report *report);
void report_page_timing(FILE *to, const struct report *report);
void report_page_machine(FILE *to, const struct report *report);

#endif
