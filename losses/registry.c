#include "losses/registry.h"

#include <math.h>
#include <string.h>

/* A kernel's bounds stand in losses.def as (loss, gradient). */
#define UNBOUNDED           ((double)INFINITY, (double)INFINITY)
#define LOSS_OF(loss, grad) loss
#define GRAD_OF(loss, grad) grad

/* Each KERNEL row is also its two prototypes; a missing function fails to link. */
#define KERNEL(term, code, variant, ...)                                                                     \
    ganloss_f32 code##_##variant##_f32;                                                                      \
    ganloss_f64 code##_##variant##_f64;
#include "losses/losses.def"

const struct term terms[TERMS] = {
#define TERM(name, id, player, space, operands, needs, loss, grad, source)                                   \
    [TERM_##name] = {id, player, space, operands, needs, loss, grad, source},
#include "losses/losses.def"
};

#define TERM_ID_ENTRY(name, id) static const char id_of_##name[] = id;
#define TERM(name, id, ...)     TERM_ID_ENTRY(name, id)
#include "losses/losses.def"

enum kernel_index {
#define KERNEL(term, code, variant, ...) KERNEL_##term##_##variant##_f32, KERNEL_##term##_##variant##_f64,
#include "losses/losses.def"
    KERNELS
};

enum { SHOWN, FIRST_CLASS };
#define ROW(name, code, kind_, type, rank, ulps)                                                             \
    [KERNEL_##name##_##kind_##_##type] = {.size = sizeof(struct ganloss_kernel),                             \
                                          .kind = "element",                                                 \
                                          .format = #type,                                                   \
                                          .term = id_of_##name,                                              \
                                          .variant = #kind_,                                                 \
                                          .type = code##_##kind_##_##type,                                   \
                                          .loss_ulp = LOSS_OF ulps,                                          \
                                          .grad_ulp = GRAD_OF ulps,                                          \
                                          .first_class = rank},

static const struct ganloss_kernel public_kernels[] = {
#define KERNEL(term, code, variant, isa, rank, ulps32, ulps64)                                               \
    ROW(term, code, variant, f32, rank, ulps32) ROW(term, code, variant, f64, rank, ulps64)
#include "losses/losses.def"
};

const struct ganloss_kernel *const stable_kernels[TERMS][2] = {
#define TERM(name, ...)                                                                                      \
    [TERM_##                                                                                                 \
        name] = {&public_kernels[KERNEL_##name##_stable_f32], &public_kernels[KERNEL_##name##_stable_f64]},
#include "losses/losses.def"
};

const struct ganloss_kernel *const fused_kernels[TERMS][2] = {
#define KERNEL_FUSED(term, ...)                                                                              \
    [TERM_##term] = {&public_kernels[KERNEL_##term##_fused_f32], &public_kernels[KERNEL_##term##_fused_f64]},
#include "losses/losses.def"
};

#define ENTRY(term, variant, format, isa)                                                                    \
    {&terms[TERM_##term], ISA_##isa, &public_kernels[KERNEL_##term##_##variant##_##format], 0, NULL, NULL},

const struct kernel kernels[] = {
#define KERNEL(term, code, variant, isa, ...) ENTRY(term, variant, f32, isa) ENTRY(term, variant, f64, isa)
#include "losses/losses.def"
};
const size_t kernel_count = KERNELS;

const struct loss losses[] = {
#define LOSS(name, display, d_real, d_fake, g, remark)                                                       \
    {display, &terms[TERM_##d_real], &terms[TERM_##d_fake], &terms[TERM_##g], remark},
#include "losses/losses.def"
};
const size_t loss_count = sizeof losses / sizeof *losses;

const char *const ganloss_reduction_names[GANLOSS_REDUCTIONS] = {
    [GANLOSS_NAIVE] = "naive",
    [GANLOSS_PAIRWISE] = "pairwise",
    [GANLOSS_COMPENSATED] = "compensated",
    [GANLOSS_WIDE] = "wide",
};

const struct term *term_find(const char *id)
{
    for (size_t i = 0; i < TERMS; i++)
        if (strcmp(terms[i].id, id) == 0)
            return &terms[i];
    return NULL;
}

const struct ganloss_kernel *ganloss_kernels(size_t *count)
{
    *count = KERNELS;
    return public_kernels;
}

const struct ganloss_kernel *ganloss_find(const char *term, const char *variant, const char *format)
{
    for (size_t i = 0; i < KERNELS; i++) {
        const struct ganloss_kernel *k = &public_kernels[i];
        if (strcmp(k->term, term) == 0 && strcmp(k->variant, variant) == 0 && strcmp(k->format, format) == 0)
            return k;
    }
    return NULL;
}
