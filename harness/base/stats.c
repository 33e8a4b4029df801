#include "harness/base/stats.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void stats_sort(size_t n, double x[])
{
    qsort(x, n, sizeof *x, compare);
}

double stats_quantile(size_t n, const double sorted[], double p)
{
    if (n == 0)
        return (double)NAN;
    double rank = p * (double)(n - 1);
    size_t below = (size_t)rank;
    if (below + 1 >= n)
        return sorted[n - 1];
    return sorted[below] + (rank - (double)below) * (sorted[below + 1] - sorted[below]);
}

static double median_deviation(size_t n, const double x[], double median)
{
    double *deviation = allocate(n, sizeof *deviation);
    for (size_t i = 0; i < n; i++)
        deviation[i] = fabs(x[i] - median);
    stats_sort(n, deviation);
    double mad = stats_quantile(n, deviation, 0.5);
    free(deviation);
    return mad;
}

struct spread stats_spread(size_t n, double x[])
{
    stats_sort(n, x);
    struct spread spread = {
        .count = n,
        .min = stats_quantile(n, x, 0),
        .low = stats_quantile(n, x, 0.25),
        .median = stats_quantile(n, x, 0.5),
        .high = stats_quantile(n, x, 0.75),
        .max = stats_quantile(n, x, 1),
    };
    spread.mad = median_deviation(n, x, spread.median);
    return spread;
}

/* P(X <= k) for X binomial(n, 1/2). The largest term first: the sum has no term that vanishes before it. */
static double fair_tail(size_t k, size_t n)
{
    double term =
        exp(lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1) - (double)n * log(2));
    double sum = term;
    for (size_t i = k; i > 0 && term > 0; i--) {
        term *= (double)i / (double)(n - i + 1);
        sum += term;
    }
    return sum;
}

double stats_sign_test(size_t below, size_t above)
{
    size_t few = below < above ? below : above;
    return fmin(1, 2 * fair_tail(few, below + above));
}

struct stats_interval stats_sign_interval(size_t n, const double sorted[], double alpha)
{
    size_t rejected = 0; /* so many values at either end: a median beyond the last of them is rejected */
    while (rejected < n / 2 && stats_sign_test(rejected, n - rejected) <= alpha)
        rejected++;
    if (rejected == 0)
        return (struct stats_interval){(double)-INFINITY, (double)INFINITY};
    return (struct stats_interval){sorted[rejected - 1], sorted[n - rejected]};
}

struct stats_interval stats_bootstrap(size_t n, const double x[], size_t block, double alpha, uint64_t seed)
{
    enum { RESAMPLES = 2000 };
    double medians[RESAMPLES];
    if (n == 0)
        return (struct stats_interval){(double)NAN, (double)NAN};
    double *resample = allocate(n, sizeof *resample);
    uint64_t random = seed;
    for (size_t r = 0; r < RESAMPLES; r++) {
        for (size_t filled = 0; filled < n; filled += block) {
            size_t start = (size_t)random_below(&random, n - block + 1);
            memcpy(resample + filled, x + start, (n - filled < block ? n - filled : block) * sizeof *x);
        }
        stats_sort(n, resample);
        medians[r] = stats_quantile(n, resample, 0.5);
    }
    free(resample);
    stats_sort(RESAMPLES, medians);
    return (struct stats_interval){stats_quantile(RESAMPLES, medians, alpha / 2),
                                   stats_quantile(RESAMPLES, medians, 1 - alpha / 2)};
}
