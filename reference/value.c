/* value.c -- exact = head + tail (1 + d): construction, enclosure, and the decision what it rounds to. */
#include "reference/reference.h"

/* A head starts with room for a double; formulas that need more widen it. */
enum { HEAD_BITS = 64 };

void value_init(struct value *v, mpfr_prec_t precision)
{
    mpfr_init2(v->head, HEAD_BITS);
    mpfr_init2(v->tail, precision);
}

void value_clear(struct value *v)
{
    mpfr_clear(v->head);
    mpfr_clear(v->tail);
}

void value_set(struct value *v, double x)
{
    mpfr_set_d(v->head, x, MPFR_RNDN);
    mpfr_set_zero(v->tail, 1);
    v->ulps = 0;
}

void value_scale(struct value *v, double k)
{
    mpfr_mul_d(v->head, v->head, k, MPFR_RNDN);
    mpfr_mul_d(v->tail, v->tail, k, MPFR_RNDN);
}

/* out = head + tail without rounding. */
static void add_exactly(mpfr_t out, const mpfr_t head, const mpfr_t tail)
{
    if (!mpfr_regular_p(head) || !mpfr_regular_p(tail)) {
        mpfr_set_prec(out, mpfr_get_prec(mpfr_zero_p(head) ? tail : head));
        mpfr_add(out, head, tail, MPFR_RNDN);
        return;
    }
    mpfr_exp_t top = mpfr_get_exp(head) > mpfr_get_exp(tail) ? mpfr_get_exp(head) : mpfr_get_exp(tail);
    mpfr_exp_t head_low = mpfr_get_exp(head) - mpfr_get_prec(head);
    mpfr_exp_t tail_low = mpfr_get_exp(tail) - mpfr_get_prec(tail);
    mpfr_set_prec(out, top + 1 - (head_low < tail_low ? head_low : tail_low));
    mpfr_add(out, head, tail, MPFR_RNDN);
}

void value_enclose(mpfr_t low, mpfr_t high, const struct value *v)
{
    mpfr_prec_t p = mpfr_get_prec(v->tail);
    if (!mpfr_number_p(v->head) || mpfr_zero_p(v->tail)) {
        mpfr_set_prec(low, mpfr_get_prec(v->head));
        mpfr_set(low, v->head, MPFR_RNDN);
        mpfr_set_prec(high, mpfr_get_prec(v->head));
        mpfr_set(high, low, MPFR_RNDN);
        return;
    }
    mpfr_t radius, end;
    mpfr_init2(radius, 32);
    mpfr_init2(end, p);
    mpfr_set_ld(radius, v->ulps, MPFR_RNDU); /* |tail| ulps 2^-p, rounded upwards */
    mpfr_mul(radius, radius, v->tail, MPFR_RNDA);
    mpfr_abs(radius, radius, MPFR_RNDA);
    mpfr_mul_2si(radius, radius, -(long)p, MPFR_RNDA);
    mpfr_sub(end, v->tail, radius, MPFR_RNDD);
    add_exactly(low, v->head, end);
    mpfr_add(end, v->tail, radius, MPFR_RNDU);
    add_exactly(high, v->head, end);
    mpfr_clear(radius);
    mpfr_clear(end);
}

/* RN(v) in the format, by the one rounding that mpfr_get_d and mpfr_get_flt do, subnormals included. */
static double round_to(const struct format *format, const mpfr_t v)
{
    return format == &formats[F32] ? (double)mpfr_get_flt(v, MPFR_RNDN) : mpfr_get_d(v, MPFR_RNDN);
}

/* v / 2^ulp_exponent as a sum of two doubles. */
static void scale_to_ulps(struct want *want, const mpfr_t v)
{
    mpfr_t scaled;
    mpfr_init2(scaled, mpfr_get_prec(v));
    mpfr_mul_2si(scaled, v, -(long)want->ulp_exponent, MPFR_RNDN);
    want->high = mpfr_get_d(scaled, MPFR_RNDN);
    mpfr_sub_d(scaled, scaled, want->high, MPFR_RNDN);
    want->low = mpfr_get_d(scaled, MPFR_RNDN);
    mpfr_clear(scaled);
}

/* high - low <= 2^exponent */
static bool narrower(const mpfr_t low, const mpfr_t high, long exponent)
{
    mpfr_t width;
    mpfr_init2(width, 32);
    mpfr_sub(width, high, low, MPFR_RNDU);
    bool is = mpfr_cmp_si_2exp(width, 1, exponent) <= 0;
    mpfr_clear(width);
    return is;
}

/* Where loss or gradient cancels, what it rounds to can be decided long before exact / ulp is known. */
bool want_from_enclosure(struct want *want, const struct format *format, mpfr_t low, mpfr_t high)
{
    *want = (struct want){.format = format,
                          .rounded = round_to(format, low),
                          .ulp_exponent = format_ulp_exponent(format, format->emin)};
    if (!mpfr_number_p(low)) {
        want->sign = mpfr_nan_p(low) ? 0 : mpfr_sgn(low);
        return true;
    }
    bool exact = mpfr_equal_p(low, high);
    if (!exact) {
        double other = round_to(format, high);
        if (mpfr_signbit(low) != mpfr_signbit(high) || mpfr_zero_p(low) || mpfr_zero_p(high) ||
            want->rounded != other || mpfr_get_exp(low) != mpfr_get_exp(high) ||
            !narrower(low, high, format_ulp_exponent(format, mpfr_get_exp(low) - 1) - 21))
            return false;
    }
    want->sign = mpfr_sgn(low);
    if (want->sign != 0) {
        /* mpfr's exponent is that of a significand in [1/2, 1) */
        want->ulp_exponent = format_ulp_exponent(format, mpfr_get_exp(low) - 1);
        scale_to_ulps(want, low);
    }
    return true;
}

struct want want_negated(const struct want *w)
{
    return (struct want){-w->rounded, -w->sign, w->ulp_exponent, -w->high, -w->low, w->format};
}
