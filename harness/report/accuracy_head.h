/* accuracy_head.h -- what stands above the table of accuracy, so that it can be read by itself. */
#ifndef GANLOSS_HARNESS_REPORT_ACCURACY_HEAD_H
#define GANLOSS_HARNESS_REPORT_ACCURACY_HEAD_H

#include "harness/report/report.h"

#include <stdbool.h>
#include <stdio.h>

/* The title, a paragraph on what the table says, the machine, and the commands that made it; `used` is, for
   each document, whether the table shows a record of it. */
void report_accuracy_head(FILE *to, const struct report *report, const bool used[], const char *path);

#endif
