/* Non-saturating GAN, discriminator on a real sample: softplus(-s), gradient -sigmoid(-s).
   Source  Goodfellow et al. 2014, algorithm 1.
   Domain  every s: -inf gives (+inf, -1), +inf gives (+0, -0); NaN gives NaN.
   Method  the variants in cross_entropy.h. */
#define PREFIX nonsaturating_d_real
#define LABEL  1
#define WEIGHT 1
#include "cross_entropy.h"
