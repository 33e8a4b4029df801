/* The call that training makes, in double, against MPFR: gradients rounded once, scale and division included, and means, within
   what make prove proves; and the same bits on every instruction set. */
#include "harness/base/random.h"
#include "harness/metric/metric.h"
#include "losses/bits.h"
#include "losses/isa.h"
#include "losses/training/training.h"
#include "tests/support/length.h"
#include "tests/support/sample.h"
#include "tests/support/scaled.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <float.h>
#include <omp.h>
#include <string.h>

static const struct training_f64_code *const codes[ISAS] = ISA_TABLE(training_f64);
static const char *const fused_terms[] = {"nonsaturating.g", "minimax.d_fake", "minimax.g", "bce.d_real",
                                          "bce.d_fake"};
enum { FUSED_TERMS = sizeof fused_terms / sizeof *fused_terms };

static bool same(double a, double b)
{
    return bits_of(a) == bits_of(b) || (isnan(a) && isnan(b));
}

static void expect_near(double got, const struct want *want, double most, const char *what, double x,
                        double scale, size_t n)
{
    struct error error = metric_measure(got, want);
    bool zero_sign = got == 0 && signbit(got) != signbit(want->rounded);
    cr_expect(error.class == IN_ULPS && error.ulp <= (long double)most && !zero_sign,
              "%s at %a times %a / %zu: %a, not %a: %.3Lg ulp", what, x, scale, n, got, want->rounded,
              error.ulp);
}

/* A logit alone, and among others, one of which is far, as one of a batch of any size, on every instruction set. */
static void check_gradient(const char *name, double x, double scale, size_t n)
{
    const struct ganloss_loss *loss = ganloss_loss_find(name);
    struct training_f64 call = training_call_f64(loss, n, scale);
    double first[5] = {0}, grad[5], alone;
    struct want want;
    scaled_gradient(&want, term_find(name), &formats[F64], x, 0, scale, n);
    for (int far = 0; far < 2; far++)
        for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
            double batch[] = {1, nextafter(x, INFINITY), x, -3, far ? 700 : 80};
            struct ganloss_part sum = {0, 0};
            codes[isa]->blocks(&call, 5, batch, grad, &sum);
            codes[isa]->one(&call, &x, &alone);
            if (far == 0 && isa == 0) {
                memcpy(first, grad, sizeof grad);
                expect_near(grad[2], &want, TRAINING_F64_GRADIENT_ULP, name, x, scale, n);
                /* of few digits; rounded twice, it would be up to 0.75 ulp off */
                if (call.exact || fabs(grad[2]) < DBL_MIN)
                    expect_near(grad[2], &want, 0.5 + 0x1p-30, name, x, scale, n);
            }
            cr_expect(same(grad[2], alone), "%s, %s at %a: alone %a, not %a", name, isa_names[isa], x, alone,
                      grad[2]);
            cr_expect(memcmp(first, grad, (far ? 4 : 5) * sizeof *grad) == 0, "%s, %s%s at %a: not the same",
                      name, isa_names[isa], far ? " in far company" : "", x);
        }
}

static double draw(uint64_t *state)
{
    uint64_t bits = random_next(state);
    double any = of_bits(random_next(state));
    return bits % 8 == 0 ? (isnan(any) ? 0 : any) : (random_uniform(state) - 0.5) * (bits % 4 ? 20 : 3000);
}

Test(training_f64, gradients_are_rounded_once)
{
    static const double scales[] = {1,        3,       0.1,      -2.5,     65536,     0x1p-90,
                                    0x1p-100, DBL_MAX, -DBL_MIN, 0x1p1000, 0x1p-1074, 0x1.8p40};
    static const size_t sizes[] = {1, 2, 3, 7, 300, 4096, ((size_t)1 << 24) + 1, ((size_t)1 << 40) - 3};
    uint64_t state = 3;
    for (int i = 0; i < length_of(20000, 20); i++) {
        double scale = i % 3 ? scales[i / 3 % 12] : of_bits(random_next(&state));
        if (isfinite(scale))
            check_gradient(fused_terms[i % FUSED_TERMS], draw(&state), scale, sizes[random_next(&state) % 8]);
    }
}

/* Just below the normal numbers: one that is rounded to 53 bits first is 0.73 ulp off. */
Test(training_f64, subnormal_gradients_are_rounded_once)
{
    static const double places[] = {-639.107, -639.177, -639.574, -639.729};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        check_gradient("minimax.d_fake", places[i], 0x1p-100, 1);
}

/* Where a block is done otherwise, e is scaled in two steps, exact.c takes over, and results are subnormal, or 0 from there. */
Test(training_f64, gradients_where_something_changes)
{
    static const double places[] = {83,
                                    83.17766166719343,
                                    82.83108807643552,
                                    640,
                                    640.4804,
                                    0x1.61da04cbafe43p+9,
                                    708.3964,
                                    744.44,
                                    745.1332191019412,
                                    745.8263,
                                    746,
                                    1400,
                                    0x1p-200,
                                    0,
                                    DBL_MIN,
                                    DBL_MAX,
                                    (double)INFINITY,
                                    639.9};
    static const double scales[] = {1,       0.3,     1e300,    DBL_MAX,   0x1p-94, 0x1p-95,
                                    0x1p-96, 0x1p-97, 0x1p-110, 0x1p-1074, 1e-310};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (int side = -1; side <= 1; side += 2)
            for (int step = -1; step <= 1; step++)
                for (size_t k = 0; k < sizeof scales / sizeof *scales; k++) {
                    double x =
                        side * (step ? nextafter(places[i], step > 0 ? INFINITY : -INFINITY) : places[i]);
                    check_gradient(fused_terms[(i + k) % FUSED_TERMS], x, scales[k], 1 + k % 3);
                }
}

static void check_mean(const char *name, size_t n, const double x[])
{
    struct want want;
    double condition;
    reference_mean(&want, NULL, &condition, reference_ideal(term_find(name)), &formats[F64], n, x, NULL);
    expect_near(ganloss_loss_f64(ganloss_loss_find(name), n, x, NULL, 1, NULL), &want, TRAINING_F64_MEAN_ULP,
                name, x[0], 1, n);
}

Test(training_f64, means_are_within_the_proved_bound)
{
    enum { LARGEST = 9000 };
    static double x[LARGEST];
    static const size_t sizes[] = {1, 2, 15, 16, 17, 255, 256, 257, 511, 4095, 4096, 8191, LARGEST};
    static const double reach[][2] = {{-4, 4},       {-100, -20},  {20, 300},
                                      {-1e-6, 1e-6}, {-700, -600}, {-90, 700}};
    uint64_t state = 7;
    for (size_t r = 0; r < sizeof reach / sizeof *reach; r++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            for (int i = 0; i < (sizes[k] < 300 ? length_of(50, 10) : 1); i++) {
                for (size_t j = 0; j < sizes[k]; j++)
                    x[j] = sample_uniform(&state, reach[r][0], reach[r][1]);
                check_mean(fused_terms[(k + (size_t)i) % FUSED_TERMS], sizes[k], x);
            }
}

/* Of one element, the loss that the fused kernel gives, save where e is scaled in two steps; and its gradient, to the last bit. */
Test(training_f64, of_one_element_the_mean_is_the_kernels_loss)
{
    uint64_t state = 9;
    for (int i = 0; i < length_of(1000000, 50); i++) {
        const char *name = fused_terms[i % FUSED_TERMS];
        double x = draw(&state), loss, grad, scaled;
        ganloss_find(name, "fused", "f64")->f64(1, &x, NULL, &loss, &grad);
        double mean = ganloss_loss_f64(ganloss_loss_find(name), 1, &x, NULL, 1, &scaled);
        cr_assert(same(mean, loss) || fabs(x) > 69, "%s at %a: %a, not %a", name, x, mean, loss);
        cr_assert(fabs(mean - loss) <= 0x1p-1074 + 0x1p-52 * fabs(loss) || mean == loss);
        cr_assert(fabs(scaled - grad) <= 0x1p-1074 + 0x1.8p-52 * fabs(grad), "%s at %a", name, x);
    }
}

/* Doubles of every kind, in batches of every length up to two blocks and a bit. */
Test(training_f64, has_the_same_bits_on_every_instruction_set)
{
    enum { MOST = 600 };
    static double x[MOST], grad[2][MOST];
    uint64_t state = 1;
    for (int round = 0; round < length_of(4800, 8); round++) {
        size_t n = 1 + (size_t)round % MOST;
        for (size_t i = 0; i < n; i++)
            x[i] = round % 3 ? sample_uniform(&state, -80, 80) : draw(&state);
        struct training_f64 call =
            training_call_f64(ganloss_loss_find(round % 2 ? "minimax.g" : "bce.d_real"), 2 * n, 3);
        struct ganloss_part part[2];
        for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
            int k = isa > 0;
            part[k] = (struct ganloss_part){0, 0};
            codes[isa]->blocks(&call, n, x, grad[k], &part[k]);
            cr_assert(memcmp(grad[0], grad[k], n * sizeof *x) == 0, "%s, n = %zu", isa_names[isa], n);
            cr_assert(same(part[0].high, part[k].high) && same(part[0].low, part[k].low),
                      "%s, n = %zu: %a, not %a", isa_names[isa], n, part[k].high, part[0].high);
        }
    }
}

/* In place, on any number of threads, at any alignment, and without gradients. */
static void check_ways(const struct ganloss_loss *loss, size_t n, const double x[], double scale)
{
    enum { MOST = 150000 };
    static double plain[MOST];
    static char bytes[(MOST + 4) * sizeof(double)];
    double mean = ganloss_loss_f64(loss, n, x, NULL, scale, plain), beside = 77;
    cr_assert(same(ganloss_loss_f64(loss, n, x, NULL, scale, NULL), mean));
    for (int threads = 0; threads < 5; threads++) {
        static const int counts[] = {0, 1, 2, 3, 7};
        char *start = bytes + sizeof(double) * (size_t)(1 + threads % 3), *end = start + n * sizeof *x;
        double *array = (double *)(void *)start;
        memcpy(start - sizeof beside, &beside, sizeof beside);
        memcpy(start, x, n * sizeof *x);
        memcpy(end, &beside, sizeof beside);
        omp_set_num_threads(counts[threads] > 0 ? counts[threads] : 1);
        double again = (counts[threads] > 0 ? ganloss_omp_loss_f64 : ganloss_loss_f64)(loss, n, array, NULL,
                                                                                       scale, array);
        cr_assert(same(again, mean), "n = %zu, %d threads: %a, not %a", n, counts[threads], again, mean);
        cr_assert(memcmp(start, plain, n * sizeof *x) == 0, "n = %zu, %d threads", n, counts[threads]);
        cr_assert(memcmp(start - sizeof beside, &beside, sizeof beside) == 0 &&
                      memcmp(end, &beside, sizeof beside) == 0,
                  "n = %zu: written beside the gradients", n);
    }
}

Test(training_f64, has_the_same_bits_in_place_with_threads_and_unaligned)
{
    static double x[150000];
    uint64_t state = 2;
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = sample_uniform(&state, -80, i % 4096 < 3900 ? 80 : 800);
    for (size_t k = 0; k < 50; k++) {
        size_t n = k < 20   ? 1 + k
                   : k < 46 ? (size_t)(20 * pow(1.38, (double)(k - 20)))
                            : 150000 - (k - 45) * 7777;
        check_ways(ganloss_loss_find(fused_terms[k % FUSED_TERMS]), n, x, k % 3 ? 1 : -0.3);
    }
}

Test(training_f64, infinities_nan_and_what_there_is_nothing_to_give)
{
    const struct ganloss_loss *loss = ganloss_loss_find("minimax.d_fake");
    double x[] = {1, INFINITY, -2, -INFINITY}, grad[4];
    errno = 0;
    cr_expect_eq(ganloss_loss_f64(loss, 4, x, NULL, 1, grad), (double)INFINITY);
    cr_expect(grad[1] == 0.25 && grad[3] == 0 && !signbit(grad[3]));
    x[0] = (double)NAN;
    cr_expect(isnan(ganloss_loss_f64(loss, 4, x, NULL, 1, grad)));
    cr_expect(isnan(grad[0]) && grad[1] == 0.25 && !isnan(grad[2]));
    static double many[1000];
    many[700] = INFINITY;
    cr_expect_eq(ganloss_loss_f64(loss, 1000, many, NULL, 1, NULL), (double)INFINITY);
    many[10] = (double)NAN;
    cr_expect(isnan(ganloss_loss_f64(loss, 1000, many, NULL, 1, NULL)));
    grad[0] = 7;
    cr_expect(isnan(ganloss_loss_f64(loss, 0, NULL, NULL, 1, grad)) && grad[0] == 7);
    x[0] = 0;
    for (size_t n = 1; n <= 2; n++) {
        cr_expect_eq(ganloss_loss_f64(loss, n, x, NULL, INFINITY, grad),
                     ganloss_loss_f64(loss, n, x, NULL, 1, NULL));
        cr_expect(isnan(grad[0]) && isnan(grad[n - 1]));
        ganloss_loss_f64(loss, n, x, NULL, -0.0, grad);
        cr_expect(grad[0] == 0 && signbit(grad[0]));
    }
    cr_expect_eq(errno, 0);
}
