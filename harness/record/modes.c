#include "harness/record/modes.h"

#include <math.h>

const char *const mode_names[MODES] = {
    [NEAREST] = "nearest", [UP] = "up", [DOWN] = "down", [TOWARD_ZERO] = "zero"};

const char *const flag_names[FLAGS] = {[INVALID] = "invalid", [DIVIDE] = "divide"};

void modes_raise(struct modes *modes, enum mode mode, int output, bool any, long double ulp, struct input at)
{
    long double *max = &modes->max[mode][output].ulp;
    if (!any || ulp > *max || (ulp >= *max && input_before(&at, &modes->max[mode][output].at))) {
        *max = ulp;
        modes->max[mode][output].at = at;
    }
}

void modes_note_flag(struct modes *modes, enum flag flag, struct input input)
{
    if (modes->raised[flag].count++ == 0 || input_before(&input, &modes->raised[flag].first))
        modes->raised[flag].first = input;
}

void modes_merge(struct modes *to, const struct modes *from)
{
    if (from->inputs == 0)
        return;
    for (int mode = 0; mode < MODES; mode++)
        for (int k = 0; k < OUTPUTS; k++)
            modes_raise(to, (enum mode)mode, k, to->inputs > 0, from->max[mode][k].ulp,
                        from->max[mode][k].at);
    for (int flag = 0; flag < FLAGS; flag++) {
        const struct input *first = &from->raised[flag].first;
        if (from->raised[flag].count > 0 &&
            (to->raised[flag].count == 0 || input_before(first, &to->raised[flag].first)))
            to->raised[flag].first = *first;
        to->raised[flag].count += from->raised[flag].count;
    }
    to->inputs += from->inputs;
}

bool modes_within(const struct modes *modes, enum mode mode, const double bound[OUTPUTS])
{
    for (int k = 0; k < OUTPUTS; k++)
        if (modes->max[mode][k].ulp > (long double)bound[k] + 1)
            return false;
    return true;
}
