/* corrections.c -- what a compensated sum goes through bounds its error, and shows one that forgets its
   correction. */
#include "harness/batch/corrections.h"
#include "harness/batch/measure.h"
#include "harness/batch/run.h"
#include "tests/support/batched.h"

#include <criterion/criterion.h>

/* The correction goes through 0, 2^-30, 2^-29 and 2^-29. */
Test(batch_corrections, are_followed)
{
    static const float narrow[] = {1, 0x1p-30F, 0x1p-30F, 1};
    static const double wide[] = {1, 0x1p-60, 0x1p-60, 1};
    struct corrections f32 = {0}, f64 = {0};
    corrections_add(&f32, &formats[F32], narrow, 0, 2);
    corrections_add(&f32, &formats[F32], narrow, 2, 4);
    corrections_add(&f64, &formats[F64], wide, 0, 4);
    cr_expect(f32.total == 2 && f32.correction == 0x1p-29 && f64.total == 2 && f64.correction == 0x1p-59);
    cr_expect(f32.magnitudes >= 5 * 0x1p-30 && f32.magnitudes < 5.001 * 0x1p-30, "%a", f32.magnitudes);
    cr_expect(f64.magnitudes >= 5 * 0x1p-60 && f64.magnitudes < 5.001 * 0x1p-60, "%a", f64.magnitudes);
}

/* Never less than the error, in either format, in any regime, where all corrections go one way too. */
Test(batch_corrections, bound_the_error)
{
    static const size_t size[] = {10, 500, 4000};
    for (size_t r = 0; r < regime_count; r++) {
        struct batch_rows rows = batched("[nw]*.g/stable/*", regimes[r].name, 3, size, &batch_library);
        cr_expect_eq(batched_faults(&rows), 0, "%s", regimes[r].name);
        batch_free(&rows);
    }
}

/* Beyond 10^6 elements the correction is forgotten. */
static double forgets(enum ganloss_reduction reduction, size_t n, const float loss[])
{
    enum { KNOWN = 1000000 };
    if (reduction != GANLOSS_COMPENSATED || n <= KNOWN)
        return ganloss_sum_f32(reduction, n, loss);
    float sum = (float)ganloss_sum_f32(reduction, KNOWN, loss);
    for (size_t i = KNOWN; i < n; i++)
        sum += loss[i];
    return (double)sum;
}

/* What is known beforehand, n^2 u^2 sum|l|, is 65,000 ulp here. */
Test(batch_corrections, a_compensated_sum_that_goes_wrong_past_a_million_is_found)
{
    static const size_t large[] = {1000000, ((size_t)1 << 20)};
    struct batch_code code = batch_library;
    code.sum_f32 = forgets;
    struct batch_rows rows = batched("nonsaturating.g/stable/f32", "early", 2, large, &code);
    for (size_t i = 0; i < rows.count; i++) {
        const struct batch_row *row = &rows.at[i];
        bool wrong = row->reduction == GANLOSS_COMPENSATED && row->n > 1000000;
        cr_expect_eq(row->faults & 1u << FAULT_SUM, wrong ? 1u << FAULT_SUM : 0, "%zu: %Lg of %Lg", i,
                     row->sum_part, row->sum_bound);
    }
    batch_free(&rows);
}
