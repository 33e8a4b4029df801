/* stage.h -- the directory in which a report is built, and its way into place: all or nothing. */
#ifndef GANLOSS_HARNESS_REPORT_STAGE_H
#define GANLOSS_HARNESS_REPORT_STAGE_H

#include "harness/base/fail.h"
#include "harness/base/output.h"
#include "harness/report/report.h"

/* Makes a hidden directory inside `out`, so that every rename stays within one file system. */
enum status report_stage_open(struct report *report, const char *out);

/* Opens the table data/NAME.tsv in it; NAME is formatted. */
__attribute__((format(printf, 3, 4))) enum status
report_stage_table(struct output_file *out, const struct report *report, const char *name, ...);

enum status report_stage_publish(struct report *report, const char *out); /* index.html comes last */
void report_stage_discard(struct report *report, const char *out);

#endif
