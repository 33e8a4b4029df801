/* Minimax discriminator on a real sample, on D: -log D, gradient -1/D.
   Source  Goodfellow et al. 2014, eq. 1.
   Domain  D in [0, 1], -0 taken as 0: 0 gives (+inf, -inf), 1 gives (+0, -1); outside and NaN give NaN.
   Method  the variants in cross_entropy_at_D.h. */
#define PREFIX minimax_d_real_at_D
#define LABEL  1
#define WEIGHT 1
#include "cross_entropy_at_D.h"
