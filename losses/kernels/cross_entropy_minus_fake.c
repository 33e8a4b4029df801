/* log(1 - D) = -softplus(s), gradient -sigmoid(s): the minimax G; the gradient vanishes when D is sure.
   Source  Goodfellow et al. 2014, eq. 1; Goodfellow 2016, sec. 3.2.2; on logits: D = sigmoid(s).
   Domain  every s: -inf gives (-0, -0), +inf gives (-inf, -1); NaN gives NaN.
   Method  the variants in cross_entropy.h. */
#define PREFIX cross_entropy_minus_fake
#define LABEL  0
#define WEIGHT -1
#include "losses/kernels/cross_entropy.h"
