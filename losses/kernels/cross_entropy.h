/* cross_entropy.h -- every variant of a cross-entropy term on logits, for one PREFIX, WEIGHT and LABEL
   (map.h).

   Each variant is one function of a logit and a label, in the order of operations of the libraries it
   stands for, with the gradient that their automatic differentiation or their backward formula
   computes. Products with a label of 0 or 1 are written out, not simplified: 0 * inf = NaN is one of
   the faults on show. */
#ifndef GANLOSS_LOSSES_KERNELS_CROSS_ENTROPY_H
#define GANLOSS_LOSSES_KERNELS_CROSS_ENTROPY_H

#include "losses/kernels/clamped_log.h"
#include "losses/kernels/map.h"

/* What thousands of scripts write; exp overflows for s < -88.7 (f32), which gives D = 0. */
static inline REAL sigmoid(REAL s)
{
    return 1 / (1 + exp(-s));
}

#include "losses/kernels/on_logits.h"
#include "losses/kernels/through_probability.h"

#endif
