#include "tests/support/sample.h"

#include "harness/base/random.h"

#include <math.h>

double sample_uniform(uint64_t *r, double low, double high)
{
    return low + (high - low) * random_uniform(r);
}

double sample_any(uint64_t *r, const struct format *format)
{
    return format_value(format, random_next(r) >> (64 - 8 * format->size));
}

double sample_near(uint64_t *r, const struct format *format, double x, int steps)
{
    int64_t move = (int64_t)(random_next(r) % (2 * (uint64_t)steps + 1)) - steps;
    int64_t ordinal = format_ordinal(format, format_round(format, x)) + move;
    int64_t infinity = format_infinity_ordinal(format);
    if (ordinal > infinity)
        ordinal = infinity;
    if (ordinal < -1 - infinity)
        ordinal = -1 - infinity;
    return format_at_ordinal(format, ordinal);
}

static double finite_any(uint64_t *r, const struct format *format)
{
    double x;
    do
        x = sample_any(r, format);
    while (!isfinite(x));
    return x;
}

static double signed_tiny(uint64_t *r, const struct format *format)
{
    double x = ldexp(sample_uniform(r, 0.5, 1), (int)sample_uniform(r, format->emin - format->precision, 0));
    return format_round(format, random_next(r) & 1 ? -x : x);
}

double sample_logit(uint64_t *r, const struct format *format)
{
    static const double centres[] = {0, 1, -1, 4200, -4200};
    switch (random_next(r) % 6) {
    case 0:
        return finite_any(r, format);
    case 1:
        return finite_any(r, &formats[F32]);
    case 2:
        return format_round(format, sample_uniform(r, -50, 50));
    case 3:
        return format_round(format, sample_uniform(r, -800, 800));
    case 4:
        return sample_near(r, format, centres[random_next(r) % 5], 300);
    default:
        return signed_tiny(r, format);
    }
}

double sample_probability(uint64_t *r, const struct format *format)
{
    static const double centres[] = {0, 0.5, 1};
    double D = 2;
    while (!(D >= 0 && D <= 1))
        switch (random_next(r) % 5) {
        case 0:
            D = sample_any(r, format);
            break;
        case 1:
            D = format_round(format, sample_uniform(r, 0, 1));
            break;
        case 2:
            D = sample_near(r, format, centres[random_next(r) % 3], 300);
            break;
        case 3:
            D = fabs(signed_tiny(r, format));
            break;
        default: /* 1 less a tiny one */
            D = format_round(format, 1 - fabs(signed_tiny(r, &formats[F32])));
        }
    return D;
}

double sample_target(uint64_t *r, const struct format *format)
{
    static const double usual[] = {0, 1, 0.1, 0.9};
    switch (random_next(r) % 3) {
    case 0:
        return format_round(format, usual[random_next(r) % 4]);
    case 1:
        return format_round(format, sample_uniform(r, 0, 1));
    default:
        return fabs(signed_tiny(r, format));
    }
}

double sample_turning_logit(uint64_t *r, const struct format *format)
{
    static const double turns[] = {
        16.118095550958, 15.942385, 18.420680733952, 27.631021115928, 27.63102, 100, 708.39, 0, 16.6355};
    uint64_t i = random_next(r);
    return sample_near(r, format, turns[i % 9] * (i & 0x100 ? -1 : 1), 1000);
}

double sample_turning_probability(uint64_t *r, const struct format *format)
{
    static const double turns[] = {1e-7, 1 - 1e-7, 1e-8, 1 - 1e-8, 1e-12, 1 - 1e-12, 3.7200759760208e-44,
                                   0,    1};
    double D = sample_near(r, format, turns[random_next(r) % 9], 1000);
    return D >= 0 && D <= 1 ? D : 0.25;
}
