#include "harness/exhaustive/block.h"

#include "harness/base/fail.h"

#include <math.h>

static void exact_both(struct want want[OUTPUTS], const struct pass *pass, double x)
{
    reference(&want[LOSS], &want[GRAD], &pass->formula, &formats[F32], x, pass->formula.label);
}

static struct want exact_at(const struct pass *pass, double x, enum output output)
{
    struct want want;
    reference(output == LOSS ? &want : NULL, output == GRAD ? &want : NULL, &pass->formula, &formats[F32], x,
              pass->formula.label);
    return want;
}

/* Where the screen says nothing: infinities, and the ends of [0, 1]. */
static bool is_special(enum space space, float x)
{
    return space == LOGIT ? isinf(x) : x == 0 || x == 1;
}

/* Replaces one screened value by MPFR's. */
static void settle(struct screened *s, size_t i, const struct want *want)
{
    double finite = ldexp(want->high + want->low, want->ulp_exponent);
    s->rounded[i] = (float)want->rounded;
    s->scale[i] = ldexp(1, -want->ulp_exponent);
    s->exact[i] = !isfinite(want->rounded) || want->sign == 0 ? want->rounded : finite;
    s->state[i] = DECIDED;
}

/* A formula without a screen: MPFR throughout, a thousand times slower, and as exact. */
static void settle_block(struct screened to[OUTPUTS], const struct block *b)
{
    const struct pass *pass = b->pass;
    for (size_t i = 0; i < b->n; i++) {
        struct want want[OUTPUTS];
        exact_both(want, pass, (double)b->x[i]);
        for (int k = 0; k < OUTPUTS; k++)
            settle(&to[k], i, &want[k]);
    }
}

static bool same_ulp(const struct want *a, const struct want *b)
{
    return isfinite(a->rounded) && isfinite(b->rounded) && a->sign != 0 && a->sign == b->sign &&
           a->ulp_exponent == b->ulp_exponent;
}

/* Between the ends a monotone function stays between its values there. The loss is monotone where its slope,
   itself monotone, has one sign at both ends. */
void block_scale(double scale[OUTPUTS], const struct pass *pass, float first, float last)
{
    struct want a[OUTPUTS], b[OUTPUTS];
    scale[LOSS] = scale[GRAD] = 0;
    if (!pass->screen || !pass->screen->grad_is_monotone)
        return;
    exact_both(a, pass, (double)first);
    exact_both(b, pass, (double)last);
    bool one_slope = a[GRAD].sign != 0 && a[GRAD].sign == b[GRAD].sign;
    for (int k = 0; k < OUTPUTS; k++)
        if (one_slope && same_ulp(&a[k], &b[k]))
            scale[k] = ldexp(1, -a[k].ulp_exponent);
}

void block_screen(struct screened want[OUTPUTS], uint32_t open[OUTPUTS], const struct block *b,
                  const struct comparer *comparer)
{
    const struct pass *pass = b->pass;
    open[LOSS] = open[GRAD] = 0;
    if (!pass->screen) {
        settle_block(want, b);
        return;
    }
    pass->screen->run(b->n, b->x, pass->formula.label, want[LOSS].exact, want[GRAD].exact);
    bool ends = is_special(pass->group->space, b->x[0]) || is_special(pass->group->space, b->x[b->n - 1]);
    for (int k = 0; k < OUTPUTS; k++) {
        struct screened *s = &want[k];
        if (pass->formula.weight < 1)
            for (size_t i = 0; i < b->n; i++)
                s->exact[i] *= pass->formula.weight;
        struct prepared prepared =
            comparer->prepare(b->n, s, pass->screen->relative, pass->screen->absolute[k], b->scale[k]);
        open[k] = prepared.open;
        for (size_t i = 0; i < b->n && (prepared.undecided > 0 || ends); i++)
            if (s->state[i] == UNDECIDED || is_special(pass->group->space, b->x[i])) {
                struct want exact = exact_at(pass, (double)b->x[i], (enum output)k);
                settle(s, i, &exact);
            }
    }
}

/* The lowest error of the screen that MPFR's value contradicts, at this input; false: the bound holds. */
static bool breaks_bound(const struct block *b, size_t i, double screened, enum output output)
{
    struct want want = exact_at(b->pass, (double)b->x[i], output);
    const struct screen *s = b->pass->screen;
    double weight = b->pass->formula.weight;
    if (isnan(want.rounded) || isnan(screened))
        return isnan(want.rounded) != isnan(screened);
    if (want.sign == 0 || is_special(b->pass->group->space, b->x[i]))
        return false;
    double off = fabs(ldexp(screened * weight, -want.ulp_exponent) - want.high - want.low);
    double bound = s->relative * fabs(want.high) + ldexp(s->absolute[output] * weight, -want.ulp_exponent);
    if (off <= bound * (1 + 0x1p-10) + fabs(want.high) * 0x1p-52)
        return false;
    fail(STATUS_INTERNAL,
         "the screen of %s at %a = %.6g: %s %a = %.6g is off by %g ulp, its bound is %g: the run is void",
         b->pass->group->space == LOGIT ? "a term on logits" : "a term on D", (double)b->x[i],
         (double)b->x[i], output_names[output], screened, screened, off, bound);
    return true;
}

/* MPFR on one input of the block, against what the screen alone says. */
bool block_audit_fails(const struct block *b, size_t i)
{
    double loss, grad;
    if (!b->pass->screen)
        return false;
    b->pass->screen->run(1, &b->x[i], b->pass->formula.label, &loss, &grad);
    return breaks_bound(b, i, loss, LOSS) || breaks_bound(b, i, grad, GRAD);
}

void block_settle_sides(struct screened *s, const struct block *b, const float got[], double sign,
                        enum output output)
{
    for (size_t i = 0; i < b->n; i++)
        if (s->state[i] == SIDE_OPEN && (float)sign * got[i] != s->rounded[i]) {
            struct want want = exact_at(b->pass, (double)b->x[i], output);
            settle(s, i, &want);
        }
}
