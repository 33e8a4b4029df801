/* stats.h -- order statistics of a handful of measurements, and intervals that assume no distribution. */
#ifndef GANLOSS_HARNESS_BASE_STATS_H
#define GANLOSS_HARNESS_BASE_STATS_H

#include <stddef.h>
#include <stdint.h>

/* Where the measurements lie. One measurement is all of min, low, median, high and max, with a MAD of 0;
   constants likewise; without a measurement everything is NaN. */
struct spread {
    size_t count;
    double min, low, median, high, max; /* low and high: the quartiles */
    double mad;                         /* median of |x - median|, not scaled to a standard deviation */
};

struct stats_interval {
    double low, high;
};

/* Sorts in ascending order; no x is NaN. */
void stats_sort(size_t n, double x[]);

/* The quantile p in [0, 1] of sorted x[n], type 7 of Hyndman and Fan 1996 (the default of R and NumPy):
   linear between the two measurements beside rank p (n - 1). Ties need no rule of their own. NaN for n = 0. */
double stats_quantile(size_t n, const double sorted[], double p);

/* The spread of x[n], which it sorts; no x is NaN. The median is the quantile 1/2: of an even number, the
   mean of the middle two. */
struct spread stats_spread(size_t n, double x[]);

/* The two-sided sign test (Dixon and Mood 1946): how probable it is that a fair coin splits below + above
   throws at least as unevenly; 1 without throws. Values equal to the median that is tested are left out of
   both. */
double stats_sign_test(size_t below, size_t above);

/* The interval of all medians that the sign test on sorted x[n] does not reject at level alpha: it holds the
   median with probability 1 - alpha or more, whatever the distribution, if the measurements are independent.
   Infinite where n is too small for alpha (below 8 for 0.01). */
struct stats_interval stats_sign_interval(size_t n, const double sorted[], double alpha);

/* The interval of the median by the percentile bootstrap (Efron 1979): 2000 resamples of x[n], each of
   ceil(n / block) runs of `block` consecutive measurements, so that what neighbours share stays together
   (Kuensch 1989); the quantiles alpha/2 and 1 - alpha/2 of their medians. x is in the order of measurement
   and 1 <= block <= n; NaN for n = 0. The seed decides. */
struct stats_interval stats_bootstrap(size_t n, const double x[], size_t block, double alpha, uint64_t seed);

#endif
