#include "harness/search/range.h"

#include "harness/base/random.h"

double range_value(int64_t ordinal)
{
    return format_at_ordinal(&formats[F64], ordinal);
}

int64_t range_ordinal(double x)
{
    return format_ordinal(&formats[F64], x);
}

int64_t range_random(uint64_t *random, int64_t low, int64_t high)
{
    uint64_t width = (uint64_t)high - (uint64_t)low + 1;
    return (int64_t)((uint64_t)low + (width ? random_next(random) % width : random_next(random)));
}

/* Doubles of D beyond 0 and 1. */
enum { OUTSIDE = 64 };

struct range range_of_space(enum space space)
{
    int64_t top = format_infinity_ordinal(&formats[F64]);
    return space == LOGIT ? (struct range){-1 - top, top}
                          : (struct range){-OUTSIDE, range_ordinal(1) + OUTSIDE};
}

uint64_t range_width(const struct range *range)
{
    return (uint64_t)range->high - (uint64_t)range->low;
}

size_t range_samples(const struct range *range, size_t most)
{
    return range_width(range) < most ? (size_t)range_width(range) + 1 : most;
}

int64_t range_sample(const struct range *range, size_t i, size_t n, uint64_t *random)
{
    uint64_t count = range_width(range) + 1, step = count / n, rest = count % n;
    uint64_t first = i * step + i * rest / n, next = (i + 1) * step + (i + 1) * rest / n;
    return range_random(random, range->low + (int64_t)first, range->low + (int64_t)next - 1);
}
