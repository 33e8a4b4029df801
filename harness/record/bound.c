#include "harness/record/bound.h"

#include <math.h>

double record_bound(const json_t *record, const char *output)
{
    const json_t *own = json_object_get(json_object_get(record, output), "bound_ulp");
    const json_t *bound = own ? own : json_object_get(record, "bound_ulp");
    return json_is_number(bound) ? json_number_value(bound) : (double)NAN;
}

bool record_has_bound(const json_t *record)
{
    return !isnan(record_bound(record, "loss")) || !isnan(record_bound(record, "grad"));
}
