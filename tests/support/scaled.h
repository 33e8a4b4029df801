/* scaled.h -- the exact gradient of a scaled mean, rounded once, by MPFR. */
#ifndef GANLOSS_TESTS_SUPPORT_SCALED_H
#define GANLOSS_TESTS_SUPPORT_SCALED_H

#include "losses/registry.h"

#include <stddef.h>

/* RN(scale g(x) / n) in float, g the term's gradient; zeros have the sign of the exact value, or of the
   product. */
float scaled_gradient(const struct term *term, float x, float scale, size_t n);

#endif
