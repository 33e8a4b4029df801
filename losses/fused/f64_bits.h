/* f64_bits.h -- powers of two, and choices without a branch, by a double's bits: for the vectorised loops. */
#ifndef GANLOSS_LOSSES_FUSED_F64_BITS_H
#define GANLOSS_LOSSES_FUSED_F64_BITS_H

#include "losses/bits.h"

/* 2^k for an integer -1022 <= k <= 1023: the sum's last bits are 1023 + k. */
static inline double power_of_two(double k)
{
    return of_bits(bits_of(k + (0x1.8p52 + 1023)) << 52);
}

/* All bits where x is below 0, or -0. Choices by such masks are none to a compiler, which makes no branch of them. */
static inline uint64_t mask_of(double x)
{
    return 0 - (bits_of(x) >> 63);
}

static inline double chosen(uint64_t mask, double one, double other)
{
    return of_bits((bits_of(one) & mask) | (bits_of(other) & ~mask));
}

#endif
