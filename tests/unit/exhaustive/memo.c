/* libm remembered: the answers are libm's, bit for bit, and twins are the kernels. */
#include "harness/exhaustive/memo.h"
#include "harness/base/random.h"
#include "harness/metric/f32.h"
#include "losses/bits.h"
#include "losses/registry.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

typedef float function(float);
static struct {
    const char *name;
    function *asked, *remembered;
} const functions[] = {
    {"expf", expf, memo_expf},
    {"expm1f", expm1f, memo_expm1f},
    {"logf", logf, memo_logf},
    {"log1pf", log1pf, memo_log1pf},
};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

/* Twice: what is asked first must not be mistaken for what nobody asked yet. */
static void expect_same(size_t f, uint32_t bits)
{
    float x = float_of_bits(bits);
    uint32_t expected = bits_of_float(functions[f].asked(x));
    for (int time = 0; time < 2; time++)
        cr_expect_eq(bits_of_float(functions[f].remembered(x)), expected, "%s at %08x", functions[f].name,
                     bits);
}

/* Each test is a process of its own, so that these are the first questions. */
Test(memo, first_answers)
{
    for (size_t f = 0; f < FUNCTIONS; f++) {
        expect_same(f, 0);
        expect_same(f, 0xffffffff);
        expect_same(f, 0x80000000);
        expect_same(f, 1);
    }
}

/* Neighbours, their negatives, and floats that differ in high bits alone take each other's places. */
Test(memo, answers_are_libms)
{
    uint64_t state = 1;
    for (int round = 0; round < 2000; round++) {
        uint32_t first = (uint32_t)random_next(&state);
        for (uint32_t i = 0; i < 300; i++)
            for (size_t f = 0; f < FUNCTIONS; f++) {
                expect_same(f, first + i);
                expect_same(f, (first + i) ^ 0x80000000);
                expect_same(f, first + (i << 10));
            }
    }
}

static void run(ganloss_f32 *kernel, const float x[], float loss[], float grad[])
{
    float label[COMPARE_BLOCK];
    for (size_t i = 0; i < COMPARE_BLOCK; i++)
        label[i] = 0.25F * (float)(i % 5);
    kernel(COMPARE_BLOCK, x, label, loss, grad);
}

Test(memo, twins_are_their_kernels)
{
    uint64_t state = 2;
    for (int round = 0; round < 200; round++) {
        float x[COMPARE_BLOCK], loss[2][COMPARE_BLOCK], grad[2][COMPARE_BLOCK];
        uint32_t first = (uint32_t)random_next(&state);
        for (uint32_t i = 0; i < COMPARE_BLOCK; i++)
            x[i] = float_of_bits(first + i);
        for (size_t k = 0; k < kernel_count; k++) {
            if (strcmp(kernels[k].code->format, "f32") != 0)
                continue;
            ganloss_f32 *kernel = kernels[k].code->f32, *twin = memo_twin(kernel);
            run(kernel, x, loss[0], grad[0]);
            run(twin, x, loss[1], grad[1]);
            /* who asks libm for nothing needs none */
            cr_expect_eq(twin == kernel, strcmp(kernels[k].code->variant, "fused") == 0);
            cr_expect(memcmp(loss[0], loss[1], sizeof loss[0]) == 0 &&
                          memcmp(grad[0], grad[1], sizeof grad[0]) == 0,
                      "%s/%s from %08x", kernels[k].term->id, kernels[k].code->variant, first);
        }
    }
}

static void nobodys(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++)
        loss[i] = grad[i] = x[i];
}

Test(memo, a_kernel_of_others_is_its_own_twin)
{
    cr_expect_eq(memo_twin(nobodys), nobodys);
}
