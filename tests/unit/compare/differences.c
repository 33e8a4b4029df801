/* differences.c -- every float is compared, and one that differs is found. */
#include "harness/compare/differences.h"

#include "harness/compare/differences_block.h"

#include "losses/bits.h"

#include <criterion/criterion.h>
#include <math.h>

/* Wasserstein's generator, and the same but for a few floats: the last number is another one in the loss of just this
   float, and gradients are at the ends of all floats, chunks and binades. */
static const float odd = 0x1.234568p-77F;
static const uint32_t ends[] = {0x00000000, 0x0000ffff, 0x00010000, 0x3f7fffff,
                                0x7f800000, 0x80000000, 0xbf80ffff, 0xff800000};
enum { ENDS = sizeof ends / sizeof *ends };

static void plain(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = -x[i];
        grad[i] = -1;
    }
}

static void planted(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    plain(n, x, y, loss, grad);
    uint32_t first = bits_of_float(x[0]);
    for (size_t k = 0; k < ENDS; k++) /* x[] is a chunk, in order */
        if (ends[k] - first < n && bits_of_float(x[ends[k] - first]) == ends[k])
            grad[ends[k] - first] = ends[k] == 0x7f800000 ? NAN : -1 + 0x1p-24F * (float)(k + 1);
    if (bits_of_float(odd) - first < n)
        loss[bits_of_float(odd) - first] *= 2;
}

static struct choice choice_of(struct kernel *kernel, struct ganloss_kernel *code, ganloss_f32 *function)
{
    struct choice stable;
    cr_assert(choice_find(&stable, "wasserstein.g/stable/f32"));
    *code = *stable.kernel->code;
    code->f32 = function;
    *kernel = *stable.kernel;
    kernel->code = code;
    return choice_make(kernel);
}

Test(differences, every_float_is_compared_and_one_that_differs_is_found)
{
    struct kernel kernel[2];
    struct ganloss_kernel code[2];
    const struct differences_asked asked = {
        .choice = {choice_of(&kernel[0], &code[0], plain), choice_of(&kernel[1], &code[1], planted)},
        .level = EXHAUSTIVE,
        .seed = 1,
        .quiet = true};
    struct differences d;
    differences_find(&d, &asked);
    cr_assert(d.complete && d.every);
    cr_expect_eq(d.unanswered, 0);
    cr_expect(!differences_none(&d));
    for (int k = 0; k < OUTPUTS; k++) {
        uint64_t inputs = 0;
        cr_expect_eq(d.of[k].compared, UINT64_C(1) << 32);
        for (size_t b = 0; b < DIFFERENCES_BINADES; b++)
            inputs += d.of[k].binade[b].inputs;
        cr_expect_eq(inputs, UINT64_C(1) << 32);
    }
    const struct differences_output *loss = &d.of[LOSS], *grad = &d.of[GRAD];
    cr_expect_eq(loss->different, 1);
    cr_expect_eq(loss->first.x, (double)odd);
    cr_expect_eq(loss->first_got[0], (double)-odd);
    cr_expect_eq(loss->first_got[1], 2 * (double)-odd);
    cr_expect_eq(loss->most, 1U << 23);
    cr_expect_eq(loss->most_at.x, (double)odd);
    cr_expect_eq(loss->binade[differences_binade(&formats[F32], (double)odd)].different, 1);
    cr_expect_eq(grad->different, ENDS);
    cr_expect_eq(grad->nans, 1);
    cr_expect_eq(grad->first.x, -(double)INFINITY);
    cr_expect_eq(grad->most, ENDS);
    cr_expect_eq(grad->most_at.x, -(double)INFINITY);
    differences_free(&d);
}
