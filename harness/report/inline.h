/* inline.h -- the charts of a page, within it: so that the file alone is the whole page. */
#ifndef GANLOSS_HARNESS_REPORT_INLINE_H
#define GANLOSS_HARNESS_REPORT_INLINE_H

#include "harness/base/fail.h"
#include "harness/report/report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The page is smaller than that, in bytes. */
enum { INLINE_PAGE = 5 * 1000 * 1000 };

/* Decides how each chart stands in the page, of which `room` bytes are left: as SVG, which stays sharp and follows a dark screen;
   where that is too much, as PNG of few colours, of those first of which that saves most; where that is too much as well, the last
   ones not at all: first those that are another term's, digit for digit, then those of doubles. Of these it sets `same_term`, the other
   term or null. Fails where a picture cannot be read, which is another thing than that it is not there. */
enum status report_inline_plan(const struct report *report, size_t room);

/* Writes the chart's picture as a data: address. False: it does not stand in the page. */
bool report_inline_chart(FILE *to, const json_t *chart);

#endif
