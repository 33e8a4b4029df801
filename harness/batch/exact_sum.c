/* exact_sum.c -- sums of doubles without rounding, as integers of many digits. */
#include "harness/batch/exact_sum.h"

#include "losses/bits.h"

#include <gmp.h>
#include <math.h>

/* x = m 2^(e - 1075) with m < 2^53, at bit e - 1075 - EXACT_LOWEST >= 14 of the digits even when lifted.
   Shifted by up to 31 within its digit, m's low 32 bits fill two digits and its high 21 bits the second and
   a third: each grows by less than 2^32 + 2^32. */
static void add(struct accumulator *a, double x, int sign, bool lifted)
{
    uint64_t bits = bits_of(x), significand = bits & 0x000fffffffffffff;
    int exponent = (int)(bits >> 52 & 0x7ff);
    if (exponent > 0)
        significand |= 0x0010000000000000;
    else
        exponent = 1;
    int position = exponent - 1075 - EXACT_LOWEST - (lifted ? EXACT_LIFT : 0), shift = position % 32;
    uint64_t low = (significand & 0xffffffff) << shift, high = (significand >> 32) << shift;
    int64_t *digit = &a->digit[position / 32], factor = bits >> 63 ? -sign : sign;
    digit[0] += factor * (int64_t)(low & 0xffffffff);
    digit[1] += factor * (int64_t)((low >> 32) + (high & 0xffffffff));
    digit[2] += factor * (int64_t)(high >> 32);
}

void exact_sum_add(struct exact_sum *sum, double high, double low, bool lifted)
{
    if (!isfinite(high)) {
        sum->nan += isnan(high) ? 1 : 0;
        sum->infinity += high > 0 ? 1 : 0;
        sum->minus_infinity += high < 0 ? 1 : 0;
        return;
    }
    struct accumulator *a = high < 0 ? &sum->negative : &sum->positive;
    int sign = high < 0 ? -1 : 1;
    add(a, high, sign, lifted);
    if (low != 0)
        add(a, low, sign, lifted);
}

void exact_sum_merge(struct exact_sum *sum, const struct exact_sum *other)
{
    for (int i = 0; i < EXACT_DIGITS; i++) {
        sum->positive.digit[i] += other->positive.digit[i];
        sum->negative.digit[i] += other->negative.digit[i];
    }
    sum->nan += other->nan;
    sum->infinity += other->infinity;
    sum->minus_infinity += other->minus_infinity;
}

struct exact_sum exact_sum_negated(const struct exact_sum *sum)
{
    return (struct exact_sum){sum->negative, sum->positive, sum->nan, sum->minus_infinity, sum->infinity};
}

bool exact_sum_is_finite(const struct exact_sum *sum)
{
    return sum->nan + sum->infinity + sum->minus_infinity == 0;
}

double exact_sum_limit(const struct exact_sum *sum)
{
    if (sum->nan > 0 || (sum->infinity > 0 && sum->minus_infinity > 0))
        return (double)NAN;
    return sum->infinity > 0 ? (double)INFINITY : -(double)INFINITY;
}

static void get(mpfr_t to, const struct accumulator *a)
{
    mpz_t z;
    mpz_init(z);
    for (int i = EXACT_DIGITS - 1; i >= 0; i--) {
        mpz_mul_2exp(z, z, 32);
        if (a->digit[i] < 0)
            mpz_sub_ui(z, z, (unsigned long)-a->digit[i]);
        else
            mpz_add_ui(z, z, (unsigned long)a->digit[i]);
    }
    mpfr_set_z_2exp(to, z, EXACT_LOWEST, MPFR_RNDN);
    mpz_clear(z);
}

void exact_sum_get(mpfr_t sum, mpfr_t magnitudes, const struct exact_sum *of)
{
    mpfr_t negative;
    mpfr_init2(negative, EXACT_BITS);
    get(sum, &of->positive);
    get(negative, &of->negative);
    mpfr_add(magnitudes, sum, negative, MPFR_RNDN);
    mpfr_sub(sum, sum, negative, MPFR_RNDN);
    mpfr_clear(negative);
}
