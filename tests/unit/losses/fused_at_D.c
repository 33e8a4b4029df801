/* Fused kernels on D itself: the same bits on every instruction set, for every length and place, and right where something changes. That all
   floats are right, verify --level exhaustive shows; that errors in double are as small as losses.def says, make prove proves. */
#include "harness/base/random.h"
#include "harness/metric/metric.h"
#include "losses/bits.h"
#include "losses/fused/at_D.h"
#include "losses/fused/fused.h"
#include "losses/isa.h"
#include "losses/registry.h"
#include "reference/reference.h"
#include "tests/support/length.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { KERNELS = FUSED_KERNELS - FUSED_AT_D };

static ganloss_f32 *const *const tables[ISAS] = ISA_TABLE(fused_f32);
static ganloss_f64 *const *const tables_f64[ISAS] = ISA_TABLE(fused_f64);
static const char *const term_of[KERNELS] = {"nonsaturating.g@D", "minimax.d_fake@D", "minimax.g@D"};

/* One element by the kernel of a format. In double what is given in float is exact. */
static void run(ganloss_f32 *f32, ganloss_f64 *f64, int format, double x, double got[OUTPUTS])
{
    if (format == F32) {
        float narrow = (float)x, results[OUTPUTS];
        f32(1, &narrow, NULL, &results[LOSS], &results[GRAD]);
        got[LOSS] = (double)results[LOSS];
        got[GRAD] = (double)results[GRAD];
    } else {
        f64(1, &x, NULL, &got[LOSS], &got[GRAD]);
    }
}

static void call(int isa, int format, int kernel, double x, double got[OUTPUTS])
{
    run(tables[isa][FUSED_AT_D + kernel], tables_f64[isa][FUSED_AT_D + kernel], format, x, got);
}

/* Both results at D against the exact ones: no further off than the registry says, with the right sign. */
static void judge(int isa, int format, int kernel, double D)
{
    const struct ganloss_kernel *row = ganloss_find(term_of[kernel], "fused", formats[format].name);
    const double bounds[OUTPUTS] = {[LOSS] = row->loss_ulp, [GRAD] = row->grad_ulp};
    struct want want[OUTPUTS];
    double got[OUTPUTS];
    call(isa, format, kernel, D, got);
    reference(&want[LOSS], &want[GRAD], reference_ideal(term_find(term_of[kernel])), &formats[format], D, 0);
    for (int k = 0; k < OUTPUTS; k++) {
        struct error error = metric_measure(got[k], &want[k]);
        bool near = format == F32
                        ? got[k] == want[k].rounded
                        : got[k] == want[k].rounded || (error.class == IN_ULPS && error.ulp <= bounds[k]);
        cr_expect(near && !signbit(got[k]) == !signbit(want[k].rounded), "%s/%s, %s, %s at %a: %a, not %a",
                  term_of[kernel], formats[format].name, isa_names[isa], output_names[k], D, got[k],
                  want[k].rounded);
    }
}

static void judge_everywhere(int format, double D)
{
    for (int kernel = 0; kernel < KERNELS; kernel++)
        for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++)
            judge(isa, format, kernel, D);
}

/* Any number there is, NaN and what is outside [0, 1] among them; or one that is inside. */
static double draw(uint64_t *state, int format)
{
    uint64_t bits = random_next(state);
    double any = format == F32 ? (double)float_of_bits((uint32_t)(bits >> 32)) : of_bits(bits);
    double inside = random_uniform(state), one_minus = 1 - inside * inside * inside;
    return bits % 4 == 0 ? any : bits % 4 == 1 ? fabs(any) : bits % 4 == 2 ? inside : one_minus;
}

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* Every length up to two blocks and a bit: each result is that of an element by itself, for any CPU. */
Test(fused_at_D, has_the_same_bits_on_every_instruction_set_and_in_every_place)
{
    enum { MOST = 600 };
    static double x[MOST], loss[MOST], grad[MOST];
    static float narrow[MOST], narrow_loss[MOST], narrow_grad[MOST];
    uint64_t state = 1;
    for (int round = 0; round < length_of(6 * MOST, 8); round++)
        for (int format = 0; format < FORMATS; format++)
            for (int kernel = 0; kernel < KERNELS; kernel++) {
                size_t n = (size_t)round % MOST;
                for (size_t i = 0; i < n; i++)
                    narrow[i] = (float)(x[i] = draw(&state, format));
                for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
                    if (format == F32)
                        tables[isa][FUSED_AT_D + kernel](n, narrow, NULL, narrow_loss, narrow_grad);
                    else
                        tables_f64[isa][FUSED_AT_D + kernel](n, x, NULL, loss, grad);
                    for (size_t i = 0; i < n; i++) {
                        double alone[OUTPUTS];
                        call(ISA_ANY, format, kernel, format == F32 ? (double)narrow[i] : x[i], alone);
                        cr_assert(same(alone[LOSS], format == F32 ? (double)narrow_loss[i] : loss[i]) &&
                                      same(alone[GRAD], format == F32 ? (double)narrow_grad[i] : grad[i]),
                                  "%s/%s, %s, %zu of %zu: %a", term_of[kernel], formats[format].name,
                                  isa_names[isa], i, n, x[i]);
                    }
                }
            }
}

/* The registry has what was compiled for this CPU. */
Test(fused_at_D, is_in_the_registry_under_its_name)
{
    static const struct {
        const char *term;
        int kernel;
    } rows[] = {
        {"minimax.d_real@D", 0}, {"nonsaturating.g@D", 0}, {"minimax.d_fake@D", 1}, {"minimax.g@D", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int format = 0; format < FORMATS; format++) {
            const struct ganloss_kernel *row = ganloss_find(rows[i].term, "fused", formats[format].name);
            double want[OUTPUTS], got[OUTPUTS], D = 0.3;
            cr_assert(row);
            run(row->f32, row->f64, format, D, got);
            call((int)isa_best(), format, rows[i].kernel, D, want);
            cr_expect(same(got[LOSS], want[LOSS]) && same(got[GRAD], want[GRAD]), "%s: %a, %a", rows[i].term,
                      got[LOSS], got[GRAD]);
        }
}

/* Where the loss of a small D, D + D^2/2 + D^3/3, or 1/(1 - D) lies beside the middle between two floats; powers of two and their neighbours,
   from which on k is another; 1/2, up to which 1 - D is not used; and the ends. */
Test(fused_at_D, rounds_floats_correctly_where_double_arithmetic_cannot_tell)
{
    static const float near[] = {0x1.7ffffap-21F, 0x1p-23F,  0x1p-24F,   0x1.fffffep-25F,
                                 0x1.22d57p-65F,  0x1p-22F,  0x1.8p-22F, 0x1p-25F,
                                 0x1p-126F,       0x1p-149F, 0x1p-128F,  0x1p-127F};
    for (size_t i = 0; i < sizeof near / sizeof *near; i++)
        judge_everywhere(F32, (double)near[i]);
    for (int k = 0; k <= 149; k++) {
        float power = ldexpf(1, -k), one_minus = k < 25 ? 1 - power : 1;
        for (int side = 0; side < 3; side++) {
            float beside = side == 0 ? power : nextafterf(power, side == 1 ? 0 : 1);
            judge_everywhere(F32, (double)beside);
            judge_everywhere(F32, (double)nextafterf(one_minus, side ? 0 : 1));
        }
    }
}

Test(fused_at_D, keeps_its_bounds_in_double)
{
    for (int k = 0; k <= 1074; k++) {
        double power = ldexp(1, -k), one_minus = k < 54 ? 1 - power : 1;
        for (int side = 0; side < 3; side++) {
            judge_everywhere(F64, side == 0 ? power : nextafter(power, side == 1 ? 0 : 1));
            judge_everywhere(F64, nextafter(one_minus, side ? 0 : 1));
        }
    }
    uint64_t state = 2;
    for (int i = 0; i < length_of(20000, 10); i++) {
        double D = draw(&state, F64);
        judge(ISA_ANY, F64, i % KERNELS, D >= 0 && D <= 1 ? D : 0.5);
    }
}

/* -0 is 0. Outside [0, 1] nothing is defined. */
Test(fused_at_D, is_exact_at_the_ends)
{
    static const double of[KERNELS][OUTPUTS] = {{1, -1}, {1, 1}, {-1, -1}};
    static const double outside[] = {-0x1p-149, -1,        0x1.000002p+0, 2,   FLT_MAX,
                                     INFINITY,  -INFINITY, NAN,           -NAN};
    for (int format = 0; format < FORMATS; format++)
        for (int kernel = 0; kernel < KERNELS; kernel++)
            for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
                double got[OUTPUTS], infinite = kernel == 0 ? 0 : 1;
                for (int i = 0; i < 3; i++) {
                    double D = i == 2 ? 1 : i == 1 ? -0.0 : 0;
                    bool pole = fabs(D) == infinite;
                    call(isa, format, kernel, D, got);
                    cr_expect(same(got[LOSS], of[kernel][LOSS] * (pole ? (double)INFINITY : 0)), "%a: %a", D,
                              got[LOSS]);
                    cr_expect(same(got[GRAD], of[kernel][GRAD] * (pole ? (double)INFINITY : 1)), "%a: %a", D,
                              got[GRAD]);
                }
                for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
                    call(isa, format, kernel, outside[i], got);
                    cr_expect(isnan(got[LOSS]) && isnan(got[GRAD]), "%a: %a and %a", outside[i], got[LOSS],
                              got[GRAD]);
                }
            }
}

/* Of the two doubles around the exact value the one whose last bit is odd: it rounds to the float that the exact value rounds to. `want` knows
   the exact value to 2^-20 of an ulp. */
Test(fused_at_D, exact_losses_are_rounded_to_odd)
{
    uint64_t state = 1;
    for (int i = 0; i < length_of(20000, 10); i++) {
        double D = (double)(float)fabs(draw(&state, F32));
        bool fake = i % 2;
        if (!(D > 0 && D < 1))
            continue;
        double got = fused_exact_at_D(D, fake);
        struct want want;
        reference(&want, NULL, reference_ideal(term_find(term_of[fake])), &formats[F64], D, 0);
        double in_ulps = ldexp(got, -want.ulp_exponent);
        cr_assert(bits_of(got) % 2 == 1 && fabs((in_ulps - want.high) - want.low) < 1 + 0x1p-19,
                  "%s at %a: %a beside %a", term_of[fake], D, got, want.rounded);
    }
}
