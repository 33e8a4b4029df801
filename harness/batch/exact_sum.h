/* exact_sum.h -- sums of doubles without rounding. */
#ifndef GANLOSS_HARNESS_BATCH_EXACT_SUM_H
#define GANLOSS_HARNESS_BATCH_EXACT_SUM_H

#include <mpfr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Very small terms are held lifted, that is times 2^EXACT_LIFT, so that two doubles hold what one cannot. */
enum { EXACT_LIFT = 640, EXACT_LOWEST = -1728, EXACT_DIGITS = 90 };

/* Value: the sum of digit[i] 2^(32 i + EXACT_LOWEST). The lowest bit of a lifted subnormal is 2^-1714. A term
   adds less than 2^33 to each of three digits, so that 2^30 terms cannot overflow one: no carries, and the
   result does not depend on order. */
struct accumulator {
    int64_t digit[EXACT_DIGITS];
};

/* Positive and negative terms apart, so that the sum and the sum of magnitudes come from one pass; NaN and
   infinities are counted. */
struct exact_sum {
    struct accumulator positive, negative; /* both of magnitudes */
    size_t nan, infinity, minus_infinity;
};

/* Adds the term high + low, |low| <= |high|, divided by 2^EXACT_LIFT where it is lifted. At most 2^29 calls
   for one sum. */
void exact_sum_add(struct exact_sum *sum, double high, double low, bool lifted);

/* sum += other */
void exact_sum_merge(struct exact_sum *sum, const struct exact_sum *other);

/* The sum of the negatives. */
struct exact_sum exact_sum_negated(const struct exact_sum *sum);

bool exact_sum_is_finite(const struct exact_sum *sum);

/* The sum in IEEE arithmetic where it is not finite: NaN or an infinity. */
double exact_sum_limit(const struct exact_sum *sum);

/* The bits that hold any sum, its product with a batch size, and differences of such, exactly. */
enum { EXACT_BITS = 3072 };

/* The sum of the finite terms, and that of their magnitudes; exact at a precision of EXACT_BITS. */
void exact_sum_get(mpfr_t sum, mpfr_t magnitudes, const struct exact_sum *of);

#endif
