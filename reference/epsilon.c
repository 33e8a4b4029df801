/* epsilon.c -- the epsilon variants' own formulas in exact arithmetic: what a variant would return if it
   did not round, so that the damage of its epsilon can be told from the damage of rounding.

   The constants are the format's (1e-7 is another number in f32 than in f64); all else is exact. Where a
   clamp or a clip does not act, the own formula is the ideal one. D = sigmoid(s) or the input itself,
   Q = 1 - D, t the label. */
#include "reference/approximate.h"
#include "reference/cross_entropy.h"

#include <string.h>

/* A decimal constant rounded once to each format. */
struct constant {
    float f32;
    double f64;
};
static const struct constant e7 = {1e-7F, 1e-7}, e8 = {1e-8F, 1e-8}, e12 = {1e-12F, 1e-12};

static double constant(const struct constant *c, const struct format *format)
{
    return format == &formats[F32] ? (double)c->f32 : c->f64;
}

/* What an own formula works on, at the precision of the outputs' tails; slope = dD/dx. `exact` is D again, as
   head + tail. */
struct work {
    struct value exact;
    struct approximate D, Q, slope, a, b, weight;
};

static void work_init(struct work *w, mpfr_prec_t p)
{
    value_init(&w->exact, p);
    mpfr_inits2(p, w->D.at, w->Q.at, w->slope.at, w->a.at, w->b.at, w->weight.at, (mpfr_ptr)0);
}

static void work_clear(struct work *w)
{
    value_clear(&w->exact);
    mpfr_clears(w->D.at, w->Q.at, w->slope.at, w->a.at, w->b.at, w->weight.at, (mpfr_ptr)0);
}

static void set_logit(struct work *w, double s)
{
    sigmoid_value(&w->exact, -s);
    approximate_value(&w->Q, &w->exact);
    sigmoid_complement(&w->exact, s);
    approximate_value(&w->D, &w->exact);
    mpfr_set(w->slope.at, w->D.at, MPFR_RNDN);
    w->slope.ulps = w->D.ulps;
    approximate_multiply(&w->slope, &w->Q);
}

static void set_probability(struct work *w, double D)
{
    value_set(&w->exact, D);
    approximate_set(&w->D, D);
    approximate_set(&w->Q, 1);
    approximate_set(&w->a, -D);
    approximate_add(&w->Q, &w->a);
    approximate_set(&w->slope, 1);
}

static void give(struct value *out, const struct approximate *a)
{
    mpfr_set_zero(out->head, 1);
    mpfr_set(out->tail, a->at, MPFR_RNDN);
    out->ulps = a->ulps;
}

/* out = t a + (1 - t) b. */
static void give_mixture(struct value *out, struct work *w, double t)
{
    approximate_set(&w->weight, t);
    approximate_multiply(&w->a, &w->weight);
    w->weight.ulps = mpfr_d_sub(w->weight.at, 1, w->weight.at, MPFR_RNDN) == 0 ? 0 : 1;
    approximate_multiply(&w->b, &w->weight);
    approximate_add(&w->a, &w->b);
    give(out, &w->a);
}

static void give_undecided(struct value *loss, struct value *grad)
{
    loss->ulps = grad->ulps = (long double)INFINITY;
}

/* a = -log(y + epsilon) of y in [0, 1] with rest = 1 - y. Above 1/2 it is -log1p(epsilon - rest), since the
   sum itself would drop what is left of rest. Below, y + epsilon < 0.6, where the condition number of
   the logarithm is 1/|log| < 2. */
static void minus_log_plus(struct approximate *a, const struct approximate *y, const struct approximate *rest,
                           double epsilon)
{
    approximate_set(a, epsilon);
    if (mpfr_cmp_d(y->at, 0.5) < 0) {
        approximate_add(a, y);
        mpfr_log(a->at, a->at, MPFR_RNDN);
        a->ulps = 2.04L * a->ulps + 1;
    } else {
        mpfr_neg(a->at, a->at, MPFR_RNDN);
        approximate_add(a, rest);
        mpfr_neg(a->at, a->at, MPFR_RNDN);
        approximate_log1p(a);
    }
    mpfr_neg(a->at, a->at, MPFR_RNDN);
}

/* The losses at D and at Q. One without weight is 0 instead: it may be anything finite, and a logarithm takes
   long. */
static void minus_logs_plus(struct work *w, double t, double epsilon)
{
    approximate_set(&w->a, 0);
    approximate_set(&w->b, 0);
    if (t > 0)
        minus_log_plus(&w->a, &w->D, &w->Q, epsilon);
    if (t < 1)
        minus_log_plus(&w->b, &w->Q, &w->D, epsilon);
}

/* a *= 1/(y + epsilon) */
static void divide_by_plus(struct approximate *a, const struct approximate *y, double epsilon)
{
    struct approximate sum;
    mpfr_init2(sum.at, mpfr_get_prec(a->at));
    approximate_set(&sum, epsilon);
    approximate_add(&sum, y);
    approximate_divide(a, &sum);
    mpfr_clear(sum.at);
}

/* -t log(D + epsilon) - (1 - t) log(Q + epsilon). Its derivative's two fractions are brought together,
   slope (D - t + epsilon (1 - 2 t))/((D + epsilon) (Q + epsilon)): all but D's tail is an exact head, which
   is 0 where they cancel (s near 0, t = 1/2). */
static void add_epsilon(struct value *loss, struct value *grad, struct work *w, double t, double epsilon)
{
    enum { HEAD_BITS = 1216 }; /* from 2 down to the last of epsilon 2^-1073 */
    mpfr_t term;
    minus_logs_plus(w, t, epsilon);
    give_mixture(loss, w, t);

    mpfr_init2(term, HEAD_BITS);
    mpfr_set_d(term, -2 * t, MPFR_RNDN);
    mpfr_add_ui(term, term, 1, MPFR_RNDN);
    mpfr_mul_d(term, term, epsilon, MPFR_RNDN);
    mpfr_prec_round(w->exact.head, HEAD_BITS, MPFR_RNDN);
    mpfr_sub_d(w->exact.head, w->exact.head, t, MPFR_RNDN);
    mpfr_add(w->exact.head, w->exact.head, term, MPFR_RNDN);
    mpfr_clear(term);
    approximate_value(&w->a, &w->exact);
    approximate_multiply(&w->a, &w->slope);
    divide_by_plus(&w->a, &w->D, epsilon);
    divide_by_plus(&w->a, &w->Q, epsilon);
    give(grad, &w->a);
}

/* D clipped to [low, 1 - low], the upper bound rounded to the format as the kernel does; 1 - high is exact
   (Sterbenz). Outside, the loss is that of the bound and the gradient 0. */
static void clip(struct value *loss, struct value *grad, struct work *w, const struct format *format,
                 double t)
{
    double low = constant(&e7, format), high = format_round(format, 1 - low);
    int below = approximate_compare(&w->D, low), above = approximate_compare(&w->Q, 1 - high);
    if ((below == 0 && w->D.ulps > 0) || (above == 0 && w->Q.ulps > 0)) {
        give_undecided(loss, grad);
    } else if (below < 0 || above < 0) {
        set_probability(w, below < 0 ? low : high);
        minus_logs_plus(w, t, 0);
        give_mixture(loss, w, t);
        value_set(grad, t > 0 ? -0.0 : 0.0);
    }
}

/* a = min(-log y, 100), or 0 if it is not wanted; false: too near to tell. */
static bool clamped_log(struct approximate *a, const struct approximate *y, const struct approximate *rest,
                        bool wanted)
{
    int above = 1; /* -log 0 */
    if (!wanted) {
        approximate_set(a, 0);
        return true;
    }
    if (!mpfr_zero_p(y->at)) {
        minus_log_plus(a, y, rest, 0);
        above = approximate_compare(a, 100);
    }
    if (above > 0)
        approximate_set(a, 100);
    return above != 0;
}

static bool is_clamped(const struct approximate *a)
{
    return a->ulps == 0 && mpfr_cmp_ui(a->at, 100) == 0;
}

/* out = 100 c + (1 - c) a, with c = t or 1 - t the weight of the clamped logarithm and a the other, which may
   be as small as e^-|s|: 100 c is an exact head, so that a decides where 100 c is a tie. As in
   cross_entropy.c, beside a head any positive tail below 2^-6059 leads to the same decisions. */
static void give_beside_clamp(struct value *out, struct work *w, struct approximate *a, double t,
                              bool real_clamped)
{
    enum { HEAD_BITS = 1152, LEAST_EXPONENT = -6059 };
    mpfr_set_prec(out->head, HEAD_BITS);
    mpfr_set_d(out->head, t, MPFR_RNDN);
    if (!real_clamped)
        mpfr_ui_sub(out->head, 1, out->head, MPFR_RNDN);
    mpfr_mul_ui(out->head, out->head, 100, MPFR_RNDN);

    approximate_set(&w->weight, t);
    if (real_clamped)
        w->weight.ulps = mpfr_d_sub(w->weight.at, 1, w->weight.at, MPFR_RNDN) == 0 ? 0 : 1;
    approximate_multiply(a, &w->weight);
    if (!mpfr_zero_p(out->head) && mpfr_regular_p(a->at) && mpfr_get_exp(a->at) < LEAST_EXPONENT)
        mpfr_set_ui_2exp(a->at, 1, LEAST_EXPONENT, MPFR_RNDN);
    mpfr_set(out->tail, a->at, MPFR_RNDN);
    out->ulps = a->ulps;
}

/* Logarithms no lower than -100, and the gradient (D - t) slope/max(D Q, 1e-12). */
static void clamp(struct value *loss, struct value *grad, struct work *w, const struct format *format,
                  double t)
{
    double floor = constant(&e12, format);
    bool decided = clamped_log(&w->a, &w->D, &w->Q, t > 0) && clamped_log(&w->b, &w->Q, &w->D, t < 1);
    if (is_clamped(&w->a) || is_clamped(&w->b))
        give_beside_clamp(loss, w, is_clamped(&w->a) ? &w->b : &w->a, t, is_clamped(&w->a));
    else
        give_mixture(loss, w, t);

    mpfr_set(w->a.at, w->D.at, MPFR_RNDN);
    w->a.ulps = w->D.ulps;
    approximate_multiply(&w->a, &w->Q);
    int product = approximate_compare(&w->a, floor);
    if (product < 0) {
        if (t == 1) { /* D - 1 = -Q, which has all its digits */
            mpfr_neg(w->a.at, w->Q.at, MPFR_RNDN);
            w->a.ulps = w->Q.ulps;
        } else {
            approximate_set(&w->a, -t);
            approximate_add(&w->a, &w->D);
        }
        approximate_multiply(&w->a, &w->slope);
        approximate_set(&w->weight, floor);
        approximate_divide(&w->a, &w->weight);
        give(grad, &w->a);
    }
    if (!decided || product == 0)
        give_undecided(loss, grad);
}

static void add8(struct value *loss, struct value *grad, struct work *w, const struct format *format,
                 double t)
{
    add_epsilon(loss, grad, w, t, constant(&e8, format));
}

static void add12(struct value *loss, struct value *grad, struct work *w, const struct format *format,
                  double t)
{
    add_epsilon(loss, grad, w, t, constant(&e12, format));
}

/* How an own formula comes from the ideal one. */
typedef void modifier(struct value *loss, struct value *grad, struct work *w, const struct format *format,
                      double t);
struct change {
    modifier *apply;
    bool partly; /* where it acts on one output alone, or not at all, the ideal values stand */
    double idle; /* it does not act for |s| up to this, nor for D in [2^-9, 1 - 2^-9]; -1: it always acts */
};

/* At |s| = 27, D Q = 1.8e-12 and the logarithms are above -28. At |s| = 15, the smaller of D and Q is 3e-7; the
   upper bound of a clip is 1.2e-7 below 1 in f32. */
static const struct change clamped = {clamp, true, 27}, clipped = {clip, true, 15},
                           added8 = {add8, false, -1}, added12 = {add12, false, -1};

static bool is_idle(const struct change *change, bool logit, double x)
{
    return change->idle >= 0 && (logit ? fabs(x) <= change->idle : x >= 0x1p-9 && x <= 1 - 0x1p-9);
}

static void modify(struct value *loss, struct value *grad, const struct format *format, double x, double t,
                   bool logit, const struct change *change)
{
    bool defined = t >= 0 && t <= 1 && (logit ? !isnan(x) : x >= 0 && x <= 1);
    if (!defined || change->partly)
        (logit ? cross_entropy : cross_entropy_at_D)(loss, grad, format, x, t);
    if (!defined || is_idle(change, logit, x))
        return;
    struct work w;
    work_init(&w, mpfr_get_prec(loss->tail));
    (logit ? set_logit : set_probability)(&w, x);
    change->apply(loss, grad, &w, format, t);
    work_clear(&w);
}

static void clamp_on_logit(struct value *loss, struct value *grad, const struct format *format, double x,
                           double t)
{
    modify(loss, grad, format, x, t, true, &clamped);
}

static void clip_on_logit(struct value *loss, struct value *grad, const struct format *format, double x,
                          double t)
{
    modify(loss, grad, format, x, t, true, &clipped);
}

static void add8_on_logit(struct value *loss, struct value *grad, const struct format *format, double x,
                          double t)
{
    modify(loss, grad, format, x, t, true, &added8);
}

static void add12_on_logit(struct value *loss, struct value *grad, const struct format *format, double x,
                           double t)
{
    modify(loss, grad, format, x, t, true, &added12);
}

static void clamp_at_D(struct value *loss, struct value *grad, const struct format *format, double x,
                       double t)
{
    modify(loss, grad, format, x, t, false, &clamped);
}

static void clip_at_D(struct value *loss, struct value *grad, const struct format *format, double x, double t)
{
    modify(loss, grad, format, x, t, false, &clipped);
}

static void add8_at_D(struct value *loss, struct value *grad, const struct format *format, double x, double t)
{
    modify(loss, grad, format, x, t, false, &added8);
}

bool reference_own(struct formula *own, const struct term *term, const char *variant)
{
    static const struct {
        const char *variant;
        evaluator *ideal, *own;
    } rows[] = {
        {"clamp100", cross_entropy, clamp_on_logit}, {"clamp100", cross_entropy_at_D, clamp_at_D},
        {"clip1e7", cross_entropy, clip_on_logit},   {"clip1e7", cross_entropy_at_D, clip_at_D},
        {"add1e8", cross_entropy, add8_on_logit},    {"add1e8", cross_entropy_at_D, add8_at_D},
        {"add1e12", cross_entropy, add12_on_logit},
    };
    *own = *reference_ideal(term);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].variant, variant) == 0 && rows[i].ideal == own->evaluate) {
            own->evaluate = rows[i].own;
            return true;
        }
    return false;
}
