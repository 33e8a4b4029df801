/* strip.h -- the chart of what fails where: a row for each variant of a term, along the logit, for gradient and loss. */
#ifndef GANLOSS_HARNESS_REPORT_STRIP_H
#define GANLOSS_HARNESS_REPORT_STRIP_H

#include "harness/base/fail.h"
#include "harness/report/curve.h"

enum status report_strip(struct report *report, const struct curve *c);

#endif
