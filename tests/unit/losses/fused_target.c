/* The fused kernels of the cross-entropy with a label: in float correctly rounded, in double within what they say; where both
   results, or a sum and a half, are as good as alike; and the same bits on every instruction set. */
#include "harness/base/random.h"
#include "harness/metric/metric.h"
#include "losses/bits.h"
#include "losses/fused/fused.h"
#include "losses/isa.h"
#include "losses/registry.h"
#include "tests/support/length.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

static ganloss_f32 *const *const tables[ISAS] = ISA_TABLE(fused_f32);
static ganloss_f64 *const *const tables_f64[ISAS] = ISA_TABLE(fused_f64);

static void exact(struct want want[OUTPUTS], const struct format *format, double s, double t)
{
    reference(&want[LOSS], &want[GRAD], reference_ideal(term_find("bce.target")), format, s, t);
}

/* Correctly rounded, on every instruction set. */
static void check_f32(float s, float t)
{
    struct want want[OUTPUTS];
    exact(want, &formats[F32], (double)s, (double)t);
    for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
        float got[OUTPUTS];
        tables[isa][FUSED_TARGET](1, &s, &t, &got[LOSS], &got[GRAD]);
        for (int k = 0; k < OUTPUTS; k++)
            cr_expect((double)got[k] == want[k].rounded && !signbit(got[k]) == !signbit(want[k].rounded),
                      "%s, %s at %a, %a: %a, not %a", isa_names[isa], output_names[k], (double)s, (double)t,
                      (double)got[k], want[k].rounded);
    }
}

/* Half an ulp, and 0.22 of that of sigmoid(-|s|); where that is subnormal, as much again. */
static double most_gradient(double s, const struct want *want)
{
    double q = exp(-fabs(s)) / (1 + exp(-fabs(s)));
    return 0.5 + 0.22 * ldexp(q, -52 - want->ulp_exponent) + (fabs(s) > 700 ? 0.5 : 0);
}

static void check_f64(double s, double t)
{
    struct want want[OUTPUTS];
    exact(want, &formats[F64], s, t);
    const double bound = ganloss_find("bce.target", "fused", "f64")->loss_ulp;
    double first[OUTPUTS] = {0};
    for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
        double got[OUTPUTS];
        tables_f64[isa][FUSED_TARGET](1, &s, &t, &got[LOSS], &got[GRAD]);
        if (isa == 0)
            memcpy(first, got, sizeof got);
        cr_expect(memcmp(first, got, sizeof got) == 0, "%s at %a, %a: not the same", isa_names[isa], s, t);
    }
    struct error loss = metric_measure(first[LOSS], &want[LOSS]),
                 grad = metric_measure(first[GRAD], &want[GRAD]);
    cr_expect(loss.class == IN_ULPS && loss.ulp <= (long double)bound,
              "loss at %a, %a: %a, not %a: %.3Lg ulp", s, t, first[LOSS], want[LOSS].rounded, loss.ulp);
    long double off =
        grad.class == IN_ULPS ? grad.ulp : metric_distance((long double)first[GRAD], &want[GRAD]);
    cr_expect(off <= (long double)most_gradient(s, &want[GRAD]), "gradient at %a, %a: %a, not %a: %.3Lg ulp",
              s, t, first[GRAD], want[GRAD].rounded, off);
    cr_expect(grad.class != ZERO_SIGN, "zero at %a, %a: %a", s, t, first[GRAD]);
}

static double sigmoid(double s)
{
    return 1 / (1 + exp(-s));
}

/* Any logit and any label; labels next to what the gradient is the difference to. */
Test(fused_target, is_right_everywhere)
{
    uint64_t state = 5;
    for (int i = 0; i < length_of(20000, 10); i++)
        for (int f = 0; f < FORMATS; f++) {
            const struct format *format = &formats[f];
            double s = i % 3 ? sample_logit(&state, format) : sample_uniform(&state, -20, 20),
                   t = sample_target(&state, format);
            if (i % 4 == 1)
                t = sample_near(&state, format, format_round(format, sigmoid(s)), 2);
            if (i % 8 == 2)
                t = sample_near(&state, format, 0.5, 3);
            s = format_round(format, s);
            t = format_round(format, t < 0 ? 0 : t > 1 ? 1 : t);
            if (f == F32)
                check_f32((float)s, (float)t);
            else
                check_f64(s, t);
        }
}

/* (1/2 - t) + s/4 in the middle between two floats, or 0: only s^3/48 tells, however small. */
Test(fused_target, rounds_correctly_beside_a_half)
{
    uint64_t state = 6;
    for (int i = 0; i < length_of(4000, 4); i++) {
        int k = 24 + i % 25;
        float t = 0.5F - (float)ldexp((double)(random_next(&state) % 64) - 32, -k);
        float c = t - 0.5F; /* exact */
        double middle = ((double)nextafterf(c, 1) + (double)c) / 2;
        float s = (float)(4 * (i % 2 ? middle : (double)c)), moved = i % 2 ? s - 4 * c : s;
        check_f32(moved, t);
        check_f32(s, t);
        check_f32(-moved, t);
        check_f64((double)s, (double)t);
        check_f32((float)ldexp(1 + (double)(random_next(&state) % 4096), -149 - i % 3), 0.5F);
    }
    check_f32(0x1p-5F, 1 / (1 + expf(-0x1p-5F))); /* a series that ends at s^3 is too short there */
}

Test(fused_target, is_right_at_the_ends)
{
    static const double places[] = {0,        1,       0x1p-149, 0x1p-126,        87.4,    103.5,
                                    103.97,   110.5,   134.9,    135.1,           195.5,   599.9,
                                    600.1,    708.5,   744.9,    745.2,           760,     1400,
                                    1401,     FLT_MAX, 0x1p500,  0x1.8p501,       DBL_MAX, 0x1p-1074,
                                    0x1p-100, 0x1p-10, 0x1p-13,  (double)INFINITY};
    static const double labels[] = {0,        0x1p-1074,   0x1p-1000,   0x1p-601, 0x1p-599,
                                    0x1p-149, 0x1p-126,    0x1p-30,     0.1,      0.5,
                                    0.9,      1 - 0x1p-24, 1 - 0x1p-53, 1};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (size_t k = 0; k < sizeof labels / sizeof *labels; k++)
            for (int side = -1; side <= 1; side += 2) {
                check_f32((float)(side * places[i]), (float)labels[k]);
                check_f64(side * places[i], labels[k]);
            }
}

Test(fused_target, has_the_same_bits_for_every_length_and_gives_nan_for_nan)
{
    enum { MOST = 600 };
    static float x[MOST], y[MOST], want[2][MOST], got[2][MOST];
    uint64_t state = 7;
    for (int round = 0; round < length_of(4 * MOST, 8); round++) {
        size_t n = (size_t)round % MOST;
        for (size_t i = 0; i < n; i++) {
            x[i] =
                i % 5 ? (float)sample_uniform(&state, -30, 30) : float_of_bits((uint32_t)random_next(&state));
            y[i] = i % 7 == 3 ? (float)NAN : (float)sample_target(&state, &formats[F32]);
        }
        tables[ISA_ANY][FUSED_TARGET](n, x, y, want[0], want[1]);
        for (size_t i = 0; i < n; i++)
            cr_assert(isnan(x[i]) || isnan(y[i]) ? isnan(want[0][i]) && isnan(want[1][i])
                                                 : !isnan(want[0][i]) && !isnan(want[1][i]));
        for (int isa = 1; isa < ISAS && isa_runs((enum isa)isa); isa++) {
            tables[isa][FUSED_TARGET](n, x, y, got[0], got[1]);
            for (size_t i = 0; i < n; i++)
                for (int k = 0; k < 2; k++)
                    cr_assert(bits_of_float(got[k][i]) == bits_of_float(want[k][i]) || isnan(want[k][i]),
                              "%s, %zu of %zu: %a, %a", isa_names[isa], i, n, (double)x[i], (double)y[i]);
        }
    }
    double s = 1, t = (double)NAN, loss, grad;
    tables_f64[ISA_ANY][FUSED_TARGET](1, &s, &t, &loss, &grad);
    cr_expect(isnan(loss) && isnan(grad));
    tables_f64[ISA_ANY][FUSED_TARGET](1, &t, &s, &loss, &grad);
    cr_expect(isnan(loss) && isnan(grad));
}
