/* traces.h -- tables and charts of training runs. */
#ifndef GANLOSS_HARNESS_REPORT_TRACES_H
#define GANLOSS_HARNESS_REPORT_TRACES_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

enum status report_traces(struct report *report);

#endif
