/* batch_grad.c -- the scaled gradients of a batch against g_i / n. */
#include "batch.h"

#include <math.h>

enum { PIECE = 512 };

struct want batch_quotient(const struct format *format, double high, double low, bool lifted, size_t n)
{
    struct want want = {.rounded = high,
                        .sign = (high > 0) - (high < 0),
                        .ulp_exponent = format_ulp_exponent(format, format->emin)};
    if (!isfinite(high) || high == 0)
        return want;
    /* with the exponent out of the way nothing underflows; the remainder of the division is exact */
    int exponent;
    double divisor = (double)n, head = frexp(high, &exponent), tail = ldexp(low, -exponent);
    exponent -= lifted ? EXACT_LIFT : 0;
    double quotient = head / divisor, rest = (fma(-quotient, divisor, head) + tail) / divisor;
    int power = ilogb(quotient);
    if (fabs(quotient) == ldexp(1, power) && quotient * rest < 0)
        power--;
    want.ulp_exponent = format_ulp_exponent(format, (long)power + exponent);
    want.rounded = format_round(format, ldexp(quotient, exponent));
    want.high = ldexp(quotient, exponent - want.ulp_exponent);
    want.low = ldexp(rest, exponent - want.ulp_exponent);
    return want;
}

/* A bound on |got - value / n| in ulps from their relative distance, at most twice too large; infinite where
   the quotient may be subnormal or is none. */
static double bound_in_ulps(const struct format *format, double got, double high, double low, double n)
{
    double magnitude = fabs(high), bound = ldexp(1, format->precision);
    if (!(magnitude >= n * ldexp(1, format->emin + 1)) || !(fabs(got) <= format->max / n))
        return (double)INFINITY;
    return fabs(fma(got, n, -high) - low) / magnitude * bound;
}

/* The parts of the error at one element: exact and own are in ulps of their own; the latter is brought to
   those of the former. */
static void take_apart(struct batch_grad *g, double got, const struct want *own, const struct want *exact)
{
    int shift = own->ulp_exponent - exact->ulp_exponent;
    long double high = ldexpl((long double)own->high, shift), low = ldexpl((long double)own->low, shift);
    g->element = (high - (long double)exact->high) + (low - (long double)exact->low);
    g->scale = (ldexpl((long double)got, -exact->ulp_exponent) - high) - low;
}

static void check_scale(struct batch_grad *g, const struct format *format, double got, double own, size_t n)
{
    if (bound_in_ulps(format, got, own, 0, (double)n) <= (double)g->max_scale)
        return;
    struct want want = batch_quotient(format, own, 0, false, n);
    struct error error = measure(got, &want);
    if (class_is_failure(error.class))
        g->scaled = false;
    g->max_scale = fmaxl(g->max_scale, error.ulp);
}

static void check_total(struct batch_grad *g, const struct format *format, double got, double own,
                        const struct batch_gradients *exact, double sign, size_t i, size_t n)
{
    double high = sign * exact->high[i], low = sign * exact->low[i];
    double bound = exact->lifted[i] ? (double)INFINITY : bound_in_ulps(format, got, high, low, (double)n);
    if (got != 0 && got * high > 0 && bound <= (double)g->ulp)
        return;
    struct want want = batch_quotient(format, high, low, exact->lifted[i], n);
    struct error error = measure(got, &want);
    g->classed += class_is_failure(error.class) ? 1 : 0;
    if (error.class != IN_ULPS || error.ulp <= g->ulp)
        return;
    struct want own_want = batch_quotient(format, own, 0, false, n);
    g->ulp = error.ulp;
    g->at = i;
    take_apart(g, got, &own_want, &want);
}

struct batch_grad batch_grad(const struct choice *choice, size_t n, const void *x, const void *y,
                             const void *grad, const struct batch_gradients *exact, double sign)
{
    const struct format *format = choice->format;
    struct batch_grad g = {.scaled = true, .inputs = n < exact->count ? n : exact->count};
    double loss[PIECE], own[PIECE]; /* room for either format */
    for (size_t start = 0; start < n; start += PIECE) {
        size_t count = n - start < PIECE ? n - start : PIECE;
        choice_run(choice, count, (const char *)x + start * format->size,
                   y ? (const char *)y + start * format->size : NULL, loss, own);
        for (size_t i = 0; i < count; i++) {
            double got = format_load(format, grad, start + i), mine = format_load(format, own, i);
            check_scale(&g, format, got, mine, n);
            if (start + i < g.inputs)
                check_total(&g, format, got, mine, exact, sign, start + i, n);
        }
    }
    if (g.max_scale > 0.5L + 0x1p-20L)
        g.scaled = false;
    return g;
}
