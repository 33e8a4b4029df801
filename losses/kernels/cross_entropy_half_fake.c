/* BCE discriminator on a fake sample, with the factor 1/2: softplus(s)/2, gradient sigmoid(s)/2.
   Source  Goodfellow 2016, eq. 8.
   Domain  every s: -inf gives (+0, +0), +inf gives (+inf, 1/2); NaN gives NaN.
   Method  the variants in cross_entropy.h. */
#define PREFIX cross_entropy_half_fake
#define LABEL  0
#define WEIGHT LIT(0.5)
#define HALVED
#include "losses/kernels/cross_entropy.h"
