/* page_verdict.h -- the tables from which a stranger knows what is safe, and until which logit. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_VERDICT_H
#define GANLOSS_HARNESS_REPORT_PAGE_VERDICT_H

#include "harness/report/report.h"

#include <stdio.h>

/* By the name of a library's function. */
void report_page_functions(FILE *to, const struct report *report);

/* By variant: also known as, degrees of harm by term and format, largest errors, time. */
void report_page_verdict(FILE *to, const struct report *report);

#endif
