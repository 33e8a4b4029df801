#include "harness/search/targeting.h"

#include "harness/base/random.h"
#include "harness/search/range.h"

#include <math.h>

static const struct targeting targetings[] = {{TARGET_FIXED, 0},     {TARGET_FIXED, 1},   {TARGET_FIXED, 0.5},
                                              {TARGET_FIXED, 0.9},   {TARGET_FIXED, 0.1}, {TARGET_ANY, 0},
                                              {TARGET_CANCELLING, 0}};

size_t targeting_count(const struct term *term)
{
    return term->operands == 2 ? sizeof targetings / sizeof *targetings : 1;
}

struct targeting targeting_at(const struct term *term, size_t k)
{
    return targetings[k % targeting_count(term)];
}

double targeting_pick(const struct targeting *by, double x, uint64_t *random)
{
    if (by->kind == TARGET_ANY)
        return random_next(random) & 1 ? random_uniform(random) : exp2(-60 * random_uniform(random));
    if (by->kind == TARGET_FIXED || isnan(x))
        return by->value;
    double sigmoid = x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x));
    int64_t t = range_ordinal(sigmoid) + range_random(random, -3, 3);
    return fmin(fmax(range_value(t), 0), 1) + 0.0;
}
