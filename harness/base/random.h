/* random.h -- SplitMix64 (Steele, Lea and Flood 2014): any seed is a good one, and every machine draws the
   same. The state is the seed at first. */
#ifndef GANLOSS_HARNESS_BASE_RANDOM_H
#define GANLOSS_HARNESS_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* A number's own draw: the same for the same seed and number, in whatever order they are asked for. */
static inline uint64_t random_hash(uint64_t seed, uint64_t number)
{
    uint64_t state = seed + number * 0x9e3779b97f4a7c15;
    return random_next(&state);
}

/* In [0, 1), a multiple of 2^-53. */
static inline double random_uniform(uint64_t *state)
{
    return (double)(random_next(state) >> 11) * 0x1p-53;
}

/* Uniform in 0 .. n - 1; the bias is below n 2^-64. */
static inline uint64_t random_below(uint64_t *state, uint64_t n)
{
    return random_next(state) % n;
}

/* 0 .. n - 1 in an order that is drawn (Fisher and Yates, from the end). */
static inline void random_order(size_t order[], size_t n, uint64_t *state)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t j = random_below(state, i), kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

#endif
