#include "metric.h"

const char *const class_names[CLASSES] = {
    [NAN_MISMATCH] = "nan",    [OVERFLOW] = "overflow", [BOUNDED] = "bounded",
    [VANISHED] = "vanished", [WRONG_SIGN] = "sign",   [ZERO_SIGN] = "zero-sign",
};

static int sign_of(double x)
{
    return (x > 0) - (x < 0);
}

/* In the order of DESIGN's table; the first that fits. */
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

/* Keeps 40 significant bits, which 15 decimal digits carry through a result document unchanged: merged shards
   then compare as one run does. */
static long double shorten(long double x)
{
    int exponent;
    long double significand = frexpl(x, &exponent);
    return ldexpl(rintl(ldexpl(significand, 40)), exponent - 40);
}

/* |got - exact| / ulp: got / ulp is exact in a long double, whose exponents reach 2^16383, and so is its
   difference from the nearer part of exact / ulp when the two are close. */
static long double distance(double got, const struct want *want)
{
    long double scaled = ldexpl((long double)got, -want->ulp_exponent);
    return fabsl((scaled - (long double)want->high) - (long double)want->low);
}

struct error measure(double got, const struct want *want)
{
    struct error error = {.class = classify(got, want)};
    error.rounded = got == want->rounded || (isnan(got) && isnan(want->rounded));
    if (error.class == IN_ULPS && isfinite(got) && isfinite(want->rounded))
        error.ulp = shorten(distance(got, want));
    return error;
}

bool error_is_lost(const struct error *error, const struct want *want)
{
    return error->class == IN_ULPS && want->sign != 0 && error->ulp >= fabsl((long double)want->high) / 2 &&
           error->ulp > 1;
}

bool class_is_failure(enum error_class class)
{
    return class != IN_ULPS && class != ZERO_SIGN;
}
