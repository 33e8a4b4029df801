/* term_bound.h -- what a term's variants are held against. */
#ifndef GANLOSS_HARNESS_REPORT_TERM_BOUND_H
#define GANLOSS_HARNESS_REPORT_TERM_BOUND_H

#include "harness/report/report.h"

/* The widest bound of an output ("loss", "grad") that a kernel of the term declares in the format: that of the least which
   is offered for use. NaN if none does. */
double report_term_bound(const struct report *report, const char *term, const char *format,
                         const char *output);

#endif
