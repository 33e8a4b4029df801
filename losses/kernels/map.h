/* map.h -- applies a variant, one function of an input and a label, to a batch.

   Included once by each cross-entropy term's file, which defines
     PREFIX  its C name
     WEIGHT  the factor on loss and gradient: 1, -1 or LIT(0.5), so that scaling is exact (but where a
             half is subnormal; HALVED is defined besides, for the variant that minds)
     LABEL   the constant label: 1 for -log D, 0 for -log(1 - D); or SOFT_LABEL: the label is y[i]. */
#ifndef GANLOSS_LOSSES_KERNELS_MAP_H
#define GANLOSS_LOSSES_KERNELS_MAP_H

#include "losses/kernels/kernel.h"

struct point {
    REAL loss, grad;
};

/* A script for hard labels writes one of two formulas; one for soft labels writes their mixture. */
static inline REAL mix(REAL label, REAL if_real, REAL if_fake)
{
#ifdef SOFT_LABEL
    return label * if_real + (1 - label) * if_fake;
#else
    return label != 0 ? if_real : if_fake;
#endif
}

/* Applies a variant to a batch; inlined, so that a constant label folds into the variant. */
__attribute__((always_inline)) static inline void map(struct point (*variant)(REAL s, REAL label), size_t n,
                                                      const REAL x[], const REAL y[], REAL loss[],
                                                      REAL grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++) {
#ifdef SOFT_LABEL
        struct point p = variant(x[i], y[i]);
#else
        struct point p = variant(x[i], LABEL);
#endif
        loss[i] = WEIGHT * p.loss;
        grad[i] = WEIGHT * p.grad;
    }
}

#define TERM_FN(variant) FN(REAL_EXPAND(REAL_EXPAND(PREFIX, _), variant))

#endif
