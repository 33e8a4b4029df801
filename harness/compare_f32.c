/* compare_f32.c -- compiled once per instruction set; each loop is free of branches, so that it vectorises.

   A result g is ordinary, and measured in ulps, when it and RN(exact) are finite, g is not a zero for a
   number or of the wrong sign, and not a zero of the other sign for a zero. It is also without a class when
   it equals RN(exact) (infinities), or both are NaN.

   The error |g - exact| / ulp: the difference of two doubles that agree to a few bits is exact, else it has
   2^-53; the scale is a power of two. With exact to 2^-48, that is 2^-24 ulp for a result near it. */
#include "compare_f32.h"
#include "../reference/bits.h"

#include <float.h>
#include <math.h>

/* The biased exponent of |x|, at least that of the least normal float: what ulp(x) depends on. */
static inline uint64_t binade(double x)
{
    uint64_t exponent = bits_of(fabs(x)) >> 52, least = 1023 - 126;
    return exponent > least ? exponent : least;
}

static uint32_t prepare(size_t n, struct screened *s, double relative, double absolute)
{
    uint64_t count = 0;
    for (size_t i = 0; i < n; i++) {
        double exact = s->exact[i], error = relative * fabs(exact) + absolute;
        double low = exact - error, high = exact + error;
        uint64_t one = binade(low), other = binade(high), lower = one < other ? one : other;
        /* ulp(x) = 2^(exponent - 1023 - 23), so 1/ulp has the biased exponent 1023 + 1023 + 23 - exponent */
        double scale = of_bits((2 * 1023 + 23 - lower) << 52);
        int sure = ((float)low == (float)high) & (error * scale <= 0x1p-11);
        int undecided = !(sure | (exact != exact));
        s->scale[i] = scale;
        s->rounded[i] = (float)exact;
        s->state[i] = (unsigned char)(undecided                             ? UNDECIDED
                                      : ((one != other) & (exact == exact)) ? SIDE_OPEN
                                                                            : DECIDED);
        count += undecided ? 1 : 0;
    }
    return (uint32_t)count;
}

static inline int is_ordinary(double got, double rounded, double exact)
{
    int finite = (fabs(got) <= (double)FLT_MAX) & (fabs(rounded) <= (double)FLT_MAX);
    int vanished = (got == 0) & (rounded != 0);
    int wrong_sign = (got < 0 && exact > 0) | (got > 0 && exact < 0);
    int other_zero = (got == 0) & (rounded == 0) & ((bits_of(got) ^ bits_of(rounded)) >> 63 != 0);
    return finite & !vanished & !wrong_sign & !other_zero;
}

/* Counters as wide as the doubles, and the maximum of the bits of numbers >= 0, which are in the same order:
   both keep the loop a plain reduction. */
static struct compared compare(size_t n, const float got[], const struct screened *s, double sign)
{
    uint64_t classed = 0, not_rounded = 0, lost = 0, unsure = 0;
    int64_t max = 0;
    for (size_t i = 0; i < n; i++) {
        double g = sign * (double)got[i], rounded = (double)s->rounded[i], exact = s->exact[i],
               scale = s->scale[i];
        int ordinary = is_ordinary(g, rounded, exact);
        int both_nan = (g != g) & (rounded != rounded);
        double ulp = ordinary ? fabs(g - exact) * scale : 0;
        int64_t bits = (int64_t)bits_of(ulp);
        max = bits > max ? bits : max;
        classed += (ordinary | both_nan | ((g == rounded) & (g != 0))) ? 0 : 1;
        not_rounded += ((g == rounded) | both_nan) ? 0 : 1;
        unsure += (ordinary & (g != rounded) & (s->state[i] == SIDE_OPEN)) ? 1 : 0;
        lost += ((ulp > 1) & (ulp >= fabs(exact) * scale / 2) & (exact != 0)) ? 1 : 0;
    }
    return (struct compared){(uint32_t)classed, (uint32_t)not_rounded, (uint32_t)lost, (uint32_t)unsure,
                             of_bits((uint64_t)max)};
}

static void errors(size_t n, const float got[], const struct screened *s, double sign, double ulp[])
{
    for (size_t i = 0; i < n; i++) {
        double g = sign * (double)got[i];
        int ordinary = is_ordinary(g, (double)s->rounded[i], s->exact[i]);
        ulp[i] = ordinary ? fabs(g - s->exact[i]) * s->scale[i] : 0;
    }
}

const struct comparer COMPARE_TABLE = {prepare, compare, errors};
