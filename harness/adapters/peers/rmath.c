/* rmath.c -- R's distribution functions, as a library: what plogis(x) and plogis(x, log.p = TRUE) call in R. In double alone. */
#define MATHLIB_STANDALONE
#include "harness/adapters/peers/peer.h"

#include <Rmath.h>

static const char *library(void)
{
    return "R " R_VERSION_STRING;
}

PEER_INLINE void softplus(size_t n, const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    enum { UPPER, LOWER };
    for (size_t i = 0; i < n; i++) {
        REAL z = sign * x[i];
        loss[i] = -scale * plogis(z, 0, 1, UPPER, 1);
        grad[i] = sign * scale * plogis(z, 0, 1, LOWER, 0);
    }
}

#include "harness/adapters/peers/terms.h"
