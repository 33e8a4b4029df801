/* f32.c -- compiled once per instruction set; each loop is free of branches, so that it vectorises.

   A result g is measured in ulps when it and RN(exact) are finite, g is not a zero for a
   number or of the wrong sign, and not a zero of the other sign for a zero. It is also without a class when
   it equals RN(exact) (infinities), or both are NaN.

   The error |g - exact| / ulp: the difference of two doubles that agree to a few bits is exact, else it has
   2^-53; the scale is a power of two. With exact to 2^-48, that is 2^-24 ulp for a result near it. */
#include "harness/metric/f32.h"
#include "losses/bits.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

/* The biased exponent of |x|, at least that of the least normal float: what ulp(x) depends on. */
static inline uint64_t binade(double x)
{
    uint64_t exponent = bits_of(fabs(x)) >> 52, least = 1023 - 126;
    return exponent > least ? exponent : least;
}

/* Whether the screen's error leaves open what a value rounds to; of NaN, nothing is open. */
static inline bool is_open(double exact, double relative, double absolute)
{
    double error = relative * fabs(exact) + absolute;
    return (float)(exact - error) < (float)(exact + error);
}

/* As one ulp serves all values and |exact| < 2^24 ulp, the error is small enough for all or the general way
   is taken; what remains to be seen is whether RN is open. The state of most blocks is DECIDED throughout. */
static struct prepared prepare_one_ulp(size_t n, struct screened *restrict s, double relative,
                                       double absolute, double scale)
{
    int32_t open = 0;
    uint32_t undecided = 0;
    for (size_t i = 0; i < n; i++) {
        open |= is_open(s->exact[i], relative, absolute) ? 1 : 0;
        s->scale[i] = scale;
        s->rounded[i] = (float)s->exact[i];
    }
    memset(s->state, DECIDED, n);
    for (size_t i = 0; i < n && open; i++)
        if (is_open(s->exact[i], relative, absolute)) {
            s->state[i] = UNDECIDED;
            undecided++;
        }
    return (struct prepared){undecided, 0};
}

static struct prepared prepare_any(size_t n, struct screened *restrict s, double relative, double absolute,
                                   double known_scale)
{
    int64_t state[COMPARE_BLOCK];
    uint64_t undecided = 0, open = 0;
    for (size_t i = 0; i < n; i++) {
        double exact = s->exact[i], error = relative * fabs(exact) + absolute;
        double low = exact - error, high = exact + error;
        uint64_t one = binade(low), other = binade(high), lower = one < other ? one : other;
        /* ulp(x) = 2^(exponent - 1023 - 23), so 1/ulp has the biased exponent 1023 + 1023 + 23 - exponent */
        double scale = known_scale > 0 ? known_scale : of_bits((2 * 1023 + 23 - lower) << 52);
        int sure = ((float)low == (float)high) & (error * scale <= 0x1p-11);
        int two_sides = (one != other) & (known_scale <= 0);
        int64_t as = two_sides ? SIDE_OPEN : DECIDED;
        as = sure ? as : UNDECIDED;
        s->scale[i] = scale;
        s->rounded[i] = (float)exact;
        state[i] = exact != exact ? DECIDED : as;
    }
    for (size_t i = 0; i < n; i++) {
        undecided += state[i] == UNDECIDED ? 1 : 0;
        open += state[i] == SIDE_OPEN ? 1 : 0;
        s->state[i] = (unsigned char)state[i];
    }
    return (struct prepared){(uint32_t)undecided, (uint32_t)open};
}

static struct prepared prepare(size_t n, struct screened *s, double relative, double absolute, double scale)
{
    bool small = scale > 0 && relative * 0x1p24 + absolute * scale <= 0x1p-11;
    return (small ? prepare_one_ulp : prepare_any)(n, s, relative, absolute, scale);
}

/* By their bits, in lanes as wide as a float. NaNs are alike whatever their bits. */
static enum look look(size_t n, const float got[], const float rounded[], double sign)
{
    uint32_t flip = sign < 0 ? 0x80000000 : 0, other = 0, wild = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t g = bits_of_float(got[i]) ^ flip, r = bits_of_float(rounded[i]);
        uint32_t both_nan = ((g & 0x7fffffff) > 0x7f800000) & ((r & 0x7fffffff) > 0x7f800000);
        other |= both_nan ? 0 : g ^ r;
        /* the sign bits differ, or one is not a normal number */
        wild |= (g ^ r) >> 31 | (((g & 0x7fffffff) - 0x00800000) >= 0x7f000000) |
                (((r & 0x7fffffff) - 0x00800000) >= 0x7f000000);
    }
    return other == 0 ? LOOKS_RIGHT : wild == 0 ? LOOKS_TAME : LOOKS_WILD;
}

/* As inspect's of the rounded values themselves. */
static inline double right_ulp(const struct screened *s, size_t i)
{
    double rounded = (double)s->rounded[i];
    return fabs(rounded) <= (double)FLT_MAX ? fabs(rounded - s->exact[i]) * s->scale[i] : 0;
}

static struct right right_error(size_t n, const struct screened *s)
{
    int64_t max = 0;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t bits = (int64_t)bits_of(right_ulp(s, i));
        max = bits > max ? bits : max;
    }
    while ((int64_t)bits_of(right_ulp(s, at)) < max)
        at++;
    return (struct right){of_bits((uint64_t)max), at};
}

/* Counts instead of bins: a result beyond 0.5 ulp is in bin 1, beyond 0.75 in bin 2, and so on. */
static double measure_tame(size_t n, const float got[], const struct screened *restrict s, double sign,
                           uint32_t bins[restrict TAME_BINS])
{
    int64_t max = 0, other = 0, beyond[TAME_BINS] = {0};
    for (size_t i = 0; i < n; i++) {
        double g = sign * (double)got[i];
        double ulp = fabs(g - s->exact[i]) * s->scale[i];
        int64_t bits = (int64_t)bits_of(ulp);
        max = bits > max ? bits : max;
        other += g != (double)s->rounded[i] ? 1 : 0;
        beyond[2] += ((ulp > 0.75) & (g != (double)s->rounded[i])) ? 1 : 0;
        beyond[3] += ulp > 1 ? 1 : 0;
        beyond[4] += ulp > 1.5 ? 1 : 0;
    }
    bins[0] = (uint32_t)((int64_t)n - other);
    bins[1] = (uint32_t)(other - beyond[2]);
    bins[2] = (uint32_t)(beyond[2] - beyond[3]);
    bins[3] = (uint32_t)(beyond[3] - beyond[4]);
    bins[4] = (uint32_t)beyond[4];
    return of_bits((uint64_t)max);
}

/* Classes are bits here, so that what a block has is an OR. A result is RIGHT_SPECIAL when it and RN(exact)
   are one infinity, or both NaN; OPEN, when its class is not decided by classify. */
#define BIT(class) (1U << (class))
enum { RIGHT_SPECIAL = LOST + 1, OPEN = BIT(IN_ULPS) | BIT(RIGHT_SPECIAL) | BIT(WRONG_SIGN) };

/* Without the branches that gcc makes of a row of conditional expressions. */
static inline uint32_t either(bool condition, uint32_t then, uint32_t otherwise)
{
    return otherwise ^ ((then ^ otherwise) & -(uint32_t)condition);
}

/* By their bits, in lanes as wide as a float: the classes in metric.c's order, the last assignment winning.
   The sign of RN(exact) is that of the exact value, but for an exact 0, of which no number is on the wrong
   side. Returns the classes that there are. */
static uint32_t classify(size_t n, const float got[restrict], const struct screened *restrict s, double sign,
                         uint32_t class[restrict])
{
    const uint32_t infinity = 0x7f800000, flip = sign < 0 ? 0x80000000 : 0;
    uint32_t any = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t g_bits = bits_of_float(got[i]) ^ flip, r_bits = bits_of_float(s->rounded[i]);
        uint32_t g = g_bits & 0x7fffffff, r = r_bits & 0x7fffffff, sides = (g_bits ^ r_bits) >> 31;
        uint32_t zeros = either(r == 0, either(sides, BIT(ZERO_SIGN), BIT(IN_ULPS)), BIT(VANISHED));
        uint32_t infinities =
            either(r == infinity, either(sides, BIT(WRONG_SIGN), BIT(RIGHT_SPECIAL)), BIT(OVERFLOW));
        uint32_t c = either(sides, BIT(WRONG_SIGN), BIT(IN_ULPS));
        c = either(g == 0, zeros, c);
        c = either(r == infinity, BIT(BOUNDED), c);
        c = either(g == infinity, infinities, c);
        c = either(r > infinity, BIT(NAN_MISMATCH), c);
        c = either(g > infinity, either(r > infinity, BIT(RIGHT_SPECIAL), BIT(NAN_MISMATCH)), c);
        class[i] = c;
        any |= c;
    }
    return any;
}

/* Errors, and bin and class in one number. A bin is read from the exponent and first bit of the error, less
   those of 0.5: an edge belongs to the bin below it. Returns the classes that there are. */
static uint32_t inspect_wide(size_t n, const float got[restrict], const struct screened *restrict s,
                             double sign, const uint32_t class[restrict], double ulps[restrict],
                             uint32_t both[restrict])
{
    uint64_t any = 0;
    for (size_t i = 0; i < n; i++) {
        double g = sign * (double)got[i], exact = s->exact[i], scale = s->scale[i];
        uint64_t c = class[i], beside_zero = exact != 0 ? BIT(WRONG_SIGN) : BIT(IN_ULPS);
        c = c == BIT(WRONG_SIGN) ? beside_zero : c;
        double ulp = c == BIT(IN_ULPS) ? fabs(g - exact) * scale : 0;
        uint64_t lost = ulp >= fabs(exact) * scale / 2 ? BIT(LOST) : BIT(IN_ULPS);
        lost = ulp > 1 ? lost : BIT(IN_ULPS);
        lost = exact != 0 ? lost : BIT(IN_ULPS);
        int64_t bin = (int64_t)((bits_of(ulp) - 1) >> 51) - 2 * 1022 + 1;
        bin = bin < 1 ? 1 : bin;
        bin = bin > ULP_BINS - 1 ? ULP_BINS - 1 : bin;
        bin = g == (double)s->rounded[i] ? 0 : bin;
        bin = c == BIT(IN_ULPS) ? bin : c == BIT(RIGHT_SPECIAL) ? 0 : NO_BIN;
        c = c == BIT(RIGHT_SPECIAL) ? BIT(IN_ULPS) : c;
        c = c == BIT(IN_ULPS) ? lost : c;
        any |= c;
        ulps[i] = ulp;
        both[i] = (uint32_t)(c << 8 | (uint64_t)bin);
    }
    return (uint32_t)any;
}

/* In 64 lanes of a byte; what lies between n and the next multiple of 64 must be another byte. */
enum { LANES = 64 };

static uint32_t count(size_t n, const unsigned char bytes[], int byte)
{
    unsigned char lanes[LANES] = {0};
    uint32_t count = 0;
    for (size_t start = 0; start < n; start += LANES)
        for (size_t i = 0; i < LANES; i++)
            lanes[i] = (unsigned char)(lanes[i] + (bytes[start + i] == byte ? 1 : 0));
    for (size_t i = 0; i < LANES; i++)
        count += lanes[i];
    return count;
}

/* Of the bits of numbers >= 0, which are in the same order. */
static double largest(size_t n, const double x[])
{
    int64_t max = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t bits = (int64_t)bits_of(x[i]);
        max = bits > max ? bits : max;
    }
    return of_bits((uint64_t)max);
}

/* All have one class and no error, as where a kernel saturates. */
static void inspect_alike(size_t n, uint32_t class, struct inspected *to)
{
    for (int i = 0; i <= LOST; i++)
        to->count[i] = class == BIT(i) ? (uint32_t)n : 0;
    to->not_rounded = (uint32_t)n - to->count[ZERO_SIGN];
    to->max = 0;
}

static void inspect_classified(size_t n, const float got[], const struct screened *s, double sign,
                               const uint32_t classes[], uint32_t any, struct inspected *to)
{
    uint32_t both[COMPARE_BLOCK];
    if (any & OPEN)
        any = inspect_wide(n, got, s, sign, classes, to->ulp, both);
    else
        for (size_t i = 0; i < n; i++) {
            to->ulp[i] = 0;
            both[i] = classes[i] << 8 | NO_BIN;
        }
    for (size_t i = 0; i < n; i++) {
        to->class[i] = (unsigned char)(both[i] >> 8);
        to->bin[i] = (unsigned char)both[i];
    }
    memset(to->class + n, 0, (COMPARE_BLOCK - n) % LANES);
    memset(to->bin + n, UCHAR_MAX, (COMPARE_BLOCK - n) % LANES);
    for (int i = 0; i <= LOST; i++)
        to->count[i] = !(any & BIT(i)) ? 0 : any == BIT(i) ? (uint32_t)n : count(n, to->class, (int)BIT(i));
    to->not_rounded = (uint32_t)n - count(n, to->bin, 0) - to->count[ZERO_SIGN];
    to->max = largest(n, to->ulp);
}

static void inspect(size_t n, const float got[], const struct screened *s, double sign, struct inspected *to)
{
    uint32_t classes[COMPARE_BLOCK], any = classify(n, got, s, sign, classes);
    if (!(any & OPEN) && (any & (any - 1)) == 0)
        inspect_alike(n, any, to);
    else
        inspect_classified(n, got, s, sign, classes, any, to);
}

static void inspect_each(size_t n, const float got[], const struct screened *s, double sign,
                         struct inspected *to)
{
    uint32_t classes[COMPARE_BLOCK], any = classify(n, got, s, sign, classes);
    inspect_classified(n, got, s, sign, classes, any, to);
}

const struct comparer COMPARE_TABLE[1] = {{prepare, look, right_error, measure_tame, inspect, inspect_each}};
