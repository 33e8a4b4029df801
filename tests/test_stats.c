/* Order statistics against values from Python's statistics module (quantiles, method='inclusive', which is
 * type 7). */
#include "../harness/stats.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static void near(double got, double want, const char *what)
{
    cr_assert(fabs(got - want) <= 1e-14 * fabs(want), "%s: got %.17g, want %.17g", what, got, want);
}

struct known {
    size_t count;
    double x[10], low, median, high, mad;
};

static const struct known known[] = {
    {10, {2.5, -1.0, 7.25, 3.0, 3.0, 0.125, 12.5, 3.0, -4.75, 9.0}, 0.71875, 3.0, 6.1875, 3.4375},
    {5, {50, 15, 40, 20, 35}, 20, 35, 40, 15},
    {4, {4, 3, 2, 1}, 1.75, 2.5, 3.25, 1},
    {2, {3, 1}, 1.5, 2, 2.5, 1},
};

Test(stats, spreads_are_the_known_ones)
{
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        double x[10];
        memcpy(x, known[k].x, sizeof x);
        struct spread s = stats_spread(known[k].count, x);
        cr_assert_eq(s.count, known[k].count);
        near(s.low, known[k].low, "lower quartile");
        near(s.median, known[k].median, "median");
        near(s.high, known[k].high, "upper quartile");
        near(s.mad, known[k].mad, "MAD");
        near(s.min, x[0], "min");
        near(s.max, x[known[k].count - 1], "max");
    }
}

Test(stats, deciles_are_type_7)
{
    static const double deciles[] = {-4.75, -1.375, -0.1, 1.7875, 2.8, 3.0, 3.0, 4.275, 7.6, 9.35, 12.5};
    double x[10];
    memcpy(x, known[0].x, sizeof x);
    stats_sort(10, x);
    for (size_t i = 0; i <= 10; i++)
        cr_assert(fabs(stats_quantile(10, x, (double)i / 10) - deciles[i]) < 1e-12, "decile %zu", i);
}

Test(stats, one_and_constants_have_no_spread)
{
    for (size_t n = 1; n <= 7; n++) {
        double x[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
        struct spread s = stats_spread(n, x);
        cr_assert(s.min == 0.1 && s.low == 0.1 && s.median == 0.1 && s.high == 0.1 && s.max == 0.1, "n = %zu",
                  n);
        cr_assert_eq(s.mad, 0);
    }
}

Test(stats, nothing_measured_is_nan)
{
    double none[1];
    struct spread s = stats_spread(0, none);
    cr_assert_eq(s.count, 0);
    cr_assert(isnan(s.min) && isnan(s.low) && isnan(s.median) && isnan(s.high) && isnan(s.max) &&
              isnan(s.mad));
}

Test(stats, one_wild_value_moves_neither_median_nor_mad)
{
    double x[] = {1, 2, 3, 4, 5}, wild[] = {1, 2, 3, 4, 1e300};
    struct spread calm = stats_spread(5, x), shaken = stats_spread(5, wild);
    cr_assert(calm.median == shaken.median && calm.mad == shaken.mad && calm.low == shaken.low);
}
