#include "harness/metric/f32.h"

static const struct comparer *const built[ISAS] = {
    [ISA_ANY] = &metric_f32_any,
#if defined __x86_64__
    [ISA_AVX2] = &metric_f32_avx2,
    [ISA_AVX512] = &metric_f32_avx512,
#endif
};

const struct comparer *comparer_find_for(enum isa isa)
{
    return built[isa] && isa_runs(isa) ? built[isa] : NULL;
}

const struct comparer *comparer_find(void)
{
    return comparer_find_for(isa_best());
}
