/* Wasserstein critic and generator: the scores themselves, with the sign that makes each a loss.
     score s, gradient 1 (d_fake);   minus_score -s, gradient -1 (d_real, g)
   Source  Arjovsky et al. 2017, eq. 2 and algorithm 1 (there maximised; here minimised).
   Domain  every s, infinities included: negation is exact; NaN gives NaN in both.
   Method  the gradient is a constant except for NaN, which is passed on. */
#include "losses/kernels/kernel.h"

static inline void signed_score(REAL sign, size_t n, const REAL x[], REAL loss[], REAL grad[])
{
    for (size_t i = 0; i < n; i++) {
        loss[i] = sign * x[i];
        grad[i] = x[i] == x[i] ? sign : x[i];
    }
}

void FN(score_stable)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    (void)y;
    signed_score(1, n, x, loss, grad);
}

void FN(minus_score_stable)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])
{
    (void)y;
    signed_score(-1, n, x, loss, grad);
}
