/* hostile.c -- compiled once per format. Each runs nonsaturating.g/stable and then does what its name says.

   No level finds: lane_5_of_8_at_one_input, which takes one float of 2^32 in one of eight lanes (a search of all
   floats in all lanes does). */
#include "tests/planted/hostile.h"

#include "losses/real.h"

#include <errno.h>
#include <fenv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

FN(ganloss) FN(cross_entropy_real_stable);

enum { LANES = 8 };

#define KERNEL(name)                                                                                         \
    static void FN(name##_after)(size_t n, const REAL x[], REAL loss[], REAL grad[]);                        \
    void FN(hostile_##name)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])              \
    {                                                                                                        \
        FN(cross_entropy_real_stable)(n, x, y, loss, grad);                                                  \
        FN(name##_after)(n, x, loss, grad);                                                                  \
    }                                                                                                        \
    static void FN(name##_after)(size_t n, const REAL x[], REAL loss[], REAL grad[])

#define UNUSED (void)n, (void)x, (void)loss, (void)grad

/* A little more than any bound. */
static REAL off(REAL r)
{
    return r + r * 64 * REAL_EPSILON;
}

/* Applies to each whole vector whose lanes are such. */
static void in_vectors(bool (*such)(const REAL lane[LANES]), size_t n, const REAL x[], REAL loss[])
{
    for (size_t i = 0; i + LANES <= n; i += LANES)
        for (size_t k = 0; k < LANES && such(x + i); k++)
            loss[i + k] = off(loss[i + k]);
}

static size_t count(bool (*is)(REAL x), const REAL lane[LANES])
{
    size_t count = 0;
    for (size_t k = 0; k < LANES; k++)
        count += is(lane[k]);
    return count;
}

static bool is_nan(REAL x)
{
    return x != x;
}
static bool is_infinite(REAL x)
{
    return isinf(x);
}
static bool is_negative(REAL x)
{
    return x < 0;
}
static bool is_small(REAL x)
{
    return fabs(x) < 1;
}
static bool is_large(REAL x)
{
    return fabs(x) > 16 && !isinf(x);
}
static bool is_subnormal(REAL x)
{
    return x != 0 && fabs(x) < REAL_MIN;
}

static bool both_signs(const REAL lane[LANES])
{
    size_t k = count(is_negative, lane);
    return k > 0 && k < LANES;
}
static bool far_magnitudes(const REAL lane[LANES])
{
    return count(is_small, lane) > 0 && count(is_large, lane) > 0;
}
static bool all_small(const REAL lane[LANES])
{
    return count(is_small, lane) == LANES;
}
static bool one_binade(const REAL lane[LANES])
{
    int first, other;
    (void)frexp(lane[0], &first);
    for (size_t k = 0; k < LANES; k++) {
        (void)frexp(lane[k], &other);
        if (other != first || !isfinite(lane[k]))
            return false;
    }
    return true;
}
static bool some_nan(const REAL lane[LANES])
{
    return count(is_nan, lane) > 0;
}
static bool some_infinite(const REAL lane[LANES])
{
    return count(is_infinite, lane) > 0;
}
static bool some_subnormal(const REAL lane[LANES])
{
    return count(is_subnormal, lane) > 0 && count(is_large, lane) > 0;
}
static bool one_large(const REAL lane[LANES])
{
    return count(is_large, lane) == 1;
}
static bool ascending(const REAL lane[LANES])
{
    for (size_t k = 1; k < LANES; k++)
        if (!(lane[k - 1] < lane[k]))
            return false;
    return true;
}

#define VECTORS(name, such)                                                                                  \
    KERNEL(name)                                                                                             \
    {                                                                                                        \
        (void)grad;                                                                                          \
        in_vectors(such, n, x, loss);                                                                        \
    }
VECTORS(lanes_of_both_signs, both_signs)
VECTORS(lanes_of_far_magnitudes, far_magnitudes)
VECTORS(lanes_all_small, all_small)
VECTORS(lanes_all_of_one_binade, one_binade)
VECTORS(nan_beside_numbers, some_nan)
VECTORS(infinity_beside_numbers, some_infinite)
VECTORS(subnormal_beside_numbers, some_subnormal)
VECTORS(one_large_lane, one_large)
VECTORS(ascending_lanes, ascending)

/* Wrong at each element for which it holds. */
#define WHERE(name, condition)                                                                               \
    KERNEL(name)                                                                                             \
    {                                                                                                        \
        UNUSED;                                                                                              \
        for (size_t i = 0; i < n; i++)                                                                       \
            if (condition)                                                                                   \
                grad[i] = off(grad[i]);                                                                      \
    }
WHERE(equal_neighbours, i > 0 && x[i] == x[i - 1])
WHERE(mirrored_neighbours, i > 0 && x[i] == -x[i - 1])
WHERE(sign_of_the_first, x[0]<0 && x[i]> 0)
WHERE(from_1000_on, n >= 1000 && i == n - 1)
WHERE(only_5, n == 5)
WHERE(only_1, n == 1)
WHERE(from_1000_to_1100, n >= 1000 && n <= 1100)
WHERE(odd_length_last, n % 2 && i == n - 1)
WHERE(second_half, n > 64 && i == n / 2)
WHERE(every_hundredth_place, i % 100 == 99)
WHERE(outputs_unlike_inputs, (uintptr_t)x % 32 != (uintptr_t)loss % 32)
WHERE(gradient_unaligned_32, i < LANES && (uintptr_t)grad % 32 != 0)
WHERE(lane_5_of_8_at_one_input, i % LANES == 5 && x[i] == LIT(0x1.234568p3))
WHERE(beyond_a_page, (uintptr_t)&x[i] % 4096 == 4080)
WHERE(beyond_100000, i >= 100000)
WHERE(beyond_a_million, i >= 1000000)

/* A correct result by another way: other roundings, within the bound. */
KERNEL(tail_by_another_formula)
{
    (void)grad;
    for (size_t i = n - n % LANES; i < n; i++)
        if (fabs(x[i]) < 20)
            loss[i] = nextafter(loss[i], LIT(0.0));
}

/* As a softmax is shifted: right but for the digits that the largest takes. */
KERNEL(scaled_by_batch_maximum)
{
    REAL largest = 0;
    (void)grad;
    for (size_t i = 0; i < n; i++)
        largest = fabs(x[i]) > largest && fabs(x[i]) < 1000 ? fabs(x[i]) : largest;
    for (size_t i = 0; i < n; i++)
        if (loss[i] < 1000)
            loss[i] = (loss[i] + largest) - largest;
}

KERNEL(writes_one_more)
{
    UNUSED;
    loss[n] = 1;
}
KERNEL(writes_whole_vectors)
{
    UNUSED;
    for (size_t i = n; i % LANES; i++)
        grad[i] = 0;
}
KERNEL(writes_one_before)
{
    UNUSED;
    grad[-1] = 1;
}
KERNEL(writes_far_behind)
{
    UNUSED;
    loss[n + 40] = 1;
}
KERNEL(writes_when_empty)
{
    UNUSED;
    if (n == 0)
        loss[0] = 0;
}
/* An input as its owner may have it. */
static REAL *writable(const REAL x[])
{
    REAL *same;
    memcpy(&same, &x, sizeof same);
    return same;
}
KERNEL(writes_its_inputs)
{
    UNUSED;
    for (size_t i = 0; i < n; i++)
        writable(x)[i] = loss[i];
}
static int compare(const void *a, const void *b)
{
    const REAL *p = a, *q = b;
    return *p < *q ? -1 : *p > *q;
}
KERNEL(sorts_its_inputs)
{
    UNUSED;
    if (n == 64) /* x is as const as its owner says */
        qsort(writable(x), n, sizeof *x, compare);
}
KERNEL(writes_behind_its_inputs)
{
    UNUSED;
    writable(x)[n] = 0;
}
KERNEL(swaps_outputs_when_odd)
{
    UNUSED;
    for (size_t i = 0; i < n && n % 2; i++) {
        REAL kept = loss[i];
        loss[i] = grad[i];
        grad[i] = kept;
    }
}
KERNEL(reads_one_more)
{
    UNUSED;
    if (n > 0 && is_nan(x[n]))
        loss[n - 1] = off(loss[n - 1]);
}
KERNEL(reads_one_before)
{
    UNUSED;
    if (n > 0 && is_nan(x[-1]))
        loss[0] = off(loss[0]);
}
KERNEL(leaves_upward)
{
    UNUSED;
    fesetround(FE_UPWARD);
}
KERNEL(leaves_upward_at_infinity)
{
    UNUSED;
    for (size_t i = 0; i < n; i++)
        if (isinf(x[i]))
            fesetround(FE_UPWARD);
}
KERNEL(zero_of_the_other_sign)
{
    UNUSED;
    for (size_t i = 0; i < n; i++)
        if (loss[i] == 0)
            loss[i] = -loss[i];
}
KERNEL(every_seventh_call)
{
    static _Thread_local unsigned calls;
    UNUSED;
    if (++calls % 7 == 0 && n > 0)
        loss[n / 2] = off(loss[n / 2]);
}
KERNEL(first_of_the_call_before)
{
    static _Thread_local REAL before;
    UNUSED;
    if (n > 0) {
        REAL now = loss[0];
        loss[0] = before;
        before = now;
    }
}
KERNEL(same_length_again)
{
    static _Thread_local size_t before;
    UNUSED;
    if (n > 0 && n == before)
        grad[0] = off(grad[0]);
    before = n;
}
KERNEL(once_nan_always_wrong)
{
    static _Thread_local bool seen;
    UNUSED;
    for (size_t i = 0; i < n; i++) {
        if (seen)
            loss[i] = off(loss[i]);
        seen |= is_nan(x[i]);
    }
}
KERNEL(by_errno)
{
    UNUSED;
    if (errno == ERANGE && n > 0)
        loss[0] = off(loss[0]);
    errno = errno == ERANGE ? 0 : ERANGE;
}
KERNEL(by_chance)
{
    static _Thread_local uint64_t state = 1;
    UNUSED;
    for (size_t i = 0; i < n; i++) {
        state = state * 6364136223846793005 + 1442695040888963407;
        if (state >> 54 == 0)
            loss[i] = off(loss[i]);
    }
}

/* These do not run the good kernel first, or not on all. */
#define ALONE(name)                                                                                          \
    void FN(hostile_##name)(size_t n, const REAL x[], const REAL y[], REAL loss[], REAL grad[])

static void good_at(size_t i, const REAL x[], REAL loss[], REAL grad[])
{
    FN(cross_entropy_real_stable)(1, x + i, NULL, loss + i, grad + i);
}

#define SKIPPING(name, condition)                                                                            \
    ALONE(name)                                                                                              \
    {                                                                                                        \
        (void)y;                                                                                             \
        for (size_t i = 0; i < n; i++)                                                                       \
            if (!(condition))                                                                                \
                good_at(i, x, loss, grad);                                                                   \
    }
SKIPPING(writes_nothing, true)
SKIPPING(writes_every_other, i % 2)
SKIPPING(skips_the_last, i == n - 1)
SKIPPING(skips_nan, is_nan(x[i]))
SKIPPING(skips_zeros, x[i] == 0)

ALONE(writes_no_gradient)
{
    REAL unused;
    (void)y, (void)grad;
    for (size_t i = 0; i < n; i++)
        FN(cross_entropy_real_stable)(1, x + i, NULL, loss + i, &unused);
}
ALONE(adds_to_outputs)
{
    REAL l, g;
    (void)y;
    for (size_t i = 0; i < n; i++) {
        FN(cross_entropy_real_stable)(1, x + i, NULL, &l, &g);
        loss[i] = l + 0 * loss[i];
        grad[i] = g;
    }
}
ALONE(computes_upward_when_long)
{
    if (n > 500)
        fesetround(FE_UPWARD);
    FN(cross_entropy_real_stable)(n, x, y, loss, grad);
    fesetround(FE_TONEAREST);
}

/* Settings that only x86 has; elsewhere the rounding mode stands for each. */
#if defined __x86_64__
#include <xmmintrin.h>
#define SETTING(name, bits)                                                                                  \
    KERNEL(name)                                                                                             \
    {                                                                                                        \
        UNUSED;                                                                                              \
        _mm_setcsr(_mm_getcsr() ^ (bits));                                                                   \
    }
SETTING(leaves_ftz, 0x8000)
SETTING(leaves_daz, 0x0040)
SETTING(leaves_traps, 0x0100)
KERNEL(leaves_x87_single)
{
    uint16_t control = 0x7f;
    UNUSED;
    __asm__ volatile("fldcw %0" : : "m"(control));
}
KERNEL(leaves_mmx)
{
    UNUSED;
    __asm__ volatile("pxor %%mm0, %%mm0" : : : "memory");
}
ALONE(flushes_inside)
{
    unsigned before = _mm_getcsr();
    _mm_setcsr(before | 0x8040);
    FN(cross_entropy_real_stable)(n, x, y, loss, grad);
    _mm_setcsr(before);
}
#else
#define SETTING(name)                                                                                        \
    KERNEL(name)                                                                                             \
    {                                                                                                        \
        UNUSED;                                                                                              \
        fesetround(FE_DOWNWARD);                                                                             \
    }
SETTING(leaves_ftz)
SETTING(leaves_daz)
SETTING(leaves_traps)
SETTING(leaves_x87_single)
SETTING(leaves_mmx)
SETTING(flushes_inside)
#endif
