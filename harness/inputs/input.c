#include "harness/inputs/input.h"

#include <math.h>

bool input_before(const struct input *a, const struct input *b)
{
    if (isnan(a->x) || isnan(b->x))
        return !isnan(a->x) || (isnan(b->x) && a->target < b->target);
    if (a->x != b->x)
        return a->x < b->x;
    if (signbit(a->x) != signbit(b->x))
        return signbit(a->x);
    return a->target < b->target;
}
