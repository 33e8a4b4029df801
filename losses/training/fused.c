/* fused.c -- from a term and a scale to what the loops take, and the loops that were compiled for what this
   CPU can run. */
#include "losses/isa.h"
#include "losses/training/training.h"

#include <math.h>

struct training_f32 training_call_f32(const struct ganloss_loss *loss, size_t n, float scale)
{
    double gradient = loss->f32.weight * loss->f32.side * (double)scale;
    return (struct training_f32){.side = loss->f32.side,
                                 .weight = loss->f32.weight,
                                 .scale = (double)scale,
                                 .n = (double)n,
                                 .factor = fabs(gradient) / (double)n,
                                 .sign = signbit(gradient) ? 1U << 31 : 0};
}

static const struct training_f32_code *code(void)
{
    static const struct training_f32_code *const tables[ISAS] = ISA_TABLE(training_f32);
    return tables[isa_best()];
}

float training_small_f32(const struct ganloss_loss *loss, size_t n, const float x[], float scale,
                         float grad[])
{
    struct training_f32 call = training_call_f32(loss, n, scale);
    return n == 1 ? code()->one(&call, x, grad) : code()->small(&call, n, x, grad);
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
