/* tradeoff.h -- charts of speed against accuracy: what each variant of a term costs, and what one has for it. */
#ifndef GANLOSS_HARNESS_REPORT_TRADEOFF_H
#define GANLOSS_HARNESS_REPORT_TRADEOFF_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

/* One for each term and format of which times and errors of two variants, or more, are known; whose they are, is the
   same. None for terms with a label. */
enum status report_tradeoff(struct report *report);

#endif
