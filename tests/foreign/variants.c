/* variants.c -- a plugin whose kernels are compared with this library's: the variant says what each is. LIBRARY is the name
   that it gives itself. */
#include "losses/ganloss.h"

#include <math.h>
#include <signal.h>

#if !defined LIBRARY
#define LIBRARY "variants"
#endif

/* What this library's `stable` computes: it takes about as long. */
static void same(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        float e = expf(-fabsf(x[i]));
        loss[i] = (x[i] < 0 ? -x[i] : 0) + log1pf(e);
        grad[i] = -(x[i] < 0 ? 1 : e) / (1 + e);
    }
}

/* Wasserstein's generator, which is exact; and the same, but for one float in 2^32. */
static void exact(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = -x[i];
        grad[i] = x[i] == x[i] ? -1 : x[i];
    }
}

static void planted(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    exact(n, x, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (x[i] == 0x1.234568p-77F)
            grad[i] = -0x1.000002p0F;
}

/* Not a number where it should be one. */
static void nan_at_inf(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    same(n, x, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (isinf(x[i]))
            loss[i] = NAN;
}

/* Ends at a number that every level and regime has. */
static void ends(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    same(n, x, y, loss, grad);
    for (size_t i = 0; i < n; i++)
        if (x[i] < 0)
            raise(SIGSEGV);
}

#define ROW(term_, variant_, function)                                                                       \
    {                                                                                                        \
        .size = sizeof(struct ganloss_kernel), .kind = "element", .format = "f32", .term = term_,            \
        .variant = variant_, .f32 = function, .loss_ulp = INFINITY, .grad_ulp = INFINITY                     \
    }
static const struct ganloss_kernel rows[] = {
    ROW("nonsaturating.g", "same", same),     ROW("wasserstein.g", "exact", exact),
    ROW("wasserstein.g", "planted", planted), ROW("nonsaturating.g", "nan_at_inf", nan_at_inf),
    ROW("nonsaturating.g", "ends", ends),
};

const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    *count = sizeof rows / sizeof *rows;
    return abi == GANLOSS_ABI ? rows : NULL;
}

const char *ganloss_plugin_library(void);
const char *ganloss_plugin_library(void)
{
    return LIBRARY;
}
