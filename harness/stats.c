#include "stats.h"

#include "fail.h"

#include <math.h>
#include <stdlib.h>

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
