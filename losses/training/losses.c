/* losses.c -- the losses that training calls: each term, and for which there is a loop of its own. */
#include "losses/registry.h"
#include "losses/training/training.h"

#include <string.h>

/* Each term; a row with the loops' parameters for those that have any. */
static const struct ganloss_loss table[TERMS] = {
#define TERM(name, id, player, space, operands, ...)                                                         \
    [TERM_##name].term = (id), [TERM_##name].has_targets = (operands) == 2,
#include "losses/losses.def"

#define FUSED(name, side, weight) [TERM_##name].fused = {side, weight},
    FUSED(minimax_d_real, -1, 1) FUSED(minimax_d_fake, 1, 1) FUSED(minimax_g, 1, -1)
        FUSED(nonsaturating_d_real, -1, 1) FUSED(nonsaturating_d_fake, 1, 1) FUSED(nonsaturating_g, -1, 1)
            FUSED(bce_d_real, -1, 0.5) FUSED(bce_d_fake, 1, 0.5) FUSED(bce_g, 1, -1)};

const struct ganloss_loss *ganloss_loss_find(const char *term)
{
    for (size_t i = 0; i < TERMS; i++)
        if (strcmp(table[i].term, term) == 0)
            return &table[i];
    return NULL;
}

const struct ganloss_kernel *training_kernel(const struct ganloss_loss *loss, int format)
{
    const struct ganloss_kernel *fused = fused_kernels[loss - table][format];
    return fused ? fused : stable_kernels[loss - table][format];
}

const struct ganloss_kernel *ganloss_loss_kernel(const struct ganloss_loss *loss, const char *format)
{
    int f = strcmp(format, "f32") == 0 ? TRAINING_F32 : TRAINING_F64;
    return f == TRAINING_F32 || strcmp(format, "f64") == 0 ? training_kernel(loss, f) : NULL;
}

/* From 16 blocks on, a second part. */
size_t ganloss_parts(size_t n)
{
    size_t parts = n / (16 * TRAINING_BLOCK);
    return parts < 1 ? 1 : parts > GANLOSS_PARTS ? GANLOSS_PARTS : parts;
}
