/* page_charts.h -- charts as figures of the page. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_CHARTS_H
#define GANLOSS_HARNESS_REPORT_PAGE_CHARTS_H

#include "harness/report/report.h"

#include <stdio.h>

/* Every chart of the section (the script's name) and format whose first subject is this one; returns how
   many. NULL matches anything. */
int report_page_charts(FILE *to, const struct report *report, const char *script, const char *format,
                       const char *subject);

#endif
