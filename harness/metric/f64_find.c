#include "harness/metric/f64.h"

static compare_f64 *const built[ISAS] = {
    [ISA_ANY] = compare_f64_any,
#if defined __x86_64__
    [ISA_AVX2] = compare_f64_avx2,
    [ISA_AVX512] = compare_f64_avx512,
#endif
};

compare_f64 *compare_f64_find_for(enum isa isa)
{
    return isa_runs(isa) ? built[isa] : NULL;
}

compare_f64 *compare_f64_find(void)
{
    return compare_f64_find_for(isa_best());
}
