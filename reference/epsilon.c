/* epsilon.c -- the epsilon variants' own formulas in exact arithmetic: what a variant would return if it
   did not round, so that the damage of its epsilon can be told from the damage of rounding.

   The constants are the format's (1e-7 is another number in f32 than in f64); all else is exact. Where a
   clamp or a clip does not act, the own formula is the ideal one. D = sigmoid(s) or the input itself,
   Q = 1 - D, t the label. */
#include "approximate.h"
#include "cross_entropy.h"

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

/* What an own formula works on, at the precision of the outputs' tails; slope = dD/dx. */
struct work {
    struct approximate D, Q, slope, a, b, weight;
};

static void work_init(struct work *w, mpfr_prec_t p)
{
    mpfr_inits2(p, w->D.at, w->Q.at, w->slope.at, w->a.at, w->b.at, w->weight.at, (mpfr_ptr)0);
}

static void work_clear(struct work *w)
{
    mpfr_clears(w->D.at, w->Q.at, w->slope.at, w->a.at, w->b.at, w->weight.at, (mpfr_ptr)0);
}

static void set_sigmoid(struct approximate *to, double s)
{
    struct value v;
    value_init(&v, mpfr_get_prec(to->at));
    sigmoid_value(&v, s);
    approximate_value(to, &v);
    value_clear(&v);
}

/* Beyond |s| = 4200 no own formula grows with s: each is a constant, or a constant and a tail below
   2^-6059, and a smaller tail leads to the same decisions (see cross_entropy.c). */
static void set_logit(struct work *w, double s)
{
    double nearer = isinf(s) ? s : fmax(-4200, fmin(4200, s));
    set_sigmoid(&w->D, nearer);
    set_sigmoid(&w->Q, -nearer);
    mpfr_set(w->slope.at, w->D.at, MPFR_RNDN);
    w->slope.ulps = w->D.ulps;
    approximate_multiply(&w->slope, &w->Q);
}

static void set_probability(struct work *w, double D)
{
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

/* a = sign slope/(y + epsilon) */
static void slope_over(struct approximate *a, const struct work *w, const struct approximate *y, double epsilon,
                       int sign)
{
    struct approximate sum;
    mpfr_init2(sum.at, mpfr_get_prec(a->at));
    approximate_set(&sum, epsilon);
    approximate_add(&sum, y);
    mpfr_mul_si(a->at, w->slope.at, sign, MPFR_RNDN);
    a->ulps = w->slope.ulps;
    approximate_divide(a, &sum);
    mpfr_clear(sum.at);
}

/* -t log(D + epsilon) - (1 - t) log(Q + epsilon) */
static void add_epsilon(struct value *loss, struct value *grad, struct work *w, double t, double epsilon)
{
    minus_log_plus(&w->a, &w->D, &w->Q, epsilon);
    minus_log_plus(&w->b, &w->Q, &w->D, epsilon);
    give_mixture(loss, w, t);
    slope_over(&w->a, w, &w->D, epsilon, -1);
    slope_over(&w->b, w, &w->Q, epsilon, 1);
    give_mixture(grad, w, t);
    if (t == 0.5 && mpfr_equal_p(w->D.at, w->Q.at) && w->D.ulps + w->Q.ulps <= 0)
        value_set(grad, 0); /* s = 0: the two sides are equal, which no precision would show */
}

/* D clipped to [low, 1 - low], the upper bound rounded to the format as the kernel does; 1 - high is exact
   (Sterbenz). Outside, the loss is that of the bound and the gradient 0. */
static void clip(struct value *loss, struct value *grad, struct work *w, const struct format *format, double t)
{
    double low = constant(&e7, format), high = format_round(format, 1 - low);
    int below = approximate_compare(&w->D, low), above = approximate_compare(&w->Q, 1 - high);
    if ((below == 0 && w->D.ulps > 0) || (above == 0 && w->Q.ulps > 0)) {
        give_undecided(loss, grad);
    } else if (below < 0 || above < 0) {
        set_probability(w, below < 0 ? low : high);
        minus_log_plus(&w->a, &w->D, &w->Q, 0);
        minus_log_plus(&w->b, &w->Q, &w->D, 0);
        give_mixture(loss, w, t);
        value_set(grad, t > 0 ? -0.0 : 0.0);
    }
}

/* a = -log y; whether it is above (1) or below (-1) 100, or too near to tell (0). a = 0 where it is above. */
static int clamped_log(struct approximate *a, const struct approximate *y, const struct approximate *rest)
{
    int above = 1; /* -log 0 */
    if (!mpfr_zero_p(y->at)) {
        minus_log_plus(a, y, rest, 0);
        above = approximate_compare(a, 100);
    }
    if (above > 0)
        approximate_set(a, 0);
    return above;
}

/* What the clamped logarithms add to the loss, 100 t or 100 (1 - t): exact, and so a head, for 100 (1 - t) may
   be a tie that the other label's tiny logarithm decides. */
static void set_clamped_head(mpfr_t head, double t, bool real_clamped, bool fake_clamped)
{
    mpfr_set_prec(head, 1152);
    mpfr_set_d(head, real_clamped ? t : 0, MPFR_RNDN);
    if (fake_clamped) {
        mpfr_set_d(head, t, MPFR_RNDN);
        mpfr_ui_sub(head, 1, head, MPFR_RNDN);
    }
    mpfr_mul_ui(head, head, 100, MPFR_RNDN);
}

/* Logarithms no lower than -100, and the gradient (D - t) slope/max(D Q, 1e-12). */
static void clamp(struct value *loss, struct value *grad, struct work *w, const struct format *format, double t)
{
    double floor = constant(&e12, format);
    int real = clamped_log(&w->a, &w->D, &w->Q), fake = clamped_log(&w->b, &w->Q, &w->D);
    give_mixture(loss, w, t);
    set_clamped_head(loss->head, t, real > 0, fake > 0);

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
    if (real == 0 || fake == 0 || product == 0)
        give_undecided(loss, grad);
}

static void add8(struct value *loss, struct value *grad, struct work *w, const struct format *format, double t)
{
    add_epsilon(loss, grad, w, t, constant(&e8, format));
}

static void add12(struct value *loss, struct value *grad, struct work *w, const struct format *format, double t)
{
    add_epsilon(loss, grad, w, t, constant(&e12, format));
}

/* The ideal values first: they stand where a clip or clamp does not act, and outside the domain. */
typedef void modifier(struct value *loss, struct value *grad, struct work *w, const struct format *format,
                      double t);

static void modify(struct value *loss, struct value *grad, const struct format *format, double x, double t,
                   evaluator *evaluate, void (*set)(struct work *, double), modifier *change)
{
    evaluate(loss, grad, format, x, t);
    if (mpfr_nan_p(loss->head))
        return;
    struct work w;
    work_init(&w, mpfr_get_prec(loss->tail));
    set(&w, x);
    change(loss, grad, &w, format, t);
    work_clear(&w);
}

static void clamp_on_logit(struct value *loss, struct value *grad, const struct format *format, double x, double t)
{
    modify(loss, grad, format, x, t, cross_entropy, set_logit, clamp);
}

static void clip_on_logit(struct value *loss, struct value *grad, const struct format *format, double x, double t)
{
    modify(loss, grad, format, x, t, cross_entropy, set_logit, clip);
}

static void add8_on_logit(struct value *loss, struct value *grad, const struct format *format, double x, double t)
{
    modify(loss, grad, format, x, t, cross_entropy, set_logit, add8);
}

static void add12_on_logit(struct value *loss, struct value *grad, const struct format *format, double x, double t)
{
    modify(loss, grad, format, x, t, cross_entropy, set_logit, add12);
}

static void clamp_at_D(struct value *loss, struct value *grad, const struct format *format, double x, double t)
{
    modify(loss, grad, format, x, t, cross_entropy_at_D, set_probability, clamp);
}

static void clip_at_D(struct value *loss, struct value *grad, const struct format *format, double x, double t)
{
    modify(loss, grad, format, x, t, cross_entropy_at_D, set_probability, clip);
}

static void add8_at_D(struct value *loss, struct value *grad, const struct format *format, double x, double t)
{
    modify(loss, grad, format, x, t, cross_entropy_at_D, set_probability, add8);
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
