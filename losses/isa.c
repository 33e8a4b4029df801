#include "losses/isa.h"

const char *const isa_names[ISAS] = {"any", "avx2", "avx512"};

bool isa_runs(enum isa isa)
{
    switch (isa) {
#if defined __x86_64__
    case ISA_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case ISA_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
#endif
    default:
        return isa == ISA_ANY;
    }
}

enum isa isa_best(void)
{
    int isa = ISAS - 1;
    while (!isa_runs((enum isa)isa))
        isa--;
    return (enum isa)isa;
}
