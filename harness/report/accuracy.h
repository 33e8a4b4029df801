/* accuracy.h -- the table of every kernel's accuracy, in Markdown. */
#ifndef GANLOSS_HARNESS_REPORT_ACCURACY_H
#define GANLOSS_HARNESS_REPORT_ACCURACY_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

/* Writes it to the path; it needs no directory. Records of the same function and with the same numbers share
   their rows. */
enum status report_accuracy(const struct report *report, const char *path);

#endif
