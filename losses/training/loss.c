/* loss.c -- the calls of ganloss.h: a batch in parts, each given to the loop that there is for the term, or
   to its kernel. Compiled once per format. */
#include "losses/real.h"
#include "losses/training/training.h"

#include <string.h>

enum { BLOCK = TRAINING_BLOCK, LANES = TRAINING_LANES };

#ifdef REAL_F32
#define KERNEL_OF(loss) (training_kernel(loss, TRAINING_F32)->f32)
#else
#define KERNEL_OF(loss) (training_kernel(loss, TRAINING_F64)->f64)
#endif

static inline bool has_loop(const struct ganloss_loss *loss)
{
    return loss->fused.weight != 0;
}

/* The sum of a block of losses, as high + low: two-sum in LANES sums side by side. */
static struct ganloss_part sum_of(size_t n, REAL loss[BLOCK])
{
    double high[LANES] = {0}, low[LANES] = {0};
    size_t filled = (n + LANES - 1) / LANES * LANES;
    memset(loss + n, 0, (filled - n) * sizeof *loss);
    for (size_t i = 0; i < filled; i += LANES)
        for (size_t j = 0; j < LANES; j++) {
            double x = (double)loss[i + j], sum = high[j] + x, rounded = sum - high[j];
            low[j] += (high[j] - (sum - rounded)) + (x - rounded);
            high[j] = sum;
        }
    struct ganloss_part sum = {high[0], low[0]};
    for (size_t j = 1; j < LANES; j++) {
        training_add(&sum, high[j]);
        sum.low += low[j];
    }
    return sum;
}

/* Elements from, from + 1, ... of the kernel's losses, and scaled gradients. What it writes goes to the stack
   first: a kernel's arrays must not overlap. */
static void by_kernel(const struct ganloss_loss *loss, size_t n, const REAL x[], const REAL y[], REAL scale,
                      REAL grad[], size_t from, size_t to, struct ganloss_part *sum)
{
    FN(ganloss) *kernel = KERNEL_OF(loss);
    REAL losses[BLOCK], gradients[BLOCK];
    double size = (double)n, factor = (double)scale / size;
    for (size_t start = from; start < to; start += BLOCK) {
        size_t count = to - start < BLOCK ? to - start : BLOCK;
        kernel(count, x + start, loss->has_targets ? y + start : NULL, losses, gradients);
        for (size_t i = 0; grad && i < count; i++)
            grad[start + i] =
                (REAL)(scale == 1 ? (double)gradients[i] / size : (double)gradients[i] * factor);
        struct ganloss_part block = sum_of(count, losses);
        training_add(sum, block.high);
        sum->low += block.low;
    }
}

/* The gradients where there is none to give. */
static void none(size_t count, REAL grad[])
{
    for (size_t i = 0; grad && i < count; i++)
        grad[i] = (REAL)NAN;
}

static void part_of(const struct ganloss_loss *loss, size_t n, const REAL x[], const REAL y[], REAL scale,
                    REAL grad[], size_t part, size_t parts, struct ganloss_part *sum)
{
    size_t blocks = (n + BLOCK - 1) / BLOCK, from = blocks * part / parts * BLOCK;
    size_t to = part + 1 == parts ? n : blocks * (part + 1) / parts * BLOCK;
    REAL *scaled = isfinite(scale) ? grad : NULL;
    *sum = (struct ganloss_part){0, 0};
    if (n == 0) /* and x may be NULL */
        return;
    if (loss->has_targets && !y) {
        sum->high = (double)NAN;
        scaled = NULL;
    } else if (has_loop(loss)) {
        FN(training_blocks)(loss, n, x + from, scale, scaled ? scaled + from : NULL, to - from, sum);
    } else {
        by_kernel(loss, n, x, y, scale, scaled, from, to, sum);
    }
    if (!scaled && grad)
        none(to - from, grad + from);
}

void FN(ganloss_loss_part)(const struct ganloss_loss *loss, size_t n, const REAL x[], const REAL y[],
                           REAL scale, REAL grad[], size_t part, struct ganloss_part *sum)
{
    part_of(loss, n, x, y, scale, grad, part, ganloss_parts(n), sum);
}

static REAL mean_of(size_t n, size_t parts, const struct ganloss_part sum[])
{
    struct ganloss_part all = sum[0];
    for (size_t i = 1; i < parts; i++) {
        training_add(&all, sum[i].high);
        all.low += sum[i].low;
    }
    return (REAL)training_mean(all, (double)n);
}

REAL FN(ganloss_parts_mean)(size_t n, const struct ganloss_part sum[])
{
    return mean_of(n, ganloss_parts(n), sum);
}

static __attribute__((noinline)) REAL in_parts(const struct ganloss_loss *loss, size_t n, const REAL x[],
                                               const REAL y[], REAL scale, REAL grad[])
{
    struct ganloss_part sum[GANLOSS_PARTS];
    size_t parts = ganloss_parts(n), part = 0;
    do /* of nothing there is one part, too */
        part_of(loss, n, x, y, scale, grad, part, parts, &sum[part]);
    while (++part < parts);
    return mean_of(n, parts, sum);
}

REAL FN(ganloss_loss)(const struct ganloss_loss *loss, size_t n, const REAL x[], const REAL y[], REAL scale,
                      REAL grad[])
{
    if (has_loop(loss) && n - 1 < BLOCK && isfinite(scale))
        return FN(training_small)(loss, n, x, scale, grad);
    return in_parts(loss, n, x, y, scale, grad);
}
