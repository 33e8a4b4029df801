/* Batch reductions, scaled gradients, class means and weight clipping against the exact mean. */
#include "harness/metric/metric.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>

enum { LARGEST = (1 << 14) + 1 };
#define INF          ((double)INFINITY)
#define NOT_A_NUMBER ((double)NAN)

static const size_t sizes[] = {0, 1, 2, 3, 7, 8, 9, 511, 512, 513, 1023, LARGEST};

/* A batch in one format: inputs as doubles, and as the arrays that a kernel takes. */
struct batch {
    const struct format *format;
    size_t n;
    double x[LARGEST];
    float in32[LARGEST], grad32[LARGEST];
    double grad64[LARGEST];
    struct want want_grad[LARGEST];
};

static double mean_of(struct batch *b, const char *term, enum ganloss_reduction reduction)
{
    const struct ganloss_kernel *kernel = ganloss_find(term, "stable", b->format->name);
    if (b->format == &formats[F64])
        return ganloss_mean_f64(kernel->f64, reduction, b->n, b->x, NULL, b->grad64);
    for (size_t i = 0; i < b->n; i++)
        b->in32[i] = (float)b->x[i];
    return (double)ganloss_mean_f32(kernel->f32, reduction, b->n, b->in32, NULL, b->grad32);
}

static double grad_of(const struct batch *b, size_t i)
{
    return b->format == &formats[F64] ? b->grad64[i] : (double)b->grad32[i];
}

static void fill(struct batch *b, const struct format *format, size_t n, double low, double high)
{
    uint64_t r = n + 1;
    b->format = format;
    b->n = n;
    for (size_t i = 0; i < n; i++)
        b->x[i] = format_round(format, sample_uniform(&r, low, high));
}

/* The bounds of ganloss.h on the error of the sum, as one on the mean in ulps: u sum|l| / |sum l| is half an
   ulp to one; a kernel's own error comes on top, and the division's rounding. */
static double bound_in_ulps(const struct batch *b, enum ganloss_reduction reduction, double condition,
                            double kernel_ulps)
{
    double n = (double)b->n, u = ldexp(1, -b->format->precision), sum;
    switch (reduction) {
    case GANLOSS_NAIVE:
        sum = (n - 1) * condition;
        break;
    case GANLOSS_PAIRWISE: /* leaves of up to 8, then halves, then a tree over blocks */
        sum = (8 + log2(n)) * condition;
        break;
    case GANLOSS_COMPENSATED:
        sum = 2 + n * n * u * condition;
        break;
    default:
        sum = b->format == &formats[F32] ? 1 + n * 0x1p-29 * condition : 1 + n * n * u * condition;
    }
    return sum + kernel_ulps * condition + 1;
}

static void check_mean(struct batch *b, const char *term, double kernel_ulps)
{
    struct want mean;
    double condition;
    reference_mean(&mean, b->want_grad, &condition, reference_ideal(term_find(term)), b->format, b->n, b->x,
                   NULL);
    for (int r = 0; r < GANLOSS_REDUCTIONS; r++) {
        double got = mean_of(b, term, (enum ganloss_reduction)r);
        if (b->n == 0) {
            cr_expect(isnan(got) && isnan(mean.rounded), "an empty batch: %a", got);
            continue;
        }
        struct error error = metric_measure(got, &mean);
        double bound = bound_in_ulps(b, (enum ganloss_reduction)r, condition, kernel_ulps);
        /* where the bound exceeds the mean itself, 0 and the wrong sign are within it */
        cr_expect(error.class == IN_ULPS || bound >= fabs(mean.high), "%s/%s n = %zu: %a", term,
                  ganloss_reduction_names[r], b->n, got);
        cr_expect((double)error.ulp <= bound, "%s/%s/%s n = %zu: %Lg ulp, bound %g", term,
                  ganloss_reduction_names[r], b->format->name, b->n, error.ulp, bound);
    }
}

Test(batch, means_of_every_size_are_within_the_documented_bounds)
{
    struct batch *b = malloc(sizeof *b);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int f = 0; f < FORMATS; f++) {
            fill(b, &formats[f], sizes[i], -8, 8);
            check_mean(b, "nonsaturating.g", 2.1);
            check_mean(b, "wasserstein.d_fake", 0);
        }
    free(b);
}

/* Scores whose sum nearly cancels: two-sum and double-double must keep what a running sum drops. */
Test(batch, cancelling_critic_batches)
{
    struct batch *b = malloc(sizeof *b);
    for (int f = 0; f < FORMATS; f++)
        for (size_t n = 3; n <= 1023; n += 510) {
            fill(b, &formats[f], n, 1, 2);
            for (size_t i = 0; i < n / 2; i++)
                b->x[n - 1 - i] = -b->x[i];
            b->x[n / 2] = 0x1p-20;
            check_mean(b, "wasserstein.d_fake", 0);
            for (int r = GANLOSS_COMPENSATED; r <= GANLOSS_WIDE; r++) {
                double got = mean_of(b, "wasserstein.d_fake", (enum ganloss_reduction)r);
                cr_expect_eq(got, format_round(&formats[f], 0x1p-20 / (double)n), "%s n = %zu: %a",
                             ganloss_reduction_names[r], n, got);
            }
        }
    free(b);
}

/* One large score and many small ones that each vanish beside it; only the running sum loses them. */
Test(batch, pairwise_is_better_than_naive)
{
    struct batch *b = malloc(sizeof *b);
    for (int f = 0; f < FORMATS; f++) {
        double u = ldexp(1, -formats[f].precision);
        fill(b, &formats[f], LARGEST, 0, 0);
        for (size_t i = 0; i < LARGEST; i++)
            b->x[i] = i == 0 ? 1 : u;
        double exact = 1 + (LARGEST - 1) * u;
        double got[GANLOSS_REDUCTIONS];
        for (int r = 0; r < GANLOSS_REDUCTIONS; r++)
            got[r] = mean_of(b, "wasserstein.d_fake", (enum ganloss_reduction)r) * LARGEST;
        cr_expect_float_eq(got[GANLOSS_NAIVE], 1, 4 * u, "%a", got[GANLOSS_NAIVE]);
        cr_expect_float_eq(got[GANLOSS_PAIRWISE], exact, 16 * u, "%a", got[GANLOSS_PAIRWISE]);
        cr_expect_float_eq(got[GANLOSS_COMPENSATED], exact, 4 * u, "%a", got[GANLOSS_COMPENSATED]);
        cr_expect_float_eq(got[GANLOSS_WIDE], exact, 4 * u, "%a", got[GANLOSS_WIDE]);
    }
    free(b);
}

/* Small after large and large after small: the correction must take whichever part was cut off. */
Test(batch, compensation_in_either_order)
{
    struct batch *b = malloc(sizeof *b);
    static const double rows[][4] = {{1, 0x1p100, 1, -0x1p100},
                                     {0x1p100, 1, -0x1p100, 1},
                                     {0x1p100, 1, 1, -0x1p100},
                                     {-0x1p100, 3, 0x1p100, -1}};
    for (int f = 0; f < FORMATS; f++)
        for (int i = 0; i < 4; i++) {
            fill(b, &formats[f], 4, 0, 0);
            for (int k = 0; k < 4; k++)
                b->x[k] = rows[i][k];
            cr_expect_eq(mean_of(b, "wasserstein.d_fake", GANLOSS_WIDE), 0.5, "wide, row %d", i);
        }
    for (int f = 0; f < FORMATS; f++)
        for (int i = 0; i < 2; i++) { /* all of the small one is cut off, from the total or from the score */
            fill(b, &formats[f], 4, 0, 0);
            b->x[i] = 0x1p-60;
            b->x[1 - i] = 0x1p60;
            b->x[2] = -0x1p60;
            for (int r = GANLOSS_COMPENSATED; r <= GANLOSS_WIDE; r++)
                cr_expect_eq(mean_of(b, "wasserstein.d_fake", (enum ganloss_reduction)r), 0x1p-62, "%s, %d",
                             ganloss_reduction_names[r], i);
        }
    fill(b, &formats[F32], 4, 0, 0); /* a two-sum, not a fast one: |total| < |l| */
    b->x[0] = 1;
    b->x[1] = 0x1p24;
    b->x[2] = 1;
    b->x[3] = 2;
    cr_expect_eq(mean_of(b, "wasserstein.d_fake", GANLOSS_COMPENSATED), 0x1p22 + 1);
    free(b);
}

Test(batch, infinities_and_nan)
{
    struct batch *b = malloc(sizeof *b);
    static const struct {
        double first, last, want;
    } rows[] = {{INF, 1, INF},
                {1, -INF, -INF},
                {INF, -INF, NOT_A_NUMBER},
                {NOT_A_NUMBER, 1, NOT_A_NUMBER},
                {1, NOT_A_NUMBER, NOT_A_NUMBER},
                {INF, INF, INF},
                {DBL_MAX, DBL_MAX, INF}};
    for (int f = 0; f < FORMATS; f++)
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            for (int r = 0; r < GANLOSS_REDUCTIONS; r++) {
                fill(b, &formats[f], 600, 0.5, 1);
                b->x[0] = rows[i].first;
                b->x[599] = rows[i].last;
                double got = mean_of(b, "wasserstein.d_fake", (enum ganloss_reduction)r);
                cr_expect(isnan(rows[i].want) ? isnan(got) != 0 : got == rows[i].want, "%s, row %zu: %a",
                          ganloss_reduction_names[r], i, got);
            }
    free(b);
}

/* The exact mean by itself: order does not matter, nor does n. */
Test(batch, reference_mean)
{
    const struct formula *score = reference_ideal(term_find("wasserstein.d_fake"));
    struct want mean, grad[4];
    double condition;
    reference_mean(&mean, grad, &condition, score, &formats[F64], 4, (double[]){0x1p1000, 1, -0x1p1000, 2},
                   NULL);
    cr_expect_eq(mean.rounded, 0.75);
    cr_expect_eq(grad[3].rounded, 0.25);
    cr_expect_float_eq(condition / 0x1p1001, 1 / 3.0, 1e-15);
    reference_mean(&mean, NULL, &condition, score, &formats[F64], 3, (double[]){1, -1, 0}, NULL);
    cr_expect_eq(mean.rounded, 0);
    cr_expect_eq(condition, INF);
    reference_mean(&mean, NULL, &condition, score, &formats[F32], 3, (double[]){1, 0, 0}, NULL);
    cr_expect_eq(mean.rounded, (double)(1 / 3.0F));
    cr_expect_eq(mean.ulp_exponent, -25);
    cr_expect_float_eq(mean.high + mean.low, ldexp(1 / 3.0, 25), 1e-8);
    cr_expect_eq(condition, 1);
    reference_mean(&mean, NULL, &condition, score, &formats[F64], 0, NULL, NULL);
    cr_expect(isnan(mean.rounded));
    cr_expect_eq(condition, 1);
    const struct formula *target = reference_ideal(term_find("bce.target"));
    reference_mean(&mean, grad, &condition, target, &formats[F64], 2, (double[]){0, 0}, (double[]){0.5, 1});
    cr_expect_eq(grad[0].rounded, 0);
    cr_expect_eq(grad[1].rounded, -0.25);
    cr_expect_eq(mean.rounded, 0x1.62e42fefa39efp-1);
}

/* The second operand is walked along with the first. */
Test(batch, targets)
{
    enum { N = 1300 };
    static double x[N], t[N], grad[N];
    static struct want want_grad[N];
    uint64_t r = 9;
    const struct ganloss_kernel *kernel = ganloss_find("bce.target", "stable", "f64");
    struct want mean;
    double condition;
    for (int i = 0; i < N; i++) {
        x[i] = sample_uniform(&r, -9, 9);
        t[i] = sample_uniform(&r, 0, 1);
    }
    reference_mean(&mean, want_grad, &condition, reference_ideal(term_find("bce.target")), &formats[F64], N,
                   x, t);
    struct error error = metric_measure(ganloss_mean_f64(kernel->f64, GANLOSS_WIDE, N, x, t, grad), &mean);
    cr_expect(error.class == IN_ULPS && (double)error.ulp < 4, "%Lg ulp", error.ulp);
    for (int i = 0; i < N; i++)
        cr_expect_float_eq(grad[i], want_grad[i].rounded, 0x1p-51 / N, "%d", i);
}

/* grad[i] = RN(g_i / n) of the kernel's own gradient, subnormals and infinities included. */
static void exact_gradient_kernel(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = 0;
        grad[i] = x[i];
    }
}

static void exact_gradient_kernel_wide(size_t n, const double x[], const double y[], double loss[],
                                       double grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = 0;
        grad[i] = x[i];
    }
}

static double quotient(const struct format *format, double g, size_t n)
{
    mpfr_t q;
    mpfr_init2(q, 300);
    mpfr_set_d(q, g, MPFR_RNDN);
    mpfr_div_ui(q, q, n, MPFR_RNDN);
    double rounded = format == &formats[F32] ? (double)mpfr_get_flt(q, MPFR_RNDN) : mpfr_get_d(q, MPFR_RNDN);
    mpfr_clear(q);
    return rounded;
}

Test(batch, gradients_are_divided_with_one_rounding)
{
    struct batch *b = malloc(sizeof *b);
    uint64_t r = 11;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int f = 0; f < FORMATS; f++) {
            size_t wrong = 0;
            b->n = sizes[i];
            b->format = &formats[f];
            for (size_t k = 0; k < b->n; k++) {
                b->x[k] = sample_logit(&r, b->format);
                b->in32[k] = (float)b->x[k];
            }
            if (f == F32)
                ganloss_mean_f32(exact_gradient_kernel, GANLOSS_NAIVE, b->n, b->in32, NULL, b->grad32);
            else
                ganloss_mean_f64(exact_gradient_kernel_wide, GANLOSS_NAIVE, b->n, b->x, NULL, b->grad64);
            for (size_t k = 0; k < b->n; k++)
                wrong += grad_of(b, k) != quotient(b->format, b->x[k], b->n);
            cr_expect_eq(wrong, 0, "%s, n = %zu: %zu wrong", formats[f].name, b->n, wrong);
        }
    free(b);
}

/* 2^24 + 1 is no float: a division by n rounded to the format would be by 2^24. */
Test(batch, gradients_of_a_batch_beyond_the_integers_of_f32)
{
    enum { HUGE_BATCH = (1 << 24) + 1 };
    float *x = calloc(HUGE_BATCH, sizeof *x), *grad = malloc(HUGE_BATCH * sizeof *grad);
    cr_assert(x && grad);
    static const float special[] = {1, 3, 0x1.fffffep0F, 0x1p-120F, 0x1.8p-126F, 0x1.fffffep127F};
    for (size_t i = 0; i < 6; i++)
        x[i * 700] = special[i];
    ganloss_mean_f32(exact_gradient_kernel, GANLOSS_NAIVE, HUGE_BATCH, x, NULL, grad);
    for (size_t i = 0; i < 6; i++)
        cr_expect_eq((double)grad[i * 700], quotient(&formats[F32], (double)special[i], HUGE_BATCH), "%a",
                     (double)special[i]);
    free(x);
    free(grad);
}
