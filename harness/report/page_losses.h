/* page_losses.h -- a section per loss, a part per term: formula, charts, and every number. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_LOSSES_H
#define GANLOSS_HARNESS_REPORT_PAGE_LOSSES_H

#include "harness/report/report.h"

#include <stdio.h>

void report_page_losses(FILE *to, const struct report *report);

#endif
