/* What holds of the losses themselves: limits, symmetry, monotonicity, direction, and identities between
   kernels, bit for bit where it is the same code with another label. */
#include "reference/reference.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 60000 };
#define INF          ((double)INFINITY)
#define NOT_A_NUMBER ((double)NAN)

struct pair {
    double loss, grad;
};

/* One result of a kernel. */
static struct pair apply(const struct ganloss_kernel *kernel, double x, double t)
{
    if (strcmp(kernel->format, "f64") == 0) {
        struct pair p;
        kernel->f64(1, &x, &t, &p.loss, &p.grad);
        return p;
    }
    float in = (float)x, target = (float)t, loss, grad;
    kernel->f32(1, &in, &target, &loss, &grad);
    return (struct pair){(double)loss, (double)grad};
}

static bool identical(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a == b && !signbit(a) == !signbit(b));
}

/* At the ends of its domain and for NaN, a stable kernel is the reference, to the sign of zero. */
Test(properties, limits_of_stable_kernels)
{
    static const double ends[] = {INF, -INF, NOT_A_NUMBER, 0, -0.0, 1, 1 + 0x1p-23, -0x1p-149, 2};
    static const double targets[] = {0, 1, 0.25};
    for (size_t i = 0; i < TERMS; i++)
        for (int f = 0; f < FORMATS; f++)
            for (size_t k = 0; k < sizeof ends / sizeof *ends * 3; k++) {
                double x = ends[k / 3], t = targets[k % 3];
                if (terms[i].space == LOGIT && isfinite(x))
                    continue;
                struct want loss, grad;
                reference(&loss, &grad, reference_ideal(&terms[i]), &formats[f], x, t);
                struct pair got = apply(ganloss_find(terms[i].id, "stable", formats[f].name), x, t);
                cr_expect(identical(got.loss, loss.rounded) && identical(got.grad, grad.rounded),
                          "%s/%s at %g, target %g: %a, %a, want %a, %a", terms[i].id, formats[f].name, x, t,
                          got.loss, got.grad, loss.rounded, grad.rounded);
            }
}

Test(properties, every_kernel_passes_nan_on)
{
    for (size_t i = 0; i < kernel_count; i++) {
        struct pair got = apply(kernels[i].code, NOT_A_NUMBER, 0.5);
        cr_expect(isnan(got.loss) && isnan(got.grad), "%s/%s/%s: %g, %g", kernels[i].term->id,
                  kernels[i].code->variant, kernels[i].code->format, got.loss, got.grad);
    }
}

/* What two kernels have to do with each other on every input: factors on loss and gradient, x negated or
   not, labels for the one that takes a target. */
struct relation {
    const char *term, *other;
    double loss, grad, x;
    double target; /* NaN: neither takes one */
};

static size_t breaches(const struct relation *r, const char *variant, const char *other_variant, int format)
{
    const char *in = formats[format].name;
    const struct ganloss_kernel *a = ganloss_find(r->term, variant, in),
                                *b = ganloss_find(r->other, other_variant, in);
    cr_assert(a && b, "%s, %s: %s", r->term, r->other, variant);
    uint64_t random = 7;
    size_t count = 0;
    for (int i = 0; i < 20000; i++) {
        double x = i % 2 ? sample_any(&random, &formats[format])
                         : format_round(&formats[format], sample_uniform(&random, -120, 120));
        if (strstr(r->term, "@D"))
            x = sample_probability(&random, &formats[format]);
        struct pair got = apply(a, x, r->target), other = apply(b, r->x * x, r->target);
        if (!identical(got.loss, format_round(&formats[format], r->loss * other.loss)) ||
            !identical(got.grad, format_round(&formats[format], r->grad * other.grad))) {
            if (count++ == 0)
                printf("%s/%s and %s at %a: %a, %a and %a, %a\n", r->term, variant, r->other, x, got.loss,
                       got.grad, other.loss, other.grad);
        }
    }
    return count;
}

static const char *const logit_variants[] = {
    "naive",      "clamp100", "clip1e7",  "add1e8",      "add1e12",       "log1pexp", "maxlog",
    "logsigmoid", "maxlog1p", "twosided", "threshold20", "threshold_eps", "stable"};
enum { LOGIT_VARIANTS = sizeof logit_variants / sizeof *logit_variants };

/* Of every variant: terms that are the same formula, its negative, or its half; only `stable` takes the half
   of a subnormal tail before it is rounded (variants.c has it bit for bit). */
Test(properties, equal_negated_and_halved_terms_agree_bit_for_bit)
{
    static const struct relation rows[] = {
        {"nonsaturating.g", "minimax.d_real", 1, 1, 1, NOT_A_NUMBER},
        {"nonsaturating.d_real", "minimax.d_real", 1, 1, 1, NOT_A_NUMBER},
        {"nonsaturating.d_fake", "minimax.d_fake", 1, 1, 1, NOT_A_NUMBER},
        {"minimax.g", "minimax.d_fake", -1, -1, 1, NOT_A_NUMBER},
        {"bce.g", "minimax.g", 1, 1, 1, NOT_A_NUMBER},
        {"bce.d_real", "minimax.d_real", 0.5, 0.5, 1, NOT_A_NUMBER},
        {"bce.d_fake", "minimax.d_fake", 0.5, 0.5, 1, NOT_A_NUMBER},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int v = 0; v < LOGIT_VARIANTS; v++)
            for (int f = 0; f < FORMATS; f++)
                cr_expect(breaches(&rows[i], logit_variants[v], logit_variants[v], f) == 0 ||
                              (rows[i].loss == 0.5 && strcmp(logit_variants[v], "stable") == 0),
                          "%s/%s/%s", rows[i].term, logit_variants[v], formats[f].name);
    static const struct relation at_D[] = {
        {"nonsaturating.g@D", "minimax.d_real@D", 1, 1, 1, NOT_A_NUMBER},
        {"minimax.g@D", "minimax.d_fake@D", -1, -1, 1, NOT_A_NUMBER},
    };
    static const char *const variants[] = {"naive", "clamp100", "clip1e7", "add1e8", "stable"};
    for (int i = 0; i < 2; i++)
        for (int v = 0; v < 5; v++)
            for (int f = 0; f < FORMATS; f++)
                cr_expect_eq(breaches(&at_D[i], variants[v], variants[v], f), 0, "%s/%s", at_D[i].term,
                             variants[v]);
}

/* Label flipping is the non-saturating loss: BCE against target 1 for fakes. Variants whose code takes the
   label as a factor agree bit for bit; those that mix two formulas, -log D and -log(1 - D), meet 0 * inf
   there and are left out, as the known fault that it is. */
Test(properties, label_flipping_is_the_nonsaturating_loss)
{
    static const char *const by_factor[] = {"clamp100", "maxlog",   "logsigmoid",
                                            "maxlog1p", "twosided", "stable"};
    static const struct relation flip = {"bce.target", "nonsaturating.g", 1, 1, 1, 1},
                                 fake = {"bce.target", "minimax.d_fake", 1, 1, 1, 0};
    for (int v = 0; v < 6; v++)
        for (int f = 0; f < FORMATS; f++) {
            cr_expect_eq(breaches(&flip, by_factor[v], by_factor[v], f), 0, "%s", by_factor[v]);
            cr_expect_eq(breaches(&fake, by_factor[v], by_factor[v], f), 0, "%s", by_factor[v]);
        }
}

/* L(s, 1) = L(-s, 0), for whatever treats both sides alike. */
Test(properties, symmetry)
{
    static const char *const symmetric[] = {"log1pexp", "threshold20", "threshold_eps", "stable"};
    static const struct relation mirror = {"minimax.d_real", "minimax.d_fake", 1, -1, -1, NOT_A_NUMBER};
    for (int v = 0; v < 4; v++)
        for (int f = 0; f < FORMATS; f++)
            cr_expect_eq(breaches(&mirror, symmetric[v], symmetric[v], f), 0, "%s", symmetric[v]);
    for (double s = -800; s < 800; s += 3.7) {
        struct want real, real_grad, fake, fake_grad;
        reference(&real, &real_grad, reference_ideal(term_find("minimax.d_real")), &formats[F64], s, 0);
        reference(&fake, &fake_grad, reference_ideal(term_find("minimax.d_fake")), &formats[F64], -s, 0);
        cr_expect(real.rounded == fake.rounded && real.high == fake.high &&
                  real_grad.rounded == -fake_grad.rounded);
    }
}

/* How many values of f32 b lies on the wrong side of a, if b is to rise (1) or to fall (-1). */
static int64_t steps_back(int direction, float a, float b)
{
    int64_t rise = format_ordinal(&formats[F32], (double)b) - format_ordinal(&formats[F32], (double)a);
    return -direction * rise;
}

/* Sorted inputs give sorted losses and gradients, on dense stretches, one value after another, and coarsely
   on the whole line. Weakly: s + log1p(e^-s) is rounded three times and exp is not correctly rounded, so that
   of two neighbours the later may be one ulp back; never two. */
Test(properties, stable_losses_are_monotone)
{
    static const double starts[] = {-104,    -88,  -17.5, -2,  -1, -0.5, -0x1p-149 * 30000,
                                    0x1p-24, 0.25, 0.999, 1.5, 16, 88,   103};
    static float x[BATCH], loss[BATCH], grad[BATCH];
    static const struct {
        const char *term;
        int loss, grad; /* 1: rises, -1: falls */
    } rows[] = {
        {"minimax.d_real", -1, 1}, {"minimax.d_fake", 1, 1}, {"minimax.g", -1, -1}, {"bce.d_real", -1, 1}};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        size_t falls = 0;
        for (size_t s = 0; s <= sizeof starts / sizeof *starts; s++) {
            for (int i = 0; i < BATCH; i++) {
                bool sweep = s == sizeof starts / sizeof *starts; /* the whole line, coarsely */
                int64_t ordinal =
                    sweep ? (i - BATCH / 2) * (format_infinity_ordinal(&formats[F32]) / (BATCH / 2))
                          : format_ordinal(&formats[F32], format_round(&formats[F32], starts[s])) + i;
                x[i] = (float)format_at_ordinal(&formats[F32], ordinal);
            }
            ganloss_find(rows[r].term, "stable", "f32")->f32(BATCH, x, NULL, loss, grad);
            for (int i = 1; i < BATCH; i++)
                falls += steps_back(rows[r].loss, loss[i - 1], loss[i]) > 1 ||
                         steps_back(rows[r].grad, grad[i - 1], grad[i]) > 1;
        }
        cr_expect_eq(falls, 0, "%s: %zu steps the wrong way", rows[r].term, falls);
    }
}

/* D and G pull a fake's logit in opposite directions, in every loss and stable kernel; and on D. */
Test(properties, direction)
{
    for (size_t i = 0; i < loss_count; i++)
        for (double s = -80; s <= 80; s += 0.5)
            for (int f = 0; f < FORMATS; f++) {
                struct pair d = apply(ganloss_find(losses[i].d_fake->id, "stable", formats[f].name), s, 0);
                struct pair g = apply(ganloss_find(losses[i].g->id, "stable", formats[f].name), s, 0);
                struct pair r = apply(ganloss_find(losses[i].d_real->id, "stable", formats[f].name), s, 0);
                struct want d_loss, d_grad, g_loss, g_grad;
                cr_expect(d.grad > 0 && g.grad < 0 && r.grad < 0, "%s at %g: %g, %g, %g", losses[i].name, s,
                          d.grad, g.grad, r.grad);
                reference(&d_loss, &d_grad, reference_ideal(losses[i].d_fake), &formats[f], s, 0);
                reference(&g_loss, &g_grad, reference_ideal(losses[i].g), &formats[f], s, 0);
                cr_expect(d_grad.sign == 1 && g_grad.sign == -1);
            }
    for (double D = 0; D <= 1; D += 0.125)
        cr_expect(apply(ganloss_find("minimax.d_fake@D", "stable", "f64"), D, 0).grad > 0 &&
                  apply(ganloss_find("minimax.g@D", "stable", "f64"), D, 0).grad < 0 &&
                  apply(ganloss_find("nonsaturating.g@D", "stable", "f64"), D, 0).grad < 0);
}

/* sigmoid(s) - t cancels, so that its error is bounded in ulps of the larger operand: 3. */
Test(properties, gradient_against_a_target_in_ulps_of_the_larger_operand)
{
    const struct ganloss_kernel *kernel[FORMATS] = {ganloss_find("bce.target", "stable", "f32"),
                                                    ganloss_find("bce.target", "stable", "f64")};
    const struct formula *target = reference_ideal(term_find("bce.target")),
                         *sigmoid = reference_ideal(term_find("minimax.d_fake"));
    uint64_t random = 42;
    double worst = 0;
    for (int i = 0; i < 60000; i++) {
        int f = i % FORMATS;
        double s = i % 3 ? format_round(&formats[f], sample_uniform(&random, -20, 20))
                         : sample_logit(&random, &formats[f]);
        double t = sample_target(&random, &formats[f]);
        if (i % 5 == 0)
            t = format_round(&formats[f], 1 / (1 + exp(-s)));
        struct want loss, want, unused, larger;
        reference(&loss, &want, target, &formats[f], s, t);
        reference(&unused, &larger, sigmoid, &formats[f], s, 0);
        int ulp = larger.ulp_exponent;
        if (t > larger.rounded)
            ulp = format_ulp_exponent(&formats[f], ilogb(t));
        double got = apply(kernel[f], s, t).grad;
        double error = ldexp(got, -want.ulp_exponent) - want.high - want.low;
        error = ldexp(fabs(error), want.ulp_exponent - ulp);
        worst = fmax(worst, error);
        cr_assert(error <= 3, "%s at %a, target %a: %a is off by %g ulp", formats[f].name, s, t, got, error);
    }
    cr_expect_gt(worst, 0.5, "the errors are measured, not 0");
}

/* The gradient is the slope of the reference loss: a central difference, exact to h^2. */
Test(properties, gradients_are_slopes)
{
    uint64_t random = 3;
    for (size_t i = 0; i < TERMS; i++)
        for (int k = 0; k < 300; k++) {
            const struct formula *f = reference_ideal(&terms[i]);
            double x = terms[i].space == PROB ? sample_uniform(&random, 0.05, 0.95)
                                              : sample_uniform(&random, -12, 12);
            double t = sample_uniform(&random, 0, 1), h = 0x1p-16;
            struct want above, below, at, unused;
            x = (double)(float)x;
            reference(&above, &unused, f, &formats[F64], x + h, t);
            reference(&below, &unused, f, &formats[F64], x - h, t);
            reference(&unused, &at, f, &formats[F64], x, t);
            double slope = (above.rounded - below.rounded) / (2 * h),
                   scale = terms[i].space == PROB ? 1e4 : 1;
            cr_expect_float_eq(slope, at.rounded, 1e-9 * scale, "%s at %g: %g, slope %g", terms[i].id, x,
                               at.rounded, slope);
        }
}

/* Any length, any alignment: the same bits as one at a time. */
Test(properties, length_and_alignment_do_not_matter)
{
    enum { MOST = 70, SLACK = 64 };
    _Alignas(64) static unsigned char in[8 * MOST + SLACK], label[sizeof in], loss[sizeof in],
        grad[sizeof in];
    uint64_t random = 5;
    for (size_t i = 0; i < kernel_count; i++) {
        int f = (int)(format_find(kernels[i].code->format) - formats);
        size_t size = formats[f].size, wrong = 0;
        for (size_t n = 0; n <= MOST; n++) {
            size_t shift = size * (n % 7), shift_out = size * (n % 5 + 1);
            memset(loss, 0x5a, sizeof loss);
            memset(grad, 0x5a, sizeof grad);
            for (size_t k = 0; k < n; k++) {
                double s = kernels[i].term->space == PROB ? sample_probability(&random, &formats[f])
                                                          : sample_logit(&random, &formats[f]);
                format_store(&formats[f], in + shift, k, s);
                format_store(&formats[f], label + shift_out, k, sample_uniform(&random, 0, 1));
            }
            const struct ganloss_kernel *code = kernels[i].code;
            void *x = in + shift, *y = label + shift_out, *l = loss + shift_out, *g = grad + shift;
            if (f == F32)
                code->f32(n, x, y, l, g);
            else
                code->f64(n, x, y, l, g);
            for (size_t k = 0; k < n; k++) {
                struct pair one = apply(code, format_load(&formats[f], x, k), format_load(&formats[f], y, k));
                wrong += !identical(one.loss, format_load(&formats[f], l, k)) ||
                         !identical(one.grad, format_load(&formats[f], g, k));
            }
            wrong += loss[shift_out + n * size] != 0x5a || loss[shift_out - 1] != 0x5a ||
                     grad[shift + n * size] != 0x5a;
        }
        cr_expect_eq(wrong, 0, "%s/%s/%s: %zu wrong", kernels[i].term->id, kernels[i].code->variant,
                     formats[f].name, wrong);
    }
}
