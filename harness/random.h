/* random.h -- SplitMix64 (Steele, Lea and Flood 2014): any seed is a good one, and every machine draws the
   same. */
#ifndef GANLOSS_RANDOM_H
#define GANLOSS_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
    double kept; /* what who draws from it keeps for the next draw */
};

static inline uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/* Uniform in [0, 1). */
static inline double random_unit(struct random *random)
{
    return (double)(random_next(random) >> 11) * 0x1p-53;
}

/* Uniform in 0 .. n - 1; the bias is below n 2^-64. */
static inline uint64_t random_below(struct random *random, uint64_t n)
{
    return random_next(random) % n;
}

#endif
