#include "tests/oracle/arb_round.h"

void span_init(struct span *s)
{
    arf_init(s->low);
    arf_init(s->high);
}

void span_clear(struct span *s)
{
    arf_clear(s->low);
    arf_clear(s->high);
}

void span_ball(struct span *s, const arb_t ball)
{
    arb_get_lbound_arf(s->low, ball, ARF_PREC_EXACT);
    arb_get_ubound_arf(s->high, ball, ARF_PREC_EXACT);
}

/* The exponent of the last digit of x in the format. */
static int last_digit(const struct format *format, const arf_t x)
{
    long exponent = format->emin;
    if (!arf_is_special(x) && fmpz_cmp_si(ARF_EXPREF(x), format->emin + 1) > 0)
        exponent = fmpz_get_si(ARF_EXPREF(x)) - 1;
    return (int)(exponent - (format->precision - 1));
}

double arf_rounded(const struct format *format, const arf_t x)
{
    int unit = last_digit(format, x);
    arf_t scaled;
    fmpz_t integer;
    arf_init(scaled);
    fmpz_init(integer);
    arf_mul_2exp_si(scaled, x, -unit);
    arf_get_fmpz(integer, scaled, ARF_RND_NEAR);
    double magnitude = ldexp(fabs((double)fmpz_get_si(integer)), unit);
    fmpz_clear(integer);
    arf_clear(scaled);
    return copysign(magnitude > format->max ? (double)INFINITY : magnitude, (double)arf_sgn(x));
}

/* high - low <= 2^exponent */
static bool narrow(const struct span *s, int exponent)
{
    arf_t width;
    arf_init(width);
    arf_sub(width, s->high, s->low, 64, ARF_RND_UP);
    bool is = arf_cmpabs_2exp_si(width, exponent) <= 0;
    arf_clear(width);
    return is;
}

bool span_decide(struct want *want, const struct format *format, const struct span *s)
{
    *want = (struct want){.rounded = arf_rounded(format, s->low),
                          .sign = arf_sgn(s->low),
                          .ulp_exponent = last_digit(format, s->low)};
    return arf_sgn(s->high) == want->sign && arf_rounded(format, s->high) == want->rounded &&
           last_digit(format, s->high) == want->ulp_exponent && narrow(s, want->ulp_exponent - 30);
}

/* |x 2^-unit - (high + low)| <= 2^-20 */
static bool near(const arf_t x, const struct want *got)
{
    arf_t scaled, part;
    arf_init(scaled);
    arf_init(part);
    arf_mul_2exp_si(scaled, x, -got->ulp_exponent);
    arf_set_d(part, got->high);
    arf_sub(scaled, scaled, part, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_set_d(part, got->low);
    arf_sub(scaled, scaled, part, 64, ARF_RND_DOWN);
    bool good = arf_cmpabs_2exp_si(scaled, -20) <= 0;
    arf_clear(part);
    arf_clear(scaled);
    return good;
}

bool span_agrees(const struct want *got, const struct want *decided, const struct span *s)
{
    bool zero_sign = decided->sign == 0 || !signbit(got->rounded) == !signbit(decided->rounded);
    return got->rounded == decided->rounded && zero_sign && got->sign == decided->sign &&
           got->ulp_exponent == decided->ulp_exponent && near(s->low, got) && near(s->high, got);
}
