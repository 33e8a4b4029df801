/* f64.c -- compiled once per instruction set; the loop is free of branches, so that it vectorises.

   A screened value that is a number does not round to an infinity, and a screened 0 stands for a number of
   its sign that rounds to that 0 (screen_f64.h). Hence `bounded` does not occur, and a 0 has a sign to
   compare with. A scaled value is compared with the result times scale: that is exact, or overflows where the
   error in ulps does, too. */
#include "harness/metric/f64.h"
#include "harness/metric/metric.h"
#include "losses/bits.h"

#include <float.h>

#ifndef COMPARE_F64
#define COMPARE_F64 metric_f64_any
#endif

/* 2^k for an integer -1022 <= k <= 1023. */
static inline double power_of_two(double k)
{
    return of_bits(bits_of(k + (0x1.8p52 + 1023)) << 52);
}

/* 1 or 0, to choose by products: where choices meet, gcc makes branches of them. */
static inline double flag(int condition)
{
    return condition ? 1 : 0;
}

/* The biased exponent of |x|. */
static inline double exponent_of(double x)
{
    return of_bits(bits_of(fabs(x)) >> 52 | bits_of(0x1p52)) - 0x1p52;
}

static inline int is_power_of_two(double x)
{
    return of_bits((bits_of(x) & 0x000fffffffffffff) | bits_of(1)) == 1;
}

/* In the order of metric.h, the first that fits. */
static inline double classify(double g, double high, double want_0)
{
    double nan = flag(g != g), infinite = flag(fabs(g) > DBL_MAX), finite = 1 - nan - infinite;
    double got_0 = flag(g == 0), other = flag(copysign(1, g) != copysign(1, high));
    double zero = (1 - want_0) * VANISHED + want_0 * other * ZERO_SIGN;
    double class = got_0 * zero + (1 - got_0) * other * WRONG_SIGN;
    return nan * NAN_MISMATCH + infinite * OVERFLOW + finite * class;
}

/* |g - high - low| 2^k, k in [-971, 1074], applied as two powers of two. g - high is exact where the two
   agree to a factor of two, else it has 2^-53; so has the other difference. */
static inline double distance(double g, double high, double low, double k)
{
    double shift = 0x1.8p52, half = (k / 2 + shift) - shift;
    double one = power_of_two(half), other = power_of_two(k - half);
    double ulp = fabs((g - high) * one * other - low * one * other);
    return ulp <= DBL_MAX ? ulp : DBL_MAX;
}

/* At a power of two, the ulp depends on which side of it the exact value lies. Where low does not tell, the
   exact value is the power to 2^-70, and so is its distance from it in the smaller ulp, to 2^-17; of another
   result, MPFR is asked. So it is about a result of 0 where the exact value is next to half the least
   subnormal: for scale 1 that half rounds to 0, and a number is above it. */
uint32_t COMPARE_F64(size_t n, const double got[restrict], const double high[restrict],
                     const double low[restrict], const double scale[restrict], double relative, double sign,
                     double ulp[restrict], unsigned char class[restrict])
{
    for (size_t i = 0; i < n; i++) {
        double g = sign * got[i], h = high[i], l = flag(h != 0) * low[i], size = fabs(h);
        double shift = scale[i] > 1 ? 256 : 0, lowest = 1 + shift, half = 0x1p-1074 * scale[i] / 2;
        double above = l * copysign(1, h), error = relative * size;
        int step = is_power_of_two(h) & (size > DBL_MIN * scale[i]);
        double exponent = exponent_of(h) - flag(step & (above <= error));
        double found = classify(g, h, flag(size <= half));
        int at_step = step & (fabs(above) <= error) & (g * scale[i] != h) & (found == 0);
        int at_half = (fabs(size - half) <= 0x1p-50 * half) & (g == 0) & (h != 0);
        double open = flag(at_step | at_half | (h != h));
        double error_class = open * CLASSES + (1 - open) * found;
        double k = 1075 - (exponent > lowest ? exponent : lowest);
        ulp[i] = flag(error_class == 0) * distance(g * scale[i], h, l, k);
        class[i] = (unsigned char)(int)error_class;
    }
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += class[i] == CLASSES ? 1 : 0;
    return count;
}
