/* unfinished.h -- which documents, and which of their kernels, hold part of what was asked for: a run that was
   interrupted, one shard of several, rows that a time budget left out. */
#ifndef GANLOSS_HARNESS_REPORT_UNFINISHED_H
#define GANLOSS_HARNESS_REPORT_UNFINISHED_H

#include "harness/report/report.h"

#include <stdio.h>

#define UNFINISHED_WORD "INCOMPLETE"

/* One of report->documents. */
bool report_document_is_unfinished(const json_t *document);

/* A record of report->kernels, but for those that were done with to the last float. */
bool report_kernel_is_unfinished(const struct report *report, const json_t *record);

/* A paragraph that names the unfinished documents that this command made (NULL: any); nothing where there is none. */
void report_unfinished_note(FILE *to, const struct report *report, const char *command);

#endif
