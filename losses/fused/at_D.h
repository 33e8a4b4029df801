/* at_D.h -- -log t of the cross-entropies on D itself, t being D or 1 - D, as k log 2 - log(1 + e), without a branch: for loops in
   double.

   t = 2^-k (1 + e), 1 + e in (1/2, 1]: neither summand is below 0, so that nothing cancels, and for t = 1 both are 0. e is exact
   (Sterbenz), as 1 - D is for D above 1/2. Up to 1/2, 1 - D would not be: there e is -D, and k is 0. */
#ifndef GANLOSS_LOSSES_FUSED_AT_D_H
#define GANLOSS_LOSSES_FUSED_AT_D_H

#include "losses/bits.h"

#include <stdbool.h>

struct log_at_D {
    double e, k;
};

/* t in (0, 1], a normal number. The bits of what is next below t have the exponent for which 1 + e is 1, not 1/2. */
static inline struct log_at_D log_of_real(double t)
{
    const uint64_t exponents = (uint64_t)0x7ff << 52, half = (uint64_t)1022 << 52, whole = bits_of(0x1p52);
    uint64_t below = bits_of(t) - 1;
    return (struct log_at_D){of_bits(bits_of(t) - (below & exponents) + half) - 1,
                             0x1p52 + 1022 - of_bits(whole | below >> 52)};
}

/* Of t = 1 - D, D in [0, 1). */
static inline struct log_at_D log_of_fake(double D)
{
    struct log_at_D far = log_of_real(1 - D);
    return (struct log_at_D){D > 0.5 ? far.e : -D, D > 0.5 ? far.k : 0};
}

#endif
