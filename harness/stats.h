/* stats.h -- order statistics of a handful of measurements. */
#ifndef GANLOSS_STATS_H
#define GANLOSS_STATS_H

#include <stddef.h>

/* Where the measurements lie. One measurement is all of min, low, median, high and max, with a MAD of 0;
   constants likewise; without a measurement everything is NaN. */
struct spread {
    size_t count;
    double min, low, median, high, max; /* low and high: the quartiles */
    double mad;                         /* median of |x - median|, not scaled to a standard deviation */
};

/* Sorts in ascending order; no x is NaN. */
void stats_sort(size_t n, double x[]);

/* The quantile p in [0, 1] of sorted x[n], type 7 of Hyndman and Fan 1996 (the default of R and NumPy):
   linear between the two measurements beside rank p (n - 1). Ties need no rule of their own. NaN for n = 0.
 */
double stats_quantile(size_t n, const double sorted[], double p);

/* The spread of x[n], which it sorts; no x is NaN. The median is the quantile 1/2: of an even number, the
   mean of the middle two. */
struct spread stats_spread(size_t n, double x[]);

#endif
