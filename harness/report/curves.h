/* curves.h -- charts along the logit, one of each for every term and format: where the gradient goes, how large the error
   is, and what fails where. */
#ifndef GANLOSS_HARNESS_REPORT_CURVES_H
#define GANLOSS_HARNESS_REPORT_CURVES_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

enum status report_curves(struct report *report);

#endif
