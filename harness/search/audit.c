#include "harness/search/audit.h"

#include "harness/base/fail.h"

/* Bits that decide an audit at once nearly always, and those of differences: these round at 2^-200. */
enum { PRECISION = 192, DIFFERENCE_BITS = 256 };

/* Whether what a zero promises holds: the sign, and less than 2^-1090. */
static bool zero_stands_for(double zero, const mpfr_t exact)
{
    return mpfr_regular_p(exact) && (mpfr_signbit(exact) != 0) == (signbit(zero) != 0) &&
           mpfr_get_exp(exact) <= -1090;
}

double audit_part(const struct screen_f64 *screen, enum output output, double high, double low, double scale,
                  const mpfr_t exact)
{
    if (isnan(high))
        return 0;
    if (high == 0)
        return zero_stands_for(high, exact) ? 0 : (double)INFINITY;
    if (!mpfr_regular_p(exact) || isinf(high))
        return (double)INFINITY;
    mpfr_t off, scaled;
    mpfr_init2(off, DIFFERENCE_BITS);
    mpfr_init2(scaled, mpfr_get_prec(exact));
    mpfr_mul_d(scaled, exact, scale, MPFR_RNDN); /* exact: a power of two */
    mpfr_sub_d(off, scaled, high, MPFR_RNDA);
    mpfr_sub_d(off, off, low, MPFR_RNDA);
    double part = 0;
    if (!mpfr_zero_p(off)) {
        mpfr_div(off, off, scaled, MPFR_RNDA);
        part = fabs(mpfr_get_d(off, MPFR_RNDA)) / screen->relative[output]; /* infinite for a bound of 0 */
    }
    mpfr_clear(scaled);
    mpfr_clear(off);
    return part;
}

struct claim {
    const struct screen_f64 *screen;
    double high, low, scale;
    double part; /* found */
};

/* Until both ends of the enclosure say nearly the same. */
static bool decide_part(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    struct claim *c = to;
    double one = audit_part(c->screen, output, c->high, c->low, c->scale, low);
    double other = audit_part(c->screen, output, c->high, c->low, c->scale, high);
    c->part = fmin(one, other);
    return isinf(one) || isinf(other) || fabs(one - other) <= 0x1p-10;
}

bool audit_fails(const struct screen_f64 *screen, const struct formula *formula, double x, double label,
                 enum output output, double high, double low, double scale)
{
    struct formula unweighted = {formula->evaluate, formula->label, 1};
    struct claim claim = {screen, high, low, scale, 0};
    if (!isnan(high))
        reference_decide(&unweighted, &formats[F64], x, label, PRECISION, output, decide_part, &claim);
    if (claim.part <= 1)
        return false;
    fail(
        STATUS_INTERNAL,
        "the f64 screen at %a = %.6g, label %a = %.6g: %s %a + %a = %.6g is off by %g times its bound: the run is void",
        x, x, label, label, output_names[output], high, low, high, claim.part);
    return true;
}
