/* highway.cpp -- Highway's vector functions (its own bounds: exp 1 ulp, log1p 2): softplus(z) = max(z, 0) + log1p(e) with
   e = exp(-|z|), sigmoid(z) = 1/(1 + e) or e/(1 + e), by the sign of z. */
#include "harness/adapters/peers/peer.h"

#define HWY_COMPILE_ONLY_STATIC
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

static const char *library()
{
    return "Highway " PEER_TEXT(HWY_MAJOR) "." PEER_TEXT(HWY_MINOR) "." PEER_TEXT(HWY_PATCH);
}

namespace hn = hwy::HWY_NAMESPACE;
using Vector = hn::ScalableTag<REAL>;
#define LANES hn::MaxLanes(Vector())

PEER_INLINE void block(const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    const Vector d;
    const auto one = hn::Set(d, 1), z = hn::Mul(hn::Set(d, sign), hn::LoadU(d, x));
    const auto e = hn::Exp(d, hn::Neg(hn::Abs(z)));
    const auto l = hn::Add(hn::Max(z, hn::Zero(d)), hn::Log1p(d, e));
    const auto g = hn::Div(hn::IfThenElse(hn::Lt(z, hn::Zero(d)), e, one), hn::Add(one, e));
    hn::StoreU(hn::Mul(hn::Set(d, scale), l), d, loss);
    hn::StoreU(hn::Mul(hn::Set(d, sign * scale), g), d, grad);
}

#include "harness/adapters/peers/blocks.h"
#include "harness/adapters/peers/terms.h"
