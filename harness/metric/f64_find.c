#include "harness/metric/f64.h"

static metric_f64 *const built[ISAS] = {
    [ISA_ANY] = metric_f64_any,
#if defined __x86_64__
    [ISA_AVX2] = metric_f64_avx2,
    [ISA_AVX512] = metric_f64_avx512,
#endif
};

metric_f64 *metric_f64_find_for(enum isa isa)
{
    return isa_runs(isa) ? built[isa] : NULL;
}

metric_f64 *metric_f64_find(void)
{
    return metric_f64_find_for(isa_best());
}
