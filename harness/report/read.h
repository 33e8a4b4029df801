/* read.h -- reads and checks result documents, and merges them into a report. */
#ifndef GANLOSS_HARNESS_REPORT_READ_H
#define GANLOSS_HARNESS_REPORT_READ_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

/* Reads the documents, checks each record that the report uses, merges them by section. */
enum status report_read(struct report *report, char *const paths[], size_t count);
void report_free(struct report *report);

#endif
