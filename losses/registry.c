#include "losses/registry.h"

#include <math.h>
#include <string.h>

#define UNBOUNDED (double)INFINITY

/* Each KERNEL row is also its two prototypes; a missing function fails to link. */
#define KERNEL(term, code, variant, isa, ulp32, ulp64)                                                       \
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

static const struct ganloss_kernel public_kernels[] = {
#define KERNEL(term, code, variant, isa, ulp32, ulp64)                                                       \
    {id_of_##term, #variant, code##_##variant##_f32, code##_##variant##_f64, ulp32, ulp64},
#include "losses/losses.def"
};

enum kernel_index {
#define KERNEL(term, code, variant, ...) KERNEL_##term##_##variant,
#include "losses/losses.def"
    KERNELS
};

const struct kernel kernels[] = {
#define KERNEL(term, code, variant, isa, ulp32, ulp64)                                                       \
    {&terms[TERM_##term], ISA_##isa, &public_kernels[KERNEL_##term##_##variant]},
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

const struct ganloss_kernel *ganloss_find(const char *term, const char *variant)
{
    for (size_t i = 0; i < KERNELS; i++)
        if (strcmp(public_kernels[i].term, term) == 0 && strcmp(public_kernels[i].variant, variant) == 0)
            return &public_kernels[i];
    return NULL;
}
