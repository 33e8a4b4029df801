/* transcription.h -- every variant a second time, from its libraries' formulas, to hold the kernels
   against. Precision is data here: operations are done in double and rounded to the format, which equals
   the format's own operation (for binary32: 53 >= 2 * 24 + 2, so that the second rounding changes nothing,
   Figueroa 1995); functions are the format's own from libm. */
#ifndef GANLOSS_TESTS_ORACLE_TRANSCRIPTION_H
#define GANLOSS_TESTS_ORACLE_TRANSCRIPTION_H

#include "reference/format.h"

#include <stdbool.h>

/* Which cross-entropy: -log D, -log(1 - D), or the mixture by a target. */
enum side { REAL_SIDE, FAKE_SIDE, MIXTURE };

struct transcribed {
    double loss, grad;
};

typedef struct transcribed transcription(const struct format *format, enum side side, double x,
                                         double target);

/* The variant on logits, or on D; NULL: no such variant. */
transcription *transcription_on_logit(const char *variant);
transcription *transcription_on_probability(const char *variant);

/* The result of a term that is the side's cross-entropy times a factor. A half is taken of the rounded
   result, but by `stable` of the tail before it is subnormal. */
struct transcribed transcription_scaled(const struct format *format, const char *variant, enum side side,
                                        double x, double factor, struct transcribed result);

#endif
