/* Non-saturating GAN, discriminator on a fake sample: softplus(s), gradient sigmoid(s).
   Source  Goodfellow et al. 2014, algorithm 1.
   Domain  every s: -inf gives (+0, +0), +inf gives (+inf, 1); NaN gives NaN.
   Method  the variants in cross_entropy.h. */
#define PREFIX nonsaturating_d_fake
#define LABEL  0
#define WEIGHT 1
#include "cross_entropy.h"
