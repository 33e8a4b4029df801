/* fused_f64.c -- as fused.c, in double; and what its loops do not round, in double-word arithmetic: elements whose results are
   subnormal, or nearly so. */
#include "losses/fused/fused.h"
#include "losses/fused/pairs.h"
#include "losses/isa.h"
#include "losses/training/training.h"

#include <math.h>

/* A gradient of the loops is at least 2^-925 of the factor, 1/4 or more. Its power of two may be this and keep it normal;
   and below exp(-far), what comes of it is less than half of the least double. */
enum { LEAST_EXPONENT = -95, LAST_BIT = 1074 };

/* |scale| / n, from 1/2 and from 1 up to twice that, and what the quotient leaves. */
static void set_factor(struct training_f64 *call)
{
    int of_scale, of_n;
    double scale = frexp(fabs(call->scale), &of_scale), n = 2 * frexp(call->n, &of_n);
    call->factor = scale / n;
    call->factor_low = n == 1 ? 0 : fma(-call->factor, n, scale) / n;
    call->exponent = of_scale - of_n + 1;
    if (call->exponent > 1023) { /* 2^1024 is none */
        call->exponent--;
        call->factor *= 2;
        call->factor_low *= 2;
    }
}

struct training_f64 training_call_f64(const struct ganloss_loss *loss, size_t n, double scale)
{
    struct training_f64 call = {
        .side = loss->fused.side, .weight = loss->fused.weight, .scale = scale, .n = (double)n};
    if (scale == 1 && (n & (n - 1)) == 0) {
        call.factor = 0.5;
        call.exponent = 1 - __builtin_ctzll(n);
    } else {
        set_factor(&call);
    }
    call.exponent -= fabs(call.weight) != 1;
    call.exact = scale == 0 || call.exponent < LEAST_EXPONENT;
    call.power = of_bits((uint64_t)(1023 + (call.exact ? 0 : call.exponent)) << 52);
    call.sign = (uint64_t)(signbit(scale) ^ signbit(call.weight) ^ signbit(call.side)) << 63;
    call.far = (LAST_BIT + 2 + (call.exponent > 0 ? call.exponent : 0)) * 0x1.62e42fefa39efp-1;
    return call;
}

/* Found out once; whichever thread is first, each finds the same. */
static inline const struct training_f64_code *code(void)
{
    static const struct training_f64_code *const tables[ISAS] = ISA_TABLE(training_f64), *best;
    const struct training_f64_code *known = __atomic_load_n(&best, __ATOMIC_RELAXED);
    if (!known)
        __atomic_store_n(&best, known = tables[isa_best()], __ATOMIC_RELAXED);
    return known;
}

double training_small_f64(const struct ganloss_loss *loss, size_t n, const double x[], double scale,
                          double grad[])
{
    struct training_f64 call = training_call_f64(loss, n, scale);
    return n == 1 ? code()->one(&call, x, grad) : code()->small(&call, n, x, grad);
}

void training_blocks_f64(const struct ganloss_loss *loss, size_t n, const double x[], double scale,
                         double grad[], size_t count, struct ganloss_part *sum)
{
    struct training_f64 call = training_call_f64(loss, n, scale);
    code()->blocks(&call, count, x, grad, sum);
}

double training_gradient_f64(const struct training_f64 *call, double u)
{
    if (isnan(u) || u < -call->far || call->scale == 0)
        return isnan(u) ? u : 0;
    double a = u != 0 ? fmax(fabs(u), 0x1p-900)
                      : 0; /* where all that is left of it is on which side of 1/2 the result is */
    int k;
    struct pair e = fused_exp(fmin(a, call->far), &k);
    struct pair sum = add(one, (struct pair){ldexp(e.high, k), ldexp(e.low, k)});
    struct pair factor = {call->factor, call->factor_low};
    struct pair gradient = multiply(divide(u > 0 ? one : e, sum), factor);
    return pair_scaled(gradient, (u > 0 ? 0 : k) + call->exponent);
}

/* log(1 + e) is e but for e^2/2, of which nothing is left. */
struct ganloss_part training_softplus_f64(double u)
{
    int k;
    struct pair e = fused_exp(-u, &k);
    return (struct ganloss_part){pair_scaled(e, k), k < -1022 ? 0 : ldexp(e.low, k)};
}
