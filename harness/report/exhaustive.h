/* exhaustive.h -- tables and charts of exhaustive records. */
#ifndef GANLOSS_HARNESS_REPORT_EXHAUSTIVE_H
#define GANLOSS_HARNESS_REPORT_EXHAUSTIVE_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

/* The largest error per binade of the input, and how many results have which error. */
enum status report_exhaustive(struct report *report);

#endif
