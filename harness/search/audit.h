/* audit.h -- holds the double-double screen against MPFR. */
#ifndef GANLOSS_HARNESS_SEARCH_AUDIT_H
#define GANLOSS_HARNESS_SEARCH_AUDIT_H

#include "reference/screen_f64.h"

/* The error of an output high + low of this scale as a part of the screen's bound: 0 where the screen says
   nothing, infinite where a zero's promise is broken, or the exact value is no number or 0. */
double audit_part(const struct screen_f64 *screen, enum output output, double high, double low, double scale,
                  const mpfr_t exact);

/* Whether it is above 1 at x and label, for the formula with weight 1; a line on stderr then says so. */
bool audit_fails(const struct screen_f64 *screen, const struct formula *formula, double x, double label,
                 enum output output, double high, double low, double scale);

#endif
