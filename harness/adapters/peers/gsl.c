/* gsl.c -- the GNU Scientific Library: sigmoid is the logistic distribution's function, softplus(z) = max(z, 0) + gsl_log1p(exp(-|z|)).
   In double alone. */
#include "harness/adapters/peers/peer.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_version.h>
#include <stdio.h>

static const char *library(void)
{
    static char text[32];
    snprintf(text, sizeof text, "GSL %s", gsl_version);
    return text;
}

PEER_INLINE void softplus(size_t n, const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    for (size_t i = 0; i < n; i++) {
        REAL z = sign * x[i];
        loss[i] = scale * (GSL_MAX_DBL(z, 0) + gsl_log1p(exp(-fabs(z))));
        grad[i] = sign * scale * gsl_cdf_logistic_P(z, 1);
    }
}

#include "harness/adapters/peers/terms.h"
