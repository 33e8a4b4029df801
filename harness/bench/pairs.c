#include "harness/bench/pairs.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/random.h"
#include "harness/base/stats.h"
#include "harness/base/timing.h"

#include <math.h>
#include <stdlib.h>

const char *const pairs_verdict_names[VERDICTS] = {"faster", "slower", "same", "inconclusive"};

size_t pairs_calibrate(const struct contestant side[2], double sample_ns, double seconds)
{
    enum { STEADY = 4, SAMPLES_MOST = 60 };
    const double faster = 0.99;
    const int64_t end = timing_now() + (int64_t)(1e9 * seconds);
    size_t calls = 1;
    double ns;
    for (int s = 0; s < 2; s++)
        while ((ns = side[s].sample(side[s].self, calls)) < sample_ns)
            calls = (size_t)ceil(1.05 * (double)calls * fmin(sample_ns / fmax(ns, 1), 10));
    for (int s = 0; s < 2; s++) {
        double least = (double)INFINITY;
        for (int steady = 0, taken = 0; steady < STEADY && taken < SAMPLES_MOST && timing_now() < end;
             taken++) {
            ns = side[s].sample(side[s].self, calls);
            steady = ns < faster * least ? 0 : steady + 1;
            least = fmin(least, ns);
        }
        if (least < sample_ns) /* warm, it is faster */
            calls = (size_t)ceil(1.02 * (double)calls * sample_ns / least);
    }
    return calls;
}

struct quad pairs_quad(const double a_ns[2], const double b_ns[2], size_t calls)
{
    double a = fmin(a_ns[0], a_ns[1]), b = fmin(b_ns[0], b_ns[1]);
    return (struct quad){log(b / a), a / (double)calls, b / (double)calls};
}

/* Sorts one field of all quads into x. */
static void sort_field(size_t quads, const struct quad quad[], size_t offset, double x[])
{
    for (size_t i = 0; i < quads; i++)
        x[i] = *(const double *)((const char *)&quad[i] + offset);
    stats_sort(quads, x);
}

void pairs_estimate(struct paired *paired, size_t quads, const struct quad quad[], double alpha)
{
    double *x = allocate(quads, sizeof *x);
    paired->quads = quads;
    sort_field(quads, quad, offsetof(struct quad, log_ratio), x);
    struct stats_interval interval = stats_sign_interval(quads, x, alpha);
    paired->ratio = exp(stats_quantile(quads, x, 0.5));
    paired->low = exp(interval.low);
    paired->high = exp(interval.high);
    sort_field(quads, quad, offsetof(struct quad, a_ns), x);
    paired->a_ns = stats_quantile(quads, x, 0.5);
    sort_field(quads, quad, offsetof(struct quad, b_ns), x);
    paired->b_ns = stats_quantile(quads, x, 0.5);
    free(x);
}

static bool take_quad(struct quad *quad, const struct contestant side[2], size_t calls, bool b_first)
{
    double ns[2][2];
    for (int i = 0; i < 4; i++) {
        int s = (i == 1 || i == 2) != b_first;
        ns[s][i / 2] = side[s].sample(side[s].self, calls);
    }
    *quad = pairs_quad(ns[0], ns[1], calls);
    return isfinite(quad->log_ratio);
}

bool pairs_measure(struct paired *paired, const struct contestant side[2], size_t calls, double seconds,
                   double alpha, uint64_t seed)
{
    uint64_t random = seed;
    struct quad *quad = NULL;
    size_t quads = 0, room = 0;
    int64_t start = timing_now(), last = start;
    bool present = true;
    /* one at least; then a quad more, if it ends in time like the one before */
    for (int64_t now = start;
         present && !interrupted() && (quads == 0 || 1e-9 * (double)(2 * now - last - start) < seconds);
         now = timing_now()) {
        last = now;
        if (quads == room) {
            room = 2 * room + 256;
            quad = allocate_again(quad, room, sizeof *quad);
        }
        present = take_quad(&quad[quads], side, calls, random_next(&random) & 1);
        quads += present;
    }
    bool measured = present && quads > 0;
    paired->calls = calls;
    if (measured)
        pairs_estimate(paired, quads, quad, alpha);
    free(quad);
    return measured;
}

enum pairs_verdict pairs_verdict(const struct paired *paired, double threshold)
{
    if (paired->low > 1 + threshold)
        return VERDICT_SLOWER;
    if (paired->high < 1 / (1 + threshold))
        return VERDICT_FASTER;
    if (paired->low >= 1 / (1 + threshold) && paired->high <= 1 + threshold)
        return VERDICT_SAME;
    return VERDICT_INCONCLUSIVE;
}

bool pairs_confirms(const struct paired *again, enum pairs_verdict verdict, double threshold)
{
    if (verdict == VERDICT_SLOWER)
        return again->low > 1 && again->ratio > 1 + threshold;
    return again->high < 1 && again->ratio < 1 / (1 + threshold);
}

double pairs_detectable(const struct paired *paired, double threshold)
{
    return (1 + threshold) * paired->high / paired->low - 1;
}
