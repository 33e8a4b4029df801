/* f32.h -- exp, and the rounding of a double to a float with the test whether it is sure, for loops over a
   block of floats in double arithmetic: without a branch, so that compilers vectorise them. Included once per
   file and instruction set.

   Errors are relative, in u = 2^-53, which bounds that of one operation. Where fma is used, a product is not
   rounded; the bounds count a rounding of it all the same, and hold either way. */
#ifndef GANLOSS_LOSSES_FUSED_F32_H
#define GANLOSS_LOSSES_FUSED_F32_H

#include "losses/bits.h"
#include "losses/fused/polynomials.h"

static inline double multiply_add(double a, double b, double c)
{
#ifdef __FMA__
    return __builtin_fma(a, b, c);
#else
    return a * b + c;
#endif
}

/* c[0] + c[1] x + ..., even and odd powers apart: two short chains are faster than a long one. On its way
   c[2i] meets at most three roundings at each of i levels (x^2 in every power, a product, a sum) and the last
   addition; c[2i + 1] one product more: error <= u sum_j (1.5 j + 2) |c[j] x^j|. */
static inline double polynomial(const double c[], int degree, double x)
{
    double square = x * x, one = c[degree], other = c[degree - 1];
    for (int j = degree - 2; j >= 0; j -= 2)
        one = multiply_add(one, square, c[j]);
    for (int j = degree - 3; j >= 0; j -= 2)
        other = multiply_add(other, square, c[j]);
    return degree % 2 ? multiply_add(one, x, other) : multiply_add(other, x, one);
}

/* exp(-a) = 2^k exp(r), a in [0, 195] or NaN, k = rint(-a log2 e), r = -a - k log 2: error 166 u at most.

   k: the sum's ulp is 1, so that its last bits are 1023 + k, and shifting them up gives 2^k. |r| <= log(2)/2
   + 2^-43. r: log 2 = high + low, high a multiple of 2^-42, 42 bits, |low| < 2^-44 to 2^-98: k high is exact,
   and so is its sum with -a, below 1 and a multiple of 2^-42 or, for k = 0, -a. What is left, k low and r's
   own rounding, is below 0.35 u. exp(r): sum (1.5 j + 2) |r|^j/j! = (2 + 1.5 |r|) exp(|r|), over exp(r) at
   most 5.1 u; EXP_ERROR, 160 u. */
static inline double reduce(double a, double *r)
{
    const double log2_e = 0x1.71547652b82fep+0, high = 0x1.62e42fefa38p-1, low = 0x1.ef35793c7673p-45;
    const double shift = 0x1.8p52 + 1023;
    double shifted = multiply_add(-log2_e, a, shift), k = shifted - shift;
    *r = multiply_add(k, -low, multiply_add(k, -high, -a));
    return of_bits(bits_of(shifted) << 52);
}

static inline double exp_minus(double a)
{
    double r, scale = reduce(a, &r);
    return polynomial(exp_coefficients, EXP_DEGREE, r) * scale;
}

/* Whether the float that `value` rounds to, above 2^-126, is not sure: whether the 29 bits that a float has
   not are within UNSURE of the middle between two floats. UNSURE is the error of a value in its ulps, which
   as a multiple of u it cannot exceed: 895 u at most (block() in f32.c), and there is room. One float in 2^18
   is unsure, and those beside 0, whose sigmoid is 1/2 + s/4 - ... and as good as in the middle. */
enum { UNSURE = 1024 };

static inline uint64_t is_beside_middle(double value, uint64_t units)
{
    const uint64_t reach = units << 35, sign = (uint64_t)1 << 63;
    uint64_t from_below = (bits_of(value) << 35) - (sign - reach);
    return (int64_t)(from_below ^ sign) < (int64_t)(2 * reach ^ sign); /* from_below < 2 reach, unsigned */
}

static inline uint64_t is_unsure(double value)
{
    return is_beside_middle(value, UNSURE);
}

/* What a float that is subnormal needs: with 2^-126 added, its last place is where it belongs. */
static inline double lift_of(double value)
{
#ifdef __AVX2__
    return value < 0x1p-126 ? 0x1p-126 : 0;
#else /* the same of a value from 0 on: a compiler that has no vectors for is_unsure makes a jump of a condition */
    const uint64_t least = bits_of(0x1p-126);
    return of_bits(least & (0 - ((bits_of(value) - least) >> 63)));
#endif
}

static inline float rounded(double value)
{
    double lift = lift_of(value);
    return (float)(value + lift) - (float)lift;
}

#endif
