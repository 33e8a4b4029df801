/* sleef.c -- SLEEF, the vector functions behind PyTorch and others; u10 and u35: its bounds of 1.0 and 3.5 ulp.
   Styles  u10, softplus(z) = max(z, 0) + log1p(e) with e = exp(-|z|), sigmoid(z) = 1/(1 + e) or e/(1 + e), by the sign of z;
           u35, log(1 + e) and (1 + tanh(z/2))/2, since of exp and log1p there is u10 alone. */
#include "harness/adapters/peers/peer.h"

#include <sleef.h>
#include <stdint.h>

/* The vector of this instruction set: its type, how many there are in one, and SLEEF's letter for these. */
#if defined __AVX512F__
#define BYTES 64
#elif defined __AVX2__
#define BYTES 32
#else
#define BYTES 16
#endif
#define LANES (BYTES / sizeof(REAL))

#ifdef REAL_F32
#define LANES_16 f4
#define LANES_32 f8
#define LANES_64 f16
typedef int32_t mask __attribute__((vector_size(BYTES)));
#else
#define LANES_16 d2
#define LANES_32 d4
#define LANES_64 d8
typedef int64_t mask __attribute__((vector_size(BYTES)));
#endif
typedef REAL vector __attribute__((vector_size(BYTES)));

/* Sleef_expf8_u10: the name, the vector, the bound; some are exact and have none. */
#define VECTOR            PEER_EXPAND(LANES_, BYTES)
#define EXACT(name)       PEER_EXPAND(Sleef_##name, VECTOR)
#define WITHIN(name, ulp) PEER_EXPAND(EXACT(name), ulp)

static const char *library(void)
{
    return "SLEEF " PEER_TEXT(SLEEF_VERSION_MAJOR) "." PEER_TEXT(SLEEF_VERSION_MINOR) "." PEER_TEXT(
        SLEEF_VERSION_PATCHLEVEL);
}

PEER_INLINE void block(const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    vector z, zero = {0};
    memcpy(&z, x, sizeof z);
    z *= sign;
    vector e = WITHIN(exp, _u10)(-EXACT(fabs)(z));
#ifdef PEER_STYLE_u35
    vector logarithm = WITHIN(log, _u35)(1 + e);
    vector sigmoid = (1 + WITHIN(tanh, _u35)(z / 2)) / 2;
#else
    vector logarithm = WITHIN(log1p, _u10)(e);
    vector numerator = (vector)(((z < 0) & (mask)e) | (~(z < 0) & (mask)(zero + 1)));
    vector sigmoid = numerator / (1 + e);
#endif
    vector l = scale * (EXACT(fmax)(z, zero) + logarithm), g = sign * scale * sigmoid;
    memcpy(loss, &l, sizeof l);
    memcpy(grad, &g, sizeof g);
}

#include "harness/adapters/peers/blocks.h"
#include "harness/adapters/peers/terms.h"
