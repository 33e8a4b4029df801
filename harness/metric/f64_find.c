#include "harness/metric/f64.h"

static metric_f64 *const built[ISAS] = ISA_TABLE(metric_f64);

metric_f64 *metric_f64_find(enum isa isa)
{
    return isa_runs(isa) ? built[isa] : NULL;
}
