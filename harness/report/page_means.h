/* page_means.h -- the page's table of means that foreign kernels give themselves (kind "mean"). */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_MEANS_H
#define GANLOSS_HARNESS_REPORT_PAGE_MEANS_H

#include "harness/report/report.h"

#include <stdio.h>

/* The worst batch of each kernel and regime, what failed first; nothing where there are none. */
void report_page_means(FILE *to, const struct report *report);

#endif
