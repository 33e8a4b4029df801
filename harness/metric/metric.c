#include "harness/metric/metric.h"

const char *const error_class_names[CLASSES] = {
    [NAN_MISMATCH] = "nan",  [OVERFLOW] = "overflow", [BOUNDED] = "bounded",
    [VANISHED] = "vanished", [WRONG_SIGN] = "sign",   [ZERO_SIGN] = "zero-sign",
};

static int sign_of(double x)
{
    return (x > 0) - (x < 0);
}

/* In the order of the table in harness/README.md; the first that fits. */
static enum error_class classify(double got, const struct want *want)
{
    if (isnan(got) || isnan(want->rounded))
        return isnan(got) && isnan(want->rounded) ? IN_ULPS : NAN_MISMATCH;
    if (isinf(got) && !isinf(want->rounded))
        return OVERFLOW;
    if (!isinf(got) && isinf(want->rounded))
        return BOUNDED;
    if (got == 0 && want->rounded != 0)
        return VANISHED;
    if (sign_of(got) * want->sign < 0)
        return WRONG_SIGN;
    if (got == 0 && signbit(got) != signbit(want->rounded))
        return ZERO_SIGN;
    return IN_ULPS;
}

/* 15 decimal digits carry 40 bits through a result document unchanged: merged shards then compare as one run
   does, and a stored run with this one. */
long double metric_shorten_ulp(long double x)
{
    int exponent;
    long double significand = frexpl(x, &exponent);
    return ldexpl(rintl(ldexpl(significand, 40)), exponent - 40);
}

/* got / ulp is exact in a long double, whose exponents reach 2^16383, and so is its difference from the
   nearer part of exact / ulp when the two are close. */
long double metric_distance(long double got, const struct want *want)
{
    long double scaled = ldexpl(got, -want->ulp_exponent);
    return metric_shorten_ulp(fabsl((scaled - (long double)want->high) - (long double)want->low));
}

/* Of two numbers of one sign: 2 |got| <= |exact| or 2 |got| >= 3 |exact|, and more than an ulp between them. In ulps got
   and high have 53 bits each and their multiples 55, so that near a limit their differences are exact in a long
   double; there low decides. */
static bool is_lost(double got, const struct want *want)
{
    long double size = fabsl(ldexpl((long double)got, -want->ulp_exponent)),
                high = fabsl((long double)want->high);
    long double low = want->high < 0 ? -(long double)want->low : (long double)want->low;
    bool far = 2 * size - high <= low || 2 * size - 3 * high >= 3 * low;
    return far && (size - high - 1 > low || high - size - 1 > -low);
}

struct error metric_measure(double got, const struct want *want)
{
    struct error error = {.class = classify(got, want)};
    error.rounded = got == want->rounded || (isnan(got) && isnan(want->rounded));
    if (error.class == IN_ULPS && isfinite(got) && isfinite(want->rounded)) {
        error.ulp = metric_distance((long double)got, want);
        error.lost = want->sign != 0 && is_lost(got, want);
    }
    return error;
}

/* RN and ulp are symmetric: the exact value of a term of negative weight is that of the positive, negated. */

bool error_is_cancellation(double got, double exact, double operand, const struct format *format)
{
    double larger = fmax(fabs(operand), fabs(exact));
    if (!format || !isfinite(got) || !isfinite(exact) || !isfinite(larger))
        return false;
    int exponent = larger > 0 ? ilogb(larger) : format->emin;
    return fabs(got - exact) <= 3 * ldexp(1, format_ulp_exponent(format, exponent));
}

bool error_is_explained(enum error_class class, double got, double exact, double operand,
                        const struct format *format)
{
    return class == ZERO_SIGN ? operand != 0 : error_is_cancellation(got, exact, operand, format);
}

bool error_class_is_failure(enum error_class class)
{
    return class != IN_ULPS && class != ZERO_SIGN;
}

bool metric_error_is_worse(const struct error *a, const struct error *b)
{
    bool a_fails = error_class_is_failure(a->class), b_fails = error_class_is_failure(b->class);
    return a_fails != b_fails ? a_fails : a->ulp > b->ulp;
}
