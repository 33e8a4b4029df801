/* -log D, gradient -1/D, on D: D on a real sample, and the non-saturating G.
   Source  Goodfellow et al. 2014, eq. 1 and sec. 3.
   Domain  D in [0, 1], -0 taken as 0: 0 gives (+inf, -inf), 1 gives (+0, -1); outside and NaN give NaN.
   Method  the variants in cross_entropy_at_D.h. */
#define PREFIX cross_entropy_real_at_D
#define LABEL  1
#define WEIGHT 1
#include "losses/kernels/cross_entropy_at_D.h"
