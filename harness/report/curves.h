/* curves.h -- tables and charts of what each variant returns along the logit. */
#ifndef GANLOSS_HARNESS_REPORT_CURVES_H
#define GANLOSS_HARNESS_REPORT_CURVES_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

enum status report_curves(struct report *report);

#endif
