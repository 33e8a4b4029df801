#include "losses/isa.h"

#include <stdlib.h>
#include <string.h>

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

enum isa isa_find(const char *name)
{
    int isa = 0;
    while (isa < ISAS && strcmp(name, isa_names[isa]) != 0)
        isa++;
    return (enum isa)isa;
}

static enum isa find_best(void)
{
    const char *named = getenv("GANLOSS_ISA");
    enum isa most = named ? isa_find(named) : ISAS;
    int isa = most == ISAS ? ISAS - 1 : (int)most;
    while (!isa_runs((enum isa)isa))
        isa--;
    return (enum isa)isa;
}

enum isa isa_best(void)
{
    static int best = -1; /* whichever thread is first, each finds the same */
    int isa = __atomic_load_n(&best, __ATOMIC_RELAXED);
    if (isa < 0)
        __atomic_store_n(&best, isa = (int)find_best(), __ATOMIC_RELAXED);
    return (enum isa)isa;
}
