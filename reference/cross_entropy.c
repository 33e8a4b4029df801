/* cross_entropy.c -- cross-entropy of a logit s against a label t, and the terms that are one.

   loss = t softplus(-s) + (1 - t) softplus(s) = softplus(s) - t s,   gradient = sigmoid(s) - t.

   Errors are counted in u = 2^-p, relative, products of errors being covered by rounding each bound up.
   With RNDN every operation adds at most u (half an ulp is at most u relative). */
#include "reference/cross_entropy.h"

/* Beyond this the exponential only has to be positive and tiny where it stands beside a head: e^-4200 <
   2^-6059, while every point at which a decision changes (a float, a midpoint of two, a power of two) and
   every head is a multiple of 2^-2200. Any smaller positive tail leads to the same decisions. */
static const double limit_beside_head = 4200;

/* Without a head, the end of MPFR's exponent range: e^-(2^60) > 2^-(2^61), where every decision is that for
   a number just above 0. */
static const double limit_alone = 0x1p60;

/* e = exp(-|s|), error u, up to the limit. */
static void exponential(mpfr_t e, double s, bool has_head)
{
    double limit = has_head ? limit_beside_head : limit_alone;
    mpfr_set_d(e, -fmin(fabs(s), limit), MPFR_RNDN);
    mpfr_exp(e, e, MPFR_RNDN);
}

/* |s| < 1, from m = expm1(-|s|) in (-0.64, 0], error u:
     softplus(-|s|) = log(2 + m)       2 + m in (1.36, 2]: error (0.64 u + 1 u)/1.36 < 1.3 u; the
                                       logarithm, at least 0.30, has 1.3/0.30 u + u < 5.4 u
     sigmoid(s) - 1/2 = -+ m/(2 (2 + m))   errors u, 1.3 u, u: 3.3 u */
static void near_zero(struct value *loss, struct value *sigmoid, double s)
{
    mpfr_t m, two_plus_m;
    mpfr_init2(m, mpfr_get_prec(sigmoid->tail));
    mpfr_init2(two_plus_m, mpfr_get_prec(sigmoid->tail));
    mpfr_set_d(m, -fabs(s), MPFR_RNDN);
    mpfr_expm1(m, m, MPFR_RNDN);
    mpfr_add_ui(two_plus_m, m, 2, MPFR_RNDN);

    if (loss) {
        mpfr_log(loss->tail, two_plus_m, MPFR_RNDN);
        loss->ulps = 6;
    }
    mpfr_set_d(sigmoid->head, 0.5, MPFR_RNDN);
    mpfr_div(sigmoid->tail, m, two_plus_m, MPFR_RNDN);
    mpfr_mul_d(sigmoid->tail, sigmoid->tail, s > 0 ? -0.5 : 0.5, MPFR_RNDN);
    sigmoid->ulps = s == 0 ? 0 : 4;
    mpfr_clear(m);
    mpfr_clear(two_plus_m);
}

/* |s| >= 1, from e = exp(-|s|) in [0, 0.37), error u:
     softplus(-|s|) = log1p(e)         the condition number e/((1 + e) log1p(e)) is at most 1: 2 u
     sigmoid(-|s|) = e/(1 + e)         errors u; 0.27 u + u; u: 3.3 u
   and sigmoid(|s|) = 1 - sigmoid(-|s|), 1 being the head. */
static void away_from_zero(struct value *loss, struct value *sigmoid, double s, bool sigmoid_has_head)
{
    mpfr_t e, one_plus_e;
    mpfr_init2(e, mpfr_get_prec(sigmoid->tail));
    mpfr_init2(one_plus_e, mpfr_get_prec(sigmoid->tail));
    exponential(e, s, sigmoid_has_head);
    mpfr_add_ui(one_plus_e, e, 1, MPFR_RNDN);
    mpfr_set_d(sigmoid->head, s > 0 ? 1 : 0, MPFR_RNDN);
    mpfr_div(sigmoid->tail, e, one_plus_e, MPFR_RNDN);
    mpfr_mul_si(sigmoid->tail, sigmoid->tail, s > 0 ? -1 : 1, MPFR_RNDN);
    sigmoid->ulps = 4;

    if (loss) {
        bool loss_has_head = !mpfr_zero_p(loss->head);
        if (loss_has_head != sigmoid_has_head)
            exponential(e, s, loss_has_head);
        mpfr_log1p(loss->tail, e, MPFR_RNDN);
        loss->ulps = 3;
    }
    mpfr_clear(e);
    mpfr_clear(one_plus_e);
}

/* At t = 1/2 no head is left, and for the least s the gradient, in (s/4)(1 - s^2/12, 1), would be told from
   s/4, a tie of two subnormals, at hundreds of bits only. Beside s/4, exact, as the head sigmoid(s) - 1/2 -
   s/4 = tanh(s/2)/2 - s/4 = -s^3/48 (1 - r),   0 < r < s^2/10, the series of tanh alternating with falling
   terms. s^2 < 2^-p: r < 0.1 u; the cube and the quotient, u each. */
static bool is_tiny(double s, mpfr_prec_t precision)
{
    return s != 0 && fabs(s) < ldexp(1, -(int)(precision / 2) - 1);
}

static void tiny_at_half(struct value *grad, double s)
{
    mpfr_set_d(grad->head, s, MPFR_RNDN);
    mpfr_pow_ui(grad->tail, grad->head, 3, MPFR_RNDN);
    mpfr_div_si(grad->tail, grad->tail, -48, MPFR_RNDN);
    mpfr_div_2ui(grad->head, grad->head, 2, MPFR_RNDN);
    grad->ulps = 3;
}

/* The bits that 1 - t (1 + 1074) and its product with a double need. */
static mpfr_prec_t head_bits(double t)
{
    return t == 0 || t == 1 ? 64 : 1152;
}

/* The heads: |s| (1 - t) or |s| t, whichever softplus(-|s|) leaves over, and sigmoid's less t; exact. */
static void set_loss_head(mpfr_t head, double s, double t)
{
    mpfr_set_prec(head, head_bits(t));
    mpfr_set_d(head, t, MPFR_RNDN);
    if (s > 0)
        mpfr_ui_sub(head, 1, head, MPFR_RNDN);
    if (mpfr_zero_p(head))
        mpfr_set_zero(head, 1); /* 0 |s| is 0 for s = inf as well: the limit */
    else
        mpfr_mul_d(head, head, fabs(s), MPFR_RNDN);
}

static void subtract_label(mpfr_t head, double t)
{
    mpfr_prec_round(head, head_bits(t), MPFR_RNDN);
    mpfr_sub_d(head, head, t, MPFR_RNDN);
}

/* s = +-inf: the limits, with the sign of zero from the side on which the value is approached. */
static void at_infinity(struct value *loss, struct value *grad, double s, double t)
{
    value_set(loss, 0);
    set_loss_head(loss->head, s, t);
    value_set(grad, s > 0 ? 1 : 0);
    subtract_label(grad->head, t);
    if (mpfr_zero_p(grad->head))
        mpfr_set_zero(grad->head, s > 0 ? -1 : 1);
}

void cross_entropy(struct value *loss, struct value *grad, const struct format *format, double s, double t)
{
    (void)format;
    if (isnan(s) || !(t >= 0 && t <= 1)) {
        value_set(loss, (double)NAN);
        value_set(grad, (double)NAN);
    } else if (isinf(s)) {
        at_infinity(loss, grad, s, t);
    } else {
        set_loss_head(loss->head, s, t);
        if (fabs(s) < 1)
            near_zero(loss, grad, s);
        else
            away_from_zero(loss, grad, s, t != (s > 0 ? 1 : 0));
        if (t == 0.5 && is_tiny(s, mpfr_get_prec(grad->tail)))
            tiny_at_half(grad, s);
        else
            subtract_label(grad->head, t);
    }
}

void sigmoid_value(struct value *v, double s)
{
    if (isinf(s) || isnan(s))
        value_set(v, isnan(s) ? s : s > 0 ? 1 : 0);
    else if (fabs(s) < 1)
        near_zero(NULL, v, s);
    else
        away_from_zero(NULL, v, s, s > 0);
}

/* Heads of 0, 1/2, 1, and one tail with either sign, up to where the tail beside a head is another. */
void sigmoid_complement(struct value *v, double s)
{
    if (!(fabs(s) <= limit_beside_head)) {
        sigmoid_value(v, s);
        return;
    }
    mpfr_ui_sub(v->head, 1, v->head, MPFR_RNDN);
    mpfr_neg(v->tail, v->tail, MPFR_RNDN);
}

const struct formula formula_minimax_d_real = {cross_entropy, 1, 1};
const struct formula formula_minimax_d_fake = {cross_entropy, 0, 1};
const struct formula formula_minimax_g = {cross_entropy, 0, -1};
const struct formula formula_nonsaturating_d_real = {cross_entropy, 1, 1};
const struct formula formula_nonsaturating_d_fake = {cross_entropy, 0, 1};
const struct formula formula_nonsaturating_g = {cross_entropy, 1, 1};
const struct formula formula_bce_d_real = {cross_entropy, 1, 0.5};
const struct formula formula_bce_d_fake = {cross_entropy, 0, 0.5};
const struct formula formula_bce_g = {cross_entropy, 0, -1};
const struct formula formula_bce_target = {cross_entropy, LABEL_IS_TARGET, 1};
