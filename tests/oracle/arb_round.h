/* arb_round.h -- from a ball to what the exact value in it rounds to, with no rounding of MPFR's. */
#ifndef GANLOSS_TESTS_ORACLE_ARB_ROUND_H
#define GANLOSS_TESTS_ORACLE_ARB_ROUND_H

#include "reference/reference.h"

#include <arb.h>

/* Both ends of where an exact value lies. */
struct span {
    arf_t low, high;
};
void span_init(struct span *s);
void span_clear(struct span *s);
void span_ball(struct span *s, const arb_t ball);

/* RN(x) in the format, ties to even, subnormals included; a zero has the sign of what was rounded. */
double arf_rounded(const struct format *format, const arf_t x);

/* Fills rounded, sign and ulp_exponent of a want; false: the span does not decide. */
bool span_decide(struct want *want, const struct format *format, const struct span *s);

/* Whether the want is what the span says: these three, and high + low = exact/ulp to 2^-20. */
bool span_agrees(const struct want *got, const struct want *decided, const struct span *s);

#endif
