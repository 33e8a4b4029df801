/* The call that training makes has the same bits on every instruction set and any number of threads, in place
   or not, wherever its arrays lie; also where the sums of two instruction sets lie on either side of what
   they keep. */
#include "harness/base/random.h"
#include "losses/isa.h"
#include "losses/training/training.h"
#include "tests/support/length.h"
#include "tests/support/sample.h"

#include <criterion/criterion.h>
#include <math.h>
#include <omp.h>
#include <string.h>

enum { MOST = 300000 };
static const struct training_f32_code *const codes[ISAS] = ISA_TABLE(training_f32);

static bool same(const void *a, const void *b, size_t bytes)
{
    return memcmp(a, b, bytes) == 0;
}

/* softplus(x) = log(1 + exp(x)), to 63 bits. */
static long double softplus(float x)
{
    return x > 0 ? (long double)x + log1pl(expl(-(long double)x)) : log1pl(expl((long double)x));
}

/* Changes the last three of n logits so that the sum of softplus is as near as it comes to `target`, which is
   a little larger: each takes what the ones before have left. */
static void tune(size_t n, float x[], long double target)
{
    long double left = target;
    for (size_t i = 0; i < n - 3; i++)
        left -= softplus(x[i]);
    for (size_t i = n - 3; i < n; i++) {
        x[i] = (float)logl(expm1l(left));
        if (softplus(x[i]) > left)
            x[i] = nextafterf(x[i], -(float)INFINITY);
        left -= softplus(x[i]);
    }
}

/* The place between two numbers of this many bits, in parts of their distance, that is next above x. */
static long double place_above(long double x, int bits, long double part)
{
    int exponent;
    frexpl(x, &exponent);
    return ldexpl(floorl(ldexpl(x, bits - exponent)) + 1 + part, exponent - bits);
}

/* Fills x[n] so that the loops' sum for any CPU is as near as its last bits allow to where another result
   begins: of one block among others, between two numbers of 32 bits, of one alone, its mean between two
   floats. */
static void fill_beside_another(size_t n, float x[], double u[], bool among_others, uint64_t *state)
{
    long double sum = 0, size = (long double)n;
    for (size_t j = 0; j < n; j++) /* few that count, or no last bit of theirs is seen */
        x[j] = j < 7 ? (float)sample_uniform(state, -4, 4) : -90;
    for (size_t j = 0; j < n - 3; j++)
        sum += softplus(x[j]);
    long double begins = among_others ? place_above(sum, 32, 0.5L + 6144 * 0x1p-21L)
                                      : size * place_above(sum / size, 24, 0.5L);
    long double target = begins;
    for (int again = 0; again < 3; again++) {
        tune(n, x, target);
        for (size_t j = 0; j < n; j++)
            u[j] = (double)x[j];
        target += begins - (long double)codes[ISA_ANY]->sum(n, u, 135);
    }
}

/* Sums that two instruction sets, whose last bits differ, would round to different numbers. */
Test(training_bits, are_the_same_where_sums_are_between_two_results)
{
    static float x[TRAINING_BLOCK];
    const struct ganloss_loss *loss = ganloss_loss_find("minimax.d_fake");
    uint64_t state = 1;
    size_t apart = 0;
    for (int i = 0; i < length_of(4000, 4); i++) {
        bool among_others = i % 2;
        size_t n = among_others ? TRAINING_BLOCK : 4 + random_next(&state) % 9;
        struct training_f32 call = training_call_f32(loss, among_others ? 10 * n : n, 1);
        double want = 0, u[TRAINING_BLOCK] = {0};
        fill_beside_another(n, x, u, among_others, &state);
        for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
            struct ganloss_part part = {0, 0};
            if (among_others)
                codes[isa]->blocks(&call, n, x, NULL, &part);
            else
                part.high = (double)codes[isa]->small(&call, n, x, NULL);
            want = isa == ISA_ANY ? part.high : want;
            double plain = codes[isa]->sum(n, u, 135);
            apart += plain != codes[ISA_ANY]->sum(n, u, 135);
            cr_expect(!among_others || fabs(part.high - plain) <= 0x1.02p-32 * plain, "%a is not %a",
                      part.high, plain);
            cr_expect(part.high == want, "%s, n = %zu: %a, not %a", isa_names[isa], n, part.high, want);
        }
    }
    cr_expect(apart > 0 || !isa_runs(ISA_AVX2), "the sums are alike: nothing was tried");
}

/* Floats spread over all there are, alone and in batches of every length up to two blocks and a bit. */
Test(training_bits, are_the_same_on_every_instruction_set)
{
    static float x[600], grad[2][600];
    uint32_t next = 0;
    for (int round = 0; round < length_of(4800, 8); round++) {
        size_t n = 1 + (size_t)round % 600;
        for (size_t i = 0; i < n; i++) {
            next += 0x9e3779b1;
            memcpy(&x[i], &next, sizeof next);
            x[i] = isnan(x[i]) ? (float)INFINITY : round % 2 ? fmodf(x[i], 100) : x[i];
            x[i] = isnan(x[i]) ? 1 : x[i];
        }
        struct training_f32 call =
            training_call_f32(ganloss_loss_find(round % 2 ? "minimax.g" : "bce.d_real"), 2 * n, 3);
        struct ganloss_part part[2];
        for (int isa = 0; isa < ISAS && isa_runs((enum isa)isa); isa++) {
            int k = isa > 0;
            part[k] = (struct ganloss_part){0, 0};
            codes[isa]->blocks(&call, n, x, grad[k], &part[k]);
            cr_assert(same(grad[0], grad[k], n * sizeof *x), "%s, n = %zu", isa_names[isa], n);
            cr_assert(part[0].high == part[k].high, "%s, n = %zu: %a, not %a", isa_names[isa], n,
                      part[k].high, part[0].high);
        }
    }
}

struct answer {
    float mean;
    float grad[MOST];
};

static void check_ways(const struct ganloss_loss *loss, size_t n, const float x[], const float y[],
                       float scale)
{
    static struct answer plain;
    static float array[MOST + 16], targets[MOST + 16];
    plain.mean = ganloss_loss_f32(loss, n, x, y, scale, plain.grad);
    float without = ganloss_loss_f32(loss, n, x, y, scale, NULL);
    cr_assert(same(&plain.mean, &without, sizeof without), "n = %zu: %a without gradients", n,
              (double)without);
    for (int threads = 0; threads < 5; threads++) {
        static const int counts[] = {0, 1, 2, 3, 7};
        size_t offset = 1 + (size_t)threads * 3;
        memcpy(array + offset, x, n * sizeof *x);
        memcpy(targets + offset, y, n * sizeof *y);
        array[offset - 1] = array[offset + n] = 77;
        omp_set_num_threads(counts[threads] > 0 ? counts[threads] : 1);
        float mean = (counts[threads] > 0 ? ganloss_omp_loss_f32 : ganloss_loss_f32)(
            loss, n, array + offset, targets + offset, scale, array + offset);
        cr_assert(same(&mean, &plain.mean, sizeof mean), "n = %zu, %d threads: %a, not %a", n,
                  counts[threads], (double)mean, (double)plain.mean);
        cr_assert(same(array + offset, plain.grad, n * sizeof *x), "n = %zu, %d threads", n, counts[threads]);
        cr_assert(array[offset - 1] == 77 && array[offset + n] == 77, "n = %zu: written beside the gradients",
                  n);
    }
}

Test(training_bits, are_the_same_in_place_with_threads_and_unaligned)
{
    static float x[MOST], y[MOST];
    static const char *const names[] = {"nonsaturating.g", "bce.d_fake", "bce.target", "wasserstein.g"};
    uint64_t state = 2;
    for (size_t i = 0; i < MOST; i++) {
        x[i] = (float)sample_uniform(&state, -60, 60);
        y[i] = (float)sample_uniform(&state, 0, 1);
    }
    for (size_t k = 0; k < 50; k++) {
        size_t n = k < 20   ? 1 + k
                   : k < 45 ? (size_t)(20 * pow(1.45, (double)(k - 20)))
                            : MOST - (k - 45) * 7777;
        check_ways(ganloss_loss_find(names[k % 2]), n, x, y, k % 3 ? 1 : -0.3F);
        if (k < 40)
            check_ways(ganloss_loss_find(names[2 + k % 2]), n, x, y, k % 3 ? 1 : -0.3F);
    }
}

/* Parallel regions that were begun, inside another one and not (WRAP in the Makefile). */
static int begun[2];
void __real_GOMP_parallel(void (*work)(void *), void *data, unsigned threads, unsigned flags);
void __wrap_GOMP_parallel(void (*work)(void *), void *data, unsigned threads, unsigned flags);
void __wrap_GOMP_parallel(void (*work)(void *), void *data, unsigned threads, unsigned flags)
{
    __atomic_fetch_add(&begun[omp_in_parallel() != 0], 1, __ATOMIC_RELAXED);
    __real_GOMP_parallel(work, data, threads, flags);
}

/* Where the program is parallel already, it has as many threads as it wants. */
Test(training_bits, no_threads_are_begun_inside_a_parallel_region)
{
    static float x[MOST], grad[2][MOST];
    const struct ganloss_loss *loss = ganloss_loss_find("nonsaturating.g");
    float alone = ganloss_loss_f32(loss, MOST, x, NULL, 1, NULL);
    omp_set_max_active_levels(3);
    begun[0] = begun[1] = 0;
#pragma omp parallel num_threads(2)
    {
        omp_set_num_threads(3);
        float mean = ganloss_omp_loss_f32(loss, MOST, x, NULL, 1, grad[omp_get_thread_num()]);
        cr_expect(mean == alone);
    }
    cr_expect_eq(begun[0], 1, "this one, and %d", begun[0] - 1);
    cr_expect_eq(begun[1], 0, "%d inside", begun[1]);
    cr_expect(same(grad[0], grad[1], sizeof grad[0]));
    omp_set_num_threads(3);
    ganloss_omp_loss_f32(loss, MOST, x, NULL, 1, NULL);
    cr_expect_eq(begun[0], 2, "none was begun where one should be");
}
