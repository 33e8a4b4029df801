/* Order statistics against values from Python's statistics module (quantiles, method='inclusive', which is
 * type 7). */
#include "harness/base/stats.h"

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

/* P from exact binomial sums (Python's fractions); 3 of 10, 1 of 8, 0 of 5 and 2 of 10 are also what R's
   binom.test gives. */
Test(stats, sign_tests_are_the_known_ones)
{
    static const struct {
        size_t below, above;
        double p;
    } cases[] = {{3, 7, 0.34375},
                 {7, 3, 0.34375},
                 {1, 7, 0.0703125},
                 {0, 5, 0.0625},
                 {5, 5, 1},
                 {8, 2, 0.109375},
                 {17, 3, 0.0025768280029296875},
                 {0, 0, 1},
                 {0, 1, 1},
                 {0, 40, 1.8189894035458565e-12},
                 {500, 400, 0.0009564441369189461},
                 {2000, 2100, 0.12206497999113813}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double p = stats_sign_test(cases[i].below, cases[i].above);
        cr_assert(fabs(p - cases[i].p) <= 1e-9 * cases[i].p, "%zu: got %.17g", i, p);
    }
}

/* The ranks are those of the published tables for the median's confidence interval (Conover 1999, table A3;
   Hollander and Wolfe 1973, table A.2). */
Test(stats, sign_intervals_end_at_the_tabulated_ranks)
{
    static const struct {
        size_t n, low, high; /* ranks from 1; 0: infinite */
        double alpha;
    } cases[] = {{10, 2, 9, 0.05},   {20, 6, 15, 0.05}, {16, 4, 13, 0.05}, {25, 8, 18, 0.05},
                 {8, 1, 8, 0.01},    {7, 0, 0, 0.01},   {6, 1, 6, 0.05},   {5, 0, 0, 0.05},
                 {40, 12, 29, 0.01}, {1, 0, 0, 0.05},   {0, 0, 0, 0.05}};
    double x[40];
    for (size_t i = 0; i < 40; i++)
        x[i] = (double)(i + 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stats_interval got = stats_sign_interval(cases[i].n, x, cases[i].alpha);
        double low = cases[i].low ? (double)cases[i].low : (double)-INFINITY;
        double high = cases[i].high ? (double)cases[i].high : (double)INFINITY;
        cr_assert(got.low == low && got.high == high, "n = %zu: %g .. %g", cases[i].n, got.low, got.high);
    }
}

Test(stats, constants_and_ties_have_an_interval_without_width)
{
    double constant[20], ties[20];
    for (size_t i = 0; i < 20; i++) {
        constant[i] = 0.1;
        ties[i] = i < 4 ? 1 : i < 16 ? 2 : 3;
    }
    struct stats_interval sign = stats_sign_interval(20, constant, 0.01),
                          tied = stats_sign_interval(20, ties, 0.05);
    struct stats_interval boot = stats_bootstrap(20, constant, 3, 0.01, 1);
    cr_assert(sign.low == 0.1 && sign.high == 0.1 && boot.low == 0.1 && boot.high == 0.1);
    cr_assert(tied.low == 2 && tied.high == 2);
}

/* The control group of Efron and Tibshirani 1993, table 2.1. The median of a resample is at most x_(k) with
   P(Binomial(9, k/9) >= 5) = 0.0014, 0.030, 0.145, 0.366, 0.634, 0.855, 0.970, 0.999, 1: quantiles well
   inside of these steps are known exactly. */
Test(stats, the_bootstrap_of_a_median_is_the_exact_one)
{
    static const double survival[] = {52, 104, 146, 10, 51, 30, 40, 27, 46};
    static const struct {
        double alpha, low, high;
    } cases[] = {{0.1, 30, 52}, {0.5, 40, 51}, {0.02, 27, 104}, {0.95, 46, 46}};
    for (uint64_t seed = 1; seed <= 5; seed++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            struct stats_interval got = stats_bootstrap(9, survival, 1, cases[i].alpha, seed);
            cr_assert(got.low == cases[i].low && got.high == cases[i].high, "alpha %g: %g .. %g",
                      cases[i].alpha, got.low, got.high);
        }
}

Test(stats, the_bootstrap_of_little)
{
    double one[] = {7}, drifting[60];
    struct stats_interval of_one = stats_bootstrap(1, one, 1, 0.05, 1),
                          of_none = stats_bootstrap(0, one, 1, 0.05, 1);
    cr_assert(of_one.low == 7 && of_one.high == 7 && isnan(of_none.low) && isnan(of_none.high));
    for (size_t i = 0; i < 60; i++)
        drifting[i] = (double)(i / 10 % 2) + 1e-3 * (double)i; /* ten alike, ten others */
    struct stats_interval apart = stats_bootstrap(60, drifting, 1, 0.05, 1);
    struct stats_interval together = stats_bootstrap(60, drifting, 20, 0.05, 1);
    cr_assert(apart.low != together.low || apart.high != together.high, "the block has no effect");
    struct stats_interval whole = stats_bootstrap(60, drifting, 60, 0.05, 1);
    cr_assert(whole.low == whole.high && whole.low == stats_spread(60, drifting).median, "the sample itself");
}

Test(stats, intervals_hold_as_often_as_they_say)
{
    enum { REPEATS = 2000, N = 30 };
    size_t missed = 0;
    uint64_t state = 1;
    for (int r = 0; r < REPEATS; r++) {
        double x[N];
        for (int i = 0; i < N; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            double u = ((double)(state >> 11) + 0.5) * 0x1p-53;
            x[i] = log(u / (1 - u)); /* logistic: median 0, heavy tails */
        }
        stats_sort(N, x);
        struct stats_interval interval = stats_sign_interval(N, x, 0.05);
        missed += interval.low > 0 || interval.high < 0;
    }
    cr_assert(missed <= REPEATS / 20 && missed >= REPEATS / 50, "%zu of %d missed", missed, REPEATS);
}
