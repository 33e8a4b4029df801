/* batch.h -- a batch as blocks, and the kernels made of it, in the format that real.h knows: what f32.c and f64.c end with.
   Included once, after block() and target_block() with BLOCK, STEP and FUSED_TABLE. */
#ifndef GANLOSS_LOSSES_FUSED_BATCH_H
#define GANLOSS_LOSSES_FUSED_BATCH_H

#include "losses/fused/fused.h"
#include "losses/real.h"

#include <string.h>

__attribute__((always_inline)) static inline void batch(size_t n, const REAL x[], double side, double half,
                                                        REAL of_loss, REAL of_grad, REAL loss[], REAL grad[])
{
    size_t done = 0, left = n % BLOCK, filled = (left + STEP - 1) / STEP * STEP;
    for (; done < n - left; done += BLOCK)
        block(BLOCK, x + done, side, half, of_loss, of_grad, loss + done, grad + done);
    if (left == 0)
        return;
    REAL rest[BLOCK], rest_loss[BLOCK], rest_grad[BLOCK];
    memcpy(rest, x + done, left * sizeof *x);
    memset(rest + left, 0, (filled - left) * sizeof *rest);
    block(filled, rest, side, half, of_loss, of_grad, rest_loss, rest_grad);
    memcpy(loss + done, rest_loss, left * sizeof *loss);
    memcpy(grad + done, rest_grad, left * sizeof *grad);
}

static void target(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    size_t done = 0, left = n % BLOCK, filled = (left + STEP - 1) / STEP * STEP;
    for (; done < n - left; done += BLOCK)
        target_block(BLOCK, x + done, y + done, loss + done, grad + done);
    if (left == 0)
        return;
    REAL rest[BLOCK] = {0}, labels[BLOCK] = {0}, rest_loss[BLOCK], rest_grad[BLOCK];
    memcpy(rest, x + done, left * sizeof *x);
    memcpy(labels, y + done, left * sizeof *y);
    target_block(filled, rest, labels, rest_loss, rest_grad);
    memcpy(loss + done, rest_loss, left * sizeof *loss);
    memcpy(grad + done, rest_grad, left * sizeof *grad);
}

#define FUSED(name, side, half, of_loss, of_grad)                                                            \
    static void name(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])                     \
    {                                                                                                        \
        (void)y;                                                                                             \
        batch(n, x, side, half, of_loss, of_grad, loss, grad);                                               \
    }
FUSED(real, -1, 1, 1, -1)
FUSED(fake, 1, 1, 1, 1)
FUSED(minus_fake, 1, 1, -1, -1)
FUSED(half_real, -1, 0.5, 1, -1)
FUSED(half_fake, 1, 0.5, 1, 1)

FN(ganloss) *const FUSED_TABLE[FUSED_KERNELS] = {
    [FUSED_REAL] = real,           [FUSED_FAKE] = fake,           [FUSED_MINUS_FAKE] = minus_fake,
    [FUSED_HALF_REAL] = half_real, [FUSED_HALF_FAKE] = half_fake, [FUSED_TARGET] = target,
};

#endif
