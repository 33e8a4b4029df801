/* page_verdict.h -- the opening paragraph and the table from which a stranger knows what to use. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_VERDICT_H
#define GANLOSS_HARNESS_REPORT_PAGE_VERDICT_H

#include "harness/report/report.h"

#include <stdio.h>

void report_page_verdict(FILE *to, const struct report *report);

#endif
