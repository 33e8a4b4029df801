#include "tests/oracle/arb_terms.h"

#include <math.h>

const struct arb_term arb_terms[] = {
    {"minimax.d_real", ON_LOGIT, 1, 1},
    {"minimax.d_fake", ON_LOGIT, 0, 1},
    {"minimax.g", ON_LOGIT, 0, -1},
    {"nonsaturating.d_real", ON_LOGIT, 1, 1},
    {"nonsaturating.d_fake", ON_LOGIT, 0, 1},
    {"nonsaturating.g", ON_LOGIT, 1, 1},
    {"bce.d_real", ON_LOGIT, 1, 0.5},
    {"bce.d_fake", ON_LOGIT, 0, 0.5},
    {"bce.g", ON_LOGIT, 0, -1},
    {"bce.target", ON_LOGIT, (double)NAN, 1},
    {"wasserstein.d_real", SCORE, 0, -1},
    {"wasserstein.d_fake", SCORE, 0, 1},
    {"wasserstein.g", SCORE, 0, -1},
    {"minimax.d_real@D", ON_PROBABILITY, 1, 1},
    {"minimax.d_fake@D", ON_PROBABILITY, 0, 1},
    {"minimax.g@D", ON_PROBABILITY, 0, -1},
    {"nonsaturating.g@D", ON_PROBABILITY, 1, 1},
};
const int arb_term_count = sizeof arb_terms / sizeof *arb_terms;

void arb_point_init(struct arb_point *at)
{
    arb_init(at->D);
    arb_init(at->rest);
    at->at_input = false;
}

void arb_point_clear(struct arb_point *at)
{
    arb_clear(at->D);
    arb_clear(at->rest);
}

/* 1/(1 + e^-s): Arb's exponents have no end, so that e^4200 is as good as e^-4200. */
static void sigmoid(arb_t out, double s, slong precision)
{
    arb_set_d(out, -s);
    arb_exp(out, out, precision);
    arb_add_ui(out, out, 1, precision);
    arb_inv(out, out, precision);
}

void arb_point_logit(struct arb_point *at, double s, slong precision)
{
    sigmoid(at->D, s, precision);
    sigmoid(at->rest, -s, precision);
}

void arb_point_probability(struct arb_point *at, double D, slong precision)
{
    arb_set_d(at->D, D);
    arb_sub_ui(at->rest, at->D, 1, precision);
    arb_neg(at->rest, at->rest);
    at->at_input = true;
}

/* out = a real + b fake, a = t and b = 1 - t; what has no weight does not count, even if it is infinite. */
static void mix(arb_t out, double t, const arb_t real, const arb_t fake, slong precision)
{
    arb_t weight;
    arb_init(weight);
    arb_set_d(weight, t);
    if (t != 0)
        arb_mul(out, real, weight, precision);
    else
        arb_zero(out);
    arb_sub_ui(weight, weight, 1, ARF_PREC_EXACT);
    if (t != 1)
        arb_submul(out, fake, weight, precision);
    arb_clear(weight);
}

/* log(1 + e^s) */
static void softplus(arb_t out, double s, slong precision)
{
    arb_t linear;
    arb_init(linear);
    arb_set_d(linear, s > 0 ? s : 0);
    arb_set_d(out, -fabs(s));
    arb_exp(out, out, precision);
    arb_log1p(out, out, precision);
    arb_add(out, out, linear, precision);
    arb_clear(linear);
}

static void on_logit(arb_t loss, arb_t grad, double s, double t, slong precision)
{
    struct arb_point at;
    arb_t real, fake;
    arb_point_init(&at);
    arb_init(real);
    arb_init(fake);
    softplus(real, -s, precision);
    softplus(fake, s, precision);
    mix(loss, t, real, fake, precision);
    arb_point_logit(&at, s, precision);
    arb_neg(at.rest, at.rest);
    mix(grad, t, at.rest, at.D, precision);
    arb_clear(fake);
    arb_clear(real);
    arb_point_clear(&at);
}

static void on_probability(arb_t loss, arb_t grad, double D, double t, slong precision)
{
    struct arb_point at;
    arb_point_init(&at);
    arb_point_probability(&at, D, precision);
    if (t != 0) {
        arb_log(loss, at.D, precision);
        arb_inv(grad, at.D, precision);
        arb_neg(grad, grad);
    } else {
        arb_neg(at.D, at.D);
        arb_log1p(loss, at.D, precision);
        arb_inv(grad, at.rest, precision);
    }
    arb_neg(loss, loss);
    arb_point_clear(&at);
}

void arb_ideal(arb_t loss, arb_t grad, const struct arb_term *term, double x, double t, slong precision)
{
    double label = isnan(term->label) ? t : term->label;
    arb_t factor;
    if (term->input == ON_LOGIT) {
        on_logit(loss, grad, x, label, precision);
    } else if (term->input == ON_PROBABILITY) {
        on_probability(loss, grad, x, label, precision);
    } else {
        arb_set_d(loss, x);
        arb_one(grad);
    }
    arb_init(factor);
    arb_set_d(factor, term->factor);
    arb_mul(loss, loss, factor, precision);
    arb_mul(grad, grad, factor, precision);
    arb_clear(factor);
}

static double constant(const struct format *format, float single, double wide)
{
    return format->precision == 24 ? (double)single : wide;
}

static void slope(arb_t out, const struct arb_point *at, slong precision)
{
    arb_one(out);
    if (!at->at_input)
        arb_mul(out, at->D, at->rest, precision);
}

/* -t log(D + epsilon) - (1 - t) log(1 - D + epsilon) and its derivative. */
static void logs_plus(arb_t loss, arb_t grad, const struct arb_point *at, double epsilon, double t,
                      slong precision)
{
    arb_t real, fake, factor;
    arb_init(real);
    arb_init(fake);
    arb_init(factor);
    arb_set_d(factor, epsilon);
    arb_add(real, at->D, factor, precision);
    arb_add(fake, at->rest, factor, precision);
    slope(factor, at, precision);

    arb_log(loss, real, precision);
    arb_log(grad, fake, precision);
    mix(loss, t, loss, grad, precision);
    arb_neg(loss, loss);

    arb_div(real, factor, real, precision);
    arb_neg(real, real);
    arb_div(fake, factor, fake, precision);
    mix(grad, t, real, fake, precision);
    arb_clear(factor);
    arb_clear(fake);
    arb_clear(real);
}

bool arb_add1e8(arb_t loss, arb_t grad, const struct arb_point *at, const struct format *format, double t,
                slong precision)
{
    logs_plus(loss, grad, at, constant(format, 1e-8F, 1e-8), t, precision);
    return true;
}

bool arb_add1e12(arb_t loss, arb_t grad, const struct arb_point *at, const struct format *format, double t,
                 slong precision)
{
    logs_plus(loss, grad, at, constant(format, 1e-12F, 1e-12), t, precision);
    return true;
}

/* Beyond the clip the loss is that of the bound. */
static void at_bound(arb_t loss, arb_t grad, double bound, double t, slong precision)
{
    struct arb_point at;
    arb_point_init(&at);
    arb_point_probability(&at, bound, precision);
    logs_plus(loss, grad, &at, 0, t, precision);
    arb_zero(grad);
    arb_point_clear(&at);
}

bool arb_clip1e7(arb_t loss, arb_t grad, const struct arb_point *at, const struct format *format, double t,
                 slong precision)
{
    double low = constant(format, 1e-7F, 1e-7),
           high = format->precision == 24 ? (double)(1 - 1e-7F) : 1 - 1e-7;
    arb_t bound;
    bool below, above, inside;
    arb_init(bound);
    arb_set_d(bound, low);
    below = arb_lt(at->D, bound);
    inside = arb_ge(at->D, bound);
    arb_set_d(bound, high);
    above = arb_gt(at->D, bound);
    inside = inside && arb_le(at->D, bound);
    arb_clear(bound);
    if (below || above)
        at_bound(loss, grad, below ? low : high, t, precision);
    else if (inside)
        logs_plus(loss, grad, at, 0, t, precision);
    return below || above || inside;
}

/* out = -max(log y, -100) */
static bool clamped(arb_t out, const arb_t y, slong precision)
{
    arb_t bound;
    arb_init(bound);
    arb_set_si(bound, -100);
    bool beyond = arb_is_zero(y), decided = true;
    if (!beyond) {
        arb_log(out, y, precision);
        beyond = arb_lt(out, bound);
        decided = beyond || arb_gt(out, bound);
    }
    if (beyond)
        arb_set(out, bound);
    arb_neg(out, out);
    arb_clear(bound);
    return decided;
}

/* The gradient is (D - t) slope/max(D (1 - D), 10^-12), with D - t = (1 - t) D - t (1 - D). */
bool arb_clamp100(arb_t loss, arb_t grad, const struct arb_point *at, const struct format *format, double t,
                  slong precision)
{
    arb_t real, fake, floor, product;
    arb_init(real);
    arb_init(fake);
    arb_init(floor);
    arb_init(product);
    bool decided = clamped(real, at->D, precision);
    decided = clamped(fake, at->rest, precision) && decided;
    mix(loss, t, real, fake, precision);

    arb_set_d(floor, constant(format, 1e-12F, 1e-12));
    arb_mul(product, at->D, at->rest, precision);
    if (arb_gt(product, floor))
        arb_set(floor, product);
    else
        decided = decided && arb_lt(product, floor);
    arb_neg(fake, at->rest);
    mix(grad, t, fake, at->D, precision);
    slope(product, at, precision);
    arb_mul(grad, grad, product, precision);
    arb_div(grad, grad, floor, precision);
    arb_clear(product);
    arb_clear(floor);
    arb_clear(fake);
    arb_clear(real);
    return decided;
}
