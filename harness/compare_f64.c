/* compare_f64.c -- compiled once per instruction set; the loop is free of branches, so that it vectorises.

   A screened value that is a number is neither 0 nor rounds to 0 or to an infinity, and a screened 0 stands
   for a number of its sign that rounds to that 0 (screen_f64.h). Hence `bounded` does not occur; `vanished`
   and `zero-sign` differ by whether the screened value is a 0; and a 0 has a sign to compare with. */
#include "compare_f64.h"
#include "../reference/bits.h"
#include "metric.h"

#include <float.h>

#ifndef COMPARE_F64
#define COMPARE_F64 compare_f64_any
#endif

/* 2^k for an integer -1022 <= k <= 1023. */
static inline double power_of_two(double k)
{
    return of_bits(bits_of(k + (0x1.8p52 + 1023)) << 52);
}

/* The biased exponent of |x|, at least that of normal numbers: what ulp(x) depends on. */
static inline double binade(double x)
{
    double exponent = of_bits(bits_of(fabs(x)) >> 52 | bits_of(0x1p52)) - 0x1p52;
    return exponent > 1 ? exponent : 1;
}

/* Whether |x| is a power of two below which the ulp is another. */
static inline int is_step(double x)
{
    double significand = of_bits((bits_of(x) & 0x000fffffffffffff) | bits_of(1));
    return (significand == 1) & (fabs(x) > DBL_MIN);
}

/* 1 or 0, to choose by products: where choices meet, gcc makes branches of them. */
static inline double flag(int condition)
{
    return condition ? 1 : 0;
}

/* In the order of metric.h, the first that fits. */
static inline double classify(double g, double high)
{
    double nan = flag(g != g), infinite = flag(fabs(g) > DBL_MAX), finite = 1 - nan - infinite;
    double got_0 = flag(g == 0), want_0 = flag(high == 0), other = flag(copysign(1, g) != copysign(1, high));
    double zero = (1 - want_0) * VANISHED + want_0 * other * ZERO_SIGN;
    double class = got_0 * zero + (1 - got_0) * other * WRONG_SIGN;
    return nan * NAN_MISMATCH + infinite * OVERFLOW + finite * class;
}

/* |g - high - low| / ulp. The scale, 2^k with k in [-971, 1074], is applied as two powers of two. g - high is
   exact where the two agree to a factor of two, else it has 2^-53; so has the other difference. */
static inline double distance(double g, double high, double low, double exponent)
{
    double k = 1075 - exponent, shift = 0x1.8p52, half = (k / 2 + shift) - shift;
    double one = power_of_two(half), other = power_of_two(k - half);
    double ulp = fabs((g - high) * one * other - low * one * other);
    return ulp <= DBL_MAX ? ulp : DBL_MAX;
}

/* At a power of two, the ulp depends on which side of it the exact value lies. Where low does not tell, the
   exact value is the power to 2^-70, and so is its distance from it in the smaller ulp, to 2^-17; of another
   result, MPFR is asked. */
uint32_t COMPARE_F64(size_t n, const double got[restrict], const double high[restrict],
                     const double low[restrict], double relative, double sign, double ulp[restrict],
                     unsigned char class[restrict])
{
    for (size_t i = 0; i < n; i++) {
        double g = sign * got[i], h = high[i], l = flag(h != 0) * low[i];
        double above = l * copysign(1, h), error = relative * fabs(h);
        int step = is_step(h);
        double exponent = binade(h) - flag(step & (above <= error));
        double found = classify(g, h);
        double open = flag((step & (fabs(above) <= error) & (g != h) & (found == 0)) | (h != h));
        double error_class = open * CLASSES + (1 - open) * found;
        ulp[i] = flag(error_class == 0) * distance(g, h, l, exponent);
        class[i] = (unsigned char)(int)error_class;
    }
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += class[i] == CLASSES ? 1 : 0;
    return count;
}
