#include "harness/history/shift.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* So many permutations that the level would see EXCEEDING of them beyond it; no more than are worth the time: where they are too
   few for the level, nothing is found. */
enum { EXCEEDING = 20, MOST_PERMUTATIONS = 1000000 };

struct ranked {
    double value;
    size_t place;
};

static int compare(const void *a, const void *b)
{
    double x = ((const struct ranked *)a)->value, y = ((const struct ranked *)b)->value;
    return (x > y) - (x < y);
}

/* Ranks less their mean; equal values share theirs. */
static void rank(size_t n, const double y[], double ranks[])
{
    struct ranked *sorted = allocate(n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct ranked){y[i], i};
    qsort(sorted, n, sizeof *sorted, compare);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end].value <= sorted[i].value;)
            end++;
        for (size_t k = i; k < end; k++)
            ranks[sorted[k].place] = (double)(i + end - 1) / 2 - (double)(n - 1) / 2;
    }
    free(sorted);
}

/* The square of the largest difference, but for a factor that all permutations share; 0: there is no place for one. */
static double largest(size_t n, const double ranks[], const bool may[], size_t *at)
{
    double sum = 0, most = 0;
    for (size_t i = 1; i < n; i++) {
        sum += ranks[i - 1];
        double difference = sum * sum / ((double)i * (double)(n - i));
        if (may[i] && difference > most) {
            most = difference;
            *at = i;
        }
    }
    return most;
}

static void permute(size_t n, double ranks[], uint64_t *random)
{
    for (size_t i = n - 1; i > 0; i--) {
        size_t k = (size_t)random_below(random, i + 1);
        double kept = ranks[i];
        ranks[i] = ranks[k];
        ranks[k] = kept;
    }
}

/* Whether so large a difference is rare among permutations; ends as soon as it cannot be any more. */
static bool is_rare(double difference, size_t n, double ranks[], const bool may[], double alpha,
                    uint64_t *random)
{
    double wanted = fmin(ceil(EXCEEDING / alpha), MOST_PERMUTATIONS);
    size_t at, beyond = 1; /* the order that was measured is one of them */
    for (double drawn = 1; drawn < wanted && (double)beyond <= alpha * wanted; drawn++) {
        permute(n, ranks, random);
        beyond += largest(n, ranks, may, &at) >= difference * (1 - 1e-12);
    }
    return (double)beyond <= alpha * wanted;
}

static size_t search(size_t n, const double y[], const bool may[], double alpha, uint64_t *random,
                     bool starts[])
{
    size_t at = 0, found = 0;
    if (n < 2)
        return 0;
    double *ranks = allocate(n, sizeof *ranks);
    rank(n, y, ranks);
    double difference = largest(n, ranks, may, &at);
    if (difference > 0 && is_rare(difference, n, ranks, may, alpha, random)) {
        starts[at] = true;
        found = 1 + search(at, y, may, alpha, random, starts) +
                search(n - at, y + at, may + at, alpha, random, starts + at);
    }
    free(ranks);
    return found;
}

size_t shift_find(size_t n, const double y[], const bool may[], double alpha, uint64_t seed, bool starts[])
{
    uint64_t random = seed;
    memset(starts, 0, n * sizeof *starts);
    return search(n, y, may, alpha, &random, starts);
}
