/* batch.h -- a batch as blocks, and the kernels made of it, in the format that real.h knows: what f32.c and f64.c end with.
   Included once, after block(), block_at_D() and target_block() with BLOCK, STEP and FUSED_TABLE. */
#ifndef GANLOSS_LOSSES_FUSED_BATCH_H
#define GANLOSS_LOSSES_FUSED_BATCH_H

#include "losses/fused/fused.h"
#include "losses/real.h"

#include <string.h>

/* What becomes of a block: of logits, or of D's. */
struct fused_block {
    bool at_D;
    double side, half; /* of logits */
    REAL of_loss, of_grad;
};

__attribute__((always_inline)) static inline void make(struct fused_block of, size_t n, const REAL x[],
                                                       REAL loss[], REAL grad[])
{
    if (of.at_D)
        block_at_D(n, x, of.side > 0, of.of_loss, of.of_grad, loss, grad);
    else
        block(n, x, of.side, of.half, of.of_loss, of.of_grad, loss, grad);
}

__attribute__((always_inline)) static inline void batch(struct fused_block of, size_t n, const REAL x[],
                                                        REAL loss[], REAL grad[])
{
    size_t done = 0, left = n % BLOCK, filled = (left + STEP - 1) / STEP * STEP;
    for (; done < n - left; done += BLOCK)
        make(of, BLOCK, x + done, loss + done, grad + done);
    if (left == 0)
        return;
    REAL rest[BLOCK], rest_loss[BLOCK], rest_grad[BLOCK];
    memcpy(rest, x + done, left * sizeof *x);
    memset(rest + left, 0, (filled - left) * sizeof *rest);
    make(of, filled, rest, rest_loss, rest_grad);
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

#define FUSED(name, ...)                                                                                     \
    static void name(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])                     \
    {                                                                                                        \
        (void)y;                                                                                             \
        batch((struct fused_block){__VA_ARGS__}, n, x, loss, grad);                                          \
    }
FUSED(real, false, -1, 1, 1, -1)
FUSED(fake, false, 1, 1, 1, 1)
FUSED(minus_fake, false, 1, 1, -1, -1)
FUSED(half_real, false, -1, 0.5, 1, -1)
FUSED(half_fake, false, 1, 0.5, 1, 1)
FUSED(real_at_D, true, -1, 1, 1, -1)
FUSED(fake_at_D, true, 1, 1, 1, 1)
FUSED(minus_fake_at_D, true, 1, 1, -1, -1)

FN(ganloss) *const FUSED_TABLE[FUSED_KERNELS] = {
    [FUSED_REAL] = real,           [FUSED_FAKE] = fake,           [FUSED_MINUS_FAKE] = minus_fake,
    [FUSED_HALF_REAL] = half_real, [FUSED_HALF_FAKE] = half_fake, [FUSED_TARGET] = target,
    [FUSED_REAL_AT_D] = real_at_D, [FUSED_FAKE_AT_D] = fake_at_D, [FUSED_MINUS_FAKE_AT_D] = minus_fake_at_D,
};

#endif
