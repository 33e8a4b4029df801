/* pairs.h -- two things timed against each other, so that what drifts hits both alike.

   Samples are taken in quads, ABBA or BAAB as a coin decides, with the same number of calls in each. A quad's
   result is the log of the ratio of B's shorter time to A's: what disturbs a sample (an interrupt, another
   process, a neighbour who shares the core) makes it longer, mostly one of the two.

   The estimate is the median of the quads, its interval that of the sign test. Two that take equally long
   would have had each other's times if the coin had fallen otherwise: the signs of the log-ratios are fair
   and independent throws, whatever the machine does meanwhile, however slowly it changes and however heavy
   the tails. (With a ratio that is not 1, the same holds for what is left when its log is taken away.) So the
   sign test is exact, and no quad has to be left out. */
#ifndef GANLOSS_HARNESS_BENCH_PAIRS_H
#define GANLOSS_HARNESS_BENCH_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct contestant {
    double (*sample)(void *self, size_t calls); /* the ns that so many calls take; NaN: it is gone */
    void *self;
};

/* B's time over A's: 1.02 is 2 % slower. The interval is infinite above and 0 below while there are too few
   quads for its level. */
struct paired {
    double ratio, low, high;
    double a_ns, b_ns; /* medians, per call */
    size_t quads, calls;
};

struct quad {
    double log_ratio;
    double a_ns, b_ns; /* the shorter of the two samples, per call */
};

enum pairs_verdict { VERDICT_FASTER, VERDICT_SLOWER, VERDICT_SAME, VERDICT_INCONCLUSIVE, VERDICTS };
extern const char *const pairs_verdict_names[VERDICTS];

/* Warms both up until neither gets faster, for so many seconds at most, and finds the number of calls with
   which each one's sample lasts sample_ns or more. */
size_t pairs_calibrate(const struct contestant side[2], double sample_ns, double seconds);

/* Takes quads until the time is over (or an interrupt comes); alpha is the probability, at most, that the
   interval misses the true ratio. The seed decides the coins. False: a contestant is gone, or not one quad
   was taken. */
bool pairs_measure(struct paired *paired, const struct contestant side[2], size_t calls, double seconds,
                   double alpha, uint64_t seed);

/* Two samples each of A and B, as a quad. */
struct quad pairs_quad(const double a_ns[2], const double b_ns[2], size_t calls);

/* Sets all but `calls`. */
void pairs_estimate(struct paired *paired, size_t quads, const struct quad quad[], double alpha);

/* Faster or slower: the whole interval is beyond the threshold (0.01: 1 %); same: all of it is within. */
enum pairs_verdict pairs_verdict(const struct paired *paired, double threshold);

/* Whether a second measurement confirms a verdict of faster or slower: its estimate is beyond the threshold
   on the same side, and its whole interval on that side of equality. */
bool pairs_confirms(const struct paired *again, enum pairs_verdict verdict, double threshold);

/* The smallest difference that would have been found, most likely: with its estimate where the truth is, the
   interval would still have been beyond the threshold. */
double pairs_detectable(const struct paired *paired, double threshold);

#endif
