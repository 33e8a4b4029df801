/* grad.c -- the scaled gradients of a batch against g_i / n. */
#include "harness/batch/grad.h"

#include "harness/foreign/call.h"
#include "harness/record/fail_on.h"
#include "losses/bits.h"

#include <math.h>

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

/* What a quick look at an element needs: above `least` the quotient is normal, to `most` times n is finite. */
struct glance {
    const struct format *format;
    size_t n;
    double divisor, least, most, ulps; /* 2^(p - 1) of them to a power of two */
};

/* Whether |got - (high + low) / n| may be more than `max` ulps; where the quotient may be subnormal or is no
   number, it may. The power of two below the quotient is taken a little below it: next to a power the ulp is
   the smaller one. For f32 the product is exact in double. */
static bool may_exceed(const struct glance *g, double got, double high, double low, long double max)
{
    double magnitude = fabs(high);
    if (!(magnitude >= g->least) || !(fabs(got) <= g->most))
        return true;
    double product = g->format == &formats[F32] ? got * g->divisor - high : fma(got, g->divisor, -high);
    double power = of_bits(bits_of(magnitude / g->divisor * (1 - 0x1p-40)) & (uint64_t)0x7ff << 52);
    return fabs(product - low) * g->ulps > (double)max * g->divisor * power;
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

static void check_scale(struct batch_grad *g, const struct glance *glance, double got, double own)
{
    if (!may_exceed(glance, got, own, 0, g->max_scale))
        return;
    struct want want = batch_quotient(glance->format, own, 0, false, glance->n);
    struct error error = metric_measure(got, &want);
    if (error_class_is_failure(error.class))
        g->scaled = false;
    g->max_scale = fmaxl(g->max_scale, error.ulp);
}

/* Whether its error is the largest so far; *want receives what it was compared with. */
static bool is_worst(struct want *want, struct batch_grad *g, const struct glance *glance, double got,
                     const struct batch_gradients *exact, double sign, size_t i)
{
    double high = sign * exact->high[i], low = sign * exact->low[i];
    if (!exact->lifted[i] && got * high > 0 && !may_exceed(glance, got, high, low, g->ulp))
        return false;
    *want = batch_quotient(glance->format, high, low, exact->lifted[i], glance->n);
    struct error error = metric_measure(got, want);
    g->classed += error_class_is_failure(error.class) ? 1 : 0;
    g->classes |= 1U << error.class | (error.lost ? 1U << FAIL_ON_LOST : 0);
    if (error.class != IN_ULPS || error.ulp <= g->ulp)
        return false;
    g->ulp = error.ulp;
    g->at = i;
    return true;
}

static void check_total(struct batch_grad *g, const struct glance *glance, double got, double own,
                        const struct batch_gradients *exact, double sign, size_t i)
{
    struct want want;
    if (!is_worst(&want, g, glance, got, exact, sign, i))
        return;
    struct want own_want = batch_quotient(glance->format, own, 0, false, glance->n);
    take_apart(g, got, &own_want, &want);
}

static struct glance glance_of(const struct format *format, size_t n)
{
    double divisor = (double)n;
    return (struct glance){.format = format,
                           .n = n,
                           .divisor = divisor,
                           .least = divisor * ldexp(1, format->emin + 1),
                           .most = format->max / divisor,
                           .ulps = ldexp(1, format->precision - 1)};
}

struct batch_grad batch_grad_alone(const struct choice *choice, size_t n, const void *grad,
                                   const struct batch_gradients *exact, double sign)
{
    const struct glance glance = glance_of(choice->format, n);
    struct batch_grad g = {.inputs = n < exact->count ? n : exact->count};
    struct want want;
    if (!choice_has(choice, GRAD)) {
        g.ulp = (long double)NAN;
        g.inputs = 0;
    }
    for (size_t i = 0; i < g.inputs; i++)
        is_worst(&want, &g, &glance, format_load(choice->format, grad, i), exact, sign, i);
    return g;
}

struct batch_grad batch_grad(const struct choice *choice, size_t n, const void *x, const void *y,
                             const void *grad, const struct batch_gradients *exact, double sign)
{
    const struct format *format = choice->format;
    struct batch_grad g = {.scaled = true, .inputs = n < exact->count ? n : exact->count};
    if (!choice_has(choice, GRAD)) {
        g.ulp = (long double)NAN;
        g.inputs = 0;
        return g;
    }
    double loss[BATCH_PIECE], own[BATCH_PIECE]; /* room for either format */
    const struct glance glance = glance_of(format, n);
    for (size_t start = 0; start < n; start += BATCH_PIECE) {
        size_t count = n - start < BATCH_PIECE ? n - start : BATCH_PIECE;
        call_forget();
        choice_run(choice, count, (const char *)x + start * format->size,
                   y ? (const char *)y + start * format->size : NULL, loss, own);
        if (call_outcome()->unanswered > 0)
            continue;
        for (size_t i = 0; i < count; i++) {
            double got = format_load(format, grad, start + i), mine = format_load(format, own, i);
            check_scale(&g, &glance, got, mine);
            if (start + i < g.inputs)
                check_total(&g, &glance, got, mine, exact, sign, start + i);
        }
    }
    if (g.max_scale > 0.5L + 0x1p-20L)
        g.scaled = false;
    return g;
}
