/* Non-saturating generator: -log D = softplus(-s), gradient -sigmoid(-s): the BCE of a fake labelled real.
   Source  Goodfellow et al. 2014, sec. 3.
   Domain  every s: -inf gives (+inf, -1), +inf gives (+0, -0); NaN gives NaN.
   Method  the variants in cross_entropy.h. */
#define PREFIX nonsaturating_g
#define LABEL  1
#define WEIGHT 1
#include "cross_entropy.h"
