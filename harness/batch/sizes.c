#include "harness/batch/sizes.h"

#include "harness/base/allocate.h"
#include "harness/base/random.h"
#include "harness/batch/batch.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { EVERY_UP_TO = 17, LARGEST_POWER = 20, FINE_UP_TO = 4096, FINE = 16 };

static int ascending(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return (a > b) - (a < b);
}

size_t batch_sizes_fixed(size_t size[BATCH_SIZES_MOST])
{
    size_t count = 0;
    for (size_t n = 1; n <= EVERY_UP_TO; n++)
        size[count++] = n;
    for (int k = 5; k <= LARGEST_POWER; k++)
        for (int neighbour = -1; neighbour <= 1; neighbour++)
            size[count++] = ((size_t)1 << k) + (size_t)neighbour;
    for (size_t blocks = 3; blocks <= 5; blocks += 2)
        for (int neighbour = -1; neighbour <= 1; neighbour++)
            size[count++] = blocks * BATCH_PIECE + (size_t)neighbour;
    qsort(size, count, sizeof *size, ascending);
    return count;
}

static bool is_among(size_t n, size_t sizes, const size_t size[])
{
    for (size_t i = 0; i < sizes; i++)
        if (size[i] == n)
            return true;
    return false;
}

/* The ends of the intervals, ascending; returns the number of intervals. */
static size_t cut(double end[BATCH_SIZES_MOST])
{
    size_t count = 0;
    for (double at = EVERY_UP_TO + 1; at < FINE_UP_TO; at *= exp2(1.0 / FINE))
        end[count++] = at;
    for (double at = FINE_UP_TO; at <= (double)((size_t)1 << LARGEST_POWER); at *= 2)
        end[count++] = at;
    return count - 1;
}

/* A size in the interval of that number; where it is taken, the next that is free. */
static size_t draw(const double end[], size_t interval, uint64_t seed, size_t taken, const size_t size[],
                   size_t fixed, const size_t fixed_size[])
{
    uint64_t state = random_hash(seed, interval);
    double width = end[interval + 1] - end[interval];
    size_t n = (size_t)(end[interval] + width * random_uniform(&state));
    while (is_among(n, taken, size) || is_among(n, fixed, fixed_size))
        n++;
    return n;
}

size_t batch_sizes_drawn(size_t size[BATCH_SIZES_MOST], uint64_t seed, size_t regime, size_t of)
{
    double end[BATCH_SIZES_MOST] = {0};
    size_t fixed_size[BATCH_SIZES_MOST], fixed = batch_sizes_fixed(fixed_size), intervals = cut(end),
                                         count = 0;
    if (intervals == 0 || of == 0)
        return 0;
    size_t turns = (intervals + of - 1) / of, twice = of > 1 ? 2 : 1;
    uint64_t state = seed;
    size_t shift = random_below(&state, of), apart = 1 + random_below(&state, of > 1 ? of - 1 : 1);
    for (size_t t = 0; t < twice; t++)
        for (size_t turn = 0; turn < turns; turn++) {
            size_t interval = (turn * of + (regime + shift + t * apart) % of) % intervals;
            size[count] = draw(end, interval, seed + t, count, size, fixed, fixed_size);
            count++;
        }
    qsort(size, count, sizeof *size, ascending);
    return count;
}

size_t *batch_sizes(size_t *sizes, size_t given, const size_t given_size[], uint64_t seed, size_t of)
{
    size_t *all = allocate(of * (given + 2 * BATCH_SIZES_MOST), sizeof *all), fixed[BATCH_SIZES_MOST];
    const size_t *same = given > 0 ? given_size : fixed;
    size_t count = given > 0 ? given : batch_sizes_fixed(fixed);
    *sizes = count;
    for (size_t r = 0, *to = all; r < of; r++, to += *sizes) {
        memcpy(to, same, count * sizeof *to);
        if (given == 0)
            *sizes = count + batch_sizes_drawn(to + count, seed, r, of);
        qsort(to, *sizes, sizeof *to, ascending);
    }
    return all;
}
