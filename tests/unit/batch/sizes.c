/* sizes.c -- which batch sizes are tried: nothing that is wrong for a range of them goes unseen. */
#include "harness/batch/sizes.h"
#include "harness/batch/batch.h"
#include "harness/batch/measure.h"
#include "harness/batch/run.h"
#include "tests/support/batched.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { REGIMES_TRIED = 9 };

static bool has(size_t n, size_t count, const size_t size[])
{
    for (size_t i = 0; i < count; i++)
        if (size[i] == n)
            return true;
    return false;
}

Test(batch_sizes, every_end_of_a_leaf_and_of_a_block_is_fixed)
{
    size_t size[BATCH_SIZES_MOST], count = batch_sizes_fixed(size);
    for (size_t n = 1; n <= 17; n++)
        cr_expect(has(n, count, size), "%zu", n);
    for (int k = 5; k <= 20; k++)
        for (size_t n = ((size_t)1 << k) - 1; n <= ((size_t)1 << k) + 1; n++)
            cr_expect(has(n, count, size), "%zu", n);
    for (size_t blocks = 1; blocks <= 5;
         blocks++) /* one to five blocks, whole, lacking one and with one more */
        for (size_t n = blocks * BATCH_PIECE - 1; n <= blocks * BATCH_PIECE + 1; n++)
            cr_expect(has(n, count, size), "%zu", n);
    for (size_t i = 1; i < count; i++)
        cr_expect(size[i - 1] < size[i]);
}

/* With any seed, in one regime or all together. */
Test(batch_sizes, a_range_of_ten_percent_has_one_in_it)
{
    for (uint64_t seed = 1; seed <= 100; seed++)
        for (size_t of = 1; of <= REGIMES_TRIED; of++) {
            bool tried[5000] = {false};
            for (size_t r = 0; r < of; r++) {
                size_t size[BATCH_SIZES_MOST], count = batch_sizes_drawn(size, seed, r, of);
                for (size_t i = 0; i < count; i++)
                    if (size[i] < 5000)
                        tried[size[i]] = true;
            }
            for (size_t low = 100; low * 11 / 10 < 4096; low++) {
                size_t n = low;
                while (n <= low * 11 / 10 && !tried[n])
                    n++;
                cr_assert(n <= low * 11 / 10, "seed %llu, %zu regimes: nothing in %zu .. %zu",
                          (unsigned long long)seed, of, low, low * 11 / 10);
            }
        }
}

Test(batch_sizes, the_drawn_depend_on_the_seed_and_repeat)
{
    size_t fixed[BATCH_SIZES_MOST], fixed_count = batch_sizes_fixed(fixed), before = 0, largest = 0;
    size_t first[BATCH_SIZES_MOST], again[BATCH_SIZES_MOST], other[BATCH_SIZES_MOST];
    for (size_t r = 0; r < REGIMES_TRIED; r++) {
        size_t count = batch_sizes_drawn(first, 1, r, REGIMES_TRIED), different = 0;
        cr_assert_eq(batch_sizes_drawn(again, 1, r, REGIMES_TRIED), count);
        cr_assert_eq(batch_sizes_drawn(other, 2, r, REGIMES_TRIED), count);
        cr_expect(r == 0 || count == before, "as many in each regime");
        for (size_t i = 0; i < count; i++) {
            cr_expect(first[i] == again[i] && (i == 0 || first[i - 1] < first[i]));
            cr_expect_not(has(first[i], fixed_count, fixed), "%zu is fixed", first[i]);
            different += first[i] != other[i];
            largest = first[i] > largest ? first[i] : largest;
        }
        cr_expect(different > count / 3);
        before = count;
    }
    size_t count = batch_sizes_drawn(first, 1, 0, 1), different = 0; /* of the same intervals */
    cr_assert_eq(batch_sizes_drawn(other, 2, 0, 1), count);
    for (size_t i = 0; i < count; i++)
        different += first[i] != other[i];
    cr_expect(different > count / 2, "%zu of %zu", different, count);
    cr_expect(largest > (size_t)1 << 19, "%zu", largest);
}

Test(batch_sizes, those_given_are_the_same_in_each_regime)
{
    static const size_t given[] = {900, 5, 30};
    size_t sizes, *size = batch_sizes(&sizes, 3, given, 1, 4);
    cr_assert_eq(sizes, 3);
    for (size_t r = 0; r < 4; r++)
        cr_expect(size[3 * r] == 5 && size[3 * r + 1] == 30 && size[3 * r + 2] == 900);
    free(size);
    size = batch_sizes(&sizes, 0, NULL, 1, 4);
    for (size_t r = 0; r < 4; r++)
        for (size_t i = 1; i < sizes; i++)
            cr_expect(size[r * sizes + i - 1] < size[r * sizes + i]);
    cr_expect(memcmp(size, size + sizes, sizes * sizeof *size) != 0, "the drawn differ");
    free(size);
}

/* Batch kernels that are wrong for some sizes only. */

static size_t wrong_from, wrong_to;

static float wrong_between(ganloss_f32 *kernel, enum ganloss_reduction reduction, size_t n, const float x[],
                           const float y[], float grad[])
{
    float mean = ganloss_mean_f32(kernel, reduction, n, x, y, grad);
    return n >= wrong_from && n <= wrong_to ? mean + mean / 1024 : mean;
}

Test(batch_sizes, a_mean_that_is_wrong_for_some_sizes_only_is_found)
{
    static const size_t ranges[][2] = {{5, 5},     {1000, 1100}, {1536, 1536},
                                       {200, 220}, {3000, 3300}, {700000, 1040000}};
    struct batch_code code = batch_library;
    code.mean_f32 = wrong_between;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        size_t sizes, *size = batch_sizes(&sizes, 0, NULL, 1, 1), upto = 0;
        wrong_from = ranges[i][0];
        wrong_to = ranges[i][1];
        while (upto < sizes && size[upto] <= wrong_to)
            upto++;
        struct batch_rows rows = batched("nonsaturating.g/stable/f32", "early", upto, size, &code);
        cr_expect(batched_faults(&rows) & 1u << FAULT_SCALE, "%zu .. %zu", wrong_from, wrong_to);
        for (size_t k = 0; k < rows.count; k++)
            cr_expect_eq(rows.at[k].faults > 0, rows.at[k].n >= wrong_from && rows.at[k].n <= wrong_to);
        batch_free(&rows);
        free(size);
    }
}
