/* fused.c -- from a term and a scale to what the loops take, and the loops that were compiled for what this
   CPU can run. */
#include "losses/isa.h"
#include "losses/training/training.h"

#include <math.h>

/* exp(-135) < 2^-194 and exp(-195) < 2^-281; a float's scale is below 2^128. Beyond 177, a power in log1p's
   polynomial is subnormal, which costs time: only gradients that are scaled that much pay for it. It is no
   constant for the compiler: of one gcc makes a second path, and lets the first one run into subnormals
   before it chooses. It goes by the scale, which no gradient's factor exceeds, so that one element waits for
   neither product nor division. */
static double limit_of(float scale)
{
    return fabsf(scale) > 0x1p40F ? 195 : 135;
}

/* Inlined, so that of one element nothing is divided. */
__attribute__((always_inline)) static inline struct training_f32 call_of(const struct ganloss_loss *loss,
                                                                         double n, float scale)
{
    double gradient = loss->fused.weight * loss->fused.side * (double)scale;
    double factor = fabs(gradient) / n;
    return (struct training_f32){.side = loss->fused.side,
                                 .weight = loss->fused.weight,
                                 .scale = (double)scale,
                                 .n = n,
                                 .factor = factor,
                                 .sign = signbit(gradient) ? 1U << 31 : 0,
                                 .loss_sign = signbit(loss->fused.weight) ? 1U << 31 : 0,
                                 .limit = limit_of(scale)};
}

struct training_f32 training_call_f32(const struct ganloss_loss *loss, size_t n, float scale)
{
    return call_of(loss, (double)n, scale);
}

/* Found out once; whichever thread is first, each finds the same. */
static inline const struct training_f32_code *code(void)
{
    static const struct training_f32_code *const tables[ISAS] = ISA_TABLE(training_f32), *best;
    const struct training_f32_code *known = __atomic_load_n(&best, __ATOMIC_RELAXED);
    if (!known)
        __atomic_store_n(&best, known = tables[isa_best()], __ATOMIC_RELAXED);
    return known;
}

float training_small_f32(const struct ganloss_loss *loss, size_t n, const float x[], float scale,
                         float grad[])
{
    if (n == 1) {
        struct training_f32 call = call_of(loss, 1, scale);
        return code()->one(&call, x, grad);
    }
    struct training_f32 call = call_of(loss, (double)n, scale);
    return code()->small(&call, n, x, grad);
}

/* The mean of a batch that is one block is a float: n times it is exact, and divided by n it is itself again. */
void training_blocks_f32(const struct ganloss_loss *loss, size_t n, const float x[], float scale,
                         float grad[], size_t count, struct ganloss_part *sum)
{
    struct training_f32 call = training_call_f32(loss, n, scale);
    if (n <= TRAINING_BLOCK && n > 0)
        sum->high = (double)training_small_f32(loss, n, x, scale, grad) * (double)n;
    else
        code()->blocks(&call, count, x, grad, sum);
}
