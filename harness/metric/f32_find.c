#include "harness/metric/f32.h"

static const struct comparer *const built[ISAS] = ISA_TABLE(metric_f32);

const struct comparer *comparer_find(enum isa isa)
{
    return isa_runs(isa) ? built[isa] : NULL;
}
