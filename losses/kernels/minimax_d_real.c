/* Minimax discriminator on a real sample: -log D = softplus(-s), gradient -sigmoid(-s).
   Source  Goodfellow et al. 2014, eq. 1, on logits: D = sigmoid(s).
   Domain  every s: -inf gives (+inf, -1), +inf gives (+0, -0); NaN gives NaN.
   Method  the variants in cross_entropy.h. */
#define PREFIX minimax_d_real
#define LABEL  1
#define WEIGHT 1
#include "cross_entropy.h"
