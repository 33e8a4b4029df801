/* BCE generator, as minimax and without the factor 1/2: -softplus(s), gradient -sigmoid(s).
   Source  Goodfellow 2016, sec. 3.2.2.
   Domain  every s: -inf gives (-0, -0), +inf gives (-inf, -1); NaN gives NaN.
   Method  the variants in cross_entropy.h. */
#define PREFIX bce_g
#define LABEL  0
#define WEIGHT -1
#include "cross_entropy.h"
