/* The gradient at t = 1/2 beside s = 0, where its enclosure is s/4 less a cube: against the formula that is
   used elsewhere, at a precision at which it still tells the two apart. */
#include "reference/reference.h"

#include <criterion/criterion.h>
#include <float.h>

struct enclosure {
    mpfr_t low, high;
};

static bool keep(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    struct enclosure *e = to;
    (void)output;
    mpfr_set_prec(e->low, mpfr_get_prec(low));
    mpfr_set_prec(e->high, mpfr_get_prec(high));
    mpfr_set(e->low, low, MPFR_RNDN);
    mpfr_set(e->high, high, MPFR_RNDN);
    return true;
}

static void enclose(struct enclosure *e, double s, mpfr_prec_t precision)
{
    reference_decide(reference_ideal(term_find("bce.target")), &formats[F64], s, 0.5, precision, GRAD, keep,
                     e);
}

Test(tiny, encloses_what_the_sigmoid_gives)
{
    struct enclosure tiny, wide;
    mpfr_inits2(64, tiny.low, tiny.high, wide.low, wide.high, (mpfr_ptr)0);
    for (double s = 0x1.fffffffffffffp-9; s > 0; s *= 0x1.3p-3)
        for (int sign = -1; sign <= 1; sign += 2) {
            enclose(&tiny, sign * s, 63);
            enclose(&wide, sign * s, 8192);
            cr_expect(mpfr_lessequal_p(tiny.low, wide.low) && mpfr_lessequal_p(wide.high, tiny.high), "%a",
                      sign * s);
            if (s >= 0x1p-32)
                continue; /* the same formula as elsewhere */
            cr_expect(mpfr_cmpabs(sign > 0 ? tiny.high : tiny.low, wide.low) >= 0 &&
                          mpfr_cmp_d(sign > 0 ? tiny.high : tiny.low, sign * s / 4) != 0,
                      "%a", sign * s);
            mpfr_sub(tiny.high, tiny.high, tiny.low, MPFR_RNDU); /* at most 2^-60 of s^3/48 */
            mpfr_div_d(tiny.high, tiny.high, s, MPFR_RNDU);
            mpfr_div_d(tiny.high, tiny.high, s, MPFR_RNDU);
            mpfr_div_d(tiny.high, tiny.high, s, MPFR_RNDU);
            cr_expect(mpfr_cmp_d(tiny.high, 0x1p-60 / 48 * 8) < 0, "%a", sign * s);
        }
    mpfr_clears(tiny.low, tiny.high, wide.low, wide.high, (mpfr_ptr)0);
}

/* The least floats of each kind: a tie rounds towards 0, being less than s/4. */
Test(tiny, ties_round_towards_zero)
{
    const struct formula *target = reference_ideal(term_find("bce.target"));
    struct want grad;
    for (int odd = 1; odd < 100; odd += 2) {
        int half = odd / 2;
        double float_s = odd * 2 * (double)FLT_TRUE_MIN, s = odd * 2 * DBL_TRUE_MIN;
        reference(NULL, &grad, target, &formats[F32], float_s, 0.5);
        cr_expect_eq(grad.rounded, half * (double)FLT_TRUE_MIN, "%a: %a", float_s, grad.rounded);
        reference(NULL, &grad, target, &formats[F64], -s, 0.5);
        cr_expect(grad.rounded == -(half * DBL_TRUE_MIN) && signbit(grad.rounded), "%a: %a", -s,
                  grad.rounded);
        cr_expect_eq(grad.sign, -1);
    }
    reference(NULL, &grad, target, &formats[F32], -0.0, 0.5);
    cr_expect(grad.rounded == 0 && !signbit(grad.rounded) && grad.sign == 0);
}
