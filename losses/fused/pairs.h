/* pairs.h -- double-word arithmetic, in plain steps.

   A pair is the sum of two doubles, the second at most half an ulp of the first. Each operation on pairs below has a
   relative error of a few 2^-105 (Joldes, Muller and Popescu 2017), where summands have one sign, or differ in size, so
   that nothing cancels; and where no product of two lasts underflows. */
#ifndef GANLOSS_LOSSES_FUSED_PAIRS_H
#define GANLOSS_LOSSES_FUSED_PAIRS_H

#include "losses/bits.h"

#include <math.h>

struct pair {
    double high, low;
};

/* a + b, exactly, where |a| >= |b| or a is 0. */
static inline struct pair pair_of(double a, double b)
{
    double sum = a + b;
    return (struct pair){sum, b - (sum - a)};
}

static inline struct pair sum_of(double a, double b)
{
    double sum = a + b, other = sum - a;
    return (struct pair){sum, (a - (sum - other)) + (b - other)};
}

static inline struct pair add(struct pair a, struct pair b)
{
    struct pair high = sum_of(a.high, b.high), low = sum_of(a.low, b.low);
    high = pair_of(high.high, high.low + low.high);
    return pair_of(high.high, high.low + low.low);
}

static inline struct pair multiply(struct pair a, struct pair b)
{
    double high = a.high * b.high;
    return pair_of(high, fma(a.high, b.high, -high) + (a.high * b.low + a.low * b.high));
}

static inline struct pair divide(struct pair a, struct pair b)
{
    double first = a.high / b.high;
    struct pair back = multiply((struct pair){first, 0}, b);
    struct pair rest = add(a, (struct pair){-back.high, -back.low});
    return pair_of(first, rest.high / b.high);
}

static const struct pair one = {1, 0};

/* Of the two doubles around a, the one whose last bit is odd, unless a is a double. */
static inline double to_odd(struct pair a)
{
    uint64_t bits = bits_of(a.high);
    if (a.low != 0 && bits % 2 == 0)
        bits += (a.low > 0) == (a.high > 0) ? 1 : UINT64_MAX;
    return of_bits(bits);
}

/* a 2^k, rounded once; a is from 0 to 2^900. */
double pair_scaled(struct pair a, int k);

/* exp(-a) = 2^*k times what is returned, which is from 0.7 to 1.42, to 2^-94; 0 <= a <= 1470. */
struct pair fused_exp(double a, int *k);

#endif
