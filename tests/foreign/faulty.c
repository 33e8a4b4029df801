/* faulty.c -- a plugin with one kernel, `mine`: what this library's `stable` computes, and at one input the fault that the
   environment's FAULT names: "1ulp", "nan", "sign", "vanished", or "interrupt", of the process VICTIM. It declares bounds
   that it keeps without one, unless BOUND is "none"; LIBRARY is what it calls itself. Compiled with -DVARIANT='"name"' it
   has another name, and with -DAGAIN=100 so much more to do as makes it slower: one element of so many a second time. */
#include "losses/ganloss.h"

#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#ifndef VARIANT
#define VARIANT "mine"
#endif

/* Among the worst cases, which every level has: its loss is 1.541 ulp below the exact one. */
static const float worst = 0x1.43ff2p0F;

static bool is_set(const char *name, const char *value)
{
    const char *set = getenv(name);
    return set && strcmp(set, value) == 0;
}

static void compute(size_t n, const float x[], float loss[], float grad[])
{
    for (size_t i = 0; i < n; i++) {
        float e = expf(-fabsf(x[i]));
        loss[i] = (x[i] < 0 ? -x[i] : 0) + log1pf(e);
        grad[i] = -(x[i] < 0 ? 1 : e) / (1 + e);
        if (memcmp(&x[i], &worst, sizeof worst) != 0)
            continue;
        loss[i] = is_set("FAULT", "1ulp") ? nextafterf(loss[i], 0) : is_set("FAULT", "nan") ? NAN : loss[i];
        const char *victim = getenv("VICTIM");
        if (is_set("FAULT", "interrupt") && victim)
            kill((pid_t)strtol(victim, NULL, 10), SIGINT);
        grad[i] = is_set("FAULT", "sign") ? -grad[i] : is_set("FAULT", "vanished") ? -0.0F : grad[i];
    }
}

static void mine(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    compute(n, x, loss, grad);
#ifdef AGAIN
    compute(n / AGAIN, x, loss, grad);
#endif
}

const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    static struct ganloss_kernel row = {.size = sizeof row,
                                        .kind = "element",
                                        .format = "f32",
                                        .term = "nonsaturating.g",
                                        .variant = VARIANT,
                                        .f32 = mine,
                                        .loss_ulp = 1.6,
                                        .grad_ulp = 2.45};
    if (is_set("BOUND", "none"))
        row.loss_ulp = row.grad_ulp = INFINITY;
    *count = 1;
    return abi == GANLOSS_ABI ? &row : NULL;
}

const char *ganloss_plugin_library(void);
const char *ganloss_plugin_library(void)
{
    return getenv("LIBRARY") ? getenv("LIBRARY") : "faulty 1";
}
