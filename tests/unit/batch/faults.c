/* Planted faults of batch means and gradients, each of which must be found. */
#include "harness/base/threads.h"
#include "harness/batch/measure.h"
#include "harness/batch/run.h"
#include "tests/support/batched.h"

#include <criterion/criterion.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <time.h>

/* The faulty means keep their losses on the stack. */
enum { BUFFER = 1024 };

static unsigned faults_in(const char *glob, const char *regime, size_t sizes, const size_t size[],
                          const struct batch_code *code)
{
    struct batch_rows rows = batched(glob, regime, sizes, size, code);
    unsigned faults = batched_faults(&rows);
    batch_free(&rows);
    return faults;
}

/* Planted faults. Each wraps the library's function. */

static double drop_last(enum ganloss_reduction reduction, size_t n, const float loss[])
{
    return ganloss_sum_f32(reduction, n % 2 && n > 1 ? n - 1 : n, loss);
}

/* Left to right whatever the reduction. */
static double really_naive(enum ganloss_reduction reduction, size_t n, const float loss[])
{
    return ganloss_sum_f32(reduction == GANLOSS_PAIRWISE ? GANLOSS_NAIVE : reduction, n, loss);
}

static float naive_mean(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                        const float y[], float grad[])
{
    return ganloss_mean_f32(kernel, reduction == GANLOSS_PAIRWISE ? GANLOSS_NAIVE : reduction, n, x, y, grad);
}

static float drop_last_mean(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                            const float y[], float grad[])
{
    float loss[BUFFER], mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad), unscaled[BUFFER];
    if (n > BUFFER)
        return mean;
    kernel(n, x, y, loss, unscaled);
    return (float)(drop_last(reduction, n, loss) / (double)n);
}

/* Divides every loss before the sum: what the sum is divided by n is then off by the roundings. */
static float scale_first(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                         const float y[], float grad[])
{
    float loss[BUFFER], unscaled[BUFFER];
    ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    kernel(n, x, y, loss, unscaled);
    for (size_t i = 0; i < n; i++)
        loss[i] /= (float)n;
    return (float)ganloss_sum_f32(reduction, n, loss);
}

/* Off by twice what a naive sum of so many equal losses may be. */
static double twice_its_bound(enum ganloss_reduction reduction, size_t n, const float loss[])
{
    double sum = ganloss_sum_f32(reduction, n, loss);
    return reduction == GANLOSS_NAIVE ? sum * (1 + 2 * (double)(n - 1) * 0x1p-24) : sum;
}

static float twice_its_bound_mean(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n,
                                  const float x[], const float y[], float grad[])
{
    float loss[BUFFER], unscaled[BUFFER], mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    if (reduction != GANLOSS_NAIVE || n > BUFFER)
        return mean;
    kernel(n, x, y, loss, unscaled);
    return (float)(twice_its_bound(reduction, n, loss) / (double)n);
}

/* The other neighbour of the quotient, wherever that is no further off than 0.74 ulp. */
static float rounds_badly(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                          const float y[], float grad[])
{
    float loss[BUFFER], unscaled[BUFFER], mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    if (n > BUFFER)
        return mean;
    kernel(n, x, y, loss, unscaled);
    for (size_t i = 0; i < n; i++) {
        double exact = (double)unscaled[i] / (double)n;
        float other = nextafterf(grad[i], exact > (double)grad[i] ? INFINITY : -INFINITY);
        double ulp = fabs((double)other - (double)grad[i]);
        if (fabs((double)other - exact) <= 0.74 * ulp)
            grad[i] = other;
    }
    return mean;
}

/* The neighbour of a mean: a division that is off by up to an ulp and a half. */
static float next_mean(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                       const float y[], float grad[])
{
    return nextafterf(ganloss_mean_f32(kernel, reduction, n, x, y, grad), INFINITY);
}

static float divide_by_one_less(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n,
                                const float x[], const float y[], float grad[])
{
    float mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    for (size_t i = 0; i < n && n > 1; i++)
        grad[i] *= (float)n / (float)(n - 1);
    return mean;
}

static float sees_alignment(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                            const float y[], float grad[])
{
    float mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    return (uintptr_t)x % 16 ? nextafterf(mean, INFINITY) : mean;
}

static float gradient_sees_alignment(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n,
                                     const float x[], const float y[], float grad[])
{
    float mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    if ((uintptr_t)grad % 16)
        grad[n - 1] = nextafterf(grad[n - 1], INFINITY);
    return mean;
}

/* A sum kept between calls, as in a static buffer: calls at once disturb each other. Where there are other
   threads, the first waits for another, however busy the machine is. */
static volatile int callers;
static volatile bool met;

static float shares_state(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                          const float y[], float grad[])
{
    float mean;
#pragma omp atomic
    callers++;
    mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    for (int ms = 0; ms < 10000 && !met && omp_get_num_threads() > 1; ms++) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        met = met || callers > 1;
    }
    mean += (float)(callers - 1);
#pragma omp atomic
    callers--;
    return mean;
}

static float loses_nan(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                       const float y[], float grad[])
{
    float mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    return isnan(mean) ? 0 : mean;
}

static const size_t small_sizes[] = {2, 3, 9, 65, 513, 1000};
enum { SMALL = sizeof small_sizes / sizeof *small_sizes };
static const char victim[] = "nonsaturating.g/stable/f32";

Test(batch_accuracy, a_dropped_element_is_found)
{
    struct batch_code code = batch_library;
    code.sum_f32 = drop_last;
    code.mean_f32 = drop_last_mean;
    static const size_t odd[] = {9, 513}, even[] = {8, 512};
    cr_expect(faults_in(victim, "equilibrium", 2, odd, &code) & 1u << FAULT_SUM);
    cr_expect_eq(faults_in(victim, "equilibrium", 2, even, &code), 0);
    code.sum_f32 = ganloss_sum_f32; /* in the mean alone */
    cr_expect_eq(faults_in(victim, "equilibrium", 2, odd, &code), 1u << FAULT_SCALE);
}

Test(batch_accuracy, scaling_before_summing_is_found)
{
    struct batch_code code = batch_library;
    code.mean_f32 = scale_first;
    cr_expect_eq(faults_in(victim, "equilibrium", SMALL, small_sizes, &code), 1u << FAULT_SCALE);
}

/* 2^20 equal losses: left to right each addition rounds the same way. */
Test(batch_accuracy, a_pairwise_sum_that_is_naive_is_found)
{
    static const size_t large[] = {(size_t)1 << 20};
    struct batch_code code = batch_library;
    code.sum_f32 = really_naive;
    code.mean_f32 = naive_mean;
    struct batch_rows rows = batched(victim, "subnormal", 1, large, &code);
    for (size_t i = 0; i < rows.count; i++)
        cr_expect_eq(rows.at[i].faults, rows.at[i].reduction == GANLOSS_PAIRWISE ? 1u << FAULT_SUM : 0, "%zu",
                     i);
    batch_free(&rows);
}

Test(batch_accuracy, a_sum_at_twice_its_bound_is_found)
{
    static const size_t size[] = {1000};
    struct batch_code code = batch_library;
    code.sum_f32 = twice_its_bound;
    code.mean_f32 = twice_its_bound_mean;
    struct batch_rows rows = batched(victim, "subnormal", 1, size, &code);
    for (size_t i = 0; i < rows.count; i++)
        cr_expect_eq(rows.at[i].faults & 1u << FAULT_SUM,
                     rows.at[i].reduction == GANLOSS_NAIVE ? 1u << FAULT_SUM : 0, "%zu: %Lg of %Lg", i,
                     rows.at[i].sum_part, rows.at[i].sum_bound);
    batch_free(&rows);
}

Test(batch_accuracy, gradients_rounded_to_the_further_neighbour_are_found)
{
    struct batch_code code = batch_library;
    code.mean_f32 = rounds_badly;
    cr_expect_eq(faults_in(victim, "early", SMALL, small_sizes, &code), 1u << FAULT_GRAD);
}

Test(batch_accuracy, a_mean_that_is_the_next_one_is_found)
{
    const size_t sizes[] = {1, 7, 100};
    struct batch_code code = batch_library;
    code.mean_f32 = next_mean;
    cr_expect_eq(faults_in("nonsaturating.g/stable/f32", "equilibrium", 3, sizes, &code), 1u << FAULT_SCALE);
}

Test(batch_accuracy, a_gradient_divided_by_another_number_is_found)
{
    struct batch_code code = batch_library;
    code.mean_f32 = divide_by_one_less;
    cr_expect_eq(faults_in(victim, "early", SMALL, small_sizes, &code), 1u << FAULT_GRAD);
}

Test(batch_accuracy, bits_that_depend_on_alignment_are_found)
{
    struct batch_code code = batch_library;
    code.mean_f32 = sees_alignment;
    cr_expect_eq(faults_in(victim, "early", SMALL, small_sizes, &code), 1u << FAULT_BITS);
    code.mean_f32 = gradient_sees_alignment;
    cr_expect_eq(faults_in(victim, "early", SMALL, small_sizes, &code), 1u << FAULT_BITS);
}

Test(batch_accuracy, state_shared_between_threads_is_found)
{
    static const size_t size[] = {64};
    struct batch_code code = batch_library;
    code.mean_f32 = shares_state;
    cr_expect(faults_in(victim, "early", 1, size, &code) & 1u << FAULT_BITS);
}

Test(batch_accuracy, a_lost_nan_is_found)
{
    static const size_t size[] = {8, 4000};
    struct batch_code code = batch_library;
    code.mean_f32 = loses_nan;
    cr_expect_eq(faults_in("wasserstein.g/stable/f32", "special", 2, size, &code), 1u << FAULT_SPECIAL);
    cr_expect_eq(faults_in("wasserstein.g/stable/f32", "special", 2, size, &batch_library), 0);
}

/* A kernel whose tail differs: found by cutting the batch otherwise. */
static void odd_tail(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    ganloss_find("nonsaturating.g", "stable", "f32")->f32(n, x, y, loss, grad);
    if (n % 4)
        loss[n - 1] = nextafterf(loss[n - 1], 0);
}

Test(batch_accuracy, a_result_that_depends_on_the_piece_is_found)
{
    static const size_t size[] = {4, 512};
    struct ganloss_kernel code = *ganloss_find("nonsaturating.g", "stable", "f32");
    code.f32 = odd_tail;
    const struct kernel kernel = {.term = term_find("nonsaturating.g"), .isa = ISA_ANY, .code = &code};
    struct choice choice = {.kernel = &kernel, .format = &formats[F32]};
    struct selection selection = {&choice, 1};
    const struct regime *early = regime_find("early");
    struct batch_plan plan = {.selection = &selection,
                              .size = size,
                              .sizes = 2,
                              .regime = &early,
                              .regimes = 1,
                              .reduction = {[GANLOSS_WIDE] = true},
                              .seed = 1,
                              .seconds = 1,
                              .quiet = true,
                              .code = &batch_library};
    struct batch_rows rows;
    threads_use(1);
    batch_run(&rows, &plan);
    cr_expect_eq(rows.count, 2);
    cr_expect_eq(batched_faults(&rows), 1u << FAULT_BITS);
    batch_free(&rows);
}
