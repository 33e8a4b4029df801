/* scaled.h -- the exact gradient of a scaled mean, by MPFR. */
#ifndef GANLOSS_TESTS_SUPPORT_SCALED_H
#define GANLOSS_TESTS_SUPPORT_SCALED_H

#include "reference/reference.h"

#include <stddef.h>

/* scale g(x, y) / n, g the term's gradient; zeros have the sign of the exact value, or of the product. */
void scaled_gradient(struct want *want, const struct term *term, const struct format *format, double x,
                     double y, double scale, size_t n);

#endif
