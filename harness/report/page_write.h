/* page_write.h -- the page's answer: the line to write, the one not to, and why. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_WRITE_H
#define GANLOSS_HARNESS_REPORT_PAGE_WRITE_H

#include "harness/report/lines.h"

#include <stdio.h>

/* The loss that the page opens with: the non-saturating one where its generator's term was judged, else the first of which a
   term was; NULL: none. */
const struct loss *report_page_loss(const struct report *report);

void report_page_write(FILE *to, const struct report *report);

/* A table of the lines for one term, by library and format; nothing where there is none. */
void report_page_lines(FILE *to, const struct report *report, const struct term *term);

/* What the line's judgement rests on. */
void report_page_basis(FILE *to, const struct line *line);

#endif
