/* libmvec.c -- glibc's vector functions, which gcc calls in a loop that it vectorises (its manual: up to 4 ulp).
   glibc's headers declare them for -ffast-math alone; a declaration of one's own has them without. What does not fill
   a vector any more is computed by narrower ones, and in the end by libm's scalar functions, whose bits are others.
   Styles  plain, softplus(z) = max(z, 0) + log1p(e) with e = exp(-|z|); log, log(1 + e) for log1p(e).
           sigmoid(z) = 1/(1 + e) or e/(1 + e), by the sign of z. */
#include "harness/adapters/peers/peer.h"

#include <gnu/libc-version.h>
#include <stdio.h>

#ifdef __clang__
#error "clang would call libm, element by element: this one is for gcc"
#endif

#ifdef REAL_F32
#define EXP   expf
#define LOG   logf
#define LOG1P log1pf
#define FABS  fabsf
#else
#define EXP   exp
#define LOG   log
#define LOG1P log1p
#define FABS  fabs
#endif

#pragma omp declare simd notinbranch
extern REAL EXP(REAL);
#pragma omp declare simd notinbranch
extern REAL LOG(REAL);
#pragma omp declare simd notinbranch
extern REAL LOG1P(REAL);

static const char *library(void)
{
    static char text[32];
    snprintf(text, sizeof text, "glibc %s", gnu_get_libc_version());
    return text;
}

PEER_INLINE REAL log_of_one_plus(REAL e)
{
#ifdef PEER_STYLE_log
    return LOG(1 + e);
#else
    return LOG1P(e);
#endif
}

PEER_INLINE void softplus(size_t n, const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        REAL z = sign * x[i], e = EXP(-FABS(z));
        loss[i] = scale * ((z > 0 ? z : 0) + log_of_one_plus(e));
        grad[i] = sign * scale * ((z < 0 ? e : 1) / (1 + e));
    }
}

#include "harness/adapters/peers/terms.h"
