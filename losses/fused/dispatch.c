/* dispatch.c -- the fused kernels of the registry: each is the one that was compiled for what this CPU can run.

   Formula, Source and Domain: those of the terms, losses/kernels/cross_entropy_real.c and so on. Method: fused.h. */
#include "losses/fused/fused.h"
#include "losses/isa.h"

static ganloss_f32 *fused_f32(enum fused kernel)
{
    static ganloss_f32 *const *const tables[ISAS] = ISA_TABLE(fused_f32);
    return tables[isa_best()][kernel];
}

static ganloss_f64 *fused_f64(enum fused kernel)
{
    static ganloss_f64 *const *const tables[ISAS] = ISA_TABLE(fused_f64);
    return tables[isa_best()][kernel];
}

#define KERNEL(term, code, variant, ...)                                                                     \
    ganloss_f32 code##_##variant##_f32;                                                                      \
    ganloss_f64 code##_##variant##_f64;
#include "losses/losses.def"

#define DISPATCH(code, kernel)                                                                               \
    void cross_entropy_##code##_fused_f32(size_t n, const float x[], const float y[], float loss[],          \
                                          float grad[])                                                      \
    {                                                                                                        \
        fused_f32(kernel)(n, x, y, loss, grad);                                                              \
    }                                                                                                        \
    void cross_entropy_##code##_fused_f64(size_t n, const double x[], const double y[], double loss[],       \
                                          double grad[])                                                     \
    {                                                                                                        \
        fused_f64(kernel)(n, x, y, loss, grad);                                                              \
    }
DISPATCH(real, FUSED_REAL)
DISPATCH(fake, FUSED_FAKE)
DISPATCH(minus_fake, FUSED_MINUS_FAKE)
DISPATCH(half_real, FUSED_HALF_REAL)
DISPATCH(half_fake, FUSED_HALF_FAKE)
DISPATCH(target, FUSED_TARGET)
DISPATCH(real_at_D, FUSED_REAL_AT_D)
DISPATCH(fake_at_D, FUSED_FAKE_AT_D)
DISPATCH(minus_fake_at_D, FUSED_MINUS_FAKE_AT_D)
