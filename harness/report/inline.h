/* inline.h -- the charts of a page, within it: so that the file alone is the whole page. */
#ifndef GANLOSS_HARNESS_REPORT_INLINE_H
#define GANLOSS_HARNESS_REPORT_INLINE_H

#include "harness/report/report.h"

#include <stdbool.h>
#include <stdio.h>

/* The page ends up smaller than that, in bytes, whatever the charts: those for which there is no room any more are only named. */
enum { INLINE_PAGE = 5 * 1000 * 1000 };

/* Writes the chart's picture as a data: address, where the page has `so_far` bytes. False: it is not there, or there is no room. */
bool report_inline_chart(FILE *to, const struct report *report, const char *name, size_t so_far);

#endif
