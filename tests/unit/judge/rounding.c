/* Rounding modes and flags: planted kernels, each wrong in one way, are found there and nowhere else. */
#include "harness/judge/rounding.h"
#include "harness/record/modes_json.h"
#include "harness/record/record.h"

#include <criterion/criterion.h>
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { N = 700 }; /* more than two blocks */

static struct faults faults; /* none, of these kernels */
static double x[N];
static struct want want[N][OUTPUTS];

/* The critic's score: exact under every mode. */
static void exact(size_t n, const double s[], const double y[], double loss[], double grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = s[i];
        grad[i] = isnan(s[i]) ? s[i] : 1;
    }
}

static const double culprit = 0x1.8p+1;

static void raises_invalid_at_one(size_t n, const double s[], const double y[], double loss[], double grad[])
{
    exact(n, s, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (s[i] == culprit)
            feraiseexcept(FE_INVALID);
}

static void divides_by_zero_at_one(size_t n, const double s[], const double y[], double loss[], double grad[])
{
    exact(n, s, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (s[i] == culprit)
            feraiseexcept(FE_DIVBYZERO);
}

static void raises_at_nan(size_t n, const double s[], const double y[], double loss[], double grad[])
{
    exact(n, s, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (isnan(s[i]))
            feraiseexcept(FE_INVALID);
}

/* As a vector loop of four does whose scalar remainder differs. */
static void raises_in_fours(size_t n, const double s[], const double y[], double loss[], double grad[])
{
    exact(n, s, y, loss, grad);
    for (size_t i = 0; i + 4 <= n; i++)
        if (s[i] == culprit)
            feraiseexcept(FE_INVALID);
}

static void wrong_upward(size_t n, const double s[], const double y[], double loss[], double grad[])
{
    exact(n, s, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (s[i] == culprit && fegetround() == FE_UPWARD)
            grad[i] = 1 + 0x1p-49; /* 8 ulps */
}

static void nan_toward_zero(size_t n, const double s[], const double y[], double loss[], double grad[])
{
    exact(n, s, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (s[i] == culprit && fegetround() == FE_TOWARDZERO)
            loss[i] = (double)NAN;
}

static void overflows_upward(size_t n, const double s[], const double y[], double loss[], double grad[])
{
    exact(n, s, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (s[i] == DBL_MAX && fegetround() == FE_UPWARD)
            loss[i] = (double)INFINITY;
}

/* At +inf, where the exact loss is infinite, but no pole. */
static void divides_by_zero_at_infinity(size_t n, const double s[], const double y[], double loss[],
                                        double grad[])
{
    exact(n, s, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (isinf(s[i]))
            feraiseexcept(FE_DIVBYZERO);
}

static struct modes judged(ganloss_f64 *function)
{
    const struct ganloss_kernel code = {
        .term = "wasserstein.d_fake", .variant = "planted", .format = "f64", .f64 = function};
    const struct kernel kernel = {.term = term_find("wasserstein.d_fake"), .isa = ISA_ANY, .code = &code};
    const struct choice choice = {.kernel = &kernel, .format = &formats[F64]};
    struct modes modes = {0};
    for (int i = 0; i < N; i++) {
        x[i] = i == 300   ? culprit
               : i == 301 ? (double)NAN
               : i == 302 ? (double)INFINITY
               : i == 303 ? DBL_MAX
                          : i * 0x1p-10;
        reference(&want[i][LOSS], &want[i][GRAD], reference_ideal(kernel.term), choice.format, x[i], 0);
    }
    rounding_add(&modes, &faults, &choice, N, x, NULL, want, false);
    cr_assert_eq(fegetround(), FE_TONEAREST);
    cr_assert_eq(modes.inputs, N);
    cr_assert_not(faults_any(&faults));
    return modes;
}

static void expect_no_errors(const struct modes *modes)
{
    for (int mode = 0; mode < MODES; mode++)
        cr_expect(modes_within(modes, (enum mode)mode, (double[]){-1, -1}), "%s", mode_names[mode]);
}

Test(modes, a_right_kernel_is_clean)
{
    struct modes modes = judged(exact);
    expect_no_errors(&modes);
    cr_expect(modes.raised[INVALID].count == 0 && modes.raised[DIVIDE].count == 0);
}

Test(modes, flags_are_found_at_exactly_their_input)
{
    struct modes modes = judged(raises_invalid_at_one);
    expect_no_errors(&modes);
    cr_expect_eq(modes.raised[INVALID].count, 1);
    cr_expect_eq(modes.raised[INVALID].first.x, culprit);
    cr_expect_eq(modes.raised[DIVIDE].count, 0);
    modes = judged(divides_by_zero_at_one);
    cr_expect_eq(modes.raised[DIVIDE].count, 1);
    cr_expect_eq(modes.raised[DIVIDE].first.x, culprit);
    cr_expect_eq(modes.raised[INVALID].count, 0);
    modes = judged(divides_by_zero_at_infinity);
    cr_expect_eq(modes.raised[DIVIDE].count, 1);
    cr_expect(isinf(modes.raised[DIVIDE].first.x));
    modes = judged(raises_at_nan);
    cr_expect_eq(modes.raised[INVALID].count, 1);
    cr_expect(isnan(modes.raised[INVALID].first.x));
}

/* What no single input raises counts once, near where it is. */
Test(modes, flags_of_several_inputs_together_are_not_lost)
{
    struct modes modes = judged(raises_in_fours);
    cr_expect_eq(modes.raised[INVALID].count, 1);
    cr_expect(modes.raised[INVALID].first.x <= culprit);
}

Test(modes, errors_are_found_under_their_mode_alone)
{
    struct modes modes = judged(wrong_upward);
    cr_expect(modes_within(&modes, NEAREST, (double[]){0, 0}) &&
              modes_within(&modes, DOWN, (double[]){0, 0}) &&
              modes_within(&modes, TOWARD_ZERO, (double[]){0, 0}));
    cr_expect_not(modes_within(&modes, UP, (double[]){0, 0}));
    cr_expect_not(modes_within(&modes, UP, (double[]){6.99, 6.99}));
    cr_expect(modes_within(&modes, UP, (double[]){7, 7})); /* 7 + 1 */
    cr_expect_eq(modes.max[UP][GRAD].at.x, culprit);
    cr_expect(modes.max[UP][LOSS].ulp <= 0);

    /* an infinity is the number after the largest: one ulp */
    modes = judged(overflows_upward);
    cr_expect(modes.max[UP][LOSS].ulp >= 1 && modes.max[UP][LOSS].ulp <= 1);
    cr_expect_eq(modes.max[UP][LOSS].at.x, DBL_MAX);

    modes = judged(nan_toward_zero);
    cr_expect_not(modes_within(&modes, TOWARD_ZERO, (double[]){1e300, 1e300}));
    cr_expect(modes_within(&modes, UP, (double[]){0, 0}));
    cr_expect(isinf(modes.max[TOWARD_ZERO][LOSS].ulp));
    cr_expect_eq(modes.max[TOWARD_ZERO][LOSS].at.x, culprit);
}

/* A directed rounding is no failure: the least subnormal toward zero, the largest number upward. */
static void rounds_as_told(size_t n, const float D[], const float y[], float loss[], float grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = (float)-log((double)D[i]); /* double is plenty; the conversion rounds as told */
        grad[i] = (float)(-1 / (double)D[i]);
    }
}

Test(modes, one_ulp_is_the_price_of_a_direction)
{
    const struct ganloss_kernel code = {
        .term = "minimax.d_real@D", .variant = "planted", .format = "f32", .f32 = rounds_as_told};
    const struct kernel kernel = {.term = term_find("minimax.d_real@D"), .isa = ISA_ANY, .code = &code};
    const struct choice choice = {.kernel = &kernel, .format = &formats[F32]};
    const float D[] = {0x1p-149F, 0x1p-129F, 0x1.fffffcp-129F, 0.3F, 0x1.fffffep-1F, 1, 0};
    enum { COUNT = sizeof D / sizeof *D };
    struct want wants[COUNT][OUTPUTS];
    struct modes modes = {0};
    for (int i = 0; i < COUNT; i++)
        reference(&wants[i][LOSS], &wants[i][GRAD], reference_ideal(kernel.term), choice.format, (double)D[i],
                  0);
    rounding_add(&modes, &faults, &choice, COUNT, D, NULL, wants, false);
    for (int mode = 0; mode < MODES; mode++)
        for (int k = 0; k < OUTPUTS; k++)
            /* -1/2^-149 is 2^149: toward zero it is the largest number, 2^22 or so ulps of its own too small */
            cr_expect(modes.max[mode][k].ulp <= 0x1p24L, "%s %s: %Lg", mode_names[mode], output_names[k],
                      modes.max[mode][k].ulp);
    cr_expect(modes.max[UP][LOSS].ulp < 1.01L && modes.max[TOWARD_ZERO][LOSS].ulp < 1.01L);
    /* log 0 and -1/0 may divide by zero; nothing else did */
    cr_expect_eq(modes.raised[DIVIDE].count, 0);
    cr_expect_eq(modes.raised[INVALID].count, 0);
}

Test(modes, negated_wants_are_those_of_the_negative)
{
    const struct ganloss_kernel code = {
        .term = "wasserstein.g", .variant = "planted", .format = "f64", .f64 = exact};
    const struct kernel kernel = {.term = term_find("wasserstein.g"), .isa = ISA_ANY, .code = &code};
    const struct choice choice = {.kernel = &kernel, .format = &formats[F64]};
    struct modes modes = {0};
    judged(exact); /* fills x */
    for (int i = 0; i < N; i++)
        reference(&want[i][LOSS], &want[i][GRAD], reference_ideal(kernel.term), choice.format, x[i], 0);
    rounding_add(&modes, &faults, &choice, N, x, NULL, want, true);
    expect_no_errors(&modes);
    rounding_add(&modes, &faults, &choice, N, x, NULL, want, false);
    cr_expect_not(modes_within(&modes, NEAREST, (double[]){1e6, 1e6}));
}

/* Blocks merge in any order to what one run gives, and the record gives back what it was given. */
Test(modes, merge_and_survive_json)
{
    struct choice choice;
    struct want wants[N][OUTPUTS];
    float in[N];
    struct modes whole = {0}, parts[2] = {{0}}, merged = {0};
    cr_assert(choice_find(&choice, "nonsaturating.g/naive/f32"));
    for (int i = 0; i < N; i++) {
        in[i] = (float)(i - 350) * 0.37F;
        reference(&wants[i][LOSS], &wants[i][GRAD], reference_ideal(choice.kernel->term), choice.format,
                  (double)in[i], 0);
    }
    rounding_add(&whole, &faults, &choice, N, in, NULL, wants, false);
    rounding_add(&parts[0], &faults, &choice, N / 3, in, NULL, wants, false);
    rounding_add(&parts[1], &faults, &choice, N - N / 3, in + N / 3, NULL, wants + N / 3, false);
    modes_merge(&merged, &parts[1]);
    modes_merge(&merged, &parts[0]);
    cr_expect_gt(whole.raised[INVALID].count, 100, "e^-s overflows below -88.7: inf * 0");

    json_t *expected = modes_json(&choice, &whole), *got = modes_json(&choice, &merged);
    cr_expect(json_equal(expected, got));
    struct modes back = modes_parse(expected);
    json_t *again = modes_json(&choice, &back);
    cr_expect(json_equal(expected, again));
    for (int k = 0; k < OUTPUTS; k++)
        cr_expect_eq(back.max[DOWN][k].at.x, whole.max[DOWN][k].at.x);
    cr_expect_eq(back.raised[INVALID].first.x, whole.raised[INVALID].first.x);
    cr_expect_eq(back.raised[INVALID].count, whole.raised[INVALID].count);
    json_decref(expected);
    json_decref(got);
    json_decref(again);
    cr_expect_eq(modes_parse(NULL).inputs, 0);
}
