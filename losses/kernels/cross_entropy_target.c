/* BCE against a target label t = y[i] in [0, 1]: softplus(s) - t s, gradient sigmoid(s) - t.
   Source  Salimans et al. 2016, sec. 3.4 (label smoothing); t = 0 and 1 are the hard labels.
   Domain  every s: -inf gives (+inf, -t), and (+0, +0) for t = 0; +inf gives (+inf, 1 - t), and (+0, -0)
           for t = 1; NaN gives NaN.
   Method  the variants in cross_entropy.h. */
#define PREFIX cross_entropy_target
#define SOFT_LABEL
#define WEIGHT 1
#include "losses/kernels/cross_entropy.h"
