/* fused.h -- loss and gradient of the cross-entropies on logits, made together: in float correctly rounded, in double with a
   proved bound.

   Both come from the same e = exp(-|s|): softplus(u) = max(u, 0) + log1p(e), sigmoid(u) = 1/(1 + e) or e/(1 + e). They
   are computed in double with an error that is proved (f32.c); where a float's rounding is not decided by that, they
   are computed again with twice the digits (exact.c). So the results are those of exact arithmetic, rounded once,
   and the same on every instruction set.

   In double, e and both quotients are sums of two doubles, so that nearly all of a result's error is that of its last
   rounding (f64.c). The same operations in the same order give the same bits on every instruction set. */
#ifndef GANLOSS_LOSSES_FUSED_FUSED_H
#define GANLOSS_LOSSES_FUSED_FUSED_H

#include "losses/ganloss.h"

#include <stdbool.h>

/* Which cross-entropy: -log D, -log(1 - D), the negative of that, halves of the first two, and that with a label, all on logits; the
   first three on D. */
enum fused {
    FUSED_REAL,
    FUSED_FAKE,
    FUSED_MINUS_FAKE,
    FUSED_HALF_REAL,
    FUSED_HALF_FAKE,
    FUSED_HARD, /* so many have no label */
    FUSED_TARGET = FUSED_HARD,
    FUSED_AT_D, /* from here on, on D itself */
    FUSED_REAL_AT_D = FUSED_AT_D,
    FUSED_FAKE_AT_D,
    FUSED_MINUS_FAKE_AT_D,
    FUSED_KERNELS
};

/* As they are compiled for one instruction set (losses/isa.h). */
extern ganloss_f32 *const fused_f32_any[FUSED_KERNELS], *const fused_f32_avx2[FUSED_KERNELS],
                                                            *const fused_f32_avx512[FUSED_KERNELS];
extern ganloss_f64 *const fused_f64_any[FUSED_KERNELS], *const fused_f64_avx2[FUSED_KERNELS],
                                                            *const fused_f64_avx512[FUSED_KERNELS];

/* softplus(u) and sigmoid(u), each as one of the two doubles around it, the one whose last bit is odd, unless it is a
   double: rounded to any shorter format, halved before or not, it gives what the exact value would (Boldo and Melquiond
   2008). For |u| <= 106. */
struct fused_exact {
    double softplus, sigmoid;
};
struct fused_exact fused_exact(double u);

/* -log D, or -log(1 - D), rounded likewise, for a float D in (0, 1). */
double fused_exact_at_D(double D, bool fake);

/* Loss and gradient with a label t, floats both, rounded likewise. */
struct fused_exact fused_target(double s, double t);

/* The same of doubles, rounded once: where t, or 1 - t for s above 0, is below 2^-600, or |s| above 2^500. */
struct fused_exact fused_target_f64(double s, double t);

/* sigmoid(u) = (high + low)(1 + d), |d| < 2^-94, the second at most half an ulp of the first. For |u| <= 195. */
struct fused_pair {
    double high, low;
};
struct fused_pair fused_sigmoid(double u);

#endif
