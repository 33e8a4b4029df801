/* sample.h -- seeded inputs for the tests: every kind of value that a term must take. */
#ifndef GANLOSS_TESTS_SUPPORT_SAMPLE_H
#define GANLOSS_TESTS_SUPPORT_SAMPLE_H

#include "reference/format.h"

/* What each draws comes from r, the state of harness/random.h. */

/* A double uniform in [low, high). */
double sample_uniform(uint64_t *r, double low, double high);

/* A value of the format with uniform bits: NaN and infinities included. */
double sample_any(uint64_t *r, const struct format *format);

/* x moved by up to `steps` values of the format, either way; never past an infinity. */
double sample_near(uint64_t *r, const struct format *format, double x, int steps);

/* A finite logit: uniform bits of either format, logit scale (+-50, +-800), neighbours of 0, +-1, +-4200,
   and the tiny. A probability: uniform, tiny, near 0, 1/2 and 1. A target: 0, 1, 0.1, 0.9, uniform, tiny. */
double sample_logit(uint64_t *r, const struct format *format);
double sample_probability(uint64_t *r, const struct format *format);
double sample_target(uint64_t *r, const struct format *format);

/* Near where an epsilon variant changes: D = 1e-7, 1e-8, 1e-12 and 1 less these, D (1 - D) = 1e-12,
   log D = -100. */
double sample_turning_logit(uint64_t *r, const struct format *format);
double sample_turning_probability(uint64_t *r, const struct format *format);

#endif
