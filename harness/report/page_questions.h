/* page_questions.h -- what a stranger asks, each with a short answer that leads to the long one. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_QUESTIONS_H
#define GANLOSS_HARNESS_REPORT_PAGE_QUESTIONS_H

#include "harness/report/report.h"

#include <stdio.h>

void report_page_questions(FILE *to, const struct report *report);

/* What correctness costs in time. */
void report_page_price(FILE *to, const struct report *report);

#endif
