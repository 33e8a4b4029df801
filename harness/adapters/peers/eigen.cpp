/* eigen.cpp -- Eigen's array expressions: max(z, 0) + log1p(exp(-|z|)), and its own logistic(z). */
#include "harness/adapters/peers/peer.h"

/* Each instruction set has copies of its own of Eigen's functions: of those of one name, the linker keeps one for all. */
#define Eigen PEER_EXPAND(Eigen_, PEER_ISA)
#include <Eigen/Core>

static const char *library()
{
    return "Eigen " PEER_TEXT(EIGEN_WORLD_VERSION) "." PEER_TEXT(EIGEN_MAJOR_VERSION) "." PEER_TEXT(
        EIGEN_MINOR_VERSION);
}

using Array = Eigen::Array<REAL, Eigen::Dynamic, 1>;

PEER_INLINE void softplus(size_t n, const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    auto size = static_cast<Eigen::Index>(n);
    auto z = sign * Eigen::Map<const Array>(x, size);
    Eigen::Map<Array>(loss, size) = scale * (z.max(REAL(0)) + (-z.abs()).exp().log1p());
    Eigen::Map<Array>(grad, size) = sign * scale * z.logistic();
}

#include "harness/adapters/peers/terms.h"
