/* parts.c -- the error of a mean taken apart, and each part held against its bound. */
#include "harness/batch/parts.h"

#include <math.h>
#include <stdlib.h>

enum { QUOTIENT_BITS = 320, BOUND_BITS = 64 };

/* The numerators of the parts: each times n, without rounding. */
struct parts {
    mpfr_t exact, exact_magnitudes, computed, computed_magnitudes, element, sum, scale, total;
};

static void parts_init(struct parts *p)
{
    mpfr_inits2(EXACT_BITS, p->exact, p->exact_magnitudes, p->computed, p->computed_magnitudes, p->element,
                p->sum, p->scale, p->total, (mpfr_ptr)0);
}

static void parts_clear(struct parts *p)
{
    mpfr_clears(p->exact, p->exact_magnitudes, p->computed, p->computed_magnitudes, p->element, p->sum,
                p->scale, p->total, (mpfr_ptr)0);
}

/* The exact mean as something to compare with. */
static struct want want_mean(const struct batch_exact *exact, const mpfr_t sum, size_t n,
                             const struct format *format)
{
    struct want want;
    mpfr_t mean;
    mpfr_init2(mean, QUOTIENT_BITS);
    if (exact_sum_is_finite(&exact->sum))
        mpfr_div_ui(mean, sum, n, MPFR_RNDN);
    else
        mpfr_set_d(mean, exact_sum_limit(&exact->sum), MPFR_RNDN);
    want_from_enclosure(&want, format, mean, mean);
    mpfr_clear(mean);
    return want;
}

static double uncertainty(const struct batch_exact *exact, const mpfr_t magnitudes, size_t n,
                          int ulp_exponent)
{
    mpfr_t radius;
    mpfr_init2(radius, BOUND_BITS);
    mpfr_mul_d(radius, magnitudes, exact->relative, MPFR_RNDU);
    mpfr_div_ui(radius, radius, n, MPFR_RNDU);
    mpfr_mul_2si(radius, radius, -(long)ulp_exponent, MPFR_RNDU);
    double open = mpfr_get_d(radius, MPFR_RNDU);
    if (exact->relative > 0)
        open += ldexp(1, exact->absolute - ulp_exponent);
    mpfr_clear(radius);
    return open;
}

double batch_open(const struct batch_exact *exact, size_t n, const struct format *format)
{
    if (!exact_sum_is_finite(&exact->sum))
        return 0;
    mpfr_t sum, magnitudes;
    mpfr_inits2(EXACT_BITS, sum, magnitudes, (mpfr_ptr)0);
    exact_sum_get(sum, magnitudes, &exact->sum);
    struct want want = want_mean(exact, sum, n, format);
    double open = uncertainty(exact, magnitudes, n, want.ulp_exponent);
    mpfr_clears(sum, magnitudes, (mpfr_ptr)0);
    return open;
}

static double condition_number(const struct parts *p)
{
    if (mpfr_zero_p(p->exact_magnitudes))
        return 1;
    mpfr_t quotient;
    mpfr_init2(quotient, BOUND_BITS);
    mpfr_div(quotient, p->exact_magnitudes, p->exact, MPFR_RNDN);
    double condition = fabs(mpfr_get_d(quotient, MPFR_RNDN));
    mpfr_clear(quotient);
    return condition;
}

/* The most additions that one loss passes through in sum.h: leaves of up to 8 in a balanced tree over blocks
   of 512, and a binary counter of blocks. */
static double pairwise_depth(size_t n)
{
    return n <= 8 ? (double)n - 1 : 4 + ceil(log2((double)n));
}

/* What ganloss.h says of |S - sum l|. The rest after the leading term of each is bounded too:
   naive        (n - 1) u for any n and u (Jeannerod and Rump 2013);
   pairwise     h u / (1 - h u), h <= 32, u <= 2^-24;
   compensated  every partial sum is at most (1 + n u) sum|l|, and so the corrections together n u times that,
                and the error of their naive sum n u times as much; the last addition is u |S|. Of known
                losses, that naive sum errs by u times its partial sums' magnitudes (corrections.h);
   wide         as compensated, with n roundings of low parts, each of at most 2 u times a partial sum, by u. */
static void sum_bound(mpfr_t bound, const struct batch_row *row, const struct parts *p)
{
    double n = (double)row->n, u = ldexp(1, -row->choice.format->precision), on_sum = 0, on_magnitudes = 0;
    double corrections = (double)NAN; /* instead of what is on the magnitudes */
    switch (row->reduction) {
    case GANLOSS_NAIVE:
        on_magnitudes = (n - 1) * u;
        break;
    case GANLOSS_PAIRWISE:
        on_magnitudes = pairwise_depth(row->n) * u * (1 + 0x1p-16);
        break;
    case GANLOSS_COMPENSATED:
        on_sum = 2 * u;
        on_magnitudes = n * n * u * u * (1 + n * u);
        corrections = u * row->corrections;
        break;
    default:
        u = 0x1p-53;
        on_sum = u * (1 + 0x1p-50);
        on_magnitudes = 2 * n * u * u * (1 + 2 * n * u);
    }
    mpfr_t magnitudes;
    mpfr_init2(magnitudes, BOUND_BITS);
    mpfr_abs(bound, p->computed, MPFR_RNDU);
    mpfr_mul_d(bound, bound, on_sum, MPFR_RNDU);
    mpfr_mul_d(magnitudes, p->computed_magnitudes, on_magnitudes, MPFR_RNDU);
    if (isfinite(corrections) && mpfr_cmp_d(magnitudes, corrections) > 0)
        mpfr_set_d(magnitudes, corrections, MPFR_RNDU);
    mpfr_add(bound, bound, magnitudes, MPFR_RNDU);
    mpfr_clear(magnitudes);
}

/* |M - S/n| <= ulp(S/n)/2. For f32 the quotient is rounded to double before: 2^-29 ulp more at most. */
static bool scale_holds(const struct batch_row *row, const struct parts *p)
{
    const struct format *format = row->choice.format;
    mpfr_t quotient, limit;
    mpfr_init2(quotient, QUOTIENT_BITS);
    mpfr_init2(limit, BOUND_BITS);
    mpfr_set_d(quotient, row->sum, MPFR_RNDN);
    mpfr_div_ui(quotient, quotient, row->n, MPFR_RNDN);
    long exponent = mpfr_zero_p(quotient) ? format->emin : mpfr_get_exp(quotient) - 1;
    mpfr_set_d(limit, 0.5 + 0x1p-28, MPFR_RNDU);
    mpfr_mul_2si(limit, limit, format_ulp_exponent(format, exponent), MPFR_RNDU);
    mpfr_mul_ui(limit, limit, row->n, MPFR_RNDU);
    bool holds = mpfr_cmpabs(p->scale, limit) <= 0;
    mpfr_clear(quotient);
    mpfr_clear(limit);
    return holds;
}

static long double in_ulps(const mpfr_t numerator, const struct batch_row *row, int ulp_exponent)
{
    mpfr_t ulps;
    mpfr_init2(ulps, BOUND_BITS);
    mpfr_div_ui(ulps, numerator, row->n, MPFR_RNDN);
    mpfr_mul_2si(ulps, ulps, -(long)ulp_exponent, MPFR_RNDN);
    long double value = mpfr_get_ld(ulps, MPFR_RNDN);
    mpfr_clear(ulps);
    return value;
}

static void take_apart(struct batch_row *row, struct parts *p, int ulp_exponent)
{
    mpfr_t check, bound;
    mpfr_init2(check, EXACT_BITS);
    mpfr_init2(bound, BOUND_BITS);
    mpfr_set_d(p->total, row->mean, MPFR_RNDN);
    mpfr_mul_ui(p->total, p->total, row->n, MPFR_RNDN);
    mpfr_sub_d(p->scale, p->total, row->sum, MPFR_RNDN);
    mpfr_sub(p->total, p->total, p->exact, MPFR_RNDN);
    mpfr_sub(p->element, p->computed, p->exact, MPFR_RNDN);
    mpfr_d_sub(p->sum, row->sum, p->computed, MPFR_RNDN);
    mpfr_add(check, p->element, p->sum, MPFR_RNDN);
    mpfr_add(check, check, p->scale, MPFR_RNDN);
    if (!mpfr_equal_p(check, p->total)) /* EXACT_BITS did not suffice */
        abort();
    sum_bound(bound, row, p);
    row->element = in_ulps(p->element, row, ulp_exponent);
    row->sum_part = in_ulps(p->sum, row, ulp_exponent);
    row->scale = in_ulps(p->scale, row, ulp_exponent);
    row->total = in_ulps(p->total, row, ulp_exponent);
    row->sum_bound = in_ulps(bound, row, ulp_exponent);
    mpfr_clear(check);
    mpfr_clear(bound);
}

static bool same(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

/* Infinities and NaN among the losses reach the sum as IEEE addition has it. Of finite losses the sum is
   finite, as long as no partial sum can exceed the format; where one can, an overflow is no fault, nor is the
   NaN that it makes with an infinity of the other sign. */
static bool special_holds(const struct batch_row *row, const struct exact_sum *computed,
                          const struct parts *p)
{
    const struct format *format = row->reduction == GANLOSS_WIDE ? &formats[F64] : row->choice.format;
    bool may_overflow = mpfr_cmp_d(p->computed_magnitudes, format->max / 2) > 0;
    if (!exact_sum_is_finite(computed))
        return same(row->mean, row->sum) &&
               (same(row->sum, exact_sum_limit(computed)) || (may_overflow && isnan(row->sum)));
    if (!isfinite(row->sum))
        return same(row->mean, row->sum) && may_overflow;
    return isfinite(row->mean);
}

void batch_decompose(struct batch_row *row, const struct batch_exact *exact, const struct exact_sum *computed)
{
    struct parts p;
    parts_init(&p);
    exact_sum_get(p.exact, p.exact_magnitudes, &exact->sum);
    exact_sum_get(p.computed, p.computed_magnitudes, computed);
    struct want want = want_mean(exact, p.exact, row->n, row->choice.format);
    bool exact_finite = exact_sum_is_finite(&exact->sum), computed_finite = exact_sum_is_finite(computed);
    row->error = metric_measure(row->mean, &want);
    const struct batch_exact own = {.sum = *computed};
    struct want mean_of_losses = want_mean(&own, p.computed, row->n, row->choice.format);
    row->losses_error = metric_measure(mean_of_losses.rounded, &want);
    row->condition = exact_finite ? condition_number(&p) : (double)NAN;
    row->open = exact_finite ? uncertainty(exact, p.exact_magnitudes, row->n, want.ulp_exponent) : 0;
    row->finite = exact_finite && computed_finite && isfinite(row->sum) && isfinite(row->mean);
    if (!special_holds(row, computed, &p))
        row->faults |= 1u << FAULT_SPECIAL;
    if (row->open > 0x1p-8)
        row->faults |= 1u << FAULT_OPEN;
    if (row->finite) {
        take_apart(row, &p, want.ulp_exponent);
        if (fabsl(row->sum_part) > row->sum_bound)
            row->faults |= 1u << FAULT_SUM;
        if (!scale_holds(row, &p))
            row->faults |= 1u << FAULT_SCALE;
    }
    parts_clear(&p);
}

/* |mean n - sum| / n in ulps of magnitudes / n. */
static long double distance(double mean, const mpfr_t sum, const mpfr_t magnitudes, size_t n,
                            const struct format *format)
{
    mpfr_t difference, of;
    mpfr_init2(difference, EXACT_BITS);
    mpfr_init2(of, QUOTIENT_BITS);
    mpfr_set_d(difference, mean, MPFR_RNDN);
    mpfr_mul_ui(difference, difference, n, MPFR_RNDN);
    mpfr_sub(difference, difference, sum, MPFR_RNDN);
    mpfr_div_ui(difference, difference, n, MPFR_RNDN);
    mpfr_div_ui(of, magnitudes, n, MPFR_RNDN);
    long exponent = mpfr_zero_p(of) ? format->emin : mpfr_get_exp(of) - 1;
    mpfr_mul_2si(difference, difference, -(long)format_ulp_exponent(format, exponent), MPFR_RNDN);
    long double ulps = fabsl(mpfr_get_ld(difference, MPFR_RNDN));
    mpfr_clear(difference);
    mpfr_clear(of);
    return ulps;
}

struct batch_mean_error batch_mean_error(double mean, const struct batch_exact *exact, size_t n,
                                         const struct choice *choice)
{
    struct parts p;
    struct batch_mean_error e = {.condition = (double)NAN};
    bool is_finite = exact_sum_is_finite(&exact->sum);
    double bound = choice_bound(choice, LOSS), most = isfinite(bound) ? bound : ((double)n + 8) / 2;
    parts_init(&p);
    exact_sum_get(p.exact, p.exact_magnitudes, &exact->sum);
    struct want want = want_mean(exact, p.exact, n, choice->format);
    e.error = metric_measure(mean, &want);
    if (is_finite) {
        e.condition = condition_number(&p);
        e.open = uncertainty(exact, p.exact_magnitudes, n, want.ulp_exponent);
    }
    if (is_finite && isfinite(mean)) {
        e.of_magnitudes = distance(mean, p.exact, p.exact_magnitudes, n, choice->format);
        e.explained = e.condition > 1 && e.of_magnitudes <= (long double)most;
    } else if (mpfr_cmp_d(p.exact_magnitudes, choice->format->max / 2) > 0) {
        e.explained = is_finite ? !isfinite(mean) : isnan(mean) && !isnan(exact_sum_limit(&exact->sum));
    }
    parts_clear(&p);
    return e;
}
