/* exact.c -- the exact terms of a batch: by a screen, and by MPFR where it does not speak. */
#include "harness/batch/exact.h"

#include <math.h>

/* MPFR's enclosures are asked for to 2^-107; two doubles then lose at most 2^-106 more. Below 2^-900, where
   the lower of them would be subnormal, both are lifted. What even lifted is below the subnormals, an
   exp(-1000) squared, is then wrong by less than 2^-1074 / 2^EXACT_LIFT. */
enum { MPFR_WIDTH = 107, MPFR_PRECISION = 126, LIFTED_BELOW = -900, MPFR_ABSOLUTE = -1713 };

struct destination {
    struct exact_terms *terms;
    size_t i;
    const bool *wanted;
};

/* low <= high, and high - low <= 2^-MPFR_WIDTH |low|. */
static bool is_narrow(const mpfr_t low, const mpfr_t high)
{
    if (!mpfr_number_p(low) || mpfr_equal_p(low, high))
        return true;
    if (mpfr_zero_p(low) || mpfr_sgn(low) != mpfr_sgn(high))
        return false;
    mpfr_t width;
    mpfr_init2(width, 32);
    mpfr_sub(width, high, low, MPFR_RNDU);
    bool narrow = mpfr_get_exp(width) <= mpfr_get_exp(low) - 1 - MPFR_WIDTH;
    mpfr_clear(width);
    return narrow;
}

static bool decide_pair(void *to, enum output output, mpfr_t low, mpfr_t high)
{
    const struct destination *d = to;
    struct exact_terms *pairs = d->terms;
    if (!d->wanted[output])
        return true;
    if (!is_narrow(low, high))
        return false;
    bool lifted = mpfr_regular_p(low) && mpfr_get_exp(low) < LIFTED_BELOW;
    if (lifted)
        mpfr_mul_2si(low, low, EXACT_LIFT, MPFR_RNDN);
    double first = mpfr_get_d(low, MPFR_RNDN);
    pairs->high[output][d->i] = first;
    pairs->lifted[output][d->i] = lifted;
    pairs->low[output][d->i] = 0;
    if (isfinite(first)) {
        mpfr_sub_d(low, low, first, MPFR_RNDN);
        pairs->low[output][d->i] = mpfr_get_d(low, MPFR_RNDN);
    }
    return true;
}

static void by_mpfr(struct exact_terms *to, const struct group *group, double x, double t, size_t i,
                    const bool wanted[OUTPUTS])
{
    struct destination destination = {to, i, wanted};
    reference_decide_both(&group->formula, group->format, x, t, MPFR_PRECISION, decide_pair, &destination);
}

static void set(struct exact_terms *to, enum output output, size_t i, double value)
{
    to->high[output][i] = value;
    to->low[output][i] = 0;
    to->lifted[output][i] = false;
}

/* Asks MPFR where the screen does not speak: infinities, the ends of [0, 1], and gradients that cancel to
   within 2^33 of the absolute bound, which leaves less than 2^-9 ulp open in the rest. */
static void settle(struct exact_terms *to, const struct exact_source *source, float x, double t, size_t i)
{
    static const bool all[OUTPUTS] = {true, true}, gradient[OUTPUTS] = {[GRAD] = true};
    const struct group *group = source->group;
    double absolute = source->screen->absolute[GRAD];
    if (isinf(x) || (group->space == PROB && (x == 0 || x == 1)))
        by_mpfr(to, group, (double)x, t, i, all);
    else if (absolute > 0x1p-160 && fabs(to->high[GRAD][i]) < absolute * 0x1p33)
        by_mpfr(to, group, (double)x, t, i, gradient);
}

/* One run of the screen for each label among the block's: a batch has a few. */
static void by_screen(struct exact_terms *to, const struct exact_source *source, const float x[],
                      const float y[], size_t n)
{
    double out[OUTPUTS][EXACT_BLOCK], weight = source->group->formula.weight;
    bool done[EXACT_BLOCK] = {false};
    for (size_t first = 0; first < n; first++) {
        if (done[first])
            continue;
        double label = y ? (double)y[first] : source->group->formula.label;
        source->screen->run(n, x, label, out[LOSS], out[GRAD]);
        for (size_t i = first; i < n; i++) {
            if (done[i] || (y && (double)y[i] != label && i != first))
                continue;
            done[i] = true;
            set(to, LOSS, i, weight * out[LOSS][i]);
            set(to, GRAD, i, weight * out[GRAD][i]);
            settle(to, source, x[i], label, i);
        }
    }
}

/* What the screen calls zero is below 2^SCREEN_F64_ZERO; it stands as 2^-10 of that, of its sign. */
enum { ZERO_STANDS_AS = SCREEN_F64_ZERO - 10 };

static void place(struct exact_terms *to, enum output output, size_t i, double weight, double scale)
{
    double *high = &to->high[output][i], *low = &to->low[output][i];
    to->lifted[output][i] = scale > 1 || *high == 0;
    if (*high == 0) {
        *high = weight * copysign(ldexp(1, EXACT_LIFT + ZERO_STANDS_AS), *high);
        *low = 0;
        return;
    }
    double factor = scale > 1 ? weight * ldexp(1 / scale, EXACT_LIFT) : weight;
    *high *= factor;
    *low *= factor;
}

static void by_screen_f64(struct exact_terms *to, const struct exact_source *source, const double x[],
                          const double y[], size_t n)
{
    const struct formula *f = &source->group->formula;
    double label[EXACT_BLOCK] = {0}, scale[EXACT_BLOCK];
    for (size_t i = 0; i < n; i++)
        label[i] = y ? y[i] : f->label;
    source->screen_f64->run(n, x, label, to->high[LOSS], to->low[LOSS], to->high[GRAD], to->low[GRAD], scale);
    for (size_t i = 0; i < n; i++) {
        bool open[OUTPUTS];
        for (int k = 0; k < OUTPUTS; k++) {
            open[k] = isnan(to->high[k][i]);
            if (!open[k])
                place(to, (enum output)k, i, f->weight, scale[i]);
        }
        if (open[LOSS] || open[GRAD])
            by_mpfr(to, source->group, x[i], label[i], i, open);
    }
}

struct exact_source exact_source_best(const struct group *group)
{
    struct exact_source source = exact_source_mpfr(group);
    if (group->formula.evaluate == reference_ideal(&terms[TERM_wasserstein_g])->evaluate) {
        source.scores = true;
        source.relative = 0;
    } else if (group->format == &formats[F32]) {
        source.screen = screen_find(&group->formula, isa_best());
        if (source.screen) {
            source.relative = source.screen->relative;
            source.absolute = ilogb(SCREEN_ABSOLUTE);
        }
    } else {
        source.screen_f64 = screen_f64_find(&group->formula, isa_best());
        if (source.screen_f64) {
            source.relative = source.screen_f64->relative[LOSS];
            source.absolute = SCREEN_F64_ZERO;
        }
    }
    return source;
}

struct exact_source exact_source_mpfr(const struct group *group)
{
    return (struct exact_source){group, NULL, NULL, false, 0x1p-105, MPFR_ABSOLUTE};
}

bool exact_source_is_slow(const struct exact_source *source)
{
    return !source->scores && !source->screen && !source->screen_f64;
}

void exact_terms(struct exact_terms *to, const struct exact_source *source, const void *x, const void *y,
                 size_t start, size_t n)
{
    static const bool all[OUTPUTS] = {true, true};
    const struct group *group = source->group;
    if (source->screen) {
        by_screen(to, source, (const float *)x + start, y ? (const float *)y + start : NULL, n);
        return;
    }
    if (source->screen_f64) {
        by_screen_f64(to, source, (const double *)x + start, y ? (const double *)y + start : NULL, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        double value = format_load(group->format, x, start + i);
        if (source->scores) {
            set(to, LOSS, i, group->formula.weight * value);
            set(to, GRAD, i, isnan(value) ? value : group->formula.weight);
        } else {
            by_mpfr(to, group, value, y ? format_load(group->format, y, start + i) : 0, i, all);
        }
    }
}
