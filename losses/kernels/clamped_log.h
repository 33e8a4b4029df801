/* clamped_log.h -- PyTorch BCELoss of a probability D and a label, with its backward formula. */
#ifndef GANLOSS_LOSSES_KERNELS_CLAMPED_LOG_H
#define GANLOSS_LOSSES_KERNELS_CLAMPED_LOG_H

#include "losses/kernels/map.h"

/* NaN is kept, as std::max(NaN, -100) keeps it. */
static inline REAL log_above_minus_100(REAL l)
{
    return l < -100 ? -100 : l;
}

static inline struct point clamped_cross_entropy(REAL D, REAL label)
{
    REAL slope = (1 - D) * D;
    return (struct point){(label - 1) * log_above_minus_100(log1p(-D)) - label * log_above_minus_100(log(D)),
                          (D - label) / (slope < LIT(1e-12) ? LIT(1e-12) : slope)};
}

#endif
