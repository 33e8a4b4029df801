/* boost.cpp -- Boost.Math: max(z, 0) + log1p(exp(-|z|)), and the logistic distribution's function for sigmoid. What it throws for
   by default, NaN and overflow, is an ordinary result here: its policy for that, ignore_error. */
#include "harness/adapters/peers/peer.h"

#include <boost/math/distributions/logistic.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <boost/version.hpp>
#include <cmath>
#include <cstdio>

namespace policies = boost::math::policies;
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>, policies::evaluation_error<policies::ignore_error>>;

static const char *library()
{
    static char text[32];
    std::snprintf(text, sizeof text, "Boost %d.%d.%d", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
                  BOOST_VERSION % 100);
    return text;
}

PEER_INLINE void softplus(size_t n, const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    const boost::math::logistic_distribution<REAL, Quiet> logistic;
    for (size_t i = 0; i < n; i++) {
        REAL z = sign * x[i];
        loss[i] = scale * (std::fmax(z, REAL(0)) + boost::math::log1p(std::exp(-std::fabs(z)), Quiet()));
        grad[i] = sign * scale * cdf(logistic, z);
    }
}

#include "harness/adapters/peers/terms.h"
