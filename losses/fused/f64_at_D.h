/* f64_at_D.h -- the cross-entropies on D itself, in double; f32_at_D.h has the formulas. Included by f64.c. How near results are, make
   prove proves: -log t is a sum of two, neither below 0, of which k times the first part of log 2 is exact. */
#ifndef GANLOSS_LOSSES_FUSED_F64_AT_D_H
#define GANLOSS_LOSSES_FUSED_F64_AT_D_H

#include "losses/fused/at_D.h"

/* Below `faint`, -log(1 - D) is D; below `normal`, D is made normal first. Volatile, as `farthest` is. */
static const volatile double faint = 0x1p-100, normal = 0x1p-1022;

__attribute__((always_inline)) static inline void block_at_D(size_t n, const double x[restrict], bool fake,
                                                             double of_loss, double of_grad,
                                                             double loss[restrict], double grad[restrict])
{
    const double infinity = (double)INFINITY, none = (double)NAN;
    double least = fake ? faint : normal;
    for (size_t i = 0; i < n; i++) {
        double D = x[i] + 0, t = fake ? 1 - D : D, beyond = 0;
        struct log_at_D to;
        if (fake) {
            to = log_of_fake(D > least ? D : least);
        } else {
            beyond = D < least ? 54 : 0;
            to = log_of_real(D < least ? D * 0x1p54 : D);
        }
        struct quotients of = quotients_of(to.e, 0, 1, 0);
        double k = to.k + beyond;
        struct two sum = softplus_of(-of.z.high, -of.z.low, k * f64_log_2_high);
        double log_t = with_log_2_of(sum.high, sum.low, k);
        double rate = fake ? power_of_two(to.k) * (of.q.high + of.q.low) : 1 / D;
        if (fake)
            log_t = D < least ? D : log_t;
        bool some = t > 0, valid = D >= 0 && D <= 1;
        loss[i] = of_loss * (valid ? some ? log_t : infinity : none);
        grad[i] = of_grad * (valid ? some ? rate : infinity : none);
    }
}

#endif
