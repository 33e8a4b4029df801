/* -log D = softplus(-s), gradient -sigmoid(-s): D on a real sample, and the non-saturating G, whose loss is
   the BCE of a fake labelled real. Source  Goodfellow et al. 2014, eq. 1 and sec. 3, on logits: D =
   sigmoid(s). Domain  every s: -inf gives (+inf, -1), +inf gives (+0, -0); NaN gives NaN. Method  the
   variants in cross_entropy.h. */
#define PREFIX cross_entropy_real
#define LABEL  1
#define WEIGHT 1
#include "losses/kernels/cross_entropy.h"
