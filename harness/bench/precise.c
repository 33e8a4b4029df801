/* precise.c -- when a row has samples enough.

   Whoever looks after each sample, and stops at the first narrow interval, has an interval of 95 % that misses
   the median more often than in 5 %. So there are few looks, at fixed numbers of samples, and each has an equal
   share of the 5 % (Bonferroni): with that all of them hold the median together in 95 % of all runs, so does the
   one that stops, whatever the distribution. The median reported lies in it too; it is off by no more than the
   interval's width, which is twice the precision asked for.

   This is as good as its assumption, independent samples of one distribution: drift slower than the samples
   taken is not seen, and a row that stops is not measured in the later part of the run. What is reported of the
   row is that of a run planned with as many samples, and is not corrected: runs that stop early are those whose
   samples happened to lie close together, so their quartiles are a little too close too, and the interval that
   the document gives (a bootstrap) holds the median somewhat less often than it says. Times have their tail
   above: what close samples lack are slow ones, and a median errs, if at all, to the fast side. */
#include "harness/bench/precise.h"

#include "harness/base/stats.h"

#include <string.h>

/* 8 samples are the fewest that exclude anything at a quarter of 5 %, and more than the least of any row. */
static const size_t looks[] = {8, 12, 20, 32};
enum { LOOKS = sizeof looks / sizeof *looks };
static const double miss = 0.05;

static bool is_look(size_t samples)
{
    for (size_t i = 0; i < LOOKS; i++)
        if (samples == looks[i])
            return true;
    return false;
}

void bench_judge_precision(struct bench_row *row, double precision)
{
    double sorted[BENCH_SAMPLES_MAX];
    size_t n = row->samples;
    if (precision <= 0 || !is_look(n))
        return;
    memcpy(sorted, row->ns, n * sizeof *sorted);
    stats_sort(n, sorted);
    struct stats_interval median = stats_sign_interval(n, sorted, miss / LOOKS);
    row->precise = (median.high - median.low) / 2 <= precision * stats_quantile(n, sorted, 0.5);
}
