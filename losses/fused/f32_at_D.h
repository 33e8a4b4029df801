/* f32_at_D.h -- the cross-entropies on D itself, in float: loss -log t, t being D or 1 - D, and gradient 1/t but for its sign. Included by
   f32.c. D in [0, 1], -0 taken as 0: where t is 0, both are infinite; outside and NaN give NaN. */
#ifndef GANLOSS_LOSSES_FUSED_F32_AT_D_H
#define GANLOSS_LOSSES_FUSED_F32_AT_D_H

#include "losses/fused/at_D.h"

static __attribute__((noinline)) void decide_at_D(size_t n, const float x[], bool fake, const double soft[],
                                                  float loss[])
{
    for (size_t i = 0; i < n; i++)
        if (is_unsure(soft[i] + lift_of(soft[i])))
            loss[i] = copysignf((float)fused_exact_at_D((double)x[i], fake), loss[i]);
}

/* Errors, in u = 2^-53. log(1 + e) = 2 atanh(z), z = e/(2 + e) in [-1/3, 0]: 2 + e and the quotient 1 u each; z^2 has 5 u, for which
   atanh(z)/z has condition 0.042 at 1/9: 1 u; evaluated 2.1 u; ATANH_ERROR, 704 u; the product 1 u: 711 u. k log 2 has two roundings, the
   sum one, of summands of one sign. For t = 0, e is -2, z -inf, and the sum +inf.
   1/t is rounded twice, to a double and to a float, and 1 - D once more; no float has another result for it (verify --level exhaustive): 1/t
   is within 4 u of the middle between two floats for six of them. */
__attribute__((always_inline)) static inline void block_at_D(size_t n, const float x[restrict], bool fake,
                                                             float of_loss, float of_grad,
                                                             float loss[restrict], float grad[restrict])
{
    const double log_2 = 0x1.62e42fefa39efp-1, none = (double)NAN;
    double soft[BLOCK], rate[BLOCK];
    for (size_t i = 0; i < n; i++) {
        double D = (double)x[i] + 0, t = D >= 0 && D <= 1 ? fake ? 1 - D : D : none;
        struct log_at_D to = fake ? log_of_fake(D) : log_of_real(D);
        double z = to.e / (2 + to.e), atanh_twice = z * polynomial(atanh_coefficients, ATANH_DEGREE, z * z);
        soft[i] = D >= 0 && D <= 1 ? to.k * log_2 - atanh_twice : none;
        rate[i] = 1 / t;
    }
    uint64_t unsure = 0;
    for (size_t i = 0; i < n; i++) {
        unsure |= is_unsure(soft[i] + lift_of(soft[i]));
        loss[i] = of_loss * rounded(soft[i]);
        grad[i] = of_grad * (float)rate[i];
    }
    if (unsure)
        decide_at_D(n, x, fake, soft, loss);
}

#endif
