/* The call that training makes, against MPFR: gradients rounded once, scale and division included, on every
   instruction set; means within what ganloss.h says. */
#include "losses/training/training.h"
#include "harness/base/random.h"
#include "harness/metric/metric.h"
#include "losses/bits.h"
#include "losses/isa.h"
#include "tests/support/length.h"
#include "tests/support/sample.h"
#include "tests/support/scaled.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <float.h>
#include <stdlib.h>
#include <string.h>

static const struct training_f32_code *const codes[ISAS] = ISA_TABLE(training_f32);
static const char *const fused_terms[] = {"nonsaturating.g", "minimax.d_fake", "minimax.g", "bce.d_real",
                                          "bce.d_fake"};
enum { FUSED_TERMS = sizeof fused_terms / sizeof *fused_terms };

static bool same(float a, float b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* A logit alone, and behind the float beside it and others, as one of a batch of any size, on every
   instruction set. */
static void check_gradient(const char *name, float x, float scale, size_t n)
{
    const struct ganloss_loss *loss = ganloss_loss_find(name);
    const struct term *term = term_find(name);
    struct training_f32 call = training_call_f32(loss, n, scale);
    float batch[] = {1, nextafterf(x, (float)INFINITY), x, -3}, grad[4], alone;
    struct want exact[2];
    for (size_t i = 0; i < 2; i++)
        scaled_gradient(&exact[i], term, &formats[F32], (double)batch[1 + i], 0, (double)scale, n);
    float want = (float)exact[1].rounded, beside = (float)exact[0].rounded;
    for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
        struct ganloss_part sum = {0, 0};
        codes[isa]->blocks(&call, 4, batch, grad, &sum);
        codes[isa]->one(&call, &x, &alone);
        cr_expect(same(grad[2], want) && same(alone, want) && same(grad[1], beside),
                  "%s, %s: %a and alone %a, not %a, and %a, not %a, at %a times %a / %zu", name,
                  isa_names[isa], (double)grad[2], (double)alone, (double)want, (double)grad[1],
                  (double)beside, (double)x, (double)scale, n);
    }
}

Test(training, gradients_are_rounded_once)
{
    static const float scales[] = {1,       3,        0.1F,     -2.5F,   65536,   0x1p-140F,
                                   FLT_MAX, -FLT_MIN, 0x1p120F, 0x1p30F, 0x1p-20F};
    static const size_t sizes[] = {1, 2, 3, 7, 300, 4096, ((size_t)1 << 24) + 1, ((size_t)1 << 40) - 3};
    uint64_t state = 3;
    for (int i = 0; i < length_of(20000, 20); i++) {
        uint32_t bits = (uint32_t)random_next(&state);
        float x = i % 2 ? float_of_bits(bits) : (float)sample_uniform(&state, -200, 200);
        float scale = i % 3 ? scales[i % 11] : float_of_bits((uint32_t)random_next(&state));
        if (isfinite(scale))
            check_gradient(fused_terms[i % FUSED_TERMS], x, scale, sizes[random_next(&state) % 8]);
    }
}

/* (1/2 + s/4) c / (n c) = m 2^-(t+1) for s = (m n - 2^t) 2^(1-t), and m odd, of 25 bits: the middle between
   two floats. Only -s^3/48 tells, however small; and at the floats beside s, as good as nothing else. */
Test(training, gradients_beside_a_middle_however_near)
{
    uint64_t state = 5;
    for (int i = 0; i < length_of(3000, 10); i++) {
        int t = 26 + i % 40;
        uint64_t m = (1 << 24) + 1 + 2 * (random_next(&state) % (1 << 23)),
                 c = i % 3 ? 1 : 1 + random_next(&state) % 999;
        uint64_t n = (uint64_t)(ldexp(1, t) / (double)m + 0.5);
        double d = (double)(int64_t)(m * n - (t < 64 ? (uint64_t)1 << t : 0)); /* small, modulo 2^64 */
        float s = (float)ldexp(d, 1 - t);
        if (n * c >> 47)
            continue;
        cr_assert_eq((double)s, ldexp(d, 1 - t));
        for (int sign = -1; sign <= 1; sign += 2) {
            check_gradient("minimax.d_fake", (float)sign * s, (float)c, n * c);
            check_gradient("bce.d_real", nextafterf((float)sign * s, (float)INFINITY), (float)c, n * c);
        }
    }
}

/* Where sigmoid is 1 or 1/2, or the next to it, and the quotient the middle between two subnormal floats. */
Test(training, gradients_of_subnormal_scales)
{
    static const float logits[] = {0,  -0x1p-149F, 0x1p-149F, 0x1p-30F, 36.9F,   37.1F,
                                   40, 90,         200,       1000,     FLT_MAX, (float)INFINITY};
    for (int k = 1; k < 12; k++)
        for (size_t n = 1; n <= 8; n++)
            for (size_t i = 0; i < sizeof logits / sizeof *logits; i++)
                for (int sign = -1; sign <= 1; sign += 2)
                    check_gradient(fused_terms[i % FUSED_TERMS], (float)sign * logits[i],
                                   (float)k * 0x1p-149F, n);
}

/* Of the mean: the bound that ganloss.h states, beside half an ulp. */
static double beyond_half(size_t n)
{
    return n == 1 ? 0 : n <= TRAINING_BLOCK ? 0x1p-18 : 0x1p-8;
}

static void check_mean(const char *name, size_t n, const float x[])
{
    double *wide = malloc((n + 1) * sizeof *wide), condition;
    cr_assert(wide);
    for (size_t i = 0; i < n; i++)
        wide[i] = (double)x[i];
    struct want want;
    reference_mean(&want, NULL, &condition, reference_ideal(term_find(name)), &formats[F32], n, wide, NULL);
    float got = ganloss_loss_f32(ganloss_loss_find(name), n, x, NULL, 1, NULL);
    struct error error = metric_measure((double)got, &want);
    cr_expect(error.class == IN_ULPS && error.ulp <= 0.5L + (long double)beyond_half(n),
              "%s, n = %zu: %a, %Lg ulp", name, n, (double)got, error.ulp);
    free(wide);
}

Test(training, means_are_within_the_documented_bounds)
{
    enum { LARGEST = 40000 };
    static float x[LARGEST];
    static const size_t sizes[] = {1, 2, 15, 16, 17, 255, 256, 257, 511, 4095, 4096, 8191, 8192, LARGEST};
    static const double reach[][2] = {{-4, 4}, {-100, -20}, {20, 300}, {-1e-6, 1e-6}, {-104, -87}};
    uint64_t state = 7;
    for (size_t r = 0; r < sizeof reach / sizeof *reach; r++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            for (int i = 0; i < (sizes[k] < 300 ? length_of(50, 10) : 1); i++) {
                for (size_t j = 0; j < sizes[k]; j++)
                    x[j] = (float)sample_uniform(&state, reach[r][0], reach[r][1]);
                check_mean(fused_terms[(k + (size_t)i) % FUSED_TERMS], sizes[k], x);
            }
}

/* Of one element, the loss that the fused kernel gives, among them those that double arithmetic cannot round. */
Test(training, of_one_element_the_mean_is_the_kernels_loss)
{
    uint32_t next = 0;
    for (int i = 0; i < length_of(2000000, 50); i++) {
        const char *name = fused_terms[i % FUSED_TERMS];
        float x = float_of_bits(next += 0x9e3779b1), loss, grad, scaled;
        ganloss_find(name, "fused", "f32")->f32(1, &x, NULL, &loss, &grad);
        float mean = ganloss_loss_f32(ganloss_loss_find(name), 1, &x, NULL, 1, &scaled);
        cr_assert(same(mean, loss) && same(scaled, grad), "%s at %a", name, (double)x);
    }
}

/* Whose loss is as good as in the middle between two floats. */
Test(training, of_one_element_the_mean_is_rounded_where_double_arithmetic_cannot_tell)
{
    static const float near[] = {0x1.8p-22F,  0x1.58p-18F,     0x1.4cp-17F,     0x1.8p-23F,    0x1.48p-19F,
                                 0x1.96p-17F, 0x1.105c62p-24F, 0x1.105c6ap-24F, 0x1.d483ap-12F};
    for (size_t i = 0; i < sizeof near / sizeof *near; i++)
        for (int k = 0; k < FUSED_TERMS; k++)
            for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
                struct training_f32 call = training_call_f32(ganloss_loss_find(fused_terms[k]), 1, 1);
                struct want want;
                reference(&want, NULL, reference_ideal(term_find(fused_terms[k])), &formats[F32],
                          (double)near[i], 0);
                cr_expect_eq((double)codes[isa]->one(&call, &near[i], NULL), want.rounded, "%s, %s at %a",
                             fused_terms[k], isa_names[isa], (double)near[i]);
            }
}

Test(training, infinities_nan_and_what_there_is_nothing_to_give)
{
    const struct ganloss_loss *loss = ganloss_loss_find("minimax.d_fake");
    float x[] = {1, (float)INFINITY, -2, -(float)INFINITY}, grad[4];
    errno = 0;
    cr_expect_eq(ganloss_loss_f32(loss, 4, x, NULL, 1, grad), (float)INFINITY);
    cr_expect(grad[1] == 0.25F && grad[3] == 0 && !signbit(grad[3]));
    x[0] = (float)NAN;
    cr_expect(isnan(ganloss_loss_f32(loss, 4, x, NULL, 1, grad)));
    cr_expect(isnan(grad[0]) && grad[1] == 0.25F);
    static float many[1000];
    many[700] = (float)INFINITY;
    cr_expect_eq(ganloss_loss_f32(loss, 1000, many, NULL, 1, NULL), (float)INFINITY);
    many[10] = (float)NAN;
    cr_expect(isnan(ganloss_loss_f32(loss, 1000, many, NULL, 1, NULL)));
    grad[0] = 7;
    cr_expect(isnan(ganloss_loss_f32(loss, 0, NULL, NULL, 1, grad)) && grad[0] == 7);
    x[0] = 0;
    x[1] = 3;
    for (size_t n = 1; n <= 2; n++) {
        cr_expect_eq(ganloss_loss_f32(loss, n, x, NULL, (float)INFINITY, grad),
                     ganloss_loss_f32(loss, n, x, NULL, 1, NULL));
        cr_expect(isnan(grad[0]) && isnan(grad[n - 1]));
    }
    cr_expect_eq(errno, 0);
    const struct ganloss_loss *target = ganloss_loss_find("bce.target");
    grad[0] = 7;
    cr_expect(isnan(ganloss_loss_f32(target, 1, x, NULL, 1, grad)) && isnan(grad[0]));
    cr_expect_null(ganloss_loss_find("nonsaturating"));
}
