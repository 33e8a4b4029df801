/* The call that training makes, for every term in both formats: it takes the kernel that it says, in place or
   not, with a scale or without; where that is no fused one, the mean is that of its losses, and the gradients
   are its own, scaled. */
#include "harness/base/random.h"
#include "losses/registry.h"
#include "losses/training/training.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <math.h>
#include <mpfr.h>
#include <string.h>

enum { MOST = 9000 };

/* One call in either format, as doubles. */
struct called {
    const struct ganloss_loss *loss;
    const struct format *format;
    size_t n;
    double x[MOST], y[MOST], scale;
    double mean, grad[MOST];
    double losses[MOST], gradients[MOST]; /* of the kernel */
};

static void call_f32(struct called *c, const struct ganloss_kernel *kernel)
{
    static float x[MOST], y[MOST], loss[MOST], grad[MOST];
    for (size_t i = 0; i < c->n; i++) {
        x[i] = (float)c->x[i];
        y[i] = (float)c->y[i];
    }
    kernel->f32(c->n, x, y, loss, grad);
    for (size_t i = 0; i < c->n; i++) {
        c->losses[i] = (double)loss[i];
        c->gradients[i] = (double)grad[i];
    }
    c->mean = (double)ganloss_loss_f32(c->loss, c->n, x, y, (float)c->scale, grad);
    float in_place = ganloss_loss_f32(c->loss, c->n, x, y, (float)c->scale, x);
    cr_expect((double)in_place == c->mean && memcmp(x, grad, c->n * sizeof *x) == 0, "not the same in place");
    for (size_t i = 0; i < c->n; i++)
        c->grad[i] = (double)grad[i];
}

static void call_f64(struct called *c, const struct ganloss_kernel *kernel)
{
    static double x[MOST];
    memcpy(x, c->x, c->n * sizeof *x);
    kernel->f64(c->n, x, c->y, c->losses, c->gradients);
    c->mean = ganloss_loss_f64(c->loss, c->n, x, c->y, c->scale, c->grad);
    cr_expect_eq(ganloss_loss_f64(c->loss, c->n, x, c->y, c->scale, NULL), c->mean);
    cr_expect_eq(ganloss_omp_loss_f64(c->loss, c->n, x, c->y, c->scale, x), c->mean);
    cr_expect(memcmp(x, c->grad, c->n * sizeof *x) == 0, "not the same in place");
}

/* RN(scale g / n) of the kernel's gradient; and how far the mean is from that of its losses, in its ulps. */
static double exact(const struct called *c, double g)
{
    mpfr_t q;
    mpfr_init2(q, 400);
    mpfr_set_d(q, g, MPFR_RNDN);
    mpfr_mul_d(q, q, c->format == &formats[F32] ? (double)(float)c->scale : c->scale, MPFR_RNDN);
    mpfr_div_ui(q, q, c->n, MPFR_RNDN);
    double rounded =
        c->format == &formats[F32] ? (double)mpfr_get_flt(q, MPFR_RNDN) : mpfr_get_d(q, MPFR_RNDN);
    mpfr_clear(q);
    return rounded;
}

static double mean_ulps(const struct called *c)
{
    mpfr_t sum;
    mpfr_init2(sum, 2000);
    mpfr_set_zero(sum, 1);
    for (size_t i = 0; i < c->n; i++)
        mpfr_add_d(sum, sum, c->losses[i], MPFR_RNDN);
    mpfr_div_ui(sum, sum, c->n, MPFR_RNDN);
    long exponent = mpfr_zero_p(sum) ? 0 : (long)mpfr_get_exp(sum) - c->format->precision;
    mpfr_sub_d(sum, sum, c->mean, MPFR_RNDN);
    mpfr_mul_2si(sum, sum, -exponent, MPFR_RNDN);
    double ulps = fabs(mpfr_get_d(sum, MPFR_RNDN));
    mpfr_clear(sum);
    return ulps;
}

static void check(struct called *c)
{
    const struct ganloss_kernel *kernel = ganloss_loss_kernel(c->loss, c->format->name);
    /* Without a loop, the kernel serves, block by block, and its results are the call's. */
    bool loop = c->loss->fused.weight != 0;
    (c->format == &formats[F32] ? call_f32 : call_f64)(c, kernel);
    cr_expect(mean_ulps(c) <= (loop ? 1.01 : 0.5 + 0x1p-20), "%s/%s, n = %zu: mean %a, %g ulp", c->loss->term,
              c->format->name, c->n, c->mean, mean_ulps(c));
    size_t wrong = 0;
    for (size_t i = 0; i < c->n; i++) { /* once more rounded where the scale is 1, else twice */
        double want = exact(c, c->gradients[i]),
               ulps = loop || (c->scale != 1 && c->format == &formats[F64]) ? 2 : 0;
        if (!(fabs(c->grad[i] - want) <= ulps * ldexp(fabs(want), 1 - c->format->precision)))
            wrong++;
    }
    cr_expect_eq(wrong, 0, "%s/%s, n = %zu: %zu gradients are wrong", c->loss->term, c->format->name, c->n,
                 wrong);
}

Test(training_terms, take_the_kernel_that_they_say)
{
    static struct called c;
    static const size_t sizes[] = {1, 5, 16, 255, 257, 300, 4096, MOST};
    uint64_t state = 4;
    for (size_t t = 0; t < TERMS; t++)
        for (int f = 0; f < FORMATS; f++)
            for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
                c.loss = ganloss_loss_find(terms[t].id);
                c.format = &formats[f];
                c.n = sizes[k];
                c.scale = k % 2 ? 1 : 0.375;
                for (size_t i = 0; i < c.n; i++) {
                    double low = terms[t].space == PROB ? 1e-6 : -30,
                           high = terms[t].space == PROB ? 1 - 1e-6 : 30;
                    c.x[i] = format_round(c.format, sample_uniform(&state, low, high));
                    c.y[i] = format_round(c.format, sample_uniform(&state, 0, 1));
                }
                check(&c);
            }
}

Test(training_terms, have_a_fused_kernel_wherever_there_is_one)
{
    for (size_t t = 0; t < TERMS; t++)
        for (int f = 0; f < FORMATS; f++) {
            const struct ganloss_kernel *got = ganloss_loss_kernel(ganloss_loss_find(terms[t].id),
                                                                   formats[f].name),
                                        *fused = ganloss_find(terms[t].id, "fused", formats[f].name);
            cr_expect(got == (fused ? fused : ganloss_find(terms[t].id, "stable", formats[f].name)), "%s/%s",
                      terms[t].id, formats[f].name);
        }
    cr_expect_null(ganloss_loss_kernel(ganloss_loss_find("minimax.g"), "f16"));
}

/* Of an f64 mean, the last bit: half an ulp, where the quotient of a rounded sum could have one. */
Test(training_terms, means_in_f64_are_rounded_once)
{
    static double x[MOST], y[MOST];
    const struct ganloss_loss *loss = ganloss_loss_find("wasserstein.d_fake");
    static struct called c;
    uint64_t state = 8;
    for (int i = 0; i < 300; i++) {
        c = (struct called){.loss = loss, .format = &formats[F64], .n = 2 + random_next(&state) % 700};
        for (size_t k = 0; k < c.n; k++)
            c.losses[k] = x[k] = sample_uniform(&state, -1, 2);
        c.mean = ganloss_loss_f64(loss, c.n, x, y, 1, NULL);
        cr_expect(mean_ulps(&c) <= 0.5 + 0x1p-20, "n = %zu: %g ulp", c.n, mean_ulps(&c));
    }
}
