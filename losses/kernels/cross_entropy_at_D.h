/* cross_entropy_at_D.h -- every variant of a cross-entropy term on the probability D itself, for one TERM,
   WEIGHT and LABEL (map.h): what a library does that is given D, not the logit. */
#ifndef GANLOSS_LOSSES_KERNELS_CROSS_ENTROPY_AT_D_H
#define GANLOSS_LOSSES_KERNELS_CROSS_ENTROPY_AT_D_H

#include "losses/kernels/clamped_log.h"
#include "losses/kernels/map.h"

/* naive -- the formula as printed. */
static inline struct point naive(REAL D, REAL label)
{
    return (struct point){mix(label, -log(D), -log(1 - D)), mix(label, -1 / D, 1 / (1 - D))};
}

void TERM_FN(naive)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(naive, n, x, y, loss, grad);
}

#if LABEL == 0
/* log1p -- keeps the digits of a small D that 1 - D drops. */
static inline struct point with_log1p(REAL D, REAL label)
{
    (void)label;
    return (struct point){-log1p(-D), 1 / (1 - D)};
}

void TERM_FN(log1p)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(with_log1p, n, x, y, loss, grad);
}
#endif

/* clamp100 -- PyTorch BCELoss: logarithms no lower than -100, the gradient over at least 1e-12. */
void TERM_FN(clamp100)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(clamped_cross_entropy, n, x, y, loss, grad);
}

/* clip1e7 -- Keras: D clipped to [1e-7, 1 - 1e-7], whose gradient is 0 outside. */
static inline struct point clip1e7(REAL D, REAL label)
{
    const REAL low = LIT(1e-7), high = 1 - LIT(1e-7);
    REAL c = D < low ? low : D > high ? high : D;
    REAL slope = D < low || D > high ? 0 : 1;
    return (struct point){mix(label, -log(c), -log(1 - c)), mix(label, -1 / c * slope, 1 / (1 - c) * slope)};
}

void TERM_FN(clip1e7)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(clip1e7, n, x, y, loss, grad);
}

/* add1e8 -- an epsilon inside each logarithm. */
static inline struct point add1e8(REAL D, REAL label)
{
    const REAL epsilon = LIT(1e-8);
    return (struct point){mix(label, -log(D + epsilon), -log(1 - D + epsilon)),
                          mix(label, -1 / (D + epsilon), 1 / (1 - D + epsilon))};
}

void TERM_FN(add1e8)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(add1e8, n, x, y, loss, grad);
}

/* stable -- what one should write. D + 0 turns -0 into +0, so that 1/D has the sign of its limit; outside
   [0, 1], where -1/D would still be a number, the result is NaN. log1p keeps every digit of a small D,
   and 1 - D is exact for D >= 1/2 (Sterbenz) and within half an ulp below, so 1/(1 - D) is within 1.5. */
static inline struct point stable(REAL D, REAL label)
{
    REAL d = D >= 0 && D <= 1 ? D + 0 : (REAL)NAN;
    return (struct point){mix(label, 0 - log(d), 0 - log1p(-d)), mix(label, -1 / d, 1 / (1 - d))};
}

void TERM_FN(stable)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    map(stable, n, x, y, loss, grad);
}

#endif
