#include "reference/approximate.h"

/* |b| / |a| and hardly more, INFINITY for a = 0 and b != 0, 0 for b = 0. */
static long double ratio(mpfr_srcptr b, mpfr_srcptr a)
{
    if (mpfr_zero_p(b))
        return 0;
    if (mpfr_zero_p(a))
        return (long double)INFINITY;
    /* the bound, in doubles: 2^-51 covers the quotient's rounding and the factor's */
    enum { EXTREME = 16000 };
    long b_exponent, a_exponent;
    double above = fabs(mpfr_get_d_2exp(&b_exponent, b, MPFR_RNDA)),
           below = fabs(mpfr_get_d_2exp(&a_exponent, a, MPFR_RNDZ));
    long exponent = b_exponent - a_exponent;
    exponent = exponent > EXTREME ? EXTREME : exponent < -EXTREME ? -EXTREME : exponent;
    return ldexpl((long double)(above / below * (1 + 0x1p-51)), (int)exponent);
}

/* The error of a sum of two parts, in units of the sum: each part's own, scaled, and one rounding. The
   factor covers that the ratio is to the computed, not the exact sum (while the bound is below 2^p/100). */
static long double sum_ulps(const mpfr_t x, long double x_ulps, const mpfr_t y, long double y_ulps,
                            const mpfr_t sum, bool exact)
{
    if (mpfr_zero_p(sum) && x_ulps + y_ulps > 0)
        return (long double)INFINITY;
    long double ulps = (x_ulps > 0 ? x_ulps * ratio(x, sum) : 0) + (y_ulps > 0 ? y_ulps * ratio(y, sum) : 0);
    ulps = 1.02L * ulps + (exact ? 0 : 1);
    return ulps < ldexpl(0.01L, (int)mpfr_get_prec(sum)) ? ulps : (long double)INFINITY;
}

void approximate_value(struct approximate *a, const struct value *v)
{
    bool exact = mpfr_add(a->at, v->head, v->tail, MPFR_RNDN) == 0;
    a->ulps = sum_ulps(v->head, 0, v->tail, v->ulps, a->at, exact);
}

void approximate_set(struct approximate *a, double x)
{
    mpfr_set_d(a->at, x, MPFR_RNDN);
    a->ulps = 0;
}

void approximate_add(struct approximate *a, const struct approximate *b)
{
    mpfr_t before;
    mpfr_init2(before, mpfr_get_prec(a->at));
    mpfr_set(before, a->at, MPFR_RNDN);
    bool exact = mpfr_add(a->at, a->at, b->at, MPFR_RNDN) == 0;
    a->ulps = sum_ulps(before, a->ulps, b->at, b->ulps, a->at, exact);
    mpfr_clear(before);
}

/* The error of a product or quotient; products of errors below 2^-20 each are covered by the factor. Zero is
   exact: it is infinity's D or Q, or a label's weight. */
static long double product_ulps(const mpfr_t product, long double x_ulps, long double y_ulps, int ternary)
{
    if (mpfr_zero_p(product) || (x_ulps + y_ulps <= 0 && ternary == 0))
        return 0;
    return 1.02L * (x_ulps + y_ulps) + 1;
}

/* The 0 that a cancelled sum leaves is no exact factor. */
static bool is_known(const struct approximate *a, const struct approximate *b)
{
    return isfinite(a->ulps) && isfinite(b->ulps);
}

void approximate_multiply(struct approximate *a, const struct approximate *b)
{
    int ternary = mpfr_mul(a->at, a->at, b->at, MPFR_RNDN);
    a->ulps = is_known(a, b) ? product_ulps(a->at, a->ulps, b->ulps, ternary) : (long double)INFINITY;
}

void approximate_divide(struct approximate *a, const struct approximate *b)
{
    int ternary = mpfr_div(a->at, a->at, b->at, MPFR_RNDN);
    a->ulps = is_known(a, b) ? product_ulps(a->at, a->ulps, b->ulps, ternary) : (long double)INFINITY;
}

/* The condition number |a| / ((1 + a) |log1p(a)|) is below 1 for a > 0, and below 1/(1 + a) for a < 0. */
void approximate_log1p(struct approximate *a)
{
    double x = mpfr_get_d(a->at, MPFR_RNDN);
    double condition = x >= 0 ? 1 : 1 / (1 + x);
    if (mpfr_log1p(a->at, a->at, MPFR_RNDN) != 0 || a->ulps > 0)
        a->ulps = 1.02L * (long double)condition * a->ulps + 1;
}

int approximate_compare(const struct approximate *a, double c)
{
    mpfr_t difference;
    mpfr_init2(difference, mpfr_get_prec(a->at) + 64);
    mpfr_sub_d(difference, a->at, c, MPFR_RNDN);
    long double in_ulps = ldexpl(ratio(difference, a->at), (int)mpfr_get_prec(a->at));
    int sign = in_ulps > a->ulps + 1 ? mpfr_sgn(difference) : 0;
    if (a->ulps == 0)
        sign = mpfr_sgn(difference);
    mpfr_clear(difference);
    return sign;
}
