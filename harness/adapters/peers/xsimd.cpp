/* xsimd.cpp -- xsimd's vector functions, behind xtensor and Arrow: softplus(z) = max(z, 0) + log1p(e) with e = exp(-|z|),
   sigmoid(z) = 1/(1 + e) or e/(1 + e), by the sign of z. */
#include "harness/adapters/peers/peer.h"

#include <xsimd/xsimd.hpp>

static const char *library()
{
    return "xsimd " PEER_TEXT(XSIMD_VERSION_MAJOR) "." PEER_TEXT(XSIMD_VERSION_MINOR) "." PEER_TEXT(
        XSIMD_VERSION_PATCH);
}

using Vector = xsimd::batch<REAL>;
#define LANES Vector::size

PEER_INLINE void block(const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    const Vector zero(0), one(1), z = Vector(sign) * Vector::load_unaligned(x);
    const Vector e = xsimd::exp(-xsimd::abs(z));
    const Vector l = xsimd::max(z, zero) + xsimd::log1p(e), g = xsimd::select(z < zero, e, one) / (one + e);
    (Vector(scale) * l).store_unaligned(loss);
    (Vector(sign * scale) * g).store_unaligned(grad);
}

#include "harness/adapters/peers/blocks.h"
#include "harness/adapters/peers/terms.h"
