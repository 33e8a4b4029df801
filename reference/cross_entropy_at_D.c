/* cross_entropy_at_D.c -- cross-entropy of a probability D against a label of 0 or 1, and its terms.
   D in [0, 1], -0 taken as 0; NaN outside. Errors in u = 2^-p as in cross_entropy.c. D and, for D >= 1/2,
   1 - D are exact at any precision of 53 bits and more. */
#include "reference/cross_entropy.h"

/* -log D, -1/D: one operation each, error u; exact where the operation was. */
static void on_real(struct value *loss, struct value *grad, double D)
{
    mpfr_set_d(loss->tail, D, MPFR_RNDN);
    loss->ulps = mpfr_log(loss->tail, loss->tail, MPFR_RNDN) == 0 ? 0 : 1;
    mpfr_neg(loss->tail, loss->tail, MPFR_RNDN);
    mpfr_set_d(grad->tail, D, MPFR_RNDN);
    grad->ulps = mpfr_si_div(grad->tail, -1, grad->tail, MPFR_RNDN) == 0 ? 0 : 1;
}

/* -log1p(-D): error u. 1/(1 - D): for D >= 1/2 the subtraction is exact, error u; else 1 + D/(1 - D), the 1
   being the head, errors u and u. */
static void on_fake(struct value *loss, struct value *grad, double D)
{
    mpfr_set_d(loss->tail, -D, MPFR_RNDN);
    loss->ulps = mpfr_log1p(loss->tail, loss->tail, MPFR_RNDN) == 0 ? 0 : 1;
    mpfr_neg(loss->tail, loss->tail, MPFR_RNDN);

    mpfr_set_d(grad->tail, D, MPFR_RNDN);
    mpfr_ui_sub(grad->tail, 1, grad->tail, MPFR_RNDN);
    if (D >= 0.5) {
        grad->ulps = mpfr_ui_div(grad->tail, 1, grad->tail, MPFR_RNDN) == 0 ? 0 : 1;
    } else {
        mpfr_set_ui(grad->head, 1, MPFR_RNDN);
        mpfr_d_div(grad->tail, D, grad->tail, MPFR_RNDN);
        grad->ulps = 3;
    }
}

void cross_entropy_at_D(struct value *loss, struct value *grad, const struct format *format, double D,
                        double label)
{
    (void)format;
    bool certain = D == (label != 0 ? 1 : 0), impossible = D == (label != 0 ? 0 : 1);
    double sign = label != 0 ? -1 : 1;
    if (!(D >= 0 && D <= 1)) {
        value_set(loss, (double)NAN);
        value_set(grad, (double)NAN);
    } else if (certain || impossible) {
        value_set(loss, certain ? 0 : (double)INFINITY);
        value_set(grad, certain ? sign : copysign((double)INFINITY, sign));
    } else {
        mpfr_set_zero(loss->head, 1);
        mpfr_set_zero(grad->head, 1);
        (label != 0 ? on_real : on_fake)(loss, grad, D);
    }
}

const struct formula formula_minimax_d_real_at_D = {cross_entropy_at_D, 1, 1};
const struct formula formula_minimax_d_fake_at_D = {cross_entropy_at_D, 0, 1};
const struct formula formula_minimax_g_at_D = {cross_entropy_at_D, 0, -1};
const struct formula formula_nonsaturating_g_at_D = {cross_entropy_at_D, 1, 1};
