/* The sequence against all of its numbers; its gaps and chances against those that are there. */
#include "harness/search/sequence.h"
#include "harness/base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { MOST = 1 << 12 };

Test(sequence, comes_to_every_number_once)
{
    static bool there[MOST];
    for (int bits = 0; bits <= 12; bits++) {
        uint64_t shift = 5 & ((UINT64_C(1) << bits) - 1);
        for (uint64_t i = 0; i < UINT64_C(1) << bits; i++)
            there[i] = false;
        for (uint64_t i = 0; i < UINT64_C(1) << bits; i++) {
            uint64_t number = sequence_at(bits, shift, i);
            cr_assert(number >> bits == 0 && !there[number], "%d bits, %lu", bits, (unsigned long)i);
            there[number] = true;
            cr_assert_eq(sequence_index(bits, shift, number), i);
        }
    }
}

Test(sequence, knows_the_place_of_a_number_of_52_bits)
{
    uint64_t r = 1;
    for (int k = 0; k < 1000; k++) {
        uint64_t shift = random_next(&r) >> 12, i = random_next(&r) >> 12;
        cr_assert_eq(sequence_index(52, shift, sequence_at(52, shift, i)), i);
    }
}

static int ascending(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

/* The gaps between the n first, on a circle. */
static size_t gaps_of(uint64_t gap[], int bits, uint64_t n)
{
    static uint64_t number[MOST];
    for (uint64_t i = 0; i < n; i++)
        number[i] = sequence_at(bits, 77, i);
    qsort(number, n, sizeof *number, ascending);
    for (uint64_t i = 0; i < n; i++)
        gap[i] = i + 1 < n ? number[i + 1] - number[i] : (UINT64_C(1) << bits) - number[i] + number[0];
    return n;
}

Test(sequence, leaves_the_gaps_that_it_says)
{
    static uint64_t gap[MOST];
    static const int sizes[] = {10, 11, 12, 20, 51, 52};
    uint64_t r = 3;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        for (uint64_t n = 1; n < 1000; n += 1 + n / 7) {
            int bits = sizes[k];
            double whole = ldexp(1, bits), widest = 0;
            size_t gaps = gaps_of(gap, bits, n);
            for (size_t i = 0; i < gaps; i++)
                widest = fmax(widest, (double)gap[i] / whole);
            cr_expect_eq(sequence_gap(bits, n), widest, "%d bits, %lu: %g, not %g", bits, (unsigned long)n,
                         sequence_gap(bits, n), widest);
            /* A range is found unless it lies within a gap: so wide a part of the gap has its beginning. */
            double width = 2 * random_uniform(&r) / (double)n, found = 0;
            for (size_t i = 0; i < gaps; i++)
                found += fmin((double)gap[i] / whole, width);
            cr_expect_lt(fabs(sequence_chance(bits, n, width) - fmin(found, 1)), 1e-9, "%d bits, %lu", bits,
                         (unsigned long)n);
        }
}

Test(sequence, has_ends)
{
    cr_expect(isinf(sequence_gap(52, 0)) && sequence_chance(52, 0, 1) == 0);
    cr_expect_eq(sequence_gap(52, 1), 1);
    cr_expect_eq(sequence_gap(0, 1), 0, "there is one number");
    cr_expect_eq(sequence_gap(5, 32), 0);
    cr_expect_gt(sequence_gap(5, 31), 0);
    cr_expect_eq(sequence_chance(5, 32, 1e-9), 1);
}
