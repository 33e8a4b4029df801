/* Minimax generator, on D: log(1 - D), gradient -1/(1 - D).
   Source  Goodfellow et al. 2014, eq. 1.
   Domain  D in [0, 1], -0 taken as 0: 0 gives (-0, -1), 1 gives (-inf, -inf); outside and NaN give NaN.
   Method  the variants in cross_entropy_at_D.h. */
#define PREFIX cross_entropy_minus_fake_at_D
#define LABEL  0
#define WEIGHT -1
#include "losses/kernels/cross_entropy_at_D.h"
