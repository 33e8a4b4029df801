/* guard.c -- what a kernel does besides its results is seen, said of it alone, and put right. */
#include "harness/judge/guard.h"
#include "tests/planted/hostile.h"

#include <criterion/criterion.h>
#include <fenv.h>
#include <math.h>
#include <string.h>

ganloss_f32 cross_entropy_real_stable_f32;
ganloss_f64 cross_entropy_real_stable_f64;

static ganloss_f32 *const good_f32 = cross_entropy_real_stable_f32;
static ganloss_f64 *const good_f64 = cross_entropy_real_stable_f64;

/* Which faults, as bits, one call on n inputs has, and the results. */
static unsigned faults_of(const struct ganloss_kernel *code, const struct format *format, size_t n,
                          struct faults *faults, double loss[])
{
    const uint64_t shape = 0x04030201;
    struct guard g = guard_make(100);
    unsigned bits = 0;
    memset(faults, 0, sizeof *faults);
    guard_place(&g, format, n, 1, shape);
    for (size_t i = 0; i < n; i++) {
        format_store(format, g.at[GUARD_X], i, 0.5 * (double)i - 3);
    }
    guard_seal(&g);
    guard_call(&g, code, faults, STAGE_PLACES, 7);
    for (size_t i = 0; i < n; i++) {
        cr_expect_eq(format_load(format, g.at[GUARD_X], i), 0.5 * (double)i - 3, "the input is as it was");
        loss[i] = format_load(format, g.at[GUARD_LOSS], i);
    }
    guard_free(&g);
    for (int i = 0; i < FAULTS; i++)
        bits |= faults->of[i].count > 0 ? 1U << i : 0U;
    return bits;
}

static const struct row {
    const char *name;
    ganloss_f32 *f32;
    ganloss_f64 *f64;
    size_t n;
    unsigned faults;
    int64_t index;
} rows[] = {
#define ROW(name, n, fault, index)                                                                           \
    {                                                                                                        \
#name, hostile_##name##_f32, hostile_##name##_f64, n, 1U << FAULT_##fault, index                     \
    }
    ROW(writes_one_more, 20, OVERRUN, 20),      ROW(writes_whole_vectors, 21, OVERRUN, 21),
    ROW(writes_one_before, 20, OVERRUN, -1),    ROW(writes_far_behind, 20, OVERRUN, 60),
    ROW(writes_when_empty, 0, OVERRUN, 0),      ROW(writes_behind_its_inputs, 20, OVERRUN, 20),
    ROW(writes_its_inputs, 20, INPUTS, 0),      ROW(writes_nothing, 20, UNWRITTEN, 0),
    ROW(writes_no_gradient, 20, UNWRITTEN, 0),  ROW(writes_every_other, 20, UNWRITTEN, 1),
    ROW(skips_the_last, 20, UNWRITTEN, 19),     ROW(skips_zeros, 20, UNWRITTEN, 6),
    ROW(leaves_upward, 20, ENVIRONMENT, 0),     ROW(leaves_ftz, 20, ENVIRONMENT, 0),
    ROW(leaves_daz, 20, ENVIRONMENT, 0),        ROW(leaves_traps, 20, ENVIRONMENT, 0),
    ROW(leaves_x87_single, 20, ENVIRONMENT, 0), ROW(leaves_mmx, 20, ENVIRONMENT, 0),
};

Test(guard, sees_each_fault_where_it_is)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int f = 0; f < FORMATS; f++) {
            struct ganloss_kernel code = {0};
            if (f == F32)
                code.f32 = rows[i].f32;
            else
                code.f64 = rows[i].f64;
            struct faults faults;
            double loss[100];
            unsigned found = faults_of(&code, &formats[f], rows[i].n, &faults, loss);
            cr_expect_eq(found, rows[i].faults, "%s: %#x", rows[i].name, found);
            for (int k = 0; k < FAULTS; k++)
                if (faults.of[k].count > 0)
                    cr_expect(faults.of[k].count == 1 && faults.of[k].first.index == rows[i].index &&
                                  faults.of[k].first.block == 7 && faults.of[k].first.n == rows[i].n,
                              "%s at %lld", rows[i].name, (long long)faults.of[k].first.index);
        }
}

/* A kernel whose answer is the very NaN that fills the memory has written it. */
static void all_ones(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)x, (void)y;
    memset(loss, 0xff, n * sizeof *loss);
    memset(grad, 0xff, n * sizeof *grad);
}

Test(guard, good_kernels_have_none)
{
    const struct ganloss_kernel good[FORMATS] = {{.f32 = good_f32}, {.f64 = good_f64}},
                                ones = {.f32 = all_ones};
    struct faults faults;
    double loss[100], want[100], none;
    for (size_t n = 0; n <= 100; n++)
        for (int f = 0; f < FORMATS; f++)
            cr_expect_eq(faults_of(&good[f], &formats[f], n, &faults, loss), 0);
    cr_expect_eq(faults_of(&ones, &formats[F32], 20, &faults, loss), 0);
    faults_of(&good[F64], &formats[F64], 20, &faults, loss);
    for (size_t i = 0; i < 20; i++) {
        double x = 0.5 * (double)i - 3;
        good_f64(1, &x, NULL, &want[i], &none);
        cr_expect_eq(loss[i], want[i]);
    }
}

/* What is not written is NaN, and no earlier answer. */
Test(guard, unwritten_results_are_nan)
{
    const struct ganloss_kernel good = {.f32 = good_f32}, nothing = {.f32 = hostile_writes_nothing_f32};
    struct faults faults;
    double loss[100];
    faults_of(&good, &formats[F32], 20, &faults, loss);
    faults_of(&nothing, &formats[F32], 20, &faults, loss);
    for (size_t i = 0; i < 20; i++)
        cr_expect(isnan(loss[i]));
}

Test(guard, puts_the_environment_back)
{
    const struct ganloss_kernel code = {.f32 = hostile_leaves_upward_f32};
    struct faults faults;
    double loss[100];
    faults_of(&code, &formats[F32], 20, &faults, loss);
    cr_expect_eq(fegetround(), FE_TONEAREST);
    cr_expect(faults.of[FAULT_ENVIRONMENT].first.parts & ENVIRONMENT_ROUNDING);
}

static unsigned calls_of_state;

/* Wrong in every second call. */
static void by_turns(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    good_f32(n, x, y, loss, grad);
    if (calls_of_state++ % 2 && n > 3)
        grad[3] += 1;
}

Test(guard, a_second_call_must_give_the_same)
{
    const struct ganloss_kernel good = {.f32 = good_f32}, turns = {.f32 = by_turns};
    const struct ganloss_kernel *codes[] = {&good, &turns};
    for (int i = 0; i < 2; i++) {
        struct guard g = guard_make(20);
        struct faults faults = {0};
        guard_place(&g, &formats[F32], 20, 1, 0);
        for (size_t k = 0; k < 20; k++)
            format_store(&formats[F32], g.at[GUARD_X], k, (double)k);
        guard_seal(&g);
        guard_call_twice(&g, codes[i], &faults, STAGE_MEANS, 9);
        double grad = format_load(&formats[F32], g.at[GUARD_GRAD], 3);
        cr_expect(grad < 0 && grad > -1, "the first call's results stay: %g", grad);
        cr_expect_eq(faults_any(&faults), i == 1);
        cr_expect_eq(faults.of[FAULT_STATE].count, (uint64_t)i);
        if (i)
            cr_expect(faults.of[FAULT_STATE].first.index == 3 && faults.of[FAULT_STATE].first.before == grad);
        guard_free(&g);
    }
}

/* A batch kernel's gradient: what is unwritten is divided, and so is neither filling any more. */
static void scaled(const struct guard *g, const void *what)
{
    float loss[32], *grad = (float *)(void *)g->at[GUARD_GRAD];
    ((const struct ganloss_kernel *)what)->f32(g->n, (float *)(void *)g->at[GUARD_X], NULL, loss, grad);
    for (size_t i = 0; i < g->n; i++)
        grad[i] /= (float)g->n;
}

Test(guard, what_is_made_of_unwritten_results_is_unwritten)
{
    const struct ganloss_kernel good = {.f32 = good_f32}, nothing = {.f32 = hostile_writes_no_gradient_f32};
    const struct ganloss_kernel *codes[] = {&good, &nothing};
    for (int i = 0; i < 2; i++) {
        struct guard g = guard_make(20);
        struct faults faults = {0};
        guard_place(&g, &formats[F32], 20, 1, 0);
        for (size_t k = 0; k < 20; k++)
            format_store(&formats[F32], g.at[GUARD_X], k, (double)k);
        guard_seal(&g);
        guard_run(&g, &(struct guarded){scaled, codes[i], 1U << GRAD}, &faults, STAGE_MEANS, 0);
        cr_expect_eq(faults.of[FAULT_UNWRITTEN].count, (uint64_t)i, "the loss is no output of it");
        cr_expect_eq(faults_any(&faults), i == 1);
        guard_free(&g);
    }
}
